/**
 * A song: one request and what came of it. Two axes: `take.ts` begins both with a request, `steps.ts` moves them on, and
 * `requests.ts` ends a song that is cancelled in time.
 *
 * Work:   requested -> submitting -> generating -> delivering -> done
 *         submitting -> requested              (a definite refusal: the next service is asked)
 *         requested | submitting -> refused   (a service said no, or the member cancelled in time)
 *         submitting | generating | delivering -> gave_up (unknown outcome, failure, deadline, nowhere to deliver)
 *         gave_up -> generating               (the late look found it after all: delivered free)
 * Money:  none -> held -> captured | released (a late song stays `released`: it is free)
 */
import type { Stage, Work } from '../providers/provider.ts';

export type WorkState = 'requested' | 'submitting' | 'generating' | 'delivering' | 'done' | 'gave_up' | 'refused';
export type MoneyState = 'none' | 'held' | 'captured' | 'released';

/** Why a song ended without being delivered as asked. */
export type Ending =
  /** Cancelled before it was submitted. */
  | 'cancelled'
  /** The service refuses the text. */
  | 'text'
  /** Every service that could do it is out of credits, has a wrong key, is retired, in maintenance or busy. */
  | 'unavailable'
  /** The parent track is no longer at the service. */
  | 'track_gone'
  /** The service took the request for faulty: our bug or its change. */
  | 'invalid'
  /** The service tried and failed. */
  | 'service'
  /** We died, or the line did, in the act of submission: it is never sent again. */
  | 'unknown_outcome'
  /** The deadline passed. */
  | 'silent'
  /** It was made, but there is no place left to show it. */
  | 'nowhere';

export type TextField = 'idea' | 'title' | 'style' | 'lyrics' | 'avoid';

/**
 * Why a file of lyrics is not taken. `kind`: no `.txt`; `not_text`: what is in it is no text in UTF-8; `unreadable`: it is
 * no longer there, or was not to be had.
 */
export type LyricsFileTrouble = 'kind' | 'too_large' | 'empty' | 'not_text' | 'unreadable';

/** Why a request was not taken. Nothing is held; the words are kept in a draft. */
export type Refusal =
  | { kind: 'empty'; field: TextField }
  | { kind: 'too_long'; field: TextField; limit: number; length: number }
  | { kind: 'lyrics_file'; why: LyricsFileTrouble }
  | { kind: 'bad_second'; typed: string; durationSeconds: number }
  | { kind: 'unknown_model'; typed: string }
  | { kind: 'bot_lacks'; missing: readonly string[] }
  | { kind: 'thread_closed' }
  | { kind: 'credits'; price: number; available: number }
  | { kind: 'member_daily'; price: number; limit: number; spent: number; againAt: number }
  | { kind: 'guild_daily'; price: number; limit: number; spent: number; againAt: number }
  | { kind: 'bot_daily'; againAt: number }
  | { kind: 'member_at_once'; limit: number }
  | { kind: 'guild_at_once'; limit: number }
  | { kind: 'track_gone' }
  /** The song that it builds on was forgotten. */
  | { kind: 'forgotten' }
  /** Its lyrics were somebody's message, and they want no songs made of those. */
  | { kind: 'author_refuses' }
  | { kind: 'cannot_extend'; service: string }
  | { kind: 'unavailable' }
  /** A word that is refused here stands in this field. Which one is not said. */
  | { kind: 'refused_word'; field: TextField }
  /** Services refused so many texts of this member within an hour; each may have cost money. */
  | { kind: 'refused_texts'; limit: number; againAt: number }
  /** The server's managers named other channels for songs. */
  | { kind: 'channel'; channels: readonly string[] }
  /** So many requests of this member wait for somebody who may spend. */
  | { kind: 'waiting'; limit: number }
  | { kind: 'not_approved'; why: 'declined' | 'expired' };

/** Where the card stands or should: what delivery needs of Discord, all from the database. */
export interface Place {
  guildId: string;
  channelId: string;
  applicationId: string;
  /** Null once it expired and was purged. */
  token: string | null;
  tokenExpiresAt: number | null;
  /** The member who asked; a direct message is the last door. Null when forgotten. */
  userId: string | null;
  /**
   * `reply`: the command's own reply, editable as @original even while the message id is unknown.
   * `post`: a message of the bot's own. `dm`: a direct message.
   */
  placed: 'reply' | 'post' | 'dm';
  messageChannelId: string | null;
  messageId: string | null;
  /** What Discord holds of our files on that message. */
  attachments: readonly { id: string; name: string }[];
  /** Digest of the card last shown. */
  shown: string | null;
  attachmentLimit: number;
}

export interface TrackView {
  /** 0 is take A. */
  index: number;
  state: 'working' | 'ready' | 'fetched' | 'failed';
  title: string | null;
  durationSeconds: number | null;
  videoUrl: string | null;
  /** Absolute paths of our own copies; present when `fetched`. */
  audioPath: string | null;
  coverPath: string | null;
  audioBytes: number | null;
  coverBytes: number | null;
  /** The rate it was encoded down to, so that it could be attached; null when it is as it came. */
  kilobits: number | null;
  /** Where the service keeps it, in the service's own words; null when it was made on this machine. */
  audioUrl: string | null;
}

/** Who wrote what of a song's words. */
export interface Author {
  /** Discord id; null when they were forgotten. */
  userId: string | null;
  /** What they are called in their server, for files, where ids say nothing; null when nobody told. */
  name: string | null;
  /** `Verse`, `Chorus` …, as it stands between brackets in the lyrics; null: all of them. */
  section: string | null;
  /** Line of the lyrics where it begins, from 0. */
  line: number;
}

/** Who wrote what of a song's words. */
export interface Author {
  /** Discord id; null when they were forgotten. */
  userId: string | null;
  /** What they are called in their server, for files, where ids say nothing; null when nobody told. */
  name: string | null;
  /** `Verse`, `Chorus` …, as it stands between brackets in the lyrics; null: all of them. */
  section: string | null;
  /** Line of the lyrics where it begins, from 0. */
  line: number;
}

/** Everything a card, a form or a button needs to know of a song. Plain data. */
export interface SongView {
  id: string;
  guildId: string;
  channelId: string;
  /** Null when the member was forgotten. */
  userId: string | null;
  /** Who approved it and whose limits it counts for; null where whoever asked may spend. */
  approvedByUserId: string | null;
  /** Language of the shared card: the server's. */
  locale: string;
  work: Work;
  /** The service's, else the member's, else null. */
  title: string | null;
  style: string | null;
  lyrics: string | null;
  /** In the order of the words. Empty: whoever asked wrote them, or the service did. */
  authors: readonly Author[];
  /** The circle that it was made for, and which of its rounds. */
  circle: { id: string; round: number } | null;
  parent: {
    songId: string;
    track: number;
    title: string | null;
    channelId: string | null;
    messageId: string | null;
  } | null;
  provider: { id: string; name: string };
  model: { id: string; name: string };
  price: number;
  state: WorkState;
  money: MoneyState;
  captured: number | null;
  /** What was left available right after the hold. */
  balanceAfter: number | null;
  ending: Ending | null;
  stage: Stage;
  createdAt: number;
  readyEstimateAt: number | null;
  /** Somebody cancelled after submission: the song goes on, paid, and comes as a direct message. */
  cancelled: boolean;
  /** Who did; null when nobody did, or they were forgotten. */
  cancelledByUserId: string | null;
  /** Whoever asked for it or wrote it was forgotten: there are no words, and at the end no tracks. */
  forgotten: boolean;
  /** True when it came after credits went back: delivered free. */
  late: boolean;
  tracks: readonly TrackView[];
  /** The service and the model can extend the finished tracks. */
  extendable: boolean;
  /** The file holds only the continuation. */
  tailOnly: boolean;
  /** Fields that were asked for and that the service lacks. */
  notHonoured: readonly ('avoid' | 'vocals' | 'instrumental')[];
  /** It is not known whether the service got it, and it may still be heard of. */
  uncertain: boolean;
  /** Where its card stands; both null until Discord told us. */
  messageChannelId: string | null;
  messageId: string | null;
}

/** What delivery answers to `show`. */
export type Shown =
  | {
      kind: 'shown';
      placed: Place['placed'];
      messageChannelId: string;
      messageId: string;
      attachments: { id: string; name: string }[];
      digest: string;
    }
  /** The same card stands there already: no request was made. */
  | { kind: 'same' }
  /** Discord is slow, limits us or stumbles: try again after. */
  | { kind: 'later'; retryAfterMs: number; detail: string }
  /** Every door is closed. */
  | { kind: 'nowhere'; detail: string };

/** The way to Discord, as songs see it; `discord/delivery.ts` is one. Showing the same card twice is harmless. */
export interface Delivery {
  show(song: SongView, place: Place): Promise<Shown>;
  /**
   * Makes the card that stands there say no more than this one: by an edit, never by a new message; `nowhere` when there is
   * nothing to edit. `anew`: files that we have copies of are uploaded again, whatever is there.
   */
  amend(song: SongView, place: Place, how: { anew: boolean }): Promise<Shown>;
  /** One direct message to each operator; never throws. */
  tellOperators(notice: OperatorNotice): Promise<void>;
}

/** What the operator must know. */
export type OperatorNotice =
  /** A submission's outcome is unknown: the service may have charged for a song we gave back. */
  | { kind: 'unknown_outcome'; songId: string; service: string }
  /** A service cannot work until somebody acts. */
  | {
      kind: 'service_needs_you';
      service: string;
      reason: 'credits' | 'key' | 'retired' | 'maintenance' | 'busy' | 'silent' | 'invalid';
    }
  /** The operators were told that it needs them, and it no longer does. */
  | { kind: 'service_well'; service: string };

const workMoves: Record<WorkState, readonly WorkState[]> = {
  requested: ['submitting', 'refused', 'gave_up'],
  // Back to `requested`: a definite refusal that another service may still do.
  submitting: ['requested', 'generating', 'refused', 'gave_up'],
  generating: ['delivering', 'gave_up'],
  delivering: ['done', 'gave_up'],
  gave_up: ['generating'],
  done: [],
  refused: [],
};

/** The one place that knows which work may follow which; a wrong move is our own bug. */
export function moveWork(from: WorkState, to: WorkState): WorkState {
  if (!workMoves[from].includes(to)) throw new Error(`A song's work cannot move from ${from} to ${to}.`);
  return to;
}

const moneyMoves: Record<MoneyState, readonly MoneyState[]> = {
  none: ['held'],
  held: ['captured', 'released'],
  captured: [],
  released: [],
};

/** As `moveWork`, for the money. */
export function moveMoney(from: MoneyState, to: MoneyState): MoneyState {
  if (!moneyMoves[from].includes(to)) throw new Error(`A song's money cannot move from ${from} to ${to}.`);
  return to;
}

/**
 * What a delivered song costs: all of it, or, when some takes failed, the share of those that came, rounded up.
 * Nothing is captured twice: a song whose credits went back is free.
 */
export function dueCredits(price: number, good: number, total: number): number {
  return Math.ceil((price * good) / total);
}

/** Songs a guild or member has going: these count as "at once". */
export const openStates: readonly WorkState[] = ['requested', 'submitting', 'generating', 'delivering'];

/** Endings after which the song may still come: it is looked for, and free. */
export const lateEndings: readonly Ending[] = ['silent', 'unknown_outcome'];

export const isOpen = (state: WorkState): boolean => openStates.includes(state);

/** A, B, C … */
export const takeName = (index: number): string => String.fromCharCode(65 + index);

export type { Stage, Work };
