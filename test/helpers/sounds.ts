/** MP3s of any length and rate, made here, and what is in them. */
import { type FileHandle, open } from 'node:fs/promises';
import { MPEGDecoder } from 'mpg123-decoder';
import { createMp3Encoder } from 'wasm-media-encoders';

type Rate = 32 | 64 | 96 | 128 | 192 | 320;

/** A second of a chord with some noise, the same each time. */
function second(hertz: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: hertz }, (_, at) => {
    seed = (seed * 16_807) % 2_147_483_647;
    const noise = 0.05 * (seed / 2_147_483_647 - 0.5);
    return 0.2 * Math.sin((2 * Math.PI * 262 * at) / hertz) + 0.2 * Math.sin((2 * Math.PI * 392 * at) / hertz) + noise;
  });
}

/** Writes an MP3 with no tag; a long one is made of the same seconds. */
export async function writeMp3(
  path: string,
  what: { seconds: number; kilobits: Rate; hertz?: number; channels?: 1 | 2 },
): Promise<void> {
  const { seconds, kilobits, hertz = 44_100, channels = 2 } = what;
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: hertz, channels, bitrate: kilobits });
  const sound = second(hertz);
  await using file: FileHandle = await open(path, 'w');
  for (let at = 0; at < seconds; at += 1) {
    await file.writeFile(encoder.encode(Array.from({ length: channels }, () => sound)));
  }
  await file.writeFile(encoder.finalize());
}

/** How long it plays, and how loud each tenth of it is (root mean square; the chord has 0.2). */
export async function hear(path: string): Promise<{ seconds: number; loudness: number[]; isMono: boolean }> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  await using file = await open(path);
  const squares: number[] = [];
  let samples = 0;
  let hertz = 0;
  let isMono = true;
  for await (const piece of file.createReadStream({ autoClose: false, highWaterMark: 4096 })) {
    const { channelData, samplesDecoded, sampleRate } = decoder.decode(piece);
    const [left = new Float32Array(), right = new Float32Array()] = channelData;
    if (samplesDecoded === 0) continue;
    squares.push(left.reduce((sum, value) => sum + value * value, 0) / samplesDecoded);
    isMono &&= left.every((value, at) => value === right[at]);
    samples += samplesDecoded;
    hertz = sampleRate;
  }
  decoder.free();
  const edge = (part: number): number => Math.floor((part * squares.length) / 10);
  const loudness = Array.from({ length: 10 }, (_, part) => {
    const some = squares.slice(edge(part), edge(part + 1));
    return Math.sqrt(some.reduce((sum, value) => sum + value, 0) / some.length);
  });
  return { seconds: samples / hertz, loudness, isMono };
}
