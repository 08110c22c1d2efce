/** The music services on this machine, asked as their vendors' documents say, without any adapter. */
import { afterEach, describe, expect, test } from 'vitest';
import { startAimlapi } from '../sandbox/services/aimlapi.ts';
import { startAimusicapi } from '../sandbox/services/aimusicapi.ts';
import { startApiin } from '../sandbox/services/apiin.ts';
import type { Script } from '../sandbox/services/script.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { uuidOf } from '../sandbox/services/tasks.ts';
import { openEar } from './helpers/callback-ear.ts';
import { createInstantProvider } from './helpers/instant-provider.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const kept = (service: MusicService): MusicService => {
  undo.push(() => service.close());
  return service;
};

/** Asks as a vendor's document says; the answer as it came. */
const ask = async (service: MusicService, way: string, body?: unknown, headers: Record<string, string> = {}) => {
  const [method = '', path = ''] = way.split(' ');
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${service.key}`,
      'user-agent': 'Test',
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
};

interface Way {
  start: typeof startSunoapi;
  submit: string;
  idea: Record<string, unknown>;
  look: string;
  /** The words for task and tracks, from an answer to a look. */
  words(body: unknown): unknown;
}

type Feed = { data: { type: string; response_data?: { status: string }[] | null } };
const feedWords = (body: unknown) => {
  const { type, response_data: tracks } = (body as Feed).data;
  return [type, ...(tracks ?? []).map(({ status }) => status)];
};
const clipWords = (body: unknown) => (body as { status: string }[]).map(({ status }) => status);

const ways: Record<string, Way> = {
  sunoapi: {
    start: startSunoapi,
    submit: 'POST /api/v1/generate',
    idea: {
      customMode: false,
      instrumental: false,
      model: 'V4_5',
      prompt: 'rain',
      callBackUrl: 'https://example.com/callback',
    },
    look: 'GET /api/v1/generate/record-info?taskId=task-1',
    words: (body) => [(body as { data: { status: string } }).data.status],
  },
  apiin: {
    start: startApiin,
    submit: 'POST /api/v1/audio/music',
    idea: { model: 'suno-v4-5', gpt_description_prompt: 'rain' },
    look: 'GET /api/v1/audio/music/feed?task_id=gen000000000001ksv',
    words: feedWords,
  },
  'aimusicapi, first generation': {
    start: startAimusicapi,
    submit: 'POST /api/submit',
    idea: { model: 'chirp-v3-5', gpt_description_prompt: 'rain' },
    look: 'GET /api/query?workId=gen000000000001ksv',
    words: feedWords,
  },
  'aimusicapi, second generation': {
    start: startAimusicapi,
    submit: 'POST /api/v2/generate',
    idea: { model: 'chirp-v4-5', gpt_description_prompt: 'rain' },
    look: 'GET /api/v2/feed?workId=gen2000000000001ksv',
    words: feedWords,
  },
  'aimlapi, newer and older': {
    start: startAimlapi,
    submit: 'POST /generate',
    idea: { prompt: 'rain', make_instrumental: false, wait_audio: false },
    look: `GET /?ids[0]=${uuidOf(1, 0)}&ids[1]=${uuidOf(1, 1)}`,
    words: clipWords,
  },
  'aimlapi, behind its prefix': {
    start: startAimlapi,
    submit: 'POST /v1/generate/custom-mode',
    idea: { prompt: '[Verse]', tags: 'folk', title: 'Rain', make_instrumental: false, wait_audio: false },
    look: `GET /v1?ids[0]=${uuidOf(1, 0)}&ids[1]=${uuidOf(1, 1)}`,
    words: clipWords,
  },
};

const begun = async (name: string, script: Partial<Script> = {}, more: Record<string, unknown> = {}) => {
  const way = ways[name];
  if (way === undefined) throw new Error(`no way ${name}`);
  const service = kept(await way.start({ script }));
  const submitted = await ask(service, way.submit, { ...way.idea, ...more });
  return { service, way, submitted };
};

describe('a song goes through its stages in the words of its service', () => {
  test.each([
    ['sunoapi', [['PENDING'], ['TEXT_SUCCESS'], ['FIRST_SUCCESS'], ['SUCCESS']]],
    [
      'apiin',
      [['IN_PROGRESS'], ['SUCCESS', 'text', 'text'], ['SUCCESS', 'first', 'text'], ['SUCCESS', 'complete', 'complete']],
    ],
    [
      'aimusicapi, first generation',
      [
        ['IN_PROGRESS'],
        ['IN_PROGRESS', 'pending', 'pending'],
        ['IN_PROGRESS', 'complete', 'pending'],
        ['SUCCESS', 'complete', 'complete'],
      ],
    ],
    [
      'aimusicapi, second generation',
      [['IN_PROGRESS'], ['SUCCESS', 'text', 'text'], ['SUCCESS', 'first', 'text'], ['SUCCESS', 'first', 'first']],
    ],
    [
      'aimlapi, newer and older',
      [
        ['submitted', 'submitted'],
        ['streaming', 'queued'],
        ['complete', 'streaming'],
        ['complete', 'complete'],
      ],
    ],
    [
      'aimlapi, behind its prefix',
      [
        ['submitted', 'submitted'],
        ['streaming', 'queued'],
        ['complete', 'streaming'],
        ['complete', 'complete'],
      ],
    ],
  ])('%s', async (name, expected) => {
    const { service, way, submitted } = await begun(name);
    expect(submitted.status).toBe(name.startsWith('aimlapi') ? 201 : 200);
    const seen = [];
    for (let stage = 0; stage < 4; stage += 1) {
      seen.push(way.words((await ask(service, way.look)).body));
      service.step();
    }
    expect(seen).toEqual(expected);
  });
});

describe('each service complains in its own form', () => {
  test.each([
    ['sunoapi', { status: 200, body: { code: 401, data: null } }],
    ['apiin', { status: 401, body: { error: { code: 401, type: 'authentication_error' } } }],
    ['aimusicapi, first generation', { status: 401, body: { code: 401 } }],
    ['aimlapi, newer and older', { status: 401, body: { statusCode: 401, path: '/generate' } }],
  ])('%s, of a wrong key', async (name, expected) => {
    const { service, way } = await begun(name);
    expect(await ask(service, way.submit, way.idea, { authorization: 'Bearer other' })).toMatchObject(expected);
    expect(service.submissions).toHaveLength(1);
  });

  test('of what is no JSON, and of a common script', async () => {
    const { service, way } = await begun('sunoapi');
    const plain = await ask(service, way.submit, way.idea, { 'content-type': 'text/plain' });
    expect(plain).toMatchObject({ body: { code: 400 } });
    const script = await ask(service, way.submit, way.idea, { 'user-agent': 'node' });
    expect(script).toEqual({ status: 403, body: 'error code: 1010' });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['sunoapi', { callBackUrl: '' }, 'Please enter callBackUrl.'],
    ['sunoapi', { prompt: 'x'.repeat(401) }, 'too long'],
    ['sunoapi', { customMode: true, style: 'folk' }, 'title cannot be null'],
    ['sunoapi', { title: 'Rain' }, 'should be left empty'],
    ['sunoapi', { model: 'V2' }, 'model'],
    ['apiin', { prompt: 'both' }, 'either'],
    ['apiin', { gpt_description_prompt: undefined }, 'prompt is required'],
    [
      'aimusicapi, first generation',
      { gpt_description_prompt: undefined, prompt: 'x', title: 'x' },
      'tags is required',
    ],
    ['aimusicapi, second generation', { model: undefined }, 'model is required'],
    ['aimusicapi, second generation', { gender: 'f' }, 'gender'],
    ['aimlapi, newer and older', { wait_audio: undefined }, 'Body validation error'],
    ['aimlapi, newer and older', { negative_tags: 'x' }, 'Body validation error'],
    ['aimlapi, behind its prefix', { title: undefined }, 'Body validation error'],
  ])('%s, of a request with %o', async (name, change, words) => {
    const { service, submitted } = await begun(name, {}, change);
    expect(JSON.stringify(submitted.body)).toContain(words);
    expect(service.submissions).toMatchObject([{ taskId: null }]);
  });

  test.each<[string, string, Record<string, unknown>, string | null]>([
    ['sunoapi', 'POST /api/v1/generate/extend', { continueAt: 1 }, null],
    ['sunoapi', 'POST /api/v1/generate/extend', { continueAt: 2.59 }, 'continueAt'],
    ['sunoapi', 'POST /api/v1/generate/extend', { continueAt: 1, model: 'V4' }, 'consistent'],
    ['sunoapi', 'POST /api/v1/generate/extend', { continueAt: 1, audioId: 'none' }, 'does not exist'],
    ['apiin', 'POST /api/v1/audio/music/extend', { extensionStartTime: 1 }, null],
    ['apiin', 'POST /api/v1/audio/music/extend', { extend_audio_index: '0' }, 'extend_audio_index'],
    ['apiin', 'POST /api/v1/audio/music/extend', { origin_task_id: 'gen0ksv' }, 'could not be found'],
    ['aimlapi, newer and older', 'POST /extend', { continue_at: '1.5' }, null],
    ['aimlapi, newer and older', 'POST /extend_audio', { continue_at: 1.5 }, 'Body validation error'],
  ])('%s, of an extension: %s %o', async (name, path, change, words) => {
    const { service } = await begun(name);
    service.finish();
    const extension = {
      sunoapi: {
        audioId: uuidOf(1, 0),
        defaultParamFlag: true,
        model: 'V4_5',
        prompt: 'more',
        style: 'folk',
        title: 'Rain',
        callBackUrl: 'https://example.com/callback',
      },
      apiin: { origin_task_id: 'gen000000000001ksv', extend_audio_index: 0, custom_mode: false },
    }[name] ?? { audio_id: uuidOf(1, 0), prompt: 'more', tags: 'folk', title: 'Rain' };
    const { body } = await ask(service, path, { ...extension, ...change });
    if (words !== null) expect(JSON.stringify(body)).toContain(words);
    expect(service.submissions.at(-1)?.taskId === null).toBe(words !== null);
  });
});

describe('calls back', () => {
  const ear = async () => {
    const { heard, url, close } = await openEar();
    undo.push(close);
    return { heard, url };
  };
  type Called = { code: number; data: { callbackType: string; task_id: string } };
  const kinds = (heard: unknown[]) => heard.map((body) => (body as Called).data.callbackType);

  test.each<[Script['callbacks'], string[]]>([
    ['normal', ['text', 'first', 'complete']],
    ['twice', ['text', 'text', 'first', 'first', 'complete', 'complete']],
    ['backwards', ['complete', 'first', 'text']],
    ['lost', ['text', 'first']],
    ['none', []],
  ])('%s', async (callbacks, expected) => {
    const { heard, url } = await ear();
    const { service } = await begun('sunoapi', { callbacks }, { callBackUrl: url });
    for (let stage = 0; stage < 3; stage += 1) service.step();
    await expect.poll(() => kinds(heard)).toEqual(expected);
    expect(heard.every((body) => (body as Called).data.task_id === 'task-1')).toBe(true);
    expect(service.calls.map(({ status }) => status)).toEqual(expected.map(() => 200));
  });

  test('before the submission is answered', async () => {
    const { heard, url } = await ear();
    const { submitted } = await begun('sunoapi', { callbacks: 'early' }, { callBackUrl: url });
    expect(submitted.body).toMatchObject({ data: { taskId: 'task-1' } });
    expect(kinds(heard)).toEqual(['text']);
  });

  test('when the answer of the submission is lost', async () => {
    const { heard, url } = await ear();
    await expect(
      begun('sunoapi', { onSubmit: 'accept-but-lost', completion: 30 }, { callBackUrl: url }),
    ).rejects.toThrow();
    await expect.poll(() => kinds(heard)).toEqual(['text', 'first', 'complete']);
  });

  test('with an error, its code first', async () => {
    const { heard, url } = await ear();
    await begun('sunoapi', { outcome: 'audio-failed', completion: 0 }, { callBackUrl: url });
    await expect
      .poll(() => heard.at(-1))
      .toEqual({
        code: 400,
        msg: 'Music generation failed',
        data: { callbackType: 'error', task_id: 'task-1', data: null },
      });
  });

  test('with a bare list that names no task, where that is the dialect', async () => {
    const { heard, url } = await ear();
    await begun('aimusicapi, second generation', { completion: 0 }, { callback_url: url });
    await begun('apiin', { completion: 0 }, { callback_url: url });
    await expect.poll(() => heard.length).toBe(6);
    expect(heard.every((body) => Array.isArray(body) && body.length === 2)).toBe(true);
    expect(JSON.stringify(heard)).not.toContain('ksv"');
  });

  test('never at somebody else’s machine', async () => {
    const { service } = await begun('sunoapi', { completion: 0 });
    await expect.poll(async () => (await ask(service, ways.sunoapi?.look ?? '')).body.data.status).toBe('SUCCESS');
    expect(service.calls).toEqual([]);
  });
});

test('what has no measure is sent as long as somebody reads, and no longer', async () => {
  const { service, way } = await begun('sunoapi', { onLook: 'huge' });
  const whole = await ask(service, way.look);
  expect(JSON.stringify(whole.body).length).toBeGreaterThan(50 * 1024 * 1024);
  expect(whole.body).toMatchObject({ code: 200, data: { status: 'PENDING' } });
  service.step();
  service.script.onLook = 'many-tracks';
  const many = await ask(service, way.look);
  expect(many.body.data.response.sunoData).toHaveLength(100_000);
});

describe('a service is told from another process', () => {
  const control = (service: MusicService, order: unknown) => ask(service, 'POST /control', order);

  test('to hold a submission, to release it, to finish', async () => {
    const { service, way } = await begun('sunoapi');
    await control(service, { script: { onSubmit: 'hold-open' } });
    const submitted = ask(service, way.submit, way.idea);
    await expect.poll(async () => (await control(service, {})).body).toMatchObject({ held: 1, submissions: [{}, {}] });
    await control(service, { release: true, finish: 'all' });
    expect((await submitted).body).toMatchObject({ data: { taskId: 'task-2' } });
    expect(way.words((await ask(service, way.look)).body)).toEqual(['SUCCESS']);
  });

  test('and refuses orders that it does not know', async () => {
    const { service } = await begun('sunoapi');
    expect(await control(service, { script: { onSubmit: 'dance' } })).toMatchObject({ status: 400 });
    expect(service.script.onSubmit).toBe('accept');
  });
});

test('the instant service is finished at the first look', async () => {
  const instant = createInstantProvider();
  const { signal } = new AbortController();
  const work = { kind: 'idea', idea: 'rain', instrumental: false } as const;
  const answer = await instant.submit(work, { attemptId: 'attempt-1', model: 'one', signal });
  expect(answer).toEqual({ kind: 'accepted', task: { taskId: 'attempt-1' } });
  const looked = await instant.look([{ taskId: 'attempt-1' }, { taskId: 'attempt-2' }], signal);
  expect(looked).toHaveLength(2);
  expect(looked[1]).toMatchObject({ kind: 'seen', tracks: [{ state: 'ready' }, { state: 'ready' }] });
});
