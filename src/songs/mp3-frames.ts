/** The frames of an MP3, read from their headers alone: what holds a file together, and how long it plays. */
import type { FileHandle } from 'node:fs/promises';

interface Frame {
  bytes: number;
  seconds: number;
  hertz: number;
  channels: 1 | 2;
}

export interface Frames {
  count: number;
  seconds: number;
  /** Which part of the bytes from `start` on lies in frames: 1 is all of them. */
  share: number;
  /** Of the first frame; 0 when there is none. */
  hertz: number;
  channels: 1 | 2;
  /** Every frame has the sample rate and the channels of the first. */
  isEven: boolean;
}

const kilobits = {
  /** MPEG 1, layer III. */
  one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  /** MPEG 2 and 2.5, layer III. */
  two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

const headerBytes = 4;
/** No layer III frame is longer. */
const longestFrame = 1441;
const windowBytes = 64 * 1024;

/** Where the audio begins behind an ID3v2 tag; 0 when there is none. `head`: the first 10 bytes or more. */
export function audioStart(head: Uint8Array): number {
  if (head.length < 10 || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10);
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0;
  return 10 + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f) + (hasFooter ? 10 : 0);
}

/**
 * Walks the file from `start` to its end, in pieces. A frame counts where the next one, or the end, follows it: two bytes
 * of sync alone are found in any file.
 */
export async function readFrames(file: FileHandle, start: number): Promise<Frames> {
  const frames: Frames = { count: 0, seconds: 0, share: 0, hertz: 0, channels: 2, isEven: true };
  const window = Buffer.alloc(windowBytes);
  let framed = 0;
  let at = start;
  for (;;) {
    const { bytesRead } = await file.read(window, 0, windowBytes, at);
    if (bytesRead < headerBytes) break;
    const bytes = window.subarray(0, bytesRead);
    const isLast = bytesRead < windowBytes;
    // A frame at the edge is read again, whole, at the beginning of the next window.
    const edge = isLast ? bytesRead : bytesRead - longestFrame - headerBytes;
    let here = 0;
    while (here < edge) {
      const frame = frameAt(bytes, here);
      const next = here + (frame?.bytes ?? 0);
      if (frame !== null && ((isLast && next >= bytesRead) || frameAt(bytes, next) !== null)) {
        add(frames, frame);
        framed += Math.min(next, bytesRead) - here;
        here = next;
      } else {
        const sync = bytes.indexOf(0xff, here + 1);
        here = sync === -1 ? bytesRead : sync;
      }
    }
    at += here;
  }
  const { size } = await file.stat();
  return { ...frames, share: size > start ? framed / (size - start) : 0 };
}

function add(frames: Frames, frame: Frame): void {
  if (frames.count === 0) Object.assign(frames, { hertz: frame.hertz, channels: frame.channels });
  if (frames.hertz !== frame.hertz || frames.channels !== frame.channels) frames.isEven = false;
  frames.count += 1;
  frames.seconds += frame.seconds;
}

/** The layer III frame that begins at `at`; null when none does. */
function frameAt(bytes: Uint8Array, at: number): Frame | null {
  const kind = bytes[at + 1] ?? 0;
  const rates = bytes[at + 2] ?? 0;
  const mode = bytes[at + 3] ?? 0;
  const version = (kind >> 3) & 3;
  const isLayerThree = ((kind >> 1) & 3) === 1;
  if (bytes[at] !== 0xff || (kind & 0xe0) !== 0xe0 || version === 1 || !isLayerThree) return null;
  const base = [44_100, 48_000, 32_000][(rates >> 2) & 3];
  const rate = (version === 3 ? kilobits.one : kilobits.two)[rates >> 4];
  if (base === undefined || rate === undefined || rate === 0) return null;
  const hertz = base / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const samples = version === 3 ? 1152 : 576;
  return {
    bytes: Math.floor(((samples / 8) * rate * 1000) / hertz) + ((rates >> 1) & 1),
    seconds: samples / hertz,
    hertz,
    channels: mode >> 6 === 3 ? 1 : 2,
  };
}
