/** A circle in memory: rules alone, no database. */

import { decide, notice } from '../../src/circles/circle.ts';
import { type CircleEvent, circleEvent, type Later, type Mode } from '../../src/circles/events.ts';
import type { Action, Fact, Limits, Outcome, Reason } from '../../src/circles/outcomes.ts';
import { apply, begin, type CircleState, replay } from '../../src/circles/state.ts';
import { createTestClock } from './clock.ts';

export const roomyLimits: Limits = { title: 80, style: 200, lyrics: 3000 };

/** An action without its member. */
export type Doing<A = Action> = A extends Action ? Omit<A, 'by'> : never;

export interface Sitting {
  clock: ReturnType<typeof createTestClock>;
  /** The circle as it is, or as it was after so many of its events. */
  state(): CircleState;
  events(): readonly CircleEvent[];
  /** Somebody does something; what they are told. */
  does(by: number, doing: Doing): Outcome;
  hears(fact: Fact): void;
  /** Adds a section that continues what is there; answers its id. */
  writes(by: number, lyrics: string): number;
}

/** `1` starts it. */
export const sit = ({ mode = 'open', limits = roomyLimits }: { mode?: Mode; limits?: Limits } = {}): Sitting => {
  const clock = createTestClock();
  const started = { kind: 'started', by: 1, at: clock.now(), mode, model: 'sketch/sketch', words: 'rain' } as const;
  const events: CircleEvent[] = [started];
  let state = begin(started);
  const happen = (more: readonly Later[]): void => {
    events.push(...more);
    state = more.reduce(apply, state);
  };
  const does = (by: number, doing: Doing): Outcome => {
    const { events: more, outcome } = decide(state, { ...doing, by } as Action, clock.now(), limits);
    happen(more);
    return outcome;
  };
  return {
    clock,
    state: () => state,
    events: () => events,
    does,
    hears: (fact) => happen(notice(state, fact, clock.now())),
    writes: (by, lyrics) => {
      const after = state.sections.at(-1)?.id ?? null;
      const outcome = does(by, { kind: 'add_section', section: 'verse', lyrics, after });
      if (outcome.kind !== 'saved') throw new Error(`not saved: ${outcome.kind}`);
      return outcome.id;
    },
  };
};

/** The state that a database would come to: every event through JSON and its schema. */
export const replayed = (events: readonly CircleEvent[]): CircleState =>
  replay(events.map((event) => circleEvent.parse(JSON.parse(JSON.stringify(event)))));

export const add = (lyrics: string, after: number | null = null): Doing => ({
  kind: 'add_section',
  section: 'verse',
  lyrics,
  after,
});
export const edit = (id: number, lyrics: string, revision = 1): Doing => ({
  kind: 'edit_section',
  id,
  section: 'verse',
  lyrics,
  revision,
});
export const suggest = (text: string, field: 'title' | 'style' = 'style'): Doing => ({ kind: 'propose', field, text });
export const voteFor = (proposal: number, field: 'title' | 'style' = 'style'): Doing => ({
  kind: 'vote',
  field,
  proposal,
});
export const generate: Doing = { kind: 'generate' };
export const leave: Doing = { kind: 'leave' };
export const close: Doing = { kind: 'close', asManager: false };
export const take = (n: number, round = 1): Doing => ({ kind: 'vote_take', round, take: n });
export const extend = (round = 1): Doing => ({ kind: 'extend', round });

export const refused = (why: Reason): Outcome => ({ kind: 'refused', why });
export const textOf = (circle: Sitting): string[] => circle.state().sections.map(({ lyrics }) => lyrics);

/** Two authors beside the host, and a style: ready to generate. */
export const ready = (): Sitting => {
  const circle = sit();
  circle.writes(2, 'two');
  circle.writes(3, 'three');
  circle.does(2, suggest('folk'));
  return circle;
};
/** Its song was made with these takes. */
export const made = (takes: readonly number[] = [0, 1], circle: Sitting = ready()): Sitting => {
  circle.does(1, generate);
  const { round } = circle.state();
  circle.hears({ kind: 'song_begun', round, songId: `song-${round}` });
  circle.hears({ kind: 'song_ended', round, takes });
  return circle;
};
export const chosen = (): Sitting => made([0]);
