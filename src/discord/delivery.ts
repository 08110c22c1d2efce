/**
 * Brings a song's card to where people see it: an edit by the interaction's token while it lives, an edit as the bot, a new
 * message, a direct message. Each may be repeated: edits show the same, new messages carry a nonce.
 */
import PQueue from 'p-queue';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Delivery, OperatorNotice, Place, Shown, SongView } from '../songs/song.ts';
import type { DiscordApi } from './api.ts';
import { type Card, type CardOptions, cardDigest, songCard } from './card.ts';
import { isFinished, messageLink } from './card-words.ts';
import { createDoors, type Door, type Gone, type Settled } from './doors.ts';
import type { Texts } from './texts/texts.ts';

export interface DeliveryDeps {
  api: DiscordApi;
  texts: Texts;
  clock: Clock;
  log: Log;
  operators: { ids(): readonly string[] };
}

/** A card that only moved on is edited at most this often. */
const progressEveryMs = 5_000;
/** So long after the request its answer may still be on its way to Discord. */
const answerInFlightMs = 10_000;
const answerInFlightRetryMs = 1_500;
/** Discord takes few edits of old messages at a time. */
const frozenAgainMs = 30_000;
/** Uploads are held in memory whole. */
const uploadsAtOnce = 2;
const mostRemembered = 5_000;
const noticeTries = 3;
const longestNoticeWaitMs = 6_000;
/** Direct messages have Discord's smallest limit. */
const privateLimit = 10 * 1024 * 1024;

type Variant = NonNullable<CardOptions['variant']>;

export function createDelivery({ api, texts, clock, log, operators }: DeliveryDeps): Delivery {
  const doors = createDoors(api, new PQueue({ concurrency: uploadsAtOnce }));
  /** When a song's card was last edited; only to slow down, so losing it is harmless. */
  const editedAt = new Map<string, number>();

  const remember = (songId: string): void => {
    editedAt.delete(songId);
    editedAt.set(songId, clock.now());
    for (const oldest of editedAt.keys()) {
      if (editedAt.size <= mostRemembered) break;
      editedAt.delete(oldest);
    }
  };

  /** The same card, or one that only moved on a moment after the last edit. */
  const needsNothing = (song: SongView, place: Place, card: Card): boolean => {
    if (place.shown === null) return false;
    if (place.shown === cardDigest(card)) return true;
    const last = editedAt.get(song.id) ?? song.createdAt;
    return place.shown.split('.')[0] === card.steady && clock.now() - last < progressEveryMs;
  };

  const makeCard = (song: SongView, place: Place, options: CardOptions): Card =>
    songCard(song, texts, { now: clock.now(), attachmentLimit: place.attachmentLimit, ...options });

  const shown = (sent: Extract<Settled, { kind: 'sent' }>, placed: Place['placed'], digest: string): Shown => ({
    kind: 'shown',
    placed,
    messageChannelId: sent.channelId,
    messageId: sent.messageId,
    attachments: sent.attachments,
    digest,
  });

  /** Tries one door, leaving out files that it will not take. */
  const through = async (door: Door, song: SongView, place: Place, options: CardOptions): Promise<Settled> => {
    const leftOut = new Set<string>();
    for (;;) {
      const card = makeCard(song, place, { ...options, leftOut });
      const sent = await doors.send(door, card);
      if (sent.kind !== 'too_large') return sent;
      log.warn({ song: song.id, file: sent.name }, 'a file was left out');
      leftOut.add(sent.name);
    }
  };

  /** The doors of the channel, nearest first. */
  const channelDoors = (song: SongView, place: Place): Door[] => {
    const kept = place.attachments;
    const list: Door[] = [];
    const tokenLives = place.token !== null && (place.tokenExpiresAt ?? 0) > clock.now();
    if (place.placed === 'reply' && place.token !== null && tokenLives)
      list.push({
        kind: 'token',
        applicationId: place.applicationId,
        token: place.token,
        messageId: place.messageId,
        kept,
      });
    if (place.messageChannelId !== null && place.messageId !== null)
      list.push({ kind: 'edit', channelId: place.messageChannelId, messageId: place.messageId, kept });
    if (place.placed !== 'dm')
      list.push({ kind: 'post', channelId: place.channelId, nonce: [song.id, 'post', place.messageId ?? 'first'] });
    return list;
  };

  const privateDoor = (song: SongView, place: Place, why: string): Door | null =>
    place.userId === null
      ? null
      : { kind: 'private', userId: place.userId, nonce: [song.id, why, place.messageId ?? 'first'] };

  const placedBy = (door: Door, place: Place): Place['placed'] =>
    door.kind === 'post' ? 'post' : door.kind === 'private' ? 'dm' : place.placed;

  const optionsFor = (door: Door, place: Place, variant: Variant, gone: ReadonlySet<Gone>): CardOptions => {
    if (door.kind === 'private' || place.placed === 'dm')
      return { variant: 'elsewhere', attachmentLimit: limitOf(place) };
    const earlier =
      door.kind === 'post' && gone.has('frozen')
        ? messageLink(place.guildId, place.messageChannelId, place.messageId)
        : null;
    return { variant, earlier };
  };

  /** Through the first door that is open. `frozenMs`: a message that can no longer be edited is tried again after so long. */
  const showThrough = async (
    list: readonly Door[],
    song: SongView,
    place: Place,
    variant: Variant,
    { frozenMs }: { frozenMs?: number } = {},
  ): Promise<Shown> => {
    const gone = new Set<Gone>();
    let detail = 'no way is left';
    for (const door of list) {
      if (isPointless(door, gone)) continue;
      const sent = await through(door, song, place, optionsFor(door, place, variant, gone));
      if (sent.kind === 'later') return sent;
      if (sent.kind === 'sent') {
        remember(song.id);
        return shown(sent, placedBy(door, place), cardDigest(makeCard(song, place, { variant })));
      }
      detail = `${door.kind}: ${sent.detail}`;
      log.info({ song: song.id, door: door.kind, code: sent.code }, 'a way to show the song is closed');
      if (sent.gone === 'answer' && clock.now() - song.createdAt < answerInFlightMs)
        return { kind: 'later', retryAfterMs: answerInFlightRetryMs, detail: 'the answer is on its way' };
      if (sent.gone === 'frozen' && frozenMs !== undefined)
        return { kind: 'later', retryAfterMs: frozenMs, detail: 'too many edits of old messages' };
      if (sent.gone !== null) gone.add(sent.gone);
    }
    return { kind: 'nowhere', detail };
  };

  /** A song that was cancelled too late: to the one who asked, and only a word of it in the channel. */
  const showCancelled = async (song: SongView, place: Place): Promise<Shown> => {
    const digestOf = (variant: Variant) => cardDigest(makeCard(song, place, { variant }));
    if (place.shown === digestOf('sent') || place.shown === digestOf('closed')) return { kind: 'same' };
    const door = privateDoor(song, { ...place, messageId: null }, 'cancelled');
    const options: CardOptions = { variant: 'private', attachmentLimit: limitOf(place) };
    const sent = door === null ? null : await through(door, song, place, options);
    if (sent?.kind === 'later') return sent;
    const arrived = sent?.kind === 'sent';
    const inChannel = await showThrough(channelDoors(song, place), song, place, arrived ? 'sent' : 'closed');
    // It has arrived; that the channel cannot say so is no loss.
    return arrived && inChannel.kind === 'nowhere' ? shown(sent, 'dm', digestOf('sent')) : inChannel;
  };

  /** A notice is sent once, so a Discord that stumbles or limits us is waited for; not long, since a song waits too. */
  const tellOne = async (userId: string, text: string): Promise<boolean> => {
    for (let tries = 1; ; tries += 1) {
      const told = await doors.tell(userId, text);
      if (told.kind !== 'later' || tries === noticeTries) return told.kind === 'sent';
      await clock.sleep(Math.min(told.retryAfterMs, longestNoticeWaitMs));
    }
  };

  return {
    async show(song, place) {
      if (song.cancelled && isFinished(song) && place.placed !== 'dm') return showCancelled(song, place);
      const card = makeCard(song, place, { variant: 'card' });
      if (needsNothing(song, place, card)) return { kind: 'same' };
      const last = privateDoor(song, place, 'elsewhere');
      return showThrough([...channelDoors(song, place), ...(last === null ? [] : [last])], song, place, 'card');
    },
    async amend(song, place, { anew }) {
      const variant = standingVariant(song, place);
      // What only Discord still holds is not thrown away for a new name.
      const isHere = song.tracks.every((track) => track.state !== 'fetched' || track.audioPath !== null);
      const from: Place = anew && isHere ? { ...place, attachments: [] } : place;
      if (!anew && place.shown === cardDigest(makeCard(song, place, { variant }))) return { kind: 'same' };
      const edits = channelDoors(song, from).filter((door) => door.kind !== 'post');
      return showThrough(edits, song, from, variant, { frozenMs: frozenAgainMs });
    },
    async tellOperators(notice) {
      const text = noticeText(notice, texts);
      for (const userId of operators.ids()) {
        if (!(await tellOne(userId, text))) log.warn({ notice: notice.kind }, 'an operator could not be told');
      }
    },
  };
}

/** In a direct message. */
const limitOf = (place: Place): number => Math.min(place.attachmentLimit, privateLimit);

/** What a card in the channel is by now: that of a song which was cancelled too late has files only if they went nowhere else. */
function standingVariant(song: SongView, place: Place): Variant {
  if (place.placed === 'dm') return 'elsewhere';
  if (!song.cancelled || !isFinished(song)) return 'card';
  return place.attachments.length > 0 ? 'closed' : 'sent';
}

/** A deleted or frozen message is not edited again, and a channel that is closed to us gets no message. */
const isPointless = (door: Door, gone: ReadonlySet<Gone>): boolean =>
  (door.kind === 'edit' && (gone.has('message') || gone.has('frozen'))) ||
  (door.kind === 'post' && gone.has('channel'));

function noticeText(notice: OperatorNotice, texts: Texts): string {
  const speech = texts.in('en-US');
  if (notice.kind === 'unknown_outcome')
    return speech.say('operator.unknown_outcome', { service: notice.service, songId: notice.songId });
  if (notice.kind === 'service_well') return speech.say('operator.well', { service: notice.service });
  return speech.say('operator.needs_you', { service: notice.service, reason: notice.reason });
}
