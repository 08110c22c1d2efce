import type { Key, Mode } from '../compose/theory.ts';

const letters: Readonly<Record<string, number>> = { c: 0, d: 2, e: 4, f: 5, g: 7, a: 9, b: 11, h: 11 };
const solfege: Readonly<Record<string, number>> = { do: 0, ut: 0, re: 2, mi: 4, fa: 5, sol: 7, la: 9, si: 11 };
const kana: Readonly<Record<string, number>> = { ハ: 0, ニ: 2, ホ: 4, ヘ: 5, ト: 7, イ: 9, ロ: 11 };

const minorWords = ['minor', 'min', 'moll', 'menor', 'mineur', 'aeolian'];
const majorWords = ['major', 'maj', 'dur', 'mayor', 'maior', 'majeur', 'ionian'];
const modes: readonly Mode[] = ['dorian', 'mixolydian', 'lydian', 'phrygian'];
const modeWords = [...minorWords, ...majorWords, ...modes].join('|');

const named = new RegExp(
  `(?<![\\p{L}\\p{N}])(do|ut|re|mi|fa|sol|la|si|[a-h])[ -]?(#|b|is|es|s|sharp|flat|sostenido|bemol|diese)?[ -]*(${modeWords})(?!\\p{L})`,
  'u',
);

const turn = (pitch: number): number => (pitch + 12) % 12;
const shiftOf = (sign: string | undefined): number =>
  !sign ? 0 : /^(?:#|is|sharp|sostenido|diese|嬰)$/u.test(sign) ? 1 : -1;
const letterPitch = (letter: string | undefined, sign: string | undefined): number =>
  turn((letters[(letter ?? 'c').toLowerCase()] ?? 0) + shiftOf(sign));

function modeNamed(word: string): Mode {
  return modes.find((mode) => mode === word) ?? (minorWords.includes(word) ? 'minor' : 'major');
}

/** `A minor`, `F# major`, `es-Moll`, `si bemol mayor`, `la mineur`. */
function inWords(style: string): Partial<Key> | undefined {
  const bare = style
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('♯', '#')
    .replaceAll('♭', 'b')
    .toLowerCase();
  const found = named.exec(bare);
  if (!found) return undefined;
  const [, note = 'c', sign, mode = 'major'] = found;
  // German `B` is English `B♭`; only German words for the mode can tell.
  const german = note === 'b' && !sign && (mode === 'dur' || mode === 'moll') ? -1 : 0;
  return { root: turn((solfege[note] ?? letters[note] ?? 0) + shiftOf(sign) + german), mode: modeNamed(mode) };
}

/** The key that a style names, as people of six languages write it; parts that it leaves open are absent. */
export function keyIn(style: string): Partial<Key> {
  const japanese = /([嬰変]?)([ハニホヘトイロ])([長短])調/u.exec(style);
  if (japanese) {
    const root = turn((kana[japanese[2] ?? 'ハ'] ?? 0) + shiftOf(japanese[1]));
    return { root, mode: japanese[3] === '短' ? 'minor' : 'major' };
  }
  const words = inWords(style);
  if (words) return words;
  const short = /(?:^|[,;\s])([A-G])(#|b)?m(?:$|[,;\s])/u.exec(style);
  if (short) return { root: letterPitch(short[1], short[2]), mode: 'minor' };
  const bare = /\b(?:key of|key:|in)\s+([A-G])(#|b)?(?!\w)/u.exec(style);
  return bare ? { root: letterPitch(bare[1], bare[2]) } : {};
}
