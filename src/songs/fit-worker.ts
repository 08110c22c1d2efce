/**
 * A thread that makes one MP3 smaller and ends. Decoded and encoded in pieces, so that it needs as much memory for an
 * hour as for a minute; whatever a hostile file makes of the decoder, it dies alone.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { MPEGDecoder } from 'mpg123-decoder';
import { createMp3Encoder } from 'wasm-media-encoders';
import { audioStart, type Frames, readFrames } from './mp3-frames.ts';

export interface FitOrder {
  /** An MP3; its tag is kept as it is. */
  from: string;
  /** Written and flushed when `made` is told; half a file otherwise. */
  toPath: string;
  limitBytes: number;
}

export type FitReport = { kind: 'made'; kilobits: number; bytes: number } | { kind: 'cannot'; detail: string };

/** Constant rates, best first, in kbit/s. Below the last one music is no pleasure. */
const rates = [256, 224, 192, 160, 128, 112, 96, 80, 64] as const;
/** Sound of so few samples a second has no frames for more. */
const mostAt = (hertz: number): number => (hertz >= 32_000 ? 320 : hertz >= 16_000 ? 160 : 64);
/** The services' longest songs are 8 minutes; a file that plays longer than this is none. */
const longestSeconds = 30 * 60;
const pieceBytes = 16 * 1024;
/** What the encoder adds at both ends, and a little more. */
const spareShare = 0.01;
/** Gaps that the decoder leaves: a file that loses more than this is not whole. */
const leastDecoded = 0.98;

async function makeSmaller(order: FitOrder): Promise<FitReport> {
  await using source = await open(order.from);
  const { buffer, bytesRead } = await source.read(Buffer.alloc(10), 0, 10, 0);
  const start = audioStart(buffer.subarray(0, bytesRead));
  const frames = await readFrames(source, start);
  if (frames.count === 0 || !frames.isEven) return { kind: 'cannot', detail: 'no MP3 of one kind' };
  if (frames.seconds > longestSeconds) return { kind: 'cannot', detail: `plays ${Math.round(frames.seconds)} s` };
  const room = order.limitBytes * (1 - spareShare) - start;
  const best = Math.floor((room * 8) / 1000 / frames.seconds);
  const fitting = rates.filter((rate) => rate <= Math.min(best, mostAt(frames.hertz)));
  for (const kilobits of fitting) {
    const bytes = await encode(source, start, frames, kilobits, order);
    if (bytes === null) return { kind: 'cannot', detail: 'it cannot be decoded whole' };
    // Headers may lie about how long it plays; then the next lower rate is tried.
    if (bytes <= order.limitBytes) return { kind: 'made', kilobits, bytes };
  }
  return { kind: 'cannot', detail: `${Math.max(0, best)} kbit/s would fit` };
}

/** Answers the bytes of the new file, or null when the sound is not all there. */
async function encode(
  source: FileHandle,
  start: number,
  frames: Frames,
  kilobits: (typeof rates)[number],
  { toPath, limitBytes }: FitOrder,
): Promise<number | null> {
  const decoder = new MPEGDecoder();
  const [encoder] = await Promise.all([createMp3Encoder(), decoder.ready]);
  encoder.configure({ sampleRate: frames.hertz, channels: frames.channels, bitrate: kilobits });
  await using target = await open(toPath, 'w');
  let bytes = 0;
  const put = async (piece: Uint8Array): Promise<void> => {
    await target.writeFile(piece);
    bytes += piece.byteLength;
  };
  if (start > 0)
    for await (const piece of source.createReadStream({ start: 0, end: start - 1, autoClose: false })) await put(piece);
  let samples = 0;
  for await (const piece of source.createReadStream({ start, highWaterMark: pieceBytes, autoClose: false })) {
    const sound = decoder.decode(piece);
    if (sound.samplesDecoded === 0) continue;
    if (sound.sampleRate !== frames.hertz) return null;
    samples += sound.samplesDecoded;
    if (samples > longestSeconds * frames.hertz) return null;
    // A view of the encoder's own memory: written before the next call overwrites it.
    await put(encoder.encode(sound.channelData.slice(0, frames.channels)));
    if (bytes > limitBytes) return bytes;
  }
  await put(encoder.finalize());
  await target.sync();
  decoder.free();
  return samples / frames.hertz < frames.seconds * leastDecoded ? null : bytes;
}

// The decoder complains of each damaged frame, which is of no use to anybody.
Object.assign(globalThis.console, { error: () => undefined });

parentPort?.postMessage(await makeSmaller(workerData as FitOrder));
