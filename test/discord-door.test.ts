import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../src/clock.ts';
import { createDiscordApi, createRest } from '../src/discord/api.ts';
import { createDoor, type Door } from '../src/discord/door.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestLog, ids, rawInteraction } from './helpers/discord.ts';

const token = 'a-token-of-this-test';
let server: Server | null = null;
let door: Door | null = null;
const lines: WebSocket[] = [];

afterEach(async () => {
  await door?.stop();
  for (const line of lines.splice(0)) line.terminate();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

/** HELLO, READY and heartbeats: what discord.js needs to believe that it is connected. `gateway` may say no first. */
async function start(gateway: () => number): Promise<{ apiUrl: string; identified: Record<string, unknown>[] }> {
  const identified: Record<string, unknown>[] = [];
  let port = 0;
  server = createServer((_request, response) => {
    const status = gateway();
    const session = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    const body =
      status === 200
        ? { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: session }
        : { message: 'no', code: 0 };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  new WebSocketServer({ server }).on('connection', (line) => {
    lines.push(line);
    const send = (frame: object) => line.send(JSON.stringify(frame));
    send({ op: 10, d: { heartbeat_interval: 40_000 } });
    line.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.op === 1) send({ op: 11 });
      if (frame.op !== 2) return;
      identified.push(frame.d);
      const user = { id: ids.application, username: 'songcircle', discriminator: '0', bot: true };
      const ready = { v: 10, user, guilds: [], session_id: 'x', resume_gateway_url: `ws://127.0.0.1:${port}` };
      send({ op: 0, t: 'READY', s: 1, d: { ...ready, application: { id: ids.application, flags: 0 } } });
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  return { apiUrl: `http://127.0.0.1:${port}/api`, identified };
}

const open = (apiUrl: string, onInteraction: (raw: unknown) => void, clock = systemClock): Door => {
  const api = createDiscordApi({ rest: createRest(apiUrl, token), token });
  door = createDoor({ api, apiUrl, token, clock, log: createTestLog(), onInteraction });
  return door;
};

test('an interaction goes on as the plain object that Discord sent, and nothing of any server is asked for', async () => {
  const { apiUrl, identified } = await start(() => 200);
  const heard: unknown[] = [];
  const gate = open(apiUrl, (raw) => heard.push(raw));
  expect(gate.isReached()).toBe(false);
  expect(await gate.start()).toEqual({ applicationId: ids.application });
  expect(gate.isReached()).toBe(true);
  expect(identified[0]).toMatchObject({ intents: 0, token });
  const raw = rawInteraction(3, { custom_id: 'again:1:abc', component_type: 2 });
  lines[0]?.send(JSON.stringify({ op: 0, t: 'INTERACTION_CREATE', s: 2, d: raw }));
  await vi.waitFor(() => expect(heard).toEqual([raw]));
  // Nothing in it can hurt the line: what is odd is the router's to refuse.
  lines[0]?.send(JSON.stringify({ op: 0, t: 'INTERACTION_CREATE', s: 3, d: { type: 3, data: null } }));
  lines[0]?.send(JSON.stringify({ op: 0, t: 'INTERACTION_CREATE', s: 4, d: raw }));
  await vi.waitFor(() => expect(heard).toEqual([raw, { type: 3, data: null }, raw]));
  expect(gate.isReached()).toBe(true);
  await gate.stop();
  expect(gate.isReached()).toBe(false);
});

test('a token that Discord refuses is said in one sentence', async () => {
  const { apiUrl } = await start(() => 401);
  await expect(open(apiUrl, () => undefined).start()).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('DISCORD_TOKEN'),
  });
});

test('a Discord that is away is waited for', async () => {
  let status = 503;
  const { apiUrl } = await start(() => status);
  const clock = createTestClock();
  const starting = open(apiUrl, () => undefined, clock).start();
  await new Promise((resolve) => setTimeout(resolve, 200));
  status = 200;
  clock.advance(1_000);
  expect(await starting).toEqual({ applicationId: ids.application });
});

test('waiting for Discord ends when the bot is stopped', async () => {
  const { apiUrl } = await start(() => 503);
  const stop = new AbortController();
  const starting = open(apiUrl, () => undefined).start(stop.signal);
  setTimeout(() => stop.abort(), 100);
  await expect(starting).rejects.toMatchObject({ name: 'StartError' });
});
