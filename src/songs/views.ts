import type { Kysely, Selectable } from 'kysely';
import type { AttemptsTable, Schema, SongsTable, TracksTable } from '../database/schema.ts';
import type { Registry } from '../providers/index.ts';
import type { MediaSource, Work } from '../providers/provider.ts';
import { loadAuthors } from './authors.ts';
import { noWords } from './forgotten.ts';
import type { Media } from './media.ts';
import type { Author, Ending, MoneyState, Place, SongView, Stage, TrackView, WorkState } from './song.ts';

export type SongRow = Selectable<SongsTable>;
export type TrackRow = Selectable<TracksTable>;
export type AttemptRow = Selectable<AttemptsTable>;

/** Everything the database knows of one song, read in one go. */
export interface Loaded {
  song: SongRow;
  userId: string | null;
  approvedByUserId: string | null;
  cancelledByUserId: string | null;
  tracks: TrackRow[];
  /** In order; the last is the one that counts. */
  attempts: AttemptRow[];
  captured: number | null;
  authors: readonly Author[];
  parent: { title: string | null; channelId: string | null; messageId: string | null } | null;
}

export async function loadSong(db: Kysely<Schema>, songId: string): Promise<Loaded | null> {
  const row = await db
    .selectFrom('songs')
    .leftJoin('members as asker', 'asker.ref', 'songs.member_ref')
    .leftJoin('members as approver', 'approver.ref', 'songs.approved_by_ref')
    .leftJoin('members as canceller', 'canceller.ref', 'songs.cancelled_by_ref')
    .leftJoin('holds', 'holds.song_id', 'songs.id')
    .leftJoin('songs as parent', 'parent.id', 'songs.parent_song_id')
    .selectAll('songs')
    .select([
      'asker.user_id as asker_id',
      'approver.user_id as approver_id',
      'canceller.user_id as canceller_id',
      'holds.captured as captured',
      'parent.title as parent_title',
      'parent.message_channel_id as parent_channel_id',
      'parent.message_id as parent_message_id',
    ])
    .where('songs.id', '=', songId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { asker_id, approver_id, canceller_id, captured, ...rest } = row;
  const { parent_title, parent_channel_id, parent_message_id, ...song } = rest;
  const parent = { title: parent_title, channelId: parent_channel_id, messageId: parent_message_id };
  return {
    song,
    userId: asker_id,
    approvedByUserId: approver_id,
    cancelledByUserId: canceller_id,
    tracks: await db.selectFrom('tracks').selectAll().where('song_id', '=', songId).orderBy('position').execute(),
    attempts: await db.selectFrom('attempts').selectAll().where('song_id', '=', songId).orderBy('n').execute(),
    captured: song.money === 'captured' ? captured : null,
    authors: await loadAuthors(db, songId),
    parent: song.parent_song_id === null ? null : parent,
  };
}

/** Plain data for cards, forms and buttons, out of what was loaded. Reads file sizes, nothing else. */
export async function viewOf(loaded: Loaded, registry: Registry, media: Media): Promise<SongView> {
  const forgotten = loaded.song.forgotten_at !== null;
  // One that is still being made keeps its words until it has ended; nobody sees them any more.
  const song = forgotten ? { ...loaded.song, ...noWords } : loaded.song;
  const work = JSON.parse(song.work) as Work;
  const provider = registry.provider(song.provider);
  const model = provider?.models.find((one) => one.id === song.model);
  const late =
    song.money === 'released' && (song.state === 'generating' || song.state === 'delivering' || song.state === 'done');
  return {
    id: song.id,
    guildId: song.guild_id,
    channelId: song.channel_id,
    userId: loaded.userId,
    approvedByUserId: loaded.approvedByUserId,
    locale: song.locale,
    work,
    title: song.title,
    style: song.style,
    lyrics: song.lyrics,
    authors: forgotten ? [] : loaded.authors,
    circle: circleOf(song.cause),
    parent:
      loaded.parent === null || song.parent_song_id === null
        ? null
        : { songId: song.parent_song_id, track: song.parent_track ?? 0, ...loaded.parent },
    provider: { id: song.provider, name: provider?.name ?? song.provider },
    model: { id: song.model, name: model?.name ?? song.model },
    price: song.price,
    state: song.state as WorkState,
    money: song.money as MoneyState,
    captured: loaded.captured,
    balanceAfter: song.balance_after,
    ending: song.ending as Ending | null,
    stage: song.stage as Stage,
    createdAt: song.created_at,
    readyEstimateAt: song.ready_estimate_at,
    cancelled: song.ending !== 'cancelled' && song.cancelled_by_ref !== null,
    cancelledByUserId: song.ending === 'cancelled' ? null : loaded.cancelledByUserId,
    forgotten,
    late,
    tracks: await Promise.all(loaded.tracks.map((track) => trackView(track, media))),
    extendable: !forgotten && (provider?.extends ?? false),
    tailOnly: work.kind === 'extend' && (provider?.extensionIsTail ?? false),
    notHonoured: notHonoured(work, provider?.honours),
    uncertain: song.state === 'submitting' && loaded.attempts.at(-1)?.state === 'unknown',
    messageChannelId: song.message_channel_id,
    messageId: song.message_id,
  };
}

/** Of a circle's cause its circle and round; null for every other. */
function circleOf(cause: string): SongView['circle'] {
  const [, id, round] = /^circle:([^:]+):(\d+)$/.exec(cause) ?? [];
  return id === undefined ? null : { id, round: Number(round) };
}

async function trackView(track: TrackRow, media: Media): Promise<TrackView> {
  // Our copy may have made room for newer ones since.
  const [audio, cover] = await Promise.all([track.audio_file, track.cover_file].map((file) => ours(file, media)));
  return {
    index: track.position,
    state: track.state,
    title: track.title,
    durationSeconds: track.duration_seconds,
    videoUrl: track.video_url,
    audioPath: audio?.path ?? null,
    coverPath: cover?.path ?? null,
    audioBytes: audio?.bytes ?? null,
    coverBytes: cover?.bytes ?? null,
    kilobits: track.kilobits,
    audioUrl: urlOf(track.audio),
  };
}

function urlOf(stored: string | null): string | null {
  const source = stored === null ? null : (JSON.parse(stored) as MediaSource);
  return source?.kind === 'url' ? source.url : null;
}

async function ours(file: string | null, media: Media): Promise<{ path: string; bytes: number } | null> {
  const bytes = file === null ? null : await media.size(file);
  return file === null || bytes === null ? null : { path: media.path(file), bytes };
}

/** Which of the fields that were asked for this service lacks. */
export function notHonoured(
  work: Work,
  honours: { avoid: boolean; vocals: boolean; instrumental: boolean } | undefined,
): SongView['notHonoured'] {
  if (honours === undefined) return [];
  const lacking: SongView['notHonoured'][number][] = [];
  if (work.kind === 'lyrics') {
    if (work.avoid !== '' && !honours.avoid) lacking.push('avoid');
    if ((work.vocals === 'female' || work.vocals === 'male') && !honours.vocals) lacking.push('vocals');
    if (work.vocals === 'none' && !honours.instrumental) lacking.push('instrumental');
  }
  if (work.kind === 'idea' && work.instrumental && !honours.instrumental) lacking.push('instrumental');
  return lacking;
}

/** Where its card stands, for delivery. */
export function placeOf(loaded: Loaded): Place {
  const { song } = loaded;
  return {
    guildId: song.guild_id,
    channelId: song.channel_id,
    applicationId: song.application_id,
    token: song.interaction_token,
    tokenExpiresAt: song.token_expires_at,
    userId: loaded.userId,
    placed: song.placed as Place['placed'],
    messageChannelId: song.message_channel_id,
    messageId: song.message_id,
    attachments: JSON.parse(song.attachments) as { id: string; name: string }[],
    shown: song.shown,
    attachmentLimit: song.attachment_limit,
  };
}
