import type { Vowel } from '../compose/score.ts';

export type SectionKind = 'intro' | 'verse' | 'lift' | 'chorus' | 'bridge' | 'solo' | 'outro';

export interface LyricSection {
  kind: SectionKind;
  /** The tag as it was written, or the one the sketch gives it. */
  tag: string;
  lines: string[];
}

const kinds: readonly (readonly [SectionKind, RegExp])[] = [
  ['lift', /pre.?(?:chorus|refrain|coro|refrao)|build|lift|b.?melo/u],
  ['chorus', /chorus|refrain|refrao|coro|estribillo|hook|drop|サビ/u],
  ['outro', /outro|ending|end\b|coda|final|fin\b|アウトロ/u],
  ['intro', /intro|prelude|opening|イントロ/u],
  ['bridge', /bridge|brucke|puente|pont|ponte|middle|interlude|break|ブリッジ|cメロ/u],
  ['solo', /solo|instrumental|間奏/u],
  ['verse', /verse|strophe|vers|estrofa|couplet|verso|メロ/u],
];

const tagLine = /^\s*[[({【]\s*([^\])}】]{1,60}?)\s*[\])}】]\s*$/u;

export function kindOf(tag: string): SectionKind | undefined {
  const bare = tag
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();
  return kinds.find(([, pattern]) => pattern.test(bare))?.[0];
}

/** Words without tags: blocks take turns as verse and chorus; a block that comes back is the chorus. */
function guessKinds(sections: LyricSection[]): void {
  const seen = new Map<string, number>();
  for (const section of sections) {
    const text = section.lines.join('\n').toLowerCase();
    seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  const repeats = [...seen.values()].some((times) => times > 1);
  for (const [index, section] of sections.entries()) {
    const again = (seen.get(section.lines.join('\n').toLowerCase()) ?? 0) > 1;
    section.kind = repeats ? (again ? 'chorus' : 'verse') : index % 2 === 1 ? 'chorus' : 'verse';
    section.tag = section.kind === 'chorus' ? 'Chorus' : 'Verse';
  }
}

/** Reads lyrics into sections; long text without line breaks is broken at its sentences, then every eight words. */
export function readLyrics(lyrics: string): LyricSection[] {
  const sections: LyricSection[] = [];
  let tagged = false;
  let open: LyricSection | undefined;
  for (const raw of lyrics.split(/\r\n|\r|\n|\u2028|\u2029/u)) {
    const tag = tagLine.exec(raw)?.[1];
    if (tag !== undefined && (kindOf(tag) !== undefined || raw.trim().startsWith('['))) {
      tagged = true;
      open = { kind: kindOf(tag) ?? 'verse', tag, lines: [] };
      sections.push(open);
    } else if (raw.trim() === '') {
      if (!tagged) open = undefined;
    } else {
      if (!open) {
        open = { kind: 'verse', tag: 'Verse', lines: [] };
        sections.push(open);
      }
      open.lines.push(...breakLine(raw.trim()));
    }
  }
  if (!tagged) guessKinds(sections);
  return sections;
}

function breakLine(line: string): string[] {
  if (syllablesOf(line).length <= 16) return [line];
  const pieces = line.split(/(?<=[.!?;:,。、！？])\s*/u).filter((piece) => piece.trim() !== '');
  return pieces.flatMap((piece) => {
    const words = piece.split(/\s+/u);
    const lines: string[] = [];
    for (let start = 0; start < words.length; start += 8) lines.push(words.slice(start, start + 8).join(' '));
    return lines;
  });
}

const vowelNear: Readonly<Record<string, Vowel>> = { a: 'a', e: 'e', i: 'i', o: 'o', u: 'u', y: 'i' };
const kanaVowels =
  'あかさたなはまやらわがざだばぱぁゃ|いきしちにひみりぎじぢびぴぃ|うくすつぬふむゆるぐずづぶぷぅゅ|えけせてねへめれげぜでべぺぇ|おこそとのほもよろをごぞどぼぽぉょ'.split(
    '|',
  );
const order: readonly Vowel[] = ['a', 'i', 'u', 'e', 'o'];

function kanaVowel(character: string): Vowel {
  const code = character.codePointAt(0) ?? 0;
  const hiragana = code >= 0x30a1 && code <= 0x30f6 ? String.fromCodePoint(code - 0x60) : character;
  const row = kanaVowels.findIndex((list) => list.includes(hiragana));
  return order[row] ?? 'a';
}

/**
 * The vowels of a line, one for each syllable to be sung. Latin letters: each group of vowels; kana: each mora;
 * Han characters count two; other scripts a syllable for two letters. At most 64.
 */
export function syllablesOf(line: string): Vowel[] {
  const vowels: Vowel[] = [];
  for (const word of line.normalize('NFKC').split(/[\s\p{P}]+/u)) {
    if (vowels.length >= 64) break;
    vowels.push(...syllablesOfWord(word));
  }
  return vowels.slice(0, 64);
}

function syllablesOfWord(word: string): Vowel[] {
  if (/[\u3040-\u30ff\u4e00-\u9fff]/u.test(word)) {
    return [...word].flatMap((character): Vowel[] => {
      if (/[\u4e00-\u9fff]/u.test(character)) return ['o', 'i'];
      if (/[ゃゅょぁぃぅぇぉャュョァィゥェォっッー]/u.test(character)) return [];
      return /[\u3040-\u30ff]/u.test(character) ? [kanaVowel(character)] : [];
    });
  }
  const bare = word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const letters = bare.replace(/[^\p{L}]/gu, '');
  if (letters === '') return /\p{N}/u.test(bare) ? ['o'] : [];
  if (!/[a-z]/.test(letters))
    return Array.from(
      { length: Math.max(1, Math.round([...letters].length / 2)) },
      (_, index) => order[index % 5] ?? 'a',
    );
  const groups = letters.match(/[aeiouy]+/g) ?? [];
  // A silent e at the end of an English or French word is not sung.
  if (groups.length > 1 && /[bcdfghjkmnpqrstvwxz]e$/.test(letters)) groups.pop();
  if (groups.length === 0) return ['a'];
  return groups.map((group) => vowelNear[group[0] ?? 'a'] ?? 'a');
}
