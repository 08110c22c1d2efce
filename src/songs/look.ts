import type { LookAnswer, Provider } from '../providers/provider.ts';
import { type Marks, markedBy, marksOf, storedMarks } from './marks.ts';
import { nextShowAt } from './progress.ts';
import { backOffMs, type Working } from './schedule.ts';
import type { Change, Lease } from './steps.ts';
import { createTakes, type Merged } from './takes.ts';
import type { Go, Tools } from './tools.ts';
import type { Loaded, SongRow } from './views.ts';

/** The card moves at most this often while a song works. */
const progressEveryMs = 5_000;
const blipCapMs = 60_000;

/** The step of a song that generates: look, fetch what is ready, show how far it is. */
export function createLook(tools: Tools): (lease: Lease, loaded: Loaded) => Promise<Go> {
  const { registry, clock, log, commit, end, schedule } = tools;
  const takes = createTakes({ ...tools, serviceName: (id) => registry.provider(id)?.name ?? id });

  return async (lease, loaded) => {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    if (provider === null) return end(lease, 'gave_up', 'unavailable');
    const working = { song: song.id, provider, model: song.model };
    const before = marksOf(loaded);
    if (!lease.called && isTooEarly(song, provider, before)) return showOnly(lease, song, before.look ?? 0);
    const turnMs = schedule.turnMs(working, clock.now());
    if (turnMs > 0) return commit(lease, { rest: clock.now() + turnMs }, 'rest');
    return look(lease, loaded, working, before);
  };

  /** It is due to show how far it is, not to be looked at. A provider on this machine is always looked at: it may have news. */
  function isTooEarly(song: SongRow, provider: Provider, { look: lookAt = 0 }: Marks): boolean {
    const at = clock.now();
    return provider.onNews === undefined && at < lookAt && at < song.deadline_at;
  }

  function showOnly(lease: Lease, song: SongRow, lookAt: number): Promise<Go> {
    return tools.showThenRest(lease, restUntil(song, lookAt));
  }

  async function look(lease: Lease, loaded: Loaded, working: Working, before: Marks): Promise<Go> {
    const { song } = loaded;
    const { provider } = working;
    const at = clock.now();
    const answer = await tools.lookOnce(provider, loaded);
    if (answer.kind === 'failed') {
      log.warn({ song: song.id, provider: provider.id, answer }, 'the service gave a song up');
      const ending = answer.reason === 'text' || answer.reason === 'track_gone' ? answer.reason : 'service';
      return end(lease, 'gave_up', ending);
    }
    const after = markedBy(before, answer, at);
    // A late song is past its deadline already, and costs nobody anything: it may take its time.
    const overdue = song.money === 'held' && at >= song.deadline_at;
    const closed = after.closing !== undefined && at - after.closing >= provider.closingMs;
    if (answer.kind === 'seen' && song.money === 'held' && !overdue) learn(lease, song, working, { at, before, after });
    const merged = await takes.merge(loaded, answer, overdue || closed);
    // As long as something still changes, the end is not the end.
    const isMoving = after.closing !== undefined && merged.tracks.length > 0;
    const marks = isMoving ? { ...after, closing: at } : after;
    const seen = answer.kind === 'seen' ? { looked_at: at } : {};
    if (!merged.settled) {
      const next = waitAfter(loaded, working, answer, { marks, stumbled: merged.stumbled });
      const isSharper = JSON.stringify(before) !== JSON.stringify(after);
      const estimate = isSharper
        ? { ready_estimate_at: schedule.readyAt(provider, song.model, marks, clock.now()) }
        : {};
      const set = { ...merged.words, ...seen, ...estimate, marks: storedMarks({ ...marks, look: next.at }) };
      return worksOn(lease, song, { ...merged, words: set }, next);
    }
    const { tracks } = merged;
    const set = { ...merged.words, ...seen, marks: storedMarks(marks), failures: 0 };
    if (merged.good > 0) return commit(lease, { work: 'delivering', tracks, set }, 'again');
    // Silence may still end: what only kept silent is not written down as failed.
    return overdue && !merged.explicit ? end(lease, 'gave_up', 'silent') : end(lease, 'gave_up', 'service', { tracks });
  }

  /** Once a song: what is fetched after its service has ended teaches nothing. */
  function learn(
    lease: Lease,
    song: SongRow,
    working: Working,
    { at, before, after }: { at: number; before: Marks; after: Marks },
  ): void {
    if (before.ended !== undefined) return;
    const ended = after.ended !== undefined && after.first !== undefined;
    schedule.seen({ ...working, lookedAt: song.looked_at, at, before, after, ended, told: lease.called });
  }

  /** Nothing is final yet: keeps what was seen, moves the card when it is worth it, and rests. */
  async function worksOn(
    lease: Lease,
    song: SongRow,
    merged: Merged,
    next: { at: number; failed: boolean },
  ): Promise<Go> {
    const at = clock.now();
    const failures = next.failed ? song.failures + 1 : 0;
    const change: Change = { tracks: merged.tracks, set: { ...merged.words, failures } };
    const rest = restUntil(song, next.at);
    const isNews = merged.fetched > 0 || song.cancelled_by_ref !== null;
    const isShownLater = !isNews && at - (song.shown_at ?? 0) < progressEveryMs;
    if (isShownLater) return commit(lease, { ...change, rest }, 'rest');
    if ((await commit(lease, change, 'again')) === 'rest') return 'rest';
    return tools.showThenRest(lease, rest);
  }

  /** Until the next look, or until the card has moved on; not past the deadline, but never a hot loop before it either. */
  function restUntil(song: SongRow, lookAt: number): number {
    const at = clock.now();
    const next = Math.min(lookAt, nextShowAt(song, at));
    return song.money === 'held' ? Math.min(next, Math.max(song.deadline_at, at + 1_000)) : next;
  }

  /** When to look again; what could not be fetched is tried again by the same back-off as a service that stumbles. */
  function waitAfter(
    { song, attempts }: Loaded,
    working: Working,
    answer: LookAnswer,
    { marks, stumbled }: { marks: Marks; stumbled: boolean },
  ): { at: number; failed: boolean } {
    const now = clock.now();
    const backOff = backOffMs(song.failures, blipCapMs, tools.random());
    const { lookEveryMs } = working.provider;
    if (answer.kind === 'blip')
      return { at: now + Math.max(lookEveryMs, answer.retryAfterMs ?? 0, backOff), failed: true };
    if (stumbled) return { at: now + Math.max(lookEveryMs, backOff), failed: true };
    const called = attempts.at(-1)?.callback_hash != null;
    return { at: now + schedule.nextLookMs(working, marks, now, { called }), failed: false };
  }
}
