import type { Clock } from '../clock.ts';
import type { Choice, Registry } from '../providers/index.ts';
import type { TrackReference, Work } from '../providers/provider.ts';
import { checkWork, parseSecond } from './check.ts';
import type { Media } from './media.ts';
import type { Requests } from './requests.ts';
import type { Schedule } from './schedule.ts';
import type { Author, Refusal, SongView } from './song.ts';
import type { RequestOutcome, SongRequest, Songs, Words } from './songs.ts';
import type { Steps } from './steps.ts';
import type { Order, Taken } from './take.ts';
import { titleFrom } from './title.ts';
import { type Loaded, viewOf } from './views.ts';

type Checked = { kind: 'order'; order: Order } | { kind: 'refusal'; refusal: Refusal };
const refuse = (refusal: Refusal): Checked => ({ kind: 'refusal', refusal });

/** The songs room: what members ask of songs. The work itself is `advance`'s, which the worker is woken for. */
export function createSongs(deps: {
  requests: Requests;
  steps: Steps;
  registry: Registry;
  media: Media;
  schedule: Schedule;
  clock: Clock;
  wake: (songId: string) => void;
}): Songs {
  const { requests, steps, registry, clock } = deps;

  const view = async (songId: string): Promise<SongView | null> => {
    const loaded = await steps.load(songId);
    return loaded === null ? null : viewOf(loaded, registry, deps.media);
  };

  const request = async (asked: SongRequest): Promise<RequestOutcome> => {
    const checked = await check(asked);
    const at = clock.now();
    if (checked.kind === 'refusal') return requests.refuse(asked, checked.refusal, at);
    const { taken, lasting } = await requests.take(asked, checked.order, at);
    if (taken.kind === 'taken') return fresh(asked, checked.order, taken, lasting);
    await lasting;
    return taken.kind === 'known' ? known(taken.songId) : taken;
  };

  const fresh = async (
    asked: SongRequest,
    order: Order,
    taken: Extract<Taken, { kind: 'taken' }>,
    lasting: Promise<void>,
  ): Promise<RequestOutcome> => {
    // What was just written is known: nothing is read again between the commit and the answer.
    const loaded: Loaded = {
      song: taken.song,
      userId: asked.userId,
      cancelledByUserId: null,
      tracks: [],
      attempts: [],
      captured: null,
      authors: asked.authors ?? [],
      parent: order.parent,
    };
    const song = await viewOf(loaded, registry, deps.media);
    return { kind: 'accepted', song, fresh: true, firstInGuild: taken.firstInGuild, lasting };
  };

  const known = async (songId: string): Promise<RequestOutcome> => {
    const song = await view(songId);
    if (song === null) throw new Error(`Song ${songId} is known and is not there.`);
    return { kind: 'accepted', song, fresh: false, firstInGuild: false, lasting: Promise.resolve() };
  };

  /** Everything that can be refused without asking for a credit. */
  const check = async (asked: SongRequest): Promise<Checked> => {
    if (asked.threadClosed) return refuse({ kind: 'thread_closed' });
    if (asked.missing.length > 0) return refuse({ kind: 'bot_lacks', missing: asked.missing });
    if (asked.authorRefuses === true) return refuse({ kind: 'author_refuses' });
    if (asked.lyricsFileTrouble !== undefined) return refuse({ kind: 'lyrics_file', why: asked.lyricsFileTrouble });
    if (asked.words.form === 'extend') return checkExtension(asked, asked.words);
    const choice = asked.model === null ? (registry.inOrder()[0] ?? null) : registry.find(asked.model);
    if (choice === null) {
      return refuse(asked.model === null ? { kind: 'unavailable' } : { kind: 'unknown_model', typed: asked.model });
    }
    return ordered(workOf(asked.words), choice, { modelChosen: asked.model !== null, parent: null });
  };

  const ordered = (work: Work, choice: Choice, how: Pick<Order, 'modelChosen' | 'parent'>): Checked => {
    const refusal = checkWork(work, choice.model);
    if (refusal !== null) return refuse(refusal);
    const { provider, model, price } = choice;
    const readyEstimateAt = clock.now() + deps.schedule.estimate(provider, model.id);
    return { kind: 'order', order: { work, provider: provider.id, model: model.id, price, readyEstimateAt, ...how } };
  };

  /** Never another service than the parent's, and its own model. */
  const checkExtension = async (asked: SongRequest, words: Extract<Words, { form: 'extend' }>): Promise<Checked> => {
    const parent = await steps.load(words.parentId);
    if (parent === null || parent.song.guild_id !== asked.guildId) return refuse({ kind: 'track_gone' });
    if (parent.song.forgotten_at !== null) return refuse({ kind: 'forgotten' });
    const track = parent.tracks.find((one) => one.position === words.track && one.state === 'fetched');
    if (track === undefined) return refuse({ kind: 'track_gone' });
    const provider = registry.provider(parent.song.provider);
    const choice = registry.built(parent.song.provider, parent.song.model);
    if (provider?.extends !== true)
      return refuse({ kind: 'cannot_extend', service: provider?.name ?? parent.song.provider });
    if (choice === null) return refuse({ kind: 'unavailable' });
    const from = parseSecond(words.from, track.duration_seconds ?? 0);
    if (from.kind === 'bad_second') return refuse(from);
    const work: Work = {
      kind: 'extend',
      parent: JSON.parse(track.reference) as TrackReference,
      fromSecond: from.second,
      title: words.title.trim() || (parent.song.title ?? ''),
      style: words.style.trim() || (parent.song.style ?? ''),
      lyrics: words.lyrics.trim(),
    };
    const { id: songId, title, message_channel_id: channelId, message_id: messageId } = parent.song;
    const origin = { songId, track: track.position, title, channelId, messageId };
    return ordered(work, choice, { modelChosen: true, parent: origin });
  };

  return {
    request,
    again: async (songId, asked) => {
      const loaded = await steps.load(songId);
      if (loaded === null || loaded.song.guild_id !== asked.guildId || loaded.song.forgotten_at !== null) return null;
      const latest = await requests.latestAgain(songId, asked.userId);
      if (latest.openSongId !== null) return known(latest.openSongId);
      const { song } = loaded;
      return request({
        ...asked,
        cause: `again:${songId}:${asked.userId}:${latest.n + 1}`,
        words: wordsOf(loaded),
        authors: authorsOf(loaded, asked.userId),
        model: song.model_chosen === 1 ? `${song.provider}/${song.model}` : null,
      });
    },
    answered: async (songId, message) => {
      await requests.answered(songId, clock.now(), message);
      deps.wake(songId);
    },
    cancel: async (songId, by) => {
      const loaded = await steps.load(songId);
      if (loaded === null || loaded.song.guild_id !== by.guildId) return { kind: 'unknown' };
      if (loaded.userId !== by.userId && !by.isManager) return { kind: 'not_yours' };
      const kind = await requests.cancel(songId, by.userId, clock.now());
      deps.wake(songId);
      const song = await view(songId);
      return song === null ? { kind: 'unknown' } : { kind, song };
    },
    find: async (songId, guildId) => {
      const song = await view(songId);
      return song?.guildId === guildId ? song : null;
    },
    draft: (draftId, userId) => requests.draft(draftId, userId),
    latestDraft: (form, guildId, userId) => requests.latestDraft(form, guildId, userId, clock.now()),
    models: () => registry.offers(),
  };
}

function workOf(words: Exclude<Words, { form: 'extend' }>): Work {
  if (words.form === 'song') return { kind: 'idea', idea: words.idea.trim(), instrumental: words.instrumental };
  const lyrics = words.vocals === 'none' ? '' : words.lyrics.trim();
  return {
    kind: 'lyrics',
    title: words.title.trim() || titleFrom(lyrics) || titleFrom(words.style),
    style: words.style.trim(),
    lyrics,
    avoid: words.avoid.trim(),
    vocals: words.vocals,
  };
}

/** Whoever makes it again did not write it. */
function authorsOf({ song, userId, authors }: Loaded, againBy: string): readonly Author[] {
  const isTyped = (JSON.parse(song.work) as Work).kind !== 'idea' && song.lyrics !== null;
  if (authors.length > 0 || !isTyped || userId === null || userId === againBy) return authors;
  return [{ userId, name: null, section: null, line: 0 }];
}

/** What was asked once, as it would be typed again. */
function wordsOf(loaded: Loaded): Words {
  const { song } = loaded;
  const work = JSON.parse(song.work) as Work;
  switch (work.kind) {
    case 'idea':
      return { form: 'song', idea: work.idea, instrumental: work.instrumental };
    case 'lyrics': {
      const { kind: _, ...typed } = work;
      return { form: 'compose', ...typed };
    }
    case 'extend':
      return {
        form: 'extend',
        parentId: song.parent_song_id ?? '',
        track: song.parent_track ?? 0,
        from: String(work.fromSecond),
        title: work.title,
        style: work.style,
        lyrics: work.lyrics,
      };
  }
}
