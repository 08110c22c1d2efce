import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBlocks } from '../sandbox/page/markdown/blocks.ts';
import { type Inline, parseInline } from '../sandbox/page/markdown/inline.ts';

const textOf = (marks: readonly Inline[]): string =>
  marks.map((mark) => ('text' in mark ? mark.text : 'inside' in mark ? textOf(mark.inside) : '')).join('');

describe('the page reads Discord markdown', () => {
  it('keeps HTML as text', () => {
    const written = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    expect(parseInline(written)).toEqual([{ kind: 'text', text: written }]);
  });

  it('makes links of http and https alone', () => {
    expect(parseInline('[press](javascript:alert(1))')).toEqual([
      { kind: 'text', text: '[press](javascript:alert(1))' },
    ]);
    expect(parseInline('<javascript:alert(1)>')).toEqual([{ kind: 'text', text: '<javascript:alert(1)>' }]);
    expect(parseInline('see https://example.org/a.').slice(1)).toEqual([
      { kind: 'link', url: 'https://example.org/a', inside: [{ kind: 'text', text: 'https://example.org/a' }] },
      { kind: 'text', text: '.' },
    ]);
  });

  it('nests bold and italic, and leaves snake_case and 2 * 3 * 4 alone', () => {
    expect(parseInline('**a *b* c**')).toEqual([
      {
        kind: 'bold',
        inside: [
          { kind: 'text', text: 'a ' },
          { kind: 'italic', inside: [{ kind: 'text', text: 'b' }] },
          { kind: 'text', text: ' c' },
        ],
      },
    ]);
    expect(parseInline('a snake_case_name, 2 * 3 * 4')).toEqual([
      { kind: 'text', text: 'a snake_case_name, 2 * 3 * 4' },
    ]);
  });

  it('knows timestamps, mentions of members, and of commands with their subcommands', () => {
    expect(parseInline('<t:1700000000:R><@100000000000000001></credits balance:200000000000000001>')).toEqual([
      { kind: 'time', epochSeconds: 1_700_000_000, style: 'R' },
      { kind: 'member', id: '100000000000000001' },
      { kind: 'command', name: 'credits balance', id: '200000000000000001' },
    ]);
  });

  it('takes headings, quotes, lists, small print and code apart', () => {
    const blocks = parseBlocks('# Title\n> said\n- one\n  - two\n3. three\n-# small\n```js\n**raw**\n```\nlast');
    expect(blocks.map((block) => block.kind)).toEqual([
      'heading',
      'quote',
      'list',
      'list',
      'small',
      'code',
      'paragraph',
    ]);
    expect(blocks[5]).toEqual({ kind: 'code', language: 'js', text: '**raw**' });
    expect(blocks[3]).toMatchObject({ ordered: true, start: 3 });
  });

  it('parses whatever is thrown at it, in time, and loses no word', () => {
    const marks = fc.constantFrom(
      '*',
      '**',
      '_',
      '`',
      '||',
      '~~',
      '<',
      '>',
      '[',
      '](',
      ')',
      '\\',
      '\n',
      '- ',
      '> ',
      '```',
      'h',
      'w ',
    );
    fc.assert(
      fc.property(
        fc.array(marks, { maxLength: 60 }),
        (parts) => textOf(parseInline(parts.join(''))).split('w').length === parts.join('').split('w').length,
      ),
    );
    const started = performance.now();
    parseBlocks('*_~~||`<['.repeat(440));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
