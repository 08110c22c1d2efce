/**
 * Every hosted music service, a row each, in the order of preference. A further service costs its adapter's file and a
 * row here: environment, prices, help and registry follow from it. Adapters are loaded only when they have a key.
 */
import type { Provider, ServiceOptions } from './provider.ts';

/** A variable that one service alone has, `<PROVIDER>_<NAME>`. */
export interface Setting {
  default: string;
  pattern: RegExp;
  /** What it must be, for whoever set it wrong. */
  must: string;
}

export interface Service {
  /** As in PROVIDERS; in capitals, `-` as `_`, it begins the names of its variables. */
  id: string;
  /** Where the vendor serves it, without a slash at its end. */
  baseUrl: string;
  /** The service whose key it uses, where it has none of its own. */
  keyOf?: string;
  settings?: Readonly<Record<string, Setting>>;
  /** Credits per song. `general` counts for every model that is not named: the dearest, so that none is sold below its cost. */
  prices: { general: number; models?: Readonly<Record<string, number>> };
  load(): Promise<(options: ServiceOptions) => Provider>;
}

export const services: readonly Service[] = [
  {
    id: 'sunoapi',
    baseUrl: 'https://api.sunoapi.org',
    settings: {
      // The service refuses a request without an address, and does not mind one that nobody answers at.
      CALLBACK_PLACEHOLDER: {
        default: 'https://example.com/callback',
        pattern: /^https?:\/\/\S{1,500}$/,
        must: 'an http: or https: address',
      },
    },
    prices: { general: 12 },
    load: async () => (await import('./sunoapi.ts')).createSunoapi,
  },
  {
    id: 'aimusicapi',
    baseUrl: 'https://aimusicapi.org/api',
    settings: { VERSION: { default: '1', pattern: /^[12]$/, must: '1 or 2' } },
    prices: { general: 10 },
    load: async () => (await import('./aimusicapi.ts')).createAimusicapi,
  },
  {
    id: 'apiin',
    baseUrl: 'https://apiin.one/api/v1',
    prices: {
      general: 12,
      models: {
        'suno-v3-5': 5,
        'suno-v4-0': 8,
        'suno-v4-0-vip': 8,
        'suno-v4-0-pro': 8,
        'suno-v4-5': 10,
        'suno-v5-0': 12,
      },
    },
    load: async () => (await import('./apiin.ts')).createApiin,
  },
  {
    id: 'aimlapi',
    baseUrl: 'https://api.aimlapi.com',
    settings: {
      PREFIX: { default: '', pattern: /^(?:\/[\w-]{1,30}){0,3}$/, must: 'the beginning of a path, e.g. /v1' },
    },
    prices: { general: 10 },
    load: async () => (await import('./aimlapi.ts')).createAimlapi,
  },
  {
    id: 'aimlapi-legacy',
    baseUrl: 'https://api.aimlapi.com',
    keyOf: 'aimlapi',
    prices: { general: 10 },
    load: async () => (await import('./aimlapi.ts')).createAimlapiLegacy,
  },
];

/** The service that is built in: no key, no address, always there. */
export const builtIn = { id: 'sketch', price: 1 } as const;

export const knownIds: readonly string[] = [...services.map(({ id }) => id), builtIn.id];

/** `SUNOAPI_API_KEY` of `sunoapi` and `API_KEY`. */
export const variableOf = (id: string, name: string): string => `${id.toUpperCase().replaceAll('-', '_')}_${name}`;

/** Whose key a service is asked with. */
export const keyVariableOf = (service: Service): string => variableOf(service.keyOf ?? service.id, 'API_KEY');
