/** The least of a Discord that a bot can answer: gateway and REST in memory, with a stopwatch between dispatch and callback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

export const token = 'NDAwMDAwMDAwMDAwMDAwMDAx.bench0.only-a-benchmark-knows-this-token';
const application = { id: '400000000000000001', owner: { id: '300000000000000001' }, flags: 0 };
const bot = { id: application.id, username: 'bench', discriminator: '0', global_name: null, avatar: null, bot: true };
const channelId = '200000000000000001';
const guildId = '100000000000000001';
/** Everything a bot may be allowed. */
const permissions = String(2n ** 49n - 1n);

export interface Wire {
  apiUrl: string;
  /** Resolves once a bot is connected. */
  connected(): Promise<void>;
  /** Sends `/song` at an even pace; answers each one's ms from dispatch to callback, and how many were never answered. */
  commands(perSecond: number, seconds: number): Promise<{ ms: number[]; unanswered: number }>;
  /** Requests of the bot so far, other than callbacks: edits and posts. */
  edits(): number;
  close(): Promise<void>;
}

export async function createWire(): Promise<Wire> {
  let socket: WebSocket | null = null;
  let sequence = 0;
  let edits = 0;
  let lastId = 500_000_000_000_000_000n;
  const nextId = () => String(++lastId);
  const sentAt = new Map<string, number>();
  const ms: number[] = [];
  let onConnected: () => void = () => {};
  const connected = new Promise<void>((resolve) => {
    onConnected = resolve;
  });

  const http = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').replace(/^\/api\/v10/, '');
    const callback = /^\/interactions\/(\d+)\//.exec(path)?.[1];
    if (callback !== undefined) stop(callback);
    drain(request).then(
      (body) => answer(response, request.method ?? 'GET', path, body),
      // A bot that is killed at the end of its round leaves requests half sent.
      () => response.destroy(),
    );
  });
  const stop = (id: string) => {
    const from = sentAt.get(id);
    if (from === undefined) return;
    sentAt.delete(id);
    ms.push(performance.now() - from);
  };

  const answer = (response: ServerResponse, method: string, path: string, body: Buffer) => {
    const send = (value: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (path.startsWith('/gateway/bot'))
      return send({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
      });
    if (path.startsWith('/applications/@me')) return send(application);
    if (path.startsWith('/applications/')) return send(method === 'PUT' ? JSON.parse(String(body)) : []);
    if (path.startsWith('/interactions/')) {
      if (!path.includes('with_response=true')) return response.writeHead(204).end();
      return send({ interaction: { id: nextId(), type: 2 }, resource: { type: 4, message: message(nextId(), body) } });
    }
    edits += 1;
    return send(message(/(\d+)$/.exec(path)?.[1] ?? nextId(), body));
  };

  /** A message that has whatever files were named. */
  const message = (id: string, body: Buffer) => {
    const names = [...String(body).matchAll(/filename="([^"]+)"/g)].map((match) => match[1]);
    const attachments = names.map((filename) => ({ id: nextId(), filename, size: 1, url: 'x', proxy_url: 'x' }));
    return {
      id,
      channel_id: channelId,
      type: 0,
      content: '',
      author: bot,
      attachments,
      embeds: [],
      components: [],
      timestamp: new Date().toISOString(),
    };
  };

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const gatewayUrl = () => `ws://127.0.0.1:${port}`;
  const gateway = new WebSocketServer({ server: http });
  gateway.on('connection', (opened) => {
    const send = (frame: object) => opened.send(JSON.stringify(frame));
    send({ op: 10, d: { heartbeat_interval: 45_000 } });
    opened.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { op: number };
      if (frame.op === 1) send({ op: 11 });
      if (frame.op !== 2) return;
      const ready = {
        v: 10,
        user: bot,
        guilds: [],
        application,
        session_id: 's',
        resume_gateway_url: gatewayUrl(),
        shard: [0, 1],
      };
      send({ op: 0, t: 'READY', s: ++sequence, d: ready });
      socket = opened;
      onConnected();
    });
  });

  const dispatch = (n: number) => {
    const id = nextId();
    const user = {
      id: String(310_000_000_000_000_000n + BigInt(n)),
      username: `m${n}`,
      discriminator: '0',
      global_name: null,
      avatar: null,
    };
    const interaction = {
      id,
      application_id: application.id,
      type: 2,
      token: `token-${id}`,
      version: 1,
      context: 0,
      guild_id: guildId,
      guild: { id: guildId, locale: 'en-US', features: [] },
      channel_id: channelId,
      channel: { id: channelId, type: 0, name: 'songs', guild_id: guildId, permissions },
      member: {
        user,
        permissions,
        roles: [],
        joined_at: '2026-01-01T00:00:00.000Z',
        deaf: false,
        mute: false,
        flags: 0,
      },
      locale: 'en-US',
      guild_locale: 'en-US',
      app_permissions: permissions,
      attachment_size_limit: 10_485_760,
      entitlements: [],
      authorizing_integration_owners: { 0: guildId },
      data: {
        id: '600000000000000001',
        name: 'song',
        type: 1,
        options: [{ name: 'idea', type: 3, value: `a lighthouse that hums, number ${n}` }],
      },
    };
    sentAt.set(id, performance.now());
    socket?.send(JSON.stringify({ op: 0, t: 'INTERACTION_CREATE', s: ++sequence, d: interaction }));
  };

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    connected: () => connected,
    commands: async (perSecond, seconds) => {
      ms.length = 0;
      sentAt.clear();
      const startedAt = performance.now();
      for (let n = 0; n < perSecond * seconds; n++) {
        const due = startedAt + (n * 1000) / perSecond;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        dispatch(n);
      }
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return { ms: [...ms], unanswered: sentAt.size };
    },
    edits: () => edits,
    close: async () => {
      for (const client of gateway.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function drain(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
