/** How a music service on this machine may be told to behave: each way by its name, and in words for the page. */
import { z } from 'zod';

/** The task is begun, whatever is answered. */
const begun = {
  accept: 'accept it',
  'hold-open': 'begin, and answer only when released',
  'accept-but-cut': 'begin, and break off in the middle of the answer',
  'accept-but-lost': 'begin, and hang up without an answer',
  'html-502': 'begin, behind a gateway that answers 502 in HTML',
  'no-task': 'begin, and leave the task out of the answer',
  'other-shape': 'begin, and answer with a list for an object or the reverse',
  huge: 'begin, and answer with 50 MB',
} as const;

/** Nothing is begun; said in the service's own words. */
const complaints = {
  'error-500': 'fail with its error 500',
  'refuse-text': 'refuse the text',
  'too-long': 'find the text too long',
  credits: 'be out of credits',
  busy: 'say that there are too many requests',
  frequency: 'say that we call too often',
  maintenance: 'be in maintenance',
  key: 'find the key wrong',
  retired: 'say 404: no such path any more',
  gone: 'say 410: gone for good',
  invalid: 'find the request wrong',
  'track-gone': 'not have the track to extend any more',
} as const;
export type Complaint = keyof typeof complaints;

/** Nothing is begun; said by whatever stands before the service. */
const gateways = {
  'html-404': 'be hidden by a gateway that answers 404 in HTML',
  cut: 'hang up before it begins',
} as const;

export const submitWays = { ...begun, ...complaints, ...gateways } as const;
export const isBegun = (way: keyof typeof submitWays): boolean => Object.hasOwn(begun, way);
export const isComplaint = (way: string): way is Complaint => Object.hasOwn(complaints, way);

export const lookWays = {
  answer: 'tell how far it is',
  'no-data': 'not know the task (yet)',
  'unknown-word': 'use a word for it that nobody knows',
  uncalled: 'say that it could not call back, whatever it is at (sunoapi)',
  'early-success': 'call the task finished before its tracks are',
  'no-tracks': 'tell how far it is without any track',
  reversed: 'tell its clips in the reverse order (aimlapi)',
  'other-shape': 'answer with a list for an object or the reverse',
  'many-tracks': 'tell of 100,000 tracks',
  'many-nothings': 'tell of 30,000 tracks that say nothing',
  huge: 'answer with 50 MB',
  'error-500': 'fail with its error 500',
  frequency: 'say that we call too often',
  limited: 'say 429, and when to come back',
  credits: 'be out of credits',
  key: 'find the key wrong',
  maintenance: 'be in maintenance',
  retired: 'say 404: no such path any more',
  'html-502': 'be hidden by a gateway that answers 502 in HTML',
  cut: 'break off in the middle of the answer',
  lost: 'hang up without an answer',
  'broken-json': 'answer with half a JSON',
} as const;

export const outcomes = {
  success: 'with its tracks',
  sensitive: 'refused, after all, for its words',
  'create-failed': 'failed before any track',
  'audio-failed': 'failed with every track',
  'callback-exception': 'with its tracks, unable to call back (sunoapi)',
} as const;

export const audios = {
  file: 'a finished MP3',
  stream: 'still a stream (audiopipe)',
  empty: 'no address',
  'none-mp3': 'None.mp3',
  forbidden: '/api/forbidden',
  script: 'no address of the web',
} as const;

export const files = {
  ok: 'whole',
  missing: 'not there',
  html: 'HTML instead',
  cut: 'cut off',
} as const;

export const callbacks = {
  normal: 'at each stage',
  none: 'never',
  twice: 'at each stage, twice',
  backwards: 'all at the end, the last one first',
  early: 'the first before the submission is answered',
  lost: 'at each stage, the last one lost',
} as const;

const oneOf = <Way extends string>(ways: Readonly<Record<Way, string>>) => z.enum(Object.keys(ways) as [Way, ...Way[]]);

export const scriptSchema = z.object({
  onSubmit: oneOf(submitWays),
  onLook: oneOf(lookWays),
  /** How a task ends when it is finished. */
  outcome: oneOf(outcomes),
  /** A task goes through its stages in this time (ms); `manual`: by `step` and `finish`. */
  completion: z.union([z.literal('manual'), z.number().nonnegative()]),
  /** The last of a task's tracks fails. */
  oneTrackFails: z.boolean(),
  /** How many tracks a task makes. */
  takes: z.number().int().min(1).max(4),
  /** What stands where a finished track's audio should. */
  audio: oneOf(audios),
  /** What comes when the file is fetched. */
  files: oneOf(files),
  callbacks: oneOf(callbacks),
  /** Each answer waits so long (ms). */
  delay: z.number().nonnegative(),
  /** Errors come with HTTP status 200, and their number in the body alone. */
  errorsAs200: z.boolean(),
  /** Complaints are a number alone: their words say nothing. */
  wordless: z.boolean(),
  /** What is left of the operator's credits there. */
  creditsLeft: z.number(),
});
export type Script = z.infer<typeof scriptSchema>;

export const wellBehaved: Script = {
  onSubmit: 'accept',
  onLook: 'answer',
  outcome: 'success',
  completion: 'manual',
  oneTrackFails: false,
  takes: 2,
  audio: 'file',
  files: 'ok',
  callbacks: 'normal',
  delay: 0,
  errorsAs200: false,
  wordless: false,
  creditsLeft: 195,
};
