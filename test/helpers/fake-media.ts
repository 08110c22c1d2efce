/** Real, small media for the page's tests: an MP3 that plays and pictures that show. */
import { createMp3Encoder } from 'wasm-media-encoders';

const sampleRate = 44_100;

/** A quiet melody of so many seconds, as MP3. */
export const tone = async (seconds: number): Promise<Buffer> => {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate, channels: 1, bitrate: 64 });
  const notes = [262, 330, 392, 523];
  const samples = Float32Array.from({ length: sampleRate * seconds }, (_, at) => {
    const note = notes[Math.floor((at / sampleRate) * 4) % notes.length] ?? 262;
    return 0.2 * Math.sin((2 * Math.PI * note * at) / sampleRate);
  });
  // The encoder hands out the same memory each time: what it gave is copied at once.
  const body = Buffer.from(encoder.encode([samples]));
  return Buffer.concat([body, Buffer.from(encoder.finalize())]);
};

const colours = [
  ['#1b2a6b', '#e86a92'],
  ['#0f5257', '#f7b267'],
];

const drawing = ([from, to]: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="512" height="512" fill="url(#g)"/><circle cx="256" cy="230" r="96" fill="#fff" opacity=".85"/><path d="M0 400q128-90 256 0t256 0v112H0z" fill="#000" opacity=".35"/></svg>`;

const face = (letter: string, colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="${colour}"/><text x="32" y="43" font-family="sans-serif" font-size="32" font-weight="700" text-anchor="middle" fill="#fff">${letter}</text></svg>`;

export const cover = {
  /** By path. */
  files: (): [string, Buffer][] => [
    ...colours.map((pair, index): [string, Buffer] => [`/cover-${index}.svg`, Buffer.from(drawing(pair))]),
    ['/ada.svg', Buffer.from(face('A', '#a12c5d'))],
    ['/ben.svg', Buffer.from(face('B', '#2c6b4f'))],
    ['/cleo.svg', Buffer.from(face('C', '#8a5a16'))],
    ['/bot.svg', Buffer.from(face('♪', '#5865f2'))],
  ],
};
