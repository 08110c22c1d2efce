/** The bot's own small web server: whether it is well, and news from the music services. */
import { type FastifyInstance, fastify } from 'fastify';
import { exitCodes, ForeignError, StartError } from './errors.ts';
import { largestJsonBytes, parseJson } from './http-body.ts';
import type { Log } from './log.ts';

export interface Health {
  /** Discord is reached and the database answers. */
  readonly ok: boolean;
  /** Each part by its name, e.g. `{ discord: true, database: false }`. */
  readonly parts: Readonly<Record<string, boolean>>;
}

export interface Server {
  /** Resolves to the port it listens on. @throws StartError when the address cannot be had. */
  start(): Promise<number>;
  /** Answers what is being asked, takes nothing new. */
  close(): Promise<void>;
}

export interface ServerDeps {
  /** Port 0: any free one. */
  readonly http: { readonly host: string; readonly port: number };
  /** May fail or be slow; both are answered as not well. */
  readonly health: () => Promise<Health>;
  /** Whether the address is one of ours; what it brought is committed by then. `body`: undefined when it is no JSON. */
  readonly onCallback: (provider: string, token: string, body: unknown) => Promise<boolean>;
  readonly log: Log;
  /** How long a request may take to arrive, in ms. */
  readonly requestWithinMs?: number;
  /** How long `health` may take, in ms. A prober gives up after a few seconds and learns nothing. */
  readonly healthWithinMs?: number;
}

const usualRequestWithinMs = 10_000;
/** How often requests that take too long are looked for: Node's own 30 s would let each last four times as long. */
const slowRequestsEveryMs = 1_000;

const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ForeignError('timeout', `no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Each failure in the words of whoever starts the bot. */
const listenSentence = (error: unknown, { host, port }: ServerDeps['http']): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `${host}:${port}`;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken by another program; set HTTP_PORT to a free one.`;
  if (code === 'EACCES') return `This user may not listen on ${where}; set HTTP_PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}; set HTTP_HOST to one it has, e.g. 127.0.0.1.`;
  return `The web server cannot listen on ${where}.`;
};

const addHealth = (app: FastifyInstance, { health, healthWithinMs = 3000, log }: ServerDeps): void => {
  app.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const { ok, parts } = await within(health(), healthWithinMs);
      return await reply.code(ok ? 200 : 503).send({ ok, parts });
    } catch (err) {
      log.warn({ err }, 'health could not be told');
      return reply.code(503).send({ ok: false, parts: {} });
    }
  });
};

/** Every failure is a number and a word: what went wrong inside is for the log alone. */
const addErrors = (app: FastifyInstance, log: Log): void => {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status >= 400 && status < 500) return reply.code(status).send({ error: 'bad request' });
    log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a web request failed');
    return reply.code(500).send({ error: 'internal error' });
  });
};

/**
 * `POST /callbacks/<provider>/<token>`: the address alone lets somebody in, so a body of whatever kind is only read, and
 * a broken one still says that there is news. What we did not give away is not found, like any other address.
 */
const addCallbacks = (app: FastifyInstance, { onCallback }: ServerDeps): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, parseJson(String(body))));
  app.post<{ Params: { provider: string; token: string } }>('/callbacks/:provider/:token', async (request, reply) => {
    const { provider, token } = request.params;
    const isOurs = await onCallback(provider, token, request.body);
    return isOurs ? reply.code(200).send({ ok: true }) : reply.callNotFound();
  });
};

export const createServer = (deps: ServerDeps): Server => {
  const { requestWithinMs = usualRequestWithinMs } = deps;
  const app = fastify({
    logger: false,
    bodyLimit: largestJsonBytes,
    http: {
      connectionsCheckingInterval: Math.min(slowRequestsEveryMs, requestWithinMs),
      // Node takes the longer of the two for the whole request, and its own is a minute.
      headersTimeout: requestWithinMs,
    },
    requestTimeout: requestWithinMs,
    connectionTimeout: requestWithinMs * 2,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  addErrors(app, deps.log);
  addHealth(app, deps);
  addCallbacks(app, deps);
  return {
    start: async () => {
      const { host, port } = deps.http;
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw new StartError(listenSentence(error, deps.http), exitCodes.unavailable, { cause: error });
      }
      const address = app.server.address();
      return typeof address === 'object' && address ? address.port : port;
    },
    close: () => app.close(),
  };
};
