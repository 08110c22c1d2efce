/** What a file is, by its bytes alone. Only kinds that Discord plays or shows, and only when they hold up a second look. */

export type MediaKind = 'mp3' | 'wav' | 'ogg' | 'flac' | 'm4a' | 'png' | 'jpg' | 'webp';

/** Where the audio begins behind an ID3v2 tag; 0 when there is none. `head`: the first 10 bytes or more. */
export function audioStart(head: Uint8Array): number {
  if (head.length < 10 || !has(head, 0, 'ID3')) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10);
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0;
  return 10 + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f) + (hasFooter ? 10 : 0);
}

/** `head`: the file's first bytes (4,100 are enough); `audio`: as many from where `audioStart` says. */
export function sniff(want: 'audio' | 'cover', head: Uint8Array, audio: Uint8Array): MediaKind | null {
  return want === 'audio' ? sniffAudio(head, audio) : sniffCover(head);
}

function sniffAudio(head: Uint8Array, audio: Uint8Array): MediaKind | null {
  if (has(head, 0, 'RIFF') && has(head, 8, 'WAVE')) return 'wav';
  if (has(head, 0, 'OggS')) return 'ogg';
  if (has(head, 0, 'fLaC')) return 'flac';
  if (has(head, 4, 'ftypM4A ')) return 'm4a';
  return isMp3(audio, has(head, 0, 'ID3')) ? 'mp3' : null;
}

function sniffCover(head: Uint8Array): MediaKind | null {
  if (has(head, 0, '\x89PNG\r\n\x1a\n') && has(head, 12, 'IHDR')) return 'png';
  if (has(head, 0, '\xff\xd8\xff')) return 'jpg';
  if (has(head, 0, 'RIFF') && has(head, 8, 'WEBP')) return 'webp';
  return null;
}

/**
 * Two frames, one where the other ends. Two bytes of sync alone are found in any file. Behind a tag some encoders leave
 * padding, so there the first frame may come later.
 */
function isMp3(bytes: Uint8Array, isBehindTag: boolean): boolean {
  const last = isBehindTag ? bytes.length - 4 : 0;
  for (let at = 0; at <= last; at += 1) {
    const length = frameLength(bytes, at);
    if (length > 0 && frameLength(bytes, at + length) > 0) return true;
  }
  return false;
}

const kilobits = {
  /** MPEG 1, layer III. */
  one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  /** MPEG 2 and 2.5, layer III. */
  two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

/** Bytes of the layer III frame that begins at `at`; 0 when none does. */
function frameLength(bytes: Uint8Array, at: number): number {
  const [sync = 0, kind = 0, rates = 0] = bytes.subarray(at, at + 3);
  const version = (kind >> 3) & 3;
  const isLayerThree = ((kind >> 1) & 3) === 1;
  if (sync !== 0xff || (kind & 0xe0) !== 0xe0 || version === 1 || !isLayerThree) return 0;
  const hertz = [44_100, 48_000, 32_000][(rates >> 2) & 3];
  const rate = (version === 3 ? kilobits.one : kilobits.two)[rates >> 4];
  if (hertz === undefined || rate === undefined || rate === 0) return 0;
  const divisor = version === 3 ? 1 : version === 2 ? 2 : 4;
  const samplesPerByte = version === 3 ? 144 : 72;
  return Math.floor((samplesPerByte * rate * 1000) / (hertz / divisor)) + ((rates >> 1) & 1);
}

function has(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
