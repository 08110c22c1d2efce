import { printable } from '../words/text.ts';
import { fontFor, fonts } from './font.ts';

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What of a text the shipped fonts can draw, in one line; what they lack is left out. */
export function drawable(text: string): string {
  const kept = [...printable(text).normalize('NFC')].filter((character) => fontFor(character) !== undefined).join('');
  const tidy = kept.replace(/\s+/gu, ' ').trim();
  // Punctuation left over from a script we cannot draw says nothing.
  return /[\p{L}\p{N}]/u.test(tidy) ? tidy : '';
}

export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += (fontFor(character)?.width(character.codePointAt(0) ?? 0) ?? 0) * size;
  return width;
}

/** Words, with their following space; Japanese may break between any two characters. */
const pieces = (text: string): string[] =>
  text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/gu) ?? [];

function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && widthOf((line + piece).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
    // A single word wider than the cover is broken where it has to be.
    while (widthOf(line.trimEnd(), size) > width) {
      const cut = fitting(line, size, width);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

function fitting(text: string, size: number, width: number): number {
  let cut = 0;
  for (const character of text) {
    if (cut > 0 && widthOf(text.slice(0, cut + character.length), size) > width) break;
    cut += character.length;
  }
  return cut;
}

export interface Lettering {
  size: number;
  lines: string[];
}

/** The largest lettering that fits in so many lines, between 132 and 46 pixels; longer text ends in `…`. */
export function letter(text: string, width: number): Lettering {
  for (let size = 132; size >= 46; size -= 4) {
    const lines = wrap(text, size, width);
    const longest = size > 110 ? 1 : size > 84 ? 2 : size > 56 ? 3 : 4;
    const broken = lines.some(
      (line, index) =>
        index < lines.length - 1 &&
        !line.includes(' ') &&
        /^[\p{sc=Latn}\p{sc=Cyrl}]+$/u.test(line) &&
        !text.includes(`${line} `),
    );
    if (lines.length <= longest && !broken) return { size, lines };
  }
  const lines = wrap(text, 46, width);
  if (lines.length <= 4) return { size: 46, lines };
  const last = lines[3] ?? '';
  return { size: 46, lines: [...lines.slice(0, 3), `${last.slice(0, fitting(last, 46, width - 46)).trimEnd()}…`] };
}

/** One line as SVG, each run of characters in the font that has them. */
export function textRuns(text: string): string {
  const runs: { family: string; text: string }[] = [];
  for (const character of text) {
    const family = (fontFor(character) ?? fonts[0])?.family ?? '';
    const last = runs.at(-1);
    if (last && (last.family === family || character === ' ')) last.text += character;
    else runs.push({ family, text: character });
  }
  return runs.map((run) => `<tspan font-family="${run.family}">${escapeXml(run.text)}</tspan>`).join('');
}
