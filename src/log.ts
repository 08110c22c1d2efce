/**
 * JSON lines on stdout, pretty when it is a terminal. Secrets are removed from the finished line, by their shape and by
 * their value: a list of fields to hide misses the `cause` of an error, a URL in a message and whatever is added tomorrow.
 */
import { pino } from 'pino';
import pretty from 'pino-pretty';

interface Say {
  (fields: object, message: string): void;
  (message: string): void;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What a room may do with the log. An error goes under `err`; members' words are never logged. */
export interface Log {
  trace: Say;
  debug: Say;
  info: Say;
  warn: Say;
  error: Say;
  fatal: Say;
  child(fields: Record<string, unknown>): Log;
}

export interface LogOptions {
  level: LogLevel;
  /** Values that may never be written, whatever their shape: tokens, keys, passwords. Shorter than 6 are ignored. */
  secrets?: readonly string[];
  /** For people at a terminal; default: whether stdout is one. */
  pretty?: boolean;
  /** Where finished lines go; default: stdout. */
  write?: (line: string) => void;
}

const hidden = '[secret]';

/**
 * Each replaces only the secret, so that the line still says what happened. Backslashes allow for JSON inside of JSON.
 * Every repetition before a fixed part is bounded: a hostile line must not cost the square of its length.
 */
const shapes: readonly (readonly [RegExp, string])[] = [
  // Interaction tokens and webhook tokens in Discord's URLs.
  [/(\/(?:webhooks|interactions)\/\d{5,20}\/)[^/?#"'\\\s]+/g, `$1${hidden}`],
  // Our own callback paths: whoever knows the token may wake a look.
  [/(\/callbacks\/[\w-]+\/)[^/?#"'\\\s]+/g, `$1${hidden}`],
  // Base64 of "interaction:": an interaction token wherever it stands.
  [/aW50ZXJhY3Rpb24[\w+/=-]{8,}/g, hidden],
  // Discord bot tokens.
  [/[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}/g, hidden],
  // JSON web tokens and vendors' keys with a prefix.
  [/\beyJ[\w-]{8,400}\.[\w-]{8,4000}\.[\w-]*/g, hidden],
  [/\b(?:sk|pk|rk|key)[-_][\w-]{12,}/g, hidden],
  // Credentials in a header, in text or as a value.
  [/\b(Bearer|Bot|Basic)(\s+)(?!\[)[\w.~+/=-]{12,}/gi, `$1$2${hidden}`],
  [/\b(authorization\s*[:=]\s*)(?!\\*")[^\s"'\\,;]+(?:\s+[\w.~+/=-]{6,})?/gi, `$1${hidden}`],
  // Fields named for what they hold, with text as value.
  [
    /(\\{0,7}")([\w-]{0,40}(?:authorization|token|secret|password|passwd|api[-_]?key|cookie)[\w-]{0,40})\1(\s*:\s*)\1(?:\\+[^"\\]|[^"\\])+\1/gi,
    `$1$2$1$3$1${hidden}$1`,
  ],
  // The same as pairs in a flat array of headers, as undici keeps them.
  [/(\\{0,7}")(authorization|x-api-key|api-key|cookie|set-cookie)\1(\s*,\s*)\1[^"\\]+\1/gi, `$1$2$1$3$1${hidden}$1`],
  // Query parameters.
  [/([?&][\w-]{0,40}(?:token|secret|password|key|signature)=)[^&#"'\\\s]+/gi, `$1${hidden}`],
  // Name and password in any URL, database or other.
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^/?#@"'\\\s]+@/gi, `$1${hidden}@`],
];

/** Makes the function that removes secrets from one finished line. */
export const createScrub = (secrets: readonly string[] = []): ((line: string) => string) => {
  const spellings = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  // Longest first: one secret may be part of another.
  const values = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return (line) => {
    let clean = line;
    for (const value of values) clean = clean.replaceAll(value, hidden);
    for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
    return clean;
  };
};

/** Left out of errors: the body of a Discord request is what members wrote, and files. */
const leftOut = new Set([
  'requestBody',
  'request',
  'response',
  'socket',
  'stack',
  'message',
  'name',
  'cause',
  'errors',
]);
const deepest = 6;

const plainError = (error: Error, depth: number): Record<string, unknown> => {
  const result: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack };
  for (const [key, value] of Object.entries(error)) if (!leftOut.has(key)) result[key] = plain(value, depth + 1);
  if (error.cause !== undefined) result.cause = plain(error.cause, depth + 1);
  if (error instanceof AggregateError) result.errors = plain(error.errors, depth + 1);
  return result;
};

/** Anything as plain JSON of bounded depth; errors with their causes, bytes as their number. */
const plain = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '[deeper]';
  if (value instanceof Error) return plainError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return value.href;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => plain(item, depth + 1));
  if (value instanceof Map) return plain(Object.fromEntries(value), depth);
  if (value instanceof Set) return plain([...value], depth);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
};

const toStdout = (line: string): void => {
  process.stdout.write(line);
};

const atTerminal = (): ((line: string) => void) => {
  const stream = pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', sync: true });
  return (line) => {
    stream.write(line);
  };
};

/** The log of one process. Lines are `{level, time, msg, …}`, level as a word, time in epoch milliseconds. */
export const createLog = (options: LogOptions): Log => {
  const scrub = createScrub(options.secrets);
  const isPretty = options.pretty ?? (options.write === undefined && process.stdout.isTTY === true);
  const write = options.write ?? (isPretty ? atTerminal() : toStdout);
  return pino(
    {
      level: options.level,
      base: null,
      serializers: { err: (value: unknown) => value },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => plain(fields) as Record<string, unknown>,
      },
    },
    { write: (line: string) => write(scrub(line)) },
  );
};
