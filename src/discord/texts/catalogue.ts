/** The shape that every language has: what English says, said again. */
import type { en as circles } from './circles/en.ts';
import type { en } from './en.ts';
import type { en as server } from './server/en.ts';

type Forms = keyof typeof en;
type Singular<Key> = Extract<Key, `${string}_one`>;

/** A key of the catalogue; plural forms go by their common name and need `count`. */
export type TextKey = Forms extends infer K
  ? K extends `${infer Name}_one` | `${infer Name}_other`
    ? Name
    : K
  : never;

/** Not every language has a singular. */
type Translation<English> = Readonly<
  Record<Exclude<keyof English, Singular<keyof English>>, string> & Partial<Record<Singular<keyof English>, string>>
>;

/** What a language's file holds: every sentence of the English one. */
export type Catalogue = Translation<typeof en>;
/** Of what is said of circles alone. */
export type CircleCatalogue = Translation<typeof circles>;
/** Of a server's credits and its own rules alone. */
export type ServerCatalogue = Translation<typeof server>;
