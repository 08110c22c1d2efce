/** What people read, in their language where we have it, else in English. */
import { createInstance } from 'i18next';
import type { Catalogue, TextKey } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { ptBR } from './pt-BR.ts';

export interface Speech {
  /** The Discord locale that was asked for, as far as we have it. */
  readonly locale: string;
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** `1,250` or `1.250`, as the language writes it. */
  number(value: number): string;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
}

export interface Texts {
  /** Unknown locales speak English. */
  in(locale: string): Speech;
  /** Every language but English, by Discord locale: for `description_localizations`. */
  localizations(key: TextKey): Record<string, string>;
}

/** By Discord locale. */
export const catalogues: Readonly<Record<string, Catalogue>> = {
  'en-US': en,
  de,
  'es-ES': es,
  'es-419': es,
  fr,
  ja,
  'pt-BR': ptBR,
};

/** Romance languages have a form for whole millions, which reads like the plural here. */
const withMillions = (catalogue: Catalogue): Record<string, string> => {
  const sentences: Record<string, string> = { ...catalogue };
  for (const [key, sentence] of Object.entries(catalogue))
    if (key.endsWith('_other')) sentences[key.replace(/other$/, 'many')] = sentence;
  return sentences;
};

export function createTexts(languages: Readonly<Record<string, Catalogue>> = catalogues): Texts {
  const i18n = createInstance();
  void i18n.init({
    lng: 'en-US',
    fallbackLng: 'en-US',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    // Discord renders no HTML; and what members wrote must not be read as a template.
    interpolation: { escapeValue: false, skipOnVariables: true },
    resources: Object.fromEntries(
      Object.entries(languages).map(([locale, catalogue]) => [locale, { translation: withMillions(catalogue) }]),
    ),
  });
  const speeches = new Map<string, Speech>();
  const speechIn = (locale: string): Speech => {
    const translate = i18n.getFixedT(locale);
    const numbers = new Intl.NumberFormat(locale);
    const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
    // Sentences without blanks never change, and every card is made of them.
    const still = new Map<TextKey, string>();
    const fixed = (key: TextKey): string => {
      const known = still.get(key);
      if (known !== undefined) return known;
      const said = String(translate(key, { nest: false }));
      still.set(key, said);
      return said;
    };
    return {
      locale,
      say: (key, values) => (values === undefined ? fixed(key) : String(translate(key, { ...values, nest: false }))),
      number: (value) => numbers.format(value),
      list: (items) => lists.format(items),
    };
  };
  const english = speechIn('en-US');
  speeches.set('en-US', english);
  for (const locale of Object.keys(languages)) speeches.set(locale, speechIn(locale));
  return {
    in: (locale) => speeches.get(locale) ?? english,
    localizations: (key) =>
      Object.fromEntries(
        [...speeches].filter(([locale]) => locale !== 'en-US').map(([locale, speech]) => [locale, speech.say(key)]),
      ),
  };
}
