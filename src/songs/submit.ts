import type { Provider, RefusalReason, SubmitAnswer, Work } from '../providers/provider.ts';
import { failOver } from './failover.ts';
import { newId } from './ids.ts';
import { storedMarks } from './marks.ts';
import { nextShowAt } from './progress.ts';
import type { Change, Lease } from './steps.ts';
import type { Go, Tools } from './tools.ts';
import type { AttemptRow, Loaded } from './views.ts';

/** A submission that was not answered by then has an unknown outcome. */
const submitMs = 60_000;

/** Where another service took over, the card says so this soon. */
const tellsMs = 1_000;

type Attempt = Omit<AttemptRow, 'song_id'>;

/** The steps from `requested` to `generating`, and what becomes of a submission that was cut off. */
export interface Submitting {
  submit(lease: Lease, loaded: Loaded): Promise<Go>;
  interrupted(lease: Lease, loaded: Loaded): Promise<Go>;
}

export function createSubmitting(tools: Tools): Submitting {
  const { registry, clock, log, commit, end, tell, health } = tools;

  return { submit, interrupted };

  async function submit(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    if (provider === null) return end(lease, 'refused', 'unavailable');
    if (clock.now() >= song.deadline_at) return end(lease, 'gave_up', 'silent');
    const closedBy = health.closedBy(provider);
    if (closedBy !== null) return passedOver(lease, loaded, closedBy);
    // Waited for before anything is written: whoever dies in the queue has sent nothing.
    await tools.asking.room(provider);
    const address = tools.callbacks.address(provider);
    const attempt = { ...newAttempt(loaded), callback_hash: address?.hash ?? null };
    if ((await commit(lease, { work: 'submitting', attempt }, 'again')) === 'rest') return 'rest';
    tools.submissions.add(song.id);
    try {
      const answer = await ask(provider, JSON.parse(song.work) as Work, attempt, address?.url);
      return await answered(lease, loaded, provider, { ...attempt, answered_at: clock.now() }, answer);
    } finally {
      tools.submissions.delete(song.id);
    }
  }

  function newAttempt({ song, attempts }: Loaded): Attempt {
    return {
      id: newId(),
      n: attempts.length + 1,
      provider: song.provider,
      model: song.model,
      state: 'submitting',
      reason: null,
      detail: null,
      task: null,
      callback_hash: null,
      submitted_at: clock.now(),
      answered_at: null,
    };
  }

  async function ask(
    provider: Provider,
    work: Work,
    attempt: { id: string; model: string },
    callbackUrl: string | undefined,
  ): Promise<SubmitAnswer> {
    try {
      return await provider.submit(work, {
        attemptId: attempt.id,
        model: attempt.model,
        ...(callbackUrl === undefined ? {} : { callbackUrl }),
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
    attempt: Attempt,
    answer: SubmitAnswer,
  ): Promise<Go> {
    if (answer.kind === 'accepted') {
      const go = await accepted(lease, loaded, provider, { ...attempt, task: JSON.stringify(answer.task) });
      await health.note(provider, answer);
      return go;
    }
    log.warn({ song: loaded.song.id, provider: provider.id, answer }, 'a submission was not accepted');
    if (answer.kind === 'unknown') {
      const go = await unknown(lease, loaded, { ...attempt, detail: answer.detail });
      await health.note(provider, answer);
      return go;
    }
    await health.note(provider, answer);
    const refusal: Attempt = { ...attempt, state: 'refused', reason: answer.reason, detail: answer.detail };
    return refused(lease, loaded, { attempt: refusal, work: 'requested' }, answer.reason);
  }

  function accepted(lease: Lease, { song, attempts }: Loaded, provider: Provider, attempt: Attempt): Promise<Go> {
    const at = clock.now();
    const marks = { accepted: attempt.answered_at ?? at };
    const working = { song: song.id, provider, model: song.model };
    const called = attempt.callback_hash !== null;
    const isLookedAtOnce = provider.onNews !== undefined || provider.lookEveryMs === 0;
    const look = isLookedAtOnce ? at : at + tools.schedule.nextLookMs(working, marks, at, { called });
    const estimate = tools.schedule.readyAt(provider, song.model, marks, at);
    const change: Change = {
      work: 'generating',
      attempt: { ...attempt, state: 'accepted' },
      set: {
        failures: 0,
        looked_at: null,
        marks: storedMarks({ ...marks, look }),
        ready_estimate_at: estimate,
      },
    };
    if (isLookedAtOnce) return commit(lease, change, 'again');
    const isElsewhere = attempts.some((one) => one.id !== attempt.id);
    const show = isElsewhere ? at + tellsMs : nextShowAt({ ...song, ready_estimate_at: estimate }, at);
    return commit(lease, { ...change, rest: Math.min(look, show) }, 'rest');
  }

  async function refused(
    lease: Lease,
    loaded: Loaded,
    change: { attempt: Attempt; work?: 'requested' },
    reason: RefusalReason,
  ): Promise<Go> {
    const { attempt } = change;
    if (reason === 'text' || reason === 'track_gone') return end(lease, 'refused', reason, { attempt });
    if (reason === 'invalid') {
      const service = registry.provider(attempt.provider)?.name ?? attempt.provider;
      await tell({ kind: 'service_needs_you', service, reason });
      return end(lease, 'refused', 'invalid', { attempt });
    }
    const next = failOver(loaded, registry);
    if (next === null) return end(lease, 'refused', 'unavailable', { attempt });
    const set = { provider: next.provider.id, model: next.model.id, price: next.price };
    return commit(lease, { ...change, set }, 'again');
  }

  /** It refused everybody before us, so it is not asked: as if it had refused this song too. */
  function passedOver(lease: Lease, loaded: Loaded, trouble: string): Promise<Go> {
    const at = clock.now();
    const detail = `not asked: ${trouble}`;
    const attempt: Attempt = { ...newAttempt(loaded), state: 'refused', reason: 'busy', detail, answered_at: at };
    return refused(lease, loaded, { attempt }, 'busy');
  }

  /** The answer was lost, or we died before it came, or a callback came meanwhile: it is never sent again. */
  function interrupted(lease: Lease, loaded: Loaded): Promise<Go> {
    const last = loaded.attempts.at(-1);
    if (last === undefined) throw new Error(`Song ${loaded.song.id} was submitted without an attempt.`);
    const { song_id: _, ...attempt } = last;
    const provider = registry.provider(loaded.song.provider);
    if (attempt.task !== null && provider !== null) return accepted(lease, loaded, provider, attempt);
    return unknown(lease, loaded, attempt);
  }

  /** A callback may still name the task: until the deadline the credits stay set aside, and it is waited for. */
  async function unknown(lease: Lease, loaded: Loaded, attempt: Attempt): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    const mayBeNamed = attempt.callback_hash !== null && provider?.callbacks === 'names_task';
    if (mayBeNamed && clock.now() < song.deadline_at) {
      const change: Change = { attempt: { ...attempt, state: 'unknown' } };
      if ((await commit(lease, change, 'again')) === 'rest') return 'rest';
      return tools.showThenRest(lease, song.deadline_at);
    }
    const go = await end(lease, 'gave_up', 'unknown_outcome', { attempt: { ...attempt, state: 'unknown' } });
    const service = provider?.name ?? song.provider;
    if (go === 'again') await tell({ kind: 'unknown_outcome', songId: song.id, service });
    return go;
  }
}
