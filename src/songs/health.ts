/**
 * Which services can be asked: a breaker for each, so that a service which refuses everybody is not asked by every song,
 * and one word to the operator, with one more when what needed him is well again. Kept beyond the process, so that a
 * restart neither forgets nor repeats it.
 */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Provider, RefusalReason, SubmitAnswer } from '../providers/provider.ts';
import type { OperatorNotice } from './song.ts';

/** What is wrong with a service, as songs and operators hear of it. */
export type Trouble = Extract<RefusalReason, 'credits' | 'key' | 'retired' | 'maintenance' | 'busy'> | 'silent';

/** Nothing changes there until somebody acts. */
const needsSomebody: readonly Trouble[] = ['credits', 'key', 'retired'];
const troubles: readonly string[] = [...needsSomebody, 'maintenance', 'busy'];

/** A passing trouble that comes once may be over at the next song; an unknown outcome costs the operator each time. */
const opensAfter = { needsSomebody: 1, passing: 2, silent: 3 };
/** A trouble that passes by itself and comes back is told of at most so often, in ms. */
const tellsAgainAfterMs = 60 * 60_000;
const firstPauseMs = { needsSomebody: 60_000, passing: 10_000 };
const longestPauseMs = { needsSomebody: 10 * 60_000, passing: 2 * 60_000 };
/** While one song tries whether it is well again, no other does. */
const probeEveryMs = 10_000;

const kindOf = (trouble: Trouble): 'needsSomebody' | 'passing' =>
  needsSomebody.includes(trouble) ? 'needsSomebody' : 'passing';

const recordSchema = z.object({
  trouble: z.enum(['credits', 'key', 'retired', 'maintenance', 'busy', 'silent']),
  /** Times in a row; 0: it has passed. */
  times: z.number().int().nonnegative(),
  /** Nobody is let through before; epoch ms. 0: everybody is. */
  until: z.number(),
  /** When the operator was told; null: not of this. */
  toldAt: z.number().nullable(),
});
type TroubleRecord = z.infer<typeof recordSchema>;

export interface ServiceHealth {
  /** Null: it may be asked. Else what is wrong with it: it is not asked now. Now and then one is let through to try. */
  closedBy(provider: Provider): Trouble | null;
  /** What a submission brought. */
  note(provider: Provider, answer: SubmitAnswer): Promise<void>;
  /** What a look brought, where the service named its own trouble. */
  noteTrouble(provider: Provider, reason: RefusalReason): Promise<void>;
  /** Asks services that need somebody for their credits, where they say: so it is noticed that somebody acted. */
  check(signal: AbortSignal): Promise<void>;
  /** Reads what the last run knew. */
  recall(): Promise<void>;
}

/** Where it is kept: a cache that may lose it. */
export interface HealthStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

export function createServiceHealth(deps: {
  providers: readonly Provider[];
  store: HealthStore;
  clock: Clock;
  log: Log;
  tellOperators: (notice: OperatorNotice) => Promise<void>;
}): ServiceHealth {
  const { providers, store, clock, log } = deps;
  const records = new Map<string, TroubleRecord>();

  const keep = async (id: string, record: TroubleRecord | null): Promise<void> => {
    if (record === null) records.delete(id);
    else records.set(id, record);
    // What is lost here is learned again from the next song.
    await (record === null ? store.delete(id) : store.set(id, record)).catch((err: unknown) =>
      log.warn({ err, provider: id }, 'the state of a service could not be kept'),
    );
  };

  const fell = async (provider: Provider, trouble: Trouble): Promise<void> => {
    const known = records.get(provider.id);
    const before = known?.trouble === trouble ? known : null;
    const times = (before?.times ?? 0) + 1;
    const kind = kindOf(trouble);
    const opens = opensAfter[trouble === 'silent' ? 'silent' : kind];
    const pauseMs = Math.min(firstPauseMs[kind] * 2 ** Math.max(0, Math.min(times - opens, 20)), longestPauseMs[kind]);
    const at = clock.now();
    const toldAt = before?.toldAt ?? null;
    // Songs of unknown outcome are told of one by one.
    const isNews = trouble !== 'silent' && (toldAt === null || (times === 1 && at - toldAt >= tellsAgainAfterMs));
    await keep(provider.id, { trouble, times, until: times >= opens ? at + pauseMs : 0, toldAt: isNews ? at : toldAt });
    if (isNews) await deps.tellOperators({ kind: 'service_needs_you', service: provider.name, reason: trouble });
  };

  const rose = async (provider: Provider): Promise<void> => {
    const before = records.get(provider.id);
    if (before === undefined || before.times === 0) return;
    const isPassing = kindOf(before.trouble) === 'passing';
    await keep(provider.id, isPassing && before.toldAt !== null ? { ...before, times: 0, until: 0 } : null);
    if (!isPassing) await deps.tellOperators({ kind: 'service_well', service: provider.name });
  };

  return {
    closedBy: (provider) => {
      const record = records.get(provider.id);
      if (record === undefined || record.until === 0) return null;
      if (clock.now() < record.until) return record.trouble;
      records.set(provider.id, { ...record, until: clock.now() + probeEveryMs });
      return null;
    },
    note: async (provider, answer) => {
      if (answer.kind === 'unknown') return fell(provider, 'silent');
      // A refusal that is about the request shows that the service itself is well.
      const isTrouble = answer.kind === 'refused' && troubles.includes(answer.reason);
      return isTrouble ? fell(provider, answer.reason as Trouble) : rose(provider);
    },
    noteTrouble: async (provider, reason) => {
      // Said at every look of every song, and counted once until a submission says more.
      if (needsSomebody.includes(reason as Trouble) && !records.has(provider.id))
        await fell(provider, reason as Trouble);
    },
    check: async (signal) => {
      for (const provider of providers) {
        const record = records.get(provider.id);
        if (record === undefined || provider.credits === undefined || !needsSomebody.includes(record.trouble)) continue;
        const answer = await provider.credits(signal);
        if (answer.kind === 'left' && answer.credits > 0) await rose(provider);
      }
    },
    recall: async () => {
      for (const { id } of providers) {
        const record = recordSchema.safeParse(await store.get(id));
        if (record.success) records.set(id, record.data);
      }
    },
  };
}
