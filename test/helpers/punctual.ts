import type { Schedule } from '../../src/songs/schedule.ts';

/** Learns nothing: a look whenever the service allows one, so that tests of songs know when. */
export const createPunctual = (): Schedule => ({
  load: async () => {},
  estimate: (provider) => provider.usualMs,
  readyAt: (provider, _model, { accepted }, now) => Math.max(now, accepted + provider.usualMs),
  nextLookMs: ({ provider }) => provider.lookEveryMs,
  turnMs: () => 0,
  seen: () => {},
  forget: () => {},
  kept: async () => {},
});
