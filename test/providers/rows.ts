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
  extends: boolean;
  /** What is left there, as `creditsLeft` says; false: the service does not tell. */
  tellsCredits: boolean;
  /** By the name of a case: what comes out where the vendor differs from most. */
  differs: Readonly<Record<string, string>>;
}

/** Its word for the whole task says little: only the tracks tell, and what plays is all that is known of them. */
const feed: Row['differs'] = {
  'the words are there': 'closing: plays plays',
  'unable to call back while it works': 'closing: plays plays',
  'the first take is there': 'closing: ready plays',
  'called finished without any track': 'queued: working',
  'the text is too long, without a word': 'refused invalid',
  'in maintenance, without a word': 'unknown',
  'a finished track is still a stream': 'finished: ready ready',
  // A track that is finished and has no audio was moderated away.
  'a finished track has no address': 'failed text',
  'a finished track leads to no web address': 'failed text',
};

/** There is no task, only clips that were named at the beginning. */
const clips: Row['differs'] = {
  'nothing yet': 'queued: working working',
  'the words are there': 'music: plays working',
  'unable to call back while it works': 'music: plays working',
  'a word that nobody knows': 'music: plays working',
  'called finished without any track': 'closing: working working',
  'a list for an object or the reverse': 'music: ready working',
  '30,000 tracks that say nothing': 'music: working working',
  // 403 stands for both there.
  'out of credits, without a word': 'refused key',
  'in maintenance, without a word': 'unknown',
  'a look at a retired path': 'blip, retired',
  'one track is all there is': 'finished: ready',
  'a finished track has no address': 'closing: working working',
  'a finished track leads to no web address': 'closing: working working',
};

export const rows = {
  sunoapi: {
    name: 'sunoapi',
    start: startSunoapi,
    create: createSunoapi,
    settings: { CALLBACK_PLACEHOLDER: '' },
    extends: true,
    tellsCredits: true,
    differs: {
      // Such a word comes without tracks.
      'a word that nobody knows': 'words: working',
      '30,000 tracks that say nothing': `closing:${' working'.repeat(8)}`,
    },
  },
  aimusicapi: {
    name: 'aimusicapi, first generation',
    start: startAimusicapi,
    create: createAimusicapi,
    settings: { VERSION: '1' },
    extends: false,
    tellsCredits: false,
    differs: {
      ...feed,
      // Nothing plays before it is finished.
      'the words are there': 'words: working working',
      'unable to call back while it works': 'words: working working',
      'the first take is there': 'music: ready working',
      'a word that nobody knows': 'music: working working',
      'called finished before the tracks are': 'music: ready working',
      'a look at a retired path': 'blip, retired',
    },
  },
  aimusicapiSecond: {
    name: 'aimusicapi, second generation',
    start: startAimusicapi,
    create: createAimusicapi,
    settings: { VERSION: '2' },
    extends: true,
    tellsCredits: true,
    differs: feed,
  },
  apiin: {
    name: 'apiin',
    start: startApiin,
    create: createApiin,
    settings: {},
    extends: true,
    tellsCredits: false,
    differs: feed,
  },
  aimlapi: {
    name: 'aimlapi',
    start: startAimlapi,
    create: createAimlapi,
    settings: { PREFIX: '' },
    extends: true,
    tellsCredits: true,
    differs: clips,
  },
  aimlapiLegacy: {
    name: 'aimlapi-legacy',
    start: startAimlapiLegacy,
    create: createAimlapiLegacy,
    settings: {},
    extends: true,
    tellsCredits: true,
    differs: clips,
  },
} satisfies Record<string, Row>;
