import { describe, expect, test } from 'vitest';
import { createRegistry, defaultPrices } from '../src/providers/index.ts';
import type { Provider } from '../src/providers/provider.ts';
import { createInstantProvider } from './helpers/instant-provider.ts';

const limits = { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 };
const service = (id: string, models: string[], changes: Partial<Provider> = {}): Provider => ({
  ...createInstantProvider(id),
  name: `${id}.example`,
  models: models.map((model) => ({ id: model, name: model.toUpperCase(), limits })),
  defaultModel: models[0] ?? '',
  ...changes,
});
const sketch = service('sketch', ['sketch']);
const apiin = service('apiin', ['suno-v3-5', 'suno-v4-5', 'suno-v9'], { defaultModel: 'suno-v4-5', extends: false });
const sunoapi = service('sunoapi', ['V4', 'suno-v9']);
const registry = (order: string[], prices: Record<string, number> = {}) =>
  createRegistry({ providers: [sketch, apiin, sunoapi], order, prices: new Map(Object.entries(prices)) });

describe('what members may choose', () => {
  test('follows the order of preference, each service with its default model first', () => {
    expect(
      registry(['sunoapi', 'apiin'])
        .offers()
        .map(({ value }) => value),
    ).toEqual(['sunoapi/V4', 'sunoapi/suno-v9', 'apiin/suno-v4-5', 'apiin/suno-v3-5', 'apiin/suno-v9']);
  });

  test('names the model, the service, the price, and whether songs can be extended', () => {
    expect(registry(['apiin']).offers()[0]).toEqual({
      value: 'apiin/suno-v4-5',
      model: 'SUNO-V4-5',
      service: 'apiin.example',
      price: 10,
      extends: false,
    });
  });

  test('failover goes through the services in that order, by their default models', () => {
    const values = registry(['apiin', 'sketch', 'sunoapi'])
      .inOrder()
      .map(({ value }) => value);
    expect(values).toEqual(['apiin/suno-v4-5', 'sketch/sketch', 'sunoapi/V4']);
  });
});

describe('what was typed is found', () => {
  test.each([
    ['apiin/suno-v3-5', 'apiin/suno-v3-5'],
    ['APIIN/Suno-V3-5', 'apiin/suno-v3-5'],
    [' apiin ', 'apiin/suno-v4-5'],
    ['V4', 'sunoapi/V4'],
    ['suno-v3-5', 'apiin/suno-v3-5'],
    // Both services have it.
    ['suno-v9', null],
    ['apiin/V4', null],
    ['sketch', 'sketch/sketch'],
    ['', null],
    ['nonsense', null],
  ])('%j means %j', (typed, value) => {
    expect(registry(['sketch', 'apiin', 'sunoapi']).find(typed)?.value ?? null).toBe(value);
  });

  test('but not at a service that is not preferred', () => {
    const sketchAlone = registry(['sketch']);
    expect(sketchAlone.find('apiin')).toBeNull();
    // Its songs that were begun are looked after all the same.
    expect(sketchAlone.provider('apiin')).toBe(apiin);
    expect(sketchAlone.provider('nobody')).toBeNull();
  });
});

describe('prices', () => {
  test.each([
    ['sunoapi', 'V4', 12],
    ['aimusicapi', 'v1', 10],
    ['aimusicapi', 'v2', 10],
    ['apiin', 'suno-v3-5', 5],
    ['apiin', 'suno-v4-0', 8],
    ['apiin', 'suno-v4-0-vip', 8],
    ['apiin', 'suno-v4-0-pro', 8],
    ['apiin', 'suno-v4-5', 10],
    ['apiin', 'suno-v5-0', 12],
    ['aimlapi', 'any', 10],
    ['aimlapi-legacy', 'any', 10],
    ['sketch', 'sketch', 1],
    // One that is not listed is never sold below its cost.
    ['apiin', 'suno-v9', 12],
  ])('%s/%s costs %d', (provider, model, price) => {
    expect(registry([]).price(provider, model)).toBe(price);
  });

  test('the operator decides: a model before a service, both before the table', () => {
    const own = registry(['apiin'], { apiin: 7, 'apiin/suno-v3-5': 3 });
    expect(own.offers().map(({ value, price }) => `${value} ${price}`)).toEqual([
      'apiin/suno-v4-5 7',
      'apiin/suno-v3-5 3',
      'apiin/suno-v9 7',
    ]);
  });

  test('a song may be free', () => {
    expect(registry(['sketch'], { sketch: 0 }).find('sketch')?.price).toBe(0);
  });

  test('all are whole numbers', () => {
    expect([...defaultPrices.values()].every(Number.isSafeInteger)).toBe(true);
  });
});

describe('a registry that would fail later is not built', () => {
  test('an order that names a service which was not built', () => {
    expect(() => registry(['nobody'])).toThrow('nobody');
  });

  test('a service without a price', () => {
    const providers = [createInstantProvider('dialect')];
    expect(() => createRegistry({ providers, order: ['dialect'], prices: new Map() })).toThrow(
      'no price for dialect/one',
    );
    expect(
      createRegistry({ providers, order: ['dialect'], prices: new Map([['dialect', 2]]) }).find('dialect')?.price,
    ).toBe(2);
  });

  test('a default model that the service lacks', () => {
    const providers = [service('sketch', ['a'], { defaultModel: 'b' })];
    expect(() => createRegistry({ providers, order: ['sketch'], prices: new Map() })).toThrow('default model b');
  });
});
