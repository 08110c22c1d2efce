/** Discord's block markdown: headings, quotes, lists, code blocks, small print. Pure. */
import { type Inline, parseInline } from './inline.ts';

export type Block =
  | { kind: 'paragraph'; inside: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; inside: Inline[] }
  | { kind: 'small'; inside: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: { depth: number; inside: Inline[] }[] };

interface Taken {
  block: Block;
  /** Lines used. */
  lines: number;
}

const listItem = /^(\s*)([-*]|\d{1,9}\.)\s+(\S.*)$/;
const heading = /^(#{1,3})\s+(\S.*)$/;
const small = /^-#\s+(\S.*)$/;

function takeCode(lines: readonly string[], at: number): Taken | null {
  const opened = /^```(\w*)\s*(.*)$/.exec(lines[at] ?? '');
  if (!opened) return null;
  const oneLine = /^```(.+?)```\s*$/.exec(lines[at] ?? '');
  if (oneLine) return { block: { kind: 'code', language: '', text: oneLine[1] ?? '' }, lines: 1 };
  const end = lines.findIndex((line, index) => index > at && line.trimEnd().endsWith('```'));
  if (end < 0) return null;
  const last = (lines[end] ?? '').trimEnd().slice(0, -3);
  const body = [...(opened[2] ? [opened[2]] : []), ...lines.slice(at + 1, end), ...(last ? [last] : [])];
  return { block: { kind: 'code', language: opened[1] ?? '', text: body.join('\n') }, lines: end - at + 1 };
}

function takeQuote(lines: readonly string[], at: number): Taken | null {
  const line = lines[at] ?? '';
  if (line.startsWith('>>> ')) {
    const rest = [line.slice(4), ...lines.slice(at + 1)];
    return { block: { kind: 'quote', blocks: parseBlocks(rest.join('\n'), true) }, lines: rest.length };
  }
  if (!line.startsWith('> ')) return null;
  let end = at;
  while ((lines[end] ?? '').startsWith('> ')) end += 1;
  const quoted = lines.slice(at, end).map((each) => each.slice(2));
  return { block: { kind: 'quote', blocks: parseBlocks(quoted.join('\n'), true) }, lines: end - at };
}

function takeList(lines: readonly string[], at: number): Taken | null {
  const first = listItem.exec(lines[at] ?? '');
  if (!first) return null;
  const ordered = /\d/.test(first[2] ?? '');
  const items: { depth: number; inside: Inline[] }[] = [];
  let end = at;
  for (let found = first as RegExpExecArray | null; found; found = listItem.exec(lines[end] ?? '')) {
    if (/\d/.test(found[2] ?? '') !== ordered) break;
    items.push({ depth: Math.min(Math.floor((found[1] ?? '').length / 2), 4), inside: parseInline(found[3] ?? '') });
    end += 1;
  }
  return { block: { kind: 'list', ordered, start: Number.parseInt(first[2] ?? '1', 10) || 1, items }, lines: end - at };
}

function takeLine(line: string): Block | null {
  const head = heading.exec(line);
  if (head) return { kind: 'heading', level: head[1]?.length as 1 | 2 | 3, inside: parseInline(head[2] ?? '') };
  const print = small.exec(line);
  return print ? { kind: 'small', inside: parseInline(print[1] ?? '') } : null;
}

/** Every text parses. Quotes do not nest, as on Discord. */
export function parseBlocks(text: string, insideQuote = false): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.some((line) => line.trim() !== '')) {
      blocks.push({ kind: 'paragraph', inside: parseInline(paragraph.join('\n')) });
    }
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const taken = takeCode(lines, at) ?? (insideQuote ? null : takeQuote(lines, at)) ?? takeList(lines, at);
    const line = taken ? null : takeLine(lines[at] ?? '');
    if (taken || line) flush();
    if (taken) blocks.push(taken.block);
    else if (line) blocks.push(line);
    else paragraph.push(lines[at] ?? '');
    at += taken?.lines ?? 1;
  }
  flush();
  return blocks;
}
