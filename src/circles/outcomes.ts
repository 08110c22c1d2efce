/** What may be asked of a circle, and every answer it gives. Plain data. */
import type { TextLimits } from '../providers/provider.ts';
import type { Later, Member, ProposalField, SectionKind } from './events.ts';
import type { Winner } from './state.ts';

/** What of a model's limits concerns a circle, in Unicode code points. */
export type Limits = Pick<TextLimits, 'title' | 'style' | 'lyrics'>;

/** What a member asks. `Who` is a Discord id outside of the room, and the database's own name for them within. */
export type Action<Who = Member> = { by: Who } & (
  | {
      kind: 'add_section';
      section: SectionKind;
      lyrics: string /** The last section when the form opened. */;
      after: number | null;
    }
  /** `revision`: of the text that the form opened with. */
  | { kind: 'edit_section'; id: number; section: SectionKind; lyrics: string; revision: number }
  | { kind: 'remove_section'; id: number }
  | { kind: 'lock_section'; id: number; locked: boolean }
  /** `before`: the section it shall stand before, or null for the end. */
  | { kind: 'move_section'; id: number; before: number | null }
  | { kind: 'propose'; field: ProposalField; text: string }
  | { kind: 'vote'; field: ProposalField; proposal: number }
  | { kind: 'generate' }
  /** `round`: the one that the pressed card stands for. */
  | { kind: 'vote_take'; round: number; take: number }
  | { kind: 'extend'; round: number }
  | { kind: 'leave' }
  | { kind: 'hand_over'; to: Who }
  /** `asManager`: the member may manage the server, and need not be the host. */
  | { kind: 'close'; asManager: boolean }
);

/** What becomes known, from nobody in particular. */
export type Fact =
  /** Time went by. */
  | { kind: 'tick' }
  /** After `may_generate`: the song was refused before any credit was held. */
  | { kind: 'not_begun' }
  | { kind: 'song_begun'; round: number; songId: string }
  /** `takes`: those that were delivered, 0 is A; none when the song failed. */
  | { kind: 'song_ended'; round: number; takes: readonly number[] };

/** Why something is not to be. */
export type Reason =
  | { kind: 'closed' }
  /** This round's song is being made, or is there: its words stand. */
  | { kind: 'not_writing' }
  | { kind: 'not_host' }
  | { kind: 'not_author' }
  /** The member is not in the circle. */
  | { kind: 'not_in' }
  | { kind: 'locked' }
  | { kind: 'removed' }
  /** Its author saved it elsewhere since; `revision` is what it is now. */
  | { kind: 'changed'; revision: number }
  | { kind: 'empty' }
  /** For lyrics, `length` is what all sections with their tags would come to. `over` is `length - limit`. */
  | { kind: 'too_long'; field: 'lyrics' | ProposalField; limit: number; length: number; over: number }
  | { kind: 'too_many'; what: 'sections' | ProposalField; limit: number }
  | { kind: 'no_such' }
  /** The vote of that round is over, or has not begun. */
  | { kind: 'no_vote' }
  | { kind: 'nothing_chosen' };

/** Words as they were typed, to be given back. `id`: the section they were to change; null: a new one. */
export type Typed =
  | { field: 'lyrics'; id: number | null; section: SectionKind; text: string }
  | { field: ProposalField; text: string };

/** What the music service is to be asked. An empty title is the first line's, or in an extension the parent's. */
export interface Order {
  round: number;
  title: string;
  style: string;
  lyrics: string;
  extends: Winner | null;
}

export type Outcome =
  /** `revision`: of the section as it stands now. */
  | { kind: 'saved'; id: number; revision: number }
  /** Blind: `other` continued the same line first; both sections stay. */
  | { kind: 'saved_beside'; id: number; revision: number; other: Member }
  /** The words are kept in the circle's last event, for their author alone. */
  | { kind: 'handed_back'; typed: Typed; why: Reason }
  | { kind: 'section_removed'; id: number }
  | { kind: 'section_locked'; id: number; locked: boolean }
  | { kind: 'section_moved'; id: number }
  | { kind: 'proposed'; field: ProposalField; id: number }
  /** Word for word, but for upper and lower case, it was there before. */
  | { kind: 'already_proposed'; field: ProposalField; id: number }
  | { kind: 'voted'; field: ProposalField; proposal: number }
  /** Ask for the song under `causeOf` this circle and round. `repeated`: somebody else was a moment faster. */
  | { kind: 'may_generate'; order: Order; repeated: boolean }
  /** Of the present authors `agreed` did, `needed` are more than half. */
  | { kind: 'agreed'; agreed: number; needed: number }
  /** Neither host nor author: others decide. */
  | { kind: 'agreement_needed'; agreed: number; needed: number }
  | { kind: 'missing'; what: readonly ('section' | 'style')[] }
  | { kind: 'already_generated'; songId: string }
  /** `chosen`: the winner, when this vote was the last one that was missing. */
  | { kind: 'take_voted'; take: number; chosen: number | null }
  /** `repeated`: that round had been continued before. */
  | { kind: 'extended'; round: number; repeated: boolean }
  /** `host`: who hosts now, null when nobody is left. */
  | { kind: 'left'; host: Member | null }
  | { kind: 'handed_over'; to: Member }
  | { kind: 'closed' }
  | { kind: 'refused'; why: Reason };

/** What an action comes to: the events to append (none when nothing changed) and the answer. */
export interface Decision {
  events: Later[];
  outcome: Outcome;
}

export const refused = (why: Reason): Decision => ({ events: [], outcome: { kind: 'refused', why } });
