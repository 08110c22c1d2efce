/** Sections as one text, and its measure. Pure. */
import { codePoints } from '../songs/check.ts';
import type { SectionKind } from './events.ts';
import type { Section } from './state.ts';

/** In English in every language: music services read these. */
export const tags: Readonly<Record<SectionKind, string>> = {
  verse: 'Verse',
  chorus: 'Chorus',
  pre_chorus: 'Pre-Chorus',
  hook: 'Hook',
  bridge: 'Bridge',
  intro: 'Intro',
  interlude: 'Interlude',
  outro: 'Outro',
};

/** What is sung, as it goes to the music service: each section under its tag. Who was forgotten is left out. */
export const assemble = (sections: readonly Pick<Section, 'kind' | 'lyrics'>[]): string =>
  sections
    .filter(({ lyrics }) => lyrics !== '')
    .map(({ kind, lyrics }) => `[${tags[kind]}]\n${lyrics}`)
    .join('\n\n');

/** What counts against the model's limit, in Unicode code points. */
export const lengthOf = (sections: readonly Pick<Section, 'kind' | 'lyrics'>[]): number =>
  codePoints(assemble(sections));

/** The last line that says something; empty when none does. */
export const lastLine = (lyrics: string): string => lyrics.trimEnd().split('\n').at(-1)?.trim() ?? '';

/**
 * What was typed, so that every engine keeps it as it is: without halves of characters and without NUL, which not every
 * database can hold, and with one kind of line break.
 */
export const clean = (typed: string): string => typed.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n');
