/** apiin.one and both versions of aimusicapi.org, made at the service of a test. */
import { createAimusicapi } from '../../src/providers/aimusicapi.ts';
import { createApiin } from '../../src/providers/apiin.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { ServiceLab } from './service-lab.ts';

/** `lab` is asked for when one is made: tests open it later. */
export const feedFamily = (lab: () => ServiceLab) =>
  ({
    apiin: () => lab().make(createApiin),
    'aimusicapi 1': () => lab().make(createAimusicapi, { settings: { VERSION: '1' } }),
    'aimusicapi 2': () => lab().make(createAimusicapi, { settings: { VERSION: '2' } }),
  }) satisfies Record<string, () => Provider>;

export type FeedService = keyof ReturnType<typeof feedFamily>;
export const feedServices: readonly FeedService[] = ['apiin', 'aimusicapi 1', 'aimusicapi 2'];
