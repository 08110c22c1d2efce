import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CircleEvent, type Mode, proposalFields, sectionKinds } from '../src/circles/events.ts';
import { assemble } from '../src/circles/lyrics.ts';
import type { Limits, Outcome } from '../src/circles/outcomes.ts';
import { type CircleState, isIn } from '../src/circles/state.ts';
import { visibleTo } from '../src/circles/view.ts';
import { type Doing, replayed, type Sitting, sit } from './helpers/circles.ts';

/** Small enough that the limits are met. */
const limits: Limits = { title: 12, style: 16, lyrics: 160 };
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const waits = [1, minuteMs, 12 * 60 * minuteMs, dayMs, 6 * dayMs, 8 * dayMs];

/** Numbers to make an action of, whatever the circle is like by then. */
interface Drawn {
  what: string;
  by: number;
  /** How many events ago the member looked last. */
  behind: number;
  pick: number;
  other: number;
}

const weights = {
  add_section: 8,
  edit_section: 8,
  remove_section: 2,
  lock_section: 3,
  move_section: 2,
  propose: 4,
  vote: 4,
  generate: 4,
  vote_take: 4,
  extend: 3,
  leave: 2,
  hand_over: 2,
  close: 0.2,
  begun: 4,
  ended: 4,
  not_begun: 1,
  wait: 0.6,
};

const kinds = Object.entries(weights).flatMap(([kind, weight]) => Array<string>(weight * 5).fill(kind));
const drawn: fc.Arbitrary<Drawn> = fc.record({
  what: fc.constantFrom(...kinds),
  by: fc.integer({ min: 1, max: 5 }),
  behind: fc.constantFrom(0, 0, 0, 1, 3, 9),
  pick: fc.nat(63),
  other: fc.nat(63),
});

const one = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length];

/** Words that are told apart, of many lengths, now and then of nothing but spaces. */
const wordsOf = (n: number, { pick }: Drawn): string =>
  pick % 16 === 15 ? ' \u200b\n' : `${n}${'🎵'.repeat(pick % 7 === 6 ? pick : pick % 5)}.`;

/** The action that a member means who saw `seen`. */
const doingOf = (seen: CircleState, n: number, draw: Drawn): Doing | null => {
  const { pick, other } = draw;
  const past = seen.past.at(-1)?.sections ?? [];
  const target = one(pick % 9 === 8 && past.length > 0 ? past : seen.sections, other);
  const id = target?.id ?? pick;
  const section = one(sectionKinds, pick) ?? 'verse';
  const field = one(proposalFields, pick) ?? 'title';
  switch (draw.what) {
    case 'add_section':
      return { kind: 'add_section', section, lyrics: wordsOf(n, draw), after: seen.sections.at(-1)?.id ?? null };
    case 'edit_section':
      return { kind: 'edit_section', id, section, lyrics: wordsOf(n, draw), revision: target?.revision ?? 1 };
    case 'remove_section':
      return { kind: 'remove_section', id };
    case 'lock_section':
      return { kind: 'lock_section', id, locked: pick % 3 !== 0 };
    case 'move_section':
      return { kind: 'move_section', id, before: one([...seen.sections.map((each) => each.id), null], pick) ?? null };
    case 'propose':
      return { kind: 'propose', field, text: pick % 4 === 0 ? 'again' : wordsOf(n, draw) };
    case 'vote':
      return { kind: 'vote', field, proposal: one(seen.proposals[field], other)?.id ?? pick };
    case 'generate':
    case 'leave':
      return { kind: draw.what };
    case 'vote_take':
      return { kind: 'vote_take', round: seen.round, take: pick % 3 };
    case 'extend':
      return { kind: 'extend', round: seen.round };
    case 'hand_over':
      return { kind: 'hand_over', to: (pick % 5) + 1 };
    case 'close':
      return { kind: 'close', asManager: pick % 2 === 0 };
    default:
      return null;
  }
};

/** As `expect`, which is too slow for a million promises. */
const must = (isKept: boolean, promise: string): void => {
  if (!isKept) throw new Error(`broken: ${promise}`);
};

interface Kept {
  author: number;
  text: string;
}

/** What must be true of every circle, in the plainest way: what was answered, against what is there. */
const createWitness = (sitting: Sitting) => {
  const live = new Map<number, Kept>();
  const everything: string[] = [];
  const songs = new Map<number, string>();

  /** After each answer. `before`: the circle as it was; `happened`: what was appended since. */
  const answered = (
    by: number,
    doing: Doing,
    outcome: Outcome,
    before: CircleState,
    happened: readonly CircleEvent[],
  ): void => {
    const typed = 'lyrics' in doing ? doing.lyrics : 'text' in doing ? doing.text : null;
    if (typed !== null) everything.push(typed.trim());
    switch (outcome.kind) {
      case 'saved':
      case 'saved_beside': {
        const { id } = outcome;
        if (doing.kind === 'edit_section') must(live.get(id)?.author === by, 'only its author changes a section');
        else must(!live.has(id), 'a new section is new');
        live.set(id, { author: by, text: typed?.trim() ?? '' });
        break;
      }
      case 'handed_back':
        must(outcome.typed.text === typed, 'words come back as they were typed');
        break;
      case 'section_removed':
        must([before.host, live.get(outcome.id)?.author].includes(by), 'its author or the host removes a section');
        live.delete(outcome.id);
        break;
      case 'extended':
        if (!outcome.repeated) live.clear();
        break;
      case 'may_generate':
        for (const { text } of live.values()) must(outcome.order.lyrics.includes(text), 'the song has every section');
        if (!outcome.repeated) must(by === before.host || isAgreed(before, by), 'the host generates, or a majority');
        break;
      default:
    }
    if (outcome.kind === 'already_proposed') everything.pop();
    if (outcome.kind === 'saved' && happened.length === 0) everything.pop();
  };

  const isAgreed = (state: CircleState, by: number): boolean => {
    const agreed = new Set([...state.agreed, by]);
    const authors = state.members.filter((member) => [...live.values()].some(({ author }) => author === member));
    return authors.filter((author) => agreed.has(author)).length * 2 > authors.length;
  };

  const begun = (songId: string | undefined, round: number): void => {
    if (songId !== undefined) {
      must(!songs.has(round), 'a round makes one song');
      songs.set(round, songId);
    }
  };

  const holds = (): void => {
    const state = sitting.state();
    const text = assemble(state.sections);
    must(state.sections.length === live.size, 'no section comes or goes by itself');
    for (const { id, author, lyrics } of state.sections) {
      const kept = live.get(id);
      const isKept = kept?.text === lyrics && kept.author === author && text.includes(lyrics);
      must(isKept, 'a section is what its author saved');
    }
    must([...text].length <= limits.lyrics, 'the lyrics fit');
    must(new Set(state.members).size === state.members.length, 'nobody is in it twice');
    const hosts = state.members.filter((member) => member === state.host).length;
    must(hosts === Math.min(1, state.members.length) && (hosts === 1 || state.host === null), 'there is one host');
    for (const field of proposalFields) {
      const { length } = state.proposals[field];
      const voters = Object.keys(state.votes[field]).map(Number);
      must(length <= 25 && voters.every((voter) => isIn(state, voter)), 'members vote, once each');
      must(
        state.proposals[field].every(({ text: told }) => [...told].length <= limits[field]),
        'proposals fit',
      );
    }
    if (state.mode === 'blind' && state.closed === null && ['writing', 'sealed'].includes(state.stage.kind)) {
      must(
        visibleTo(state, null).every(({ lyrics, lastLine }) => lyrics === null && lastLine === null),
        'what is blind is hidden',
      );
    }
  };

  const ends = (): void => {
    const words = sitting.events().map((event) => ('words' in event ? event.words.trim() : ''));
    const known = new Set(words);
    for (const typed of everything) must(known.has(typed), 'every word is in the history');
    must(JSON.stringify(replayed(sitting.events())) === JSON.stringify(sitting.state()), 'the events are the state');
  };

  return { answered, begun, holds, ends };
};

/** Every answer that came, so that no rule is held only because nothing tried it. */
const reached = new Set<string>();

const play = (mode: Mode, draws: readonly Drawn[]): void => {
  const sitting = sit({ mode, limits });
  const witness = createWitness(sitting);
  const seen = [sitting.state()];
  for (const [n, draw] of draws.entries()) {
    const before = sitting.state();
    const since = sitting.events().length;
    const looked = seen.at(-1 - Math.min(draw.behind, seen.length - 1)) ?? before;
    const doing = doingOf(looked, n, draw);
    if (doing !== null) {
      const outcome = sitting.does(draw.by, doing);
      reached.add('why' in outcome ? `${outcome.kind} ${outcome.why.kind}` : outcome.kind);
      witness.answered(draw.by, doing, outcome, before, sitting.events().slice(since));
    } else if (draw.what === 'wait') {
      sitting.clock.advance(one(waits, draw.pick) ?? 0);
      sitting.hears({ kind: 'tick' });
    } else if (draw.what === 'not_begun') sitting.hears({ kind: 'not_begun' });
    else if (draw.what === 'begun') {
      // As the database: a round's cause has one song.
      if (before.stage.kind === 'sealed') sitting.hears({ kind: 'song_begun', round: looked.round, songId: `s${n}` });
    } else {
      const takes = [[0, 1], [1], []][draw.pick % 3] ?? [];
      sitting.hears({ kind: 'song_ended', round: looked.round, takes });
    }
    for (const event of sitting.events().slice(since)) {
      witness.begun(event.kind === 'song_begun' ? event.songId : undefined, before.round);
    }
    witness.holds();
    seen.push(sitting.state());
  }
  witness.ends();
};

test('in whatever order members act, and whatever they saw last, no word is lost and every rule holds', () => {
  const draws = fc.array(drawn, { minLength: 1, maxLength: 50, size: 'max' });
  fc.assert(
    fc.property(fc.constantFrom<Mode>('open', 'blind'), draws, (mode, all) => play(mode, all)),
    { numRuns: 10_000 },
  );
  const tried = ['saved_beside', 'already_proposed', 'already_generated', 'agreed', 'agreement_needed', 'take_voted'];
  const turnedDown = ['changed', 'locked', 'removed', 'not_author', 'too_long', 'not_writing', 'closed', 'empty'];
  expect([...reached]).toEqual(expect.arrayContaining([...tried, ...turnedDown.map((why) => `handed_back ${why}`)]));
});
