/** A circle as one person may see it. Pure. */
import type { ClosedWhy, Member, Mode, ProposalField, SectionKind } from './events.ts';
import { lastLine, lengthOf } from './lyrics.ts';
import { missing } from './rounds.ts';
import {
  agreementOf,
  type CircleState,
  isIn,
  leading,
  type PastRound,
  type Proposal,
  type Section,
  type Stage,
  votesFor,
  type Winner,
} from './state.ts';

export interface SectionView {
  id: number;
  kind: SectionKind;
  /** Discord id; null when forgotten. */
  authorId: string | null;
  isMine: boolean;
  locked: boolean;
  /** What **Edit mine** hands back with its text. */
  revision: number;
  /** Null while it is hidden from this reader. */
  lyrics: string | null;
  /** All that this reader sees of a hidden section, or null for nothing: it stands right before one of theirs. */
  lastLine: string | null;
}

export interface ProposalView {
  id: number;
  text: string;
  authorId: string | null;
  votes: number;
  /** This reader's vote is for it. */
  isMyVote: boolean;
}

/** How far the round is; who voted how is nobody's business. */
export type StageView = Exclude<Stage, { kind: 'voting' }> | Omit<Extract<Stage, { kind: 'voting' }>, 'votes'>;

/** Everything that the circle's message, its forms and selects need to know. Plain data. */
export interface CircleView {
  version: number;
  mode: Mode;
  model: string;
  theme: string;
  hostId: string | null;
  isHost: boolean;
  isIn: boolean;
  /** Who is in it, the longest-standing first. */
  memberIds: readonly (string | null)[];
  round: number;
  extends: Winner | null;
  stage: StageView;
  closed: { at: number; why: ClosedWhy } | null;
  sections: readonly SectionView[];
  /** What a new section of this reader continues: `after` goes into the action, `line` onto the form (null: nothing). */
  continues: { after: number | null; line: string | null };
  /** The one with the most votes; empty when there is none. */
  leading: Readonly<Record<ProposalField, string>>;
  proposals: Readonly<Record<ProposalField, readonly ProposalView[]>>;
  /** This reader's vote for a take, and how many each take has. */
  myTake: number | null;
  takeVotes: readonly { take: number; votes: number }[];
  /** Code points of the lyrics with their tags, hidden ones too. */
  used: number;
  agreement: { agreed: number; needed: number };
  missing: readonly ('section' | 'style')[];
  past: readonly PastView[];
}

/** A round that has its song: nothing of it is hidden. */
export interface PastView extends Winner {
  round: number;
  title: string;
  style: string;
  sections: readonly SectionView[];
}

/** Whose Discord id a member has; null when they were forgotten. */
export type Who = (member: Member) => string | null;

/** A section as somebody may see it. */
export type Visible = Omit<Section, 'lyrics'> & Pick<SectionView, 'lyrics' | 'lastLine'>;

/**
 * What of the sections this reader may see (null: everybody, as in the shared message). In blind mode, until the song is
 * being made or the circle ends: one's own, and the last line before each of one's own. Who was forgotten is left out.
 */
export function visibleTo(state: CircleState, reader: Member | null): Visible[] {
  const there = state.sections.filter(({ lyrics }) => lyrics !== '');
  if (!isHiding(state)) return there.map(whole);
  return there.map((section, at) => {
    if (section.author === reader) return whole(section);
    const isBeforeMine = reader !== null && there[at + 1]?.author === reader;
    return { ...section, lyrics: null, lastLine: isBeforeMine ? lastLine(section.lyrics) : null };
  });
}

const whole = (section: Section): Visible => ({ ...section, lastLine: null });

const isHiding = ({ mode, stage, closed }: CircleState): boolean =>
  mode === 'blind' && closed === null && (stage.kind === 'writing' || stage.kind === 'sealed');

export function viewOf(state: CircleState, who: Who, reader: Member | null): CircleView {
  const last = state.sections.findLast(({ lyrics }) => lyrics !== '');
  const mayRead = reader !== null || !isHiding(state);
  const { stage } = state;
  return {
    version: state.version,
    mode: state.mode,
    model: state.model,
    theme: state.theme,
    hostId: state.host === null ? null : who(state.host),
    isHost: reader !== null && reader === state.host,
    isIn: reader !== null && isIn(state, reader),
    memberIds: state.members.map(who),
    round: state.round,
    extends: state.extends,
    stage: stageView(stage),
    closed: state.closed,
    sections: sectionViews(visibleTo(state, reader), who, reader),
    continues: {
      after: state.sections.at(-1)?.id ?? null,
      line: last === undefined || !mayRead ? null : lastLine(last.lyrics),
    },
    leading: { title: leading(state, 'title'), style: leading(state, 'style') },
    proposals: { title: proposalViews(state, 'title', who, reader), style: proposalViews(state, 'style', who, reader) },
    myTake: stage.kind === 'voting' && reader !== null ? (stage.votes[reader] ?? null) : null,
    takeVotes: stage.kind === 'voting' ? stage.takes.map((take) => ({ take, votes: votesFor(stage.votes, take) })) : [],
    used: lengthOf(state.sections),
    agreement: agreementOf(state),
    missing: missing(state),
    past: state.past.map((round) => pastView(round, who, reader)),
  };
}

const sectionViews = (sections: readonly Visible[], who: Who, reader: Member | null): SectionView[] =>
  sections.map(({ author, after: _, ...section }) => ({
    ...section,
    authorId: who(author),
    isMine: author === reader,
  }));

const stageView = (stage: Stage): StageView => {
  if (stage.kind !== 'voting') return stage;
  const { votes: _, ...rest } = stage;
  return rest;
};

const pastView = ({ sections, ...round }: PastRound, who: Who, reader: Member | null): PastView => ({
  ...round,
  sections: sectionViews(sections.filter(({ lyrics }) => lyrics !== '').map(whole), who, reader),
});

const proposalViews = (state: CircleState, field: ProposalField, who: Who, reader: Member | null): ProposalView[] => {
  const votes = state.votes[field];
  return state.proposals[field].map(({ id, author, text }: Proposal) => ({
    id,
    text,
    authorId: who(author),
    votes: votesFor(votes, id),
    isMyVote: reader !== null && votes[reader] === id,
  }));
};
