import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '../../src/http.ts';
import { createAimlapi, createAimlapiLegacy } from '../../src/providers/aimlapi.ts';
import { createAimusicapi } from '../../src/providers/aimusicapi.ts';
import { createApiin } from '../../src/providers/apiin.ts';
import type {
  LookAnswer,
  Provider,
  ServiceOptions,
  SubmitAnswer,
  TaskReference,
} from '../../src/providers/provider.ts';
import { addressOf, fieldsOf, idOf, numberOf, secondsOf, textOf } from '../../src/providers/reading.ts';
import { reasonByCode, reasonByWords } from '../../src/providers/reading-errors.ts';
import { standingOf } from '../../src/providers/reading-status.ts';
import { createSunoapi } from '../../src/providers/sunoapi.ts';
import { context, extension, idea, key, never } from './service-lab.ts';

test.each<[unknown, number | null]>([
  [198.44, 198.44],
  ['198.44', 198.44],
  ['109.8 s', 109.8],
  ['109.8s', 109.8],
  ['3:18', 198],
  ['3:18.5', 198.5],
  [' 12 ', 12],
  ['', null],
  [null, null],
  [undefined, null],
  [0, null],
  ['0', null],
  [-3, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [1e9, null],
  ['3:99', null],
  ['soon', null],
  [[3], null],
  [{ seconds: 3 }, null],
])('a length of %j is %j seconds', (told, seconds) => {
  expect(secondsOf(told)).toBe(seconds);
});

test.each<[string, object]>([
  ['https://cdn1.suno.ai/x.mp3', { kind: 'file', url: 'https://cdn1.suno.ai/x.mp3' }],
  ['http://files.example/x', { kind: 'file', url: 'http://files.example/x' }],
  ['https://audiopipe.suno.ai/?item_id=c1', { kind: 'stream', url: 'https://audiopipe.suno.ai/?item_id=c1' }],
  ['https://cdn1.suno.ai/None.mp3', { kind: 'dead' }],
  ['https://studio-api.prod.suno.com/api/forbidden', { kind: 'dead' }],
  ['', { kind: 'none' }],
  ['x.mp3', { kind: 'none' }],
  ['ftp://files.example/x.mp3', { kind: 'none' }],
  ['file:///etc/passwd', { kind: 'none' }],
  ['javascript:alert(1)', { kind: 'none' }],
  [`https://files.example/${'x'.repeat(5000)}`, { kind: 'none' }],
])('the address %j', (text, expected) => {
  expect(addressOf(text)).toEqual(expected);
});

test('text is text, or a number as text, and may stand in an address', () => {
  expect([' a ', 7, '', null, {}, [], true, Number.NaN, 'a\0b'].map(textOf)).toEqual([
    'a',
    '7',
    '',
    '',
    '',
    '',
    '',
    '',
    'ab',
  ]);
  expect(encodeURIComponent(textOf('\ud800'))).toBe('%EF%BF%BD');
  expect(textOf('x'.repeat(100_000))).toHaveLength(20_000);
  expect(idOf('x'.repeat(300))).toBe('');
  expect([12, '12.5', '-3', '', 'x', '1e9', null].map(numberOf)).toEqual([12, 12.5, -3, null, null, null, null]);
});

test('an object stands for itself, a list for its first, and anything else for nothing', () => {
  expect([{ a: 1 }, [{ a: 1 }, 2], [], [[{ a: 1 }]], 'a', 7, null].map(fieldsOf)).toEqual([
    { a: 1 },
    { a: 1 },
    {},
    {},
    {},
    {},
    {},
  ]);
});

test.each([
  ['submitted queued queuing pending new created waiting not_start QUEUED', 'queued'],
  ['processing generating running in_progress streaming IN_PROGRESS', 'running'],
  ['text text_success TEXT_SUCCESS', 'written'],
  ['first first_success FIRST_SUCCESS', 'partial'],
  ['complete completed success succeeded done all_success SUCCESS', 'complete'],
  ['error failed fail failure cancelled canceled CREATE_TASK_FAILED GENERATE_AUDIO_FAILED', 'failed'],
  ['generate_lyrics_failed SENSITIVE_WORD_ERROR', 'failed'],
  ['callback_exception', 'uncalled'],
  ['GENERATE chirp-v4 200 remastering constructor __proto__', 'unknown'],
])('%s: %s', (words, standing) => {
  expect(words.split(' ').map((word) => standingOf(word))).toEqual(words.split(' ').map(() => standing));
});

test('the first word that is known counts', () => {
  expect(standingOf(undefined, 200, 'odd', 'In Progress', 'failed')).toBe('running');
});

test.each([
  ['The current credits are insufficient. Please top up.', 'credits'],
  ["You've run out of credits", 'credits'],
  ['insufficient_credits', 'credits'],
  ['Your call frequency is too high', 'busy'],
  ['Rate limit exceeded', 'busy'],
  ['SENSITIVE_WORD_ERROR', 'text'],
  ["This song violates Suno's content moderation policy", 'text'],
  ['Song Description contained artist name: metallica', 'text'],
  ['The model is under maintenance', 'maintenance'],
  ['model cannot be null', null],
  ['', null],
])('the words %j mean %j', (words, reason) => {
  expect(reasonByWords(words)).toBe(reason);
});

test('without telling words the number decides, and of 5xx nobody knows', () => {
  const codes = [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 422, 429, 430, 455, 500, 502, 504, 505, 531, 1001];
  expect(Object.fromEntries(codes.map((code) => [code, reasonByCode(code, {})]))).toEqual({
    400: 'invalid',
    401: 'key',
    402: 'credits',
    403: 'key',
    404: 'retired',
    405: 'retired',
    408: null,
    409: 'invalid',
    410: 'retired',
    413: 'text',
    422: 'invalid',
    429: 'busy',
    430: 'busy',
    455: 'maintenance',
    500: null,
    502: null,
    504: null,
    505: 'maintenance',
    531: 'maintenance',
    1001: null,
  });
  expect(reasonByCode(429, { 429: 'credits' })).toBe('credits');
});

/** What the fake service answers to everything. */
let answer: HttpAnswer = { kind: 'unknown', detail: '' };
const options: ServiceOptions = {
  http: { json: async () => answer },
  apiKey: key,
  baseUrl: 'https://service.example',
  model: null,
  settings: {},
};
const providers: readonly Provider[] = [
  createSunoapi(options),
  createApiin(options),
  createAimusicapi({ ...options, settings: { VERSION: '1' } }),
  createAimusicapi({ ...options, settings: { VERSION: '2' } }),
  createAimlapi(options),
  createAimlapiLegacy(options),
];
const parent = { audioId: 'a', taskId: 't', clipId: 'c', index: 0, seconds: 100 };
const tasks: readonly TaskReference[] = [
  { taskId: 'gen1', clip0: 'c1', clip1: 'c2' },
  { taskId: 'ext2', clip0: 'c3' },
];

/** Asks for everything that a service can be asked for, and checks what must hold whatever it says. */
async function askEverything(provider: Provider): Promise<void> {
  for (const work of [idea, { ...extension, parent }]) {
    checkSubmit(await provider.submit(work, context(provider)));
  }
  const looks = await provider.look(tasks, never);
  expect(looks).toHaveLength(tasks.length);
  for (const look of looks) checkLook(look);
  const credits = await provider.credits?.(never);
  if (credits?.kind === 'left') expect(Number.isFinite(credits.credits)).toBe(true);
  if ('body' in answer) {
    const task = provider.taskIn?.(answer.body) ?? null;
    if (task !== null) expect(task).toEqual({ taskId: expect.stringMatching(/^\S/) });
  }
}

function checkSubmit(told: SubmitAnswer): void {
  if (told.kind !== 'accepted') {
    expect(told.detail.length).toBeLessThanOrEqual(300);
    return;
  }
  const names = Object.values(told.task);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(String(name)).toMatch(/^.{1,200}$/s);
}

function checkLook(told: LookAnswer): void {
  if (told.kind !== 'seen') {
    expect(told.detail.length).toBeLessThanOrEqual(300);
    return;
  }
  expect(told.tracks.map(({ index }) => index)).toEqual([...told.tracks.keys()]);
  expect(told.tracks.length).toBeLessThanOrEqual(8);
  for (const track of told.tracks) {
    if (track.state === 'ready') expect(track.audio).toBeDefined();
    for (const source of [track.audio, track.cover]) {
      if (source !== undefined) expect(source).toMatchObject({ kind: 'url', url: expect.stringMatching(/^https?:/) });
    }
    if (track.durationSeconds !== undefined) expect(track.durationSeconds).toBeGreaterThan(0);
    for (const value of Object.values(track.reference)) expect(['string', 'number']).toContain(typeof value);
  }
}

/** JSON that looks like an answer, with something wrong in it somewhere. */
const names =
  'code msg message error statusCode data response sunoData response_data clips status type id taskId task_id workId param ' +
  'audio_url audioUrl duration prompt title tags error_message metadata output __proto__ constructor toString';
const word = fc.constantFrom(
  'SUCCESS',
  'complete',
  'first',
  'FAILED',
  'text',
  'PENDING',
  'CALLBACK_EXCEPTION',
  'odd',
  '',
);
const address = fc.constantFrom(
  'https://x.example/a.mp3',
  'https://audiopipe.suno.ai/?item_id=c1',
  'https://x.example/None.mp3',
  'data:audio/mp3,',
  '',
);
const number = fc.constantFrom(200, 400, 429, 500, -1, 1e308, Number.NaN, '3:18');
const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), word, address, number, fc.constant('{"model":"V4"}'));
const json = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 5, withCrossShrink: true }, value, tie('object'), tie('list')),
  list: fc.array(tie('any'), { maxLength: 3 }),
  object: fc
    .array(fc.tuple(fc.constantFrom(...names.split(' ')), tie('any')), { maxLength: 6 })
    // As JSON.parse does: `__proto__` becomes a field like any other.
    .map((fields) => fields.reduce<object>((made, [name, field]) => define(made, name, field), {})),
}));
/** What was promised, or now and then something else. */
const mostly = (promised: fc.Arbitrary<unknown>) => fc.oneof({ weight: 9, arbitrary: promised }, json.any);
const track = fc.record(
  {
    id: mostly(fc.constantFrom('c1', 'c2', 'c3')),
    status: mostly(word),
    audio_url: mostly(address),
    audioUrl: mostly(address),
    stream_audio_url: mostly(address),
    duration: mostly(number),
    error_message: mostly(fc.constantFrom('', null, 'Does Not Meet Guidelines')),
    metadata: json.any,
  },
  { requiredKeys: ['id', 'status'] },
);
const tracks = mostly(fc.array(mostly(track), { maxLength: 4 }));
const promised = fc.oneof(
  fc.record({
    code: fc.constant(200),
    data: fc.record({ type: mostly(word), response_data: tracks, request_body: json.any }),
  }),
  fc.record({
    code: fc.constant(200),
    data: fc.record({ status: mostly(word), response: fc.record({ sunoData: tracks }) }),
  }),
  fc.record({ code: fc.constant(200), data: fc.record({ taskId: mostly(fc.constant('t')), data: tracks }) }),
  tracks,
);
const define = (made: object, name: string, field: unknown): object =>
  Object.defineProperty(made, name, { value: field, enumerable: true, configurable: true, writable: true });

describe('whatever a service says', () => {
  test('no adapter throws, invents an address or changes what all objects inherit', async () => {
    const status = fc.oneof({ weight: 4, arbitrary: fc.constant(200) }, fc.constantFrom(201, 302, 400, 404, 429, 500));
    await fc.assert(
      fc.asyncProperty(mostly(promised), status, fc.nat({ max: 5 }), async (body, code, at) => {
        answer = { kind: 'answer', status: code, headers: { 'retry-after': 'x' }, body };
        const provider = providers[at];
        if (provider !== undefined) await askEverything(provider);
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(({} as { audio_url?: unknown }).audio_url).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  test('a hundred thousand tracks are a few', async () => {
    const track = { id: 'c1', audio_url: 'https://x.example/a.mp3', status: 'complete', duration: -1 };
    const all = Array.from({ length: 100_000 }, () => track);
    for (const body of [all, { code: 200, data: { response_data: all } }, { data: { response: { sunoData: all } } }]) {
      answer = { kind: 'answer', status: 200, headers: {}, body };
      for (const provider of providers) await askEverything(provider);
    }
  });

  test('words without end are cut before anything is looked for in them', async () => {
    const long = 'audio is '.repeat(25_000);
    answer = {
      kind: 'answer',
      status: 400,
      headers: {},
      body: { code: 400, message: long, error: long, detail: long },
    };
    const startedAt = performance.now();
    for (const provider of providers) await askEverything(provider);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test.each<[string, HttpAnswer, string, string]>([
    ['nothing was sent', { kind: 'not_sent', detail: 'refused' }, 'refused', 'blip'],
    ['nobody knows', { kind: 'unknown', detail: 'timeout' }, 'unknown', 'blip'],
    ['a page', { kind: 'malformed', status: 200, headers: {}, text: '<html>' }, 'unknown', 'blip'],
    ['a page in front of it', { kind: 'malformed', status: 403, headers: {}, text: `1010 ${key}` }, 'refused', 'blip'],
  ])('%s: for every service the same', async (_, told, submitted, looked) => {
    answer = told;
    for (const provider of providers) {
      const said = await provider.submit(idea, context(provider));
      expect(said.kind).toBe(submitted);
      expect(JSON.stringify(said)).not.toContain(key);
      expect((await provider.look(tasks, never)).map(({ kind }) => kind)).toEqual([looked, looked]);
    }
  });
});

test('every service says of itself what the songs need to know', () => {
  expect(
    providers.map(({ id, name, batch, lookEveryMs, closingMs }) => [id, name, batch, lookEveryMs, closingMs]),
  ).toEqual([
    ['sunoapi', 'sunoapi.org', 1, 10_000, 60_000],
    ['apiin', 'apiin.one', 1, 5_000, 300_000],
    ['aimusicapi', 'aimusicapi.org', 1, 5_000, 300_000],
    ['aimusicapi', 'aimusicapi.org', 1, 5_000, 300_000],
    ['aimlapi', 'aimlapi.com', 3, 5_000, 60_000],
    ['aimlapi-legacy', 'aimlapi.com (older paths)', 3, 5_000, 60_000],
  ]);
  for (const { models, defaultModel, quota } of providers) {
    expect(models.map(({ id }) => id)).toContain(defaultModel);
    expect(models.every(({ limits }) => limits.idea === 400 && limits.title === 80 && limits.avoid === 200)).toBe(true);
    expect(quota).toEqual({ requests: 20, perMs: 10_000 });
  }
});
