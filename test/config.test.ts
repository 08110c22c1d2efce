import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { expect, test } from 'vitest';
import { environment, readConfig } from '../src/config.ts';
import { StartError } from '../src/errors.ts';

const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
const assigned = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }));

/** The faults by variable that this environment is refused with. */
const faults = (env: Record<string, string>): Record<string, string> => {
  try {
    readConfig(env);
    return {};
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    expect(error.exitCode).toBe(78);
    return Object.fromEntries([...error.sentence.matchAll(/^ {2}(\w+): (.*)$/gm)].map(([, name, why]) => [name, why]));
  }
};

test('.env.example names every variable once, with its default, after a line that explains it', () => {
  expect(assigned.map(({ name }) => name).sort()).toEqual(Object.keys(environment.shape).sort());
  const defaults = environment.parse({});
  for (const { name, value } of assigned) {
    const key = name as keyof typeof defaults;
    if (value === '') expect(defaults[key] ?? '', name).toBe('');
    else expect(environment.parse({ [name]: value })[key], name).toEqual(defaults[key]);
  }
  for (const block of example.split('\n\n')) if (/^[A-Z]/m.test(block)) expect(block).toMatch(/^# .+/);
});

test('.env.example as it is gives the same as nothing at all', () => {
  expect(readConfig(parseEnv(example) as Record<string, string>)).toEqual(readConfig({}));
});

test('nothing configured is the sandbox with the sketch', () => {
  expect(readConfig({})).toMatchObject({
    production: false,
    discord: { token: null, apiUrl: 'https://discord.com/api', guildId: null, operatorIds: null },
    database: { url: 'file:data/songcircle.db' },
    http: { host: '127.0.0.1', port: 8787 },
    providers: { order: ['sketch'], prices: {} },
    credits: { starter: 50 },
    caps: { bot: 2000, guild: 500, memberAtOnce: 2, guildAtOnce: 10 },
    media: { directory: 'data/media', maxBytes: 5 * 1024 ** 3 },
    downloads: { allowPrivate: false },
    deadlines: { songMs: 900_000, stopMs: 20_000 },
    sandbox: { port: 4900 },
    log: { level: 'info' },
  });
});

test('an empty variable is an absent one, and spaces around a value are not part of it', () => {
  const blank = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, '  ']));
  expect(readConfig(blank)).toEqual(readConfig({}));
  expect(readConfig({ HTTP_PORT: ' 80 ' }).http.port).toBe(80);
});

test('each variable that is given reaches the config', () => {
  const config = readConfig({
    NODE_ENV: 'production',
    DISCORD_TOKEN: 'a.b.c',
    DISCORD_API_URL: 'http://127.0.0.1:4900/api/',
    DISCORD_GUILD_ID: '123456789012345678',
    OPERATOR_IDS: '123456789012345678, 223456789012345678',
    PROVIDERS: 'sketch',
    PRICES: 'sketch=2, sketch/sketch=3',
    STARTER_CREDITS: '0',
    DAILY_CREDITS: '1',
    GUILD_DAILY_CREDITS: '0',
    MEMBER_SONGS_AT_ONCE: '3',
    GUILD_SONGS_AT_ONCE: '4',
    DATABASE_URL: 'file:/var/lib/songs.db',
    HTTP_HOST: '::1',
    HTTP_PORT: '0',
    SANDBOX_PORT: '1',
    PUBLIC_URL: 'https://songs.example.org/',
    ALLOW_PRIVATE_DOWNLOADS: 'true',
    MEDIA_DIR: 'm',
    MEDIA_MAX_BYTES: '500 MiB',
    SONG_DEADLINE_SECONDS: '60',
    STOP_SECONDS: '0',
    LOG_LEVEL: 'debug',
  });
  expect(config).toEqual({
    production: true,
    discord: {
      token: 'a.b.c',
      apiUrl: 'http://127.0.0.1:4900/api',
      guildId: '123456789012345678',
      operatorIds: ['123456789012345678', '223456789012345678'],
    },
    database: { url: 'file:/var/lib/songs.db' },
    http: { host: '::1', port: 0 },
    publicUrl: 'https://songs.example.org',
    providers: { hosted: {}, order: ['sketch'], prices: { sketch: 2, 'sketch/sketch': 3 } },
    credits: { starter: 0 },
    caps: { bot: 1, guild: 0, memberAtOnce: 3, guildAtOnce: 4 },
    media: { directory: 'm', maxBytes: 500 * 1024 ** 2 },
    downloads: { allowPrivate: true },
    deadlines: { songMs: 60_000, stopMs: 0 },
    sandbox: { port: 1 },
    log: { level: 'debug' },
    secrets: ['a.b.c'],
  });
});

test('every fault is listed at once, and no value is repeated', () => {
  const wrong = {
    NODE_ENV: 'production',
    DISCORD_API_URL: 'canary',
    DISCORD_GUILD_ID: 'canary',
    INTERACTIONS: 'canary',
    SHARDS: 'canary',
    OPERATOR_IDS: 'canary',
    PROVIDERS: 'canary',
    PRICES: 'canary=1',
    PUBLIC_URL: 'canary',
    SUNOAPI_API_KEY: 'canary canary',
    SUNOAPI_BASE_URL: 'canary',
    SUNOAPI_MODEL: 'canary canary',
    SUNOAPI_CALLBACK_PLACEHOLDER: 'canary',
    AIMUSICAPI_VERSION: 'canary',
    AIMLAPI_PREFIX: 'canary',
    STARTER_CREDITS: '-1',
    DAILY_CREDITS: '1.5',
    GUILD_DAILY_CREDITS: '1e3',
    MEMBER_SONGS_AT_ONCE: '0',
    GUILD_SONGS_AT_ONCE: 'canary',
    DATABASE_URL: 'canary',
    HTTP_HOST: 'canary canary',
    HTTP_PORT: '65536',
    SANDBOX_PORT: 'canary',
    ALLOW_PRIVATE_DOWNLOADS: 'canary',
    MEDIA_MAX_BYTES: '5 canary',
    SONG_DEADLINE_SECONDS: '0',
    STOP_SECONDS: 'canary',
    LOG_LEVEL: 'canary',
  };
  const found = faults(wrong);
  const { NODE_ENV: _, ...rest } = wrong;
  expect(Object.keys(found).sort()).toEqual([...Object.keys(rest), 'DISCORD_TOKEN'].sort());
  expect(JSON.stringify(Object.values(found))).not.toContain('canary');
  expect(faults({ DISCORD_TOKEN: 'Bot canary' })).toEqual({
    DISCORD_TOKEN: "must be the bot's token alone, without spaces and without the word Bot",
  });
});

test('what is not built yet is said by name and never started half', () => {
  const found = faults({
    INTERACTIONS: 'http',
    DISCORD_PUBLIC_KEY: '00',
    SHARDS: '0,1/4',
  });
  expect(Object.keys(found)).toHaveLength(3);
  for (const [name, why] of Object.entries(found)) expect(why, name).toContain('is not built yet');
  expect(JSON.stringify(found)).not.toContain('canary');
  expect(faults({ SHARDS: 'none' }).SHARDS).toContain('is not built yet');
});

test('a PostgreSQL is taken by its address, and its password is a secret however it is spelled', () => {
  const { database, secrets } = readConfig({ DATABASE_URL: 'postgresql://songs:pa%3Ass-word@db.example/songs' });
  expect(database.url).toBe('postgresql://songs:pa%3Ass-word@db.example/songs');
  expect(secrets).toEqual(['pa:ss-word']);
  expect(readConfig({ DATABASE_URL: 'postgres:///songs?host=/run/db&password=hidden' }).secrets).toEqual(['hidden']);
});

test.each(['postgres://', 'postgres://name:canary@host', 'postgres:songs', 'postgres://name:canary%@host/songs'])(
  'an address that leads to no database is refused, and not repeated: %s',
  (url) => {
    const found = faults({ DATABASE_URL: url });
    expect(found.DATABASE_URL).toContain('or postgres://user:password@host/database');
    expect(JSON.stringify(found)).not.toContain('canary');
  },
);

test('services with a key are offered in their order, each with its own settings; without any key the sketch is', () => {
  const { providers, secrets, credits } = readConfig({
    APIIN_API_KEY: 'aio_1',
    AIMLAPI_API_KEY: 'key-2',
    AIMLAPI_PREFIX: '/v1',
    AIMLAPI_LEGACY_BASE_URL: 'http://127.0.0.1:4915/',
    APIIN_MODEL: 'suno-v5-0',
  });
  expect(providers.order).toEqual(['apiin', 'aimlapi', 'aimlapi-legacy']);
  expect(providers.hosted).toEqual({
    apiin: { apiKey: 'aio_1', baseUrl: 'https://apiin.one/api/v1', model: 'suno-v5-0', settings: {} },
    aimlapi: { apiKey: 'key-2', baseUrl: 'https://api.aimlapi.com', model: null, settings: { PREFIX: '/v1' } },
    'aimlapi-legacy': { apiKey: 'key-2', baseUrl: 'http://127.0.0.1:4915', model: null, settings: {} },
  });
  expect(secrets).toContain('aio_1');
  expect(secrets).toContain('key-2');
  expect(credits.starter).toBe(0);
  const mixed = readConfig({ AIMUSICAPI_API_KEY: 'k', AIMUSICAPI_VERSION: '2', PROVIDERS: 'sketch,aimusicapi' });
  expect([mixed.providers.order, mixed.providers.hosted.aimusicapi?.settings]).toEqual([
    ['sketch', 'aimusicapi'],
    { VERSION: '2' },
  ]);
});

test('a service that is asked for without its key, or given a key that is another’s, is a fault', () => {
  expect(faults({ PROVIDERS: 'sketch,aimlapi-legacy' })).toEqual({
    PROVIDERS: 'names aimlapi-legacy, which needs AIMLAPI_API_KEY',
  });
  expect(faults({ AIMLAPI_LEGACY_API_KEY: 'canary' })).toEqual({
    AIMLAPI_LEGACY_API_KEY: 'has no meaning: set AIMLAPI_API_KEY',
  });
  expect(faults({ SKETCH_MODEL: 'canary' }).SKETCH_MODEL).toContain('has no meaning');
});

test('prices are whole credits from 1, each key once', () => {
  for (const wrong of [
    'sketch',
    'sketch=0',
    'sketch=-1',
    'sketch=1.5',
    'sketch=',
    '=1',
    'sketch=1,sketch=2',
    'nobody=1',
  ])
    expect(Object.keys(faults({ PRICES: wrong })), wrong).toEqual(['PRICES']);
});

test('a misspelt variable is refused with the one that was meant; other programs’ variables are left alone', () => {
  expect(faults({ DISCORD_TOKN: 'canary', OPERATOR_ID: '1', DISCORD_BOT_TOKEN: 'canary' })).toEqual({
    DISCORD_TOKN: 'is unknown; did you mean DISCORD_TOKEN?',
    OPERATOR_ID: 'is unknown; did you mean OPERATOR_IDS?',
    DISCORD_BOT_TOKEN: 'is unknown; did you mean DISCORD_TOKEN?',
  });
  const strangers = {
    PATH: '/bin',
    HTTP_PROXY: 'x',
    HTTPS_PORT: '1',
    LOG_LEVELS: 'x',
    DISCORD_CLIENT_ID: '1',
    SHELL: 'x',
  };
  expect(faults(strangers)).toEqual({});
});

test('one port for two servers is refused, unless there is no sandbox', () => {
  expect(faults({ HTTP_PORT: '4900' })).toEqual({ SANDBOX_PORT: 'must differ from HTTP_PORT' });
  expect(faults({ HTTP_PORT: '4900', DISCORD_TOKEN: 'a.b.c' })).toEqual({});
});

test('the config cannot be changed by anybody', () => {
  const config = readConfig({});
  expect(() => Object.assign(config.caps, { bot: 1 })).toThrow(TypeError);
  expect(() => (config.providers.order as string[]).push('x')).toThrow(TypeError);
});

test('the file .env is read where the environment is silent, and the environment wins', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'songcircle-env-'));
  await writeFile(path.join(folder, '.env'), 'HTTP_PORT=1111\nSANDBOX_PORT=2222\n');
  const module = fileURLToPath(new URL('../src/config.ts', import.meta.url));
  const script = `const { configFromEnvironment: read } = await import(${JSON.stringify(module)}); const c = read(); console.log(c.http.port, c.sandbox.port)`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: { HTTP_PORT: '3333' },
  });
  await rm(folder, { recursive: true });
  expect(stdout.trim()).toBe('3333 2222');
});
