/** Votes in a circle: titles and styles by list, takes by button; and what comes after the winner. */
import type { Acted } from '../src/circles/acts.ts';
import { seenBy } from '../src/circles/store.ts';
import type { CircleView } from '../src/circles/view.ts';
import type { Answer, Asker, SelectFace } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { songTitle } from '../src/discord/card-words.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import { act, answerOf, reasonText, shownAnew, unknownCircle } from './circle-answers.ts';
import type { CommandDeps } from './deps.ts';
import { extendForm } from './words.ts';

/** **Vote**: whoever presses it sees the suggestions, and their own votes in them. */
export const voteButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleVote, false, async (asker, { circle: circleId }) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    if (circle === null) return unknownCircle(deps, asker);
    const speech = deps.texts.in(asker.locale);
    const view = seenBy(circle, asker.userId);
    if (view.closed !== null) return { kind: 'note', text: reasonText({ kind: 'closed' }, circle, speech) };
    if (view.stage.kind !== 'writing')
      return { kind: 'note', text: reasonText({ kind: 'not_writing' }, circle, speech) };
    const selects = (['title', 'style'] as const).map((field) => ballot(circleId, view, field, speech));
    const isEmpty = selects.every(({ options }) => options.length === 0);
    return isEmpty
      ? { kind: 'note', text: speech.say('circle.nothingToVote') }
      : { kind: 'note', text: speech.say('circle.voteNow'), selects };
  });

const ballot = (circle: string, { proposals }: CircleView, field: 'title' | 'style', speech: Speech): SelectFace => ({
  id: routes.circleVoteFor.make({ circle, field }),
  placeholder: speech.say(`circle.vote.${field}`),
  options: proposals[field].map(({ id, text, votes, isMyVote }) => ({
    value: String(id),
    label: text,
    description: speech.say('circle.votes', { count: votes }),
    chosen: isMyVote,
  })),
});

export const voteCast = (deps: CommandDeps): Conversation =>
  conversation(routes.circleVoteFor, false, async (asker, { circle, field }, _typed, [picked]) =>
    answerOf(deps, asker, await act(deps, asker, circle, { kind: 'vote', field, proposal: Number(picked) })),
  );

/** **Take A**, **Take B**. */
export const takeButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleTake, false, async (asker, { circle, round, take }) =>
    answerOf(deps, asker, await act(deps, asker, circle, { kind: 'vote_take', round, take })),
  );

/** The song stands below the circle's message by now: the new round is shown below the song. */
function nextRound(deps: CommandDeps, asker: Asker, acted: Acted | null): Answer | Promise<Answer> {
  const isNews = acted?.outcome.kind === 'extended' && !acted.outcome.repeated;
  const canShow = asker.missing.length === 0 && !asker.threadClosed;
  return isNews && canShow ? shownAnew(deps, acted.circle) : answerOf(deps, asker, acted);
}

/**
 * **Extend** on a circle's song: the circle's next round, from the winner. After the circle's end its song is as every
 * other, and opens the ordinary form.
 */
export const circleExtendButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleExtend, true, async (asker, { circle: circleId, round }) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    if (circle === null) return unknownCircle(deps, asker);
    const { state } = circle;
    if (state.closed === null)
      return nextRound(deps, asker, await act(deps, asker, circleId, { kind: 'extend', round }));
    const speech = deps.texts.in(asker.locale);
    const { stage } = state;
    const past = state.past.find((one) => one.round === round);
    const winner = past ?? (round === state.round && stage.kind === 'chosen' ? stage : null);
    const song = winner === null ? null : await deps.songs.find(winner.songId, asker.guildId);
    if (winner === null || song === null)
      return { kind: 'note', text: reasonText({ kind: 'nothing_chosen' }, circle, speech) };
    const { songId: parentId, take: track } = winner;
    const fresh = {
      form: 'extend',
      parentId,
      track,
      from: '',
      title: song.title ?? '',
      style: song.style ?? '',
      lyrics: '',
    } as const;
    const durationSeconds = song.tracks.find(({ index }) => index === track)?.durationSeconds ?? null;
    return { kind: 'form', form: extendForm(speech, fresh, { title: songTitle(song, speech), durationSeconds }) };
  });
