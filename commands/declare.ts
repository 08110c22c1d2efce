import type { AttachedFile, OptionValue } from '../src/discord/interaction.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import type { Texts } from '../src/discord/texts/texts.ts';

/** A description in every language we have: Discord shows the member's own. */
export function described(
  texts: Texts,
  key: TextKey,
): { description: string; description_localizations: Record<string, string> } {
  return { description: texts.in('en-US').say(key), description_localizations: texts.localizations(key) };
}

/** A file that was sent along with the command. */
export const fileOption = (value: OptionValue | undefined): AttachedFile | null =>
  typeof value === 'object' ? value : null;

/** An option that must be text; Discord sends nothing else, a forged interaction may. */
export const textOption = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An option that names a member, a channel or a role: its id, a snowflake. */
export const idOption = (value: unknown): string | null =>
  typeof value === 'string' && /^\d{17,20}$/.test(value) ? value : null;
