/** One row for each way to speak to a music service: how to open it, and where its vendor's dialect makes a difference. */
import { startAimlapi, startAimlapiLegacy } from '../../sandbox/services/aimlapi.ts';
import { startAimusicapi } from '../../sandbox/services/aimusicapi.ts';
import { startApiin } from '../../sandbox/services/apiin.ts';
import type { MusicService, ServiceOptions as Served } from '../../sandbox/services/service.ts';
import { startSunoapi } from '../../sandbox/services/sunoapi.ts';
import { createAimlapi, createAimlapiLegacy } from '../../src/providers/aimlapi.ts';
import { createAimusicapi } from '../../src/providers/aimusicapi.ts';
import { createApiin } from '../../src/providers/apiin.ts';
import type { Provider, ServiceOptions } from '../../src/providers/provider.ts';
import { createSunoapi } from '../../src/providers/sunoapi.ts';

export interface Row {
  name: string;
  start(options?: Served): Promise<MusicService>;
  create(options: ServiceOptions): Provider;
  /** What the environment tells this adapter alone. */
  settings: Readonly<Record<string, string>>;
  /** What is left there, as `creditsLeft` says; false: the service does not tell. */
  tellsCredits: boolean;
  /** By the name of a case: what comes out where the vendor differs from most. */
  differs: Readonly<Record<string, string>>;
}

const feed: Row['differs'] = {
  'nothing yet': 'queued: working',
  'the words are there': 'closing: plays plays',
  'the first take is there': 'closing: ready plays',
  // Its own word for the task says little; only the tracks tell.
  'called finished before the tracks are': 'closing: ready plays',
  'a finished track is still a stream': 'finished: ready ready',
  // A track that is complete and has no audio was moderated away.
  'a finished track has no address': 'failed service',
  'a finished track leads to no web address': 'failed service',
};

const clips: Row['differs'] = {
  'nothing yet': 'queued: working working',
  'the words are there': 'music: plays working',
};

export const rows = {
  sunoapi: {
    name: 'sunoapi',
    start: startSunoapi,
    create: createSunoapi,
    settings: { CALLBACK_PLACEHOLDER: '' },
    tellsCredits: true,
    differs: {},
  },
  aimusicapi: {
    name: 'aimusicapi, first generation',
    start: startAimusicapi,
    create: createAimusicapi,
    settings: { VERSION: '1' },
    tellsCredits: true,
    differs: {
      ...feed,
      'the words are there': 'music: working working',
      'the first take is there': 'music: ready working',
      'called finished before the tracks are': 'closing: ready working',
    },
  },
  aimusicapiSecond: {
    name: 'aimusicapi, second generation',
    start: startAimusicapi,
    create: createAimusicapi,
    settings: { VERSION: '2' },
    tellsCredits: true,
    differs: feed,
  },
  apiin: {
    name: 'apiin',
    start: startApiin,
    create: createApiin,
    settings: {},
    tellsCredits: false,
    differs: feed,
  },
  aimlapi: {
    name: 'aimlapi',
    start: startAimlapi,
    create: createAimlapi,
    settings: { PREFIX: '' },
    tellsCredits: true,
    differs: clips,
  },
  aimlapiLegacy: {
    name: 'aimlapi-legacy',
    start: startAimlapiLegacy,
    create: createAimlapiLegacy,
    settings: {},
    tellsCredits: true,
    differs: clips,
  },
} satisfies Record<string, Row>;
