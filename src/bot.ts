/** Builds the whole bot by hand, in the order in which one part needs another, and takes it down the other way round. */
import { dirname, join } from 'node:path';
import type { CommandDeps } from '../commands/deps.ts';
import { createCommands } from '../commands/index.ts';
import { modelOf } from './circles/models.ts';
import { createCircles } from './circles/store.ts';
import { createWatch, type Watch } from './circles/watch.ts';
import { atMost, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { createCache } from './database/keyv.ts';
import { blockedHere } from './database/operator.ts';
import { createDiscordApi, createRest, type DiscordApi } from './discord/api.ts';
import { type ApprovalBoards, createApprovalBoards } from './discord/approvals.ts';
import { createCharts } from './discord/charts.ts';
import { createCircleBoards } from './discord/circle-boards.ts';
import { declarationsOf } from './discord/command.ts';
import { createDelivery } from './discord/delivery.ts';
import { createDoor } from './discord/door.ts';
import { createOperators, type Operators } from './discord/operators.ts';
import { registerCommands } from './discord/register.ts';
import { createRouter, type Router } from './discord/router.ts';
import { createTexts, type Texts } from './discord/texts/texts.ts';
import { createHttp, type Http } from './http.ts';
import { createLedger, type Ledger } from './ledger/ledger.ts';
import type { Log } from './log.ts';
import { createForgetting } from './members/forget.ts';
import { createRegistry, type Registry } from './providers/index.ts';
import type { Provider } from './providers/provider.ts';
import { services } from './providers/services.ts';
import { createSketch } from './providers/sketch/sketch.ts';
import { createServer } from './server.ts';
import { createAdvance } from './songs/advance.ts';
import { createApprovals } from './songs/approvals.ts';
import { createAsking } from './songs/asking.ts';
import { type Callbacks, createCallbacks } from './songs/callbacks.ts';
import { createServiceHealth } from './songs/health.ts';
import { createLyricFiles, type LyricFiles } from './songs/lyric-files.ts';
import { createMedia } from './songs/media.ts';
import { createMessages, type Messages } from './songs/messages.ts';
import { createOrdering } from './songs/ordering.ts';
import { createQuotas } from './songs/quotas.ts';
import { createRequests } from './songs/requests.ts';
import { createSongs } from './songs/room.ts';
import { createSchedule, type Schedule } from './songs/schedule.ts';
import { createSettings, type Settings } from './songs/settings.ts';
import type { Songs } from './songs/songs.ts';
import { createSteps } from './songs/steps.ts';
import { createWorker, type Worker } from './songs/worker.ts';

/** Songs that are worked on at the same time; most of them wait for somebody else. */
const songsAtOnce = 16;
/** A step of a song waits this long at most for members who are being answered. */
const courtesyMs = 250;
/** Services that needed somebody are asked for their credits now and then; the other chores wait so long at most. */
const creditsWithinMs = 10_000;
/** A stop is over within 5 s unless a submission is in flight: so long for answers, and then so long for songs. */
const answersWithinMs = 1_000;
const restWithinMs = 3_500;

export interface Bot {
  /** Where health is told. */
  port: number;
  stop(): Promise<void>;
}

export interface BotOptions {
  config: Config;
  log: Log;
  /** Services instead of the built-in ones, in the order of preference, with their prices. */
  services?: { providers: Provider[]; prices: ReadonlyMap<string, number> };
  /** When songs are looked at, instead of what is learned of services. */
  schedule?: Schedule;
  /** Ends the wait for a Discord that is away. */
  signal?: AbortSignal;
}

/** Resolves when Discord is reached, the commands stand and the songs of the last run go on. @throws StartError */
export async function startBot({ config, log, services, schedule, signal }: BotOptions): Promise<Bot> {
  const clock = systemClock;
  const undo: (() => Promise<void>)[] = [];
  const stop = once(async () => {
    for (const step of undo.reverse()) await step().catch((err: unknown) => log.error({ err }, 'a stop stumbled'));
  });
  try {
    const database = await openDatabase({ url: config.database.url, clock, log });
    undo.push(() => database.close());
    const discord = createDiscord(config, log);
    let router: Router | null = null;
    const courtesy = async () => {
      if (router !== null) await atMost(clock, courtesyMs, router.idle());
    };
    const ledger = createLedger(database, { caps: config.caps, starterCredits: config.credits.starter, clock });
    const room = await openSongs({ config, log, services, schedule, database, ledger, discord, courtesy, undo });
    const { watch, ...circleDeps } = openCircles({ log, database, discord, room, undo });
    room.onSong(watch.hear);
    const { memberAtOnce, guildAtOnce } = config.caps;
    const { texts, operators, api } = discord;
    const limits = { memberAtOnce, guildAtOnce };
    const { songs, lyricFiles, messages, settings, approvals } = room;
    const forgetting = createForgetting({
      database,
      clock,
      wake: () => {
        room.worker.wake();
        watch.catchUp();
        approvals.catchUp();
      },
    });
    const ours = { songs, lyricFiles, messages, settings, approvals, forgetting, credits: ledger, clock };
    const charts = createCharts({ log });
    const commands = createCommands({ ...ours, charts, texts, operators, limits, ...circleDeps });
    const answering = createRouter({
      api,
      songs,
      commands,
      operators,
      blockedHere: (guildId, userId) => database.read((db) => blockedHere(db, guildId, userId)),
      texts,
      clock,
      log,
    });
    router = answering;
    const door = createDoor({
      api,
      apiUrl: config.discord.apiUrl,
      token: discord.token,
      clock,
      log,
      onInteraction: (raw) => void answering.handle(raw),
    });
    const server = createServer({
      http: config.http,
      log,
      health: () => health(door.isReached(), database),
      onCallback: room.callbacks.receive,
    });
    const port = await server.start();
    undo.push(() => server.close());
    // Before anybody is answered: what the last run left half shown is told from what this one is about to show.
    await approvals.start();
    const { applicationId } = await door.start(signal);
    undo.push(async () => {
      // First no new ones: answers go their own way, and those under way need no gateway.
      await door.stop();
      await atMost(clock, answersWithinMs, answering.idle());
    });
    await operators.load();
    const store = createCache<string>(database, 'discord');
    const target = { applicationId, guildId: config.discord.guildId };
    const registered = await registerCommands({ api, store, log }, target, declarationsOf(commands));
    if (registered.kind === 'failed') log.error({ detail: registered.detail }, 'the commands could not be registered');
    await room.worker.start();
    await watch.start();
    log.info({ port, services: config.providers.order }, 'ready');
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Discord {
  token: string;
  api: DiscordApi;
  texts: Texts;
  operators: Operators;
}

function createDiscord(config: Config, log: Log): Discord {
  const { token, apiUrl, operatorIds } = config.discord;
  if (token === null) throw new Error('The bot was started without a token.');
  const api = createDiscordApi({ rest: createRest(apiUrl, token), token });
  const operators = createOperators({ api, clock: systemClock, log, configured: operatorIds });
  return { token, api, texts: createTexts(), operators };
}

interface Room {
  songs: Songs;
  callbacks: Callbacks;
  lyricFiles: LyricFiles;
  messages: Messages;
  settings: Settings;
  approvals: ApprovalBoards;
  worker: Worker;
  registry: Registry;
  /** Tells of every song whose card went out or that moved on. */
  onSong(hear: (songId: string) => void): void;
}

async function openSongs(deps: {
  config: Config;
  log: Log;
  services: BotOptions['services'];
  schedule: BotOptions['schedule'];
  database: Database;
  ledger: Ledger;
  discord: Discord;
  courtesy: () => Promise<void>;
  undo: (() => Promise<void>)[];
}): Promise<Room> {
  const { config, log, database, discord, undo } = deps;
  const clock = systemClock;
  const { texts, operators, api } = discord;
  const http = createHttp({ allowPrivate: config.downloads.allowPrivate, userAgent: 'Songcircle/0.1', log });
  undo.push(() => http.close());
  const media = await createMedia({ dir: config.media.directory, maxBytes: config.media.maxBytes, http, clock, log });
  const registry = await createProviders(deps, http);
  undo.push(async () => {
    for (const provider of registry.all) await provider.close?.();
  });
  const steps = createSteps(database);
  const schedule = deps.schedule ?? createSchedule({ store: createCache<unknown>(database, 'schedule'), log });
  undo.push(() => schedule.kept());
  await schedule.load(registry.all);
  const { caps, credits, deadlines } = config;
  const limits = { caps, starterCredits: credits.starter, deadlineMs: deadlines.songMs };
  const requests = createRequests(database, limits);
  const approvals = createApprovals(database, limits);
  const approvalBoards = createApprovalBoards({ approvals, api, texts, clock, log });
  undo.push(() => approvalBoards.stop());
  const delivery = createDelivery({ api, texts, clock, log, operators });
  const store = createCache<unknown>(database, 'services');
  const { tellOperators } = delivery;
  const health = createServiceHealth({ providers: registry.all, store, clock, log, tellOperators });
  await health.recall();
  const wake = (songId?: string) => worker.wake(songId);
  const callbacks = createCallbacks({ steps, registry, clock, publicUrl: config.publicUrl, wake });
  const submissions = new Set<string>();
  const stopping = new AbortController();
  const advance = createAdvance({
    steps,
    registry,
    media,
    delivery,
    schedule,
    asking: createAsking({ clock, log, shared: database.shared ? createQuotas(database, clock) : undefined }),
    callbacks,
    health,
    clock,
    log,
    random: Math.random,
    submissions,
    courtesy: deps.courtesy,
    stopping: stopping.signal,
  });
  let hear: (songId: string) => void = () => undefined;
  const moveOn = async (lease: Parameters<typeof advance>[0]) => {
    await advance(lease);
    hear(lease.songId);
  };
  const lyricFiles = openLyricFiles(deps);
  const messages = createMessages({ database, clock });
  const chores = async () => {
    await steps.purgeTokens(clock.now());
    await deps.ledger.topUpDue();
    await lyricFiles.purge();
    await messages.purge();
    await approvalBoards.expire();
    await media.sweep(steps.needed);
    await health.check(AbortSignal.any([stopping.signal, AbortSignal.timeout(creditsWithinMs)]));
  };
  const worker = createWorker({ steps, advance: moveOn, clock, log, atOnce: songsAtOnce, chores });
  undo.push(async () => {
    stopping.abort();
    const patience = { withinMs: restWithinMs, submissionsWithinMs: deadlines.stopMs, submitting: submissions };
    await worker.stop(patience);
  });
  hearNews(registry.all, async (provider, task) => {
    const songId = await steps.songOfTask(provider, task);
    if (songId !== null) wake(songId);
  });
  const settings = createSettings(database);
  const ordering = createOrdering({ registry, steps, schedule, clock, guildAtOnce: caps.guildAtOnce });
  const room = createSongs({ requests, approvals, settings, ordering, steps, registry, media, clock, wake });
  const songs: Songs = {
    ...room,
    async answered(songId, stands) {
      await room.answered(songId, stands);
      hear(songId);
    },
  };
  const onSong: Room['onSong'] = (listener) => {
    hear = listener;
  };
  return { songs, callbacks, worker, lyricFiles, messages, settings, approvals: approvalBoards, registry, onSong };
}

/** Circles, their messages, and the loop that lets time and songs have their say in them. */
function openCircles(deps: {
  log: Log;
  database: Database;
  discord: Discord;
  room: Room;
  undo: (() => Promise<void>)[];
}): Pick<CommandDeps, 'circles' | 'circleBoards'> & { watch: Watch } {
  const { log, database, discord, room, undo } = deps;
  const clock = systemClock;
  const { api, texts } = discord;
  const { songs, registry } = room;
  const ofModel = (model: string) => modelOf(registry, model);
  const circles = createCircles(database, { limitsOf: (model) => ofModel(model).limits });
  const circleBoards = createCircleBoards({ circles, songs, modelOf: ofModel, api, texts, clock, log });
  const { seen, behind } = circleBoards;
  const watch = createWatch({ circles, clock, log, seen, behind });
  undo.push(async () => {
    await watch.stop();
    await circleBoards.stop();
  });
  return { circles, circleBoards, watch };
}

/** A way out of its own: files that Discord names may lie where Discord itself does, which no service may send us to. */
function openLyricFiles(deps: {
  config: Config;
  log: Log;
  database: Database;
  undo: (() => Promise<void>)[];
}): LyricFiles {
  const { config, log, database } = deps;
  const { allowPrivate } = config.downloads;
  const trusted = [config.discord.apiUrl];
  const http = createHttp({ allowPrivate, trusted, userAgent: 'Songcircle/0.1', log });
  const lyricFiles = createLyricFiles({ database, http, clock: systemClock, log });
  deps.undo.push(async () => {
    await lyricFiles.close();
    await http.close();
  });
  return lyricFiles;
}

async function createProviders(
  deps: { config: Config; log: Log; services: BotOptions['services'] },
  http: Http,
): Promise<Registry & { all: Provider[] }> {
  const { config, services: given, log } = deps;
  const all = given?.providers ?? [
    ...(await loadHosted(config, http)),
    createSketch({ dir: join(dirname(config.media.directory), 'sketch'), log }),
  ];
  const order = given === undefined ? config.providers.order : all.map((provider) => provider.id);
  const prices = given?.prices ?? new Map(Object.entries(config.providers.prices));
  return { ...createRegistry({ providers: all, order, prices }), all };
}

/** Every service with a key, preferred or not: songs that were begun there are still looked after. */
async function loadHosted({ providers }: Config, http: Http): Promise<Provider[]> {
  const loading = services.map(async (service) => {
    const settings = providers.hosted[service.id];
    return settings === undefined ? [] : [(await service.load())({ http, ...settings })];
  });
  return (await Promise.all(loading)).flat();
}

/** A provider on this machine that has news wakes the loop; whatever goes wrong with that, the next look finds out. */
function hearNews(providers: readonly Provider[], wake: (provider: string, task: string) => Promise<void>): void {
  for (const provider of providers) {
    provider.onNews?.((task) => {
      wake(provider.id, JSON.stringify(task)).catch(() => undefined);
    });
  }
}

async function health(discord: boolean, database: Database) {
  const answers = await database.ping().then(
    () => true,
    () => false,
  );
  return { ok: discord && answers, parts: { discord, database: answers } };
}

/** However often it is asked for, it happens once. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
