import type { ModelOffer } from '../providers/index.ts';
import type { Vocals } from '../providers/provider.ts';
import type { Author, LyricsFileTrouble, Refusal, SongView } from './song.ts';

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
      /** The message that the lyrics were, by our own id of it. */
      message?: string;
    }
  | { form: 'extend'; parentId: string; track: number; from: string; title: string; style: string; lyrics: string };

/** A file of lyrics that a member attached, by our own id of it. */
export interface LyricsFile {
  id: string;
  /** As the member called it: anything, on one line. */
  name: string;
}

export interface SongRequest {
  /** `interaction:<id>`, `again:<song>:<member>:<n>`, `circle:<id>:<round>`, `approval:<id>`: the same cause is the same song. */
  cause: string;
  guildId: string;
  channelId: string;
  /** Of a thread: the channel it hangs on, where that is known. */
  parentChannelId: string | null;
  userId: string;
  /** The member's rights here: whether they may spend, and how much a day. */
  roles: readonly string[];
  isManager: boolean;
  locale: string;
  guildLocale: string;
  words: Words;
  /** Who wrote the lyrics, where that is not whoever asks. A name that is null here may be known from before. */
  authors?: readonly Author[];
  /** `provider/model` as chosen, or null: the order of preference decides. */
  model: string | null;
  reply: Reply;
  /** Rights and place, already known from the interaction; refused before anything is held. */
  missing: readonly string[];
  threadClosed: boolean;
  /** The words are kept elsewhere: refused, nobody is offered them again, and what this member has not sent stays offered. */
  wordsKept?: boolean;
  /** The lyrics could not be read from their file: refused, and everything else that was typed is kept. */
  lyricsFileTrouble?: LyricsFileTrouble;
  /** Whoever wrote the message that the lyrics were does not want this: refused, and everything else is kept. */
  authorRefuses?: boolean;
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
  /** The member may not spend: the words wait for somebody who may. `lasting`: as above. */
  | { kind: 'waiting'; approval: ApprovalView; fresh: boolean; lasting: Promise<void>; why?: Refusal }
  /** The words are kept under `draftId`. `startsWith`: this opened the guild's account, with so many credits. */
  | { kind: 'refused'; refusal: Refusal; draftId: string; startsWith?: number };

/** A request of a member who may not spend, as everybody sees it. */
export interface ApprovalView {
  id: string;
  guildId: string;
  channelId: string;
  /** Discord locale of its message. */
  locale: string;
  /** Who asked; null when forgotten. */
  userId: string | null;
  words: Words;
  /** Who wrote them, where that is not simply whoever asked. */
  authors: readonly Author[] | undefined;
  /** The cause of the song that is made of it. */
  songCause: string;
  /** `provider/model` as chosen, or null. */
  model: string | null;
  /** By which service and model, as people read them, when it was asked. */
  service: string;
  modelName: string;
  /** Credits, as they were when it was asked. */
  price: number;
  state: 'waiting' | 'approved' | 'declined' | 'expired';
  decidedByUserId: string | null;
  /** For its author, once it was declined or is over. */
  draftId: string | null;
  /** Epoch ms. */
  expiresAt: number;
  /** The answer that shows it is under way. */
  isBeingPlaced: boolean;
  messageId: string | null;
  earlierMessageId: string | null;
}

export type ApproveOutcome =
  | Extract<RequestOutcome, { kind: 'accepted' }>
  /** It cannot be made now; the request waits on. */
  | { kind: 'not_now'; refusal: Refusal }
  | NotDecided;

/** Nothing was decided. `over`: somebody did before, or the time did. `blocked`: whoever asked is, by now. */
export type NotDecided = { kind: 'over'; approval: ApprovalView } | { kind: 'no_right' | 'blocked' | 'unknown' };

export type DeclineOutcome = { kind: 'declined' } | Exclude<NotDecided, { kind: 'blocked' }>;

/** Who presses, where, and with which rights. */
export type Press = Omit<SongRequest, 'cause' | 'words' | 'model'>;

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
   * one with `fresh: false`. Unknown or forgotten song: null.
   */
  again(songId: string, request: Press): Promise<RequestOutcome | null>;
  /**
   * Makes the song of a request that waits, once: for its author, on the limits of whoever presses, whose right is checked
   * here. Its words are checked again by what holds now.
   */
  approve(approvalId: string, press: Press): Promise<ApproveOutcome>;
  /** The words go back to their author, as a draft. */
  decline(approvalId: string, press: Press): Promise<DeclineOutcome>;
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
