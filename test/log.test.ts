import { inspect } from 'node:util';
import { DiscordAPIError, REST } from 'discord.js';
import { expect, test } from 'vitest';
import { createLog, createScrub, type Log, type LogOptions } from '../src/log.ts';

/** Planted secrets, each in its own real shape; none may be found in anything that was written. */
const canaries = {
  // Put together here, so that no scanner takes the test for a leak.
  botToken: ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'GaBcDe', 'abcdefghijklmnopqrstuvwxyz0123456789AB'].join('.'),
  interactionToken: `aW50ZXJhY3Rpb246${'MTIzNDU2Nzg5MDEyMzQ1Njc4OmNhbmFyeQ'.repeat(3)}`,
  bearer: 'canaryBearer0123456789abcdef',
  providerKey: 'sk-canary0123456789abcdef',
  callbackToken: 'canaryCallback0123456789AB',
  databasePassword: 'canaryDatabase9',
  cookie: 'canaryCookie12345',
  shapeless: 'c4n4ry 5h4p3le55 "quoted"',
};

const written = (use: (log: Log) => void, options: Partial<LogOptions> = {}): string => {
  const lines: string[] = [];
  use(createLog({ level: 'trace', secrets: [canaries.shapeless], write: (line) => lines.push(line), ...options }));
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  return lines.join('');
};
const leaks = (text: string): string[] =>
  Object.entries(canaries)
    .filter(([, secret]) =>
      [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)].some((spelt) => text.includes(spelt)),
    )
    .map(([name]) => name);

const texts = [
  `PATCH https://discord.com/api/v10/webhooks/123456789012345678/${canaries.interactionToken}/messages/@original failed`,
  `POST /api/v10/interactions/123456789012345678/${canaries.interactionToken}/callback?with_response=true`,
  `the token ${canaries.interactionToken} ran out`,
  `IDENTIFY with ${canaries.botToken}`,
  `Authorization: Bot ${canaries.botToken}`,
  `authorization: Bearer ${canaries.bearer}`,
  `curl -H "Authorization: Bearer ${canaries.bearer}" https://example.org`,
  `key ${canaries.providerKey} was refused`,
  `GET https://example.org/get?api_key=${canaries.bearer}&page=2`,
  `POST https://example.org/callbacks/sunoapi/${canaries.callbackToken} 404`,
  `cannot connect to postgres://songs:${canaries.databasePassword}@db.example.org:5432/songs`,
  JSON.stringify({ headers: { Authorization: `Bearer ${canaries.bearer}`, cookie: canaries.cookie }, page: 2 }),
  JSON.stringify(JSON.stringify({ 'x-api-key': canaries.bearer })),
  `half a line {"token":"${canaries.bearer}","n`,
  `the shapeless one: ${canaries.shapeless}`,
  `in an address: ${encodeURIComponent(canaries.shapeless)}`,
];

test.each(texts)('no secret stays in a message, a field, a cause or an array (%#)', (text) => {
  const inner = new Error(text);
  const output = written((log) => {
    log.info(text);
    log.warn(
      { text, nested: { list: [text, { text }], map: new Map([['key', text]]), set: new Set([text]) } },
      'fields',
    );
    log.error({ err: new Error('outer', { cause: new Error('middle', { cause: inner }) }) }, 'causes');
    log.error({ error: inner, why: { cause: inner } }, 'an error under another name');
    log.error({ err: new AggregateError([inner, new Error('two')], text) }, 'many');
    log.fatal({ err: Object.assign(new Error('with fields'), { url: text, request: { text }, list: [text] }) }, 'x');
    log.child({ text }).debug('of a child');
    log.info({ inspected: inspect(inner) }, 'inspected');
  });
  expect(leaks(output)).toEqual([]);
  expect(output).toContain('[secret]');
});

test('fields and header lists named for a secret are emptied whatever they hold, and their neighbours stay', () => {
  const output = written((log) =>
    log.info(
      {
        request: { headers: { authorization: canaries.bearer, Cookie: canaries.cookie, accept: 'application/json' } },
        raw: ['authorization', canaries.bearer, 'accept', 'text/html', 'set-cookie', canaries.cookie],
        interaction: { token: canaries.bearer, tokenExpiresAt: 123, id: '123456789012345678' },
        apiKey: canaries.bearer,
      },
      'request',
    ),
  );
  expect(leaks(output)).toEqual([]);
  for (const neighbour of ['application/json', 'text/html', '"tokenExpiresAt":123', '123456789012345678'])
    expect(output).toContain(neighbour);
});

test('a real error of discord.js tells neither its token nor what the member wrote', () => {
  const url = `https://discord.com/api/v10/webhooks/123456789012345678/${canaries.interactionToken}/messages/@original`;
  const body = { files: [{ name: 'a.mp3', data: Buffer.from('canary') }], body: { content: 'the words of a member' } };
  const error = new DiscordAPIError({ code: 50027, message: 'Invalid Webhook Token' }, 50027, 401, 'PATCH', url, body);
  const output = written((log) => log.error({ err: new Error('the card was not edited', { cause: error }) }, 'edit'));
  expect(leaks(output)).toEqual([]);
  expect(output).not.toContain('the words of a member');
  for (const useful of ['Invalid Webhook Token', '50027', '401', 'PATCH', '/webhooks/123456789012345678/[secret]'])
    expect(output).toContain(useful);
});

test('a REST manager that holds a token can be logged by mistake', () => {
  const rest = new REST({ version: '10' }).setToken(canaries.botToken);
  expect(leaks(written((log) => log.info({ rest, seen: inspect(rest, { showHidden: true, depth: 5 }) }, 'x')))).toEqual(
    [],
  );
});

test('what is no secret is left as it is', () => {
  const line = `{"level":"info","song":"01JD8Z7","url":"https://example.org/a/b.mp3?page=2","task":"0123456789abcdef0123456789abcdef","note":"a bearer of news, the bot is ready, key-less"}`;
  expect(createScrub([canaries.shapeless])(line)).toBe(line);
});

test('a line is JSON with its level as a word, its time and nothing about the machine', () => {
  const line = JSON.parse(written((log) => log.info({ song: 's1' }, 'ready')));
  expect(line).toEqual({ level: 'info', time: expect.any(Number), song: 's1', msg: 'ready' });
});

test('below its level the log is silent', () => {
  expect(written((log) => log.debug('no'), { level: 'info' })).toBe('');
  expect(written((log) => log.fatal('no'), { level: 'silent' })).toBe('');
});

test('what cannot be JSON is still logged: circles, big numbers, bytes, deep nests', () => {
  const circle: Record<string, unknown> = { big: 2n ** 60n, bytes: Buffer.alloc(9), at: new Date(0) };
  circle.self = circle;
  const output = written((log) => log.info(circle, 'odd'));
  for (const expected of ['1152921504606846976', '[9 bytes]', '[deeper]', '1970-01-01'])
    expect(output).toContain(expected);
});

test('scrubbing a hostile line of 1 MB takes no longer than reading it', () => {
  const scrub = createScrub(Object.values(canaries));
  for (const piece of ['a', '\\', '"token":"', '://', 'Bearer ', '\\"', 'aW50ZXJhY3Rpb24', '-', 'x.', '&key=']) {
    const line = piece.repeat(1_000_000 / piece.length);
    const started = performance.now();
    scrub(line);
    expect(performance.now() - started, piece).toBeLessThan(5000);
  }
});
