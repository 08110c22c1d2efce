/** What one vendor's dialect is made of: its paths, its checks, its words. `service.ts` speaks it over HTTP. */
import type { Complaint } from './script.ts';
import type { Fields, Task, Tasks, Told } from './tasks.ts';

/** An answer in JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Fields;
}

/** What a request means, once its path is understood. */
export type Act =
  | {
      kind: 'submit';
      /** Where it may be called back; null: it was not told, or cannot. */
      callbackUrl: string | null;
      model: string;
      /** What the service finds wrong with it; null: nothing. */
      fault(tasks: Tasks, told: Told): Answer | null;
      taskId(n: number): string;
      accepted(task: Task, told: Told): Answer;
      /** Begun, and the answer lacks the task. */
      nameless(task: Task): Answer;
    }
  | {
      kind: 'look';
      /** What the tasks are known by. */
      ids: readonly string[];
      /** How far they are; `word`: what a task or a track is said to be instead. */
      record(tasks: Tasks, told: Told, word?: Word): Answer;
    }
  | { kind: 'credits'; left(credits: number): Answer };

/** The stages of a task that a service calls back at. */
export type CallStage = 'text' | 'first' | 'complete';

export interface Dialect {
  /** As in PROVIDERS. */
  id: string;
  /** What people read. */
  name: string;
  /** The only key that it takes. */
  key: string;
  /** How the bot's variables begin: `<key>_API_KEY`, `<address>_BASE_URL`. */
  variables: { key: string; address: string };
  /** What the vendor's base address ends with, e.g. `/api`. */
  basePath: string;
  /** Null: there is no such path. */
  understand(asked: Asked): Act | null;
  complain(about: Complaint | 'limited', path: string): Answer;
  /** A task that it does not know, or not yet. */
  unknownTask: Answer;
  /** The list of tracks within the answer to a look. */
  tracksIn(body: unknown): readonly unknown[] | null;
  /** What it posts when a task came to this stage; null: it does not call. */
  callback(task: Task, stage: CallStage, told: Told): unknown;
}

/** What a look says instead of the truth. */
const lies = ['unknown-word', 'uncalled', 'early-success', 'no-tracks', 'reversed'] as const;
export type Word = (typeof lies)[number];
export const isWord = (way: string): way is Word => (lies as readonly string[]).includes(way);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const lengthOf = (value: unknown): number => (typeof value === 'string' ? Array.from(value).length : 0);
