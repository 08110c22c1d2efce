import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ActRefused, Fault, SeenRequest, Snapshot, Uploaded, Violation, WorldChange } from '../protocol.ts';
import type { Acts } from './acts.ts';
import {
  botOrder,
  faultOrder,
  pressComponent,
  runCommand,
  submitModal,
  worldChange,
  writeMessage,
} from './door-bodies.ts';
import type { Upload } from './files.ts';
import { ActImpossible } from './filled.ts';
import { readBody, sendJson } from './http.ts';
import { Refused } from './refusal.ts';

/** An act is small; only `upload` is not. */
const ACT_BYTES = 256 * 1024;

export interface DoorDeps {
  acts: Acts;
  snapshot(memberId: string): Snapshot | null;
  change(change: WorldChange): void;
  fault(fault: Fault): void;
  requests(since: number): SeenRequest[];
  violations(): Violation[];
  forgetViolations(): void;
  upload(channelId: string, upload: Upload): Promise<Uploaded>;
  /** Null: the bot runs elsewhere. */
  order: ((what: 'restart' | 'kill' | 'stop') => Promise<void>) | null;
  reset(): Promise<void>;
}

type Handler = (body: unknown, url: URL) => Promise<unknown> | unknown;

/** Whether a request comes from a program or page of this machine: a foreign web page can neither name our host nor our origin. */
export const isFromHere = (request: IncomingMessage, port: number): boolean => {
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const { host, origin } = request.headers;
  return names.includes(host ?? '') && (origin === undefined || names.some((name) => origin === `http://${name}`));
};

const explain = (error: unknown): ActRefused & { status: number } => {
  if (error instanceof ActImpossible) return { status: 400, message: error.message };
  if (error instanceof Refused) return { status: error.refusal.status, message: error.refusal.message };
  if (error instanceof z.ZodError)
    return {
      status: 400,
      message: error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '),
    };
  process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  return { status: 500, message: 'The sandbox stumbled; its terminal says why.' };
};

const nonceOf = (body: { nonce: string }) => ({ nonce: body.nonce });

/** Our own door below `/sandbox/`, for the page and for tests. */
export const createDoor = (deps: DoorDeps) => {
  const { acts } = deps;
  const posts: Record<string, Handler> = {
    command(raw) {
      const body = runCommand.parse(raw);
      acts.run(body);
      return nonceOf(body);
    },
    autocomplete(raw) {
      const body = runCommand.parse(raw);
      acts.complete(body);
      return nonceOf(body);
    },
    component(raw) {
      const body = pressComponent.parse(raw);
      acts.press(body);
      return nonceOf(body);
    },
    modal(raw) {
      const body = submitModal.parse(raw);
      acts.submit(body);
      return nonceOf(body);
    },
    async message(raw) {
      const body = writeMessage.parse(raw);
      await acts.write(body);
      return nonceOf(body);
    },
    async bot(raw) {
      const { do: what } = botOrder.parse(raw);
      if (!deps.order) throw new ActImpossible('The bot was not started by this sandbox.');
      await deps.order(what);
    },
    reset: () => deps.reset(),
    faults: (raw) => deps.fault(faultOrder.parse(raw)),
    world: (raw) => deps.change(worldChange.parse(raw)),
  };
  const gets: Record<string, Handler> = {
    requests: (_, url) => deps.requests(Number(url.searchParams.get('since') ?? 0)),
    state: (_, url) =>
      deps.snapshot(url.searchParams.get('member') ?? '') ??
      Promise.reject(new ActImpossible('There is no such member.')),
    violations: () => deps.violations(),
  };

  const upload = async (request: IncomingMessage, url: URL): Promise<Uploaded> => {
    const bytes = await readBody(request);
    const name = (url.searchParams.get('name') ?? 'file').slice(0, 200);
    const channel = url.searchParams.get('channel') ?? '';
    if (!/^\d{17,20}$/.test(channel)) throw new ActImpossible('There is no such channel.');
    return deps.upload(channel, { n: null, name, contentType: '', bytes });
  };

  const run = async (request: IncomingMessage, url: URL): Promise<unknown> => {
    const name = url.pathname.replace('/sandbox/', '');
    const get = request.method === 'GET' && Object.hasOwn(gets, name) ? gets[name] : undefined;
    if (get) return get(null, url);
    if (request.method === 'DELETE' && name === 'violations') return deps.forgetViolations();
    if (request.method === 'POST' && name === 'upload') return upload(request, url);
    const post = request.method === 'POST' && Object.hasOwn(posts, name) ? posts[name] : undefined;
    if (!post) throw new Refused({ status: 404, code: 0, message: 'There is no such door.' });
    const bytes = await readBody(request, ACT_BYTES);
    return post(bytes.length === 0 ? {} : readJson(bytes), url);
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    try {
      const answer = await run(request, url);
      sendJson(response, answer === undefined ? 204 : 200, answer);
    } catch (error) {
      const { status, message } = explain(error);
      sendJson(response, status, { message } satisfies ActRefused);
    }
  };
};

const readJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ActImpossible('The body is not JSON.');
  }
};
