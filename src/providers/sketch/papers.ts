import { z } from 'zod';
import { type GenreName, genres } from './compose/genres.ts';

/** The papers of a song, as they lie in its folder. Read back only through these schemas. */

const band = z.object({
  chords: z.string(),
  pad: z.string(),
  bass: z.string(),
  lead: z.string(),
  sparkle: z.string(),
  comp: z.enum([
    'hold',
    'block',
    'eighths',
    'broken',
    'strum',
    'skank',
    'swing',
    'bossa',
    'stabs',
    'waltz',
    'pulse',
    'oompah',
  ]),
});
const genreNames = Object.keys(genres) as [GenreName, ...GenreName[]];
const sectionKind = z.enum(['intro', 'verse', 'lift', 'chorus', 'bridge', 'solo', 'outro']);

const music = z.object({
  seed: z.string(),
  genre: z.enum(genreNames),
  tempo: z.number().min(50).max(200),
  beats: z.union([z.literal(3), z.literal(4)]),
  key: z.object({
    root: z.number().int().min(0).max(11),
    mode: z.enum(['major', 'minor', 'dorian', 'mixolydian', 'lydian', 'phrygian']),
  }),
  groove: z.string(),
  kit: z.enum(['pop', 'rock', 'brush', 'dusty', 'electronic', 'chip', 'hand', 'grand']),
  swing: z.number(),
  swingUnit: z.union([z.literal(1), z.literal(2)]),
  richness: z.union([z.literal(3), z.literal(4), z.literal(5)]),
  bassLine: z.enum([
    'root',
    'drive',
    'octaves',
    'walking',
    'bossa',
    'waltz',
    'offbeat',
    'long',
    'funk',
    'oompah',
    'dub',
  ]),
  colour: z.object({
    hall: z.number(),
    hallSeconds: z.number(),
    pump: z.number(),
    tape: z.boolean(),
    echo: z.number(),
  }),
  brightness: z.number(),
  energy: z.number(),
  drums: z.boolean(),
  bass: z.boolean(),
  pad: z.boolean(),
  voice: z.enum(['female', 'male', 'none']),
  bands: z.tuple([band, band]),
});

const take = z.object({
  /** What decides its tune. */
  tune: z.string(),
  seconds: z.number(),
});

/** `plan.json`: everything about a song but its sound. */
export const planSchema = z.object({
  version: z.literal(1),
  title: z.string(),
  style: z.string(),
  lyrics: z.string(),
  /** As people write it, e.g. `A minor`. */
  key: z.string(),
  /** Beats a minute. */
  tempo: z.number(),
  music,
  sections: z.array(
    z.object({ kind: sectionKind, tag: z.string(), bars: z.number().int(), lines: z.array(z.string()) }),
  ),
  /** Sections that had no room. */
  rest: z.array(z.object({ kind: sectionKind, tag: z.string(), lines: z.array(z.string()) })),
  takes: z.tuple([take, take]),
  entry: z.object({ kind: sectionKind, bar: z.number().int() }).optional(),
});

export type Plan = z.infer<typeof planSchema>;
export type PlannedTake = Plan['takes'][0];

const vocals = z.enum(['any', 'female', 'male', 'none']);

const work = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idea'), idea: z.string(), instrumental: z.boolean() }),
  z.object({
    kind: z.literal('lyrics'),
    title: z.string(),
    style: z.string(),
    lyrics: z.string(),
    avoid: z.string(),
    vocals,
  }),
  z.object({
    kind: z.literal('extend'),
    parent: z.record(z.string(), z.union([z.string(), z.number()])),
    fromSecond: z.number(),
    title: z.string(),
    style: z.string(),
    lyrics: z.string(),
  }),
]);

/** `request.json`: what was asked; an extension carries its parent's plan with it and needs its parent no more. */
export const requestSchema = z.object({
  version: z.literal(1),
  work,
  parent: z.object({ plan: planSchema, take: z.union([z.literal(0), z.literal(1)]) }).optional(),
});

export type Request = z.infer<typeof requestSchema>;

/** A task's own name: 32 hexadecimal digits, safe as the name of a folder. */
export const taskSchema = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) });
export const trackSchema = z.object({ task: taskSchema.shape.id, take: z.union([z.literal(0), z.literal(1)]) });
