import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAimlapi, createAimlapiLegacy } from '../../src/providers/aimlapi.ts';
import type { Provider, Work } from '../../src/providers/provider.ts';
import {
  context,
  createServiceLab,
  extension,
  idea,
  inShort,
  key,
  lyrics,
  never,
  plainExtension,
  type ServiceLab,
} from './service-lab.ts';

let lab: ServiceLab;
let provider: Provider;
beforeAll(async () => {
  lab = await createServiceLab();
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.asked.length = 0;
  lab.says([{ id: 'c1' }, { id: 'c2' }], 201);
  provider = lab.make(createAimlapi);
});

const makers = {
  'the newer paths': () => lab.make(createAimlapi, { settings: { PREFIX: '' } }),
  'the newer paths with a prefix': () => lab.make(createAimlapi, { settings: { PREFIX: '/v1' } }),
  'the older paths': () => lab.make(createAimlapiLegacy),
} satisfies Record<string, () => Provider>;
type Paths = keyof typeof makers;

const parent = { clipId: 'c1', seconds: 131.4, title: 'Lantern', style: 'folk' };
const ideaBody = { prompt: 'a lantern on the water', make_instrumental: false, wait_audio: false };

test.each<[Paths, string, Work, string, Record<string, unknown>]>([
  ['the newer paths', 'an idea', idea, '/generate', ideaBody],
  ['the newer paths with a prefix', 'an idea', idea, '/v1/generate', ideaBody],
  ['the older paths', 'an idea', idea, '/generate', ideaBody],
  [
    'the newer paths',
    'lyrics, where tags are the style',
    lyrics,
    '/generate/custom-mode',
    {
      prompt: '[Verse]\nOn the water',
      tags: 'indie folk, warm',
      title: 'Lantern',
      make_instrumental: false,
      wait_audio: false,
    },
  ],
  [
    'the older paths',
    'an instrumental, by lyrics nobody sings',
    { ...lyrics, lyrics: '', vocals: 'none' },
    '/custom_generate',
    {
      prompt: '[Instrumental]',
      tags: 'indie folk, warm',
      title: 'Lantern',
      make_instrumental: true,
      wait_audio: false,
    },
  ],
  [
    'the newer paths with a prefix',
    'an extension',
    { ...extension, parent },
    '/v1/extend',
    { audio_id: 'c1', prompt: 'Carry it on', continue_at: '105.5', title: 'Lantern II', tags: 'folk' },
  ],
  [
    'the older paths',
    'an extension at the end, with the tags of its source',
    { ...plainExtension, parent, fromSecond: 131.4 },
    '/extend_audio',
    { audio_id: 'c1', prompt: '', continue_at: '131.3', title: 'Lantern', tags: 'folk' },
  ],
  [
    'the newer paths',
    'an extension at an end that nobody knows',
    { ...extension, parent: { clipId: 'c1' }, fromSecond: 0 },
    '/extend',
    { audio_id: 'c1', prompt: 'Carry it on', continue_at: '', title: 'Lantern II', tags: 'folk' },
  ],
])('on %s aimlapi.com is asked for %s', async (paths, _, work, path, body) => {
  const own = makers[paths]();
  expect(await own.submit(work, context(own))).toEqual({ kind: 'accepted', task: { clip0: 'c1', clip1: 'c2' } });
  expect(lab.asked).toMatchObject([{ method: 'POST', path, headers: { authorization: `Bearer ${key}` } }]);
  expect(lab.asked[0]?.body).toEqual(body);
});

test.each<[Paths, string]>([
  ['the newer paths', '/?ids[0]=c1&ids[1]=c2&ids[2]=c%203'],
  ['the newer paths with a prefix', '/v1?ids[0]=c1&ids[1]=c2&ids[2]=c%203'],
  ['the older paths', '/?ids[0]=c1&ids[1]=c2&ids[2]=c%203'],
])('on %s several songs are looked at with one request', async (paths, path) => {
  await makers[paths]().look([{ clip0: 'c1', clip1: 'c2' }, { clip0: 'c 3' }], never);
  expect(lab.asked).toMatchObject([{ method: 'GET', path }]);
});

test('a model is named only when the operator named one', async () => {
  const own = lab.make(createAimlapiLegacy, { model: 'chirp-v3-0' });
  await own.submit(lyrics, context(own));
  expect(lab.asked[0]?.body).toMatchObject({ model: 'chirp-v3-0' });
  expect(own.models.map(({ id }) => id)).toEqual(['chirp-v3-0', 'chirp-v3-5']);
});

test('the balance of the account there', async () => {
  lab.says({ current_balance: 123.45, currency: 'USD' });
  expect(await provider.credits?.(never)).toEqual({ kind: 'left', credits: 123.45 });
  expect(lab.asked[0]).toMatchObject({ method: 'GET', path: '/v2/billing' });
});

describe('what aimlapi.com says to a submission', () => {
  const real = { id: '83ae1d2f-ca43-4a5a-8da4-56e8ce17142f', title: '', audio_url: '', status: 'submitted' };
  test.each<[unknown, number, object | string]>([
    [[real, { ...real, id: 'c2' }], 200, { clip0: '83ae1d2f-ca43-4a5a-8da4-56e8ce17142f', clip1: 'c2' }],
    [{ id: 'c1', audio_url: '' }, 201, { clip0: 'c1' }],
    [{ clips: [{ id: 'c1' }, { id: 'c1' }] }, 200, { clip0: 'c1' }],
    [{ clip_ids: ['c1', 'c2'] }, 200, { clip0: 'c1', clip1: 'c2' }],
    [{ data: [{ id: 'c1' }] }, 200, { clip0: 'c1' }],
    [[{ audio_url: 'https://audiopipe.suno.ai/?item_id=c9' }], 200, { clip0: 'c9' }],
    [
      [{ audio_url: 'https://cdn1.suno.ai/83ae1d2f-ca43-4a5a-8da4-56e8ce17142f.mp3' }],
      200,
      { clip0: '83ae1d2f-ca43-4a5a-8da4-56e8ce17142f' },
    ],
    [[], 201, 'unknown'],
    [{}, 201, 'unknown'],
    [{ message: "You've run out of credits", statusCode: '403' }, 403, 'refused credits'],
    [{ message: 'Verification needed', statusCode: 403 }, 403, 'refused key'],
    [{ message: ['prompt must be a string'], error: 'Bad Request', statusCode: 400 }, 400, 'refused invalid'],
    [{ message: 'This request requires a valid API key', statusCode: 401 }, 401, 'refused key'],
    [{ message: 'Cannot POST /generate', error: 'Not Found', statusCode: 404 }, 404, 'refused retired'],
    [{ message: 'Gone', statusCode: 410 }, 410, 'refused retired'],
    [{ message: "You've reached your free limit for the hour", statusCode: 429 }, 429, 'refused busy'],
    [{ message: 'Something wrong with the server', statusCode: 500 }, 500, 'unknown'],
    [{ message: 'The model is under maintenance', statusCode: 500 }, 500, 'refused maintenance'],
    [{ error: 'x' }, 402, 'refused credits'],
    [{ error: 'Song Description contained artist name: metallica' }, 500, 'refused text'],
    ['Generation timeout', 504, 'unknown'],
    ['<html>', 410, 'refused retired'],
  ])('%j with status %d', async (body, status, expected) => {
    lab.says(body, status);
    const answer = await provider.submit(idea, context(provider));
    expect(answer.kind === 'accepted' ? answer.task : inShort(answer)).toEqual(expected);
  });

  test('of a clip that it no longer has', async () => {
    lab.says({ message: 'Clip not found', statusCode: 404 }, 404);
    expect(inShort(await provider.submit({ ...extension, parent }, context(provider)))).toBe('refused track_gone');
    lab.asked.length = 0;
    expect(inShort(await provider.submit(extension, context(provider)))).toBe('refused track_gone');
    expect(lab.asked).toEqual([]);
  });
});

const streaming = {
  id: 'c1',
  status: 'streaming',
  audio_url: 'https://audiopipe.suno.ai/?item_id=c1',
  image_url: 'https://cdn1.suno.ai/image_c1.png',
  title: 'Dance Track',
  lyric: '[Verse]…',
  tags: 'dance, energetic',
  video_url: '',
};
const queued = { id: 'c2', status: 'queued', audio_url: '', image_url: null, title: '', lyric: '' };
const complete = {
  id: 'c1',
  status: 'complete',
  audio_url: 'https://cdn1.suno.ai/c1.mp3',
  video_url: 'https://cdn1.suno.ai/c1.mp4',
  image_url: 'https://cdn1.suno.ai/image_c1.png',
  duration: 131.4,
};
const broken = {
  id: 'c2',
  status: 'error',
  audio_url: 'https://cdn1.suno.ai/None.mp3',
  error_message: 'Song Description contained artist name: metallica',
};
const working = { state: 'working' };
const playing = { state: 'working', audio: { kind: 'url', url: streaming.audio_url } };
const ready = { state: 'ready', audio: { kind: 'url', url: complete.audio_url } };
const failed = { state: 'failed' };

describe('what aimlapi.com says of clips', () => {
  const song = { clip0: 'c1', clip1: 'c2' };

  test('a finished clip, with all that is shown and all that an extension needs', async () => {
    lab.says([{ ...complete, title: 'Dance Track', tags: 'dance' }, queued]);
    const [answer] = await provider.look([song], never);
    expect(answer?.kind === 'seen' && answer.tracks[0]).toEqual({
      index: 0,
      state: 'ready',
      reference: { clipId: 'c1', seconds: 131.4, title: 'Dance Track', style: 'dance' },
      audio: { kind: 'url', url: 'https://cdn1.suno.ai/c1.mp3' },
      cover: { kind: 'url', url: 'https://cdn1.suno.ai/image_c1.png' },
      videoUrl: 'https://cdn1.suno.ai/c1.mp4',
      title: 'Dance Track',
      style: 'dance',
      durationSeconds: 131.4,
    });
  });

  test.each<[string, unknown, object]>([
    [
      'submitted',
      [{ ...queued, id: 'c1', status: 'submitted' }, queued],
      { stage: 'queued', tracks: [working, working] },
    ],
    ['one plays', [streaming, queued], { stage: 'music', tracks: [playing, working] }],
    ['both are done', [complete, { ...complete, id: 'c2', status: 'completed' }], { tracks: [ready, ready] }],
    ['one is done, one failed', [complete, broken], { stage: 'music', tracks: [ready, failed] }],
    [
      'an error while it is said to play',
      [complete, { ...broken, status: 'streaming' }],
      { stage: 'music', tracks: [ready, failed] },
    ],
    [
      'complete, and locked away',
      [complete, { ...complete, id: 'c2', audio_url: 'https://studio-api.prod.suno.com/api/forbidden' }],
      { tracks: [ready, failed] },
    ],
    [
      'complete, and only a stream',
      [{ ...streaming, status: 'complete' }, broken],
      { stage: 'closing', tracks: [playing, failed] },
    ],
    [
      'a word that nobody knows',
      [{ ...streaming, status: 'mastering' }, queued],
      { stage: 'music', tracks: [playing, working] },
    ],
    [
      'an address of a file that is not finished',
      [{ ...complete, status: 'streaming' }, queued],
      { tracks: [{ ...ready, state: 'working' }, working] },
    ],
    ['in another order', [queued, streaming], { tracks: [playing, working] }],
    ['one is missing', [streaming], { tracks: [playing, working] }],
    ['one, outside of a list', complete, { tracks: [ready, working] }],
    [
      'without names',
      [
        { status: 'complete', audio_url: complete.audio_url },
        { status: 'queued', audio_url: '' },
      ],
      { tracks: [ready, working] },
    ],
  ])('%s', async (_, body, expected) => {
    lab.says(body, 201);
    const [answer] = await provider.look([song], never);
    expect(answer).toMatchObject({ kind: 'seen', ...expected });
  });

  test('all failed, for the words', async () => {
    lab.says([{ ...broken, id: 'c1' }, broken]);
    expect(await provider.look([song], never)).toMatchObject([{ kind: 'failed', reason: 'text' }]);
  });

  test('an extension may be one clip', async () => {
    lab.says([complete]);
    expect(await provider.look([{ clip0: 'c1' }], never)).toMatchObject([{ kind: 'seen', tracks: [ready] }]);
  });

  test('an answer about several songs is sorted back, in their order', async () => {
    lab.says([broken, { ...complete, id: 'c4' }, complete, { ...broken, id: 'c3' }]);
    const answers = await provider.look([{ clip0: 'c3', clip1: 'c4' }, song, { clip0: 'c5' }], never);
    expect(answers).toMatchObject([
      { kind: 'seen', tracks: [failed, ready] },
      { kind: 'seen', tracks: [ready, failed] },
      { kind: 'seen', stage: 'queued', tracks: [working] },
    ]);
  });

  test.each<[unknown, number, string | undefined]>([
    [{ message: 'Cannot GET /', statusCode: 404 }, 404, 'retired'],
    [{ message: 'Gone', statusCode: 410 }, 410, 'retired'],
    [{ message: 'Unauthorized', statusCode: 401 }, 401, 'key'],
    [{ message: "You've run out of credits", statusCode: 403 }, 403, 'credits'],
    [{ message: 'Too Many Requests', statusCode: 429 }, 429, 'busy'],
    [{ message: 'x', statusCode: 500 }, 500, undefined],
    ['<html>', 404, 'retired'],
    ['<html>', 502, undefined],
    [[], 200, undefined],
    [{}, 200, undefined],
  ])('%j with status %d says nothing of any of them', async (body, status, trouble) => {
    lab.says(body, status);
    const answers = await provider.look([song, { clip0: 'c3' }], never);
    expect(answers.map((answer) => answer.kind === 'blip' && answer.trouble)).toEqual([trouble, trouble]);
  });
});
