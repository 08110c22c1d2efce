/** From a circle to its song: **Generate**, and **Lyrics** of all that is written. */
import type { Circle } from '../src/circles/acts.ts';
import { tags } from '../src/circles/lyrics.ts';
import type { Order } from '../src/circles/outcomes.ts';
import { causeOf } from '../src/circles/rounds.ts';
import { seenBy } from '../src/circles/store.ts';
import type { CircleView, SectionView } from '../src/circles/view.ts';
import type { Answer, Asker, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { sectionName } from '../src/discord/card-words.ts';
import { mention } from '../src/discord/circle-board.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import { fileName, plainText, safeLine, safeText } from '../src/discord/plain-text.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { Author } from '../src/songs/song.ts';
import type { SongRequest, Words } from '../src/songs/songs.ts';
import { act, alreadyMade, answerOf, unknownCircle } from './circle-answers.ts';
import type { CommandDeps } from './deps.ts';
import { operatorNames, present, welcome, whoAndWhere } from './request.ts';

/** What an embed holds, with room to spare. */
const lyricsInNote = 3_900;

/** Whoever presses it asks for the song, under the circle's own cause: however many press, it is one. */
export const generateButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleGenerate, false, async (asker, { circle: circleId }) => {
    const acted = await act(deps, asker, circleId, { kind: 'generate' });
    if (acted?.outcome.kind !== 'may_generate') return answerOf(deps, asker, acted);
    return make(deps, asker, acted.circle, acted.outcome.order);
  });

async function make(deps: CommandDeps, asker: Asker, circle: Circle, order: Order): Promise<Answer> {
  const { model } = circle.state;
  // A model that is no longer offered cannot be asked for: then the order of preference decides.
  const isOffered = deps.songs.models().some(({ value }) => value === model);
  const outcome = await deps.songs.request({
    ...whoAndWhere(asker),
    cause: causeOf(circle.id, order.round),
    words: wordsOf(order),
    authors: authorsOf(circle, order),
    wordsKept: true,
    model: isOffered ? model : null,
  });
  const after =
    outcome.kind !== 'accepted'
      ? await deps.circles.notBegun(circle.id, asker.receivedAt)
      : await deps.circles.tick(circle.id, asker.receivedAt);
  if (after !== null) deps.circleBoards.seen(after);
  if (outcome.kind === 'accepted') {
    return outcome.fresh ? present(deps, asker, outcome) : alreadyMade(deps, asker, outcome.song.id);
  }
  // Somebody who may spend decides; until then the words may be changed, and what was asked for stays what it is.
  if (outcome.kind === 'waiting') return present(deps, asker, outcome);
  const speech = deps.texts.in(asker.locale);
  const why = refusalText(outcome.refusal, speech, operatorNames(deps, speech));
  const first = outcome.startsWith === undefined ? [] : [welcome(deps, speech, outcome.startsWith).text];
  return { kind: 'note', text: [`${why}\n${speech.say('circle.wordsSafe')}`, ...first].join('\n\n') };
}

function wordsOf({ title, style, lyrics, extends: parent }: Order): Words {
  if (parent === null) return { form: 'compose', title, style, lyrics, avoid: '', vocals: 'any' };
  return { form: 'extend', parentId: parent.songId, track: parent.take, from: '', title, style, lyrics };
}

const authorsOf = ({ people, names }: Circle, { credits }: Order): NonNullable<SongRequest['authors']> =>
  credits.map(({ author, section, line }): Author => {
    const userId = people.get(author) ?? null;
    return { userId, name: userId === null ? null : (names.get(userId) ?? null), section, line };
  });

/** All that this reader may see, whole. */
export const circleLyricsButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleLyrics, false, async (asker, { circle: circleId }) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    if (circle === null) return unknownCircle(deps, asker);
    return lyricsNote(circle, seenBy(circle, asker.userId), deps.texts.in(asker.locale));
  });

function lyricsNote(circle: Circle, view: CircleView, speech: Speech): Note {
  const rounds = [...view.past, { round: view.round, sections: view.sections }].filter(
    ({ sections }) => sections.length > 0,
  );
  if (rounds.length === 0) return { kind: 'note', text: speech.say('circle.noLyrics') };
  const title = speech.say('note.lyricsTitle', { title: safeLine(view.theme, 200) || speech.say('circle.untitled') });
  const written = (section: (one: SectionView) => string): string =>
    rounds
      .flatMap(({ round, sections }) => [
        ...(rounds.length > 1 ? [speech.say('circle.round', { round: speech.number(round) })] : []),
        ...sections.map(section),
      ])
      .join('\n\n');
  const text = written((one) => shownSection(one, speech));
  if (text.length <= lyricsInNote) return { kind: 'note', title, text };
  const plain = written((one) => plainSection(one, circle, speech));
  return {
    kind: 'note',
    title,
    text: speech.say('note.lyricsFile'),
    file: {
      name: fileName(view.theme, '.txt', 'circle'),
      text: plainText(plain, plain.length + 1),
      description: speech.say('note.lyricsFileAlt', { title: view.theme }),
    },
  };
}

/** Where markup is read. */
const shownSection = ({ kind, authorId, lyrics, lastLine }: SectionView, speech: Speech): string =>
  [
    `**${sectionName(tags[kind], speech)}** · ${mention(authorId, speech)}`,
    lyrics === null ? hiddenLines(lastLine === null ? null : safeLine(lastLine, 500), speech) : safeText(lyrics, 8_000),
  ].join('\n');

const plainSection = ({ kind, authorId, lyrics, lastLine }: SectionView, { names }: Circle, speech: Speech): string => {
  const name = authorId === null ? speech.say('card.forgotten') : (names.get(authorId) ?? authorId);
  return `[${sectionName(tags[kind], speech)}: ${name}]\n${lyrics ?? hiddenLines(lastLine, speech)}`;
};

const hiddenLines = (lastLine: string | null, speech: Speech): string =>
  lastLine === null ? speech.say('circle.hidden') : `…\n${lastLine}`;
