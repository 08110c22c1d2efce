import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault, LiveEvent, SeenRequest, Violation } from '../protocol.ts';
import { type BodyContext, type BodyKind, checkBody } from './checks/check.ts';
import { formErrors, ruleOf } from './checks/finding.ts';
import type { SandboxClock } from './clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { asRefused, parseBody, readBody, sendJson, sendRefusal } from './http.ts';
import { createLimits } from './limits.ts';
import { Refused, refuse } from './refusal.ts';
import { callbackRoutes } from './rest/callback.ts';
import { channelRoutes, createOldEdits } from './rest/channels.ts';
import { commandRoutes } from './rest/commands.ts';
import { identityRoutes } from './rest/identity.ts';
import type { BotRequest, Reply, RestDeps, Route } from './rest/route.ts';
import { webhookRoutes } from './rest/webhooks.ts';

/** How many requests and violations are remembered; the oldest go first. */
const REMEMBERED = 5_000;
const REMEMBERED_VIOLATIONS = 500;
/** A body that is shown again is cut, so that thousands of them stay small. */
const SHOWN_BODY_CHARACTERS = 20_000;

export interface Api {
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  faults: Faults;
  requests(since: number): SeenRequest[];
  violations(): Violation[];
  forgetViolations(): void;
  /** Notes what breaks a rule although Discord would take it. */
  warn(rule: string, body: unknown): void;
}

export interface ApiOptions {
  token: string;
  /** Check bodies against Discord's schemas and rules. */
  validate: boolean;
  rateLimits: boolean;
  clock: SandboxClock;
  tell: (event: LiveEvent, to: string | null) => void;
}

interface Heard {
  request: BotRequest;
  route: Route;
}

const shorten = (body: unknown): unknown => {
  const text = JSON.stringify(body);
  return text && text.length > SHOWN_BODY_CHARACTERS ? { cut: text.slice(0, SHOWN_BODY_CHARACTERS) } : body;
};

const apiPath = (url: URL): string => {
  try {
    return decodeURIComponent(url.pathname.replace(/^\/api(?:\/v\d+)?/, ''));
  } catch {
    return '/';
  }
};

/** Everything below `/api`: Discord's REST, for the bot. */
export const createApi = (options: ApiOptions, deps: (judge: RestDeps['judge']) => RestDeps): Api => {
  const { clock, tell } = options;
  const faults = createFaults();
  const limits = createLimits(() => clock.now());
  let seen: SeenRequest[] = [];
  let violations: Violation[] = [];
  let counted = 0;

  const violate = (method: string, path: string, rule: string, body: unknown) => {
    const violation = { at: clock.now(), method, path, rule, body: shorten(body) };
    violations = [...violations.slice(1 - REMEMBERED_VIOLATIONS), violation];
    tell({ type: 'violation', violation }, null);
  };

  const judge = async (kind: BodyKind, request: BotRequest, context: Partial<BodyContext> = {}): Promise<void> => {
    if (!options.validate) return;
    const findings = await checkBody(kind, request.body ?? {}, {
      wasV2: false,
      files: request.uploads.length,
      ...context,
    });
    for (const one of findings) violate(request.method, request.path, ruleOf(one), request.body);
    const blocking = findings.filter(({ blocks }) => blocks);
    if (blocking.length === 0) return;
    if (blocking.every(({ code }) => code === 'EMPTY')) refuse('emptyMessage');
    throw new Refused({ status: 400, code: 50035, message: 'Invalid Form Body', errors: formErrors(blocking) });
  };

  const rest = deps(judge);
  const oldEdit = createOldEdits(() => clock.now());
  const routes: Route[] = [
    ...callbackRoutes(rest),
    ...webhookRoutes(rest, oldEdit),
    ...channelRoutes(rest, oldEdit),
    ...commandRoutes(rest),
    ...identityRoutes(rest),
  ];

  const find = (method: string, path: string): { route: Route; params: (string | undefined)[] } => {
    for (const route of routes) {
      const match = route.method === method ? route.pattern.exec(path) : null;
      if (match) return { route, params: match.slice(1) };
    }
    return refuse('notFound');
  };

  const limit = (heard: Heard): Record<string, string> => {
    const { route, request } = heard;
    if (!options.rateLimits || !route.bucket) return {};
    const { allowed, resetAfter, headers } = limits.take(
      `${route.method} ${route.pattern.source}`,
      route.bucket(request.params),
    );
    if (allowed) return headers;
    throw new Refused({
      status: 429,
      code: 0,
      message: 'You are being rate limited.',
      retryAfter: resetAfter,
      headers,
    });
  };

  const failBy = (fault: Fault): Refused =>
    new Refused({
      status: fault.status ?? 500,
      code: fault.code ?? 0,
      message: fault.status === 429 ? 'You are being rate limited.' : `${fault.status}: a fault that was asked for`,
      ...(fault.status === 429 || fault.retryAfterSeconds !== undefined
        ? { retryAfter: fault.retryAfterSeconds ?? 1 }
        : {}),
    });

  const run = async (heard: Heard): Promise<Reply> => {
    const fault = faults.meet(heard.request.method, heard.request.path);
    if (fault?.delayMs && !fault.applyFirst) await clock.sleep(fault.delayMs);
    if (fault?.status && !fault.applyFirst) throw failBy(fault);
    const reply = await heard.route.handle(heard.request);
    if (fault?.delayMs && fault.applyFirst) await clock.sleep(fault.delayMs);
    if (fault?.status) throw failBy(fault);
    return reply;
  };

  const remember = (heard: BotRequest, status: number, bytes: number) => {
    counted += 1;
    const files = heard.uploads.map((upload) => ({
      name: upload.name,
      contentType: upload.contentType,
      bytes: upload.bytes.length,
    }));
    seen.push({
      n: counted,
      at: clock.now(),
      method: heard.method,
      path: heard.path,
      status,
      bytes,
      body: shorten(heard.body),
      files,
    });
    if (seen.length > 2 * REMEMBERED) seen = seen.slice(-REMEMBERED);
  };

  return {
    faults,
    requests: (since) => seen.filter(({ n }) => n > since),
    violations: () => violations,
    forgetViolations() {
      violations = [];
    },
    warn: (rule, body) => violate('', '', rule, body),
    async handle(incoming, response, url) {
      const request: BotRequest = {
        method: incoming.method ?? 'GET',
        path: apiPath(url),
        query: url.searchParams,
        params: [],
        body: undefined,
        uploads: [],
      };
      let bytes = 0;
      let headers: Record<string, string> = {};
      let status = 200;
      try {
        const body = await readBody(incoming);
        bytes = body.length;
        Object.assign(request, await parseBody(body, incoming.headers['content-type']));
        const { route, params } = find(request.method, request.path);
        request.params = params;
        if (route.authorized && incoming.headers.authorization !== `Bot ${options.token}`) refuse('wrongToken');
        headers = limit({ route, request });
        const reply = await run({ route, request });
        status = reply.status;
        sendJson(response, status, reply.body, headers);
      } catch (error) {
        const refused = asRefused(error);
        if (refused !== error)
          process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
        status = refused.refusal.status;
        sendRefusal(response, refused, headers);
      }
      remember(request, status, bytes);
    },
  };
};
