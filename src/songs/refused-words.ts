/** Words that a server refuses, found however they are written: wide, accented, in capitals, with unseen signs between. Pure. */

/** Accents, vowel points and the like. Signs that make another letter of one (kana, Indic vowels) are none of them. */
const marks =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/g;
const unseen = /\p{Default_Ignorable_Code_Point}/gu;
const between = /[^\p{L}\p{N}\p{M}]+/gu;
/** Scripts that put no spaces between words, and Korean, whose particles cling to them. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** To capitals and back: ß becomes ss, every i of the Turks the same i, and the Greek sigma at a word's end any other. */
const caseless = (text: string): string => text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');

/** What was written without how: words with one space between, before and after. Of text without a letter it is one space. */
export function folded(text: string): string {
  const plain = text.normalize('NFKC').replace(unseen, '');
  const bare = caseless(plain).normalize('NFKD').replace(marks, '');
  // Once more: taking marks off may leave what has capitals of its own.
  const words = caseless(bare).normalize('NFKD').replace(marks, '').normalize('NFC').replace(between, ' ').trim();
  return words === '' ? ' ' : ` ${words} `;
}

/** Whether there is anything in it that could be found. */
export const canBeRefused = (word: string): boolean => folded(word) !== ' ';

/** Two ways to write one word. */
export const isSameWord = (one: string, other: string): boolean => folded(one) === folded(other);

/** Whether one of `words`, each one or several words as typed, stands in `text`: whole, or anywhere where no spaces are written. */
export function hasRefused(text: string, words: readonly string[]): boolean {
  if (words.length === 0 || text === '') return false;
  const within = folded(text);
  return words.some((word) => {
    const sought = folded(word);
    return sought !== ' ' && within.includes(unspaced.test(sought) ? sought.trim() : sought);
  });
}
