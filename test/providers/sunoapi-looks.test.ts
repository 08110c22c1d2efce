import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/providers/provider.ts';
import { createSunoapi } from '../../src/providers/sunoapi.ts';
import { createServiceLab, never, type ServiceLab } from './service-lab.ts';

let lab: ServiceLab;
let provider: Provider;
beforeAll(async () => {
  lab = await createServiceLab();
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.asked.length = 0;
  lab.says({ code: 200, msg: 'success', data: { taskId: '5c79be8e' } });
  provider = lab.make(createSunoapi, { settings: { CALLBACK_PLACEHOLDER: 'https://nobody.example/here' } });
});

const record = (data: Record<string, unknown>) => ({ code: 200, msg: 'success', data: { taskId: 't', ...data } });
const param = JSON.stringify({ customMode: true, instrumental: false, model: 'V4', prompt: 'A', style: 'Classical' });
const trackA = {
  id: '90273aa5',
  audioUrl: 'https://tempfile.example/r/x.mp3',
  sourceAudioUrl: '…',
  streamAudioUrl: 'https://stream.example/a',
  sourceStreamAudioUrl: 'https://cdn1.example/x.mp3',
  imageUrl: 'https://img.example/a.jpeg',
  prompt: '[Verse] one',
  modelName: 'chirp-v3-5',
  title: 'Iron Man',
  tags: 'electrifying, rock',
  createTime: 1772624679694,
  duration: 198.44,
};
/** As listed while only the first is done. */
const trackB = {
  id: '7d3a',
  audioUrl: '',
  streamAudioUrl: 'https://stream.example/b',
  imageUrl: 'https://img.example/b.jpeg',
};
const working = { state: 'working' };
const ready = { state: 'ready', audio: { kind: 'url', url: 'https://tempfile.example/r/x.mp3' } };
const playing = { state: 'working', audio: { kind: 'url', url: 'https://stream.example/b' } };
const failed = { state: 'failed' };
const made = (status: string, sunoData: unknown, more = {}) =>
  record({ param, response: { taskId: 't', sunoData }, status, type: 'chirp-v4', operationType: 'generate', ...more });

describe('what sunoapi.org says of a task', () => {
  const lookAt = async (body: unknown, status = 200, headers = {}) => {
    lab.says(body, status, headers);
    return (await provider.look([{ taskId: 't' }], never))[0];
  };

  test('a take, with all that is shown and all that an extension needs', async () => {
    const answer = await lookAt(made('SUCCESS', [trackA, { ...trackA, id: 'b' }]));
    expect(answer?.kind === 'seen' && answer.tracks[0]).toEqual({
      index: 0,
      state: 'ready',
      reference: { audioId: '90273aa5', model: 'V4', seconds: 198.44, title: 'Iron Man', style: 'electrifying, rock' },
      audio: { kind: 'url', url: 'https://tempfile.example/r/x.mp3' },
      cover: { kind: 'url', url: 'https://img.example/a.jpeg' },
      title: 'Iron Man',
      style: 'electrifying, rock',
      lyrics: '[Verse] one',
      durationSeconds: 198.44,
    });
  });

  test.each<[string, unknown, object]>([
    ['PENDING', record({ param, response: null, status: 'PENDING' }), { stage: 'queued', tracks: [working] }],
    [
      'words are being written',
      record({ response: null, status: 'GENERATING' }),
      { stage: 'words', tracks: [working] },
    ],
    ['words are written', made('TEXT_SUCCESS', []), { stage: 'music', tracks: [working] }],
    [
      'words are written, and streams begin',
      made('TEXT_SUCCESS', [{ ...trackB, id: 'a' }, trackB]),
      { stage: 'music', tracks: [playing, playing] },
    ],
    ['the first is done', made('FIRST_SUCCESS', [trackA, trackB]), { stage: 'music', tracks: [ready, playing] }],
    [
      'the first is done, alone in the list',
      made('FIRST_SUCCESS', [trackA]),
      { stage: 'music', tracks: [ready, working] },
    ],
    ['all is done', made('SUCCESS', [trackA, trackA]), { stage: 'music', tracks: [ready, ready] }],
    [
      'all is done, one is still streamed',
      made('SUCCESS', [trackA, trackB]),
      { stage: 'closing', tracks: [ready, playing] },
    ],
    [
      'the original of a file is no file before the service is done',
      made('FIRST_SUCCESS', [{ id: 'a', sourceAudioUrl: trackA.audioUrl }, trackB]),
      { tracks: [{ ...ready, state: 'working' }, playing] },
    ],
    [
      'the original of a file serves at last',
      made('SUCCESS', [{ id: 'a', audioUrl: '', sourceAudioUrl: trackA.audioUrl }, trackA]),
      { tracks: [ready, ready] },
    ],
    [
      'a good word around a task that has not begun',
      { status: 'success', data: { taskId: 't', status: 'PENDING' } },
      { stage: 'queued', tracks: [working] },
    ],
    [
      'an instrumental, which its extension will be too',
      made('SUCCESS', [trackA, trackA], { param: { customMode: true, instrumental: true, model: 'V4' } }),
      { tracks: [{ reference: { instrumental: 1 } }, ready] },
    ],
    ['all is done, one is missing', made('SUCCESS', [trackA]), { stage: 'music', tracks: [ready, failed] }],
    [
      'all is done, one leads nowhere',
      made('SUCCESS', [trackA, { ...trackB, audioUrl: 'https://cdn1.suno.ai/None.mp3' }]),
      { tracks: [ready, failed] },
    ],
    [
      'an extension of one take is not over with its first',
      made('FIRST_SUCCESS', [trackA], { operationType: 'extend' }),
      { stage: 'music', tracks: [{ state: 'working' }] },
    ],
    ['an extension of one take', made('SUCCESS', [trackA], { operationType: 'extend' }), { tracks: [ready] }],
    ['it could not call back', made('CALLBACK_EXCEPTION', [trackA, trackA]), { tracks: [ready, ready] }],
    [
      'it could not call back, one is still streamed',
      made('CALLBACK_EXCEPTION', [trackA, trackB]),
      { stage: 'closing', tracks: [ready, playing] },
    ],
    [
      'it could not call back, and nothing is made yet',
      made('CALLBACK_EXCEPTION', [trackB, trackB]),
      { stage: 'music', tracks: [playing, playing] },
    ],
    ['one came before the failure', made('GENERATE_AUDIO_FAILED', [trackA, trackB]), { tracks: [ready, failed] }],
    ['a word that nobody knows', made('REMASTERING', null), { stage: 'words', tracks: [working] }],
    [
      'as its quick start has it',
      record({
        status: 'SUCCESS',
        response: { data: [{ audio_url: trackA.audioUrl }, { audio_url: trackA.audioUrl }] },
      }),
      { tracks: [ready, ready] },
    ],
  ])('%s', async (_, body, expected) => {
    const answer = await lookAt(body);
    expect(answer).toMatchObject({ kind: 'seen', ...expected });
    expect(answer?.kind === 'seen' && answer.tracks.map(({ index }) => index)).toEqual(
      answer?.kind === 'seen' && answer.tracks.map((__, at) => at),
    );
  });

  test.each<[string, Record<string, unknown>, object]>([
    ['SENSITIVE_WORD_ERROR', { status: 'SENSITIVE_WORD_ERROR' }, { reason: 'text' }],
    ['CREATE_TASK_FAILED', { status: 'CREATE_TASK_FAILED', errorMessage: 'Internal' }, { reason: 'service' }],
    ['GENERATE_AUDIO_FAILED', { status: 'GENERATE_AUDIO_FAILED', response: null }, { reason: 'service' }],
    ['FAILED for the words', { status: 'FAILED', errorMessage: 'contains artist name: x' }, { reason: 'text' }],
  ])('a failure is said: %s', async (_, data, expected) => {
    expect(await lookAt(record(data))).toMatchObject({ kind: 'failed', ...expected });
  });

  test.each<[string, unknown, number, object]>([
    ['no task yet', { code: 422, msg: 'recordInfo is null', data: null }, 200, {}],
    ['no data', { code: 200, msg: 'success', data: null }, 200, {}],
    ['too often', { code: 430, msg: '' }, 200, { trouble: 'busy' }],
    ['credits used up', { code: 429, msg: '' }, 200, { trouble: 'credits' }],
    ['a wrong key', { code: 401, msg: '' }, 200, { trouble: 'key' }],
    ['maintenance', { code: 455, msg: '' }, 200, { trouble: 'maintenance' }],
    ['not found', { code: 404, msg: 'Not Found' }, 404, {}],
    ['an error of its own', { code: 500, msg: 'Server exception' }, 200, {}],
    ['a page', '<html>502</html>', 502, {}],
    ['half an answer', '{"code":200,"data":{"status":"SUC', 200, {}],
  ])('nothing is learned from %s', async (_, body, status, expected) => {
    expect(await lookAt(body, status)).toEqual({ kind: 'blip', detail: expect.any(String), ...expected });
  });

  test('how long to wait is understood, in seconds and as a date', async () => {
    expect(await lookAt({ code: 430 }, 429, { 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7000 });
    const date = new Date(Date.now() + 60_000).toUTCString();
    const answer = await lookAt('<html>', 503, { 'retry-after': date });
    expect(answer?.kind === 'blip' && answer.retryAfterMs).toBeGreaterThan(40_000);
  });
});

describe('the source of an extension is known by the model that the service takes', () => {
  test.each<[string, unknown, object]>([
    ['its own word', made('SUCCESS', [{ ...trackA, modelName: 'V4_5PLUS' }]), { model: 'V4_5PLUS' }],
    ['the request that it gives back', made('SUCCESS', [trackA]), { model: 'V4' }],
    ['a word that can be translated', made('SUCCESS', [trackA], { param: null }), { model: 'V3_5' }],
    ['a request that is no JSON', made('SUCCESS', [{ ...trackA, modelName: 'x' }], { param: '{' }), { model: 'V4' }],
  ])('%s', async (_, body, expected) => {
    lab.says(body);
    const [answer] = await provider.look([{ taskId: 't' }], never);
    expect(answer).toMatchObject({ tracks: [{ reference: expected }, {}] });
  });

  test('and nothing is invented where it says none', async () => {
    lab.says(record({ status: 'SUCCESS', response: { sunoData: [{ ...trackA, modelName: 'secret' }] } }));
    const [answer] = await provider.look([{ taskId: 't' }], never);
    expect(answer?.kind === 'seen' && answer.tracks[0]?.reference).not.toHaveProperty('model');
  });
});

test.each<[string, unknown, unknown]>([
  [
    'its finished song',
    { code: 200, data: { callbackType: 'complete', task_id: 't1', data: [trackA] } },
    { taskId: 't1' },
  ],
  [
    'its failure',
    { code: 400, msg: 'failed', data: { callbackType: 'error', task_id: 't1', data: null } },
    { taskId: 't1' },
  ],
  ['its other spelling', { data: { taskId: 't1' } }, { taskId: 't1' }],
  ['nothing', {}, null],
  ['a list', [{ task_id: 't1' }], null],
  ['a name without end', { data: { task_id: 'x'.repeat(5000) } }, null],
])('a callback of sunoapi.org names the task of %s', (_, body, expected) => {
  expect(lab.make(createSunoapi).taskIn?.(body)).toEqual(expected);
});
