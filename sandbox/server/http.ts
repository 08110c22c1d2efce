import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Upload } from './files.ts';
import { Refused, refuse } from './refusal.ts';

/** The most one request may weigh, by Discord's documentation. */
const REQUEST_BYTES = 25 * 1024 * 1024;

/** The whole body; refuses more than `most` bytes, but reads to the end so that the answer arrives. */
export const readBody = async (request: IncomingMessage, most = REQUEST_BYTES): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size > most ? refuse('tooLarge') : Buffer.concat(chunks);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('notJson');
  }
};

const fileNumber = (key: string): number | null => {
  const match = /^files\[(\d+)\]$/.exec(key);
  return match ? Number(match[1]) : null;
};

/** JSON, or a multipart form's `payload_json` and files. */
export const parseBody = async (
  bytes: Buffer,
  contentType: string | undefined,
): Promise<{ body: unknown; uploads: Upload[] }> => {
  if (bytes.length === 0) return { body: undefined, uploads: [] };
  if (!contentType?.startsWith('multipart/form-data')) return { body: parseJson(bytes.toString('utf8')), uploads: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => refuse('notJson'));
  const uploads: Upload[] = [];
  for (const [key, value] of form.entries()) {
    if (typeof value === 'string') continue;
    uploads.push({
      n: fileNumber(key),
      name: value.name,
      contentType: value.type,
      bytes: Buffer.from(await value.arrayBuffer()),
    });
  }
  const json = form.get('payload_json');
  return { body: typeof json === 'string' ? parseJson(json) : {}, uploads };
};

/** No body, no content type: with one, discord.js would try to read nothing as JSON. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers })
    .end(text);
};

/** A refusal in Discord's form. */
export const sendRefusal = (
  response: ServerResponse,
  { refusal }: Refused,
  headers: Record<string, string> = {},
): void => {
  const { status, code, message, errors, retryAfter } = refusal;
  const wait = retryAfter === undefined ? {} : { retry_after: retryAfter, global: false };
  const waitHeaders: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)), 'x-ratelimit-scope': 'user' };
  sendJson(
    response,
    status,
    { message, code, ...(errors ? { errors } : {}), ...wait },
    { ...headers, ...refusal.headers, ...waitHeaders },
  );
};

export const asRefused = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused({ status: 500, code: 0, message: '500: Internal Server Error' });
