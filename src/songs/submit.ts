import type { Provider, RefusalReason, SubmitAnswer, Work } from '../providers/provider.ts';
import { failOver } from './failover.ts';
import { newId } from './ids.ts';
import type { Change, Lease } from './steps.ts';
import type { Go, Tools } from './tools.ts';
import type { AttemptRow, Loaded } from './views.ts';

/** A submission that was not answered by then has an unknown outcome. */
const submitMs = 60_000;

type Attempt = Omit<AttemptRow, 'song_id'>;

/** The steps from `requested` to `generating`, and what becomes of a submission that was cut off. */
export interface Submitting {
  submit(lease: Lease, loaded: Loaded): Promise<Go>;
  interrupted(lease: Lease, loaded: Loaded): Promise<Go>;
}

export function createSubmitting(tools: Tools): Submitting {
  const { registry, clock, log, commit, end, tell } = tools;

  return { submit, interrupted };

  async function submit(lease: Lease, loaded: Loaded): Promise<Go> {
    const { song } = loaded;
    const provider = registry.provider(song.provider);
    if (provider === null) return end(lease, 'refused', 'unavailable');
    if (clock.now() >= song.deadline_at) return end(lease, 'gave_up', 'silent');
    const attempt: Attempt = {
      id: newId(),
      n: loaded.attempts.length + 1,
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
    if ((await commit(lease, { work: 'submitting', attempt }, 'again')) === 'rest') return 'rest';
    tools.submissions.add(song.id);
    try {
      const answer = await ask(provider, JSON.parse(song.work) as Work, attempt);
      return await answered(lease, loaded, provider, { ...attempt, answered_at: clock.now() }, answer);
    } finally {
      tools.submissions.delete(song.id);
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
    attempt: Attempt,
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
      const unknown: Attempt = { ...attempt, state: 'unknown', detail: answer.detail };
      return outcomeUnknown(lease, loaded, provider.name, unknown);
    }
    return refused(lease, loaded, provider, {
      ...attempt,
      state: 'refused',
      reason: answer.reason,
      detail: answer.detail,
    });
  }

  async function refused(lease: Lease, loaded: Loaded, provider: Provider, attempt: Attempt): Promise<Go> {
    const reason = attempt.reason as RefusalReason;
    if (reason === 'text' || reason === 'track_gone') return end(lease, 'refused', reason, { attempt });
    await tell({ kind: 'service_needs_you', service: provider.name, reason });
    if (reason === 'invalid') return end(lease, 'refused', 'invalid', { attempt });
    const next = failOver(loaded, registry);
    if (next === null) return end(lease, 'refused', 'unavailable', { attempt });
    const set = { provider: next.provider.id, model: next.model.id, price: next.price };
    return commit(lease, { work: 'requested', attempt, set }, 'again');
  }

  /** We died in the act of submission: it must never be sent again. */
  async function interrupted(lease: Lease, loaded: Loaded): Promise<Go> {
    const last = loaded.attempts.at(-1);
    if (last === undefined) throw new Error(`Song ${loaded.song.id} was submitted without an attempt.`);
    const { song_id: _, ...attempt } = last;
    const service = registry.provider(loaded.song.provider)?.name ?? loaded.song.provider;
    return outcomeUnknown(lease, loaded, service, { ...attempt, state: 'unknown' });
  }

  async function outcomeUnknown(lease: Lease, loaded: Loaded, service: string, attempt: Attempt): Promise<Go> {
    const go = await end(lease, 'gave_up', 'unknown_outcome', { attempt });
    if (go === 'again') await tell({ kind: 'unknown_outcome', songId: loaded.song.id, service });
    return go;
  }
}
