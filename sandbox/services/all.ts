/** Every music service on this machine, in the order of its port. A sixth one is a file and a row. */
import { startAimlapi, startAimlapiLegacy } from './aimlapi.ts';
import { startAimusicapi } from './aimusicapi.ts';
import { startApiin } from './apiin.ts';
import type { MusicService, ServiceOptions } from './service.ts';
import { startSunoapi } from './sunoapi.ts';

type Start = (options?: ServiceOptions) => Promise<MusicService>;

const starts: readonly Start[] = [startSunoapi, startAimusicapi, startApiin, startAimlapi, startAimlapiLegacy];

/** On the ports after `base`, or on any free ones. Nothing stays open when one of them cannot be had. */
export const startAll = async (base: number | null, options: ServiceOptions): Promise<MusicService[]> => {
  const opened: MusicService[] = [];
  try {
    for (const [index, start] of starts.entries()) {
      opened.push(await start({ ...options, ...(base === null ? {} : { port: base + 1 + index }) }));
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((service) => service.close()));
    throw error;
  }
};

/** What a bot's `.env` must say to work with them. */
export const environmentFor = (services: readonly MusicService[]): string[] => [
  ...new Set(
    services.flatMap(({ variables, key, baseUrl }) => [
      `${variables.key}_API_KEY=${key}`,
      `${variables.address}_BASE_URL=${baseUrl}`,
    ]),
  ),
  'ALLOW_PRIVATE_DOWNLOADS=true',
  'PUBLIC_URL=http://127.0.0.1:8787',
  'STARTER_CREDITS=500',
];
