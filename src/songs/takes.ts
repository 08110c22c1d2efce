import type { Log } from '../log.ts';
import type { LookAnswer, MediaSource, TrackReport } from '../providers/provider.ts';
import { artistLine, withNames } from './authors.ts';
import type { Media, MediaTags } from './media.ts';
import type { Change } from './steps.ts';
import type { Loaded, TrackRow } from './views.ts';

/** A file that cannot be had after so many tries is given up, and its take with it. */
const fetchTries = 8;
const fetchMs = 70_000;

export interface Merged {
  /** Tracks that are new or changed. */
  tracks: TrackRow[];
  /** Title, style, lyrics and stage, where the service told. */
  words: NonNullable<Change['set']>;
  /** Every take is fetched or failed: nothing more will come. */
  settled: boolean;
  /** Takes that are fetched. */
  good: number;
  /** Takes that became fetched just now. */
  fetched: number;
  /** The service itself said that the failed ones failed. */
  explicit: boolean;
  /** A file could not be had this time. */
  stumbled: boolean;
}

export interface TakesDeps {
  media: Media;
  log: Log;
  courtesy: () => Promise<void>;
  /** Aborted when the process stops: a take that is being made smaller is left for the next start. */
  stopping: AbortSignal;
  /** What people call a service. */
  serviceName: (provider: string) => string;
}

export interface Takes {
  /**
   * What is known of a song's takes after a look: reports are merged, never backwards, and what is ready is fetched.
   * `isLast`: nothing better will come, so what still works is taken as it plays, or given up. Commits nothing, so a
   * death in here costs a look and a fetch.
   */
  merge(loaded: Loaded, answer: Exclude<LookAnswer, { kind: 'failed' }>, isLast: boolean): Promise<Merged>;
}

export function createTakes(deps: TakesDeps): Takes {
  return {
    merge: async (loaded, answer, isLast) => {
      const known = new Map(loaded.tracks.map((track) => [track.position, track]));
      const reports = answer.kind === 'seen' ? answer.tracks : [];
      const words = answer.kind === 'seen' ? wordsOf(loaded, answer) : {};
      for (const report of reports) known.set(report.index, merge(loaded.song.id, known.get(report.index), report));
      for (const track of gone(loaded.tracks, reports)) known.set(track.position, { ...track, state: 'failed' });
      const before = new Map(loaded.tracks.map((track) => [track.position, JSON.stringify(track)]));
      const all: TrackRow[] = [];
      for (const track of [...known.values()].sort((a, b) => a.position - b.position)) {
        const isWanted = track.state === 'ready' || (isLast && track.state === 'working' && track.audio !== null);
        const fetched = isWanted ? await fetch(deps, loaded, words, track) : track;
        all.push(isLast && !isSettled(fetched) ? { ...fetched, state: 'failed' } : fetched);
      }
      const good = all.filter(isFetched).length;
      return {
        tracks: all.filter((track) => before.get(track.position) !== JSON.stringify(track)),
        words,
        settled: isLast || (all.length > 0 && all.every(isSettled)),
        good,
        fetched: good - loaded.tracks.filter(isFetched).length,
        explicit: reports.some((report) => report.state === 'failed'),
        stumbled: all.some((track) => track.state === 'ready'),
      };
    },
  };
}

/** Takes that were promised once, and that an answer in which every take is final no longer lists: they will not come. */
function gone(tracks: readonly TrackRow[], reports: readonly TrackReport[]): TrackRow[] {
  const isFinal = reports.length > 0 && reports.every((report) => report.state !== 'working');
  const isListed = (track: TrackRow) => reports.some((report) => report.index === track.position);
  return isFinal ? tracks.filter((track) => track.state === 'working' && !isListed(track)) : [];
}

const isFetched = (track: TrackRow): boolean => track.state === 'fetched';
const isSettled = (track: TrackRow): boolean => isFetched(track) || track.state === 'failed';

/** A late or repeated report never undoes what was seen: only a working take moves. */
function merge(songId: string, known: TrackRow | undefined, report: TrackReport): TrackRow {
  if (known !== undefined && isSettled(known)) return known;
  const ready = report.state === 'ready' && report.audio !== undefined;
  const source = (told: MediaSource | undefined, before: string | null | undefined) =>
    told === undefined ? (before ?? null) : JSON.stringify(told);
  return {
    song_id: songId,
    position: report.index,
    state: ready || known?.state === 'ready' ? 'ready' : report.state === 'failed' ? 'failed' : 'working',
    reference: JSON.stringify(report.reference),
    audio: source(report.audio, known?.audio),
    cover: source(report.cover, known?.cover),
    video_url: report.videoUrl ?? known?.video_url ?? null,
    title: report.title ?? known?.title ?? null,
    duration_seconds: report.durationSeconds ?? known?.duration_seconds ?? null,
    audio_file: known?.audio_file ?? null,
    cover_file: known?.cover_file ?? null,
    failures: known?.failures ?? 0,
    kilobits: known?.kilobits ?? null,
  };
}

/** The member's own words win over the service's. */
function wordsOf(loaded: Loaded, answer: Extract<LookAnswer, { kind: 'seen' }>): NonNullable<Change['set']> {
  const { song } = loaded;
  const told = (pick: (report: TrackReport) => string | undefined) =>
    answer.tracks.map(pick).find((text) => text !== undefined && text !== '') ?? null;
  return {
    stage: answer.stage,
    title: song.title ?? told((report) => report.title),
    style: song.style ?? told((report) => report.style),
    lyrics: song.lyrics ?? told((report) => report.lyrics),
  };
}

/** What a finished file says of itself. */
export const tagsOf = (
  { authors }: Pick<Loaded, 'authors'>,
  { title, lyrics }: { title: string | null; lyrics: string | null },
  coverFile: string | null,
  service: string,
): MediaTags => ({
  title: title ?? '',
  artistLine: artistLine(authors) ?? service,
  lyrics: withNames(lyrics ?? '', authors),
  coverFile,
  comment: `AI-made with ${service}, through Songcircle.`,
});

async function fetch(
  deps: TakesDeps,
  loaded: Loaded,
  words: NonNullable<Change['set']>,
  track: TrackRow,
): Promise<TrackRow> {
  if (track.audio === null) return track;
  await deps.courtesy();
  const name = { songId: loaded.song.id, position: track.position };
  const signal = AbortSignal.timeout(fetchMs);
  const audio = await deps.media.fetch(JSON.parse(track.audio) as MediaSource, 'audio', name, signal);
  if (audio.kind !== 'saved') {
    deps.log.warn({ song: name.songId, take: name.position, audio }, 'a take could not be fetched');
    const failures = track.failures + 1;
    return { ...track, failures, state: audio.kind === 'refused' || failures >= fetchTries ? 'failed' : 'ready' };
  }
  const cover =
    track.cover === null ? null : await deps.media.fetch(JSON.parse(track.cover) as MediaSource, 'cover', name, signal);
  await deps.courtesy();
  const coverFile = cover?.kind === 'saved' ? cover.file : null;
  const { song } = loaded;
  const known = { title: track.title ?? words.title ?? song.title, lyrics: words.lyrics ?? song.lyrics };
  await deps.media.tag(audio.file, tagsOf(loaded, known, coverFile, deps.serviceName(song.provider)));
  const fit = await deps.media.fit(audio.file, song.attachment_limit, deps.stopping);
  if (fit.kind === 'stopped') return track;
  const kilobits = fit.kind === 'encoded' ? fit.kilobits : null;
  return { ...track, state: 'fetched', audio_file: audio.file, cover_file: coverFile, kilobits };
}
