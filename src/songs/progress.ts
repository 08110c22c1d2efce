/** When a working song's card should move on between two looks. Pure. */
import type { SongRow } from './views.ts';

/** The bar moves in so many steps until the song should be there: each costs an edit. */
const steps = 5;
/** But an edit of progress alone waits so long after the one before, in ms. */
const atLeastMs = 10_000;
/** Past the estimate the words change, once; then only news moves the card. */
const pastMs = 1_000;

/** Epoch ms; infinite when it has nothing more to say before there is news. */
export function nextShowAt(song: Pick<SongRow, 'created_at' | 'ready_estimate_at'>, now: number): number {
  const { created_at: from, ready_estimate_at: until } = song;
  if (until === null || now >= until + pastMs) return Number.POSITIVE_INFINITY;
  const whole = Math.max(1, until - from);
  const next = Math.ceil(from + (Math.floor(((now - from) / whole) * steps) + 1) * (whole / steps));
  return next < until ? Math.max(next, now + atLeastMs) : Math.max(until + pastMs, now + pastMs);
}
