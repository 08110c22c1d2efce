import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider, Work } from '../../src/providers/provider.ts';
import { createSunoapi } from '../../src/providers/sunoapi.ts';
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
  lab.says({ code: 200, msg: 'success', data: { taskId: '5c79be8e' } });
  provider = lab.make(createSunoapi, { settings: { CALLBACK_PLACEHOLDER: 'https://nobody.example/here' } });
});

const parent = { audioId: 'audio-1', model: 'V4', seconds: 198.44, title: 'Lantern', style: 'folk' };
const idle = { callBackUrl: 'https://nobody.example/here' };

describe('sunoapi.org is asked', () => {
  test.each<[string, Work, string, Record<string, unknown>]>([
    [
      'for an idea',
      idea,
      '/api/v1/generate',
      { customMode: false, instrumental: false, model: 'V4_5', prompt: 'a lantern on the water' },
    ],
    [
      'for an instrumental idea',
      { ...idea, instrumental: true } as Work,
      '/api/v1/generate',
      { customMode: false, instrumental: true, model: 'V4_5', prompt: 'a lantern on the water' },
    ],
    [
      'for lyrics, with all that it honours',
      lyrics,
      '/api/v1/generate',
      {
        customMode: true,
        instrumental: false,
        model: 'V4_5',
        prompt: '[Verse]\nOn the water',
        style: 'indie folk, warm',
        title: 'Lantern',
        negativeTags: 'drums',
        vocalGender: 'f',
      },
    ],
    [
      'for an instrumental, under the name of its style',
      { ...lyrics, title: '', lyrics: '', avoid: '', vocals: 'none' },
      '/api/v1/generate',
      { customMode: true, instrumental: true, model: 'V4_5', style: 'indie folk, warm', title: 'indie folk, warm' },
    ],
    [
      'for lyrics without a title, under the first line that is sung',
      { ...lyrics, title: '', avoid: '', vocals: 'male' },
      '/api/v1/generate',
      {
        customMode: true,
        instrumental: false,
        model: 'V4_5',
        prompt: '[Verse]\nOn the water',
        style: 'indie folk, warm',
        title: 'On the water',
        vocalGender: 'm',
      },
    ],
    [
      'for an extension, by the model of its source',
      { ...extension, parent, fromSecond: 105.509 },
      '/api/v1/generate/extend',
      {
        defaultParamFlag: true,
        audioId: 'audio-1',
        model: 'V4',
        continueAt: 105.5,
        prompt: 'Carry it on',
        style: 'folk',
        title: 'Lantern II',
      },
    ],
    [
      'for an extension at the end, which must lie within the track',
      { ...extension, parent, fromSecond: 198.44, lyrics: '', title: '' },
      '/api/v1/generate/extend',
      {
        defaultParamFlag: true,
        audioId: 'audio-1',
        model: 'V4',
        continueAt: 198.34,
        prompt: '[Verse]',
        style: 'folk',
        title: 'Lantern',
      },
    ],
    [
      'for an extension at an end that nobody knows',
      { ...extension, parent: { audioId: 'audio-1', model: 'V4' }, fromSecond: 0 },
      '/api/v1/generate/extend',
      {
        defaultParamFlag: true,
        audioId: 'audio-1',
        model: 'V4',
        prompt: 'Carry it on',
        style: 'folk',
        title: 'Lantern II',
      },
    ],
    [
      'for an extension that inherits everything',
      { ...plainExtension, fromSecond: 0, parent },
      '/api/v1/generate/extend',
      { defaultParamFlag: false, audioId: 'audio-1', model: 'V4' },
    ],
  ])('%s', async (_, work, path, body) => {
    expect(await provider.submit(work, context(provider))).toEqual({ kind: 'accepted', task: { taskId: '5c79be8e' } });
    expect(lab.asked).toMatchObject([
      {
        method: 'POST',
        path,
        headers: { authorization: `Bearer ${key}`, 'user-agent': 'Songcircle test', accept: 'application/json' },
      },
    ]);
    expect(lab.asked[0]?.body).toEqual({ ...body, ...idle });
  });

  test('with our own address to call back, when there is one', async () => {
    await provider.submit(idea, context(provider, { callbackUrl: 'https://bot.example/callbacks/sunoapi/x' }));
    expect(lab.asked[0]?.body).toMatchObject({ callBackUrl: 'https://bot.example/callbacks/sunoapi/x' });
  });

  test('about a task and about its credits', async () => {
    await provider.look([{ taskId: 'a/b c' }], never);
    lab.says({ code: 200, msg: 'success', data: 100 });
    expect(await provider.credits?.(never)).toEqual({ kind: 'left', credits: 100 });
    expect(lab.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/generate/record-info?taskId=a%2Fb%20c',
      'GET /api/v1/generate/credit',
    ]);
  });

  test('never for a track whose audio id is not known', async () => {
    expect(inShort(await provider.submit(extension, context(provider)))).toBe('refused track_gone');
    expect(lab.asked).toEqual([]);
  });
});

describe('what sunoapi.org says to a submission', () => {
  test.each<[unknown, number, string]>([
    [{ code: 429, msg: 'The current credits are insufficient. Please top up.', data: null }, 200, 'refused credits'],
    [{ code: 429, msg: '', data: null }, 200, 'refused credits'],
    [{ code: 429, msg: 'Too many requests' }, 429, 'refused busy'],
    [{ code: 405, msg: 'limit' }, 200, 'refused busy'],
    [{ code: 430, msg: 'Your call frequency is too high.' }, 200, 'refused busy'],
    [{ code: 400, msg: 'Please enter callBackUrl.', data: null }, 200, 'refused invalid'],
    [{ code: 400, msg: 'customMode cannot be null' }, 500, 'refused invalid'],
    [{ code: 413, msg: 'The theme or prompt is too long' }, 200, 'refused text'],
    [{ code: 401, msg: 'You do not have access permissions' }, 200, 'refused key'],
    [{ code: 404, msg: 'Not Found' }, 200, 'refused retired'],
    [{ code: 455, msg: '' }, 200, 'refused maintenance'],
    [{ code: 500, msg: 'Server exception' }, 200, 'unknown'],
    [{ code: 200, msg: 'success', data: {} }, 200, 'unknown'],
    [{ code: 200, msg: 'success', data: null }, 200, 'unknown'],
    [{ code: 200, data: { taskId: 't' } }, 500, 'unknown'],
    ['<html>nginx</html>', 405, 'refused retired'],
    ['<html>nginx</html>', 429, 'refused busy'],
    ['<html>our policy</html>', 502, 'unknown'],
    ['<html>nginx</html>', 505, 'unknown'],
    ['<html>login</html>', 200, 'unknown'],
    ['{"code":200,"data":{"task', 200, 'unknown'],
  ])('%j with status %d: %s', async (body, status, expected) => {
    lab.says(body, status);
    expect(inShort(await provider.submit(idea, context(provider)))).toBe(expected);
    expect(lab.asked).toHaveLength(1);
  });

  test('of a source that is no longer there', async () => {
    lab.says({ code: 400, msg: 'The audio does not exist or has expired.', data: null });
    expect(inShort(await provider.submit({ ...extension, parent }, context(provider)))).toBe('refused track_gone');
    expect(inShort(await provider.submit(idea, context(provider)))).toBe('refused invalid');
  });

  test('goes to the log short, on one line, and without the key', async () => {
    lab.says({ code: 401, msg: `No such key:\n${key} ${'x'.repeat(1000)}` });
    const answer = await provider.submit(idea, context(provider));
    expect(answer).toMatchObject({ detail: expect.stringMatching(/^200\/401: No such key: \[key\] x{200,}$/) });
    expect(answer.kind === 'refused' && answer.detail.length).toBe(300);
  });
});

test('a model that nobody knows comes first, within the strictest limits', () => {
  const own = lab.make(createSunoapi, { model: 'V9' });
  expect(own.defaultModel).toBe('V9');
  expect(own.models[0]).toEqual({
    id: 'V9',
    name: 'V9',
    limits: { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 },
  });
  expect(own.models).toHaveLength(7);
  expect(lab.make(createSunoapi, { model: 'V5' })).toMatchObject({ defaultModel: 'V5', models: { length: 6 } });
});
