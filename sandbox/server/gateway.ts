import { randomBytes } from 'node:crypto';
import { GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { z } from 'zod';

const HEARTBEAT_EVERY_MS = 41_250;
/** How many events a session that lost its connection may catch up on; more, and it must start anew. */
const REPLAY_EVENTS = 250;
/** How long a session without a connection may still be resumed. */
const RESUME_WITHIN_MS = 120_000;
/** Discord's limits of one connection: sends a minute, bytes a send. */
const SENDS_PER_MINUTE = 120;
const SEND_BYTES = 4096;
const ALL_INTENTS = Object.values(GatewayIntentBits)
  .filter((value): value is GatewayIntentBits => typeof value === 'number')
  .reduce((all, bit) => all | bit, 0);
const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

const frame = z.looseObject({ op: z.number().int(), d: z.unknown().optional() });
const identify = z.looseObject({
  token: z.string(),
  intents: z.number().int(),
  shard: z.tuple([z.number().int(), z.number().int().min(1)]).optional(),
});
const resume = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.number().int() });

interface Session {
  id: string;
  intents: number;
  shard: number;
  shards: number;
  socket: WebSocket | null;
  seq: number;
  sent: { seq: number; text: string }[];
  /** When the connection was lost, epoch milliseconds; only of use while `socket` is null. */
  lostAt: number;
}

interface Connection {
  socket: WebSocket;
  session: Session | null;
  sends: number;
  minuteBegan: number;
  /** When the last heartbeat came. */
  beatAt: number;
}

type Frame = z.output<typeof frame>;

export interface GatewayDeps {
  token: string;
  /** `ws://host:port/gateway`. */
  url: () => string;
  /** The fields of READY that do not depend on the session. */
  ready: () => object;
  /** GUILD_CREATE for a session with the intent Guilds; null: the bot is in no guild. */
  guild: () => object | null;
  /** A session came or went. */
  changed: () => void;
}

export interface Gateway {
  accept(socket: WebSocket): void;
  /** @returns whether a session will hear of it, now or when it resumes. */
  dispatch(event: GatewayDispatchEvents, data: object, guildId: string | null, intent?: number): boolean;
  /** How many sessions are connected. */
  connected(): number;
  drop(): void;
  askToReconnect(): void;
  close(): void;
}

export const createGateway = (deps: GatewayDeps): Gateway => {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();

  const send = (session: Session, event: GatewayDispatchEvents, data: object) => {
    session.seq += 1;
    const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s: session.seq, d: data });
    session.sent.push({ seq: session.seq, text });
    if (session.sent.length > REPLAY_EVENTS) session.sent.shift();
    session.socket?.send(text);
  };

  const attach = (session: Session, socket: WebSocket) => {
    session.socket?.close(GatewayCloseCodes.SessionTimedOut);
    session.socket = socket;
  };

  const begin = (socket: WebSocket, raw: unknown): Session | null => {
    const parsed = identify.safeParse(raw);
    if (!parsed.success) return close(socket, GatewayCloseCodes.DecodeError);
    const { token, intents, shard = [0, 1] } = parsed.data;
    if (token !== deps.token) return close(socket, GatewayCloseCodes.AuthenticationFailed);
    if (shard[0] < 0 || shard[0] >= shard[1]) return close(socket, GatewayCloseCodes.InvalidShard);
    if ((intents & ~ALL_INTENTS) !== 0) return close(socket, GatewayCloseCodes.InvalidIntents);
    if ((intents & PRIVILEGED) !== 0) return close(socket, GatewayCloseCodes.DisallowedIntents);
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      intents,
      shard: shard[0],
      shards: shard[1],
      socket,
      seq: 0,
      sent: [],
      lostAt: 0,
    };
    sessions.set(session.id, session);
    const own = { session_id: session.id, resume_gateway_url: deps.url(), shard: [session.shard, session.shards] };
    send(session, GatewayDispatchEvents.Ready, { v: 10, ...deps.ready(), ...own });
    const guild = deps.guild();
    if (guild && (intents & GatewayIntentBits.Guilds) !== 0) send(session, GatewayDispatchEvents.GuildCreate, guild);
    return session;
  };

  const goOn = (socket: WebSocket, raw: unknown): Session | null => {
    const parsed = resume.safeParse(raw);
    if (!parsed.success) return close(socket, GatewayCloseCodes.DecodeError);
    if (parsed.data.token !== deps.token) return close(socket, GatewayCloseCodes.AuthenticationFailed);
    const session = sessions.get(parsed.data.session_id);
    const { seq } = parsed.data;
    if (session && seq > session.seq) return close(socket, GatewayCloseCodes.InvalidSeq);
    const first = session?.sent[0]?.seq ?? 1;
    if (!session || seq < first - 1) {
      if (session) sessions.delete(session.id);
      socket.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: false }));
      return null;
    }
    attach(session, socket);
    for (const event of session.sent) if (event.seq > seq) socket.send(event.text);
    send(session, GatewayDispatchEvents.Resumed, {});
    return session;
  };

  const close = (socket: WebSocket, code: GatewayCloseCodes): null => {
    socket.close(code, GatewayCloseCodes[code]);
    return null;
  };

  const begins = ({ op }: Frame) => op === GatewayOpcodes.Identify || op === GatewayOpcodes.Resume;
  const isIdle = ({ op }: Frame) => op === GatewayOpcodes.PresenceUpdate || op === GatewayOpcodes.RequestGuildMembers;

  const hear = (connection: Connection, message: Frame): void => {
    const { socket } = connection;
    if (message.op === GatewayOpcodes.Heartbeat) {
      connection.beatAt = Date.now();
      socket.send(JSON.stringify({ op: GatewayOpcodes.HeartbeatAck }));
    } else if (begins(message)) {
      if (connection.session) close(socket, GatewayCloseCodes.AlreadyAuthenticated);
      else connection.session = (message.op === GatewayOpcodes.Identify ? begin : goOn)(socket, message.d);
      deps.changed();
    } else if (!connection.session) close(socket, GatewayCloseCodes.NotAuthenticated);
    else if (!isIdle(message)) close(socket, GatewayCloseCodes.UnknownOpcode);
  };

  const receive = (connection: Connection, text: string): void => {
    if (Date.now() - connection.minuteBegan > 60_000) Object.assign(connection, { minuteBegan: Date.now(), sends: 0 });
    connection.sends += 1;
    const message = Buffer.byteLength(text) > SEND_BYTES ? null : readFrame(text);
    if (connection.sends > SENDS_PER_MINUTE) close(connection.socket, GatewayCloseCodes.RateLimited);
    else if (message) hear(connection, message);
    else close(connection.socket, GatewayCloseCodes.DecodeError);
  };

  const leave = ({ session, socket }: Connection, code: number): void => {
    sockets.delete(socket);
    if (session && session.socket === socket) {
      session.socket = null;
      session.lostAt = Date.now();
      // 1000 and 1001 from the bot end the session; after any other end it may resume.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
    }
    deps.changed();
  };

  const accept = (socket: WebSocket): void => {
    const connection: Connection = { socket, session: null, sends: 0, minuteBegan: Date.now(), beatAt: Date.now() };
    const watch = setInterval(() => {
      if (Date.now() - connection.beatAt > 2 * HEARTBEAT_EVERY_MS) close(socket, GatewayCloseCodes.SessionTimedOut);
    }, HEARTBEAT_EVERY_MS).unref();
    sockets.add(socket);
    socket.on('message', (data) => receive(connection, String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      clearInterval(watch);
      leave(connection, code);
    });
    const hello = { op: GatewayOpcodes.Hello, s: null, t: null, d: { heartbeat_interval: HEARTBEAT_EVERY_MS } };
    socket.send(JSON.stringify(hello));
  };

  return {
    accept,
    dispatch(event, data, guildId, intent = 0) {
      let heard = false;
      for (const session of sessions.values()) {
        if (!session.socket && Date.now() - session.lostAt > RESUME_WITHIN_MS) sessions.delete(session.id);
        const shard = guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(session.shards));
        if (!sessions.has(session.id) || shard !== session.shard || (session.intents & intent) !== intent) continue;
        send(session, event, data);
        heard = true;
      }
      return heard;
    },
    connected: () => [...sessions.values()].filter((session) => session.socket).length,
    drop() {
      for (const socket of sockets) socket.close(GatewayCloseCodes.UnknownError);
    },
    askToReconnect() {
      for (const socket of sockets) socket.send(JSON.stringify({ op: GatewayOpcodes.Reconnect, d: null }));
    },
    close() {
      for (const socket of sockets) socket.terminate();
      sessions.clear();
    },
  };
};

const readFrame = (text: string): Frame | null => {
  try {
    return frame.parse(JSON.parse(text));
  } catch {
    return null;
  }
};
