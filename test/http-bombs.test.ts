/** Answers that are made to fill memory, disk or time: cut at their limit, whatever they say of themselves. */
import { readdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DownloadAnswer, DownloadOptions } from '../src/http.ts';
import { decoded } from '../src/http-body.ts';
import { createWebLab } from './helpers/web-lab.ts';

const kibi = 1024;
const mebi = kibi * kibi;
const lab = createWebLab();
let folder: string;
beforeEach(async () => {
  folder = await lab.open();
});
afterEach(async () => {
  expect(await readdir(folder)).toEqual([]);
  await lab.close();
});

const limits = { maxBytes: mebi, totalMs: 2_000, idleMs: 500 };
const take = (url: string, changes: Partial<DownloadOptions> = {}): Promise<DownloadAnswer> =>
  lab.way().download(url, {
    toPath: join(folder, 'file'),
    signal: new AbortController().signal,
    ...limits,
    ...changes,
  });

/** Runs it and tells how long it took and what memory it cost, in ms and MiB. */
async function weigh<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number; grown: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  const startedAt = performance.now();
  const answer = await work();
  clearInterval(watch);
  const grown = (Math.max(most, process.memoryUsage.rss()) - before) / mebi;
  return { answer, ms: performance.now() - startedAt, grown };
}

const zeros = Buffer.alloc(64 * mebi);
const bombs: Record<string, Buffer> = {};
beforeAll(() => {
  const window = { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 } };
  bombs.br = brotliCompressSync(zeros, window);
  bombs.gzip = gzipSync(zeros, { level: 9 });
  bombs['x-gzip'] = bombs.gzip;
  bombs.deflate = deflateSync(zeros, { level: 9 });
});
const encodings = ['br', 'gzip', 'x-gzip', 'deflate'];

describe('a bomb', () => {
  test.each(encodings)('(%s) of 64 MiB is cut at the limit, and costs no memory', async (encoding) => {
    const bomb = bombs[encoding] ?? Buffer.alloc(0);
    expect(bomb.length).toBeLessThan(encoding === 'br' ? 500 : 100_000);
    const headers = { 'content-encoding': encoding, 'content-length': bomb.length };
    const url = await lab.web((_, response) => response.writeHead(200, headers).end(bomb));
    const { answer, ms, grown } = await weigh(() => take(url));
    expect(answer).toEqual({ kind: 'refused', reason: 'too_large' });
    expect(ms).toBeLessThan(2_000);
    expect(grown).toBeLessThan(32);
  });

  test.each(encodings)('(%s) is unpacked to 64 KiB beyond the limit at most', async (encoding) => {
    const unpacked = decoded(Readable.from([bombs[encoding]]), { 'content-encoding': encoding });
    if (unpacked === null) throw new Error('not unpacked');
    let made = 0;
    const push = unpacked.push.bind(unpacked);
    unpacked.push = (piece: Buffer | null) => {
      made += piece?.length ?? 0;
      return push(piece);
    };
    let read = 0;
    for await (const piece of unpacked as AsyncIterable<Buffer>) {
      read += piece.length;
      if (read > limits.maxBytes) break;
    }
    expect(made).toBeGreaterThan(limits.maxBytes);
    expect(made).toBeLessThanOrEqual(limits.maxBytes + 64 * kibi);
  });

  test('in a bomb is unpacked once, and said to be packed twice it is refused', async () => {
    const twice = gzipSync(bombs.gzip ?? '');
    const url = await lab.web((request, response) => {
      const encoding = request.url === '/said' ? 'gzip, gzip' : 'gzip';
      response.writeHead(200, { 'content-encoding': encoding }).end(twice);
    });
    expect(await take(`${url}/said`)).toEqual({ kind: 'refused', reason: 'encoding' });
    expect(await take(url, { maxBytes: 10_000 })).toEqual({ kind: 'refused', reason: 'too_large' });
  });

  test('of many packed files behind each other is counted as one', async () => {
    const one = gzipSync(Buffer.alloc(100 * kibi));
    const body = Buffer.concat(Array.from({ length: 1000 }, () => one));
    const url = await lab.web((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body));
    expect(await take(url)).toEqual({ kind: 'refused', reason: 'too_large' });
  });

  test.each(encodings)('(%s) of JSON is cut at its limit too', async (encoding) => {
    const headers = { 'content-encoding': encoding };
    const url = await lab.web((_, response) => response.writeHead(200, headers).end(bombs[encoding]));
    const asked = { method: 'GET', url, timeoutMs: 2_000, maxBytes: 50 * mebi } as const;
    const { answer, grown } = await weigh(() => lab.way().json(asked));
    expect(answer).toMatchObject({ kind: 'malformed', status: 200 });
    expect(grown).toBeLessThan(32);
  });
});

describe('a body without end', () => {
  const pour = (socket: Socket, piece: string | Buffer): void => {
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  };
  const chunk = (bytes: number) => Buffer.from(`${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`);

  test.each<[string, string, string | Buffer]>([
    ['in chunks', 'transfer-encoding: chunked\r\n', chunk(16 * kibi)],
    [
      'in chunks of one byte',
      'transfer-encoding: chunked\r\n',
      Buffer.concat(Array.from({ length: 1000 }, () => chunk(1))),
    ],
    ['until the line is cut', 'connection: close\r\n', Buffer.alloc(16 * kibi)],
  ])('%s is cut at the limit', async (_how, header, piece) => {
    const { port } = await lab.raw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${header}\r\n`);
      pour(socket, piece);
    });
    const { answer, ms, grown } = await weigh(() => take(`http://127.0.0.1:${port}`, { totalMs: 10_000 }));
    expect(answer).toEqual({ kind: 'refused', reason: 'too_large' });
    expect(ms).toBeLessThan(8_000);
    // Sender and receiver share this process, and a busy machine collects the garbage of tiny pieces late.
    expect(grown).toBeLessThan(128);
  });

  test('one chunk that says it is longer than anything is cut at the limit', async () => {
    const { port } = await lab.raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffff\r\n');
      pour(socket, Buffer.alloc(16 * kibi));
    });
    expect(await take(`http://127.0.0.1:${port}`)).toEqual({ kind: 'refused', reason: 'too_large' });
  });

  test('of a redirect is not read', async () => {
    const { port, seen } = await lab.raw((socket) => {
      socket.write('HTTP/1.1 302 Found\r\nlocation: /\r\ntransfer-encoding: chunked\r\n\r\n');
      pour(socket, chunk(16 * kibi));
    });
    const { answer, grown } = await weigh(() => take(`http://127.0.0.1:${port}`));
    expect(answer).toEqual({ kind: 'refused', reason: 'redirects' });
    expect(seen.connections).toBe(4);
    expect(grown).toBeLessThan(32);
  });
});

describe('a length that lies', () => {
  const saying = async (length: string, body: string, ends = true) => {
    const { port } = await lab.raw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${length}\r\n\r\n${body}`);
      if (ends) socket.end();
    });
    return take(`http://127.0.0.1:${port}`);
  };

  test.each([
    ['too long', 'content-length: 1000', 'x', true],
    ['too long, on a line that stays open', 'content-length: 1000', 'x', false],
    ['negative', 'content-length: -1', 'x', true],
    ['no number', 'content-length: many', 'x', true],
    ['two numbers', 'content-length: 1\r\ncontent-length: 2', 'xx', true],
    ['a number and chunks', 'content-length: 1\r\ntransfer-encoding: chunked', '5\r\nhello\r\n0\r\n\r\n', true],
    ['nothing', 'content-length: 0', '', true],
  ])('(%s) is a blip', async (_how, length, body, ends) => {
    expect(await saying(length, body, ends)).toMatchObject({ kind: 'blip' });
  });

  test.each(['2000000', '9007199254740993'])('(%s) is refused before the body', async (length) => {
    expect(await saying(`content-length: ${length}`, '', false)).toEqual({ kind: 'refused', reason: 'too_large' });
  });

  test('of packed bytes says nothing of what is in them', async () => {
    const bomb = bombs.gzip ?? Buffer.alloc(0);
    const headers = { 'content-encoding': 'gzip', 'content-length': bomb.length };
    const url = await lab.web((_, response) => response.writeHead(200, headers).end(bomb));
    expect(await take(url, { maxBytes: bomb.length + 1 })).toEqual({ kind: 'refused', reason: 'too_large' });
  });
});

describe('an answer that takes its time', () => {
  /** Writes a piece again and again. */
  const dripping = async (begin: string, piece: string, everyMs: number): Promise<string> => {
    const { port } = await lab.raw((socket) => {
      socket.write(begin);
      const timer = setInterval(() => socket.write(piece), everyMs);
      socket.on('close', () => clearInterval(timer));
    });
    return `http://127.0.0.1:${port}`;
  };

  test('one byte at a time is over when the whole time is', async () => {
    const url = await dripping('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n', 'x', 50);
    const { answer, ms } = await weigh(() => take(url, { totalMs: 700 }));
    expect(answer).toEqual({ kind: 'blip', detail: 'not whole within 700 ms' });
    expect(ms).toBeLessThan(3_000);
  });

  test('packed, it is no way around: what is counted is time', async () => {
    const url = await dripping('HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n', '\x00', 50);
    expect((await take(url, { totalMs: 700 })).kind).toBe('blip');
  });

  test.each([
    ['lines that never end', 'HTTP/1.1 200 OK\r\n', 'x-more: yes\r\n', 40],
    ['a line that never ends', 'HTTP/1.1 200 OK\r\nx-long: ', 'y', 40],
    ['one hint after the other', '', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 40],
    ['nothing', '', '', 40],
  ])('headers that are %s are over when nothing came for too long', async (_how, begin, piece, everyMs) => {
    const { answer, ms } = await weigh(async () => take(await dripping(begin, piece, everyMs)));
    expect(answer.kind).toBe('blip');
    expect(ms).toBeLessThan(3_000);
  });

  test.each([
    ['one of a MiB', `x-large: ${'y'.repeat(mebi)}\r\n`],
    ['a hundred thousand', 'x: y\r\n'.repeat(100_000)],
  ])('headers that are too large (%s) are a blip', async (_how, headers) => {
    const { port } = await lab.raw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${headers}\r\nbody`));
    const { answer, ms, grown } = await weigh(() => take(`http://127.0.0.1:${port}`));
    expect(answer.kind).toBe('blip');
    expect(ms).toBeLessThan(2_000);
    expect(grown).toBeLessThan(32);
  });

  test('ten redirects, each at the last moment, are over after the fourth at the latest', async () => {
    let hits = 0;
    const url = await lab.web((_, response) => {
      hits += 1;
      setTimeout(() => response.writeHead(302, { location: `/${hits}` }).end(), 200);
    });
    const { answer, ms } = await weigh(() => take(url));
    expect(answer).toEqual({ kind: 'refused', reason: 'redirects' });
    expect(hits).toBe(4);
    expect(ms).toBeLessThan(3_000);
  });
});
