import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody whom a service calls back, and what was said in which order. */
export async function openEar() {
  const heard: unknown[] = [];
  const read = async (request: IncomingMessage) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8') as AsyncIterable<string>) text += piece;
    heard.push(JSON.parse(text));
  };
  const server = createServer((request, response) => void read(request).then(() => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/x/y`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
