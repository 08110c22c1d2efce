/** Code points that draw or steer nothing we want: controls, direction marks, halves of pairs, private use. */
const unwanted = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu;

/** One line of printable text with single spaces. Joiners inside emoji go too: the cover cannot draw them. */
export const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\r\n\t\u2028\u2029]+/gu, ' ')
    .replace(unwanted, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** At most `limit` code points, cut at a word's end where one is near, with `…` when something was cut. */
export function limitText(text: string, limit: number): string {
  const points = [...text];
  if (points.length <= limit) return text;
  const cut = points.slice(0, limit - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > cut.length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
