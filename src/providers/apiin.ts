/** apiin.one. `tags` there are what is to be avoided; the style has a field of its own. */
import { createFeedService } from './feed-service.ts';
import type { Model, Provider, ServiceOptions } from './provider.ts';
import { largeLimits, modelsOf, smallLimits } from './service-models.ts';
import { titleOf, unsung } from './service-work.ts';

const known: readonly Model[] = [
  { id: 'suno-v3-5', name: 'Suno V3.5', limits: smallLimits },
  { id: 'suno-v4-0', name: 'Suno V4', limits: smallLimits },
  { id: 'suno-v4-0-vip', name: 'Suno V4 VIP', limits: smallLimits },
  { id: 'suno-v4-0-pro', name: 'Suno V4 Pro', limits: smallLimits },
  { id: 'suno-v4-5', name: 'Suno V4.5', limits: largeLimits },
  { id: 'suno-v5-0', name: 'Suno V5', limits: largeLimits },
];

export const createApiin = (options: ServiceOptions): Provider =>
  createFeedService(options, {
    id: 'apiin',
    name: 'apiin.one',
    ...modelsOf(known, 'suno-v3-5', options.model),
    honours: { avoid: true, vocals: false, instrumental: true },
    extends: true,
    callbacks: 'wakes',
    paths: {
      submit: '/audio/music',
      extend: '/audio/music/extend',
      // Its documentation says the one in one place and the other in another.
      feed: (taskId) => `/audio/music/feed?task_id=${taskId}&workId=${taskId}`,
    },
    wordsOf: (work) => ({
      // A prompt, even of an instrumental, is what tells this mode from the other.
      prompt: work.vocals === 'none' ? unsung : work.lyrics,
      style: work.style,
      title: titleOf(work),
      ...(work.avoid === '' ? {} : { tags: work.avoid }),
    }),
    rules: { codes: {}, retiredAt404: false },
  });
