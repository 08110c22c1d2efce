/** Servers of every kind on this machine for a way out to the web, and a folder for what it brings home. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type LookupFunction, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttp, type Http, type HttpOptions } from '../../src/http.ts';

export interface WebLab {
  /** Answers a fresh folder; before each test. */
  open(): Promise<string>;
  /** Closes all that was opened since; after each test. */
  close(): Promise<void>;
  way(options?: Partial<HttpOptions>): Http;
  /** A listener that says what it is told to, byte by byte, and counts who came. */
  raw(onConnection: (socket: Socket) => void): Promise<{ port: number; seen: { connections: number; text: string } }>;
  /** A listener that nobody should ever reach. */
  canary(): ReturnType<WebLab['raw']>;
  /** Resolves to its address. */
  web(listener: RequestListener): Promise<string>;
}

/** Every name lies there. */
export const namesAt =
  (...addresses: string[]): LookupFunction =>
  (_, how, done) => {
    const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (how.all === true) done(null, all);
    else done(null, all[0]?.address ?? '', all[0]?.family);
  };

export const createWebLab = (): WebLab => {
  const closing: (() => Promise<void>)[] = [];

  const way = (options: Partial<HttpOptions> = {}): Http => {
    const http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test', ...options });
    closing.push(() => http.close());
    return http;
  };

  const raw: WebLab['raw'] = async (onConnection) => {
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

  const web: WebLab['web'] = async (listener) => {
    const server = createHttpServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  return {
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'http-test-'));
      closing.push(() => rm(folder, { recursive: true }));
      return folder;
    },
    async close() {
      for (const close of closing.splice(0).reverse()) await close();
    },
    way,
    raw,
    canary: () => raw((socket) => socket.destroy()),
    web,
  };
};
