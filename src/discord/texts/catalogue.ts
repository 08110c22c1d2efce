/** The shape that every language has: what English says, said again. */
import type { en } from './en.ts';

type Forms = keyof typeof en;
type Singular = Extract<Forms, `${string}_one`>;

/** A key of the catalogue; plural forms go by their common name and need `count`. */
export type TextKey = Forms extends infer K
  ? K extends `${infer Name}_one` | `${infer Name}_other`
    ? Name
    : K
  : never;

/** What a language's file holds: every sentence of the English one; not every language has a singular. */
export type Catalogue = Readonly<Record<Exclude<Forms, Singular>, string> & Partial<Record<Singular, string>>>;
