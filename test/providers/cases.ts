/** What a service may do to us, and what must come out of `submit` or `look`: data, so that a table can be made of it. */
import { isComplaint, type Script } from '../../sandbox/services/script.ts';
import type { MusicService } from '../../sandbox/services/service.ts';
import { createHttp } from '../../src/http.ts';
import type {
  LookAnswer,
  Provider,
  SubmitAnswer,
  SubmitContext,
  TaskReference,
  Work,
} from '../../src/providers/provider.ts';
import type { Row } from './rows.ts';

export interface Case {
  name: string;
  /** What is asked: a new song, an extension, or how far a song is that was brought to this stage. */
  ask: 'song' | 'extension' | 0 | 1 | 2 | 3;
  script: Partial<Script>;
  /** The service is so from the start, not only from the last question on. */
  isAlways?: true;
  /** As `said` writes it, where the row says nothing else. */
  expected: string;
}

const never = new AbortController().signal;

/** A provider at its service, over real HTTP. */
export interface Subject {
  service: MusicService;
  provider: Provider;
  submit(work: Work, context?: Partial<SubmitContext>): Promise<SubmitAnswer>;
  /** A song that was accepted and brought to this stage. */
  songAt(stage: number, work?: Work): Promise<TaskReference>;
  look(task: TaskReference): Promise<LookAnswer>;
  close(): Promise<void>;
}

export const idea: Work = { kind: 'idea', idea: 'a lantern on the water', instrumental: false };

export async function open(
  row: Row,
  options: { script?: Partial<Script>; key?: string; model?: string; settings?: Record<string, string> } = {},
): Promise<Subject> {
  const service = await row.start({ script: options.script });
  const http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
  const provider = row.create({
    http,
    apiKey: options.key ?? service.key,
    baseUrl: service.baseUrl,
    model: options.model ?? null,
    settings: { ...row.settings, ...options.settings },
  });
  const submit: Subject['submit'] = (work, context = {}) =>
    provider.submit(work, { attemptId: 'attempt-1', model: provider.defaultModel, signal: never, ...context });
  return {
    service,
    provider,
    submit,
    songAt: async (stage, work = idea) => {
      const answer = await submit(work);
      if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
      for (let step = 0; step < stage; step += 1) service.step();
      return answer.task;
    },
    look: async (task) => {
      const [answer, ...more] = await provider.look([task], never);
      if (answer === undefined || more.length > 0) throw new Error('not one answer for one task');
      return answer;
    },
    close: async () => {
      await http.close();
      await service.close();
    },
  };
}

/** An answer in a line. A working track `plays` when something can be heard of it already. */
export function said(answer: SubmitAnswer | LookAnswer): string {
  switch (answer.kind) {
    case 'accepted':
    case 'unknown':
      return answer.kind;
    case 'refused':
    case 'failed':
      return `${answer.kind} ${answer.reason}`;
    case 'blip': {
      const trouble = answer.trouble === undefined ? '' : `, ${answer.trouble}`;
      return `blip${trouble}${answer.retryAfterMs === undefined ? '' : `, again after ${answer.retryAfterMs} ms`}`;
    }
    case 'seen': {
      const isOver = answer.tracks.every(({ state }) => state !== 'working');
      const states = answer.tracks.map(({ state, audio }) => (state === 'working' && audio ? 'plays' : state));
      return `${isOver ? 'finished' : answer.stage}: ${states.join(' ')}`;
    }
  }
}

/** A continuation of the first finished track that a look shows. */
export async function extensionOf(
  subject: Subject,
  words: Partial<Extract<Work, { kind: 'extend' }>> = {},
): Promise<Work> {
  const answer = await subject.look(await subject.songAt(3));
  const track = answer.kind === 'seen' ? answer.tracks[1] : undefined;
  if (track?.state !== 'ready') throw new Error(`no track to extend: ${JSON.stringify(answer)}`);
  return {
    kind: 'extend',
    parent: track.reference,
    fromSecond: 1.5,
    title: 'Lantern II',
    style: 'folk',
    lyrics: '[Verse]\nFurther down',
    ...words,
  };
}

/** What really comes out. */
export async function play(subject: Subject, { ask, script, isAlways }: Case): Promise<SubmitAnswer | LookAnswer> {
  const { service } = subject;
  if (isAlways === true) Object.assign(service.script, script);
  if (ask === 'song' || ask === 'extension') {
    const work = ask === 'song' ? idea : await extensionOf(subject);
    Object.assign(service.script, script);
    return subject.submit(work);
  }
  const task = await subject.songAt(ask);
  Object.assign(service.script, script);
  return subject.look(task);
}

const submitted = (name: string, onSubmit: Script['onSubmit'], expected: string): Case => ({
  name,
  ask: 'song',
  script: { onSubmit },
  expected,
});
const looked = (name: string, onLook: Script['onLook'], expected: string, ask: Case['ask'] = 3): Case => ({
  name,
  ask,
  script: { onLook },
  expected,
});
const ended = (name: string, script: Partial<Script>, expected: string): Case => ({
  name,
  ask: 3,
  script,
  isAlways: true,
  expected,
});

const submissions: readonly Case[] = [
  submitted('accepted', 'accept', 'accepted'),
  submitted('accepted, with a list for an object or the reverse', 'other-shape', 'accepted'),
  { name: 'accepted, slowly', ask: 'song', script: { delay: 300 }, expected: 'accepted' },
  submitted('begun, the line breaks in the answer', 'accept-but-cut', 'unknown'),
  submitted('begun, the answer is lost', 'accept-but-lost', 'unknown'),
  submitted('begun, a gateway says 502', 'html-502', 'unknown'),
  submitted('begun, the answer names no task', 'no-task', 'unknown'),
  submitted('begun, the answer has 50 MB', 'huge', 'unknown'),
  submitted('the line breaks before it begins', 'cut', 'unknown'),
  submitted('error 500', 'error-500', 'unknown'),
  submitted('the text is refused', 'refuse-text', 'refused text'),
  submitted('the text is too long', 'too-long', 'refused text'),
  submitted('out of credits', 'credits', 'refused credits'),
  submitted('too many requests', 'busy', 'refused busy'),
  submitted('called too often', 'frequency', 'refused busy'),
  submitted('in maintenance', 'maintenance', 'refused maintenance'),
  submitted('wrong key', 'key', 'refused key'),
  submitted('the path is retired (404)', 'retired', 'refused retired'),
  submitted('the path is gone (410)', 'gone', 'refused retired'),
  submitted('a gateway says 404', 'html-404', 'refused retired'),
  submitted('the request is not understood', 'invalid', 'refused invalid'),
  {
    name: 'the track to extend is gone',
    ask: 'extension',
    script: { onSubmit: 'track-gone' },
    expected: 'refused track_gone',
  },
];

/** The same complaints, their number in the body alone. */
const inBody = submissions
  .filter(({ expected }) => expected.startsWith('refused'))
  .filter(({ script }) => script.onSubmit !== 'html-404')
  .map((one) => ({ ...one, name: `${one.name}, under HTTP 200`, script: { ...one.script, errorsAs200: true } }));

/** And with nothing but their number: then 400 may be anything about the request. */
const wordless = submissions
  .filter(({ script }) => script.onSubmit !== undefined && isComplaint(script.onSubmit))
  .map((one) => ({
    ...one,
    name: `${one.name}, without a word`,
    script: { ...one.script, wordless: true },
    expected: one.script.onSubmit === 'refuse-text' || one.ask === 'extension' ? 'refused invalid' : one.expected,
  }));

const looks: readonly Case[] = [
  looked('nothing yet', 'answer', 'queued: working', 0),
  looked('the words are there', 'answer', 'music: plays plays', 1),
  looked('the first take is there', 'answer', 'music: ready plays', 2),
  looked('finished', 'answer', 'finished: ready ready'),
  looked('not known right after it began', 'no-data', 'blip', 0),
  looked('a word that nobody knows', 'unknown-word', 'music: plays plays', 1),
  looked('unable to call back while it works', 'uncalled', 'music: plays plays', 1),
  looked('called finished before the tracks are', 'early-success', 'closing: ready plays', 2),
  looked('called finished without any track', 'no-tracks', 'music: working'),
  looked('the tracks in the reverse order', 'reversed', 'finished: ready ready'),
  looked('a list for an object or the reverse', 'other-shape', 'finished: ready ready'),
  looked('100,000 tracks', 'many-tracks', 'blip'),
  // No service makes so many: eight are believed.
  looked('30,000 tracks that say nothing', 'many-nothings', `music:${' working'.repeat(8)}`),
  looked('50 MB', 'huge', 'blip'),
  looked('a look meets error 500', 'error-500', 'blip'),
  looked('a look meets an HTML 502', 'html-502', 'blip'),
  looked('a look is cut off', 'cut', 'blip'),
  looked('a look is never answered', 'lost', 'blip'),
  looked('a look meets half a JSON', 'broken-json', 'blip'),
  looked('a look comes too often', 'frequency', 'blip, busy'),
  looked('a look comes too often, and is told when', 'limited', 'blip, busy, again after 7000 ms'),
  looked('a look while out of credits', 'credits', 'blip, credits'),
  looked('a look with a wrong key', 'key', 'blip, key'),
  looked('a look in maintenance', 'maintenance', 'blip, maintenance'),
  looked('a look at a retired path', 'retired', 'blip'),
];

const endings: readonly Case[] = [
  ended('one track fails', { oneTrackFails: true }, 'finished: ready failed'),
  ended('one track is all there is', { takes: 1 }, 'finished: ready failed'),
  ended('three tracks', { takes: 3 }, 'finished: ready ready ready'),
  ended('refused for its words, late', { outcome: 'sensitive' }, 'failed text'),
  ended('failed before any track', { outcome: 'create-failed' }, 'failed service'),
  ended('every track failed', { outcome: 'audio-failed' }, 'failed service'),
  ended('it could not call back', { outcome: 'callback-exception' }, 'finished: ready ready'),
  ended('a finished track is still a stream', { audio: 'stream' }, 'closing: plays plays'),
  ended('a finished track has no address', { audio: 'empty' }, 'closing: plays plays'),
  ended('a finished track leads to None.mp3', { audio: 'none-mp3' }, 'failed service'),
  ended('a finished track leads to /api/forbidden', { audio: 'forbidden' }, 'failed service'),
  ended('a finished track leads to no web address', { audio: 'script' }, 'closing: plays plays'),
];

export const cases: readonly Case[] = [...submissions, ...inBody, ...wordless, ...looks, ...endings];

export const expectedOf = (row: Row, { name, expected }: Case): string => row.differs[name] ?? expected;
