import { createMp3Encoder } from 'wasm-media-encoders';
import type { Stereo } from './basics.ts';
import { rate } from './basics.ts';

/** Encodes as MP3, stereo, 128 kbit/s at a constant rate. */
export async function encodeMp3(sound: Stereo): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: rate, channels: 2, bitrate: 128 });
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < sound.left.length; start += rate) {
    // The encoder hands out a view of its own memory, which the next call overwrites.
    pieces.push(
      encoder.encode([sound.left.subarray(start, start + rate), sound.right.subarray(start, start + rate)]).slice(),
    );
  }
  pieces.push(encoder.finalize().slice());
  return Buffer.concat(pieces);
}
