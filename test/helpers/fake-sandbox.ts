/**
 * The door that the page speaks to, with canned answers: it serves the page as the sandbox does (bundled in memory, the
 * same strict content policy), hears what is posted, and tells the tabs what a test says. No Discord and no bot behind it.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LiveEvent, Snapshot } from '../../sandbox/protocol.ts';
import { cover, tone } from './fake-media.ts';
import { emptySnapshot } from './fake-world.ts';

export interface Posted {
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the page sent
  body: any;
}

export interface FakeSandbox {
  url: string;
  /** What a new tab is told first; tests change it before they open one. */
  world: Omit<Snapshot, 'me'>;
  posted: Posted[];
  /** Answers each POST further than `{ nonce }`; replaced by tests. */
  answer: (posted: Posted) => void;
  /** @param to a member id; null: every tab. */
  tell(event: LiveEvent, to?: string | null): void;
  close(): Promise<void>;
}

const page = fileURLToPath(new URL('../../sandbox/page/', import.meta.url));
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:";
const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  mp3: 'audio/mpeg',
  png: 'image/png',
};

const bundle = async (): Promise<Buffer> => {
  const built = await build({
    entryPoints: [`${page}main.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  });
  return Buffer.from(built.outputFiles[0]?.contents ?? []);
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

/** Sends a file, or the part of it that was asked for: players seek by ranges. */
const sendFile = (request: IncomingMessage, response: ServerResponse, file: Buffer, extension: string) => {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = range?.[2] ? Number(range[2]) : file.length - 1;
  response.setHeader('content-type', types[extension] ?? 'application/octet-stream');
  response.setHeader('content-security-policy', policy);
  response.setHeader('accept-ranges', 'bytes');
  if (range) response.setHeader('content-range', `bytes ${from}-${to}/${file.length}`);
  response.writeHead(range ? 206 : 200).end(file.subarray(from, to + 1));
};

export const startFakeSandbox = async (): Promise<FakeSandbox> => {
  const made = new Map<string, Buffer>([['/page.js', await bundle()], ...cover.files(), ['/tone.mp3', await tone(8)]]);
  const tabs = new Map<WebSocket, string>();
  const live = new WebSocketServer({ noServer: true });

  const fileFor = async (path: string): Promise<Buffer | null> => {
    const own = made.get(path);
    if (own) return own;
    const name = path === '/' ? 'index.html' : path.slice(1);
    return /^(index\.html|page\.css|assets\/[\w.-]+)$/.test(name) ? readFile(page + name) : null;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://sandbox').pathname;
    if (request.method === 'POST') {
      const isFile = path === '/sandbox/upload';
      const posted = {
        path,
        body: isFile ? { id: 'file-1', text: await textOf(request) } : JSON.parse(await textOf(request)),
      };
      fake.posted.push(posted);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(isFile ? { id: 'file-1' } : { nonce: posted.body.nonce }));
      fake.answer(posted);
      return;
    }
    const file = await fileFor(path);
    if (file) sendFile(request, response, file, path === '/' ? 'html' : (path.split('.').at(-1) ?? ''));
    else response.writeHead(404).end();
  };
  const server = createServer((request, response) => void serve(request, response));
  server.on('upgrade', (request, socket, head) => {
    const wanted = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('member');
    live.handleUpgrade(request, socket, head, (tab) => {
      const me = fake.world.members.find((member) => member.id === wanted) ?? fake.world.members[0];
      if (!me) return;
      tabs.set(tab, me.id);
      tab.on('close', () => tabs.delete(tab));
      tab.send(JSON.stringify({ type: 'snapshot', snapshot: { ...fake.world, me } } satisfies LiveEvent));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const fake: FakeSandbox = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world: emptySnapshot(),
    posted: [],
    answer: () => undefined,
    tell(event, to = null) {
      for (const [tab, member] of tabs) if (to === null || member === to) tab.send(JSON.stringify(event));
    },
    async close() {
      for (const tab of tabs.keys()) tab.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
};
