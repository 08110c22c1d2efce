/**
 * A circle: a song that several members write together before it is made.
 *
 * Round:  writing -> sealed -> making -> voting -> chosen -> writing (the next round, from the winner)
 *         sealed -> writing           (no song came of it: no credits, or we died; the same round)
 *         making -> writing           (the song failed; the next round, with everything still in it)
 * Any of writing, voting and chosen may be closed: by the host, a manager, or time. A closed circle keeps its text.
 *
 * Pure: an action on a state at an instant comes to events and an answer. Who appends the events applies them.
 */
import type { ClosedWhy, Later, Member } from './events.ts';
import { type Action, type Decision, type Fact, type Limits, refused } from './outcomes.ts';
import { extend, generate, learn } from './rounds.ts';
import { addSection, editSection, lockSection, moveSection, removeSection } from './sections.ts';
import { apply, authorsOf, type CircleState, isIn } from './state.ts';
import { complete, endVote, propose, vote, voteTake } from './voting.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A circle ends after so much silence, and at most so long after its start, in ms. */
export const silenceMs = 7 * dayMs;
export const longestMs = 30 * dayMs;
/** Asking for a song is one write: if none came of it after this long, whoever asked is gone. In ms. */
export const sealMs = 60_000;

/**
 * What follows from this action, after what time alone has brought about by `now` (epoch ms). Both may have events, also
 * when the answer is a refusal. `limits` are those of the circle's model.
 */
export function decide(state: CircleState, action: Action, now: number, limits: Limits): Decision {
  const passed = overdue(state, now);
  const { events, outcome } = answer(passed.reduce(apply, state), action, now, limits);
  return { events: [...passed, ...events], outcome };
}

/** The events that follow from a fact, and after it from time: a song that exists is not given up for lost. */
export function notice(state: CircleState, fact: Fact, now: number): Later[] {
  const learned = learn(state, fact, now);
  return [...learned, ...overdue(learned.reduce(apply, state), now)];
}

function answer(state: CircleState, action: Action, at: number, limits: Limits): Decision {
  switch (action.kind) {
    case 'add_section':
      return addSection(state, action, at, limits);
    case 'edit_section':
      return editSection(state, action, at, limits);
    case 'remove_section':
      return removeSection(state, action, at);
    case 'lock_section':
      return lockSection(state, action, at);
    case 'move_section':
      return moveSection(state, action, at);
    case 'propose':
      return propose(state, action, at, limits);
    case 'vote':
      return vote(state, action, at);
    case 'generate':
      return generate(state, action, at, limits);
    case 'vote_take':
      return voteTake(state, action, at);
    case 'extend':
      return extend(state, action, at);
    case 'leave':
      return leave(state, action.by, at);
    case 'hand_over':
      return handOver(state, action, at);
    case 'close':
      return close(state, action, at);
  }
}

/** What they wrote stays. The longest-standing author hosts after the host; without authors, whoever is there longest. */
export function leave(state: CircleState, by: Member, at: number): Decision {
  if (state.closed !== null) return refused({ kind: 'closed' });
  if (!isIn(state, by)) return refused({ kind: 'not_in' });
  const gone: Later = { kind: 'left', by, at };
  const after = apply(state, gone);
  const heir = authorsOf(after)[0] ?? after.members[0] ?? null;
  const passes: Later[] = after.host === null && heir !== null ? [{ kind: 'hosted', by: null, at, host: heir }] : [];
  return {
    events: [gone, ...passes, ...complete(after, at)],
    outcome: { kind: 'left', host: after.host ?? heir },
  };
}

function handOver(state: CircleState, { by, to }: Extract<Action, { kind: 'hand_over' }>, at: number): Decision {
  if (state.closed !== null) return refused({ kind: 'closed' });
  if (by !== state.host) return refused({ kind: 'not_host' });
  if (!isIn(state, to)) return refused({ kind: 'not_in' });
  return {
    events: to === by ? [] : [{ kind: 'hosted', by, at, host: to }],
    outcome: { kind: 'handed_over', to },
  };
}

function close(state: CircleState, { by, asManager }: Extract<Action, { kind: 'close' }>, at: number): Decision {
  if (state.closed !== null) return refused({ kind: 'closed' });
  if (by !== state.host && !asManager) return refused({ kind: 'not_host' });
  // Its song is paid for and will come; the circle then is told.
  if (isBusy(state)) return refused({ kind: 'not_writing' });
  return {
    events: [...endVote(state, at), { kind: 'closed', by, at, why: by === state.host ? 'host' : 'manager' }],
    outcome: { kind: 'closed' },
  };
}

/** What time alone has brought about: a press that came to nothing, the end of a vote, the end of the circle. */
export function overdue(state: CircleState, now: number): Later[] {
  if (state.closed !== null) return [];
  const { stage } = state;
  const events: Later[] = [];
  if (stage.kind === 'sealed' && now >= stage.at + sealMs) events.push({ kind: 'unsealed', by: null, at: now });
  if (stage.kind === 'voting' && now >= stage.until) events.push(...endVote(state, now));
  const after = events.reduce(apply, state);
  const end = expiry(after);
  if (end !== null && now >= end.at) {
    events.push(...endVote(after, now), { kind: 'closed', by: null, at: now, why: end.why });
  }
  return events;
}

/** When and why the circle ends by itself; null when it has ended, or while its song is being made. */
export function expiry(state: CircleState): { at: number; why: Extract<ClosedWhy, 'silence' | 'age'> } | null {
  if (state.closed !== null || isBusy(state)) return null;
  const silent = state.lastAt + silenceMs;
  const old = state.startedAt + longestMs;
  return silent < old ? { at: silent, why: 'silence' } : { at: old, why: 'age' };
}

/** When time next brings something about, epoch ms; null when it never will. */
export function dueAt(state: CircleState): number | null {
  const { stage } = state;
  if (stage.kind === 'sealed') return stage.at + sealMs;
  const end = expiry(state);
  if (end === null) return null;
  return stage.kind === 'voting' ? Math.min(stage.until, end.at) : end.at;
}

const isBusy = ({ stage }: CircleState): boolean => stage.kind === 'sealed' || stage.kind === 'making';
