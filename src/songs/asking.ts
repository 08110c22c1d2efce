/**
 * The way to the services: what each takes from us altogether is one quota, shared by all songs, submissions first; and
 * looks at several songs go in one request where the service takes that.
 */
import PQueue from 'p-queue';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { LookAnswer, Provider, TaskReference } from '../providers/provider.ts';

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

export function createAsking({ clock, log }: { clock: Clock; log: Log }): Asking {
  const lines = new Map<string, Line>();

  const lineOf = ({ id, quota }: Provider) => {
    const known = lines.get(id);
    if (known !== undefined) return known;
    // Sliding, so that no burst at the edge of two windows passes what the service counts.
    const queue = new PQueue({ interval: quota.perMs, intervalCap: quota.requests, strict: true });
    const line: Line = { queue, waiting: [], turns: 0 };
    lines.set(id, line);
    return line;
  };

  const ask = async (provider: Provider, tasks: readonly TaskReference[]): Promise<readonly LookAnswer[]> => {
    try {
      return await provider.look(tasks, AbortSignal.timeout(lookMs));
    } catch (cause) {
      log.error({ err: cause, provider: provider.id }, 'an adapter threw while it looked');
      return tasks.map(() => ({ kind: 'blip', detail: 'the adapter threw' }));
    }
  };

  const turn = async (provider: Provider, line: Line): Promise<void> => {
    line.turns -= 1;
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
    await line.queue.add(() => turn(provider, line));
  };

  return {
    room: async (provider) => {
      await lineOf(provider).queue.add(() => undefined, { priority: 1 });
    },
    look: (provider, task) => {
      const line = lineOf(provider);
      return new Promise((tell) => {
        line.waiting.push({ task, tell });
        takePlace(provider, line).catch((err: unknown) => log.error({ err }, 'a look could not be asked'));
      });
    },
  };
}
