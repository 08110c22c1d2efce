import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the cover needs to know of a font: which characters it has and how wide they are. */
export interface Font {
  family: string;
  path: string;
  /** Width of a character for a size of 1; undefined when the font lacks it. */
  width(point: number): number | undefined;
}

interface Range {
  first: number;
  last: number;
  glyphOf(point: number): number;
}

/** Reads the two tables that matter of a TrueType file of ours: characters to glyphs (format 4), and glyph widths. */
function readFont(family: string, name: string): Font {
  const path = fileURLToPath(new URL(`../fonts/${name}`, import.meta.url));
  const file = readFileSync(path);
  const tables = new Map<string, number>();
  for (let index = 0; index < file.readUInt16BE(4); index++) {
    const at = 12 + index * 16;
    tables.set(file.toString('latin1', at, at + 4), file.readUInt32BE(at + 8));
  }
  const start = (table: string): number => {
    const at = tables.get(table);
    if (at === undefined) throw new Error(`assertion: the font ${name} has no ${table}`);
    return at;
  };
  const em = file.readUInt16BE(start('head') + 18);
  const measured = file.readUInt16BE(start('hhea') + 34);
  const widths = start('hmtx');
  const ranges = readRanges(file, start('cmap'));
  return {
    family,
    path,
    width(point) {
      const glyph = ranges.find(({ first, last }) => point >= first && point <= last)?.glyphOf(point) ?? 0;
      return glyph === 0 ? undefined : file.readUInt16BE(widths + 4 * Math.min(glyph, measured - 1)) / em;
    },
  };
}

function readRanges(file: Buffer, cmap: number): Range[] {
  for (let index = 0; index < file.readUInt16BE(cmap + 2); index++) {
    const table = cmap + file.readUInt32BE(cmap + 8 + index * 8);
    if (file.readUInt16BE(table) !== 4) continue;
    const segments = file.readUInt16BE(table + 6) / 2;
    return Array.from({ length: segments }, (_, segment) => {
      const last = file.readUInt16BE(table + 14 + segment * 2);
      const first = file.readUInt16BE(table + 16 + (segments + segment) * 2);
      const delta = file.readInt16BE(table + 16 + (2 * segments + segment) * 2);
      const offsetAt = table + 16 + (3 * segments + segment) * 2;
      const offset = file.readUInt16BE(offsetAt);
      const glyphOf = (point: number): number => {
        if (offset === 0) return (point + delta) & 0xffff;
        const glyph = file.readUInt16BE(offsetAt + offset + (point - first) * 2);
        return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
      };
      return { first, last, glyphOf };
    });
  }
  throw new Error('assertion: the font has no character table of format 4');
}

/** Jost for Latin and Cyrillic; Dela Gothic One, cut down to kana and the common kanji, for Japanese. */
export const fonts: readonly Font[] = [
  readFont('Jost SemiBold', 'Jost-SemiBold.ttf'),
  readFont('Dela Gothic One', 'DelaGothicOne-subset.ttf'),
];

export const fontFor = (character: string): Font | undefined =>
  fonts.find((font) => font.width(character.codePointAt(0) ?? 0) !== undefined);
