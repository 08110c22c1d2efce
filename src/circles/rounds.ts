/** The rules of a round: when its song may be made, what became of it, and how the next one begins. */

import { codePoints } from '../songs/check.ts';
import type { Later } from './events.ts';
import { assemble, lengthOf } from './lyrics.ts';
import { type Action, type Decision, type Fact, type Limits, type Order, refused } from './outcomes.ts';
import { joining, tooLong } from './sections.ts';
import { agreementOf, apply, authorsOf, type CircleState, leading } from './state.ts';
import { endVote, takeVoteMs } from './voting.ts';

type Asked<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** The same cause is the same song: however many press Generate, and however often we die, a round makes one. */
export const causeOf = (circleId: string, round: number): string => `circle:${circleId}:${round}`;

/** What the music service is asked for, as the circle stands. */
export const orderOf = (state: CircleState): Order => ({
  round: state.round,
  title: leading(state, 'title'),
  style: leading(state, 'style'),
  lyrics: assemble(state.sections),
  extends: state.extends,
});

/** What must be there before a song can be made. A title need not; an extension has its parent's style. */
export const missing = (state: CircleState): ('section' | 'style')[] => [
  ...(lengthOf(state.sections) === 0 ? (['section'] as const) : []),
  ...(leading(state, 'style') === '' && state.extends === null ? (['style'] as const) : []),
];

export function generate(state: CircleState, { by }: Asked<'generate'>, at: number, limits: Limits): Decision {
  const { stage } = state;
  if (state.closed !== null) return refused({ kind: 'closed' });
  const order = orderOf(state);
  if (stage.kind === 'sealed') return { events: [], outcome: { kind: 'may_generate', order, repeated: true } };
  if (stage.kind !== 'writing') {
    return { events: [], outcome: { kind: 'already_generated', songId: stage.songId } };
  }
  const what = missing(state);
  if (what.length > 0) return { events: [], outcome: { kind: 'missing', what } };
  // Each was checked when it was saved, but a model's limits may have changed since.
  const why =
    tooLong('title', codePoints(order.title), limits) ??
    tooLong('style', codePoints(order.style), limits) ??
    tooLong('lyrics', codePoints(order.lyrics), limits);
  if (why !== null) return refused(why);
  const isAuthor = authorsOf(state).includes(by);
  const agrees = isAuthor && by !== state.host && !state.agreed.includes(by);
  const agreeing: Later[] = agrees ? [{ kind: 'agreed', by, at }] : [];
  const { agreed, needed } = agreementOf(agreeing.reduce(apply, state));
  if (by === state.host || agreed >= needed) {
    return {
      events: [...agreeing, { kind: 'sealed', by, at }],
      outcome: { kind: 'may_generate', order, repeated: false },
    };
  }
  return { events: agreeing, outcome: { kind: isAuthor ? 'agreed' : 'agreement_needed', agreed, needed } };
}

/** From the winner, with nothing written yet. Anybody may: it costs nothing before somebody generates again. */
export function extend(state: CircleState, { by, round }: Asked<'extend'>, at: number): Decision {
  if (state.past.some((one) => one.round === round)) {
    return { events: [], outcome: { kind: 'extended', round: state.round, repeated: true } };
  }
  if (state.closed !== null) return refused({ kind: 'closed' });
  if (state.stage.kind !== 'chosen' || round !== state.round) return refused({ kind: 'nothing_chosen' });
  return {
    events: [...joining(state, by, at), { kind: 'extended', by, at }],
    outcome: { kind: 'extended', round: round + 1, repeated: false },
  };
}

/** What became of the round's song. What is known already, or is of another round, changes nothing. */
export function learn(state: CircleState, fact: Fact, at: number): Later[] {
  const { stage } = state;
  if (state.closed !== null) return [];
  switch (fact.kind) {
    case 'tick':
      return [];
    case 'not_begun':
      return stage.kind === 'sealed' ? [{ kind: 'unsealed', by: null, at }] : [];
    case 'song_begun': {
      // Not only when it is sealed: a song that exists, exists.
      const isNews = fact.round === state.round && (stage.kind === 'sealed' || stage.kind === 'writing');
      return isNews ? [{ kind: 'song_begun', by: null, at, songId: fact.songId }] : [];
    }
    case 'song_ended':
      return fact.round === state.round && stage.kind === 'making' ? ended(state, fact.takes, at) : [];
  }
}

function ended(state: CircleState, takes: readonly number[], at: number): Later[] {
  if (takes.length === 0) return [{ kind: 'song_failed', by: null, at }];
  const came: Later = { kind: 'song_came', by: null, at, takes: [...takes], until: at + takeVoteMs };
  // Of one take nobody has to choose.
  return takes.length === 1 ? [came, ...endVote(apply(state, came), at)] : [came];
}
