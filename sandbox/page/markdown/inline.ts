/**
 * Discord's inline markdown, parsed to plain values. Nothing here makes HTML: what a member or a bot wrote can only ever
 * become text, or one of the marks below. Pure, so it is tested without a browser.
 */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; inside: Inline[] }
  | { kind: 'time'; epochSeconds: number; style: string }
  | { kind: 'member' | 'role' | 'channel'; id: string }
  | { kind: 'command'; name: string; id: string };

interface Match {
  length: number;
  made: Inline[];
}

type Rule = (text: string, depth: number) => Match | null;

/** Marks inside marks; beyond this they stay as they were typed. */
const deepest = 8;

const safeUrl = /^https?:\/\/[^\s<>]+$/i;

function paired(mark: string, kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'): Rule {
  return (text, depth) => {
    if (!text.startsWith(mark)) return null;
    const end = closing(text, mark);
    if (end < 0) return null;
    const inside = text.slice(mark.length, end);
    if (inside.trim() === '') return null;
    return { length: end + mark.length, made: [{ kind, inside: parseInline(inside, depth + 1) }] };
  };
}

/** Where `mark` closes what it opened at 0; -1 if it never does. `**` inside `*…*` belongs to bold. */
function closing(text: string, mark: string): number {
  let from = mark.length;
  while (from < text.length) {
    const end = text.indexOf(mark, from);
    if (end < 0) return -1;
    const literal = text[end - 1] === '\\';
    const partOfLonger = mark.length === 1 && text[end + 1] === mark;
    if (!literal && !partOfLonger) return end;
    from = end + (partOfLonger ? 2 : 1);
  }
  return -1;
}

const escaped: Rule = (text) => {
  const found = /^\\([\\*_~`|<>[\]()#\-:.!/@])/.exec(text);
  return found ? { length: 2, made: [{ kind: 'text', text: found[1] ?? '' }] } : null;
};

const code: Rule = (text) => {
  const found = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(text);
  return found ? { length: found[0].length, made: [{ kind: 'code', text: (found[2] ?? '').trim() || ' ' }] } : null;
};

const angled: Rule = (text) => {
  const found = /^<([^<>\n]{1,200})>/.exec(text);
  const made = found ? ofAngles(found[1] ?? '') : null;
  return found && made ? { length: found[0].length, made: [made] } : null;
};

function ofAngles(inside: string): Inline | null {
  const time = /^t:(-?\d{1,13})(?::([tTdDfFRsS]))?$/.exec(inside);
  if (time) return { kind: 'time', epochSeconds: Number(time[1]), style: time[2] ?? 'f' };
  const mention = /^(@!?|@&|#)(\d{1,20})$/.exec(inside);
  if (mention?.[2]) {
    const kind = mention[1] === '#' ? 'channel' : mention[1] === '@&' ? 'role' : 'member';
    return { kind, id: mention[2] };
  }
  const command = /^\/([^:]{1,100}):(\d{1,20})$/.exec(inside);
  if (command) return { kind: 'command', name: command[1] ?? '', id: command[2] ?? '' };
  const emoji = /^a?:(\w{2,32}):\d{17,20}$/.exec(inside);
  if (emoji) return { kind: 'text', text: `:${emoji[1]}:` };
  return safeUrl.test(inside) ? { kind: 'link', url: inside, inside: [{ kind: 'text', text: inside }] } : null;
}

const namedLink: Rule = (text, depth) => {
  const found = /^\[([^\]\n]{1,500})\]\(<?(https?:\/\/[^\s<>)]+)>?\)/i.exec(text);
  if (!found?.[2]) return null;
  const inside = parseInline(found[1] ?? '', depth + 1);
  return { length: found[0].length, made: [{ kind: 'link', url: found[2], inside }] };
};

const bareLink: Rule = (text) => {
  const found = /^https?:\/\/[^\s<>]+/i.exec(text);
  if (!found) return null;
  const url = found[0].replace(/[.,:;!?'")\]]+$/, '');
  return { length: url.length, made: [{ kind: 'link', url, inside: [{ kind: 'text', text: url }] }] };
};

const underscored: Rule = (text, depth) => {
  const found = /^_([^_\n][^\n]*?)_(?!\w)/.exec(text);
  if (!found) return null;
  return { length: found[0].length, made: [{ kind: 'italic', inside: parseInline(found[1] ?? '', depth + 1) }] };
};

const starred: Rule = (text, depth) => (/^\*\s/.test(text) ? null : paired('*', 'italic')(text, depth));

const rules: readonly Rule[] = [
  escaped,
  code,
  angled,
  namedLink,
  bareLink,
  paired('**', 'bold'),
  paired('__', 'underline'),
  paired('~~', 'strike'),
  paired('||', 'spoiler'),
  starred,
  underscored,
];

/** Only at these characters can a rule begin; the rest is taken over in one piece. */
const special = /[\\`<[*_~|h]/i;

/** Every text parses; what is no mark is text. */
export function parseInline(text: string, depth = 0): Inline[] {
  const made: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain) made.push({ kind: 'text', text: plain });
    plain = '';
  };
  while (at < text.length) {
    const match = depth < deepest && special.test(text[at] ?? '') ? firstMatch(text, at, depth) : null;
    if (match) {
      flush();
      made.push(...match.made);
      at += match.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return made;
}

function firstMatch(text: string, at: number, depth: number): Match | null {
  const before = text[at - 1] ?? ' ';
  // `snake_case_name` and the `h` inside a word begin nothing.
  if (/\w/.test(before) && /[_h]/i.test(text[at] ?? '')) return null;
  const rest = text.slice(at);
  for (const rule of rules) {
    const match = rule(rest, depth);
    if (match) return match;
  }
  return null;
}
