import type { LookAnswer, Provider } from '../providers/provider.ts';
import { markedBy, marksOf } from './marks.ts';
import { backOffMs, lookAgainMs } from './schedule.ts';
import type { Change, Lease } from './steps.ts';
import { createTakes, type Merged } from './takes.ts';
import type { Go, Tools } from './tools.ts';
import type { Loaded, SongRow } from './views.ts';

/** The card moves at most this often while a song works. */
const progressEveryMs = 5_000;
const blipCapMs = 60_000;

/** The step of a song that generates: look, fetch what is ready, show how far it is. */
export function createLook(tools: Tools): (lease: Lease, loaded: Loaded) => Promise<Go> {
  const { registry, clock, log, commit, end } = tools;
  const takes = createTakes({ ...tools, serviceName: (id) => registry.provider(id)?.name ?? id });

  return look;

  async function look(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    if (provider === null) return end(lease, 'gave_up', 'unavailable');
    const answer = await tools.lookOnce(provider, loaded);
    if (answer.kind === 'failed') {
      log.warn({ song: song.id, provider: provider.id, answer }, 'the service gave a song up');
      const ending = answer.reason === 'text' || answer.reason === 'track_gone' ? answer.reason : 'service';
      return end(lease, 'gave_up', ending);
    }
    const at = clock.now();
    const marks = markedBy(marksOf(song), answer, at);
    // A late song is past its deadline already, and costs nobody anything: it may take its time.
    const overdue = song.money === 'held' && at >= song.deadline_at;
    const closed = marks.closing !== undefined && at - marks.closing >= provider.closingMs;
    const merged = await takes.merge(loaded, answer, overdue || closed);
    // As long as something still changes, the end is not the end.
    const isMoving = marks.closing !== undefined && merged.tracks.length > 0;
    const kept = isMoving ? { ...marks, closing: at } : marks;
    const seen = { ...merged.words, looked_at: at, marks: JSON.stringify(kept) };
    if (!merged.settled) return worksOn(lease, song, { ...merged, words: seen }, waitAfter(song, provider, answer));
    const { tracks } = merged;
    if (merged.good > 0) return commit(lease, { work: 'delivering', tracks, set: { ...seen, failures: 0 } }, 'again');
    // Silence may still end: what only kept silent is not written down as failed.
    return overdue && !merged.explicit ? end(lease, 'gave_up', 'silent') : end(lease, 'gave_up', 'service', { tracks });
  }

  /** Nothing is final yet: keeps what was seen, moves the card when it is worth it, and rests. */
  async function worksOn(
    lease: Lease,
    song: SongRow,
    merged: Merged,
    next: { ms: number; failed: boolean },
  ): Promise<Go> {
    const at = clock.now();
    const failures = next.failed || merged.stumbled ? song.failures + 1 : 0;
    const change: Change = { tracks: merged.tracks, set: { ...merged.words, failures } };
    // Not past the deadline, but never a hot loop before it either.
    const rest = song.money === 'held' ? Math.min(at + next.ms, Math.max(song.deadline_at, at + 1_000)) : at + next.ms;
    const isNews = merged.fetched > 0 || song.cancelled_by_ref !== null;
    const isShownLater = !isNews && at - (song.shown_at ?? 0) < progressEveryMs;
    if (isShownLater) return commit(lease, { ...change, rest }, 'rest');
    if ((await commit(lease, change, 'again')) === 'rest') return 'rest';
    return tools.showThenRest(lease, rest);
  }

  function waitAfter(song: SongRow, provider: Provider, answer: LookAnswer): { ms: number; failed: boolean } {
    if (answer.kind !== 'blip') return { ms: lookAgainMs(provider), failed: false };
    const backOff = backOffMs(song.failures, blipCapMs, tools.random());
    return { ms: Math.max(provider.lookEveryMs, answer.retryAfterMs ?? 0, backOff), failed: true };
  }
}
