/**
 * The only way out to the web, and the only importer of undici. It repeats nothing: who asks decides. Two things are
 * told apart that cost money when confused: a request that certainly never left (`not_sent`), and one whose fate is
 * not known (`unknown`).
 */
import { open, rename, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { type Clock, systemClock } from './clock.ts';
import { ForeignError } from './errors.ts';
import { decoded, discard, type Headers, largestJsonBytes, parseJson, readText } from './http-body.ts';
import { bare, createGuard, type Guard, type GuardOptions, isForbiddenAddress } from './http-guard.ts';
import type { Log } from './log.ts';

export interface JsonRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** For everything together: connection, request, answer. */
  timeoutMs: number;
  /** Of the answer after decoding; never more than `largestJsonBytes`. */
  maxBytes: number;
  signal?: AbortSignal;
}

export type HttpAnswer =
  /** A whole answer that is JSON, whatever its status. */
  | { kind: 'answer'; status: number; headers: Headers; body: unknown }
  /** An answer that is not JSON as agreed: HTML, broken or endless text. `text` is its beginning, for the log alone. */
  | { kind: 'malformed'; status: number; headers: Headers; text: string }
  /** Certainly nothing reached the server: no address, no connection. Told of requests that change something only. */
  | { kind: 'not_sent'; detail: string }
  /** It may have arrived: timeout, connection lost, answer cut short. */
  | { kind: 'unknown'; detail: string };

export interface ReadOptions {
  /** After decoding. */
  maxBytes: number;
  totalMs: number;
  /** The longest wait for the headers, and between two pieces. */
  idleMs: number;
  signal: AbortSignal;
}

export interface DownloadOptions extends ReadOptions {
  /** Where the whole file appears, at once, when it is complete; until then `<toPath>.part`. */
  toPath: string;
}

/**
 * `url`: no address that we follow (scheme, port, user name); `address`: it lies where strangers must not send us;
 * `redirects`: too many; `too_large`; `encoding`: packed in a way that we do not unpack; `gone`: the server says that it
 * will not be had.
 */
export type DownloadRefusal = 'url' | 'address' | 'redirects' | 'too_large' | 'encoding' | 'gone';

/** No file came of it. */
export type DownloadFailure =
  /** Asking again would change nothing. */
  | { kind: 'refused'; reason: DownloadRefusal }
  /** Nothing learned; worth another try, after `retryAfterMs` when the server said so. */
  | { kind: 'blip'; detail: string; retryAfterMs?: number };

export type DownloadAnswer = { kind: 'saved'; bytes: number; contentType: string | null } | DownloadFailure;
export type ReadAnswer = { kind: 'read'; bytes: Uint8Array; contentType: string | null } | DownloadFailure;

export interface Http {
  json(request: JsonRequest): Promise<HttpAnswer>;
  /** Fetches what a stranger's answer named. No credentials, no trust in anything but bytes counted here. */
  download(url: string, options: DownloadOptions): Promise<DownloadAnswer>;
  /** As `download`, into memory: for small files. */
  read(url: string, options: ReadOptions): Promise<ReadAnswer>;
  /** Closes kept connections; what is under way fails. */
  close(): Promise<void>;
}

export interface HttpOptions extends GuardOptions {
  /** Services refuse the names of common scripts. */
  userAgent: string;
  log?: Log;
  clock?: Clock;
}

const connectMs = 10_000;
const mostRedirects = 3;
const mostLoggedText = 200;

export function createHttp(options: HttpOptions): Http {
  const clock = options.clock ?? systemClock;
  const guard = createGuard(options);
  const polls = new Agent({ allowH2: false, connect: { timeout: connectMs } });
  const downloads = new Agent({ allowH2: false, connect: guarded(guard) });

  const json = async (asked: JsonRequest): Promise<HttpAnswer> => {
    const startedAt = clock.now();
    const answer = await (asked.method === 'GET' ? exchange(asked, polls, options.userAgent) : changing(asked));
    const { origin, pathname } = new URL(asked.url);
    const status = 'status' in answer ? answer.status : undefined;
    options.log?.debug(
      { method: asked.method, url: origin + pathname, kind: answer.kind, status, ms: clock.now() - startedAt },
      'asked a service',
    );
    return answer;
  };

  /**
   * A request that changes something has a connection of its own. So no kept connection can die under it, and when it
   * fails before that connection stands, nothing was sent.
   */
  const changing = async (asked: JsonRequest): Promise<HttpAnswer> => {
    if (asked.signal?.aborted) return { kind: 'not_sent', detail: 'stopped before it began' };
    const connect = buildConnector({ timeout: connectMs, allowH2: false });
    let isConnected = false;
    const once = new Agent({
      allowH2: false,
      connect: (to, done) =>
        connect(to, (error, socket) => {
          if (error !== null) return done(error, null);
          isConnected = true;
          done(null, socket);
        }),
    });
    try {
      const answer = await exchange(asked, once, options.userAgent);
      return answer.kind === 'unknown' && !isConnected ? { kind: 'not_sent', detail: answer.detail } : answer;
    } finally {
      await once.destroy();
    }
  };

  /** Follows the address to its file and hands the body to `keep`, which counts it. */
  const bring = async <Kept>(url: string, how: ReadOptions, keep: Keep<Kept>): Promise<Fetched<Kept>> => {
    const watch = createWatch(how);
    try {
      return await follow(url, how, watch, keep);
    } catch (error) {
      if (isForbiddenAddress(error)) return { kind: 'refused', reason: 'address' };
      return { kind: 'blip', detail: watch.why() ?? describe(error) };
    } finally {
      watch.stop();
    }
  };

  const follow = async <Kept>(
    url: string,
    how: ReadOptions,
    watch: Watch,
    keep: Keep<Kept>,
  ): Promise<Fetched<Kept>> => {
    let next = url;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      watch.alive();
      const refusal = guard.judge(next);
      if (refusal !== null) return { kind: 'refused', reason: refusal };
      const response = await request(next, {
        dispatcher: downloads,
        method: 'GET',
        headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': options.userAgent },
        headersTimeout: 0,
        bodyTimeout: 0,
        signal: watch.signal,
      });
      const location = redirectOf(response);
      if (location === null) return await take(response, how, watch, keep);
      discard(response.body);
      if (!URL.canParse(location, next)) return { kind: 'refused', reason: 'url' };
      next = new URL(location, next).href;
    }
    return { kind: 'refused', reason: 'redirects' };
  };

  const take = async <Kept>(
    response: Dispatcher.ResponseData,
    how: ReadOptions,
    watch: Watch,
    keep: Keep<Kept>,
  ): Promise<Fetched<Kept>> => {
    const headers = flat(response.headers);
    const refused = judgeResponse(response.statusCode, headers, how.maxBytes, clock.now());
    if (refused !== null) {
      discard(response.body);
      return refused;
    }
    const body = decoded(response.body, headers);
    if (body === null) {
      discard(response.body);
      return { kind: 'refused', reason: 'encoding' };
    }
    const kept = await keep(body, watch);
    if (kept === 'too_large') return { kind: 'refused', reason: 'too_large' };
    if (kept === 'nothing') return { kind: 'blip', detail: 'an empty file' };
    return { kind: 'kept', kept, contentType: headers['content-type'] ?? null };
  };

  const download = async (url: string, how: DownloadOptions): Promise<DownloadAnswer> => {
    const answer = await bring(url, how, (body, watch) => save(body, how, watch));
    if (answer.kind !== 'kept') return answer;
    return { kind: 'saved', bytes: answer.kept, contentType: answer.contentType };
  };

  const read = async (url: string, how: ReadOptions): Promise<ReadAnswer> => {
    const answer = await bring(url, how, (body, watch) => collect(body, how.maxBytes, watch));
    if (answer.kind !== 'kept') return answer;
    return { kind: 'read', bytes: answer.kept, contentType: answer.contentType };
  };

  return {
    json,
    download,
    read,
    close: async () => {
      await Promise.all([polls.destroy(), downloads.destroy()]);
    },
  };
}

/** How long a server asks us to wait (`Retry-After`, seconds or a date), in ms. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const asked = headers['retry-after']?.trim();
  if (asked === undefined || asked === '') return undefined;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function guarded(guard: Guard): buildConnector.connector {
  const connect = buildConnector({ timeout: connectMs, allowH2: false, lookup: guard.lookup });
  const connectToTrusted = buildConnector({ timeout: connectMs, allowH2: false });
  return (to, done) => {
    if (guard.isTrusted(to)) return connectToTrusted(to, done);
    const written = bare(to.hostname);
    if (isIP(written) !== 0 && !guard.isAllowed(written)) return done(guard.forbidden(written), null);
    connect(to, (error, socket) => {
      if (error !== null) return done(error, null);
      if (guard.isAllowed(socket.remoteAddress ?? '')) return done(null, socket);
      socket.destroy();
      done(guard.forbidden(written), null);
    });
  };
}

/** One request, one whole answer. Everything that goes wrong after this point may have been received. */
async function exchange(asked: JsonRequest, dispatcher: Dispatcher, userAgent: string): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(asked.timeoutMs);
  const signal = asked.signal === undefined ? timeout : AbortSignal.any([timeout, asked.signal]);
  try {
    const response = await request(asked.url, {
      dispatcher,
      method: asked.method,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': userAgent,
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      body: asked.body === undefined ? null : JSON.stringify(asked.body),
      headersTimeout: 0,
      bodyTimeout: 0,
      signal,
    });
    const headers = flat(response.headers);
    const status = response.statusCode;
    const text = await readText(response.body, headers, Math.min(asked.maxBytes, largestJsonBytes));
    const parsed = text.isWhole ? parseJson(text.text) : undefined;
    if (parsed !== undefined) return { kind: 'answer', status, headers, body: parsed };
    return { kind: 'malformed', status, headers, text: text.text.slice(0, mostLoggedText) };
  } catch (error) {
    return {
      kind: 'unknown',
      detail: timeout.aborted ? `no whole answer within ${asked.timeoutMs} ms` : describe(error),
    };
  }
}

interface Watch {
  signal: AbortSignal;
  /** There was news: the idle time begins anew. */
  alive(): void;
  /** Why it was stopped, in words; null when it was not. */
  why(): string | null;
  stop(): void;
}

function createWatch(how: ReadOptions): Watch {
  const controller = new AbortController();
  let reason: string | null = null;
  const abort = (why: string) => {
    reason ??= why;
    controller.abort();
  };
  const total = setTimeout(abort, how.totalMs, `not whole within ${how.totalMs} ms`);
  const idle = setTimeout(abort, how.idleMs, `nothing came for ${how.idleMs} ms`);
  const stopped = () => abort('stopped');
  if (how.signal.aborted) stopped();
  how.signal.addEventListener('abort', stopped, { once: true });
  return {
    signal: controller.signal,
    alive: () => idle.refresh(),
    why: () => reason,
    stop: () => {
      clearTimeout(total);
      clearTimeout(idle);
      how.signal.removeEventListener('abort', stopped);
    },
  };
}

/** What is made of a body; `nothing`: it was empty. */
type Keep<Kept> = (body: Readable, watch: Watch) => Promise<Kept | 'too_large' | 'nothing'>;
type Fetched<Kept> = { kind: 'kept'; kept: Kept; contentType: string | null } | DownloadFailure;

async function save(body: Readable, how: DownloadOptions, watch: Watch): Promise<number | 'too_large' | 'nothing'> {
  const part = `${how.toPath}.part`;
  try {
    const bytes = await write(body, part, how.maxBytes, watch);
    if (watch.signal.aborted) throw new ForeignError('timeout', 'stopped at the end');
    if (bytes === 'too_large') return bytes;
    if (bytes === 0) return 'nothing';
    await rename(part, how.toPath);
    return bytes;
  } finally {
    await rm(part, { force: true });
  }
}

async function collect(body: Readable, maxBytes: number, watch: Watch): Promise<Uint8Array | 'too_large' | 'nothing'> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    watch.alive();
    bytes += piece.byteLength;
    if (bytes > maxBytes) return 'too_large';
    pieces.push(piece);
  }
  return bytes === 0 ? 'nothing' : Buffer.concat(pieces);
}

async function write(body: Readable, path: string, maxBytes: number, watch: Watch): Promise<number | 'too_large'> {
  await using file = await open(path, 'w');
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    watch.alive();
    bytes += piece.byteLength;
    if (bytes > maxBytes) return 'too_large';
    await file.writeFile(piece);
  }
  await file.sync();
  return bytes;
}

/** Answers that are no file. A file that is 403 or 404 may still be on its way to the server that we asked. */
function judgeResponse(status: number, headers: Headers, maxBytes: number, now: number): DownloadFailure | null {
  if (status === 401 || status === 410 || status === 451) return { kind: 'refused', reason: 'gone' };
  if (status !== 200) return { kind: 'blip', detail: `status ${status}`, retryAfterMs: retryAfterMs(headers, now) };
  return Number(headers['content-length'] ?? 0) > maxBytes ? { kind: 'refused', reason: 'too_large' } : null;
}

function redirectOf(response: Dispatcher.ResponseData): string | null {
  if (![301, 302, 303, 307, 308].includes(response.statusCode)) return null;
  return flat(response.headers).location ?? null;
}

function flat(headers: Dispatcher.ResponseData['headers']): Headers {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** For the log: the error's own words, never what was sent. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join('; ');
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return error.message.startsWith(code.slice(0, -2)) ? error.message : code + error.message;
}
