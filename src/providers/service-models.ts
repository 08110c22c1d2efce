/** What models of hosted services take, and the one that the operator prefers. */
import type { Model, TextLimits } from './provider.ts';

/** Where a service says nothing stricter: the limits of the oldest models. */
export const smallLimits: TextLimits = { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 };
/** From version 4.5 on. */
export const largeLimits: TextLimits = { ...smallLimits, style: 1000, lyrics: 5000 };

/**
 * The models of a service with its default. A model that the operator names and nobody here knows is put in front, within
 * the strictest limits of the service: what every model takes, it takes too.
 */
export function modelsOf(
  known: readonly Model[],
  usual: string,
  configured: string | null,
): { models: readonly Model[]; defaultModel: string } {
  if (configured === null) return { models: known, defaultModel: usual };
  if (known.some((model) => model.id === configured)) return { models: known, defaultModel: configured };
  const strictest = (field: keyof TextLimits) => Math.min(...known.map((model) => model.limits[field]));
  const limits = {
    idea: strictest('idea'),
    title: strictest('title'),
    style: strictest('style'),
    lyrics: strictest('lyrics'),
    avoid: strictest('avoid'),
  };
  return { models: [{ id: configured, name: configured, limits }, ...known], defaultModel: configured };
}
