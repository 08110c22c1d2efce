/**
 * The gateway door: discord.js holds the connection, resumes and beats; every interaction goes on as the plain object that
 * Discord sent. No intents: nothing of any server is received or kept.
 */
import { Client, Events } from 'discord.js';
import type { Clock } from '../clock.ts';
import { exitCodes, StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { DiscordApi } from './api.ts';

export interface Door {
  /** Resolves once Discord sends us interactions. Waits for a Discord that is away; a token it refuses is a `StartError`. */
  start(signal?: AbortSignal): Promise<{ applicationId: string }>;
  /** Every shard is connected. */
  isReached(): boolean;
  stop(): Promise<void>;
}

export interface DoorOptions {
  api: DiscordApi;
  /** As for `createRest`. */
  apiUrl: string;
  token: string;
  clock: Clock;
  log: Log;
  /** Called for each interaction; must not throw. */
  onInteraction(raw: unknown): void;
}

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

const refusesToken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'TokenInvalid' || error.code === 4004);

export function createDoor({ api, apiUrl, token, clock, log, onInteraction }: DoorOptions): Door {
  let client: Client | null = null;
  const connected = new Set<number>();

  const open = (): Client => {
    const made = new Client({
      intents: [],
      shards: 'auto',
      // Only for the gateway's address: everything else goes through the one REST manager of `api`.
      rest: { api: apiUrl, retries: 0, timeout: 15_000 },
      allowedMentions: { parse: [] },
    });
    made.on(Events.Raw, (packet: unknown) => {
      if (!isInteraction(packet)) return;
      const raw = packet.d;
      // discord.js would go on to build its own objects of it, for nothing, and throw where nobody catches when a field is
      // not as it expects. It knows no packet of this name.
      packet.t = 'INTERACTION_TAKEN';
      onInteraction(raw);
    });
    made.on(Events.ShardReady, (shard) => connected.add(shard));
    made.on(Events.ShardResume, (shard) => connected.add(shard));
    made.on(Events.ShardReconnecting, (shard) => {
      connected.delete(shard);
      log.info({ shard }, 'the line to Discord broke; connecting again');
    });
    made.on(Events.ShardDisconnect, ({ code }, shard) => {
      connected.delete(shard);
      log.error({ shard, code }, 'Discord closed the line for good');
    });
    made.on(Events.ShardError, (error, shard) => log.warn({ err: error, shard }, 'trouble on the line to Discord'));
    made.on(Events.Error, (error) => log.error({ err: error }, 'discord.js failed'));
    return made;
  };

  const ready = (made: Client): Promise<void> =>
    new Promise((resolve) => {
      if (made.isReady()) resolve();
      else made.once(Events.ClientReady, () => resolve());
    });

  /** The application's id, or why not yet. */
  const connect = async (): Promise<string | 'away'> => {
    // Asked first, because discord.js tells a refused token and a Discord that is away apart only by half.
    const reachable = await api.request({ method: 'GET', route: '/gateway/bot', auth: true });
    if (reachable.kind === 'later' && reachable.detail === 'status 401') throw refused();
    if (reachable.kind !== 'ok') return 'away';
    const made = open();
    client = made;
    try {
      await made.login(token);
      await ready(made);
      return made.application?.id ?? made.user?.id ?? 'away';
    } catch (error) {
      connected.clear();
      await made.destroy().catch(() => undefined);
      client = null;
      if (refusesToken(error)) throw refused(error);
      log.warn({ err: error }, 'Discord could not be reached');
      return 'away';
    }
  };

  return {
    async start(signal) {
      for (let wait = firstRetryMs; ; wait = Math.min(wait * 2, longestRetryMs)) {
        const applicationId = await connect();
        if (applicationId !== 'away') return { applicationId };
        log.warn({ retryInMs: wait }, 'waiting for Discord');
        await clock.sleep(wait, signal);
        if (signal?.aborted) throw new StartError('Stopped while waiting for Discord.', exitCodes.unavailable);
      }
    },
    isReached: () => client?.isReady() === true && connected.size === client.ws.shards.size,
    async stop() {
      const open = client;
      client = null;
      connected.clear();
      await open?.destroy();
    },
  };
}

const refused = (cause?: unknown): StartError =>
  new StartError(
    'Discord refuses DISCORD_TOKEN. Copy the bot token again from the Discord developer portal.',
    exitCodes.unavailable,
    cause === undefined ? {} : { cause },
  );

const isInteraction = (packet: unknown): packet is { t: string; d: unknown } =>
  typeof packet === 'object' && packet !== null && 't' in packet && packet.t === 'INTERACTION_CREATE' && 'd' in packet;
