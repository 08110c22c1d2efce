/**
 * Everything that can happen in a circle. What happened is never changed: a circle is the sum of its events, so nothing
 * that was written in it is ever lost. The schemas are the door for events that come back from the database.
 */
import { z } from 'zod';

/** Kinds of sections, in the order in which they are offered. */
export const sectionKinds = ['verse', 'chorus', 'pre_chorus', 'hook', 'bridge', 'intro', 'interlude', 'outro'] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** What the members vote about before a song is made. */
export const proposalFields = ['title', 'style'] as const;
export type ProposalField = (typeof proposalFields)[number];

/** `blind`: one sees only the last line before one's own until the song is made. */
export const modes = ['open', 'blind'] as const;
export type Mode = (typeof modes)[number];

/** A member as the database names them, never a Discord id: forgetting somebody changes no event. */
export type Member = number;

const member = z.int().positive();
const id = z.int().positive();
const count = z.int().nonnegative();
/** What a member typed; empty when they were forgotten since. */
const words = z.string();

const byMember = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), by: member, at: z.int(), ...shape });
/** Nobody did it: time did, or the music service. */
const byNobody = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), by: z.null(), at: z.int(), ...shape });
const byAnybody = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), by: member.nullable(), at: z.int(), ...shape });

export const circleEvent = z.discriminatedUnion('kind', [
  /** `words` is the theme. */
  byMember('started', { mode: z.enum(modes), model: z.string(), words }),
  byMember('joined', {}),
  byMember('left', {}),
  /** `by` handed over, or nobody did and it fell to `host`. */
  byAnybody('hosted', { host: member }),

  /** `after`: the last section when its author began to write. */
  byMember('section_added', { id, section: z.enum(sectionKinds), after: id.nullable(), words }),
  byMember('section_edited', { id, section: z.enum(sectionKinds), revision: id, words }),
  byMember('section_removed', { id }),
  byMember('section_locked', { id, locked: z.boolean() }),
  /** `before`: the section it stands before now, or null for the end. */
  byMember('section_moved', { id, before: id.nullable() }),
  /** Words that could not be saved, kept for their author. `id`: the section or nothing when it was to be a new one. */
  byMember('handed_back', {
    field: z.enum(['lyrics', ...proposalFields]),
    id: id.nullable(),
    section: z.enum(sectionKinds).nullable(),
    why: z.string(),
    words,
  }),

  byMember('proposed', { id, field: z.enum(proposalFields), words }),
  byMember('voted', { field: z.enum(proposalFields), proposal: id }),
  byMember('agreed', {}),

  /** Generate was pressed: nothing changes any more until the song has begun, or could not. */
  byMember('sealed', {}),
  byNobody('unsealed', {}),
  byNobody('song_begun', { songId: z.string() }),
  byNobody('song_failed', {}),
  /** `takes`: those that can be chosen, 0 is A. `until`: when the vote ends. */
  byNobody('song_came', { takes: z.array(count).min(1), until: z.int() }),
  byMember('take_voted', { take: count }),
  byNobody('take_chosen', { take: count }),
  byMember('extended', {}),

  byAnybody('closed', { why: z.enum(['host', 'manager', 'silence', 'age']) }),
]);

export type CircleEvent = z.infer<typeof circleEvent>;
export type Started = Extract<CircleEvent, { kind: 'started' }>;
/** Every event but the first. */
export type Later = Exclude<CircleEvent, Started>;
export type ClosedWhy = Extract<CircleEvent, { kind: 'closed' }>['why'];
