/** How answers leave a music service on this machine: whole, cut, or without end. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

const hugeBytes = 50 * 1024 * 1024;
const mostBodyBytes = 1024 * 1024;

export const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

/** Pages of gateways tell what was sent, secrets and all. */
export const sendHtml = (response: ServerResponse, status: number): void => {
  const sent = response.req.headers.authorization ?? '';
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(`<html><body><h1>nginx</h1><pre>authorization: ${sent}</pre></body></html>`);
};

/** The same complaint in other words, wherever they stand in it. */
export const inOtherWords = (body: unknown, change: (words: string) => string): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if ((name === 'msg' || name === 'message') && typeof value === 'string') return [name, change(value)];
      return [name, name === 'error' ? inOtherWords(value, change) : value];
    }),
  );
};

export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
};

/** Says that more would come, and hangs up. */
export const sendCut = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, -3), () => response.destroy());
};

/** The answer with 50 MB more in it: all of it JSON, and what was asked for in front. */
export const sendHuge = (response: ServerResponse, status: number, body: unknown): Promise<void> => {
  const text = JSON.stringify(body);
  const name = Array.isArray(body) ? '' : '"more":';
  const piece = 'x'.repeat(64 * 1024);
  return stream(response, status, `${text.slice(0, -1)},${name}"`, piece, hugeBytes / piece.length, `"${text.at(-1)}`);
};

/** The answer with so many of this track in the place of its own. */
export const sendMany = (
  response: ServerResponse,
  status: number,
  body: unknown,
  tracks: readonly unknown[],
  track: unknown,
  count: number,
): Promise<void> => {
  const text = JSON.stringify(body);
  const list = JSON.stringify(tracks);
  const at = text.lastIndexOf(list);
  const one = JSON.stringify(track);
  const piece = `${one},`.repeat(1000);
  const end = one + text.slice(at + list.length - 1);
  return stream(response, status, text.slice(0, at + 1), piece, count / 1000 - 1, `${`${one},`.repeat(999)}${end}`);
};

/** No faster than it is read, and no longer than somebody reads. */
const stream = async (
  response: ServerResponse,
  status: number,
  head: string,
  piece: string,
  count: number,
  tail: string,
): Promise<void> => {
  const bytes = Buffer.from(piece);
  function* pieces() {
    yield Buffer.from(head);
    for (let sent = 0; sent < count; sent += 1) yield bytes;
    yield Buffer.from(tail);
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  // Whoever asked hung up: there is nobody left to tell.
  await pipeline(pieces, response).catch(() => undefined);
};

/** What was sent, if it is JSON; undefined where it is none. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= mostBodyBytes) pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
};
