/** Answers read to a limit: bytes are counted as they are meant, after unpacking, and JSON may not hold the thread. */
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Names in lower case; repeated headers joined by a comma. */
export type Headers = Readonly<Record<string, string>>;

/**
 * Parsing JSON holds the only thread: a quarter of a MiB, built to be slow, takes up to 10 ms (deep nesting several
 * times that, hence `deepestJson`). An honest answer about one song, both takes with their lyrics, has a tenth of it.
 */
export const largestJsonBytes = 256 * 1024;
const deepestJson = 64;

export async function readText(
  raw: Readable,
  headers: Headers,
  maxBytes: number,
): Promise<{ isWhole: boolean; text: string }> {
  const body = decoded(raw, headers);
  if (body === null) {
    discard(raw);
    return { isWhole: false, text: `content-encoding: ${headers['content-encoding']}` };
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    bytes += piece.byteLength;
    if (bytes > maxBytes) return { isWhole: false, text: Buffer.concat(pieces.slice(0, 1)).toString('utf8') };
  }
  return { isWhole: true, text: Buffer.concat(pieces).toString('utf8') };
}

/** `undefined`, which JSON cannot say, when it is no JSON or nested without measure. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeep(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) isString = false;
    } else if (code === 0x22) isString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepestJson) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}

/** The bytes as they are meant. We ask for them as they are; a server that packs them all the same is unpacked, once. */
export function decoded(body: Readable, headers: Headers): Readable | null {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return body;
  const unpack = unpackers[encoding];
  if (unpack === undefined) return null;
  // Errors of either end reach whoever reads the result.
  return pipeline(body, unpack(), () => undefined);
}

const unpackers: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** Not read to its end: it may have none. */
export function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}
