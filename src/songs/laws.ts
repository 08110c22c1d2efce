/** The laws of every model: made when they are asked for, taught by what was seen, kept in the cache. */
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Provider } from '../providers/provider.ts';
import type { Interval } from './explain.ts';
import { decodeLaw, encodeLaw, type Law, lawSchema, learn, newLaw } from './law.ts';

/** Keyv over the database, or anything like it. */
export interface LawStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<unknown>;
}

/** Since when is waited, and for what: the first track, or the end. */
const lawNames = [
  'accepted-first',
  'accepted-end',
  'words-first',
  'words-end',
  'music-first',
  'music-end',
  'first-end',
] as const;
export type LawName = (typeof lawNames)[number];

/** A law of a stage counts when so many songs taught it; until then the song's age says more. */
const enoughSongs = 20;

export interface Laws {
  /** What is broken or cannot be read is learned anew. */
  load(providers: readonly Provider[]): Promise<void>;
  law(provider: Provider, model: string, name: LawName): Law;
  /** Whether enough songs taught a law. */
  isLearned(provider: Provider, model: string, name: LawName): boolean;
  teach(provider: Provider, model: string, name: LawName, seen: Interval): void;
  /** Stores what a model's laws say by now, without waiting for it; a lost write is learned again. */
  keep(provider: Provider, model: string): void;
  /** Resolves when what was to be stored is stored, or could not be. */
  kept(): Promise<void>;
}

const storedSchema = z.object({
  laws: z.partialRecord(z.enum(lawNames), lawSchema),
});

export function createLaws({ store, log }: { store: LawStore; log: Log }): Laws {
  const models = new Map<string, Map<LawName, Law>>();
  const keyOf = (provider: Provider, model: string) => `${provider.id}/${model}`;
  const writing = createWriting(store, log, (key) => encode(models.get(key) ?? new Map()));

  const lawOf = (provider: Provider, model: string, name: LawName): Law =>
    models.get(keyOf(provider, model))?.get(name) ?? newLaw(provider.usualMs);

  return {
    load: async (providers) => {
      for (const provider of providers) {
        for (const model of provider.models) {
          const key = keyOf(provider, model.id);
          // Keyv throws at text that is no JSON.
          const stored = await store.get(key).catch(() => 'unreadable');
          if (stored === undefined || stored === null) continue;
          const { success, data } = storedSchema.safeParse(stored);
          if (success) models.set(key, decode(data, provider.usualMs));
          else log.warn({ model: key }, 'how long a model takes is learned anew: what was stored is broken');
        }
      }
    },
    law: lawOf,
    isLearned: (provider, model, name) => lawOf(provider, model, name).songs >= enoughSongs,
    teach: (provider, model, name, seen) => {
      const key = keyOf(provider, model);
      const known = models.get(key) ?? new Map<LawName, Law>();
      models.set(key, known.set(name, learn(lawOf(provider, model, name), seen)));
    },
    keep: (provider, model) => writing.write(keyOf(provider, model)),
    kept: writing.done,
  };
}

const encode = (laws: ReadonlyMap<LawName, Law>): z.infer<typeof storedSchema> => ({
  laws: Object.fromEntries([...laws].map(([name, law]) => [name, encodeLaw(law)])),
});

function decode({ laws }: z.infer<typeof storedSchema>, usualMs: number): Map<LawName, Law> {
  const known = new Map<LawName, Law>();
  for (const name of lawNames) {
    const stored = laws[name];
    if (stored !== undefined) known.set(name, decodeLaw(stored, usualMs));
  }
  return known;
}

/** One write a key at a time; what is learned meanwhile goes with the next one. */
function createWriting(store: LawStore, log: Log, contentOf: (key: string) => unknown) {
  const waiting = new Set<string>();
  const under = new Map<string, Promise<void>>();
  const run = async (key: string): Promise<void> => {
    while (waiting.delete(key)) {
      await Promise.resolve()
        .then(() => store.set(key, contentOf(key)))
        .catch((err: unknown) => log.warn({ err, model: key }, 'how long a model takes could not be stored'));
    }
    under.delete(key);
  };
  return {
    write: (key: string): void => {
      waiting.add(key);
      if (!under.has(key)) under.set(key, run(key));
    },
    done: async (): Promise<void> => {
      await Promise.all(under.values());
    },
  };
}
