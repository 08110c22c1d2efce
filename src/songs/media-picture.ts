/** Pictures looked at twice: not only how they begin, but whether the rest is built as its kind is. Nothing is decoded. */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** A picture of the largest size that we take, cut as small as encoders cut, has about a thousand parts. */
const mostParts = 10_000;
const largestSide = 16_384;
const isSide = (pixels: number): boolean => pixels > 0 && pixels <= largestSide;

/** Its parts follow each other without a gap, from the right first one to the last, and nothing lies behind that. */
export async function isPng(file: FileHandle, size: number): Promise<boolean> {
  const head = await read(file, 0, 33);
  if (head.length < 33 || head.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return false;
  const header = head.subarray(12, 29);
  if (head.readUInt32BE(8) !== 13 || header.toString('latin1', 0, 4) !== 'IHDR') return false;
  if (crc32(header) !== head.readUInt32BE(29)) return false;
  if (!isSide(header.readUInt32BE(4)) || !isSide(header.readUInt32BE(8))) return false;
  let at = 33;
  let hasPixels = false;
  for (let part = 0; part < mostParts; part += 1) {
    const begin = await read(file, at, 8);
    if (begin.length < 8) return false;
    const length = begin.readUInt32BE(0);
    const type = begin.toString('latin1', 4);
    at += 12 + length;
    if (!/^[A-Za-z]{4}$/.test(type) || at > size) return false;
    if (type === 'IDAT') hasPixels = true;
    if (type === 'IEND') return hasPixels && length === 0 && at === size;
  }
  return false;
}

/** Segments up to the pixels, the size among them; the mark of the end stands near the end. */
export async function isJpeg(file: FileHandle, size: number): Promise<boolean> {
  const head = await read(file, 0, 3);
  if (head.toString('latin1') !== '\xff\xd8\xff') return false;
  let at = 2;
  let hasSize = false;
  for (let part = 0; part < mostParts; part += 1) {
    const begin = await read(file, at, 9);
    const [mark = 0, kind = 0] = begin;
    if (begin.length < 9 || mark !== 0xff || kind < 0xc0 || kind === 0xff) return false;
    if (kind === 0xda) return hasSize && (await endsAsJpeg(file, size));
    // SOF0 to SOF15, without the three numbers between them that mean something else.
    if (kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) {
      hasSize = isSide(begin.readUInt16BE(5)) && isSide(begin.readUInt16BE(7));
    }
    at += 2 + Math.max(2, begin.readUInt16BE(2));
  }
  return false;
}

/** Cameras and phones leave something behind the end; a file that was cut has no end. */
async function endsAsJpeg(file: FileHandle, size: number): Promise<boolean> {
  const tail = await read(file, Math.max(0, size - 4096), 4096);
  return tail.includes(Buffer.from([0xff, 0xd9]));
}

/** As long as it says, and begins with one of the three ways in which WebP holds pixels. */
export async function isWebp(file: FileHandle, size: number): Promise<boolean> {
  const head = await read(file, 0, 16);
  if (head.length < 16 || head.toString('latin1', 0, 4) !== 'RIFF') return false;
  if (!/^WEBPVP8[ LX]$/.test(head.toString('latin1', 8, 16))) return false;
  const told = head.readUInt32LE(4) + 8;
  return told === size || told + (told % 2) === size;
}

async function read(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}
