/**
 * The registry: which services there are, in the operator's order of preference, and what a song costs at each.
 */
import type { Model, Provider } from './provider.ts';
import { builtIn, services } from './services.ts';

/** One line of what members may choose. */
export interface ModelOffer {
  /** `provider/model`: the value of the autocomplete choice. */
  value: string;
  /** As people read it, e.g. `Sketch`. */
  model: string;
  /** As people read it, e.g. `Sketch (built in)`. */
  service: string;
  /** Credits per song. */
  price: number;
  extends: boolean;
}

/** A model at its service, with its price in credits. */
export interface Choice {
  value: string;
  provider: Provider;
  model: Model;
  price: number;
}

export interface Registry {
  /** Everything members may choose; services in the order of preference, each with its default model first. */
  offers(): readonly ModelOffer[];
  /**
   * What was typed or picked: `provider/model`, a provider's id (its default model), or a model's id or name when only
   * one service has it. Upper and lower case are the same. Null when nothing or more than one thing is meant.
   */
  find(typed: string): Choice | null;
  /**
   * A model of any service that was built, preferred or not: what a song began with is what it goes on with. A model that
   * the service no longer lists has the limits of its default one. Null when the service was not built.
   */
  built(providerId: string, modelId: string): Choice | null;
  /** Each service with its default model, in the order of preference: the way of failover. */
  inOrder(): readonly Choice[];
  /** Credits per song. An id that has no price is our own mistake and throws. */
  price(providerId: string, modelId: string): number;
  /** Any service that was built, preferred or not: songs begun there still have to be looked after. */
  provider(id: string): Provider | null;
}

/** Credits per song, by `provider` or `provider/model`; the longer key wins. */
export const defaultPrices: ReadonlyMap<string, number> = new Map([
  ...services.flatMap(({ id, prices }): [string, number][] => [
    [id, prices.general],
    ...Object.entries(prices.models ?? {}).map(([model, price]): [string, number] => [`${id}/${model}`, price]),
  ]),
  [builtIn.id, builtIn.price],
]);

/**
 * `providers`: all that were built. `order`: ids in the order of preference; only these are offered.
 * `prices`: `provider` or `provider/model` to credits, before the default table (a general price given here also
 * replaces the default prices of single models). Throws when an id in `order` was not built or has no price.
 */
export function createRegistry(deps: {
  providers: readonly Provider[];
  order: readonly string[];
  prices: ReadonlyMap<string, number>;
}): Registry {
  const byId = new Map(deps.providers.map((provider) => [provider.id, provider]));

  const price = (providerId: string, modelId: string): number => {
    const value = `${providerId}/${modelId}`;
    const found =
      deps.prices.get(value) ??
      deps.prices.get(providerId) ??
      defaultPrices.get(value) ??
      defaultPrices.get(providerId);
    if (found === undefined) throw new Error(`no price for ${value}`);
    return found;
  };

  const choose = (provider: Provider, model: Model): Choice => ({
    value: `${provider.id}/${model.id}`,
    provider,
    model,
    price: price(provider.id, model.id),
  });

  const choices = deps.order.map((id) => {
    const provider = byId.get(id);
    if (provider === undefined) throw new Error(`the order of preference names ${id}, which was not built`);
    return modelsOf(provider).map((model) => choose(provider, model));
  });
  const all = choices.flat();
  const preferred = choices.flatMap((models) => models.slice(0, 1));
  const offers = all.map(({ value, provider, model, price: credits }) => ({
    value,
    model: model.name,
    service: provider.name,
    price: credits,
    extends: provider.extends,
  }));

  return {
    offers: () => offers,
    find: (typed) => findChoice(typed, all, preferred),
    built: (providerId, modelId) => {
      const provider = byId.get(providerId);
      if (provider === undefined) return null;
      const models = modelsOf(provider);
      const model = models.find((one) => one.id === modelId) ?? { ...(models[0] as Model), id: modelId, name: modelId };
      return choose(provider, model);
    },
    inOrder: () => preferred,
    price,
    provider: (id) => byId.get(id) ?? null,
  };
}

/** The default model first. */
function modelsOf(provider: Provider): Model[] {
  const first = provider.models.find((model) => model.id === provider.defaultModel);
  if (first === undefined) throw new Error(`${provider.id} lacks its own default model ${provider.defaultModel}`);
  return [first, ...provider.models.filter((model) => model !== first)];
}

function findChoice(typed: string, all: readonly Choice[], preferred: readonly Choice[]): Choice | null {
  const wanted = typed.trim().toLowerCase();
  const named = all.find((choice) => choice.value.toLowerCase() === wanted);
  if (named !== undefined) return named;
  const service = preferred.find((choice) => choice.provider.id.toLowerCase() === wanted);
  if (service !== undefined) return service;
  const models = all.filter(({ model }) => model.id.toLowerCase() === wanted || model.name.toLowerCase() === wanted);
  return models.length === 1 ? (models[0] ?? null) : null;
}
