/** A song that nobody gave a title. */

const longestTitle = 80;

/** Stands between sections and is not sung. */
export const isTag = (line: string): boolean => /^\s*\[[^\]]*\]\s*$/.test(line);

/** The first line that is sung, cut to a title's length. */
export function titleFrom(text: string): string {
  const sung = text.split('\n').find((line) => line.trim() !== '' && !isTag(line)) ?? '';
  return [...sung.trim()].slice(0, longestTitle).join('').trim();
}
