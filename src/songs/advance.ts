import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Registry } from '../providers/index.ts';
import type { LookAnswer, Provider, RefusalReason, SubmitAnswer, TaskReference, Work } from '../providers/provider.ts';
import { failOver } from './failover.ts';
import { newId } from './ids.ts';
import type { Media } from './media.ts';
import { backOffMs, type Durations, lookAgainMs } from './schedule.ts';
import { type Delivery, dueCredits, type Ending, type OperatorNotice, type Shown, type WorkState } from './song.ts';
import type { Change, Lease, Steps } from './steps.ts';
import { createTakes, type Merged } from './takes.ts';
import { type AttemptRow, type Loaded, placeOf, type SongRow, viewOf } from './views.ts';

/** A submission that was not answered by then has an unknown outcome. */
const submitMs = 60_000;
const lookMs = 20_000;
/** The card moves at most this often while a song works. */
const progressEveryMs = 5_000;
/** Discord may be away this long before a finished song is given back. */
const deliverForMs = 24 * 60 * 60 * 1000;
/** A service that kept silent is asked again, slowly. */
const lateLookEveryMs = 15 * 60 * 1000;
const lateLookForMs = 6 * 60 * 60 * 1000;
const backOffCapMs = 5 * 60 * 1000;

/** `again`: the next step can be taken at once. `rest`: the lease has ended. */
type Go = 'again' | 'rest';

/** Takes every step that can be taken now, then ends the lease. Each step: one outside act, one committed write. */
export type Advance = (lease: Lease) => Promise<void>;

export interface AdvanceDeps {
  steps: Steps;
  registry: Registry;
  media: Media;
  delivery: Delivery;
  durations: Durations;
  clock: Clock;
  log: Log;
  /** In [0, 1): the jitter of back-offs. */
  random: () => number;
  /** Told when a submission begins and ends, so that a stop can wait for it. */
  submissions: Set<string>;
}

export function createAdvance(deps: AdvanceDeps): Advance {
  const { steps, registry, media, delivery, durations, clock, log } = deps;
  const takes = createTakes({ media, log, serviceName: (id) => registry.provider(id)?.name ?? id });
  const told = new Set<string>();

  const end = (lease: Lease, work: WorkState, ending: Ending, change: Change = {}): Promise<Go> =>
    commit(lease, { ...change, work, ending, settle: 'release' }, 'again');

  /** Where the card stands now. */
  const standing = (shown: Extract<Shown, { kind: 'shown' }>): NonNullable<Change['set']> => ({
    placed: shown.placed,
    message_channel_id: shown.messageChannelId,
    message_id: shown.messageId,
    attachments: JSON.stringify(shown.attachments),
    shown: shown.digest,
    shown_at: clock.now(),
  });

  return async (lease) => {
    for (;;) {
      const loaded = await steps.load(lease.songId);
      if (loaded === null || loaded.song.fence !== lease.fence) return;
      if ((await step(lease, loaded)) === 'rest') return;
    }
  };

  function step(lease: Lease, loaded: Loaded): Promise<Go> {
    switch (loaded.song.state as WorkState) {
      case 'requested':
        return submit(lease, loaded);
      case 'submitting':
        return interrupted(lease, loaded);
      case 'generating':
        return look(lease, loaded);
      case 'delivering':
        return deliver(lease, loaded);
      case 'done':
        return commit(lease, { rest: null }, 'rest');
      case 'gave_up':
      case 'refused':
        return loaded.song.late_look_until === null ? showEnding(lease, loaded) : lookLate(lease, loaded);
    }
  }

  /** A write that finds its fence taken ends our part of the story, whatever was planned next. */
  async function commit(lease: Lease, change: Change, then: Go): Promise<Go> {
    return (await steps.commit(lease, clock.now(), change)) ? then : 'rest';
  }

  // --- intent and submit -------------------------------------------------------------------------------------------

  async function submit(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    if (provider === null) return end(lease, 'refused', 'unavailable');
    if (clock.now() >= song.deadline_at) return end(lease, 'gave_up', 'silent');
    const attempt: Omit<AttemptRow, 'song_id'> = {
      id: newId(),
      n: loaded.attempts.length + 1,
      provider: song.provider,
      model: song.model,
      state: 'submitting',
      reason: null,
      detail: null,
      task: null,
      submitted_at: clock.now(),
      answered_at: null,
    };
    if ((await commit(lease, { work: 'submitting', attempt }, 'again')) === 'rest') return 'rest';
    deps.submissions.add(song.id);
    try {
      const answer = await ask(provider, JSON.parse(song.work) as Work, attempt);
      return await answered(lease, loaded, provider, { ...attempt, answered_at: clock.now() }, answer);
    } finally {
      deps.submissions.delete(song.id);
    }
  }

  async function ask(provider: Provider, work: Work, attempt: { id: string; model: string }): Promise<SubmitAnswer> {
    try {
      return await provider.submit(work, {
        attemptId: attempt.id,
        model: attempt.model,
        signal: AbortSignal.timeout(submitMs),
      });
    } catch (cause) {
      log.error({ err: cause, provider: provider.id }, 'an adapter threw while it submitted');
      return { kind: 'unknown', detail: 'the adapter threw' };
    }
  }

  async function answered(
    lease: Lease,
    loaded: Loaded,
    provider: Provider,
    attempt: Omit<AttemptRow, 'song_id'>,
    answer: SubmitAnswer,
  ): Promise<Go> {
    if (answer.kind === 'accepted') {
      const change: Change = {
        work: 'generating',
        attempt: { ...attempt, state: 'accepted', task: JSON.stringify(answer.task) },
        set: { failures: 0 },
      };
      const atOnce = provider.onNews !== undefined || provider.lookEveryMs === 0;
      if (atOnce) return commit(lease, change, 'again');
      return commit(lease, { ...change, rest: clock.now() + provider.lookEveryMs }, 'rest');
    }
    log.warn({ song: loaded.song.id, provider: provider.id, answer }, 'a submission was not accepted');
    if (answer.kind === 'unknown') {
      await tell({ kind: 'unknown_outcome', songId: loaded.song.id, service: provider.name });
      return end(lease, 'gave_up', 'unknown_outcome', {
        attempt: { ...attempt, state: 'unknown', detail: answer.detail },
      });
    }
    return refused(lease, loaded, provider, {
      ...attempt,
      state: 'refused',
      reason: answer.reason,
      detail: answer.detail,
    });
  }

  async function refused(
    lease: Lease,
    loaded: Loaded,
    provider: Provider,
    attempt: Omit<AttemptRow, 'song_id'>,
  ): Promise<Go> {
    const reason = attempt.reason as RefusalReason;
    if (reason === 'text' || reason === 'track_gone') return end(lease, 'refused', reason, { attempt });
    await tell({ kind: 'service_needs_you', service: provider.name, reason });
    if (reason === 'invalid') return end(lease, 'refused', 'invalid', { attempt });
    const next = failOver(loaded, registry);
    if (next === null) return end(lease, 'refused', 'unavailable', { attempt });
    const set = { provider: next.provider.id, model: next.model.id, price: next.price };
    return commit(lease, { work: 'requested', attempt, set }, 'again');
  }

  /** We, or the line, died in the act of submission: it must never be sent again. */
  async function interrupted(lease: Lease, loaded: Loaded): Promise<Go> {
    const attempt = loaded.attempts.at(-1);
    const service = registry.provider(loaded.song.provider)?.name ?? loaded.song.provider;
    await tell({ kind: 'unknown_outcome', songId: loaded.song.id, service });
    const change = attempt === undefined ? {} : { attempt: { ...withoutSong(attempt), state: 'unknown' as const } };
    return end(lease, 'gave_up', 'unknown_outcome', change);
  }

  // --- look and fetch ----------------------------------------------------------------------------------------------

  async function look(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    if (provider === null) return end(lease, 'gave_up', 'unavailable');
    const answer = await lookOnce(provider, loaded);
    if (answer.kind === 'failed') {
      log.warn({ song: song.id, provider: provider.id, answer }, 'the service gave a song up');
      const ending = answer.reason === 'text' || answer.reason === 'track_gone' ? answer.reason : 'service';
      return end(lease, 'gave_up', ending);
    }
    // A late song is past its deadline already, and costs nobody anything: it may take its time.
    const overdue = song.money === 'held' && clock.now() >= song.deadline_at;
    const merged = await takes.merge(loaded, answer, overdue);
    if (!merged.settled) return worksOn(lease, song, merged, waitAfter(song, provider, answer));
    const { tracks, words } = merged;
    if (merged.good > 0) return commit(lease, { work: 'delivering', tracks, set: { ...words, failures: 0 } }, 'again');
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
    return showProgress(lease, rest);
  }

  function waitAfter(song: SongRow, provider: Provider, answer: LookAnswer): { ms: number; failed: boolean } {
    if (answer.kind !== 'blip') return { ms: lookAgainMs(provider), failed: false };
    const backOff = backOffMs(song.failures, 60_000, deps.random());
    return { ms: Math.max(provider.lookEveryMs, answer.retryAfterMs ?? 0, backOff), failed: true };
  }

  async function lookOnce(provider: Provider, loaded: Loaded) {
    const task = loaded.attempts.at(-1)?.task;
    if (task === null || task === undefined) throw new Error(`Song ${loaded.song.id} generates without a task.`);
    try {
      const answers = await provider.look([JSON.parse(task) as TaskReference], AbortSignal.timeout(lookMs));
      const answer = answers[0];
      if (answer !== undefined) return answer;
      return { kind: 'blip' as const, detail: 'the adapter answered nothing' };
    } catch (cause) {
      log.error({ err: cause, provider: provider.id }, 'an adapter threw while it looked');
      return { kind: 'blip' as const, detail: 'the adapter threw' };
    }
  }

  async function showProgress(lease: Lease, rest: number): Promise<Go> {
    const loaded = await steps.load(lease.songId);
    if (loaded === null) return 'rest';
    const shown = await delivery.show(await viewOf(loaded, registry, media), placeOf(loaded));
    if (shown.kind === 'shown') return commit(lease, { set: standing(shown), rest }, 'rest');
    if (shown.kind === 'later') log.info({ song: lease.songId, detail: shown.detail }, 'progress is shown later');
    return commit(lease, { rest }, 'rest');
  }

  // --- deliver and settle ------------------------------------------------------------------------------------------

  async function deliver(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const good = loaded.tracks.filter((track) => track.state === 'fetched').length;
    const cost = dueCredits(song.price, good, loaded.tracks.length);
    const view = await viewOf(loaded, registry, media);
    const paid = song.money === 'held' ? { money: 'captured' as const, captured: cost } : {};
    const shown = await delivery.show({ ...view, state: 'done', ...paid }, placeOf(loaded));
    if (shown.kind === 'later') {
      if (clock.now() > song.deadline_at + deliverForMs) return end(lease, 'gave_up', 'nowhere');
      return wait(lease, loaded, shown.retryAfterMs, shown.detail);
    }
    if (shown.kind === 'nowhere') {
      log.warn({ song: song.id, detail: shown.detail }, 'there is no place left to show a song');
      return end(lease, 'gave_up', 'nowhere');
    }
    const at = clock.now();
    if (!view.late) durations.learn(song.provider, song.model, at - song.created_at);
    const set = { ...(shown.kind === 'shown' ? standing(shown) : {}), delivered_at: at, failures: 0 };
    return commit(lease, { work: 'done', settle: { capture: cost }, set, rest: null }, 'rest');
  }

  function wait(lease: Lease, loaded: Loaded, retryAfterMs: number, detail: string): Promise<Go> {
    log.info({ song: loaded.song.id, detail }, 'Discord has to wait');
    const ms = Math.max(retryAfterMs, backOffMs(loaded.song.failures, backOffCapMs, deps.random()));
    return commit(lease, { set: { failures: loaded.song.failures + 1 }, rest: clock.now() + ms }, 'rest');
  }

  // --- endings -----------------------------------------------------------------------------------------------------

  async function showEnding(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    if (song.ending === 'nowhere') return commit(lease, { rest: null }, 'rest');
    const view = await viewOf(loaded, registry, media);
    const shown = await delivery.show(view, placeOf(loaded));
    const at = clock.now();
    if (shown.kind === 'later' && at < song.deadline_at + deliverForMs) {
      return wait(lease, loaded, shown.retryAfterMs, shown.detail);
    }
    const set: NonNullable<Change['set']> = shown.kind === 'shown' ? standing(shown) : {};
    if (song.ending !== 'silent' || loaded.attempts.at(-1)?.task == null)
      return commit(lease, { set, rest: null }, 'rest');
    const until = at + lateLookForMs;
    return commit(lease, { set: { ...set, late_look_until: until }, rest: at + lateLookEveryMs }, 'rest');
  }

  /** Credits went back long ago; should the song have come after all, it is delivered free. */
  async function lookLate(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    const at = clock.now();
    if (provider === null || at > (song.late_look_until ?? 0)) return commit(lease, { rest: null }, 'rest');
    const answer = await lookOnce(provider, loaded);
    const came =
      answer.kind === 'seen' &&
      answer.tracks.length > 0 &&
      answer.tracks.every((track) => track.state !== 'working') &&
      answer.tracks.some((track) => track.state === 'ready');
    if (!came) return commit(lease, { rest: answer.kind === 'failed' ? null : at + lateLookEveryMs }, 'rest');
    return commit(lease, { work: 'generating', set: { failures: 0, late_look_until: null } }, 'again');
  }

  /** Once for each trouble of a service until the next start; a song of unknown outcome is always told. */
  async function tell(notice: OperatorNotice): Promise<void> {
    const key = notice.kind === 'unknown_outcome' ? notice.songId : `${notice.service}:${notice.reason}`;
    if (told.has(key)) return;
    told.add(key);
    await delivery.tellOperators(notice);
  }
}

function withoutSong({ song_id: _, ...attempt }: AttemptRow): Omit<AttemptRow, 'song_id'> {
  return attempt;
}
