import { backOffMs } from './schedule.ts';
import { dueCredits, type Ending, lateEndings, type Shown } from './song.ts';
import type { Lease } from './steps.ts';
import type { Go, Tools } from './tools.ts';
import type { Loaded } from './views.ts';

/** Discord may be away this long before a finished song is given back. */
const deliverForMs = 24 * 60 * 60 * 1000;
const backOffCapMs = 5 * 60 * 1000;
/** A service that kept silent is asked again, slowly. */
const lateLookEveryMs = 15 * 60 * 1000;
const lateLookForMs = 6 * 60 * 60 * 1000;

/** The steps at the end: the finished card and the money, the card of a song that failed, and the late look. */
export interface Delivering {
  deliver(lease: Lease, loaded: Loaded): Promise<Go>;
  showEnding(lease: Lease, loaded: Loaded): Promise<Go>;
  lookLate(lease: Lease, loaded: Loaded): Promise<Go>;
}

export function createDelivering(tools: Tools): Delivering {
  const { registry, clock, log, commit, end, show, standing } = tools;

  return { deliver, showEnding, lookLate };

  async function deliver(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const good = loaded.tracks.filter((track) => track.state === 'fetched').length;
    const cost = dueCredits(song.price, good, loaded.tracks.length);
    const isPaid = song.money === 'held';
    // The card as it will be true a moment later: so the same card stands there for ever.
    const paid = isPaid ? ({ money: 'captured', captured: cost } as const) : {};
    // Of one that was forgotten meanwhile nothing is shown any more; it is paid like every song that was made.
    const shown: Shown = song.forgotten_at === null ? await show(loaded, { state: 'done', ...paid }) : { kind: 'same' };
    if (shown.kind === 'later') {
      if (clock.now() > song.deadline_at + deliverForMs) return end(lease, 'gave_up', 'nowhere');
      return wait(lease, loaded, shown.retryAfterMs, shown.detail);
    }
    if (shown.kind === 'nowhere') {
      log.warn({ song: song.id, detail: shown.detail }, 'there is no place left to show a song');
      return end(lease, 'gave_up', 'nowhere');
    }
    const at = clock.now();
    const set = { ...standing(shown), delivered_at: at, failures: 0 };
    return commit(lease, { work: 'done', settle: { capture: cost }, set, rest: null }, 'rest');
  }

  function wait(lease: Lease, loaded: Loaded, retryAfterMs: number, detail: string): Promise<Go> {
    log.info({ song: loaded.song.id, detail }, 'Discord has to wait');
    const ms = Math.max(retryAfterMs, backOffMs(loaded.song.failures, backOffCapMs, tools.random()));
    return commit(lease, { set: { failures: loaded.song.failures + 1 }, rest: clock.now() + ms }, 'rest');
  }

  // --- endings -----------------------------------------------------------------------------------------------------

  async function showEnding(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    if (song.ending === 'nowhere') return commit(lease, { rest: null }, 'rest');
    const shown = await show(loaded);
    const at = clock.now();
    if (shown.kind === 'later' && at < song.deadline_at + deliverForMs) {
      return wait(lease, loaded, shown.retryAfterMs, shown.detail);
    }
    const set = standing(shown);
    const mayCome = lateEndings.includes(song.ending as Ending) && loaded.attempts.at(-1)?.task != null;
    if (!mayCome) return commit(lease, { set, rest: null }, 'rest');
    const until = at + lateLookForMs;
    // A task that was unknown until now has never been looked at.
    const rest = song.ending === 'unknown_outcome' ? at : at + lateLookEveryMs;
    return commit(lease, { set: { ...set, late_look_until: until }, rest }, 'rest');
  }

  /** Credits went back long ago; should the song have come after all, it is delivered free. */
  async function lookLate(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    const at = clock.now();
    if (provider === null || at > (song.late_look_until ?? 0)) return commit(lease, { rest: null }, 'rest');
    const answer = await tools.lookOnce(provider, loaded);
    const came =
      answer.kind === 'seen' &&
      answer.tracks.length > 0 &&
      answer.tracks.every((track) => track.state !== 'working') &&
      answer.tracks.some((track) => track.state === 'ready');
    if (!came) return commit(lease, { rest: answer.kind === 'failed' ? null : at + lateLookEveryMs }, 'rest');
    return commit(lease, { work: 'generating', set: { failures: 0, late_look_until: null } }, 'again');
  }
}
