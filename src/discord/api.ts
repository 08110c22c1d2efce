/**
 * The one way to Discord's REST. Whatever Discord answers becomes a plain value: a foreign error object carries the
 * interaction's token in its address and the members' words in its body, and neither may travel.
 */
import { createRequire } from 'node:module';
import { DefaultRestOptions, DiscordAPIError, HTTPError, RateLimitError, REST, type RESTOptions } from 'discord.js';
import { z } from 'zod';

export interface ApiFile {
  /** Always set: Discord guesses a picture's name otherwise. */
  name: string;
  data: Uint8Array;
  contentType?: string;
}

export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Without the version, e.g. `/applications/@me`. */
  route: `/${string}`;
  body?: unknown;
  files?: readonly ApiFile[];
  query?: Readonly<Record<string, string>>;
  /** False where the path's own token is the credential (callbacks, webhooks). */
  auth: boolean;
  signal?: AbortSignal;
}

export type ApiOutcome =
  | { kind: 'ok'; body: unknown }
  /** Discord said no and will say so again. `code` is Discord's own, 0 when there was none. */
  | { kind: 'refused'; status: number; code: number; message: string }
  /** 429, 5xx, no answer, an answer that is none: it may have been applied. */
  | { kind: 'later'; retryAfterMs: number; detail: string };

export interface DiscordApi {
  /** One request, no retry by any layer. Never throws. */
  request(call: ApiCall): Promise<ApiOutcome>;
}

/** A wait up to this long happens in place; a longer one is the caller's to plan. */
const waitInPlaceMs = 1_500;
const stumbleMs = 2_000;
/** A wrong token does not heal in seconds, and 10,000 refused requests in ten minutes ban the address. */
const unauthorizedMs = 60_000;

/**
 * discord.js brings an undici of its own. A newer one in the same process takes over what both call the global
 * dispatcher, through a wrapper that slows each request down and fails those with files: so REST keeps to its own.
 */
function ownAgent(): NonNullable<RESTOptions['agent']> {
  const rest = createRequire(createRequire(import.meta.url).resolve('discord.js')).resolve('@discordjs/rest');
  const { Agent } = createRequire(rest)('undici') as { Agent: new () => NonNullable<RESTOptions['agent']> };
  return new Agent();
}

/** An edit too many of an old message. */
const tooManyOldEdits = 30046;
const limited = z.object({ code: z.number() });

/**
 * Discord says 429 to that one too, which discord.js takes for a limit and waits out; but it is an answer, and another message
 * may go out at once. And what says 429 without saying how long would be asked again at once, for ever.
 */
const telling: NonNullable<RESTOptions['makeRequest']> = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  if (response.status !== 429) return response;
  const text = await response.text();
  const headers = new Headers([...response.headers]);
  if (!headers.has('retry-after')) headers.set('retry-after', String(stumbleMs / 1_000));
  const status = codeIn(text) === tooManyOldEdits ? 400 : 429;
  return new Response(text, { status, headers }) as Awaited<ReturnType<typeof DefaultRestOptions.makeRequest>>;
};

function codeIn(text: string): number | null {
  try {
    return limited.safeParse(JSON.parse(text)).data?.code ?? null;
  } catch {
    // HTML of a guard in front of Discord.
    return null;
  }
}

/** REST with `retries: 0`: the song's next look is the retry. `apiUrl` without version and slash. */
export const createRest = (apiUrl: string, token: string): REST =>
  new REST({
    api: apiUrl,
    retries: 0,
    // Covers the whole upload.
    timeout: 60_000,
    agent: ownAgent(),
    makeRequest: telling,
    rejectOnRateLimit: (limit) => Math.max(limit.retryAfter, limit.timeToReset) > waitInPlaceMs,
  }).setToken(token);

const refusedOr = (error: DiscordAPIError, auth: boolean): ApiOutcome => {
  const code = typeof error.code === 'number' ? error.code : 0;
  if (error.status === 429) return { kind: 'later', retryAfterMs: stumbleMs, detail: 'rate limited' };
  // Not Discord's own words: a guard in front of it (HTML), or our bot token.
  if ((error.status === 401 && auth) || (error.status === 403 && code === 0))
    return { kind: 'later', retryAfterMs: unauthorizedMs, detail: `status ${error.status}` };
  return { kind: 'refused', status: error.status, code, message: error.message };
};

export interface ApiOptions {
  rest: REST;
  token: string;
}

export function createDiscordApi({ rest, token }: ApiOptions): DiscordApi {
  const outcomeOf = (error: unknown, auth: boolean): ApiOutcome => {
    if (error instanceof DiscordAPIError) {
      // discord.js forgets the token at one 401; one stumble of a proxy must not silence the bot for ever.
      if (error.status === 401 && auth) rest.setToken(token);
      return refusedOr(error, auth);
    }
    if (error instanceof RateLimitError)
      return { kind: 'later', retryAfterMs: Math.max(error.retryAfter, error.timeToReset, 1), detail: 'rate limited' };
    if (error instanceof HTTPError) return { kind: 'later', retryAfterMs: stumbleMs, detail: `status ${error.status}` };
    const detail = error instanceof Error ? error.name : 'unknown failure';
    return { kind: 'later', retryAfterMs: stumbleMs, detail };
  };
  return {
    async request({ method, route, body, files, query, auth, signal }) {
      try {
        const answer = await rest.request({
          method: method as Parameters<REST['request']>[0]['method'],
          fullRoute: route,
          body,
          auth,
          ...(files && files.length > 0
            ? { files: files.map((file) => ({ ...file, data: Buffer.from(file.data) })) }
            : {}),
          ...(query ? { query: new URLSearchParams(query) } : {}),
          ...(signal ? { signal } : {}),
        });
        return { kind: 'ok', body: answer };
      } catch (error) {
        return outcomeOf(error, auth);
      }
    },
  };
}
