import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Http, retryAfterMs } from '../src/http.ts';
import { createWebLab } from './helpers/web-lab.ts';

const lab = createWebLab();
const { way, raw, canary, web } = lab;
beforeEach(() => lab.open());
afterEach(() => lab.close());

describe('a request and its fate', () => {
  const ask = (http: Http, url: string, changes: object = {}) =>
    http.json({ method: 'POST', url, body: { words: 'é🎵' }, timeoutMs: 1000, maxBytes: 10_000, ...changes });
  const answering = (text: string, type = 'application/json', status = 200) =>
    web((_, response) => response.writeHead(status, { 'content-type': type, 'x-a': ['1', '2'] }).end(text));

  test('JSON goes and comes, with our name and the headers given', async () => {
    let got: unknown;
    const url = await web((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      request.on('end', () => {
        got = { text, headers: request.headers };
        response.writeHead(201, { 'X-Left': '7' }).end('{"ok":true}');
      });
    });
    const answer = await ask(way(), url, { headers: { authorization: 'Bearer abc' } });
    expect(answer).toMatchObject({ kind: 'answer', status: 201, body: { ok: true }, headers: { 'x-left': '7' } });
    expect(got).toMatchObject({
      text: '{"words":"é🎵"}',
      headers: {
        authorization: 'Bearer abc',
        'user-agent': 'Songcircle test',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
      },
    });
  });

  test.each([200, 400, 404, 429, 500, 503])('JSON is an answer with status %d', async (status) => {
    expect(await ask(way(), await answering('{"code":1}', 'application/json', status))).toMatchObject({
      kind: 'answer',
      status,
      body: { code: 1 },
    });
  });

  test.each([
    ['HTML', '<html>Bad gateway</html>'],
    ['half a JSON', '{"code":200,"data":'],
    ['nothing', ''],
    ['more than allowed', JSON.stringify('x'.repeat(20_000))],
    ['brackets without end', `${'['.repeat(4000)}${']'.repeat(4000)}`],
  ])('%s is malformed, and the log gets its beginning', async (_, text) => {
    const answer = await ask(way(), await answering(text));
    expect(answer).toMatchObject({ kind: 'malformed', status: 200 });
    expect(answer.kind === 'malformed' && text.startsWith(answer.text)).toBe(true);
    expect(JSON.stringify(answer).length).toBeLessThan(600);
  });

  test('no answer is so long, nor so deep, that parsing it holds the only thread', async () => {
    const text = `{${Array.from({ length: 60_000 }, (_, index) => `"key${index}":1`).join(',')}}`;
    const answer = await ask(way(), await answering(text), { maxBytes: 100_000_000 });
    expect(text.length).toBeGreaterThan(256 * 1024);
    expect(answer).toMatchObject({ kind: 'malformed' });
  });

  test('brackets in lyrics are no nesting', async () => {
    const body = { lyrics: '[[{"\\"[Verse]'.repeat(100) };
    expect(await ask(way(), await answering(JSON.stringify(body)))).toMatchObject({ kind: 'answer', body });
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('%s that nobody asked for is unpacked, and counted unpacked', async (encoding, pack) => {
    const sending = (text: string) => {
      const packed = pack(text);
      return web((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(packed));
    };
    expect(await ask(way(), await sending('{"ok":1}'))).toMatchObject({ kind: 'answer', body: { ok: 1 } });
    const bomb = await ask(way(), await sending(JSON.stringify(' '.repeat(2_000_000))));
    expect(bomb).toMatchObject({ kind: 'malformed' });
  });

  test('nobody listens: not sent', async () => {
    const { port } = await canary();
    await lab.close();
    expect(await ask(way(), `http://127.0.0.1:${port}`)).toMatchObject({ kind: 'not_sent' });
  });

  test('no such name: not sent', async () => {
    expect(await ask(way(), 'http://songs.invalid')).toMatchObject({ kind: 'not_sent' });
  });

  test('no TLS there: not sent, since our words wait for it', async () => {
    const { port, seen } = await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await ask(way(), `https://127.0.0.1:${port}`)).toMatchObject({ kind: 'not_sent' });
    expect(seen.connections).toBe(1);
    expect(seen.text).not.toContain('words');
  });

  test('stopped before it began: not sent', async () => {
    const { port, seen } = await canary();
    const answer = await ask(way(), `http://127.0.0.1:${port}`, { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ kind: 'not_sent' });
    expect(seen.connections).toBe(0);
  });

  test.each<[string, (socket: Socket) => void]>([
    ['the line breaks after our words', (socket) => socket.once('data', () => socket.destroy())],
    ['nothing is answered in time', () => undefined],
    [
      'the answer is cut short',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"code":200}')),
    ],
    [
      'the last piece is missing',
      (socket) =>
        socket.once('data', () =>
          socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nc\r\n{"code":200}\r\n'),
        ),
    ],
    ['the answer is no HTTP', (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))],
  ])('%s: unknown, and asked once', async (_, onConnection) => {
    const { port, seen } = await raw(onConnection);
    expect(await ask(way(), `http://127.0.0.1:${port}`, { timeoutMs: 300 })).toMatchObject({ kind: 'unknown' });
    expect(seen.connections).toBe(1);
    expect(seen.text.match(/POST/g)).toHaveLength(1);
  });

  test('a slow answer ends at its time, however long it keeps sending', async () => {
    const { port } = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    expect(await ask(way(), `http://127.0.0.1:${port}`, { timeoutMs: 300 })).toMatchObject({ kind: 'unknown' });
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });

  test('a redirect is not followed: words go where they were sent', async () => {
    const { port, seen } = await canary();
    const url = await web((_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}` }).end());
    expect(await ask(way(), url)).toMatchObject({ kind: 'malformed', status: 307 });
    expect(seen.connections).toBe(0);
  });

  test('each request that changes something has a line of its own; looks share one', async () => {
    const sockets = new Set<Socket>();
    const url = await web((request, response) => {
      sockets.add(request.socket);
      response.end('{}');
    });
    const http = way();
    for (let time = 0; time < 3; time += 1) await ask(http, url);
    expect(sockets.size).toBe(3);
    sockets.clear();
    for (let time = 0; time < 6; time += 1) await ask(http, url, { method: 'GET', body: undefined });
    // Another one may be opened while the last answer is put away.
    expect(sockets.size).toBeLessThan(6);
  });
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['5', 5000],
  ['0', 0],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['whenever', undefined],
])('Retry-After %j is %j ms', (value, expected) => {
  expect(retryAfterMs(value === undefined ? {} : { 'retry-after': value }, 10_000)).toBe(expected);
});
