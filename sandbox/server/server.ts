import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { BotStatus, Fault, LiveEvent, SandboxMember, SeenRequest, Violation, WorldChange } from '../protocol.ts';
import { createActs } from './acts.ts';
import { createApi } from './api.ts';
import { avatarSvg } from './avatars.ts';
import { warmSchemas } from './checks/check.ts';
import { realClock, type SandboxClock } from './clock.ts';
import { createCommands } from './commands.ts';
import { createDoor, isFromHere } from './door.ts';
import { createFiles, type StoredFile } from './files.ts';
import { createGateway } from './gateway.ts';
import { createIds } from './ids.ts';
import { createInteractions } from './interactions.ts';
import { createLive } from './live.ts';
import { createMessages } from './messages.ts';
import type { Page } from './page.ts';
import { presentGuild } from './payload.ts';
import { createSnapshots } from './snapshot.ts';
import { openStore } from './store.ts';
import { APPLICATION, botUser, CHANNEL_IDS, createWorld, GUILD } from './world.ts';
import { createWorldChanges } from './world-changes.ts';

/** Shaped like a real one, and opens nothing but a sandbox. */
export const SANDBOX_TOKEN = `${Buffer.from(APPLICATION.id).toString('base64url')}.SandBx.this-token-opens-a-sandbox-only-0000`;

/** The hand on a bot's process; given when the sandbox runs the bot itself. */
export interface BotControl {
  running(): boolean;
  restart(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets everything the bot knows; only while it is stopped. */
  wipe(): Promise<void>;
  /** The last lines of a bot that ended with an error, else nothing. */
  lastWords(): string[];
  onChange(listener: () => void): void;
}

export interface SandboxOptions {
  /** 0: any free one. */
  port: number;
  host?: string;
  /** Where messages and files are kept. */
  dir: string;
  /** The token the bot must show, without `Bot `. */
  token?: string;
  bot?: BotControl;
  clock?: SandboxClock;
  page?: Page;
  /** Default true. False: bodies are not checked, for measuring the bot alone. */
  validate?: boolean;
  /** Default true. */
  rateLimits?: boolean;
}

export interface Sandbox {
  /** `http://127.0.0.1:4900`. */
  url: string;
  /** What `DISCORD_API_URL` (discord.js `rest.api`) must be. */
  apiUrl: string;
  token: string;
  applicationId: string;
  guildId: string;
  channels: { songs: string; lounge: string; thread: string };
  members: SandboxMember[];
  botStatus(): BotStatus;
  onBotStatus(listener: (status: BotStatus) => void): void;
  violations(): Violation[];
  forgetViolations(): void;
  requests(since?: number): SeenRequest[];
  fault(fault: Fault): void;
  change(change: WorldChange): void;
  close(): Promise<void>;
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

/** Starts a Discord in miniature. Rejects with the error of `listen`, e.g. code EADDRINUSE. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { dir, token = SANDBOX_TOKEN, host = '127.0.0.1', clock = realClock, bot } = options;
  const now = () => clock.now();
  let port = options.port;
  const origin = () => `http://${host}:${port}`;
  const server = createServer();
  port = await listen(server, port, host);

  const store = openStore(dir);
  const ids = createIds(now, store.largestId());
  const world = createWorld(store, ids);
  const files = createFiles(dir, now, token);
  const live = createLive();
  const tell = (event: LiveEvent, to: string | null) => live.tell(event, to);
  const uploaded = new Map<string, StoredFile>();
  const messages = createMessages(
    { store, world, files, ids, now, origin, tell, warn: (rule, body) => api.warn(rule, body) },
    GUILD.id,
  );
  const commands = createCommands(store, ids, () => snapshots.tellCommands());
  const status = (): BotStatus => {
    if (!bot) return 'unmanaged';
    if (!bot.running()) return 'down';
    return gateway.connected() > 0 ? 'online' : 'starting';
  };
  const gatewayUrl = () => `ws://${host}:${port}/gateway`;
  const listeners: ((status: BotStatus) => void)[] = [];
  let told: BotStatus | null = null;
  const botChanged = () => {
    const current = status();
    if (current === told) return;
    told = current;
    tell({ type: 'bot', bot: current, botLog: bot?.lastWords() ?? [] }, null);
    for (const listener of listeners) listener(current);
  };
  bot?.onChange(botChanged);
  const gateway = createGateway({
    token,
    url: gatewayUrl,
    ready: () => ({
      user: { ...botUser(), mfa_enabled: true, verified: true, email: null },
      guilds: world.settings.botInGuild ? [{ id: GUILD.id, unavailable: true }] : [],
      application: { id: APPLICATION.id, flags: 0 },
      session_type: 'normal',
    }),
    guild: () => (world.settings.botInGuild ? presentGuild(world) : null),
    changed: botChanged,
  });
  const interactions = createInteractions({
    store,
    ids,
    clock,
    world,
    gateway: () => gateway,
    botIsUp: () => !bot || bot.running(),
    presentMessage: messages.present,
    tell,
  });
  const api = createApi(
    { token, clock, tell, validate: options.validate ?? true, rateLimits: options.rateLimits ?? true },
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
  const snapshots = createSnapshots({
    world,
    commands,
    messages,
    tell,
    status,
    lastWords: () => bot?.lastWords() ?? [],
    violations: api.violations,
  });
  const change = createWorldChanges({ world, messages, interactions, gateway, snapshots });
  const acts = createActs({ world, commands, messages, interactions, files, uploaded, origin });

  const reset = async (): Promise<void> => {
    await bot?.stop();
    interactions.forgetAll();
    messages.reset();
    commands.reset();
    world.reset();
    api.forgetViolations();
    await files.reset();
    await bot?.wipe();
    for (const member of world.members.values()) tell({ type: 'snapshot', snapshot: snapshots.of(member) }, member.id);
    await bot?.restart();
  };
  const door = createDoor({
    acts,
    snapshot: (id) => snapshots.ofId(id),
    change,
    fault: api.faults.add,
    requests: api.requests,
    violations: api.violations,
    forgetViolations: api.forgetViolations,
    async upload(channelId, upload) {
      const file = await files.save(upload, ids.next(), channelId, {});
      uploaded.set(file.id, file);
      return { id: file.id, filename: file.filename, bytes: file.size };
    },
    order: bot ? (what) => bot[what]() : null,
    reset,
  });

  const avatar = (response: ServerResponse, id: string) => {
    const member = world.members.get(id);
    const isKnown = member || id === APPLICATION.id;
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' });
    response.end(isKnown ? avatarSvg(id, member ? (Array.from(member.name)[0] ?? '?') : '♪') : undefined);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', origin());
    if (url.pathname.startsWith('/api/')) return api.handle(request, response, url);
    if (!isFromHere(request, port)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('This sandbox answers this machine alone.');
      return;
    }
    if (url.pathname.startsWith('/attachments/')) return files.serve(request, response, url);
    if (url.pathname.startsWith('/avatars/')) return avatar(response, url.pathname.split('/')[2] ?? '');
    if (url.pathname.startsWith('/sandbox/')) return door(request, response, url);
    if (options.page && request.method === 'GET') return options.page.serve(response, url.pathname, origin());
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The sandbox stumbled; its terminal says why.');
      if (!response.destroyed)
        process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
    });
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', origin());
    const isGateway = /^\/gateway\/?$/.test(url.pathname);
    // A tab that names nobody is the first member, the operator.
    const wanted = url.searchParams.get('member') || [...world.members.keys()][0];
    const member =
      url.pathname === '/sandbox/live' && isFromHere(request, port) ? world.members.get(wanted ?? '') : undefined;
    if (!isGateway && !member) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connected) => {
      if (isGateway) return gateway.accept(connected);
      if (!member) return;
      connected.send(JSON.stringify({ type: 'snapshot', snapshot: snapshots.of(member) } satisfies LiveEvent));
      live.add(member.id, connected);
    });
  });
  if (options.validate !== false) setImmediate(() => void warmSchemas());

  return {
    url: origin(),
    apiUrl: `${origin()}/api`,
    token,
    applicationId: APPLICATION.id,
    guildId: GUILD.id,
    channels: CHANNEL_IDS,
    members: [...world.members.values()],
    botStatus: status,
    onBotStatus: (listener) => listeners.push(listener),
    violations: api.violations,
    forgetViolations: api.forgetViolations,
    requests: (since = 0) => api.requests(since),
    fault: api.faults.add,
    change,
    async close() {
      interactions.close();
      gateway.close();
      live.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
};
