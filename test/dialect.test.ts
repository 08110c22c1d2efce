import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Script } from '../sandbox/services/script.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { createHttp, type Http } from '../src/http.ts';
import type { Provider, SubmitAnswer, SubmitContext, Work } from '../src/providers/provider.ts';
import { createDialectProvider } from './dialect/dialect-provider.ts';
import { createInstantProvider } from './dialect/instant-provider.ts';

let server: MusicService;
let http: Http;
let provider: Provider;
const never = new AbortController().signal;
const context = (changes: Partial<SubmitContext> = {}): SubmitContext => ({
  attemptId: 'attempt-1',
  model: 'V4_5',
  signal: never,
  ...changes,
});
const idea: Work = { kind: 'idea', idea: 'a lantern on the water', instrumental: false };
const lyrics: Work = {
  kind: 'lyrics',
  title: 'Lantern',
  style: 'folk',
  lyrics: '[Verse]\nOn the water',
  avoid: 'drums',
  vocals: 'female',
};
const extension: Work = {
  kind: 'extend',
  parent: { audioId: '00000001-5a7e-4000-8000-000000000000', model: 'V4' },
  fromSecond: 105.5,
  title: 'Lantern',
  style: 'folk',
  lyrics: 'more',
};

beforeEach(async () => {
  server = await startSunoapi();
  http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
  provider = createDialectProvider({ http, baseUrl: server.url, apiKey: server.key, submitTimeoutMs: 400 });
});

afterEach(async () => {
  await http.close();
  await server.close();
});

/** One task, begun and brought to this stage. */
const taskAt = async (steps: number, script: Partial<Script> = {}, work: Work = idea) => {
  Object.assign(server.script, script);
  const answer = await provider.submit(work, context());
  if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  for (let step = 0; step < steps; step += 1) server.step();
  return answer.task;
};
const lookAt = async (task: Readonly<Record<string, string | number>>) => {
  const [answer] = await provider.look([task], never);
  return answer;
};

describe('a submission is asked in the words of the service', () => {
  test.each<[string, Work, string, Record<string, unknown>]>([
    [
      'an idea',
      idea,
      '/api/v1/generate',
      { customMode: false, instrumental: false, model: 'V4_5', prompt: 'a lantern on the water' },
    ],
    [
      'lyrics',
      lyrics,
      '/api/v1/generate',
      {
        customMode: true,
        instrumental: false,
        model: 'V4_5',
        style: 'folk',
        title: 'Lantern',
        prompt: '[Verse]\nOn the water',
        negativeTags: 'drums',
        vocalGender: 'f',
      },
    ],
    [
      'lyrics without a title, which the service must have',
      { ...lyrics, title: '', avoid: '', vocals: 'any' },
      '/api/v1/generate',
      {
        customMode: true,
        instrumental: false,
        model: 'V4_5',
        style: 'folk',
        title: 'On the water',
        prompt: '[Verse]\nOn the water',
      },
    ],
    [
      'an instrumental',
      { ...lyrics, lyrics: '', avoid: '', vocals: 'none' },
      '/api/v1/generate',
      { customMode: true, instrumental: true, model: 'V4_5', style: 'folk', title: 'Lantern' },
    ],
    [
      'an extension, by the model of its source',
      extension,
      '/api/v1/generate/extend',
      {
        defaultParamFlag: true,
        audioId: '00000001-5a7e-4000-8000-000000000000',
        model: 'V4',
        continueAt: 105.5,
        prompt: 'more',
        style: 'folk',
        title: 'Lantern',
      },
    ],
    [
      'an extension with nothing typed inherits everything',
      { ...extension, title: '', style: '', lyrics: '' },
      '/api/v1/generate/extend',
      { defaultParamFlag: false, audioId: '00000001-5a7e-4000-8000-000000000000', model: 'V4' },
    ],
  ])('%s', async (_, work, path, body) => {
    expect(await provider.submit(work, context())).toMatchObject({ kind: 'accepted', task: { taskId: 'task-1' } });
    expect(server.submissions).toEqual([
      { path, body: { ...body, callBackUrl: 'https://example.com/callback' }, taskId: 'task-1' },
    ]);
  });

  test('our own callback address is passed on', async () => {
    await provider.submit(idea, context({ callbackUrl: 'https://bot.example/callbacks/dialect/x' }));
    expect(server.submissions[0]?.body.callBackUrl).toBe('https://bot.example/callbacks/dialect/x');
  });
});

describe('what the service answers to a submission is sorted by what it means for money', () => {
  test.each<[Script['onSubmit'], string]>([
    ['accept', 'accepted'],
    ['refuse-text', 'refused text'],
    ['credits', 'refused credits'],
    ['busy', 'refused busy'],
    ['frequency', 'refused busy'],
    ['maintenance', 'refused maintenance'],
    ['key', 'refused key'],
    ['retired', 'refused retired'],
    ['html-404', 'refused retired'],
    ['invalid', 'refused invalid'],
    ['error-500', 'unknown'],
    ['html-502', 'unknown'],
    ['accept-but-cut', 'unknown'],
    ['cut', 'unknown'],
    ['no-task', 'unknown'],
    ['hold-open', 'unknown'],
  ])('%s: %s', async (onSubmit, expected) => {
    server.script.onSubmit = onSubmit;
    expect(said(await provider.submit(idea, context()))).toBe(expected);
    // Never repeated, whatever came back.
    expect(server.submissions).toHaveLength(1);
  });

  test('a parent track that is gone', async () => {
    server.script.onSubmit = 'track-gone';
    expect(said(await provider.submit(extension, context()))).toBe('refused track_gone');
  });

  test('a wrong key', async () => {
    const stranger = createDialectProvider({ http, baseUrl: server.url, apiKey: 'wrong' });
    expect(said(await stranger.submit(idea, context()))).toBe('refused key');
  });

  test('nobody listens there: refused, since nothing was sent', async () => {
    await server.close();
    expect(said(await provider.submit(idea, context()))).toBe('refused maintenance');
  });

  test('stopped while the service holds it open: unknown', async () => {
    server.script.onSubmit = 'hold-open';
    const stop = new AbortController();
    const patient = createDialectProvider({ http, baseUrl: server.url, apiKey: server.key });
    const answer = patient.submit(idea, context({ signal: stop.signal }));
    await expect.poll(() => server.submissions.length).toBe(1);
    stop.abort();
    expect(said(await answer)).toBe('unknown');
  });

  test('held open and released in time: accepted', async () => {
    server.script.onSubmit = 'hold-open';
    const patient = createDialectProvider({ http, baseUrl: server.url, apiKey: server.key });
    const answer = patient.submit(idea, context());
    await expect.poll(() => server.submissions.length).toBe(1);
    server.release();
    expect(said(await answer)).toBe('accepted');
  });

  test('no key is in what goes to the log', async () => {
    server.script.onSubmit = 'html-502';
    expect(JSON.stringify(await provider.submit(idea, context()))).not.toContain(server.key);
  });
});

describe('a look sees each track as far as it is', () => {
  test('not begun', async () => {
    expect(await lookAt(await taskAt(0))).toMatchObject({
      kind: 'seen',
      stage: 'queued',
      tracks: [{ state: 'working' }],
    });
  });

  test('words are written: a stream is no finished file', async () => {
    const answer = await lookAt(await taskAt(1));
    expect(answer).toMatchObject({
      kind: 'seen',
      stage: 'music',
      tracks: [{ state: 'working' }, { state: 'working' }],
    });
    expect(JSON.stringify(answer)).not.toContain('/stream/');
  });

  test('the first track is ready while the second still works', async () => {
    expect(await lookAt(await taskAt(2))).toMatchObject({
      kind: 'seen',
      stage: 'music',
      tracks: [
        { index: 0, state: 'ready', audio: { kind: 'url', url: `${server.url}/files/task-1-0.mp3` } },
        { index: 1, state: 'working' },
      ],
    });
  });

  test('finished, with all that is needed to show and to extend it', async () => {
    const answer = await lookAt(await taskAt(3));
    expect(answer).toMatchObject({ kind: 'seen', tracks: [{ state: 'ready' }, { state: 'ready' }] });
    expect(answer?.kind === 'seen' ? answer.tracks[1] : null).toEqual({
      index: 1,
      state: 'ready',
      reference: { audioId: '00000001-5a7e-4000-8000-000000000001', model: 'V4_5' },
      audio: { kind: 'url', url: `${server.url}/files/task-1-1.mp3` },
      cover: { kind: 'url', url: `${server.url}/files/task-1-1.png` },
      title: 'Lantern',
      style: 'indie folk, warm',
      lyrics: '[Verse]\nA lantern on the water\n[Chorus]\nCarry it on',
      durationSeconds: 2.56,
    });
  });

  test('by time, with nobody telling it', async () => {
    const task = await taskAt(0, { completion: 60 });
    await expect.poll(() => lookAt(task)).toMatchObject({ tracks: [{ state: 'ready' }, { state: 'ready' }] });
  });

  test('one of two failed', async () => {
    expect(await lookAt(await taskAt(3, { oneTrackFails: true }))).toMatchObject({
      kind: 'seen',
      tracks: [{ state: 'ready' }, { state: 'failed' }],
    });
  });

  test.each<[Script['outcome'], unknown]>([
    ['sensitive', { kind: 'failed', reason: 'text' }],
    ['create-failed', { kind: 'failed', reason: 'service' }],
    ['audio-failed', { kind: 'failed', reason: 'service' }],
    // The service could not reach us; the song is there all the same.
    ['callback-exception', { kind: 'seen', tracks: [{ state: 'ready' }, { state: 'ready' }] }],
  ])('ended as %s', async (outcome, expected) => {
    expect(await lookAt(await taskAt(3, { outcome }))).toMatchObject(expected as object);
  });

  test.each<[Script['onLook'], unknown]>([
    ['html-502', { kind: 'blip' }],
    ['error-500', { kind: 'blip' }],
    ['frequency', { kind: 'blip' }],
    ['limited', { kind: 'blip', retryAfterMs: 7000 }],
    ['cut', { kind: 'blip' }],
    ['broken-json', { kind: 'blip' }],
    ['no-data', { kind: 'blip' }],
    ['unknown-word', { kind: 'seen', tracks: [{ state: 'working' }] }],
  ])('%s never ends a song', async (onLook, expected) => {
    expect(await lookAt(await taskAt(3, { onLook }))).toMatchObject(expected as object);
  });

  test('nobody listens there any more', async () => {
    const task = await taskAt(3);
    await server.close();
    expect(await lookAt(task)).toMatchObject({ kind: 'blip' });
  });

  test('several at once come back in their order', async () => {
    const tasks = [await taskAt(0), await taskAt(0)];
    server.finish('task-2');
    const answers = await provider.look(tasks, never);
    expect(answers.map((answer) => answer.kind === 'seen' && answer.tracks[0]?.state)).toEqual(['working', 'ready']);
  });
});

describe('the service can be told from another process', () => {
  const control = (order: unknown) =>
    http.json({ method: 'POST', url: `${server.url}/control`, body: order, timeoutMs: 2000, maxBytes: 100_000 });

  test('to hold a submission, to release it, to finish', async () => {
    await control({ script: { onSubmit: 'hold-open' } });
    const patient = createDialectProvider({ http, baseUrl: server.url, apiKey: server.key });
    const submitted = patient.submit(idea, context());
    await expect
      .poll(async () => await control({}))
      .toMatchObject({ body: { held: 1, submissions: [{ taskId: 'task-1' }] } });
    await control({ release: true, finish: 'all' });
    const answer = await submitted;
    expect(answer.kind === 'accepted' && (await lookAt(answer.task))).toMatchObject({
      tracks: [{ state: 'ready' }, {}],
    });
  });

  test('and refuses orders that it does not know', async () => {
    expect(await control({ script: { onSubmit: 'dance' } })).toMatchObject({ kind: 'answer', status: 400 });
    expect(server.script.onSubmit).toBe('accept');
  });
});

test('the instant service is finished at the first look', async () => {
  const instant = createInstantProvider();
  const answer = await instant.submit(idea, context({ model: 'one' }));
  expect(answer).toEqual({ kind: 'accepted', task: { taskId: 'attempt-1' } });
  const looked = await instant.look([{ taskId: 'attempt-1' }, { taskId: 'attempt-2' }], never);
  expect(looked).toHaveLength(2);
  expect(looked[1]).toMatchObject({ kind: 'seen', tracks: [{ state: 'ready' }, { state: 'ready' }] });
});

function said(answer: SubmitAnswer): string {
  return answer.kind === 'refused' ? `refused ${answer.reason}` : answer.kind;
}
