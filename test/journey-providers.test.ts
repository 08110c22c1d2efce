/** Each hosted service from an idea to two playable takes, and on from there: the real bot, the real adapter, its vendor's dialect. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { createHttp, type Http } from '../src/http.ts';
import { messageOf, type OpenBot, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
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
