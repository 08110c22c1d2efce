/** The whole bot on PostgreSQL, twice on the same one, as people in the channel see it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import { type Bot, startBot } from '../src/bot.ts';
import { systemClock } from '../src/clock.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/database/database.ts';
import { audit } from '../src/ledger/audit.ts';
import { createLog } from '../src/log.ts';
import { messageOf, seeFinished, speakEnglish } from './helpers/bot.ts';
import { createPostgres } from './helpers/engines.ts';
import { createInstantProvider } from './helpers/instant-provider.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let dir: string;
let url: string;
let lines: string[];
let bots: Bot[];
let mira: Member;

const start = async (name: string): Promise<Bot> => {
  const config = readConfig({
    DISCORD_TOKEN: sandbox.token,
    DISCORD_API_URL: sandbox.apiUrl,
    DATABASE_URL: url,
    MEDIA_DIR: join(dir, name),
    HTTP_PORT: '0',
    STARTER_CREDITS: '1000',
    ALLOW_PRIVATE_DOWNLOADS: 'true',
  });
  const log = createLog({ level: 'trace', secrets: config.secrets, pretty: false, write: (line) => lines.push(line) });
  const provider = createInstantProvider();
  const bot = await startBot({
    config,
    log,
    services: { providers: [provider], prices: new Map([[provider.id, 10]]) },
  });
  bots.push(bot);
  return bot;
};

beforeEach(async () => {
  [bots, lines] = [[], []];
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  mira = await sandbox.member('Mira');
  dir = await mkdtemp(join(tmpdir(), 'songcircle-postgres-'));
  url = await createPostgres();
});
afterEach(async () => {
  for (const bot of bots) await bot.stop();
  await sandbox[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const books = async () => {
  const database = await openDatabase({ url, clock: systemClock });
  const [account] = await database.read((db) => db.selectFrom('accounts').select(['available', 'held']).execute());
  const songs = await database.read((db) => db.selectFrom('songs').select(['state', 'money']).execute());
  const { faults } = await audit(database);
  await database.close();
  return { account, songs, faults };
};

test('a song is asked for, made, delivered and paid, and another one after a restart; the log knows no password', async () => {
  const bot = await start('media');
  await seeFinished(mira, await messageOf(mira.slash('song', { idea: 'a well that answers' })));
  await bot.stop();
  await start('media');
  await seeFinished(mira, await messageOf(mira.slash('song', { idea: 'a well that asks' })));
  await expect.poll(async () => (await books()).account).toEqual({ available: 980, held: 0 });
  expect((await books()).faults).toEqual([]);
  expect(lines.join('')).toContain('"msg":"ready"');
  expect(lines.join('')).not.toContain(URL.parse(url)?.password);
  expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
});

test('two bots on one database make one song of one request, whoever of them hears of it', async () => {
  await start('one');
  await start('other');
  const cards = [];
  for (let n = 0; n < 2; n += 1)
    cards.push(await messageOf(mira.slash('song', { idea: `a bridge with two ends, ${n}` })));
  for (const card of cards) await seeFinished(mira, card);
  await expect.poll(async () => (await books()).account).toEqual({ available: 980, held: 0 });
  expect(await books()).toMatchObject({
    songs: Array.from({ length: 2 }, () => ({ state: 'done', money: 'captured' })),
    faults: [],
  });
  // Two cards and the welcome.
  expect((await mira.snapshot()).messages).toHaveLength(3);
});
