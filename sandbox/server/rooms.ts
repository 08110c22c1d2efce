import type { BotStatus, LiveEvent } from '../protocol.ts';
import { createActs } from './acts.ts';
import { createApi } from './api.ts';
import type { BotControl } from './bot-control.ts';
import type { SandboxClock } from './clock.ts';
import { createCommands } from './commands.ts';
import { createDoor } from './door.ts';
import { createFiles, type StoredFile } from './files.ts';
import { createGateway } from './gateway.ts';
import { createIds } from './ids.ts';
import { createInteractions } from './interactions.ts';
import { createLive } from './live.ts';
import { createMessages } from './messages.ts';
import { presentGuild } from './payload.ts';
import { createSnapshots } from './snapshot.ts';
import { openStore } from './store.ts';
import { APPLICATION, botUser, createWorld, GUILD, type World } from './world.ts';
import { createWorldChanges } from './world-changes.ts';

export interface RoomsOptions {
  dir: string;
  token: string;
  clock: SandboxClock;
  bot?: BotControl;
  validate: boolean;
  rateLimits: boolean;
  crowd: number;
  /** `http://host:port`. */
  origin: () => string;
}

/** READY without what belongs to the session. */
const readyFields = (world: World): object => ({
  user: { ...botUser(), mfa_enabled: true, verified: true, email: null },
  guilds: world.settings.botInGuild ? [{ id: GUILD.id, unavailable: true }] : [],
  application: { id: APPLICATION.id, flags: 0 },
  session_type: 'normal',
});

/** How the bot is, told to every tab when it changes. */
const createBotWatch = (bot: BotControl | undefined, sessions: () => number, tell: (event: LiveEvent) => void) => {
  const listeners: ((status: BotStatus) => void)[] = [];
  const status = (): BotStatus => {
    if (!bot) return 'unmanaged';
    if (!bot.running()) return 'down';
    return sessions() > 0 ? 'online' : 'starting';
  };
  let told: BotStatus | null = null;
  const changed = () => {
    const current = status();
    if (current === told) return;
    told = current;
    tell({ type: 'bot', bot: current, botLog: bot?.lastWords() ?? [] });
    for (const listener of listeners) listener(current);
  };
  bot?.onChange(changed);
  return { status, changed, listen: (listener: (status: BotStatus) => void) => void listeners.push(listener) };
};

/** Everything the sandbox is made of, put together by hand. */
export const createRooms = (options: RoomsOptions) => {
  const { dir, token, clock, bot, origin } = options;
  const now = () => clock.now();
  const gatewayUrl = () => `${origin().replace('http', 'ws')}/gateway`;
  const store = openStore(dir);
  const ids = createIds(now, store.largestId());
  const world = createWorld(store, ids, options.crowd);
  const files = createFiles(dir, now, token);
  const live = createLive();
  const tell = live.tell;
  const uploaded = new Map<string, StoredFile>();
  const messages = createMessages({
    store,
    world,
    files,
    ids,
    now,
    origin,
    tell,
    warn: (rule, body) => api.warn(rule, body),
  });
  const commands = createCommands(store, ids, () => snapshots.tellCommands());
  const watch = createBotWatch(
    bot,
    () => gateway.connected(),
    (event) => tell(event, null),
  );
  const gateway = createGateway({
    token,
    url: gatewayUrl,
    ready: () => readyFields(world),
    guild: () => (world.settings.botInGuild ? presentGuild(world) : null),
    changed: watch.changed,
  });
  const interactions = createInteractions({
    store,
    ids,
    clock,
    world,
    gateway,
    botIsUp: () => !bot || bot.running(),
    presentMessage: messages.present,
    tell,
  });
  const api = createApi(
    { token, clock, tell, validate: options.validate, rateLimits: options.rateLimits },
    (judge) => ({
      world,
      messages,
      commands,
      interactions,
      clock,
      judge,
      tell,
      gatewayUrl,
    }),
  );
  const lastWords = () => bot?.lastWords() ?? [];
  const { violations } = api;
  const snapshots = createSnapshots({ world, commands, messages, tell, status: watch.status, lastWords, violations });
  const change = createWorldChanges({ world, messages, interactions, gateway, snapshots });

  const reset = async (): Promise<void> => {
    await bot?.stop();
    interactions.forgetAll();
    messages.reset();
    commands.reset();
    world.reset();
    api.forgetViolations();
    await files.reset();
    await bot?.wipe();
    snapshots.tellAll();
    await bot?.restart();
  };
  const door = createDoor({
    acts: createActs({ world, commands, messages, interactions, files, uploaded, origin }),
    snapshot: snapshots.ofId,
    change,
    fault: api.faults.add,
    requests: api.requests,
    violations,
    forgetViolations: api.forgetViolations,
    async upload(channelId, upload) {
      const file = await files.save(upload, ids.next(), channelId, {});
      uploaded.set(file.id, file);
      return { id: file.id, filename: file.filename, bytes: file.size };
    },
    order: bot ? (what) => bot[what]() : null,
    reset,
  });
  return { store, world, files, live, gateway, interactions, api, snapshots, watch, change, door };
};

export type Rooms = ReturnType<typeof createRooms>;
