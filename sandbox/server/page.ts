import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.json': 'application/json',
};

export interface Page {
  /** Answers `GET /`, `/page.js`, `/page.css` and `/assets/…`. @param origin `http://127.0.0.1:port`, where files come from. */
  serve(response: ServerResponse, path: string, origin: string): Promise<void>;
}

/** Nothing from elsewhere; files may come by either name of this machine. */
const securityPolicy = (origin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${origin}`,
    `media-src 'self' blob: ${origin}`,
    "font-src 'self' data:",
    `connect-src 'self' ${origin} ${origin.replace('http', 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const bundle = async (folder: string): Promise<Map<string, Uint8Array>> => {
  const built = await build({
    entryPoints: { page: join(folder, 'main.ts') },
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: false,
    sourcemap: false,
    logLevel: 'silent',
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl' },
  });
  return new Map(
    built.outputFiles.map((file) => [`/${file.path.replaceAll('\\', '/').split('/').pop()}`, file.contents]),
  );
};

/** The page as source in `folder` (`main.ts`, `index.html`, `assets/`), bundled in memory while the bot starts. */
export const createPage = (folder: string): Page => {
  let bundled: Promise<Map<string, Uint8Array>> | undefined;
  const scripts = () => {
    bundled ??= bundle(folder);
    return bundled;
  };
  scripts().catch(() => {
    // Whoever asks for the page hears of it.
  });

  const read = async (path: string): Promise<Uint8Array | null> => {
    if (path === '/') return readFile(join(folder, 'index.html'));
    const found = (await scripts()).get(path);
    if (found || !/^\/(assets\/)?[\w.-]+$/.test(path) || path.includes('..')) return found ?? null;
    return path.startsWith('/assets/') || path === '/page.css' ? readFile(join(folder, path)).catch(() => null) : null;
  };

  return {
    async serve(response, path, origin) {
      const content = await read(path);
      if (!content) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
        return;
      }
      response
        .writeHead(200, {
          'content-type': path === '/' ? String(TYPES['.html']) : (TYPES[extname(path)] ?? 'application/octet-stream'),
          'content-security-policy': securityPolicy(origin),
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-cache',
        })
        .end(content);
    },
  };
};
