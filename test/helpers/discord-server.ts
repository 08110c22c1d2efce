/** A Discord that answers what the test says, over HTTP, so that the real REST client is tried. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  method: string;
  /** Decoded, without `/api/v10`, with the query. */
  path: string;
  authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent, read by tests alone.
  body: any;
  files: { name: string; type: string; bytes: number }[];
}

export interface Told {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface DiscordServer {
  apiUrl: string;
  heard: Heard[];
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Pick<Heard, 'body' | 'files'>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/'))
    return { body: bytes.length === 0 ? null : JSON.parse(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files = [...form.values()].flatMap((part) =>
    typeof part === 'string' ? [] : [{ name: part.name, type: part.type, bytes: part.size }],
  );
  return { body: JSON.parse(String(form.get('payload_json'))), files };
};

/** `answer` null: the line is cut. */
export async function createDiscordServer(answer: (heard: Heard) => Told | null): Promise<DiscordServer> {
  const heard: Heard[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one: Heard = {
      method: request.method ?? '',
      path: decodeURIComponent((request.url ?? '').replace('/api/v10', '')),
      authorization: request.headers.authorization,
      ...(await bodyOf(request)),
    };
    heard.push(one);
    const told = answer(one);
    if (told === null) return void request.socket.destroy();
    const body = told.body === undefined ? '' : typeof told.body === 'string' ? told.body : JSON.stringify(told.body);
    const type = typeof told.body === 'object' ? { 'content-type': 'application/json' } : {};
    response.writeHead(told.status, { ...type, ...told.headers }).end(body);
  };
  // What fails in there is nobody's but the test run's, which ends red for it.
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const discordError = (status: number, code: number): Told => ({
  status,
  body: { code, message: `error ${code}` },
});
