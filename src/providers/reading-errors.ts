/** What a service means when it says no: first its words, since its numbers mean other things elsewhere. */
import { z } from 'zod';
import type { RefusalReason } from './provider.ts';
import { fieldsOf, firstOf, numberOf, said, textOf } from './reading.ts';

const errorSchema = z.object({
  code: z.unknown().optional(),
  statusCode: z.unknown().optional(),
  errorMessage: said,
  error_message: said,
  fail_message: said,
  failMsg: said,
  fail_reason: said,
  msg: said,
  // Validators send a list of sentences.
  message: z
    .unknown()
    .optional()
    .transform((value) => textOf(Array.isArray(value) ? value.map(textOf).join('; ') : value)),
  error: z.unknown().optional(),
  detail: said,
});

export interface Complaint {
  /** The number that counts: the body's own before the one of HTTP. */
  code: number;
  /** Neither says that something went wrong. */
  isFine: boolean;
  /** In the service's words, its kind of error with it; `success` and the like when nothing went wrong. */
  words: string;
}

/** What the body of an answer says of the request itself. */
export function complaintOf(body: unknown, status: number): Complaint {
  const told = errorSchema.parse(fieldsOf(body));
  const inner = fieldsOf(told.error);
  const bodyCode = [told.code, inner.code, told.statusCode].map(numberOf).find(isFault);
  const code = bodyCode ?? status;
  const message = firstOf(
    told.errorMessage,
    told.error_message,
    told.fail_message,
    told.failMsg,
    told.fail_reason,
    told.msg,
    told.message,
    textOf(inner.message),
    textOf(told.error),
    told.detail,
  );
  const words = [message, textOf(inner.type)].filter((text) => text !== '').join(' ');
  return { code, isFine: bodyCode === undefined && isGood(status), words };
}

const isGood = (code: number): boolean => code >= 200 && code < 300;
/** Many bodies carry a code of success, or 0. Numbers below 0 say nothing that anybody documents. */
const isFault = (code: number | null): code is number => code !== null && code > 0 && !isGood(code);

/** Null: the words alone do not say why. */
export function reasonByWords(words: string): RefusalReason | null {
  const spaced = words.replaceAll('_', ' ');
  return byWords.find(([shape]) => shape.test(spaced))?.[1] ?? null;
}

const byWords: readonly (readonly [RegExp, RefusalReason])[] = [
  [/insufficient|not enough credits|top ?up|out of credits|payment required|balance/i, 'credits'],
  [/frequency|too many requests|rate ?limit/i, 'busy'],
  [/sensitive|copyright|moderation|guideline|inappropriate|policy|artist name|prohibited/i, 'text'],
  [/maintenance/i, 'maintenance'],
  // Their author can help, whatever number stands beside it.
  [/\b(?:topic|theme|prompt|lyrics?|style|title|tags|text)\b.{0,40}\b(?:too long|exceed \d+ characters)\b/i, 'text'],
];

const gone =
  /\b(?:audio|clip|song|track|music|origin task id)\b.{0,80}\b(?:not (?:be )?found|not exist|expired|(?:is|are) invalid)\b/is;
const unfinished = /\bnot (?:yet )?(?:completed?|finished|ready)\b/i;

/** Words that are about the track which is to be extended. */
export function reasonOfParent(words: string): RefusalReason | null {
  const spaced = words.replaceAll('_', ' ');
  if (gone.test(spaced)) return 'track_gone';
  return unfinished.test(spaced) ? 'busy' : null;
}

/** Numbers that a service reads in its own way come in `own`. Null: it may have been accepted. */
export function reasonByCode(code: number, own: Readonly<Record<number, RefusalReason>>): RefusalReason | null {
  const known = own[code] ?? byCode[code];
  if (known !== undefined) return known;
  // 408: the service itself does not know what became of it.
  return code >= 400 && code < 500 && code !== 408 ? 'invalid' : null;
}

/** The service worked and gave up; what it took it gave back. */
export const gaveUpCode = 531;

const byCode: Readonly<Record<number, RefusalReason>> = {
  401: 'key',
  402: 'credits',
  403: 'key',
  404: 'retired',
  405: 'retired',
  410: 'retired',
  // The words are too long: their author can help.
  413: 'text',
  429: 'busy',
  430: 'busy',
  451: 'maintenance',
  455: 'maintenance',
  505: 'maintenance',
  [gaveUpCode]: 'maintenance',
};
