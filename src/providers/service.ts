/** Asking a hosted service: one request, and what its answer means for the request itself. */
import { systemClock } from '../clock.ts';
import { type HttpAnswer, retryAfterMs } from '../http.ts';
import { largestJsonBytes } from '../http-body.ts';
import type {
  CreditsAnswer,
  LookAnswer,
  RefusalReason,
  ServiceOptions,
  SubmitAnswer,
  TaskReference,
} from './provider.ts';
import { complaintOf, gaveUpCode, reasonByCode, reasonByWords, reasonOfParent } from './reading-errors.ts';

const submitMs = 30_000;
const lookMs = 10_000;
const longestDetail = 300;

/** What came of a request. */
export type Heard =
  /** The service answers; whether with what was asked for is for the adapter to see. */
  | { kind: 'told'; body: unknown; words: string }
  /** A definite no. `isOwnWord`: the service itself says so, not something in front of it. */
  | { kind: 'refused'; reason: RefusalReason; code: number; isOwnWord: boolean; detail: string; retryAfterMs?: number }
  /** Nothing learned; a submission may have arrived. */
  | { kind: 'lost'; detail: string; retryAfterMs?: number };

export interface ServiceRules {
  /** Numbers of the service's own errors that mean something else than usually. */
  codes: Readonly<Record<number, RefusalReason>>;
  /** A 404 says that the path is no more, not that the task is unknown. */
  retiredAt404: boolean;
}

export interface Service {
  get(path: string, signal: AbortSignal): Promise<Heard>;
  post(path: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Heard>;
  /** Fit for the log: short, on one line, without the key. */
  forLog(text: string): string;
}

export function createService(options: ServiceOptions, rules: ServiceRules): Service {
  const { http, apiKey, baseUrl } = options;
  const forLog = (text: string): string => {
    const clean = apiKey === '' ? text : text.replaceAll(apiKey, '[key]');
    return clean.replaceAll(/\s+/g, ' ').slice(0, longestDetail);
  };
  const ask = async (asked: {
    method: 'GET' | 'POST';
    path: string;
    body?: unknown;
    timeoutMs: number;
    signal: AbortSignal;
  }) => {
    const { method, path, body, timeoutMs, signal } = asked;
    const answer = await http.json({
      method,
      url: baseUrl + path,
      headers: { authorization: `Bearer ${apiKey}` },
      body,
      timeoutMs,
      maxBytes: largestJsonBytes,
      signal,
    });
    const heard = hear(answer, rules.codes);
    return heard.kind === 'told' ? heard : { ...heard, detail: forLog(heard.detail) };
  };
  return {
    get: (path, signal) => ask({ method: 'GET', path, timeoutMs: lookMs, signal }),
    post: (path, body, signal) => ask({ method: 'POST', path, body, timeoutMs: submitMs, signal }),
    forLog,
  };
}

function hear(answer: HttpAnswer, codes: ServiceRules['codes']): Heard {
  if (answer.kind === 'not_sent') {
    return { kind: 'refused', reason: 'maintenance', code: 0, isOwnWord: false, detail: answer.detail };
  }
  if (answer.kind === 'unknown') return { kind: 'lost', detail: answer.detail };
  const wait = { retryAfterMs: retryAfterMs(answer.headers, systemClock.now()) };
  const { status } = answer;
  if (answer.kind === 'malformed') {
    const detail = `${status}: ${answer.text}`;
    // Words in a page are about nothing of ours, and 5xx in front of a service says nothing of what lies behind.
    const reason = status < 500 ? reasonByCode(status, {}) : null;
    if (reason === null) return { kind: 'lost', detail, ...wait };
    return { kind: 'refused', reason, code: status, isOwnWord: false, detail, ...wait };
  }
  const { code, isFine, words } = complaintOf(answer.body, status);
  if (isFine) return { kind: 'told', body: answer.body, words };
  const detail = `${status}/${code}: ${words}`;
  const reason = reasonByWords(words) ?? reasonByCode(code, codes);
  if (reason === null) return { kind: 'lost', detail, ...wait };
  return { kind: 'refused', reason, code, isOwnWord: true, detail, ...wait };
}

/** Without a task to look at, an answer that sounds well may still have begun one. */
export function submitAnswer(
  heard: Heard,
  service: Service,
  taskIn: (body: unknown) => TaskReference | null,
): SubmitAnswer {
  if (heard.kind === 'lost') return { kind: 'unknown', detail: heard.detail };
  if (heard.kind === 'refused') return { kind: 'refused', reason: heard.reason, detail: heard.detail };
  const task = taskIn(heard.body);
  if (task !== null) return { kind: 'accepted', task };
  const reason = reasonByWords(heard.words);
  const detail = service.forLog(`no task in it: ${heard.words}`);
  return reason === null ? { kind: 'unknown', detail } : { kind: 'refused', reason, detail };
}

/** As `submitAnswer`, where a refusal may be about the track that is to be extended. */
export function extendAnswer(
  heard: Heard,
  service: Service,
  taskIn: (body: unknown) => TaskReference | null,
): SubmitAnswer {
  const answer = submitAnswer(heard, service, taskIn);
  if (answer.kind !== 'refused' || heard.kind !== 'refused' || !heard.isOwnWord) return answer;
  const reason = answer.reason === 'credits' || answer.reason === 'busy' ? null : reasonOfParent(heard.detail);
  return reason === null ? answer : { ...answer, reason };
}

/** What a look has to say when its answer is not about the task. */
export function blipOf(heard: Exclude<Heard, { kind: 'told' }>, rules: ServiceRules): LookAnswer {
  const wait = heard.retryAfterMs === undefined ? {} : { retryAfterMs: heard.retryAfterMs };
  if (heard.kind === 'lost') return { kind: 'blip', detail: heard.detail, ...wait };
  if (heard.isOwnWord && heard.code === gaveUpCode) return { kind: 'failed', reason: 'service', detail: heard.detail };
  // Right after it began a task may not be known yet, and the path that says so is well.
  const isPathGone = rules.retiredAt404 && !/\btask\b/i.test(heard.detail);
  const named = heard.reason === 'retired' && heard.code === 404 ? isPathGone : heard.isOwnWord;
  const isTrouble = named && troubles.has(heard.reason);
  return { kind: 'blip', detail: heard.detail, ...wait, ...(isTrouble ? { trouble: heard.reason } : {}) };
}

const troubles: ReadonlySet<RefusalReason> = new Set(['key', 'credits', 'retired', 'maintenance', 'busy']);

export function creditsAnswer(
  heard: Heard,
  service: Service,
  creditsIn: (body: unknown) => number | null,
): CreditsAnswer {
  if (heard.kind === 'lost') return { kind: 'blip', detail: heard.detail };
  if (heard.kind === 'refused') return { kind: 'refused', reason: heard.reason, detail: heard.detail };
  const credits = creditsIn(heard.body);
  return credits === null
    ? { kind: 'blip', detail: service.forLog(`no number in it: ${heard.words}`) }
    : { kind: 'left', credits };
}
