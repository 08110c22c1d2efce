/**
 * aimusicapi.org, in both of its versions. In the first `tags` are the style; in the second they are what is to be
 * avoided. Whether the first still answers nobody says: a path that is gone counts as retired.
 */
import { createFeedService, type FeedService } from './feed-service.ts';
import type { Model, Provider, ServiceOptions } from './provider.ts';
import { largeLimits, modelsOf, smallLimits } from './service-models.ts';
import { type Lyrics, titleOf, unsung } from './service-work.ts';

const first: Model = { id: 'chirp-v3-5', name: 'Suno V3.5', limits: smallLimits };
const ofSecond: readonly Model[] = [
  first,
  { id: 'chirp-v4-0', name: 'Suno V4', limits: smallLimits },
  { id: 'chirp-v4-5', name: 'Suno V4.5', limits: largeLimits },
  { id: 'chirp-v4-5-plus', name: 'Suno V4.5 Plus', limits: largeLimits },
  { id: 'chirp-v4-5-all', name: 'Suno V4.5 All', limits: largeLimits },
  { id: 'chirp-v5', name: 'Suno V5', limits: largeLimits },
  { id: 'chirp-v5-5', name: 'Suno V5.5', limits: largeLimits },
];

const service = { id: 'aimusicapi', name: 'aimusicapi.org' } as const;
const promptOf = (work: Lyrics): string => (work.vocals === 'none' ? unsung : work.lyrics);

export const createAimusicapi = (options: ServiceOptions): Provider =>
  createFeedService(options, options.settings.VERSION === '2' ? second(options.model) : original(options.model));

const original = (model: string | null): FeedService => ({
  ...service,
  ...modelsOf([first], first.id, model),
  honours: { avoid: false, vocals: false, instrumental: true },
  extends: false,
  callbacks: 'none',
  paths: { submit: '/submit', extend: '', feed: (taskId) => `/query?workId=${taskId}` },
  wordsOf: (work) => ({ prompt: promptOf(work), title: titleOf(work), tags: work.style }),
  rules: { codes: {}, retiredAt404: true },
});

const second = (model: string | null): FeedService => ({
  ...service,
  ...modelsOf(ofSecond, first.id, model),
  honours: { avoid: true, vocals: true, instrumental: true },
  extends: true,
  callbacks: 'wakes',
  paths: {
    submit: '/v2/generate',
    extend: '/v2/extend',
    feed: (taskId) => `/v2/feed?workId=${taskId}`,
    credits: '/v2/credits',
  },
  wordsOf: (work) => ({
    prompt: promptOf(work),
    style: work.style,
    title: titleOf(work),
    ...(work.avoid === '' ? {} : { tags: work.avoid }),
    ...(work.vocals === 'female' || work.vocals === 'male' ? { gender: work.vocals } : {}),
  }),
  rules: { codes: {}, retiredAt404: false },
});
