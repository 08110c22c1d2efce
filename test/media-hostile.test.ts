/** Files that pretend to be a song or its cover: none is passed on under a name that it does not deserve. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { createHttp, type Http } from '../src/http.ts';
import { createMedia, type FetchAnswer, type Media } from '../src/songs/media.ts';
import { boxed, noisyPng, part, pictures, riff } from './helpers/pictures.ts';

const kibi = 1024;
const sample = (name: string) => new URL(`../sandbox/services/${name}`, import.meta.url);
const song = await readFile(sample('take-b.mp3'));
const cover = await readFile(sample('cover.png'));
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const html = latin('<!doctype html><html><script>fetch("/steal")</script></html>');
const page = Buffer.concat(Array.from({ length: 200 }, () => html));
const zip = Buffer.concat([latin('PK\x03\x04\x14\x00\x00\x00\x08\x00'), Buffer.alloc(300, 7), latin('PK\x05\x06')]);
const id3 = (bytes: number, inside: Buffer): Buffer => {
  const tag = Buffer.alloc(10 + bytes, inside);
  tag.set([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, bytes >> 7, bytes & 0x7f]);
  return tag;
};
/** The head of a frame of 417 bytes, then whatever. */
const frame = (inside: Buffer): Buffer => {
  const made = Buffer.alloc(417, inside);
  made.set([0xff, 0xfb, 0x90, 0x64]);
  return made;
};
const signature = cover.subarray(0, 8);
const header = cover.subarray(0, 33);
const sized = (width: number, height: number): Buffer => {
  const data = Buffer.from(cover.subarray(16, 29));
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  return Buffer.concat([signature, part('IHDR', data), cover.subarray(33)]);
};
const spoilt = (bytes: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};

const hostile: [string, Buffer][] = [
  ['nothing at all', Buffer.alloc(0)],
  ['a single byte', Buffer.from([0xff])],
  ['zeros', Buffer.alloc(5000)],
  ['a page of HTML', page],
  ['a page that begins with blanks', latin(`\n\n   ${html.toString('latin1')}`)],
  ['a page behind a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), page])],
  ['XHTML', latin('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>')],
  ['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['JavaScript', latin('fetch("https://evil.example")//'.repeat(50))],
  ['JSON that tells of an error', latin('{"code":403,"msg":"expired"}')],
  ['a shell script', latin('#!/bin/sh\nrm -rf .\n')],
  ['a ZIP', zip],
  ['a Windows program', latin(`MZ\x90\x00${'x'.repeat(500)}`)],
  ['a Linux program', latin(`\x7fELF\x02\x01\x01${'\0'.repeat(500)}`)],
  ['a macOS program', Buffer.from([0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1])],
  ['WebAssembly', latin('\0asm\x01\0\0\0')],
  ['PDF', latin('%PDF-1.7\n%\xe2\xe3\xcf\xd3')],
  ['PDF behind a tag', Buffer.concat([id3(100, latin('x')), latin('%PDF-1.7'.repeat(500))])],
  ['gzip around a song', gzipSync(song)],
  ['a video (isom)', boxed('isom')],
  ['a video (mp42)', boxed('mp42')],
  ['a video (M4V)', boxed('M4V ')],
  ['a video (QuickTime)', boxed('qt  ')],
  ['a picture (AVIF)', boxed('avif')],
  ['a picture (HEIC)', boxed('heic')],
  ['Matroska', latin('\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x23webm')],
  ['AVI', riff('AVI ')],
  ['a sound bank', riff('sfbk')],
  ['an animated cursor', riff('ACON')],
  ['RIFF and nothing', latin('RIFF')],
  ['GIF', latin(`GIF89a${'\x01'.repeat(100)}`)],
  ['BMP', latin(`BM${'\x01'.repeat(100)}`)],
  ['TIFF', latin(`II*\0${'\x01'.repeat(100)}`)],
  ['AAC', latin('\xff\xf1\x50\x80\x00\x1f\xfc'.repeat(99))],
  ['MPEG layer II', latin('\xff\xfd\x90\x64'.padEnd(417, '\0').repeat(20))],
  ['MIDI', latin('MThd\0\0\0\x06\0\x01')],
  // What begins as a song.
  ['a tag and nothing', id3(50, latin('x'))],
  ['a tag that is HTML all through', latin('ID3<html><script>alert(1)</script></html>')],
  ['a tag with HTML behind it', Buffer.concat([id3(50, latin('x')), page])],
  ['a tag with garbage behind it', Buffer.concat([id3(50, latin('x')), Buffer.alloc(5000, 'g@rbage!')])],
  ['a tag longer than the file', Buffer.from([73, 68, 51, 3, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f])],
  ['two bytes of sync, then text', latin('\xff\xfbhello, this is no frame'.repeat(99))],
  ['one frame, then HTML', Buffer.concat([frame(html), page])],
  ['two frames, then HTML', Buffer.concat([frame(html), frame(html), page])],
  ['two frames of HTML and no more', Buffer.concat([frame(html), frame(html), Buffer.from([0xff, 0xfb])])],
  ['ten frames in a page', Buffer.concat([...Array.from({ length: 10 }, () => frame(html)), page])],
  ['a song in the middle of a program', Buffer.concat([latin('MZ'), Buffer.alloc(60_000, 0x90), song])],
  ['the first 800 bytes of a song', song.subarray(0, 800)],
  ['bytes of sync without end', Buffer.alloc(300_000, 0xff)],
  // What begins as a picture.
  ['the signature of PNG, then a script', Buffer.concat([signature, html])],
  ['the head of PNG, then a script', Buffer.concat([header, html])],
  ['PNG with a script behind it', Buffer.concat([cover, html])],
  ['PNG with a ZIP behind it', Buffer.concat([cover, zip])],
  ['PNG that was cut', cover.subarray(0, cover.length - 20)],
  ['PNG without pixels', Buffer.concat([header, part('IEND', Buffer.alloc(0))])],
  ['PNG of no width', sized(0, 100)],
  ['PNG of four thousand million pixels', sized(65_535, 65_535)],
  ['PNG whose head is altered', spoilt(cover, 17, 1)],
  ['PNG whose parts overrun', spoilt(cover, 33, 0x7f)],
  [
    'PNG of parts without end',
    Buffer.concat([header, ...Array.from({ length: 12_000 }, () => part('tEXt', latin('x')))]),
  ],
  ['the first bytes of JPEG, then a script', Buffer.concat([latin('\xff\xd8\xff\xe0'), html])],
  ['JPEG that was cut', pictures.jpeg.subarray(0, pictures.jpeg.length - 40)],
  ['JPEG without a size', Buffer.concat([pictures.jpeg.subarray(0, 20), latin('\xff\xda\0\x02\xff\xd9'), html])],
  ['the first bytes of WebP, then a script', Buffer.concat([riff('WEBP'), html])],
  ['WebP with a script behind it', Buffer.concat([pictures.webp, html])],
  ['WebP that was cut', pictures.webp.subarray(0, 60)],
  ['WebP that is a sound', spoilt(pictures.webp, 8, 'X'.charCodeAt(0))],
];

let folder: string;
let server: Server;
let http: Http;
let media: Media;
/** What the server answers, whatever it is asked for, with the type that it should have. */
let given: Buffer = song;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-hostile-test-'));
  http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
  server = createServer((request, response) => {
    const type = request.url?.endsWith('.png') ? 'image/png' : 'audio/mpeg';
    const disposition = 'attachment; filename="../../evil.exe"';
    response.writeHead(200, { 'content-type': type, 'content-disposition': disposition }).end(given);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await http.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await rm(join(folder, 'media'), { recursive: true, force: true });
  media = await createMedia({ dir: join(folder, 'media'), maxBytes: 1e9, http, clock: systemClock });
});

const fetch = (name: string, want: 'audio' | 'cover'): Promise<FetchAnswer> => {
  const { port } = server.address() as AddressInfo;
  const source = { kind: 'url', url: `http://127.0.0.1:${port}/${name}` } as const;
  return media.fetch(source, want, { songId: 'song1', position: 0 }, new AbortController().signal);
};
const lying = async (): Promise<string[]> => {
  const entries = await readdir(join(folder, 'media'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

test('there are enough of them', () => {
  expect(new Set(hostile.map(([name]) => name)).size).toBe(hostile.length);
  expect(hostile.length).toBeGreaterThanOrEqual(60);
});

test.each(hostile)('%s is neither a song nor a cover', async (_name, bytes) => {
  given = bytes;
  const expected = bytes.length === 0 ? { kind: 'blip' } : { kind: 'refused', reason: 'kind' };
  expect(await fetch('song.mp3', 'audio')).toMatchObject(expected);
  expect(await fetch('cover.png', 'cover')).toMatchObject(expected);
  expect(await lying()).toEqual([]);
});

test.each([
  ['a cover', cover, 'song.mp3', 'audio'],
  ['a song', song, 'cover.png', 'cover'],
] as const)('%s is not taken for the other', async (_name, bytes, name, want) => {
  given = bytes;
  expect(await fetch(name, want)).toEqual({ kind: 'refused', reason: 'kind' });
});

test.each(['song.mp3', 'song.exe', '..%2f..%2fsong.png', 'song.mp3%00.html', 'x'.repeat(500), '?a=/../b'])(
  'what is called %s at the service is called as we call it',
  async (name) => {
    given = song;
    expect(await fetch(name, 'audio')).toMatchObject({ kind: 'saved', file: 'song1-A.mp3' });
    given = pictures.jpeg;
    expect(await fetch(name, 'cover')).toMatchObject({ kind: 'saved', file: 'song1-A.jpg' });
    expect((await lying()).sort()).toEqual(['song1-A.jpg', 'song1-A.mp3']);
    expect((await readdir(folder)).sort()).toEqual(['media']);
  },
);

test('bytes of sync without end hold nobody up', async () => {
  given = Buffer.alloc(30 * kibi * kibi, 0xff);
  let late = 0;
  let before = performance.now();
  const watch = setInterval(() => {
    late = Math.max(late, performance.now() - before);
    before = performance.now();
  }, 5);
  expect(await fetch('song.mp3', 'audio')).toEqual({ kind: 'refused', reason: 'kind' });
  clearInterval(watch);
  // A walk that begins anew at each byte takes minutes; a machine that is busy with something else takes a breath.
  expect(late).toBeLessThan(1_000);
});

describe('an honest cover', () => {
  const large = noisyPng(1650);
  const comment = Buffer.concat([latin('\xff\xfe\xff\xff'), Buffer.alloc(65_533, 'c')]);
  const heavyJpeg = Buffer.concat([
    pictures.jpeg.subarray(0, 2),
    ...Array.from({ length: 120 }, () => comment),
    pictures.jpeg.subarray(2),
  ]);
  const heavyWebp = Buffer.concat([pictures.webp, latin('EXIF'), Buffer.alloc(4), Buffer.alloc(7 * kibi * kibi)]);
  heavyWebp.writeUInt32LE(heavyWebp.length - 8, 4);
  heavyWebp.writeUInt32LE(7 * kibi * kibi, pictures.webp.length + 4);

  test.each([
    ['PNG', cover, 'png', 'image/png'],
    ['PNG of almost 2 MiB', noisyPng(820), 'png', 'image/png'],
    ['JPEG', pictures.jpeg, 'jpg', 'image/jpeg'],
    ['WebP', pictures.webp, 'webp', 'image/webp'],
  ] as const)('(%s) is taken, and lies in the tag of its song as it came', async (_name, bytes, kind, type) => {
    given = bytes;
    expect(await fetch('a', 'cover')).toEqual({ kind: 'saved', file: `song1-A.${kind}`, bytes: bytes.length });
    given = song;
    await fetch('b', 'audio');
    await media.tag('song1-A.mp3', { title: 'T', comment: 'AI-made', coverFile: `song1-A.${kind}` });
    const [picture] = (await parseFile(media.path('song1-A.mp3'))).common.picture ?? [];
    expect(picture?.format).toBe(type);
    expect(bytes.equals(picture?.data ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([
    ['PNG', large, 'png'],
    ['JPEG', heavyJpeg, 'jpg'],
    ['WebP', heavyWebp, 'webp'],
  ] as const)('(%s) of almost 8 MiB is taken whole, and does not weigh on its song', async (_name, bytes, kind) => {
    expect(bytes.length).toBeGreaterThan(7 * kibi * kibi);
    given = bytes;
    expect(await fetch('a', 'cover')).toMatchObject({ kind: 'saved', file: `song1-A.${kind}` });
    expect(bytes.equals(await readFile(media.path(`song1-A.${kind}`)))).toBe(true);
    given = song;
    await fetch('b', 'audio');
    const tagged = await media.tag('song1-A.mp3', { title: 'T', comment: 'AI-made', coverFile: `song1-A.${kind}` });
    // A tag alone has some room to grow.
    expect(tagged.bytes).toBeLessThan(song.length + 10 * kibi);
  });

  test('over 8 MiB is refused', async () => {
    given = Buffer.concat([cover, Buffer.alloc(8 * kibi * kibi)]);
    expect(await fetch('a', 'cover')).toEqual({ kind: 'refused', reason: 'too_large' });
    await writeFile(join(folder, 'given'), given);
    const source = { kind: 'file', path: join(folder, 'given') } as const;
    const answer = await media.fetch(source, 'cover', { songId: 's', position: 0 }, new AbortController().signal);
    expect(answer).toEqual({ kind: 'refused', reason: 'too_large' });
    await rm(join(folder, 'given'));
  });
});
