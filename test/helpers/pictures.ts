/** Real pictures, small and as large as they may be, and the beginnings of files that are none. */
import { crc32, deflateSync } from 'node:zlib';

/** 24 by 24 pixels each. */
export const pictures = {
  jpeg: Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO' +
      'UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P' +
      'T09PT09PT0//wAARCAAYABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQG/8QAFRABAQAAAAAAAAAAAAAAAAAAAwD/' +
      'xAAWAQEBAQAAAAAAAAAAAAAAAAADBAD/xAAZEQADAQEBAAAAAAAAAAAAAAAAAQIDESH/2gAMAwEAAhEDEQA/AMsZ1ZnDOrM62qGz' +
      'zBnKozkLosnPwlM6ozktTNnKKzOSQtlkyuH/2Q==',
    'base64',
  ),
  webp: Buffer.from(
    'UklGRmoAAABXRUJQVlA4IF4AAACQBACdASoYABgAPrVKoEo8JC2hqA1TgBaJYgCsOUFQGeAA3YcXwHXTcaZo9AAA/uw/8Lc18t+L' +
      'JqtaZJmP2jPYc/wR7dQD/opKZMBejbUbe7s09WwNz2X5qpcR2QAA',
    'base64',
  ),
};

export const riff = (what: string): Buffer => Buffer.from(`RIFF\x24\x00\x00\x00${what}fmt `, 'latin1');
export const boxed = (brand: string): Buffer => Buffer.from(`\x00\x00\x00\x20ftyp${brand}\x00\x00\x00\x00`, 'latin1');

/** A part of a PNG. */
export function part(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** Noise that nothing can pack: as many bytes as pixels times three, and a little more. */
export function noisyPng(side: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  let seed = 1;
  const row = side * 3 + 1;
  const pixels = Buffer.from(
    Uint8Array.from({ length: side * row }, (_, at) => {
      seed = (seed * 16_807) % 2_147_483_647;
      return at % row === 0 ? 0 : seed & 0xff;
    }),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    part('IHDR', header),
    part('IDAT', deflateSync(pixels, { level: 0 })),
    part('IEND', Buffer.alloc(0)),
  ]);
}
