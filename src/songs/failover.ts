import type { Choice, Registry } from '../providers/index.ts';
import type { Work } from '../providers/provider.ts';
import { checkWork } from './check.ts';
import { type Loaded, notHonoured } from './views.ts';

/**
 * The next service for a request that was definitely refused, or null: only when the member named no model, never for
 * an extension, each service once, at no higher price, and only one that can do the whole request.
 */
export function failOver(loaded: Loaded, registry: Registry): Choice | null {
  const { song } = loaded;
  const work = JSON.parse(song.work) as Work;
  if (song.model_chosen === 1 || work.kind === 'extend') return null;
  const tried = new Set([song.provider, ...loaded.attempts.map((attempt) => attempt.provider)]);
  const able = (choice: Choice) =>
    !tried.has(choice.provider.id) &&
    choice.price <= song.price &&
    checkWork(work, choice.model) === null &&
    notHonoured(work, choice.provider.honours).length === 0;
  return registry.inOrder().find(able) ?? null;
}
