import { limitText } from './text.ts';

const opening =
  /^\s*(?:please\s+)?(?:(?:can|could) you\s+)?(?:(?:write|make|compose|create|sing|give|play)\s+(?:me\s+|us\s+)?)?(?:(?:a|an|the|some)\s+)?(?:[\p{L}\p{N}'-]+\s+){0,4}?(?:song|tune|track|ballad|anthem|lullaby|hymn|jingle|banger|music|waltz|lied|kanci[oó]n|canci[oó]n|chanson|can[cç][aã]o|m[uú]sica)\s+(?:about|for|on|of|to|with|where|in which|über|ueber|für|vom|von|sobre|para|de|sur|pour|do|da)\s+/iu;

/** Nothing that was cut may end in one of these. */
export const joining = new Set(
  'a an the of for to in on at with and or but who that which when while where because from by my your our his her their is are was i der die das ein eine und mit von für im am el la los las un una y de del en con por para le les une et du des dans avec pour o os as um uma e do da no na com'.split(
    ' ',
  ),
);

/** Written small in the middle of an English title. */
const small = new Set([
  'a',
  'an',
  'the',
  'of',
  'for',
  'to',
  'in',
  'on',
  'at',
  'with',
  'and',
  'or',
  'but',
  'by',
  'from',
]);

export const clean = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** What the song is about, without `Write me a sad song about`. */
export function topicOf(idea: string): string {
  const about = clean(idea.replace(opening, '')).replace(/[.!?。！？\s]+$/u, '');
  return about === '' ? clean(idea) : about;
}

export const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase('en') + text.slice(1);

/**
 * Words that begin a phrase of their own, in the five languages that put spaces between words: before one of them a title
 * may end. Words that mean something else in another of these languages are missing on purpose (am, an, as, do, no, um).
 */
const connecting = new Set(
  (
    'to in on at of for with who whose whom that which when while where because since until till if than and or but by ' +
    'from into onto over under through across after before beneath between behind beside near along around toward towards ' +
    'without within against about upon down during beyond inside outside ' +
    'auf aus bei beim mit nach von vom vor zu zum zur für über unter durch ohne gegen bis im ins und oder aber wenn weil ' +
    'dass wo wie während hinter neben zwischen ' +
    'de del en con por para sin sobre entre hasta desde hacia al y e pero cuando donde que quien porque como mientras ' +
    'da dos em na com sem até ao pelo pela mas quando onde quem enquanto ' +
    'du dans avec pour sur sous sans chez vers par et ou où mais quand qui dont comme'
  ).split(' '),
);

/** After these, `to` is the middle of what is said: somebody who wants to fly. */
const wanting =
  /^(?:(?:want|learn|need|start|decid|refus|promis|lov|lik|hop|us|dar|try|go|forgett|beginn?|manag|plan|wait|com)(?:e?s|e?d|ing|e)?|learnt|tries|tried|has|have|had|having|forgets?|forgot|begins?|began|how|what|where)$/;
/** After `a`, these show that it is no English article but the preposition of Spanish and Portuguese. */
const afterPreposition = /^(?:el|la|las|los|una?|mis?|tus?|sus?)$/;

function titleCase(words: readonly string[]): string {
  return words
    .map((word, index) =>
      index > 0 && index < words.length - 1 && small.has(word.toLowerCase()) ? word.toLowerCase() : capital(word),
    )
    .join(' ');
}

/** How well a title may end before the word at `at`: 2 well, 1 if it must, 0 not at all. */
function endsBefore(words: readonly string[], at: number): 0 | 1 | 2 {
  const [before, word, after] = [at - 1, at, at + 1].map((index) => (words[index] ?? '').toLowerCase());
  if (word === 'a') return afterPreposition.test(after ?? '') ? 2 : 0;
  if (!connecting.has(word ?? '')) return 0;
  return (word === 'to' && wanting.test(before ?? '')) || (word === 'in' && after === 'love') ? 1 : 2;
}

const longestTitle = 6;

/** The longest head of a longer phrase, of at most six words, that reads as a whole: `A Lighthouse That Hums`. */
function wholeHead(words: readonly string[]): readonly string[] {
  const places = Array.from({ length: longestTitle }, (_, index) => longestTitle - index);
  const end = (least: 1 | 2): number | undefined =>
    places.find(
      (at) => endsBefore(words, at) >= least && words.slice(0, at).some((word) => !joining.has(word.toLowerCase())),
    );
  return words.slice(0, end(2) ?? end(1) ?? longestTitle);
}

/** Without the words at its end that wait for another one. */
function withoutLooseEnd(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !joining.has(word.toLowerCase()) && !connecting.has(word.toLowerCase()));
  return words.slice(0, Math.max(1, last + 1));
}

/** A title of at most six words: the topic up to a comma, and where that is too long, a head of it that reads as a whole. */
export function titleFor(idea: string): string {
  const topic = topicOf(idea);
  const head = clean(
    topic.split(/[,.;:!?()[\]"“”„。、！？「」\n]|\s[-–—]\s/u).find((part) => part.trim() !== '') ?? topic,
  );
  const all = head.split(' ');
  const kept = all.length > longestTitle ? wholeHead(all) : all;
  const words = kept.length === all.length && head === topic ? kept : withoutLooseEnd(kept);
  const english = /^[\p{ASCII}’]*$/u.test(head);
  const title = english ? titleCase(words) : capital(words.join(' '));
  return limitText(title, words.length === 1 ? 24 : 60) || 'Untitled';
}
