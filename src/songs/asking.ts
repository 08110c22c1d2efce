/**
 * The way to the services: what each takes from us altogether is one quota, shared by all songs, submissions first; and
 * looks at several songs go in one request where the service takes that.
 */
import PQueue from 'p-queue';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { LookAnswer, Provider, TaskReference } from '../providers/provider.ts';
import type { Quotas } from './quotas.ts';

const lookMs = 20_000;
/** So long a look waits for others to go with it, at most a quarter of what the service allows between looks. */
const gatherMs = 25;

export interface Asking {
  /** Resolves when the service's quota has room for one more request, which the caller then makes. */
  room(provider: Provider): Promise<void>;
  /** One look at one task, perhaps together with others. Never throws: an adapter that does has told nothing. */
  look(provider: Provider, task: TaskReference): Promise<LookAnswer>;
}

interface Waiting {
  task: TaskReference;
  tell: (answer: LookAnswer) => void;
}

interface Line {
  queue: PQueue;
  waiting: Waiting[];
  /** Looks that have a place in the queue and have not begun: one for every full batch, since each costs quota. */
  turns: number;
}

export function createAsking(deps: {
  clock: Clock;
  log: Log;
  /** Where other processes ask the same services: what all of them together may. */
  shared?: Quotas | undefined;
}): Asking {
  const { clock, log, shared } = deps;
  const lines = new Map<string, Line>();

  const lineOf = ({ id, quota }: Provider) => {
    const known = lines.get(id);
    if (known !== undefined) return known;
    // Sliding, so that no burst at the edge of two windows passes what the service counts.
    const queue = new PQueue({ interval: quota.perMs, intervalCap: quota.requests, strict: true, concurrency: 1 });
    const line: Line = { queue, waiting: [], turns: 0 };
    lines.set(id, line);
    return line;
  };

  /** One after the other, so that who matters more is first wherever they wait: here, or for other processes. */
  const place = (provider: Provider, line: Line, priority: number): Promise<void> =>
    line.queue.add(async () => shared?.room(provider), { priority });

  const ask = async (provider: Provider, tasks: readonly TaskReference[]): Promise<readonly LookAnswer[]> => {
    try {
      return await provider.look(tasks, AbortSignal.timeout(lookMs));
    } catch (cause) {
      log.error({ err: cause, provider: provider.id }, 'an adapter threw while it looked');
      return tasks.map(() => ({ kind: 'blip', detail: 'the adapter threw' }));
    }
  };

  const turn = async (provider: Provider, line: Line): Promise<void> => {
    const together = line.waiting.splice(0, provider.batch);
    const answers = await ask(
      provider,
      together.map(({ task }) => task),
    );
    for (const [index, { tell }] of together.entries())
      tell(answers[index] ?? { kind: 'blip', detail: 'the adapter answered nothing' });
  };

  const takePlace = async (provider: Provider, line: Line): Promise<void> => {
    if (provider.batch > 1) await clock.sleep(Math.min(gatherMs, provider.lookEveryMs / 4));
    if (line.turns * provider.batch >= line.waiting.length) return;
    line.turns += 1;
    await place(provider, line, 0).finally(() => {
      line.turns -= 1;
    });
    await turn(provider, line);
  };

  return {
    room: (provider) => place(provider, lineOf(provider), 1),
    look: (provider, task) => {
      const line = lineOf(provider);
      return new Promise((tell) => {
        line.waiting.push({ task, tell });
        takePlace(provider, line).catch((err: unknown) => {
          log.error({ err, provider: provider.id }, 'a look could not be asked');
          for (const waiting of line.waiting.splice(0)) waiting.tell({ kind: 'blip', detail: 'nobody could be asked' });
        });
      });
    },
  };
}
