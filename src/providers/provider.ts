/**
 * The port to a music service. An adapter translates; it decides nothing about money, retries or cards.
 * Nothing here is Discord's, and nothing is one vendor's.
 */

import type { Http } from '../http.ts';

/** Text limits of one model, in characters (Unicode code points). */
export interface TextLimits {
  idea: number;
  title: number;
  style: number;
  lyrics: number;
  avoid: number;
}

export interface Model {
  /** What the service calls it; part of the price list's key `provider/model`. */
  id: string;
  /** What people read, e.g. `Sketch`. */
  name: string;
  limits: TextLimits;
}

export type Vocals = 'any' | 'female' | 'male' | 'none';

/** What is asked of a service: exactly what the member asked, nothing vendor-shaped. */
export type Work =
  | { kind: 'idea'; idea: string; instrumental: boolean }
  | { kind: 'lyrics'; title: string; style: string; lyrics: string; avoid: string; vocals: Vocals }
  | {
      kind: 'extend';
      /** The parent track, as its provider reported it. */
      parent: TrackReference;
      /** Seconds into the parent track where the continuation begins. */
      fromSecond: number;
      title: string;
      style: string;
      lyrics: string;
    };

/** The provider's own name for our song while it works. Plain JSON; stored as it is, given back as it is. */
export type TaskReference = Readonly<Record<string, string | number>>;
/** Everything the provider needs to extend or find this track again. Plain JSON. */
export type TrackReference = Readonly<Record<string, string | number>>;

/**
 * Why a service said no. `text` concerns the author; `busy`, `credits`, `key`, `retired` and `maintenance` concern the
 * service (failover); `track_gone` and `invalid` concern this request alone.
 */
export type RefusalReason = 'text' | 'credits' | 'key' | 'retired' | 'maintenance' | 'busy' | 'track_gone' | 'invalid';

export type SubmitAnswer =
  | { kind: 'accepted'; task: TaskReference }
  /** Definitely not accepted: nothing was started, nothing will be charged. `detail` is for the log, never for members. */
  | { kind: 'refused'; reason: RefusalReason; detail: string }
  /** It may have been accepted (timeout, 5xx, cut answer): must never be sent again. */
  | { kind: 'unknown'; detail: string };

/** Where a finished file lies: at a service (hostile, fetched through the download guard) or on this machine. */
export type MediaSource = { kind: 'url'; url: string } | { kind: 'file'; path: string };

export interface TrackReport {
  /** Position in the service's answer: 0 is take A. */
  index: number;
  state: 'working' | 'ready' | 'failed';
  reference: TrackReference;
  /**
   * Present when `ready`. On a `working` track: what plays already and is not final (a stream); it is taken only when the
   * service calls its task finished (`closing`) and nothing better comes.
   */
  audio?: MediaSource;
  cover?: MediaSource;
  videoUrl?: string;
  title?: string;
  style?: string;
  lyrics?: string;
  durationSeconds?: number;
}

/**
 * `queued`: not begun. `words`: lyrics and style are being written. `music`: audio is being made. `closing`: the service
 * calls its task finished, yet not every track is final.
 */
export type Stage = 'queued' | 'words' | 'music' | 'closing';

export type LookAnswer =
  /** Still working, or finished: every track `ready` or `failed` means finished. Unknown status words keep `working`. */
  | { kind: 'seen'; stage: Stage; tracks: TrackReport[] }
  /** The whole task failed, explicitly. */
  | { kind: 'failed'; reason: RefusalReason | 'service'; detail: string }
  /**
   * Nothing learned (5xx, HTML, network, rate limit): look again, after `retryAfterMs` when the service said so.
   * `trouble`: what the service itself named as its reason, for the operator.
   */
  | { kind: 'blip'; detail: string; retryAfterMs?: number; trouble?: RefusalReason };

/** What the service says of the operator's own account there. */
export type CreditsAnswer =
  | { kind: 'left'; credits: number }
  | { kind: 'refused'; reason: RefusalReason; detail: string }
  | { kind: 'blip'; detail: string };

export interface SubmitContext {
  /** Unique per attempt, made and committed before the call; services that take an idempotency key get it. */
  attemptId: string;
  model: string;
  /** Absent when nobody can reach us. */
  callbackUrl?: string;
  signal: AbortSignal;
}

export interface Provider {
  /** As in PROVIDERS, e.g. `sketch`. */
  readonly id: string;
  /** What people read, e.g. `Sketch (built in)`. */
  readonly name: string;
  readonly models: readonly Model[];
  readonly defaultModel: string;
  /** Fields that the service honours; the card names what it lacks. */
  readonly honours: { avoid: boolean; vocals: boolean; instrumental: boolean };
  readonly extends: boolean;
  /** True when an extension's file holds only the continuation, not parent and continuation joined. */
  readonly extensionIsTail: boolean;
  /** Shortest time between two looks at one task, in ms: the service's own floor. */
  readonly lookEveryMs: number;
  /** How many tasks one `look` may name. */
  readonly batch: number;
  /** What the service takes from us altogether: so many requests in any `perMs`. */
  readonly quota: { readonly requests: number; readonly perMs: number };
  /** How long a song usually takes before anything was learned, in ms. */
  readonly usualMs: number;
  /** How long a task may stay in `closing` before what plays is taken for final, in ms. */
  readonly closingMs: number;
  /**
   * Whether the service calls back. `wakes`: its calls say that there is news, not of which task. `names_task`: they name
   * the task too, so a submission whose answer was lost can be found again.
   */
  readonly callbacks: 'none' | 'wakes' | 'names_task';
  /** One request, no retry by any layer. Never throws for what a service may answer. */
  submit(work: Work, context: SubmitContext): Promise<SubmitAnswer>;
  /** Same order as `tasks`. May be repeated freely. */
  look(tasks: readonly TaskReference[], signal: AbortSignal): Promise<LookAnswer[]>;
  /** The task that a callback's body names; null when it names none. The rest of the body is never read. */
  taskIn?(body: unknown): TaskReference | null;
  /** What is left of the operator's credits there; absent where the service does not say. */
  credits?(signal: AbortSignal): Promise<CreditsAnswer>;
  /** A provider on this machine tells when there is news of a task; it only wakes the loop. */
  onNews?(listener: (task: TaskReference) => void): void;
  /** Removes what a provider on this machine keeps of these tasks. May be repeated freely. */
  forget?(tasks: readonly TaskReference[]): Promise<void>;
  /** Stops what runs inside this process (worker threads). */
  close?(): Promise<void>;
}

/** What the adapter of a hosted service is made with. */
export interface ServiceOptions {
  http: Pick<Http, 'json'>;
  apiKey: string;
  /** Without a slash at its end. */
  baseUrl: string;
  /** The operator's default model, which need not be one that we know of; null: the adapter's own. */
  model: string | null;
  /** What this service alone is told by the environment, e.g. `{ VERSION: '2' }` of AIMUSICAPI_VERSION. Complete. */
  settings: Readonly<Record<string, string>>;
}
