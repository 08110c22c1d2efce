/** Every way to write, to look up and to be sent to an address where strangers must not send us: nobody is ever reached. */
import { connect, createServer, type LookupFunction, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DownloadAnswer, Http } from '../src/http.ts';
import { createGuard } from '../src/http-guard.ts';
import { type Form, forms } from './helpers/hostile-hosts.ts';
import { createWebLab, namesAt } from './helpers/web-lab.ts';

const all = Object.entries(forms).flatMap(([group, some]) => some.map(([host, reason]) => ({ group, host, reason })));

/** Where names lie, whoever asks: nothing here goes out to the network. */
const names: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'a.localhost': ['127.0.0.1'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'metadata.internal': ['169.254.169.254'],
  'router.lan': ['192.168.1.1'],
};
const lookup: LookupFunction = (name, how, done) => {
  const found = names[name];
  if (found === undefined) return done(new Error(`nobody is called ${name}`), '');
  return namesAt(...found)(name, how, done);
};

const lab = createWebLab();
afterEach(() => lab.close());
const take = (http: Http, url: string): Promise<DownloadAnswer> =>
  http.download(url, {
    toPath: join(tmpdir(), 'songcircle-nothing-comes-here'),
    maxBytes: 1000,
    totalMs: 5000,
    idleMs: 2000,
    signal: new AbortController().signal,
  });

/** Two listeners on every address of this machine, IPv6 too where it has it, and a third on one address alone. */
const reached: string[] = [];
const ports: number[] = [];
const canaries: Server[] = [];
const listen = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      reached.push(`${socket.localAddress}:${socket.localPort}`);
      socket.on('error', () => undefined).destroy();
    });
    server.once('error', () => resolve(false));
    server.listen({ port: 0, host, ipv6Only: false }, () => {
      const address = server.address();
      if (address !== null && typeof address !== 'string') ports.push(address.port);
      canaries.push(server);
      resolve(true);
    });
  });
beforeAll(async () => {
  for (let index = 0; index < 2; index += 1) if (!(await listen('::'))) await listen('0.0.0.0');
  await listen('127.0.0.1');
});
afterAll(async () => {
  for (const server of canaries) await new Promise((resolve) => server.close(resolve));
});
afterEach(() => {
  expect(reached.splice(0)).toEqual([]);
});

const strict = () => lab.way({ allowPrivate: false, ports, lookup });
/** A stranger's server that sends us on; the only one on this machine that may be reached. */
const redirecting = async (location: string, status = 302) => {
  const url = await lab.web((_, response) => response.writeHead(status, { location }).end());
  return { url, http: lab.way({ allowPrivate: false, ports, lookup, trusted: [url] }) };
};
/** Behind what ends a host, all is path. */
const withPort = (host: string, port = 0): string =>
  /[\\#?]/.test(host) ? host.replace(/[\\#?]/, `:${port}$&`) : `${host}:${port}`;
const refusedAs = (reason: Form[1]) => (reason === null ? { kind: 'blip' } : { kind: 'refused', reason });

test('the corpus is large enough, and names nothing twice', () => {
  expect(all.length).toBeGreaterThanOrEqual(100);
  expect(new Set(all.map(({ host }) => host)).size).toBe(all.length);
});

describe('the canaries can sing', () => {
  const hasIPv6 = Object.values(networkInterfaces()).some((some) => some?.some(({ address }) => address === '::1'));
  test.each([
    '127.0.0.1',
    '127.0.0.2',
    '2130706433',
    '0x7f.1',
    '127。0。0。1',
    'localhost',
    '[::ffff:7f00:1]',
    '[::1]',
  ])('a download from %s reaches them where it is allowed', async (host) => {
    if (host === '[::1]' && !hasIPv6) return;
    for (const port of ports.slice(0, 2)) await take(lab.way({ lookup }), `http://${host}:${port}/a.mp3`);
    expect(reached.splice(0)).toHaveLength(2);
  });

  test('0.0.0.0 is this machine too', async () => {
    await new Promise((resolve) =>
      connect(ports[0] ?? 0, '0.0.0.0')
        .on('close', resolve)
        .on('error', resolve),
    );
    expect(reached.splice(0)).toHaveLength(1);
  });
});

describe.each(Object.keys(forms))('%s', (group) => {
  const some = all.filter((one) => one.group === group);

  test.each(some)('$host: refused as it is written', async ({ host, reason }) => {
    const http = strict();
    for (const port of ports) {
      const place = withPort(host, port);
      expect(await take(http, `https://${place}/a.mp3`)).toMatchObject(refusedAs(reason));
      expect((await take(http, `http://${place}/a.mp3`)).kind).toBe('refused');
    }
  });

  test.each(some)('$host: refused behind a redirect', async ({ host, reason }) => {
    // A header carries no other letters; in an address they mean the same.
    const location = `https://${withPort(host, ports[0])}/`.replace(/[^\x20-\x7e]/gu, encodeURIComponent);
    const { url, http } = await redirecting(location);
    expect(await take(http, `${url}/a.mp3`)).toMatchObject(refusedAs(reason));
  });

  const literal = some.flatMap(({ host }) => {
    const url = URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`) : null;
    const address = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
    return url !== null && url.username === '' && /^[\d.]+$|:/.test(address) ? [address] : [];
  });
  if (literal.length > 0)
    test.each([...new Set(literal)])(
      'a name that lies at %s is refused, alone and among public ones',
      async (address) => {
        for (const found of [[address], ['93.184.216.34', address], [address, '2606:4700::1111']]) {
          const http = lab.way({ allowPrivate: false, ports, lookup: namesAt(...found) });
          const answer = await take(http, `https://songs.example.com:${ports[0]}/a.mp3`);
          expect(answer).toEqual({ kind: 'refused', reason: 'address' });
        }
      },
    );
});

describe('a redirect', () => {
  const statuses = [301, 302, 303, 307, 308];
  const to: [string, () => string, Form[1]][] = [
    ['this machine', () => `https://127.0.0.1:${ports[0]}/`, 'address'],
    ['this machine by IPv6', () => `https://[::1]:${ports[0]}/`, 'address'],
    ['a cloud’s secrets', () => 'http://169.254.169.254/latest/meta-data', 'address'],
    ['a private name', () => `https://router.lan:${ports[0]}/`, 'address'],
    ['http', () => 'http://songs.example.com/a.mp3', 'url'],
    ['another port', () => 'https://songs.example.com:22/', 'url'],
    ['a file', () => 'file:///etc/passwd', 'url'],
    ['ftp', () => 'ftp://songs.example.com/a.mp3', 'url'],
    ['data', () => 'data:audio/mpeg;base64,AAAA', 'url'],
    ['JavaScript', () => 'javascript:alert(1)', 'url'],
    ['a user', () => `https://user:word@songs.example.com:${ports[0]}/`, 'url'],
    ['no scheme', () => `//127.0.0.1:${ports[0]}/`, 'address'],
    ['nothing that can be read', () => 'https://[', 'url'],
  ];
  const pairs = statuses.flatMap((status) =>
    to.map(([what, location, reason]) => ({ status, what, location, reason })),
  );
  test.each(pairs)('$status to $what is refused', async ({ status, location, reason }) => {
    const { url, http } = await redirecting(location(), status);
    expect((await take(http, `${url}/a.mp3`)).kind).toBe('refused');
    // Without a scheme it keeps the first one's, which is http here.
    if (!location().startsWith('//')) expect(await take(http, url)).toEqual({ kind: 'refused', reason });
  });

  test.each([
    ['to itself', () => '/'],
    ['in a circle of two', (path: string) => (path === '/' ? '/other' : '/')],
    ['always somewhere new', (path: string) => `/${path.length}${path.slice(1)}`],
  ])('%s ends after three', async (_how, next) => {
    const hits: string[] = [];
    const url = await lab.web((request, response) => {
      hits.push(request.url ?? '');
      response.writeHead(302, { location: next(request.url ?? '') }).end();
    });
    expect(await take(lab.way(), `${url}/`)).toEqual({ kind: 'refused', reason: 'redirects' });
    expect(hits).toHaveLength(4);
  });

  test('is judged at its last step as at its first', async () => {
    const url = await lab.web((request, response) => {
      const left = Number((request.url ?? '').slice(1));
      const location = left > 0 ? `/${left - 1}` : `https://127.0.0.1:${ports[0]}/`;
      response.writeHead(307, { location }).end();
    });
    const http = lab.way({ allowPrivate: false, ports, lookup, trusted: [url] });
    expect(await take(http, `${url}/2`)).toEqual({ kind: 'refused', reason: 'address' });
  });
});

describe('a name', () => {
  test('that lies at a public address when asked first, and at this machine when asked again, is asked once', async () => {
    const asked: string[] = [];
    const url = await lab.web((_, response) => response.end('a song'));
    const rebinding: LookupFunction = (name, how, done) => {
      asked.push(name);
      // 127.0.0.1 stands for what is allowed, 0.0.0.0 for what is not: both lead here.
      return namesAt(asked.length === 1 ? '127.0.0.1' : '0.0.0.0')(name, how, done);
    };
    const http = lab.way({ lookup: rebinding });
    const byName = url.replace('127.0.0.1', 'songs.example.com');
    const toPath = join(await lab.open(), 'file');
    const signal = new AbortController().signal;
    const how = { toPath, maxBytes: 100, totalMs: 5000, idleMs: 1000, signal };
    expect(await http.download(byName, how)).toMatchObject({ kind: 'saved' });
    expect(asked).toEqual(['songs.example.com']);
    // On a connection of its own it is asked anew, and judged anew.
    const other = byName.replace(/:\d+$/, `:${ports[0]}`);
    expect(await take(http, other)).toEqual({ kind: 'refused', reason: 'address' });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['nothing', []],
    ['words', ['localhost']],
    ['an empty address', ['']],
    ['an address of a zone', ['fe80::1%lo']],
    ['an address with a port', [`127.0.0.1:80`]],
  ])('that lies at %s is refused', async (_what, addresses) => {
    const http = lab.way({ allowPrivate: false, ports, lookup: namesAt(...addresses) });
    const answer = await take(http, `https://songs.example.com:${ports[0]}/`);
    expect(answer).toEqual({ kind: 'refused', reason: 'address' });
  });

  test('is refused by one address among many, whichever way it is asked for', async () => {
    const found = (addresses: string[], everything: boolean) =>
      new Promise<{ error: Error | null; address: unknown }>((resolve) => {
        const guard = createGuard({ allowPrivate: false, lookup: namesAt(...addresses) });
        guard.lookup('songs.example.com', { all: everything }, (error, address) => resolve({ error, address }));
      });
    for (const everything of [true, false]) {
      expect((await found(['93.184.216.34', '10.0.0.1'], everything)).error?.message).toContain('no public address');
      expect((await found(['93.184.216.34', '2606:4700::1111'], everything)).error).toBeNull();
    }
    expect((await found(['93.184.216.34'], false)).address).toBe('93.184.216.34');
  });

  test('of this machine, as its own system knows it, is refused', async () => {
    const http = lab.way({ allowPrivate: false, ports });
    const answer = await take(http, `https://localhost:${ports[0]}/`);
    expect(answer).toEqual({ kind: 'refused', reason: 'address' });
  });
});

test('no address of this machine on its own networks is reached', async () => {
  const own = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const guard = createGuard({ allowPrivate: false });
  const closed = own.filter(({ address }) => !guard.isAllowed(address));
  expect(closed.length).toBeGreaterThan(0);
  for (const { address, family } of closed) {
    const host = family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address;
    expect(await take(strict(), `https://${host}:${ports[0]}/`)).toEqual({ kind: 'refused', reason: 'address' });
  }
});

describe('where private addresses are allowed', () => {
  const lenient = createGuard({ allowPrivate: true });
  test.each([
    ['http://127.0.0.1:4900/a.mp3', null],
    ['http://cdn.example.com:8080/a.mp3', null],
    ['https://192.168.1.1/a.mp3', null],
    ['https://[fd00::1]/a.mp3', null],
    ['https://169.254.169.254/latest', 'address'],
    ['https://[fe80::1]/a', 'address'],
    ['https://0.0.0.0/a', 'address'],
    ['https://[::ffff:0.0.0.0]/a', 'address'],
    ['https://100.64.0.1/a', 'address'],
    ['https://224.0.0.1/a', 'address'],
    ['https://[64:ff9b::7f00:1]/a', 'address'],
    ['https://me@cdn.example.com/a.mp3', 'url'],
    ['ftp://cdn.example.com/a.mp3', 'url'],
    ['javascript:alert(1)', 'url'],
    ['cdn.example.com/a.mp3', 'url'],
    ['', 'url'],
  ])('%s', (url, reason) => {
    expect(lenient.judge(url)).toBe(reason);
  });
});
