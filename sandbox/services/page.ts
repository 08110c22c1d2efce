/** The page where a person chooses how each service behaves. It works without a script; with one it keeps itself fresh. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countsOf, fieldNames, renderPage } from './page-view.ts';
import type { MusicService } from './service.ts';

export interface ServicesPage {
  url: string;
  close(): Promise<void>;
}

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With none at all a form would not even say that it is ours.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-cache',
};
const assets: Readonly<Record<string, string>> = { '/page.js': 'text/javascript', '/page.css': 'text/css' };
const mostBytes = 10_000;

const formOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const piece of request.setEncoding('utf8') as AsyncIterable<string>) {
    if (text.length < mostBytes) text += piece;
  }
  return new URLSearchParams(text);
};

/** What a form asks for, as the order that the service takes. Values are JSON, as the page wrote them. */
const orderOf = (form: URLSearchParams): unknown => {
  const script = Object.fromEntries(
    fieldNames.flatMap((name) => {
      const value = form.get(name);
      return value === null ? [] : [[name, JSON.parse(value)]];
    }),
  );
  const act = form.get('act');
  return {
    script,
    ...(act === 'release' ? { release: true } : {}),
    ...(act === 'step' ? { step: 'all' } : {}),
    ...(act === 'finish' ? { finish: 'all' } : {}),
  };
};

export async function startPage(options: {
  services: readonly MusicService[];
  /** 0: any free one. */
  port: number;
}): Promise<ServicesPage> {
  const { services } = options;

  const change = async (request: IncomingMessage, response: ServerResponse, id: string): Promise<void> => {
    const service = services.find((one) => one.id === id);
    const { origin, host } = request.headers;
    // Other pages of the browser have no say here.
    const isOurs = origin === undefined || origin === `http://${host}`;
    if (service === undefined || !isOurs) return void response.writeHead(isOurs ? 404 : 403).end();
    service.control(orderOf(await formOf(request)));
    response.writeHead(303, { ...headers, location: `/#${id}` }).end();
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const type = assets[pathname];
    if (request.method === 'POST') return change(request, response, pathname.slice('/services/'.length));
    if (pathname === '/') {
      response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(renderPage(services));
    } else if (pathname === '/counts') {
      const counts = Object.fromEntries(services.map((service) => [service.id, countsOf(service)]));
      response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(counts));
    } else if (type !== undefined) {
      const content = await readFile(new URL(`./page${pathname}`, import.meta.url));
      response.writeHead(200, { ...headers, 'content-type': type }).end(content);
    } else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  };

  const server = createServer((request, response) => {
    route(request, response).catch(() =>
      response.writeHead(400, { 'content-type': 'text/plain' }).end('Not understood'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
