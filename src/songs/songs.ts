import type { ModelOffer } from '../providers/index.ts';
import type { Vocals } from '../providers/provider.ts';
import type { LyricsFileTrouble, Refusal, SongView } from './song.ts';

/** Where the reply to a request will stand, and until when its token lives. */
export interface Reply {
  applicationId: string;
  token: string;
  /** Epoch ms; 15 minutes after the interaction. */
  tokenExpiresAt: number;
  attachmentLimit: number;
}

/** What was typed, as typed; checked against the model's limits in `request`. */
export type Words =
  | { form: 'song'; idea: string; instrumental: boolean }
  | {
      form: 'compose';
      title: string;
      style: string;
      lyrics: string;
      avoid: string;
      vocals: Vocals;
      /** Where the lyrics came from, when that is a file: no field of a form holds them. Drafts before files lack it. */
      file?: LyricsFile;
    }
  | { form: 'extend'; parentId: string; track: number; from: string; title: string; style: string; lyrics: string };

/** A file of lyrics that a member attached, by our own id of it. */
export interface LyricsFile {
  id: string;
  /** As the member called it: anything, on one line. */
  name: string;
}

export interface SongRequest {
  /** `interaction:<id>`, `again:<song>:<member>:<n>`: the same cause is the same song. */
  cause: string;
  guildId: string;
  channelId: string;
  userId: string;
  /** The roles they have in this guild; a limit a day may be theirs by one of them. */
  roles: readonly string[];
  locale: string;
  guildLocale: string;
  words: Words;
  /** `provider/model` as chosen, or null: the order of preference decides. */
  model: string | null;
  reply: Reply;
  /** Rights and place, already known from the interaction; refused before anything is held. */
  missing: readonly string[];
  threadClosed: boolean;
  /** The lyrics could not be read from their file: refused, and everything else that was typed is kept. */
  lyricsFileTrouble?: LyricsFileTrouble;
}

export type RequestOutcome =
  /** `fresh` is false when this cause had its song already. */
  | {
      kind: 'accepted';
      song: SongView;
      fresh: boolean;
      firstInGuild: boolean;
      /** Resolves when the request is on the disk: the card may be made before, and shown only after. */
      lasting: Promise<void>;
    }
  /** The words are kept under `draftId`. `startsWith`: this opened the guild's account, with so many credits. */
  | { kind: 'refused'; refusal: Refusal; draftId: string; startsWith?: number };

export interface Draft {
  id: string;
  guildId: string;
  userId: string;
  words: Words;
  model: string | null;
}

/**
 * What became of the first answer: where the card stands and its digest; `deferred`: the worker posts it as the bot;
 * `failed`: nobody knows, and the worker finds out.
 */
export type Stands = { channelId: string; messageId: string; digest?: string } | 'deferred' | 'failed';

export type CancelOutcome =
  /** Nothing was submitted; credits are back. */
  | { kind: 'released'; song: SongView }
  /** Too late to stop: it will come as a direct message, and is paid. */
  | { kind: 'goes_on'; song: SongView }
  | { kind: 'over'; song: SongView }
  | { kind: 'not_yours' }
  | { kind: 'unknown' };

/** The room's door. Every function is whole: it commits before it returns, and may be repeated. */
export interface Songs {
  /** One transaction: song `requested` and its hold, or the refused draft. Touches no network. */
  request(request: SongRequest): Promise<RequestOutcome>;
  /**
   * The same request once more for whoever presses **Again**. While an earlier one by that member lives, answers that
   * one with `fresh: false`. Unknown song: null.
   */
  again(songId: string, request: Omit<SongRequest, 'cause' | 'words' | 'model'>): Promise<RequestOutcome | null>;
  /** The card went out as the reply (or could not): the song may begin. */
  answered(songId: string, stands: Stands): Promise<void>;
  cancel(songId: string, by: { userId: string; guildId: string; isManager: boolean }): Promise<CancelOutcome>;
  /** Null when there is none, or it belongs to another guild. */
  find(songId: string, guildId: string): Promise<SongView | null>;
  draft(draftId: string, userId: string): Promise<Draft | null>;
  /** The member's newest unsent words of the last 24 hours for this form, else null. */
  latestDraft(form: Words['form'], guildId: string, userId: string): Promise<Draft | null>;
  /** What members may choose, in the order of preference. */
  models(): readonly ModelOffer[];
}

export type { ModelOffer };
