/** Words of members and services, made harmless before they are shown. They may be anything. */

/**
 * Unseen characters that reorder, hide or break text: controls, format marks, fillers, half a character. What joins
 * emoji, or parts Persian words, stays.
 */
const unseen = new RegExp(
  [
    '(?![\\n\\t]|\\u200D\\p{Extended_Pictographic}|(?<=\\p{Script=Arabic})\\u200C\\p{Script=Arabic})[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]',
    '\\p{Zl}|\\p{Zp}|\\u115F|\\u1160|\\u3164|\\uFFA0',
    '(?!\\uFE0F)\\p{Variation_Selector}',
  ].join('|'),
  'gu',
);
/** More marks on one letter than any language writes. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

const withoutUnseen = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(unseen, '').replace(piledMarks, '$1');

/** At most `most` UTF-16 units, cut between characters, with an ellipsis when something is missing. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > most - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** One line for places that know no markup: form titles, footers, file descriptions. */
export const plainLine = (text: string, most: number): string =>
  cut(withoutUnseen(text).replace(/\s+/g, ' ').trim(), most);

/** Markup, mentions, links and invites: `:` and `/` break every address, `<` and `@` every mention. */
const markup = /[\\`*_~|<>#@[\]:/]/g;
/** Lists. */
const lineStart = /^(\s*)([-+])/gm;

const escapeMarkup = (text: string): string =>
  text.replace(markup, '\\$&').replace(lineStart, (_all, space: string, mark: string) => `${space}\\${mark}`);

/** Escaped text of at most `most` units: it is cut before it is escaped, so that no escape is cut in two. */
function escapeWithin(text: string, most: number): string {
  let room = most;
  let escaped = escapeMarkup(cut(text, room));
  while (escaped.length > most && room > 1) {
    room = Math.max(1, Math.min(room - 1, Math.floor((room * most) / escaped.length)));
    escaped = escapeMarkup(cut(text, room));
  }
  return escaped.length > most ? '' : escaped;
}

/** One line where Discord reads markup. */
export const safeLine = (text: string, most: number): string => escapeWithin(plainLine(text, text.length + 1), most);

/** Several lines where Discord reads markup, with at most one empty line in a row. */
export const safeText = (text: string, most: number): string =>
  escapeWithin(
    withoutUnseen(text)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    most,
  );

/** Several lines where Discord reads none: form fields and text files. Only what cannot be seen goes. */
export const plainText = (text: string, most: number): string => {
  const clean = withoutUnseen(text);
  if (clean.length <= most) return clean;
  let kept = '';
  for (const character of clean) {
    if (kept.length + character.length > most) break;
    kept += character;
  }
  return kept;
};

/** Names that old systems keep for themselves. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name that every system takes, at most 100 bytes of UTF-8, e.g. `Rain on Tin - A.mp3`. */
export function fileName(title: string, ending: string, otherwise: string): string {
  const clean = plainLine(title, 200)
    .replace(/[\\/:*?"<>|`$%@#&{}~^]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '');
  const base = clean === '' || reserved.test(clean) ? otherwise : clean;
  let kept = '';
  for (const character of base) {
    if (Buffer.byteLength(`${kept}${character}${ending}`) > 100) break;
    kept += character;
  }
  return `${kept.trimEnd()}${ending}`;
}
