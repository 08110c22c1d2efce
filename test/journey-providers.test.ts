/** Each hosted service from an idea to two playable takes, and on from there: the real bot, the real adapter, its vendor's dialect. */
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { environmentFor, startAll } from '../sandbox/services/all.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { createHttp, type Http } from '../src/http.ts';
import { messageOf, type OpenBot, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
import { freePort } from './helpers/ports.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';
import { type Row, rows } from './providers/rows.ts';

const songMs = 400;
const all: readonly Row[] = Object.values(rows);

let sandbox: OpenSandbox;
let bot: OpenBot;
let http: Http;
let services: MusicService[];
let mira: Member;
/** Two rows are the same service: here each has an id of its own. */
const idOf = (row: Row): string => `at-${all.indexOf(row)}`;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
  services = await Promise.all(all.map((row) => row.start({ script: { completion: songMs } })));
  const providers = all.map((row, at) => ({
    ...row.create({
      http,
      apiKey: services[at]?.key ?? '',
      baseUrl: services[at]?.baseUrl ?? '',
      model: null,
      settings: row.settings,
    }),
    id: idOf(row),
    lookEveryMs: 60,
    quota: { requests: 1000, perMs: 1000 },
  }));
  bot = await openBot({ sandbox, service: providers });
  mira = await sandbox.member('Mira');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await http.close();
  for (const service of services) await service.close();
  await sandbox[Symbol.asyncDispose]();
});
afterEach(() => bot.idle());

describe.each(all.map((row) => [row.name, row] as const))('%s', (_, row) => {
  test('makes a song, and continues it where it can', async () => {
    const service = services[all.indexOf(row)];
    const card = await messageOf(mira.slash('song', { idea: 'a lantern on the water', model: idOf(row) }));
    const done = await seeFinished(mira, card);
    expect(done.files).toEqual(['Lantern_-_A.mp3', 'Lantern_-_B.mp3']);
    expect(done.buttons.includes('Extend B')).toBe(row.extends);
    expect(service?.submissions).toHaveLength(1);
    if (!row.extends) return;
    await mira.press(done, 'Extend B');
    const next = await messageOf(mira.fill({ Lyrics: '[Verse]\nFurther down', Title: 'Lantern II' }));
    expect((await seeFinished(mira, next)).files).toEqual(['Lantern_II_-_A.mp3', 'Lantern_II_-_B.mp3']);
    expect(service?.submissions.map(({ taskId }) => taskId !== null)).toEqual([true, true]);
  });
});

test('the lines that the services print make the bot work with all of them, and their calls reach it', async () => {
  const fresh = await openSandbox();
  speakEnglish(fresh);
  const amelie = await fresh.member('Amélie');
  const opened = await startAll(null, { script: { completion: songMs } });
  const port = await freePort();
  const printed = parseEnv(environmentFor(opened).join('\n')) as Record<string, string>;
  const env = { ...printed, HTTP_PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  const pasted = await openBot({ sandbox: fresh, service: 'built-in', env });
  try {
    const choices = await amelie.complete('song', 'model', '', { idea: 'x' });
    const offered = new Set(choices.map(({ value }) => String(value).split('/')[0]));
    expect([...offered].toSorted()).toEqual(['aimlapi', 'aimlapi-legacy', 'aimusicapi', 'apiin', 'sunoapi']);
    for (const id of ['sunoapi', 'apiin']) {
      const card = await messageOf(amelie.slash('song', { idea: 'a lantern on the water', model: id }));
      expect((await seeFinished(amelie, card)).text).toContain(opened.find((service) => service.id === id)?.name);
    }
    await pasted.idle();
    const called = opened.filter(({ calls }) => calls.some(({ status }) => status === 200)).map(({ id }) => id);
    expect(called).toEqual(['sunoapi', 'apiin']);
  } finally {
    await pasted[Symbol.asyncDispose]();
    for (const service of opened) await service.close();
    await fresh[Symbol.asyncDispose]();
  }
});

test('a service that is down is passed over for whoever named no model; the card says who made it, and no song is dearer', async () => {
  const fresh = await openSandbox();
  speakEnglish(fresh);
  const amelie = await fresh.member('Amélie');
  const opened = await startAll(null, { script: { completion: songMs } });
  const port = await freePort();
  const printed = parseEnv(environmentFor(opened).join('\n')) as Record<string, string>;
  const env = { ...printed, HTTP_PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  const pasted = await openBot({
    sandbox: fresh,
    service: 'built-in',
    env,
  });
  try {
    for (const service of opened) if (service.id !== 'apiin') service.script.onSubmit = 'maintenance';
    const card = await messageOf(amelie.slash('song', { idea: 'a lantern on the water' }));
    expect(card.text).toContain('sunoapi.org');
    expect(card.text).toContain('Price: 12 credits');
    const done = await seeFinished(amelie, card);
    expect(done.text).toContain('apiin.one');
    expect(done.text).toContain('Price: 5 credits');
    await pasted.idle();
    expect(opened.map(({ submissions }) => submissions.length)).toEqual([1, 1, 1, 0, 0]);
    expect(opened.flatMap(({ submissions }) => submissions).filter(({ taskId }) => taskId !== null)).toHaveLength(1);
  } finally {
    await pasted[Symbol.asyncDispose]();
    for (const service of opened) await service.close();
    await fresh[Symbol.asyncDispose]();
  }
});
