import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { StartError } from '../src/errors.ts';
import { createLog } from '../src/log.ts';
import { createServer, type Health, type Server, type ServerDeps } from '../src/server.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const started = async (health: () => Promise<Health>, more: Partial<ServerDeps> = {}) => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', write: (line) => lines.push(line) });
  const server = createServer({
    http: { host: '127.0.0.1', port: 0 },
    health,
    log,
    onCallback: async () => false,
    ...more,
  });
  const port = await server.start();
  open.push(() => server.close());
  return { server, port, url: `http://127.0.0.1:${port}`, lines };
};
const well = async (): Promise<Health> => ({ ok: true, parts: { discord: true, database: true } });

test('health is 200 while Discord is reached and the database answers, and 503 as soon as not', async () => {
  let database = true;
  const { url } = await started(async () => ({ ok: database, parts: { discord: true, database } }));
  const good = await fetch(`${url}/healthz`);
  expect([good.status, await good.json()]).toEqual([200, { ok: true, parts: { discord: true, database: true } }]);
  database = false;
  const bad = await fetch(`${url}/healthz`);
  expect([bad.status, await bad.json()]).toEqual([503, { ok: false, parts: { discord: true, database: false } }]);
});

test('health that fails or hangs is 503, and says nothing of why', async () => {
  const failing = await started(() => Promise.reject(new Error('disk at /var/secret is gone')));
  const answer = await fetch(`${failing.url}/healthz`);
  expect([answer.status, await answer.text()]).toEqual([503, '{"ok":false,"parts":{}}']);
  expect(failing.lines.join('')).toContain('disk at /var/secret is gone');

  const hanging = await started(() => new Promise(() => {}), { healthWithinMs: 30 });
  expect((await fetch(`${hanging.url}/healthz`)).status).toBe(503);
});

test('the server names neither itself nor its version, and shows no stack for what it is asked wrongly', async () => {
  const { url } = await started(well);
  const answers = await Promise.all([
    fetch(`${url}/nothing`),
    fetch(`${url}/healthz`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"broken' }),
    fetch(`${url}/%E0%A4%A`),
    fetch(`${url}/healthz`, { method: 'POST', body: 'x'.repeat(100_000) }),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('server')).toBeNull();
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(await answer.text()).not.toMatch(/fastify|node_modules|\n\s+at /i);
  }
});

test('a taken port is one sentence that names the port and the variable', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  open.push(async () => void other.close());
  const { port } = other.address() as net.AddressInfo;
  const log = createLog({ level: 'silent', write: () => {} });
  const server: Server = createServer({
    http: { host: '127.0.0.1', port },
    health: well,
    log,
    onCallback: async () => false,
  });
  open.push(() => server.close());
  const error = await server.start().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  expect(error).toMatchObject({
    exitCode: 69,
    sentence: `Port ${port} on 127.0.0.1 is taken by another program; set HTTP_PORT to a free one.`,
  });
});

test('an address this machine does not have is one sentence too', async () => {
  const log = createLog({ level: 'silent', write: () => {} });
  const server = createServer({
    http: { host: '192.0.2.1', port: 0 },
    health: well,
    log,
    onCallback: async () => false,
  });
  open.push(() => server.close());
  await expect(server.start()).rejects.toMatchObject({ sentence: expect.stringContaining('set HTTP_HOST') });
});

test('a closed server takes nothing new and leaves its port', async () => {
  const { server, url } = await started(well);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await server.close();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});
