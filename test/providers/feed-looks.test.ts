/** apiin.one, and both versions of aimusicapi.org. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { feedFamily, feedServices } from './feed-family.ts';
import { createServiceLab, never, type ServiceLab } from './service-lab.ts';

let lab: ServiceLab;
beforeAll(async () => {
  lab = await createServiceLab();
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.asked.length = 0;
});

const makers = feedFamily(() => lab);

const stream = 'https://audiopipe.suno.ai/?item_id=song_abc123';
const file = 'https://tempfile.example/a.mp3';
const request_body = { prompt: '...', title: 'Summer Dreams', tags: 'pop', make_instrumental: false };
const feed = (type: unknown, response_data: unknown, more: object = { request_body }) => ({
  code: 200,
  message: 'success',
  data: { type, response_data, created_at: '2026-02-24T12:00:31Z', ...more },
});
const finished = {
  id: 'song_abc123',
  audio_url: stream,
  image_url: 'https://cdn2.suno.ai/image_abc123.jpeg',
  status: 'complete',
  title: 'Summer Dreams',
  duration: 186,
  model_name: 'chirp-v4-5',
  extra_message: 'All generated successfully.',
  fail_message: '',
  error_message: '',
};
/** As the family documents it under `type: SUCCESS`. */
const early = {
  id: 'd23efe77',
  audio_url: stream,
  image_url: 'https://cdn2.suno.ai/image.jpeg',
  video_url: '',
  created_at: '2025-01-01T22:10:31.665Z',
  timestamp: 1740620331100,
  status: 'text',
  title: '',
  prompt: '',
  tags: '',
  duration: '',
  model_name: 'chirp-v3-5',
  extra_message: 'Text generated successfully.',
  fail_message: '',
  error_message: '',
};
const silent = { ...early, audio_url: '' };
const working = { state: 'working' };
const playing = { state: 'working', audio: { kind: 'url', url: stream } };
const ready = { state: 'ready', audio: { kind: 'url' } };
const failed = { state: 'failed' };

describe('what the family says of a task', () => {
  const lookAt = async (body: unknown, task = 'x1', status = 200) => {
    lab.says(body, status);
    const answers = await Promise.all(feedServices.map((service) => makers[service]().look([{ taskId: task }], never)));
    return answers.map(([answer]) => answer);
  };

  test('a take, whose stream is all there is of a finished one', async () => {
    const [answer] = await lookAt(feed('SUCCESS', [finished, finished]), 'gen1ksv');
    expect(answer?.kind === 'seen' && answer.tracks[1]).toEqual({
      index: 1,
      state: 'ready',
      reference: { taskId: 'gen1ksv', index: 1, seconds: 186, title: 'Summer Dreams' },
      audio: { kind: 'url', url: stream },
      cover: { kind: 'url', url: 'https://cdn2.suno.ai/image_abc123.jpeg' },
      title: 'Summer Dreams',
      durationSeconds: 186,
    });
  });

  test.each<[string, unknown, object]>([
    ['nothing yet', feed('IN_PROGRESS', null), { stage: 'queued', tracks: [working] }],
    ['nothing yet, in an older word', feed('new', []), { stage: 'queued', tracks: [working] }],
    [
      'tracks that wait',
      feed('IN_PROGRESS', [{ status: 'pending' }, {}]),
      { stage: 'music', tracks: [working, working] },
    ],
    [
      'success, which means the words alone',
      feed('SUCCESS', [silent, { ...early }]),
      { stage: 'music', tracks: [working, playing] },
    ],
    [
      'success, and everything plays',
      feed('SUCCESS', [early, early]),
      { stage: 'closing', tracks: [playing, playing] },
    ],
    [
      'at work, and everything plays',
      feed('IN_PROGRESS', [early, early]),
      { stage: 'music', tracks: [playing, playing] },
    ],
    ['the first is done', feed('SUCCESS', [finished, silent]), { stage: 'music', tracks: [ready, working] }],
    [
      'the first is done, one plays',
      feed('SUCCESS', [finished, early]),
      { stage: 'closing', tracks: [ready, playing] },
    ],
    ['the first is listed alone', feed('IN_PROGRESS', [finished]), { stage: 'music', tracks: [ready, working] }],
    [
      'a last word that is still "first"',
      feed('SUCCESS', [
        { ...early, status: 'first', extra_message: 'All generated successfully.' },
        { ...early, status: 'first', audio_url: file, duration: '186 s' },
      ]),
      { tracks: [ready, ready] },
    ],
    [
      'a stream that is first',
      feed('x', [{ ...early, status: 'first', duration: 9 }, silent]),
      { tracks: [playing, working] },
    ],
    [
      'a message before a status',
      feed('SUCCESS', [finished, { ...finished, fail_message: 'Does Not Meet Guidelines' }]),
      { tracks: [ready, failed] },
    ],
    ['complete without audio', feed('SUCCESS', [finished, { status: 'complete' }]), { tracks: [ready, failed] }],
    [
      'complete with a dead end',
      feed('SUCCESS', [finished, { status: 'complete', audio_url: 'https://studio-api.prod.suno.com/api/forbidden' }]),
      { tracks: [ready, failed] },
    ],
    ['one of two, then failed', feed('FAILED', [finished, early]), { tracks: [ready, failed] }],
    [
      'an extension of one take',
      feed('SUCCESS', [finished], { request_body: { origin_task_id: 'gen1' } }),
      { tracks: [ready] },
    ],
    [
      'an extension that may bring another',
      feed('IN_PROGRESS', [finished], { request_body: { origin_task_id: 'gen1' } }),
      { tracks: [{ state: 'working' }] },
    ],
    ['one track that is no list', feed('SUCCESS', finished, {}), { tracks: [ready] }],
    ['an envelope in a list', [feed('SUCCESS', [finished, finished])], { tracks: [ready, ready] }],
    ['tracks alone, as in a callback', [finished, finished], { tracks: [ready, ready] }],
    ['tracks in data', { code: 200, data: [finished, finished] }, { tracks: [ready, ready] }],
    ['an output', { status: 'COMPLETED', output: { audio_url: file, status: 'done' } }, { tracks: [ready] }],
    ['a status alone', { status: 'pending' }, { stage: 'queued', tracks: [working] }],
  ])('%s', async (_, body, expected) => {
    for (const answer of await lookAt(body)) {
      expect(answer).toMatchObject({ kind: 'seen', ...expected });
      expect(
        answer?.kind === 'seen' && answer.tracks.filter((one) => one.state !== 'ready' && one.audio === undefined),
      ).toHaveLength(
        (expected as { tracks: object[] }).tracks.filter((one) => one === working || one === failed).length,
      );
    }
  });

  test.each<[string, unknown, object]>([
    ['an error', feed('ERROR', null), { reason: 'service' }],
    ['an error, though something plays', feed('fail', [early, early]), { reason: 'service' }],
    [
      'both against the rules',
      feed('SUCCESS', [{ status: 'complete' }, { fail_message: 'inappropriate' }]),
      { reason: 'text' },
    ],
    ['that its work was in vain', { code: 531, message: 'Your credits have been refunded' }, { reason: 'service' }],
  ])('it failed: %s', async (_, body, expected) => {
    for (const answer of await lookAt(body)) expect(answer).toMatchObject({ kind: 'failed', ...expected });
  });

  test.each<[unknown, number, (string | undefined)[]]>([
    [{ code: 200, message: 'success', data: null }, 200, [undefined, undefined, undefined]],
    [{}, 200, [undefined, undefined, undefined]],
    [{ code: 404, message: 'not found' }, 200, [undefined, 'retired', undefined]],
    [{ message: 'Method Not Allowed' }, 405, ['retired', 'retired', 'retired']],
    ['<html>', 404, [undefined, 'retired', undefined]],
    ['<html>', 403, [undefined, undefined, undefined]],
    [{ error: { code: 402, message: 'x' } }, 402, ['credits', 'credits', 'credits']],
    [{ code: 500, message: 'x' }, 200, [undefined, undefined, undefined]],
    ['{"code":200,', 200, [undefined, undefined, undefined]],
  ])('nothing can be learned of %j with status %d', async (body, status, troubles) => {
    const answers = await lookAt(body, 'x1', status);
    expect(answers).toMatchObject(feedServices.map(() => ({ kind: 'blip' })));
    expect(answers.map((answer) => answer?.kind === 'blip' && answer.trouble)).toEqual(troubles);
  });

  test('a callback is a list of tracks, yet an object with a task in it is understood', () => {
    const taskIn = (body: unknown) => makers.apiin().taskIn?.(body);
    expect(taskIn([finished])).toBeNull();
    expect(taskIn(finished)).toBeNull();
    expect([{ task_id: 'g' }, { workId: 'g' }, { data: { taskId: 'g' } }].map(taskIn)).toEqual([
      { taskId: 'g' },
      { taskId: 'g' },
      { taskId: 'g' },
    ]);
  });
});
