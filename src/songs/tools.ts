import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Registry } from '../providers/index.ts';
import type { LookAnswer, Provider, TaskReference } from '../providers/provider.ts';
import type { Asking } from './asking.ts';
import type { Callbacks } from './callbacks.ts';
import type { ServiceHealth } from './health.ts';
import type { Media } from './media.ts';
import type { Schedule } from './schedule.ts';
import type { Delivery, Ending, OperatorNotice, Shown, WorkState } from './song.ts';
import type { Change, Lease, Steps } from './steps.ts';
import { type Loaded, placeOf, viewOf } from './views.ts';

/** `again`: the next step can be taken at once. `rest`: the lease has ended. */
export type Go = 'again' | 'rest';

export interface AdvanceDeps {
  steps: Steps;
  registry: Registry;
  media: Media;
  delivery: Delivery;
  schedule: Schedule;
  asking: Asking;
  callbacks: Pick<Callbacks, 'address'>;
  health: ServiceHealth;
  clock: Clock;
  log: Log;
  /** In [0, 1): the jitter of back-offs. */
  random: () => number;
  /** Songs whose submission is on its way: a stop waits longer for them. */
  submissions: Set<string>;
  /** Resolves when no member waits for an answer: they come first, and songs have time. */
  courtesy: () => Promise<void>;
  /** Aborted when the process stops: the step under way is the last one. */
  stopping: AbortSignal;
}

/** What every step is made of. */
export interface Tools extends AdvanceDeps {
  /** A write that finds its fence taken ends our part of the story, whatever was planned next. */
  commit(lease: Lease, change: Change, then: Go): Promise<Go>;
  /** Ends the song and gives the credits back; the card is the next step. */
  end(lease: Lease, work: WorkState, ending: Ending, change?: Change): Promise<Go>;
  /** Shows the card of what is committed, with `as` instead of what it says. */
  show(loaded: Loaded, as?: Partial<Awaited<ReturnType<typeof viewOf>>>): Promise<Shown>;
  /** What a shown card changes of the song's row. */
  standing(shown: Shown): NonNullable<Change['set']>;
  /** Shows the card of what is committed by now, then rests until then. */
  showThenRest(lease: Lease, until: number): Promise<Go>;
  /** One look at the song's task. */
  lookOnce(provider: Provider, loaded: Loaded): Promise<LookAnswer>;
  /** Once for each song, or each service and reason, until the next start. */
  tell(notice: OperatorNotice): Promise<void>;
}

export function createTools(deps: AdvanceDeps): Tools {
  const { steps, registry, media, delivery, clock, log } = deps;
  const told = new Set<string>();

  const commit: Tools['commit'] = async (lease, change, then) =>
    (await steps.commit(lease, clock.now(), change)) ? then : 'rest';

  const show: Tools['show'] = async (loaded, as = {}) => {
    const view = await viewOf(loaded, registry, media);
    await deps.courtesy();
    return delivery.show({ ...view, ...as }, placeOf(loaded));
  };

  const standing: Tools['standing'] = (shown) =>
    shown.kind !== 'shown'
      ? {}
      : {
          placed: shown.placed,
          message_channel_id: shown.messageChannelId,
          message_id: shown.messageId,
          attachments: JSON.stringify(shown.attachments),
          shown: shown.digest,
          shown_at: clock.now(),
        };

  return {
    ...deps,
    commit,
    show,
    standing,
    showThenRest: async (lease, until) => {
      const loaded = await steps.load(lease.songId);
      if (loaded === null) return 'rest';
      const shown = await show(loaded);
      if (shown.kind === 'later') log.info({ song: lease.songId, detail: shown.detail }, 'progress is shown later');
      return commit(lease, { set: standing(shown), rest: until }, 'rest');
    },
    end: (lease, work, ending, change = {}) => commit(lease, { ...change, work, ending, settle: 'release' }, 'again'),
    lookOnce: async (provider, loaded) => {
      const task = loaded.attempts.at(-1)?.task;
      if (task === null || task === undefined) throw new Error(`Song ${loaded.song.id} has no task to look at.`);
      const answer = await deps.asking.look(provider, JSON.parse(task) as TaskReference);
      if (answer.kind === 'blip' && answer.trouble !== undefined)
        await deps.health.noteTrouble(provider, answer.trouble);
      return answer;
    },
    tell: async (notice) => {
      const key = JSON.stringify(notice);
      if (told.has(key)) return;
      told.add(key);
      await delivery.tellOperators(notice);
    },
  };
}
