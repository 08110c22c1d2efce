import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer, type LookupFunction, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttp, type DownloadOptions, type Http, type HttpOptions, retryAfterMs } from '../src/http.ts';
import { createGuard } from '../src/http-guard.ts';

const closing: (() => Promise<void>)[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-test-'));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rm(folder, { recursive: true });
});

const way = (options: Partial<HttpOptions> = {}): Http => {
  const http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test', ...options });
  closing.push(() => http.close());
  return http;
};

/** A listener that says what it is told to, byte by byte, and counts who came. */
const raw = async (onConnection: (socket: Socket) => void) => {
  const seen = { connections: 0, text: '' };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      seen.text += piece.toString('latin1');
    });
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, seen };
};

const canary = () => raw((socket) => socket.destroy());

const web = async (listener: RequestListener): Promise<string> => {
  const server = createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Every name lies there. */
const namesAt =
  (...addresses: string[]): LookupFunction =>
  (_, how, done) => {
    const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (how.all === true) done(null, all);
    else done(null, all[0]?.address ?? '', all[0]?.family);
  };

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
    for (const close of closing.splice(0)) await close();
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

  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '①②⑦.0.0.1',
    '127.0.0.1.',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1]',
    '0',
  ])('from %s, this machine in disguise, is refused without a connection', async (host) => {
    const { port, seen } = await canary();
    const strict = way({ allowPrivate: false, ports: [port] });
    expect(await take(strict, `https://${host}:${port}/a.mp3`)).toEqual({ kind: 'refused', reason: 'address' });
    expect(seen.connections).toBe(0);
    await nothingIsLeft();
  });

  test('the same address is reached where it is allowed, so the canary can sing', async () => {
    const { port, seen } = await canary();
    expect(await take(way(), `http://2130706433:${port}/a.mp3`)).toMatchObject({ kind: 'blip' });
    expect(seen.connections).toBe(1);
  });

  test.each([
    [['127.0.0.1']],
    [['::ffff:127.0.0.1']],
    // One public, one not: which one is used would be chance.
    [['93.184.216.34', '127.0.0.1']],
    [['10.0.0.1']],
    [['169.254.169.254']],
  ])('from a name that lies at %j is refused without a connection', async (addresses) => {
    const { port, seen } = await canary();
    const strict = way({ allowPrivate: false, ports: [port], lookup: namesAt(...addresses) });
    const answer = await take(strict, `https://songs.example.com:${port}/a.mp3`);
    expect(answer).toEqual({ kind: 'refused', reason: 'address' });
    expect(seen.connections).toBe(0);
  });

  test('a name that is harmless when asked first, and not at the next time, is judged each time', async () => {
    const { port, seen } = await canary();
    const url = await web((_, response) => response.writeHead(302, { location: `http://b.example:${port}/` }).end());
    const asked: string[] = [];
    const lookup: LookupFunction = (name, how, done) => {
      asked.push(name);
      return namesAt(name === 'a.example' ? '127.0.0.1' : '0.0.0.0')(name, how, done);
    };
    const answer = await take(way({ lookup }), url.replace('127.0.0.1', 'a.example'));
    expect(answer).toEqual({ kind: 'refused', reason: 'address' });
    expect(asked).toEqual(['a.example', 'b.example']);
    expect(seen.connections).toBe(0);
  });

  test.each(['0.0.0.0', '0', '[::]', '[::ffff:0.0.0.0]'])(
    'a redirect to %s is refused without a connection',
    async (host) => {
      const { port, seen } = await canary();
      const url = await web((_, response) => response.writeHead(302, { location: `http://${host}:${port}/` }).end());
      expect(await take(way(), url)).toEqual({ kind: 'refused', reason: 'address' });
      expect(seen.connections).toBe(0);
    },
  );

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

  test('that address would have led to the canary', async () => {
    const { port, seen } = await canary();
    await new Promise((resolve) => connect(port, '0.0.0.0').on('close', resolve).on('error', resolve));
    expect(seen.connections).toBe(1);
  });

  test.each([
    ['file:///etc/passwd', 'url'],
    ['ftp://127.0.0.1/a', 'url'],
    ['//nowhere', null],
    ['http://user:word@127.0.0.1/', 'url'],
    ['http://[', 'url'],
  ])('a redirect to %s is judged like any address', async (location, reason) => {
    const hits: string[] = [];
    const url = await web((request, response) => {
      hits.push(request.url ?? '');
      response.writeHead(301, { location }).end();
    });
    const lookup: LookupFunction = (_, __, done) => done(new Error('no such name'), '');
    const answer = await take(way({ lookup }), url);
    expect(answer).toMatchObject(reason === null ? { kind: 'blip' } : { kind: 'refused', reason });
    expect(hits).toHaveLength(1);
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

  const bomb = Buffer.alloc(64 * 1024 * 1024);
  test.each([
    ['br', brotliCompressSync(bomb, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
    ['gzip', gzipSync(bomb)],
  ])('a bomb (%s) is stopped at the limit of unpacked bytes', async (encoding, packed) => {
    expect(packed.length).toBeLessThan(100_000);
    const url = await web((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': packed.length }).end(packed),
    );
    const before = process.memoryUsage().rss;
    expect(await take(way(), url)).toEqual({ kind: 'refused', reason: 'too_large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * 1024 * 1024);
    await nothingIsLeft();
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

  test('a body without end is stopped at the limit', async () => {
    let sent = 0;
    const url = await web((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    expect(await take(way(), url)).toEqual({ kind: 'refused', reason: 'too_large' });
    expect(sent).toBeLessThan(10_000_000);
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

describe('addresses that downloads may use', () => {
  const strict = createGuard({ allowPrivate: false });
  const lenient = createGuard({ allowPrivate: true });

  test.each([
    ['https://cdn.example.com/a.mp3', null, null],
    ['https://cdn.example.com:443/a.mp3', null, null],
    ['https://93.184.216.34/a.mp3', null, null],
    ['https://[2606:4700::1111]/a.mp3', null, null],
    ['https://[::ffff:93.184.216.34]/a.mp3', null, null],
    ['http://cdn.example.com/a.mp3', 'url', null],
    ['https://cdn.example.com:8443/a.mp3', 'url', null],
    ['https://me@cdn.example.com/a.mp3', 'url', 'url'],
    ['javascript:alert(1)', 'url', 'url'],
    ['data:audio/mpeg;base64,AAAA', 'url', 'url'],
    ['cdn.example.com/a.mp3', 'url', 'url'],
    ['', 'url', 'url'],
    ['http://127.0.0.1:4900/a.mp3', 'address', null],
    ['https://192.168.1.1/a.mp3', 'address', null],
    ['https://[fd00::1]/a.mp3', 'address', null],
    ['https://169.254.169.254/latest', 'address', 'address'],
    ['https://[fe80::1]/a', 'address', 'address'],
    ['https://0.0.0.0/a', 'address', 'address'],
    ['https://100.64.0.1/a', 'address', 'address'],
    ['https://198.18.0.1/a', 'address', 'address'],
    ['https://192.0.0.8/a', 'address', 'address'],
    ['https://224.0.0.1/a', 'address', 'address'],
    ['https://255.255.255.255/a', 'address', 'address'],
    ['https://[64:ff9b::7f00:1]/a', 'address', 'address'],
    ['https://[64:ff9b:1::7f00:1]/a', 'address', 'address'],
    ['https://[2002:7f00:1::]/a', 'address', 'address'],
    ['https://[2001::1]/a', 'address', 'address'],
    ['https://[::7f00:1]/a', 'address', 'address'],
    ['https://[::ffff:0:7f00:1]/a', 'address', 'address'],
    ['https://[fec0::1]/a', 'address', 'address'],
    ['https://[ff02::1]/a', 'address', 'address'],
    ['https://[4000::1]/a', 'address', 'address'],
  ])('%s', (url, normally, whenPrivateIsAllowed) => {
    expect(strict.judge(url)).toBe(normally);
    expect(lenient.judge(url)).toBe(whenPrivateIsAllowed);
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
