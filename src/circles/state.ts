/** What a circle's events come to. Pure: the same events are always the same state. Plain JSON, so that it can be kept. */
import assert from 'node:assert/strict';
import type { CircleEvent, ClosedWhy, Later, Member, Mode, ProposalField, SectionKind, Started } from './events.ts';

export interface Section {
  /** Rises through all rounds; an id that is no longer there was removed. */
  id: number;
  kind: SectionKind;
  author: Member;
  /** Empty when its author was forgotten. */
  lyrics: string;
  /** Rises with each change of its text. */
  revision: number;
  /** Its author may not change it. */
  locked: boolean;
  /** The last section when its author began to write. */
  after: number | null;
}

export interface Proposal {
  id: number;
  author: Member;
  text: string;
}

/** By member: each has one vote, and may change it. */
export type Votes = Readonly<Record<Member, number>>;

/** How far the round is. */
export type Stage =
  | { kind: 'writing' }
  /** Generate was pressed at `at`; whether a song came of it is not known yet. */
  | { kind: 'sealed'; at: number }
  | { kind: 'making'; songId: string }
  /** The vote between the takes; `until` is its end, epoch ms. */
  | { kind: 'voting'; songId: string; takes: readonly number[]; until: number; votes: Votes }
  | { kind: 'chosen'; songId: string; take: number };

/** The take that a round continues. */
export interface Winner {
  songId: string;
  take: number;
}

/** A round that ended with a chosen take, as it was when its song was made. */
export interface PastRound extends Winner {
  round: number;
  sections: readonly Section[];
  title: string;
  style: string;
}

export interface CircleState {
  /** How many events it is the sum of. */
  version: number;
  mode: Mode;
  /** `provider/model`: whose limits hold. */
  model: string;
  theme: string;
  startedAt: number;
  /** When somebody last did something; silence is counted from here. */
  lastAt: number;
  /** Null only while nobody is in it. */
  host: Member | null;
  /** Who is in it, the longest-standing first. */
  members: readonly Member[];
  /** The last id that a section or a proposal was given. */
  lastId: number;
  /** From 1. Each makes one song at most; a song that failed ends its round too. */
  round: number;
  /** The take this round continues; null in the first. */
  extends: Winner | null;
  /** Of this round, in the order in which they are sung. */
  sections: readonly Section[];
  proposals: Readonly<Record<ProposalField, readonly Proposal[]>>;
  votes: Readonly<Record<ProposalField, Votes>>;
  /** Authors who agreed that the song be made. */
  agreed: readonly Member[];
  stage: Stage;
  past: readonly PastRound[];
  closed: { at: number; why: ClosedWhy } | null;
}

const emptyRound = {
  sections: [],
  proposals: { title: [], style: [] },
  votes: { title: {}, style: {} },
  agreed: [],
  stage: { kind: 'writing' },
} as const satisfies Partial<CircleState>;

/** The state after the first event. */
export const begin = ({ by, at, mode, model, words }: Started): CircleState => ({
  version: 1,
  mode,
  model,
  theme: words,
  startedAt: at,
  lastAt: at,
  host: by,
  members: [by],
  lastId: 0,
  round: 1,
  extends: null,
  ...emptyRound,
  past: [],
  closed: null,
});

/** The state after one more event. Never looks at a rule: what happened, happened. */
export const apply = (state: CircleState, event: Later): CircleState => ({
  ...state,
  version: state.version + 1,
  lastAt: event.by === null ? state.lastAt : Math.max(state.lastAt, event.at),
  ...changed(state, event),
});

/** The state of a circle with these events, all of them, in order. */
export const replay = ([first, ...rest]: readonly CircleEvent[]): CircleState => {
  assert(first?.kind === 'started', 'a circle begins with its start');
  return rest.reduce((state, event) => {
    assert(event.kind !== 'started', 'a circle starts once');
    return apply(state, event);
  }, begin(first));
};

function changed(state: CircleState, event: Later): Partial<CircleState> {
  const section = (id: number, change: Partial<Section>) => ({
    sections: state.sections.map((one) => (one.id === id ? { ...one, ...change } : one)),
  });
  const { stage } = state;
  switch (event.kind) {
    case 'joined':
      return { members: [...state.members, event.by] };
    case 'left':
      return left(state, event.by);
    case 'hosted':
      return { host: event.host };
    case 'section_added':
      return {
        lastId: event.id,
        sections: [
          ...state.sections,
          {
            id: event.id,
            kind: event.section,
            author: event.by,
            lyrics: event.words,
            revision: 1,
            locked: false,
            after: event.after,
          },
        ],
      };
    case 'section_edited':
      return section(event.id, { kind: event.section, lyrics: event.words, revision: event.revision });
    case 'section_removed':
      return { sections: state.sections.filter(({ id }) => id !== event.id) };
    case 'section_locked':
      return section(event.id, { locked: event.locked });
    case 'section_moved':
      return { sections: moved(state.sections, event.id, event.before) };
    case 'handed_back':
      return {};
    case 'proposed':
      return proposed(state, event);
    case 'voted':
      return {
        votes: { ...state.votes, [event.field]: { ...state.votes[event.field], [event.by]: event.proposal } },
      };
    case 'agreed':
      return { agreed: [...state.agreed, event.by] };
    case 'sealed':
      return { stage: { kind: 'sealed', at: event.at } };
    case 'unsealed':
      return { stage: { kind: 'writing' } };
    case 'song_begun':
      return { stage: { kind: 'making', songId: event.songId } };
    case 'song_failed':
      return { stage: { kind: 'writing' }, round: state.round + 1, agreed: [] };
    case 'song_came':
      assert(stage.kind === 'making', 'a song comes that was being made');
      return {
        stage: { kind: 'voting', songId: stage.songId, takes: event.takes, until: event.until, votes: {} },
      };
    case 'take_voted':
      assert(stage.kind === 'voting', 'takes are voted for while there is a vote');
      return { stage: { ...stage, votes: { ...stage.votes, [event.by]: event.take } } };
    case 'take_chosen':
      assert(stage.kind === 'voting', 'a vote ends that was going on');
      return { stage: { kind: 'chosen', songId: stage.songId, take: event.take } };
    case 'extended':
      return extended(state);
    case 'closed':
      return { closed: { at: event.at, why: event.why } };
  }
}

/** Who leaves takes their votes with them; what they wrote stays. */
function left(state: CircleState, who: Member): Partial<CircleState> {
  const others = ({ [who]: _, ...votes }: Votes): Votes => votes;
  const { stage } = state;
  return {
    members: state.members.filter((member) => member !== who),
    host: state.host === who ? null : state.host,
    agreed: state.agreed.filter((member) => member !== who),
    votes: { title: others(state.votes.title), style: others(state.votes.style) },
    stage: stage.kind === 'voting' ? { ...stage, votes: others(stage.votes) } : stage,
  };
}

function moved(sections: readonly Section[], id: number, before: number | null): readonly Section[] {
  const mover = sections.find((one) => one.id === id);
  if (mover === undefined) return sections;
  const rest = sections.filter((one) => one !== mover);
  const at = rest.findIndex((one) => one.id === before);
  return at < 0 ? [...rest, mover] : [...rest.slice(0, at), mover, ...rest.slice(at)];
}

/** Words of somebody who was forgotten can no longer be voted for. */
function proposed(state: CircleState, event: Extract<Later, { kind: 'proposed' }>): Partial<CircleState> {
  const { id, field, by, words } = event;
  if (words === '') return { lastId: id };
  const proposals = { ...state.proposals, [field]: [...state.proposals[field], { id, author: by, text: words }] };
  return { lastId: id, proposals };
}

function extended(state: CircleState): Partial<CircleState> {
  assert(state.stage.kind === 'chosen', 'what is continued was chosen');
  const { songId, take } = state.stage;
  const { round, sections } = state;
  const ended = { round, sections, songId, take, title: leading(state, 'title'), style: leading(state, 'style') };
  return { ...emptyRound, round: round + 1, extends: { songId, take }, past: [...state.past, ended] };
}

/** How many votes a proposal has. */
export const votesFor = (votes: Votes, proposal: number): number =>
  Object.values(votes).filter((vote) => vote === proposal).length;

/** The proposal with the most votes, of equals the first; empty when there is none. */
export function leading(state: CircleState, field: ProposalField): string {
  const votes = state.votes[field];
  const [first, ...rest] = state.proposals[field];
  if (first === undefined) return '';
  const best = rest.reduce((a, b) => (votesFor(votes, b.id) > votesFor(votes, a.id) ? b : a), first);
  return best.text;
}

/** The take with the most votes, of equals the first. */
export function winning(takes: readonly number[], votes: Votes): number {
  const [first, ...rest] = takes;
  assert(first !== undefined, 'a vote is between takes');
  return rest.reduce((a, b) => (votesFor(votes, b) > votesFor(votes, a) ? b : a), first);
}

export const isIn = (state: CircleState, member: Member): boolean => state.members.includes(member);

/** Who is in it and has a section in this round, the longest-standing first. */
export const authorsOf = (state: CircleState): Member[] =>
  state.members.filter((member) => state.sections.some(({ author }) => author === member));

/** Of the present authors: how many agreed, and how many are more than half. */
export function agreementOf(state: CircleState): { agreed: number; needed: number } {
  const authors = authorsOf(state);
  const agreed = authors.filter((author) => state.agreed.includes(author)).length;
  return { agreed, needed: Math.floor(authors.length / 2) + 1 };
}
