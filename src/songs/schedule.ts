import type { Provider } from '../providers/provider.ts';
import type { Steps } from './steps.ts';

/** How many of a model's newest songs its estimate rests on. */
const remembered = 20;

/** How long songs take: the card's "ready" and nothing that matters to money. Forgotten with the process, learned again. */
export interface Durations {
  /** From request to delivery, in ms: the median of what this model took lately, else what its provider says. */
  estimate(provider: Provider, model: string): number;
  learn(provider: string, model: string, ms: number): void;
  /** Reads what the last run learned. */
  recall(providers: readonly Provider[]): Promise<void>;
}

export function createDurations(steps: Steps): Durations {
  const known = new Map<string, number[]>();
  const keyOf = (provider: string, model: string) => `${provider}/${model}`;
  return {
    estimate: (provider, model) => {
      const seen = [...(known.get(keyOf(provider.id, model)) ?? [])].sort((a, b) => a - b);
      return seen[Math.floor(seen.length / 2)] ?? provider.usualMs;
    },
    learn: (provider, model, ms) => {
      const key = keyOf(provider, model);
      known.set(key, [ms, ...(known.get(key) ?? [])].slice(0, remembered));
    },
    recall: async (providers) => {
      for (const provider of providers) {
        for (const model of provider.models) {
          known.set(keyOf(provider.id, model.id), await steps.recentDurations(provider.id, model.id, remembered));
        }
      }
    },
  };
}

/** A provider on this machine tells of its news, so looking is only the net below it. */
const safetyLookMs = 5_000;

/** When to look at a working song again, in ms from now. */
export const lookAgainMs = (provider: Provider): number =>
  provider.onNews === undefined ? provider.lookEveryMs : Math.max(provider.lookEveryMs, safetyLookMs);

/** Back-off for errors only: doubles from one second, at most `capMs`, with jitter (`random` in [0, 1)). */
export const backOffMs = (failures: number, capMs: number, random: number): number =>
  Math.round(Math.min(capMs, 1_000 * 2 ** Math.min(failures, 20)) * (0.5 + random / 2));
