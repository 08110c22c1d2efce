/** Where songs honestly lie is followed, in whatever way it is written. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createGuard, isPublicUrl } from '../src/http-guard.ts';
import { createWebLab, namesAt } from './helpers/web-lab.ts';

const lab = createWebLab();
afterEach(() => lab.close());

describe('an honest address', () => {
  const signature = 'a'.repeat(1500);
  const honest: [string, string][] = [
    ['https://cdn.example.com/a.mp3', 'cdn.example.com'],
    ['https://cdn.example.com', 'cdn.example.com'],
    ['https://cdn.example.com:443/a.mp3', 'cdn.example.com'],
    ['HTTPS://CDN.EXAMPLE.COM/A.mp3', 'cdn.example.com'],
    ['https://cdn.example.com./a.mp3', 'cdn.example.com.'],
    ['  https://cdn.example.com/a.mp3\n', 'cdn.example.com'],
    ['https://cdn.example.com/a%20b.mp3', 'cdn.example.com'],
    ['https://cdn.example.com/a b (1).mp3', 'cdn.example.com'],
    ['https://cdn.example.com/ü/水.mp3', 'cdn.example.com'],
    ['https://cdn.example.com/a/../b/./c.mp3', 'cdn.example.com'],
    ['https://cdn.example.com//a.mp3', 'cdn.example.com'],
    ['https://cdn.example.com/127.0.0.1/a.mp3', 'cdn.example.com'],
    ['https://cdn.example.com/a.mp3?at=127.0.0.1@10.0.0.1', 'cdn.example.com'],
    ['https://cdn.example.com/a.mp3#t=10', 'cdn.example.com'],
    [`https://cdn.example.com/a.mp3?X-Signature=${signature}&Expires=1`, 'cdn.example.com'],
    ['https://bücher.example/a.mp3', 'xn--bcher-kva.example'],
    ['https://音楽.example/a.mp3', 'xn--66v140h.example'],
    ['https://my_bucket.s3.example.com/a.mp3', 'my_bucket.s3.example.com'],
    ['https://a-b--c.example.com/a.mp3', 'a-b--c.example.com'],
    ['https://1.cdn.example.com/a.mp3', '1.cdn.example.com'],
    ['https://127.0.0.1.example.com/a.mp3', '127.0.0.1.example.com'],
    ['https://0x7f.example.com/a.mp3', '0x7f.example.com'],
    ['https://localhost.example.com/a.mp3', 'localhost.example.com'],
    [`https://${'deep.'.repeat(20)}example.com/a.mp3`, `${'deep.'.repeat(20)}example.com`],
  ];

  test.each(honest)('%s is followed', async (url, host) => {
    expect(createGuard({ allowPrivate: false }).judge(url)).toBeNull();
    // The same path over a local server: only scheme and port are others.
    const hosts: string[] = [];
    const base = await lab.web((request, response) => {
      hosts.push(request.headers.host?.replace(/:\d+$/, '') ?? '');
      response.end('a song');
    });
    const { pathname, search, hostname } = new URL(url);
    const http = lab.way({ lookup: namesAt('127.0.0.1') });
    const toPath = join(await lab.open(), 'file');
    const signal = new AbortController().signal;
    const local = `http://${hostname}:${new URL(base).port}${pathname}${search}`;
    const answer = await http.download(local, { toPath, maxBytes: 100, totalMs: 5000, idleMs: 1000, signal });
    expect(answer).toMatchObject({ kind: 'saved', bytes: 6 });
    expect(hosts).toEqual([host]);
  });

  test('of IPv6 is followed', async () => {
    const server = createServer((_, response) => response.end('a song'));
    const isThere = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(0, '::1', () => resolve(true));
    });
    // A machine without IPv6 cannot show it.
    if (!isThere) return;
    const { port } = server.address() as AddressInfo;
    const toPath = join(await lab.open(), 'file');
    const signal = new AbortController().signal;
    const how = { toPath, maxBytes: 100, totalMs: 5000, idleMs: 1000, signal };
    for (const host of ['[::1]', '[0:0:0:0:0:0:0:1]']) {
      expect(await lab.way().download(`http://${host}:${port}/`, how)).toMatchObject({ kind: 'saved', bytes: 6 });
    }
    const named = lab.way({ allowPrivate: false, trusted: [`http://[::1]:${port}`] });
    expect(await named.download(`http://[::1]:${port}/`, how)).toMatchObject({ kind: 'saved', bytes: 6 });
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([301, 302, 303, 307, 308])('is followed by %d too, also to another name', async (status) => {
    const base = await lab.web((request, response) => {
      if (request.headers.host?.startsWith('b.example')) return response.end('a song');
      return response.writeHead(status, { location: `http://b.example:${new URL(base).port}/a.mp3` }).end();
    });
    const toPath = join(await lab.open(), 'file');
    const signal = new AbortController().signal;
    const how = { toPath, maxBytes: 100, totalMs: 5000, idleMs: 1000, signal };
    const http = lab.way({ lookup: namesAt('127.0.0.1') });
    const url = base.replace('127.0.0.1', 'a.example');
    expect(await http.download(url, how)).toMatchObject({ kind: 'saved', bytes: 6 });
  });

  test.each([
    '1.1.1.1',
    '93.184.216.34',
    '1572395042',
    '100.63.255.255',
    '100.128.0.1',
    '126.255.255.255',
    '128.0.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '169.253.255.255',
    '198.17.255.255',
    '198.20.0.1',
    '223.255.255.254',
    '[2606:4700::1111]',
    '[2a00:1450:4001::200e]',
    '[2001:4860:4860::8888]',
    '[::ffff:93.184.216.34]',
    '[3ffe::1]',
  ])('%s is public', (host) => {
    expect(createGuard({ allowPrivate: false }).judge(`https://${host}/a.mp3`)).toBeNull();
    expect(isPublicUrl(`https://${host}/a.mp3`)).toBe(true);
  });
});

test.each([
  ['https://cdn.example.com/a.mp3', true],
  ['https://cdn.example.com:443/a.mp3?x=1', true],
  ['https://cdn.example.com:8443/a.mp3', false],
  ['http://cdn.example.com/a.mp3', false],
  ['https://me@cdn.example.com/a.mp3', false],
  ['https://localhost/a.mp3', false],
  ['https://cdn/a.mp3', false],
  ['https://printer.local/a.mp3', false],
  ['https://printer.local./a.mp3', false],
  ['https://songs.home.arpa/a.mp3', false],
  ['https://10.0.0.1/a.mp3', false],
  ['javascript:alert(1)', false],
  ['no address', false],
])('a link to %s may be shown: %s', (url, may) => {
  expect(isPublicUrl(url)).toBe(may);
});
