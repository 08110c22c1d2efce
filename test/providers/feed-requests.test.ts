/** apiin.one, and both versions of aimusicapi.org. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiin } from '../../src/providers/apiin.ts';
import type { Work } from '../../src/providers/provider.ts';
import { type FeedService, feedFamily, feedServices } from './feed-family.ts';
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
beforeAll(async () => {
  lab = await createServiceLab();
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.asked.length = 0;
});

const makers = feedFamily(() => lab);

const parent = { taskId: 'gen1ksv', index: 1, seconds: 186, title: 'Lantern', style: 'folk' };
const instrumental: Work = { ...lyrics, title: '', lyrics: '', avoid: '', vocals: 'none' };
const ideaBody = { gpt_description_prompt: 'a lantern on the water', make_instrumental: false };
const words = { prompt: '[Verse]\nOn the water', title: 'Lantern', make_instrumental: false };
const extended = {
  origin_task_id: 'gen1ksv',
  extend_audio_index: 1,
  custom_mode: true,
  prompt: 'Carry it on',
  style: 'folk',
  title: 'Lantern II',
  extensionStartTime: 105.5,
};

test.each<[FeedService, string, Work, string, Record<string, unknown>]>([
  ['apiin', 'an idea', idea, '/audio/music', { ...ideaBody, model: 'suno-v3-5' }],
  [
    'apiin',
    'lyrics, where tags are avoided',
    lyrics,
    '/audio/music',
    { ...words, style: 'indie folk, warm', tags: 'drums', model: 'suno-v3-5' },
  ],
  [
    'apiin',
    'an instrumental, by a prompt nobody sings',
    instrumental,
    '/audio/music',
    {
      prompt: '[Instrumental]',
      style: 'indie folk, warm',
      title: 'indie folk, warm',
      make_instrumental: true,
      model: 'suno-v3-5',
    },
  ],
  ['apiin', 'an extension', { ...extension, parent }, '/audio/music/extend', extended],
  [
    'apiin',
    'an extension at the end that inherits everything',
    { ...plainExtension, parent, fromSecond: 186 },
    '/audio/music/extend',
    { origin_task_id: 'gen1ksv', extend_audio_index: 1, custom_mode: false },
  ],
  [
    'apiin',
    'an extension that inherits everything from some second on',
    { ...plainExtension, parent },
    '/audio/music/extend',
    { origin_task_id: 'gen1ksv', extend_audio_index: 1, custom_mode: false, extensionStartTime: 105.5 },
  ],
  [
    'apiin',
    'an extension without lyrics, of an instrumental',
    { ...extension, parent: { ...parent, instrumental: 1 }, fromSecond: 0, title: '', lyrics: '' },
    '/audio/music/extend',
    {
      origin_task_id: 'gen1ksv',
      extend_audio_index: 1,
      custom_mode: true,
      prompt: '[Instrumental]',
      style: 'folk',
      title: 'Lantern',
    },
  ],
  ['aimusicapi 1', 'an idea', idea, '/submit', { ...ideaBody, model: 'chirp-v3-5' }],
  [
    'aimusicapi 1',
    'lyrics, where tags are the style',
    lyrics,
    '/submit',
    { ...words, tags: 'indie folk, warm', model: 'chirp-v3-5' },
  ],
  [
    'aimusicapi 1',
    'an instrumental',
    { ...instrumental, title: 'Still' },
    '/submit',
    {
      prompt: '[Instrumental]',
      title: 'Still',
      tags: 'indie folk, warm',
      make_instrumental: true,
      model: 'chirp-v3-5',
    },
  ],
  ['aimusicapi 2', 'an idea', idea, '/v2/generate', { ...ideaBody, model: 'chirp-v3-5' }],
  [
    'aimusicapi 2',
    'lyrics, with a voice, where tags are avoided',
    lyrics,
    '/v2/generate',
    { ...words, style: 'indie folk, warm', tags: 'drums', gender: 'female', model: 'chirp-v3-5' },
  ],
  ['aimusicapi 2', 'an extension', { ...extension, parent }, '/v2/extend', extended],
])('%s is asked for %s', async (service, _, work, path, body) => {
  lab.says({ code: 200, message: 'success', workId: 'gen2ksv' });
  const provider = makers[service]();
  expect(await provider.submit(work, context(provider))).toEqual({ kind: 'accepted', task: { taskId: 'gen2ksv' } });
  expect(lab.asked).toMatchObject([{ method: 'POST', path, headers: { authorization: `Bearer ${key}` } }]);
  expect(lab.asked[0]?.body).toEqual(body);
});

test.each<[FeedService, string, unknown]>([
  ['apiin', '/audio/music/feed?task_id=gen%261&workId=gen%261', 'https://bot.example/x'],
  ['aimusicapi 1', '/query?workId=gen%261', undefined],
  ['aimusicapi 2', '/v2/feed?workId=gen%261', 'https://bot.example/x'],
])('%s is looked at by %s, and is told where to call when it calls', async (service, path, callback) => {
  const provider = makers[service]();
  await provider.look([{ taskId: 'gen&1' }], never);
  await provider.submit(idea, context(provider, { callbackUrl: 'https://bot.example/x' }));
  expect(lab.asked[0]).toMatchObject({ method: 'GET', path });
  expect(lab.asked[1]?.body).toEqual({
    ...ideaBody,
    model: provider.defaultModel,
    ...(callback === undefined ? {} : { callback_url: callback }),
  });
});

describe('each of the family honours what it has fields for', () => {
  test.each<[FeedService, object]>([
    ['apiin', { honours: { avoid: true, vocals: false }, extends: true, callbacks: 'wakes', credits: undefined }],
    [
      'aimusicapi 1',
      {
        honours: { avoid: false, vocals: false },
        extends: false,
        callbacks: 'none',
        credits: undefined,
        taskIn: undefined,
      },
    ],
    ['aimusicapi 2', { honours: { avoid: true, vocals: true }, extends: true, callbacks: 'wakes' }],
  ])('%s', (service, expected) => {
    expect({ credits: undefined, taskIn: undefined, ...makers[service]() }).toMatchObject(expected);
  });

  test('the first version is never asked to extend, nor is any for a track whose task is not known', async () => {
    const answers = await Promise.all(
      feedServices.map((service) => makers[service]()).map((one) => one.submit(extension, context(one))),
    );
    expect(answers.map(inShort)).toEqual(['refused track_gone', 'refused invalid', 'refused track_gone']);
    expect(lab.asked).toEqual([]);
  });

  test('the credits of the second version', async () => {
    lab.says({ code: 200, message: 'success', data: { credits: 195, used_credits: 5 } });
    const provider = makers['aimusicapi 2']();
    expect(await provider.credits?.(never)).toEqual({ kind: 'left', credits: 195 });
    expect(lab.asked[0]).toMatchObject({ method: 'GET', path: '/v2/credits' });
    lab.says({ code: 401, message: 'Invalid API key' });
    expect(await provider.credits?.(never)).toMatchObject({ kind: 'refused', reason: 'key' });
    lab.says({ code: 200, message: 'success', data: {} });
    expect(await provider.credits?.(never)).toMatchObject({ kind: 'blip' });
  });
});

describe('what the family says to a submission', () => {
  test.each<[unknown, number, string]>([
    [{ task_id: 'gen1', status: 'pending', model: 'suno-v4-5', created_at: '2026-02-24T12:00:00Z' }, 200, 'gen1'],
    [{ id: 'task_abc123', status: 'pending' }, 200, 'task_abc123'],
    [{ data: { task_id: 'gen1' } }, 200, 'gen1'],
    [{ code: 200, message: 'success', workId: 'gen2', data: { task_id: 'gen2' } }, 201, 'gen2'],
    [{ code: 0, data: [{ task_id: 'gen1' }] }, 200, 'gen1'],
    [[{ workId: 'gen1' }], 200, 'gen1'],
    [{ data: { taskId: 17 } }, 200, '17'],
    // A number or a list may be the id of anything.
    [{ id: 17 }, 200, 'unknown'],
    [[{ id: 'song_abc123' }], 200, 'unknown'],
    [{ error: { code: 401, message: 'Invalid API key', type: 'authentication_error' } }, 401, 'refused key'],
    [{ error: { code: 402, message: 'Payment', type: 'insufficient_credits' } }, 402, 'refused credits'],
    [{ error: { message: 'Not enough credits' } }, 200, 'refused credits'],
    [{ error: 'something' }, 200, 'unknown'],
    [{ code: 400, message: 'Invalid request' }, 200, 'refused invalid'],
    [{ code: 402, message: 'Not enough credits' }, 200, 'refused credits'],
    [{ code: 429, message: 'Rate limit exceeded. Please try again later.' }, 200, 'refused busy'],
    [{ code: 429, message: '' }, 200, 'refused busy'],
    [{ code: 400, message: 'Does Not Meet Guidelines' }, 200, 'refused text'],
    [{ code: 500, message: 'Internal' }, 200, 'unknown'],
    [{ message: 'Internal' }, 503, 'unknown'],
    [{ message: 'Under maintenance' }, 503, 'refused maintenance'],
    [{}, 405, 'refused retired'],
    ['<html>', 404, 'refused retired'],
    ['', 504, 'unknown'],
    ['', 408, 'unknown'],
    ['moved', 302, 'unknown'],
  ])('%j with status %d: %s', async (body, status, expected) => {
    lab.says(body, status);
    for (const service of feedServices) {
      const provider = makers[service]();
      const answer = await provider.submit(idea, context(provider));
      expect(answer.kind === 'accepted' ? answer.task.taskId : inShort(answer)).toBe(expected);
    }
  });

  test.each([
    ['The provided "origin_task_id" is invalid or could not be found.', 'refused track_gone'],
    ['The requested audio is not yet completed. Please wait', 'refused busy'],
    ['Please specify which audio to extend. Add "extend_audio_index"', 'refused invalid'],
    ['Not enough credits for this audio, which is not found', 'refused credits'],
  ])('of a source: %s', async (message, expected) => {
    lab.says({ code: 400, message });
    const provider = makers.apiin();
    expect(inShort(await provider.submit({ ...extension, parent }, context(provider)))).toBe(expected);
  });
});

test('models have the names by which these services ask', () => {
  expect(makers.apiin().models.map(({ id }) => id)).toContain('suno-v4-0-vip');
  expect(makers['aimusicapi 1']().models).toHaveLength(1);
  const own = lab.make(createApiin, { model: 'chirp-v5-5' });
  expect(own.models[0]).toMatchObject({ id: 'chirp-v5-5', limits: { style: 200, lyrics: 3000 } });
});
