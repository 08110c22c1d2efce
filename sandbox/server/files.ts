import { createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { imageSize } from './images.ts';

/** How long an address of a file works, as on Discord: a bot that stores it as the song's address finds out. */
const ADDRESS_LIVES_MS = 24 * 60 * 60 * 1000;

const CONTENT_TYPES: Record<string, string> = {
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.flac': 'audio/flac',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp4': 'video/mp4',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

export interface StoredFile {
  id: string;
  channelId: string;
  filename: string;
  /** The name as it was given, without its ending, where Discord had to change it. */
  title: string | null;
  description: string | null;
  size: number;
  contentType: string;
  width?: number;
  height?: number;
}

export interface Upload {
  /** The n of `files[n]`; null: named otherwise. */
  n: number | null;
  name: string;
  contentType: string;
  bytes: Buffer;
}

/** What Discord makes of a file's name: blanks become `_`, what is not plain is dropped. */
const cleanName = (name: string): string => {
  const ending = extname(name).replaceAll(/[^\w.]/g, '');
  const stem = name.slice(0, name.length - extname(name).length);
  const plain = stem.replaceAll(/\s/g, '_').replaceAll(/[^\w.()-]/g, '');
  return `${plain === '' ? 'unknown' : plain}${ending}`;
};

export interface Files {
  save(
    upload: Upload,
    id: string,
    channelId: string,
    words: { title?: string | null; description?: string | null },
  ): Promise<StoredFile>;
  /** A signed address, good for a day. */
  address(file: StoredFile, origin: string): string;
  remove(id: string): void;
  reset(): Promise<void>;
  /** Answers `GET /attachments/<channel>/<id>/<name>`, ranges included. */
  serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

const contentTypeOf = (name: string): string =>
  CONTENT_TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';

/** `bytes=a-b` as a pair within `size`; null: the whole file; `bad`: cannot be satisfied. */
const readRange = (header: string | undefined, size: number): { start: number; end: number } | null | 'bad' => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return start > end || start >= size ? 'bad' : { start, end };
};

/** Uploaded files live in `<dir>/files/<id>`, by id alone, so that no name can lead anywhere else. */
export const createFiles = (dir: string, now: () => number, secret: string): Files => {
  const folder = join(dir, 'files');
  const sign = (path: string, expires: string, issued: string): Buffer =>
    createHmac('sha256', secret).update(`${path}|${expires}|${issued}`).digest();
  const isGood = (url: URL): boolean => {
    const [expires, issued, given] = ['ex', 'is', 'hm'].map((name) => url.searchParams.get(name) ?? '');
    const signature = Buffer.from(given ?? '', 'hex');
    const right = sign(url.pathname, expires ?? '', issued ?? '');
    const genuine = signature.length === right.length && timingSafeEqual(signature, right);
    return genuine && Number.parseInt(expires ?? '', 16) * 1000 > now();
  };

  return {
    async save(upload, id, channelId, words) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, id), upload.bytes);
      const filename = cleanName(upload.name);
      const given =
        words.title ??
        (filename === upload.name ? null : upload.name.slice(0, upload.name.length - extname(upload.name).length));
      const size = contentTypeOf(filename).startsWith('image/') ? imageSize(upload.bytes) : null;
      return {
        id,
        channelId,
        filename,
        title: given,
        description: words.description ?? null,
        size: upload.bytes.length,
        contentType: contentTypeOf(filename),
        ...size,
      };
    },
    address(file, origin) {
      const path = `/attachments/${file.channelId}/${file.id}/${encodeURIComponent(file.filename)}`;
      const issued = Math.floor(now() / 1000).toString(16);
      const expires = Math.floor((now() + ADDRESS_LIVES_MS) / 1000).toString(16);
      return `${origin}${path}?ex=${expires}&is=${issued}&hm=${sign(path, expires, issued).toString('hex')}&`;
    },
    remove(id) {
      rm(join(folder, id), { force: true }).catch(() => {
        // A file that cannot be removed now goes with the next reset.
      });
    },
    async reset() {
      await rm(folder, { recursive: true, force: true });
    },
    async serve(request, response, url) {
      const [, , , id, name] = url.pathname.split('/');
      const path = join(folder, /^\d{17,20}$/.test(id ?? '') ? String(id) : 'none');
      const found = isGood(url) ? await stat(path).catch(() => null) : null;
      if (!found) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
        return;
      }
      const range = readRange(request.headers.range, found.size);
      if (range === 'bad') {
        response.writeHead(416, { 'content-range': `bytes */${found.size}` }).end();
        return;
      }
      const { start, end } = range ?? { start: 0, end: found.size - 1 };
      response.writeHead(range ? 206 : 200, {
        'content-type': contentTypeOf(decodeURIComponent(name ?? '')),
        'content-length': end - start + 1,
        'accept-ranges': 'bytes',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=86400',
        ...(range ? { 'content-range': `bytes ${start}-${end}/${found.size}` } : {}),
      });
      if (request.method === 'HEAD' || found.size === 0) response.end();
      else await pipeline(createReadStream(path, { start, end }), response);
    },
  };
};
