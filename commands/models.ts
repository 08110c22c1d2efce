/** The model option: suggestions with service and price, and what was chosen in the end. */
import type { APIApplicationCommandStringOption } from 'discord-api-types/v10';
import type { Answer, Asker } from '../src/discord/answer.ts';
import { plainLine } from '../src/discord/plain-text.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import type { Texts } from '../src/discord/texts/texts.ts';
import type { ModelOffer } from '../src/songs/songs.ts';
import { described } from './declare.ts';
import type { CommandDeps } from './deps.ts';

export const modelOption = (texts: Texts, key: TextKey): APIApplicationCommandStringOption => ({
  type: 3,
  name: 'model',
  ...described(texts, key),
  autocomplete: true,
});

const bare = (text: string): string => text.trim().toLowerCase();

/** What was typed, as `provider/model`: a suggestion's value, or a name that only one model has. */
export function chosenModel(models: readonly ModelOffer[], typed: string): string | null {
  if (models.some((offer) => offer.value === typed)) return typed;
  const named = models.filter((offer) => bare(offer.model) === bare(typed) || bare(offer.value) === bare(typed));
  return named.length === 1 ? (named[0]?.value ?? null) : null;
}

export async function suggestModels({ songs, texts }: CommandDeps, asker: Asker, typed: string): Promise<Answer> {
  const speech = texts.in(asker.locale);
  const wanted = bare(typed);
  const choices = songs
    .models()
    .filter((offer) => bare(`${offer.model} ${offer.service} ${offer.value}`).includes(wanted))
    .slice(0, 25)
    .map((offer) => ({
      name: plainLine(
        speech.say('choice.model', {
          count: offer.price,
          model: offer.model,
          service: offer.service,
          amount: speech.number(offer.price),
        }),
        100,
      ),
      value: offer.value,
    }));
  return { kind: 'choices', choices };
}
