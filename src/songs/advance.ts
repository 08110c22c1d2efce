import { createAmending } from './amend.ts';
import { createDelivering } from './deliver.ts';
import { createLook } from './look.ts';
import { isOpen, type WorkState } from './song.ts';
import type { Lease } from './steps.ts';
import { createSubmitting } from './submit.ts';
import { type AdvanceDeps, createTools, type Go } from './tools.ts';
import type { Loaded } from './views.ts';

/** Takes every step that can be taken now, then ends the lease. Each step: one outside act, one committed write. */
export type Advance = (lease: Lease) => Promise<void>;

export function createAdvance(deps: AdvanceDeps): Advance {
  const tools = createTools(deps);
  const { submit, interrupted } = createSubmitting(tools);
  const look = createLook(tools);
  const { deliver, showEnding, lookLate } = createDelivering(tools);
  const amend = createAmending(tools);

  /** It is looked at no more: others may have its turns. */
  const forget = ({ song }: Loaded): void => {
    const provider = deps.registry.provider(song.provider);
    if (provider !== null) deps.schedule.forget({ song: song.id, provider }, deps.clock.now());
  };

  const step = (lease: Lease, loaded: Loaded): Promise<Go> => {
    if (loaded.song.amend !== null && !isOpen(loaded.song.state as WorkState)) return amend(lease, loaded);
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
        return tools.commit(lease, { rest: null }, 'rest');
      case 'gave_up':
      case 'refused':
        return loaded.song.late_look_until === null ? showEnding(lease, loaded) : lookLate(lease, loaded);
    }
  };

  return async (lease) => {
    for (;;) {
      await deps.courtesy();
      const loaded = await deps.steps.load(lease.songId);
      if (loaded === null || loaded.song.fence !== lease.fence) return;
      if (loaded.song.state !== 'generating') forget(loaded);
      if (deps.stopping.aborted) return void (await tools.commit(lease, { rest: deps.clock.now() }, 'rest'));
      if ((await step(lease, loaded)) === 'rest') return;
    }
  };
}
