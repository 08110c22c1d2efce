import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DownloadOptions, Http, ReadOptions } from '../src/http.ts';
import { createWebLab } from './helpers/web-lab.ts';

const lab = createWebLab();
const { way, raw, canary, web } = lab;
let folder: string;
beforeEach(async () => {
  folder = await lab.open();
});
afterEach(() => lab.close());

describe('a download', () => {
  const take = (http: Http, url: string, changes: Partial<DownloadOptions> = {}) =>
    http.download(url, {
      toPath: join(folder, 'file'),
      maxBytes: 1_000_000,
      totalMs: 5000,
      idleMs: 1000,
      signal: new AbortController().signal,
      ...changes,
    });
  const nothingIsLeft = async () => expect(await readdir(folder)).toEqual([]);

  test('appears whole under its name', async () => {
    const url = await web((_, response) => response.writeHead(200, { 'content-type': 'audio/x' }).end('a song'));
    expect(await take(way(), url)).toEqual({ kind: 'saved', bytes: 6, contentType: 'audio/x' });
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('a song');
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('from an origin that the operator named is taken, and from nowhere else on this machine', async () => {
    const other = await canary();
    const url = await web((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end();
      else response.end('there');
    });
    const byName = url.replace('127.0.0.1', 'localhost');
    const strict = way({ allowPrivate: false, trusted: [url, `${byName}/`] });
    expect(await take(strict, `${url}/a.mp3`)).toMatchObject({ kind: 'saved', bytes: 5 });
    expect(await take(strict, `${byName}/a.mp3`)).toMatchObject({ kind: 'saved', bytes: 5 });
    expect(await take(strict, `${url}/away`)).toMatchObject({ kind: 'refused' });
    expect(await take(strict, `http://127.0.0.1:${other.port}/`)).toMatchObject({ kind: 'refused' });
    expect(await take(strict, url.replace('127.0.0.1', 'user@127.0.0.1'))).toMatchObject({ kind: 'refused' });
    expect(other.seen.connections).toBe(0);
  });

  test('three redirects are followed, relative ones too; a fourth is not', async () => {
    const url = await web((request, response) => {
      const left = Number((request.url ?? '').slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await take(way(), `${url}/3`)).toMatchObject({ kind: 'saved', bytes: 5 });
    expect(await take(way(), `${url}/4`)).toEqual({ kind: 'refused', reason: 'redirects' });
  });

  test('a redirect without end in its body is not read', async () => {
    const url = await web((request, response) => {
      if (request.url === '/there') return response.end('there');
      response.writeHead(302, { location: '/there' });
      const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
      return response.on('close', () => clearInterval(timer));
    });
    expect(await take(way(), url)).toMatchObject({ kind: 'saved', bytes: 5 });
  });

  test.each(['zstd', 'gzip, gzip', 'nonsense'])('content-encoding %s is refused', async (encoding) => {
    const url = await web((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('x'));
    expect(await take(way(), url)).toEqual({ kind: 'refused', reason: 'encoding' });
  });

  test('gzip that is broken is a blip', async () => {
    const url = await web((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'));
    expect(await take(way(), url)).toMatchObject({ kind: 'blip' });
    await nothingIsLeft();
  });

  test('a length over the limit is refused before the body', async () => {
    const { port } = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n'));
    expect(await take(way(), `http://127.0.0.1:${port}`)).toEqual({ kind: 'refused', reason: 'too_large' });
  });

  test.each([
    ['promises more than it sends', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort'],
    ['ends without its last piece', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n'],
    ['is empty', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ])('a body that %s is a blip and leaves nothing', async (_, text) => {
    const { port } = await raw((socket) => socket.end(text));
    expect(await take(way(), `http://127.0.0.1:${port}`)).toMatchObject({ kind: 'blip' });
    await nothingIsLeft();
  });

  test('bytes beyond the promised length are not taken', async () => {
    const { port } = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nsongand more'));
    const answer = await take(way(), `http://127.0.0.1:${port}`);
    expect(answer.kind === 'saved' ? answer.bytes : 4).toBe(4);
  });

  test.each<[string, Partial<DownloadOptions>, string]>([
    ['that drips', { totalMs: 400, idleMs: 200 }, 'not whole within 400 ms'],
    ['that falls silent', { totalMs: 5000, idleMs: 200 }, 'nothing came for 200 ms'],
  ])('a body %s is a blip', async (which, limits, detail) => {
    const { port } = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx');
      if (which === 'that falls silent') return;
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await take(way(), `http://127.0.0.1:${port}`, limits)).toEqual({ kind: 'blip', detail });
    await nothingIsLeft();
  });

  test('headers that never come are a blip', async () => {
    const { port } = await raw(() => undefined);
    expect(await take(way(), `http://127.0.0.1:${port}`, { idleMs: 200 })).toMatchObject({ kind: 'blip' });
  });

  test('stopped by us is a blip', async () => {
    const { port } = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx'));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const answer = await take(way(), `http://127.0.0.1:${port}`, { signal: stop.signal });
    expect(answer).toEqual({ kind: 'blip', detail: 'stopped' });
    await nothingIsLeft();
  });

  test.each([
    [401, {}, { kind: 'refused', reason: 'gone' }],
    [403, {}, { kind: 'blip' }],
    [404, {}, { kind: 'blip' }],
    [410, {}, { kind: 'refused', reason: 'gone' }],
    [451, {}, { kind: 'refused', reason: 'gone' }],
    [206, {}, { kind: 'blip' }],
    [429, { 'retry-after': '3' }, { kind: 'blip', retryAfterMs: 3000 }],
    [503, { 'retry-after': 'soon' }, { kind: 'blip', retryAfterMs: undefined }],
    [500, {}, { kind: 'blip' }],
  ])('status %d with %j', async (status, headers, expected) => {
    const url = await web((_, response) => response.writeHead(status, headers).end('x'));
    expect(await take(way(), url)).toMatchObject(expected);
    await nothingIsLeft();
  });
});

describe('a read into memory', () => {
  const take = (http: Http, url: string, changes: Partial<ReadOptions> = {}) =>
    http.read(url, { maxBytes: 10, totalMs: 5000, idleMs: 1000, signal: new AbortController().signal, ...changes });

  test('gives the bytes as they are meant, and writes nothing', async () => {
    const packed = await web((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(gzipSync('a song')),
    );
    const answer = await take(way(), packed);
    expect(answer).toMatchObject({ kind: 'read', contentType: 'text/plain' });
    expect(answer.kind === 'read' && Buffer.from(answer.bytes).toString()).toBe('a song');
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['a byte too many', (text: string) => Buffer.from(text), {}],
    ['packed small', (text: string) => gzipSync(text), { 'content-encoding': 'gzip' }],
  ])('%s is too large, whatever its length was said to be', async (_what, body, headers) => {
    const url = await web((_, response) => {
      response.writeHead(200, { ...headers, 'transfer-encoding': 'chunked' });
      response.end(body('x'.repeat(11)));
    });
    expect(await take(way(), url)).toEqual({ kind: 'refused', reason: 'too_large' });
  });

  test('keeps to the addresses of every download, but for an origin that the operator named', async () => {
    const url = await web((_, response) => response.writeHead(200).end('a song'));
    expect(await take(way({ allowPrivate: false }), url)).toEqual({ kind: 'refused', reason: 'address' });
    expect(await take(way({ allowPrivate: false, trusted: [`${url}/api`] }), url)).toMatchObject({ kind: 'read' });
  });

  test('an empty file is a blip', async () => {
    const url = await web((_, response) => response.writeHead(200).end());
    expect(await take(way(), url)).toEqual({ kind: 'blip', detail: 'an empty file' });
  });
});
