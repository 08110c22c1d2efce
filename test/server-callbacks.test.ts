import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { createServer, type ServerDeps } from '../src/server.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface Call {
  provider: string;
  token: string;
  body: unknown;
}

const started = async (more: Partial<ServerDeps> = {}) => {
  const calls: Call[] = [];
  const server = createServer({
    http: { host: '127.0.0.1', port: 0 },
    health: async () => ({ ok: true, parts: {} }),
    log: createLog({ level: 'silent' }),
    onCallback: async (provider, token, body) => {
      calls.push({ provider, token, body });
      return token === 'ours';
    },
    ...more,
  });
  const port = await server.start();
  open.push(() => server.close());
  return { calls, port, url: `http://127.0.0.1:${port}` };
};
const post = (url: string, body: string, type = 'application/json') =>
  fetch(url, { method: 'POST', headers: { 'content-type': type }, body });

test('a call to an address of ours is answered 200 with its body handed on, whatever its type is called', async () => {
  const { calls, url } = await started();
  for (const type of [
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
  ])
    expect((await post(`${url}/callbacks/sunoapi/ours`, '{"code":200}', type)).status).toBe(200);
  expect(calls).toEqual(Array.from({ length: 4 }, () => ({ provider: 'sunoapi', token: 'ours', body: { code: 200 } })));
});

test('it is answered after what it brought is committed, never before', async () => {
  let commit: (known: boolean) => void = () => {};
  const { url } = await started({ onCallback: () => new Promise((resolve) => (commit = resolve)) });
  let answered = false;
  const answer = post(`${url}/callbacks/sunoapi/ours`, '{}').then((response) => {
    answered = true;
    return response.status;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(answered).toBe(false);
  commit(true);
  expect(await answer).toBe(200);
});

test('no body, a broken one and one nested without measure still say that there is news', async () => {
  const { calls, url } = await started();
  const address = `${url}/callbacks/sunoapi/ours`;
  const statuses = [
    (await fetch(address, { method: 'POST' })).status,
    (await post(address, '{"broken')).status,
    (await post(address, '['.repeat(100_000))).status,
    (await post(address, '{"__proto__":{"polluted":true}}')).status,
  ];
  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(calls.slice(0, 3).map(({ body }) => body ?? null)).toEqual([null, null, null]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('an address that is not ours is not found, exactly like any other', async () => {
  const { url } = await started();
  const elsewhere = await post(`${url}/nothing/here`, '{}');
  const forged = await post(`${url}/callbacks/sunoapi/theirs`, '{}');
  expect(forged.status).toBe(404);
  expect(await forged.text()).toBe(await elsewhere.text());
});

test('other methods, other paths and oversized bodies reach nobody', async () => {
  const { calls, url } = await started();
  const address = `${url}/callbacks/sunoapi/ours`;
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    expect((await fetch(address, { method })).status, method).toBe(404);
  expect((await post(`${address}/more`, '{}')).status).toBe(404);
  expect((await post(`${url}/callbacks/sunoapi`, '{}')).status).toBe(404);
  expect((await post(`${url}/callbacks/sunoapi/${'x'.repeat(500)}`, '{}')).status).toBeGreaterThanOrEqual(400);
  const huge = await post(address, JSON.stringify('x'.repeat(300 * 1024))).catch(() => null);
  expect(huge === null || huge.status === 413).toBe(true);
  expect(calls).toEqual([]);
});

test('a caller that sends a byte now and then is cut off, and others are served meanwhile', async () => {
  const { calls, port, url } = await started({ requestWithinMs: 500 });
  const slow = net.connect(port, '127.0.0.1');
  const closed = new Promise<number>((resolve) => {
    const since = performance.now();
    slow.on('close', () => resolve(performance.now() - since));
    slow.on('error', () => {});
  });
  slow.write('POST /callbacks/sunoapi/ours HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n');
  const dripping = setInterval(() => slow.write('x'), 100);
  expect((await post(`${url}/callbacks/sunoapi/ours`, '{}')).status).toBe(200);
  const lasted = await closed;
  clearInterval(dripping);
  expect(lasted).toBeLessThan(5_000);
  expect(calls).toHaveLength(1);
});

test('when our side fails, the answer is 500 without a reason, so that the service calls again', async () => {
  const { url } = await started({ onCallback: () => Promise.reject(new Error('disk at /var/secret')) });
  const answer = await post(`${url}/callbacks/sunoapi/ours`, '{}');
  expect([answer.status, await answer.text()]).toEqual([500, '{"error":"internal error"}']);
});
