import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Registry } from '../providers/index.ts';
import type { LookAnswer, Provider, TaskReference } from '../providers/provider.ts';
import type { Media } from './media.ts';
import type { Durations } from './schedule.ts';
import type { Delivery, Ending, OperatorNotice, Shown, WorkState } from './song.ts';
import type { Change, Lease, Steps } from './steps.ts';
import { type Loaded, placeOf, viewOf } from './views.ts';

const lookMs = 20_000;

/** `again`: the next step can be taken at once. `rest`: the lease has ended. */
export type Go = 'again' | 'rest';

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
  /** One look at the song's task; an adapter that throws has told nothing. */
  lookOnce(provider: Provider, loaded: Loaded): Promise<LookAnswer>;
  /** Once for each trouble of a service until the next start; a song of unknown outcome is always told. */
  tell(notice: OperatorNotice): Promise<void>;
}

export function createTools(deps: AdvanceDeps): Tools {
  const { steps, registry, media, delivery, clock, log } = deps;
  const told = new Set<string>();

  const commit: Tools['commit'] = async (lease, change, then) =>
    (await steps.commit(lease, clock.now(), change)) ? then : 'rest';

  return {
    ...deps,
    commit,
    end: (lease, work, ending, change = {}) => commit(lease, { ...change, work, ending, settle: 'release' }, 'again'),
    show: async (loaded, as = {}) => {
      const view = await viewOf(loaded, registry, media);
      await deps.courtesy();
      return delivery.show({ ...view, ...as }, placeOf(loaded));
    },
    standing: (shown) =>
      shown.kind !== 'shown'
        ? {}
        : {
            placed: shown.placed,
            message_channel_id: shown.messageChannelId,
            message_id: shown.messageId,
            attachments: JSON.stringify(shown.attachments),
            shown: shown.digest,
            shown_at: clock.now(),
          },
    lookOnce: async (provider, loaded) => {
      const task = loaded.attempts.at(-1)?.task;
      if (task === null || task === undefined) throw new Error(`Song ${loaded.song.id} has no task to look at.`);
      try {
        const answers = await provider.look([JSON.parse(task) as TaskReference], AbortSignal.timeout(lookMs));
        return answers[0] ?? { kind: 'blip', detail: 'the adapter answered nothing' };
      } catch (cause) {
        log.error({ err: cause, provider: provider.id }, 'an adapter threw while it looked');
        return { kind: 'blip', detail: 'the adapter threw' };
      }
    },
    tell: async (notice) => {
      const key = notice.kind === 'unknown_outcome' ? notice.songId : `${notice.service}:${notice.reason}`;
      if (told.has(key)) return;
      told.add(key);
      await delivery.tellOperators(notice);
    },
  };
}
