import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { BotStatus, Fault, LiveEvent, SandboxMember, SeenRequest, Violation, WorldChange } from '../protocol.ts';
import { avatarSvg } from './avatars.ts';
import type { BotControl } from './bot-control.ts';
import { warmSchemas } from './checks/check.ts';
import { realClock, type SandboxClock } from './clock.ts';
import { isFromHere } from './door.ts';
import type { Page } from './page.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { APPLICATION, CHANNEL_IDS, GUILD } from './world.ts';

/** The sandbox is for this machine alone. */
const HOST = '127.0.0.1';

/** Shaped like a real one, and opens nothing but a sandbox. */
export const SANDBOX_TOKEN = `${Buffer.from(APPLICATION.id).toString('base64url')}.SandBx.this-token-opens-a-sandbox-only-0000`;

export interface SandboxOptions {
  /** 0: any free one. */
  port: number;
  /** Where messages and files are kept. */
  dir: string;
  /** The token the bot must show, without `Bot `. */
  token?: string;
  /** Absent: the bot runs elsewhere. */
  bot?: BotControl;
  clock?: SandboxClock;
  page?: Page;
  /** Default true. False: bodies are not checked, for measuring the bot alone. */
  validate?: boolean;
  /** Default true. */
  rateLimits?: boolean;
  /** So many members beside the six with names: `Guest 1`, `Guest 2` … */
  crowd?: number;
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
  /** @param since requests after this number alone. */
  requests(since?: number): SeenRequest[];
  fault(fault: Fault): void;
  change(change: WorldChange): void;
  close(): Promise<void>;
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

const sendAvatar = ({ world }: Rooms, response: ServerResponse, id: string): void => {
  const member = world.members.get(id);
  const letter = id === APPLICATION.id ? '♪' : Array.from(member?.name ?? '')[0];
  response.writeHead(letter ? 200 : 404, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' });
  response.end(letter ? avatarSvg(id, letter) : undefined);
};

const plain = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
};

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Which part of the sandbox a request is for. A foreign web page is refused everywhere: the bot's token is no secret here. */
const createAnswer = (rooms: Rooms, page: Page | undefined, port: number): Answer => {
  const origin = `http://${HOST}:${port}`;
  return (request, response) => {
    const url = URL.parse(request.url ?? '/', origin);
    if (!url) return plain(response, 400, 'This is no address.');
    const [, first = '', second = ''] = url.pathname.split('/');
    if (!isFromHere(request, port)) return plain(response, 403, 'This sandbox answers this machine alone.');
    if (first === 'api') return rooms.api.handle(request, response, url);
    if (first === 'attachments') return rooms.files.serve(request, response, url);
    if (first === 'avatars') return sendAvatar(rooms, response, second);
    if (first === 'sandbox') return rooms.door(request, response, url);
    if (page && request.method === 'GET') return page.serve(response, url.pathname, origin);
    return plain(response, 404, 'Not found');
  };
};

/** The two WebSockets: the bot's gateway, and the tabs of the page. */
const createUpgrade = (rooms: Rooms, sockets: WebSocketServer, port: number) => {
  const openTab = (request: IncomingMessage, socket: Duplex, head: Buffer, memberId: string | undefined): boolean => {
    const member = rooms.world.members.get(memberId ?? '');
    if (!member) return false;
    sockets.handleUpgrade(request, socket, head, (tab) => {
      tab.send(JSON.stringify({ type: 'snapshot', snapshot: rooms.snapshots.of(member) } satisfies LiveEvent));
      rooms.live.add(member.id, tab);
    });
    return true;
  };
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = URL.parse(request.url ?? '/', `http://${HOST}:${port}`);
    const known = url !== null && isFromHere(request, port);
    if (known && /^\/gateway\/?$/.test(url.pathname)) {
      sockets.handleUpgrade(request, socket, head, rooms.gateway.accept);
      return;
    }
    // A tab that names nobody is the first member, the operator.
    const wanted = url?.searchParams.get('member') || [...rooms.world.members.keys()][0];
    if (known && url.pathname === '/sandbox/live' && openTab(request, socket, head, wanted)) return;
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
  };
};

/** Starts a Discord in miniature. Rejects with the error of `listen`, e.g. code EADDRINUSE. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { dir, token = SANDBOX_TOKEN, clock = realClock, bot, validate = true, rateLimits = true, crowd = 0 } = options;
  const server = createServer();
  const port = await listen(server, options.port);
  const url = `http://${HOST}:${port}`;
  const rooms = createRooms({ dir, token, clock, bot, validate, rateLimits, crowd, origin: () => url });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const answer = createAnswer(rooms, options.page, port);
  server.on('upgrade', createUpgrade(rooms, sockets, port));
  const stumble = (error: unknown, response: ServerResponse): void => {
    // Who closes a tab while a song is on its way breaks nothing.
    if (!response.destroyed) process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : error}\n`);
    if (response.headersSent) response.destroy();
    else plain(response, 500, 'The sandbox stumbled; its terminal says why.');
  };
  server.on('request', (request, response) => {
    (async () => answer(request, response))().catch((error: unknown) => stumble(error, response));
  });
  if (validate) setImmediate(() => void warmSchemas());

  return {
    url,
    apiUrl: `${url}/api`,
    token,
    applicationId: APPLICATION.id,
    guildId: GUILD.id,
    channels: CHANNEL_IDS,
    members: [...rooms.world.members.values()],
    botStatus: rooms.watch.status,
    onBotStatus: rooms.watch.listen,
    violations: rooms.api.violations,
    forgetViolations: rooms.api.forgetViolations,
    requests: (since = 0) => rooms.api.requests(since),
    fault: rooms.api.faults.add,
    change: rooms.change,
    async close() {
      rooms.interactions.close();
      rooms.gateway.close();
      rooms.live.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rooms.store.close();
    },
  };
};
