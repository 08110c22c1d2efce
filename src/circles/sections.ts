/** The rules of sections: only its author changes one, and words that cannot be saved go back to whoever typed them. */
import { isBlank } from '../songs/check.ts';
import type { Later, Member } from './events.ts';
import { clean, lengthOf } from './lyrics.ts';
import { type Action, type Decision, type Limits, type Reason, refused, type Typed } from './outcomes.ts';
import { type CircleState, isIn, type Section } from './state.ts';

/** A select of Discord's holds 25 options, and the host chooses among all sections. */
export const mostSections = 25;

type Asked<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** The events that let a member in, when they are not: whoever writes or votes is in the circle. */
export const joining = (state: CircleState, by: Member, at: number): Later[] => {
  if (isIn(state, by)) return [];
  const joined: Later = { kind: 'joined', by, at };
  return state.host === null ? [joined, { kind: 'hosted', by: null, at, host: by }] : [joined];
};

/** Why nothing can be written now; null when it can. */
export const notWriting = (state: CircleState): Reason | null => {
  if (state.closed !== null) return { kind: 'closed' };
  return state.stage.kind === 'writing' ? null : { kind: 'not_writing' };
};

/** The words as they were typed, and an event that keeps them: nobody has to type them again. */
export const handBack = (by: Member, typed: Typed, why: Reason, at: number): Decision => {
  const { field, text: words } = typed;
  const what = field === 'lyrics' ? { id: typed.id, section: typed.section } : { id: null, section: null };
  return {
    events: [{ kind: 'handed_back', by, at, field, ...what, why: why.kind, words }],
    outcome: { kind: 'handed_back', typed, why },
  };
};

export const tooLong = (field: 'lyrics' | 'title' | 'style', length: number, limits: Limits): Reason | null => {
  const limit = limits[field];
  return length > limit ? { kind: 'too_long', field, limit, length, over: length - limit } : null;
};

/** An id out of a custom id, which anybody can make up; null when it was never given. */
const given = (state: CircleState, id: number | null): number | null =>
  id !== null && Number.isInteger(id) && id >= 1 && id <= state.lastId ? id : null;

export function addSection(state: CircleState, asked: Asked<'add_section'>, at: number, limits: Limits): Decision {
  const { by, section } = asked;
  const after = given(state, asked.after);
  const typed = { field: 'lyrics', id: null, section, text: clean(asked.lyrics) } as const;
  const lyrics = typed.text.trim();
  const why = notWriting(state) ?? unfit(lyrics, [...state.sections, { kind: section, lyrics }], limits);
  if (why !== null) return handBack(by, typed, why, at);
  const id = state.lastId + 1;
  const saved = { id, revision: 1 };
  const beside = state.sections.find((other) => other.after === after && other.author !== by);
  return {
    events: [...joining(state, by, at), { kind: 'section_added', by, at, id, section, after, words: lyrics }],
    outcome:
      state.mode === 'blind' && beside !== undefined
        ? { kind: 'saved_beside', ...saved, other: beside.author }
        : { kind: 'saved', ...saved },
  };
}

export function editSection(state: CircleState, asked: Asked<'edit_section'>, at: number, limits: Limits): Decision {
  const { by, id, section } = asked;
  const typed = { field: 'lyrics', id: given(state, id), section, text: clean(asked.lyrics) } as const;
  const lyrics = typed.text.trim();
  const present = state.sections.find((one) => one.id === id);
  const late = notWriting(state);
  if (late !== null || present === undefined) return handBack(by, typed, late ?? gone(state, id), at);
  if (present.author === by && present.lyrics === lyrics && present.kind === section) {
    return { events: [], outcome: { kind: 'saved', id, revision: present.revision } };
  }
  const changed = state.sections.map((one) => (one === present ? { kind: section, lyrics } : one));
  const why = notYours(present, by) ?? overtaken(present, asked.revision) ?? unfit(lyrics, changed, limits);
  if (why !== null) return handBack(by, typed, why, at);
  const revision = present.revision + 1;
  return {
    events: [...joining(state, by, at), { kind: 'section_edited', by, at, id, section, revision, words: lyrics }],
    outcome: { kind: 'saved', id, revision },
  };
}

/** Its author's, unless it is locked, and the host's. */
export function removeSection(state: CircleState, { by, id }: Asked<'remove_section'>, at: number): Decision {
  const present = state.sections.find((one) => one.id === id);
  const isHost = by === state.host;
  const why = notWriting(state) ?? (present === undefined ? gone(state, id) : isHost ? null : notYours(present, by));
  if (why !== null) return refused(why);
  return { events: [{ kind: 'section_removed', by, at, id }], outcome: { kind: 'section_removed', id } };
}

export function lockSection(state: CircleState, { by, id, locked }: Asked<'lock_section'>, at: number): Decision {
  const why = notManaging(state, by, id);
  if (why !== null) return refused(why);
  const isSame = state.sections.some((one) => one.id === id && one.locked === locked);
  return {
    events: isSame ? [] : [{ kind: 'section_locked', by, at, id, locked }],
    outcome: { kind: 'section_locked', id, locked },
  };
}

export function moveSection(state: CircleState, { by, id, before }: Asked<'move_section'>, at: number): Decision {
  const why = notManaging(state, by, id) ?? (before === null ? null : absent(state, before));
  if (why !== null) return refused(why);
  const next = state.sections[state.sections.findIndex((one) => one.id === id) + 1]?.id ?? null;
  const stays = before === id || before === next;
  return {
    events: stays ? [] : [{ kind: 'section_moved', by, at, id, before }],
    outcome: { kind: 'section_moved', id },
  };
}

const notManaging = (state: CircleState, by: Member, id: number): Reason | null =>
  notWriting(state) ?? (by === state.host ? absent(state, id) : { kind: 'not_host' });

const absent = (state: CircleState, id: number): Reason | null =>
  state.sections.some((one) => one.id === id) ? null : gone(state, id);

/** Ids rise and never come again, so one that was given and is not there was removed, or is of a round that is over. */
function gone(state: CircleState, id: number): Reason {
  const isPast = state.past.some(({ sections }) => sections.some((one) => one.id === id));
  return { kind: isPast ? 'not_writing' : id > state.lastId ? 'no_such' : 'removed' };
}

const notYours = ({ author, locked }: Section, by: Member): Reason | null => {
  if (author !== by) return { kind: 'not_author' };
  return locked ? { kind: 'locked' } : null;
};

/** Its author has it open twice, and saved elsewhere: neither text is thrown away. */
const overtaken = ({ revision }: Section, seen: number): Reason | null =>
  revision === seen ? null : { kind: 'changed', revision };

function unfit(lyrics: string, all: readonly Pick<Section, 'kind' | 'lyrics'>[], limits: Limits): Reason | null {
  if (isBlank(lyrics)) return { kind: 'empty' };
  if (all.length > mostSections) return { kind: 'too_many', what: 'sections', limit: mostSections };
  return tooLong('lyrics', lengthOf(all), limits);
}
