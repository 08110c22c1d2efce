/** The rules of titles, styles and takes: one vote a member, changeable; of equals the first wins. */
import { codePoints, isBlank } from '../songs/check.ts';
import type { Later, Member } from './events.ts';
import { clean } from './lyrics.ts';
import { type Action, type Decision, type Limits, type Reason, refused } from './outcomes.ts';
import { handBack, joining, notWriting, tooLong } from './sections.ts';
import { apply, type CircleState, isIn, winning } from './state.ts';

/** A select of Discord's holds 25 options. */
export const mostProposals = 25;
/** How long the circle may choose between the takes, in ms. */
export const takeVoteMs = 24 * 60 * 60 * 1000;

type Asked<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

export function propose(
  state: CircleState,
  { by, field, ...asked }: Asked<'propose'>,
  at: number,
  limits: Limits,
): Decision {
  const typed = { field, text: clean(asked.text) };
  // One line, as it stands in a select.
  const text = typed.text.trim().replace(/\s+/g, ' ');
  const proposals = state.proposals[field];
  const why =
    notWriting(state) ?? (isBlank(text) ? { kind: 'empty' as const } : tooLong(field, codePoints(text), limits));
  if (why !== null) return handBack(by, typed, why, at);
  const same = proposals.find((other) => folded(other.text) === folded(text));
  if (same !== undefined) return { events: [], outcome: { kind: 'already_proposed', field, id: same.id } };
  if (proposals.length >= mostProposals) {
    return handBack(by, typed, { kind: 'too_many', what: field, limit: mostProposals }, at);
  }
  const id = state.lastId + 1;
  return {
    events: [...joining(state, by, at), { kind: 'proposed', by, at, id, field, words: text }],
    outcome: { kind: 'proposed', field, id },
  };
}

export function vote(state: CircleState, { by, field, proposal }: Asked<'vote'>, at: number): Decision {
  const isThere = state.proposals[field].some(({ id }) => id === proposal);
  const why: Reason | null = notWriting(state) ?? (isThere ? null : { kind: 'no_such' });
  if (why !== null) return refused(why);
  const isSame = state.votes[field][by] === proposal;
  return {
    events: isSame ? [] : [...joining(state, by, at), { kind: 'voted', by, at, field, proposal }],
    outcome: { kind: 'voted', field, proposal },
  };
}

export function voteTake(state: CircleState, { by, round, take }: Asked<'vote_take'>, at: number): Decision {
  const { stage } = state;
  if (stage.kind !== 'voting' || round !== state.round || state.closed !== null) return refused({ kind: 'no_vote' });
  if (!isIn(state, by)) return refused({ kind: 'not_in' });
  if (!stage.takes.includes(take)) return refused({ kind: 'no_such' });
  const voted: Later[] = stage.votes[by] === take ? [] : [{ kind: 'take_voted', by, at, take }];
  const end = complete(voted.reduce(apply, state), at);
  const [chosen] = end;
  return {
    events: [...voted, ...end],
    outcome: { kind: 'take_voted', take, chosen: chosen?.kind === 'take_chosen' ? chosen.take : null },
  };
}

/** The end of the vote, once all who are in the circle have voted. */
export function complete(state: CircleState, at: number): Later[] {
  const { stage, members } = state;
  if (stage.kind !== 'voting' || members.length === 0) return [];
  const isOpen = members.some((member: Member) => stage.votes[member] === undefined);
  return isOpen ? [] : endVote(state, at);
}

/** The end of the vote, whoever has voted by now. */
export const endVote = ({ stage }: CircleState, at: number): Later[] =>
  stage.kind === 'voting' ? [{ kind: 'take_chosen', by: null, at, take: winning(stage.takes, stage.votes) }] : [];

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
