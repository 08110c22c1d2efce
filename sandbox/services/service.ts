/**
 * A music service on this machine: it speaks one vendor's dialect over real HTTP, and misbehaves when told to. Told by
 * whoever made it, or by `POST /control` from another process.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Call, createCallbacks } from './callbacks.ts';
import { type Act, type Answer, type Asked, type CallStage, type Dialect, isWord } from './dialect.ts';
import { type Complaint, isBegun, isComplaint, type Script, scriptSchema, wellBehaved } from './script.ts';
import { createTasks, type Fields, stageOf, type Task } from './tasks.ts';
import { inOtherWords, readJson, sendCut, sendHtml, sendHuge, sendJson, sendMany, sendText } from './wire.ts';

const controlSchema = z.object({
  script: scriptSchema.partial().optional(),
  release: z.literal(true).optional(),
  /** A task's id, or `all`. */
  step: z.string().optional(),
  finish: z.string().optional(),
});

/** Every submission that came with the right key, begun or not. */
export interface Submission {
  path: string;
  body: Fields;
  /** Null when nothing was begun. */
  taskId: string | null;
}

/** What it can tell of itself. */
export interface Standing {
  script: Script;
  submissions: readonly Submission[];
  /** How often anything was asked at all, the state of tasks, a file, the credits left. */
  counts: Readonly<{ requests: number; looks: number; files: number; credits: number }>;
  /** Calls to whoever asked, delivered or given up. */
  calls: readonly Call[];
  /** Submissions that wait to be released. */
  held: number;
}

export interface MusicService {
  id: string;
  name: string;
  /** `http://127.0.0.1:<port>`; files lie there. */
  url: string;
  /** What belongs into `<PROVIDER>_BASE_URL`. */
  baseUrl: string;
  /** The only key that it takes. */
  key: string;
  /** How the bot's variables begin: `<key>_API_KEY`, `<address>_BASE_URL`. */
  variables: Dialect['variables'];
  /** Live: change it at any time. */
  script: Script;
  submissions: readonly Submission[];
  counts: Standing['counts'];
  calls: readonly Call[];
  standing(): Standing;
  /** Answers every submission that is held open. */
  release(): void;
  /** One stage on: waiting, words, the first take, the end. Without an id: every task. */
  step(taskId?: string): void;
  /** To the end at once. */
  finish(taskId?: string): void;
  /** @throws z.ZodError for an order that it does not know. */
  control(order: unknown): Standing;
  close(): Promise<void>;
}

export interface ServiceOptions {
  script?: Partial<Script>;
  /** Default: any free one. */
  port?: number;
  /** The files of take A and B, instead of the short ones beside this file. */
  takes?: readonly [Buffer, Buffer];
}

/** Services stand behind gateways that let no common script in. */
const commonScript = /^(?:$|node|undici|python|curl|axios|go-http)/i;
const media = Promise.all(
  ['take-a.mp3', 'take-b.mp3', 'cover.png'].map((name) => readFile(new URL(name, import.meta.url))),
);

export async function startService(dialect: Dialect, options: ServiceOptions = {}): Promise<MusicService> {
  const [shortA, shortB, cover] = await media;
  const [takeA, takeB] = options.takes ?? [shortA, shortB];
  const script: Script = { ...wellBehaved, ...options.script };
  const tasks = createTasks();
  const submissions: Submission[] = [];
  const held: (() => void)[] = [];
  const counts = { requests: 0, looks: 0, files: 0, credits: 0 };
  const callbacks = createCallbacks();
  const callers = new Map<string, { url: string | null; called: number }>();
  const timers = new Set<NodeJS.Timeout>();

  const told = () => ({ script, url });
  const send = (response: ServerResponse, { status, body }: Answer, headers: Record<string, string> = {}) =>
    sendJson(response, script.errorsAs200 && status >= 400 ? 200 : status, body, headers);

  /** In the service's own words. That a key is wrong is said with the key. */
  const complain = (response: ServerResponse, about: Complaint | 'limited', path: string, headers = {}) => {
    const { status, body } = dialect.complain(about, path);
    const sent = response.req.headers.authorization ?? '';
    const told = inOtherWords(body, (words) =>
      script.wordless ? 'Error' : about === 'key' ? `${words} (${sent})` : words,
    );
    return send(response, { status, body: told }, headers);
  };

  const call = (task: Task, stage: CallStage): Promise<void> => {
    const body = dialect.callback(task, stage, told());
    return body === null ? Promise.resolve() : callbacks.send(callers.get(task.id)?.url ?? null, task.id, stage, body);
  };

  /** Calls back for every stage that was reached since. */
  const announce = (task: Task): void => {
    const caller = callers.get(task.id);
    const stage = stageOf(task, script);
    if (caller === undefined || stage <= caller.called) return;
    const reached = stages.slice(caller.called, stage);
    const way = script.callbacks;
    if (way === 'none' || (way === 'backwards' && stage < 3)) return;
    caller.called = stage;
    const order = way === 'backwards' ? stages.toReversed() : reached;
    for (const next of order.filter((one) => !(way === 'lost' && one === 'complete'))) {
      for (let times = way === 'twice' ? 2 : 1; times > 0; times -= 1) void call(task, next);
    }
  };

  const begin = (act: Extract<Act, { kind: 'submit' }>, { path, body }: Asked): Task => {
    const task = tasks.begin({ path, body, model: act.model }, act.taskId);
    callers.set(task.id, { url: act.callbackUrl, called: 0 });
    const { completion } = script;
    if (completion === 'manual') return task;
    for (const part of [1, 2, 3]) {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          announce(task);
        },
        (completion * part) / 3 + 5,
      );
      timers.add(timer.unref());
    }
    return task;
  };

  const submit = async (act: Extract<Act, { kind: 'submit' }>, asked: Asked, response: ServerResponse) => {
    const way = script.onSubmit;
    const fault = act.fault(tasks, told());
    const task = fault === null && isBegun(way) ? begin(act, asked) : null;
    submissions.push({ path: asked.path, body: asked.body, taskId: task?.id ?? null });
    if (fault !== null) return send(response, fault);
    if (isComplaint(way)) return complain(response, way, asked.path);
    if (task === null) return way === 'html-404' ? sendHtml(response, 404) : void response.destroy();
    if (script.callbacks === 'early') await callEarly(task);
    const accepted = act.accepted(task, told());
    switch (way) {
      case 'hold-open':
        held.push(() => send(response, accepted));
        return;
      case 'accept-but-cut':
        return sendCut(response, accepted.status, accepted.body);
      case 'accept-but-lost':
        return void response.destroy();
      case 'html-502':
        return sendHtml(response, 502);
      case 'no-task':
        return send(response, act.nameless(task));
      case 'other-shape':
        return send(response, turned(accepted));
      case 'huge':
        return sendHuge(response, accepted.status, accepted.body);
      default:
        return send(response, accepted);
    }
  };

  /** Before whoever asked knows what the task is called. */
  const callEarly = (task: Task): Promise<void> => {
    task.stage = Math.max(task.stage, 1);
    callers.set(task.id, { url: callers.get(task.id)?.url ?? null, called: 1 });
    return call(task, 'text');
  };

  const look = (act: Extract<Act, { kind: 'look' }>, asked: Asked, response: ServerResponse) => {
    counts.looks += 1;
    const way = script.onLook;
    if (isComplaint(way)) return complain(response, way, asked.path);
    const answer = act.record(tasks, told(), isWord(way) ? way : undefined);
    switch (way) {
      case 'no-data':
        return send(response, dialect.unknownTask);
      case 'limited':
        return complain(response, 'limited', asked.path, { 'retry-after': '7' });
      case 'html-502':
        return sendHtml(response, 502);
      case 'cut':
        return sendCut(response, answer.status, answer.body);
      case 'lost':
        return void response.destroy();
      case 'broken-json':
        return sendText(response, 200, JSON.stringify(answer.body).slice(0, -9));
      case 'other-shape':
        return send(response, turned(answer));
      case 'huge':
        return sendHuge(response, answer.status, answer.body);
      case 'many-tracks':
      case 'many-nothings':
        return many(answer, way, response);
      default:
        return send(response, answer);
    }
  };

  const many = (answer: Answer, way: 'many-tracks' | 'many-nothings', response: ServerResponse) => {
    const tracks = dialect.tracksIn(answer.body) ?? [];
    if (tracks.length === 0) return send(response, answer);
    if (way === 'many-nothings') return sendMany(response, answer.status, answer.body, tracks, { a: 0 }, 30_000);
    return sendMany(response, answer.status, answer.body, tracks, tracks.at(-1), 100_000);
  };

  const file = (name: string, response: ServerResponse) => {
    counts.files += 1;
    const bytes = name.endsWith('.png') ? cover : /-[02]\.mp3$/.test(name) ? takeA : takeB;
    if (script.files === 'missing' || bytes === undefined) return sendHtml(response, 404);
    if (script.files === 'html') return sendHtml(response, 200);
    // The service's own header is often wrong.
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
    if (script.files === 'ok') response.end(bytes);
    else response.write(bytes.subarray(0, 1000), () => response.destroy());
  };

  const each = (taskId: string | undefined, change: (task: Task) => void): void => {
    for (const task of tasks.all()) {
      if (taskId !== undefined && taskId !== 'all' && taskId !== task.id) continue;
      change(task);
      announce(task);
    }
  };
  const step = (taskId?: string) => each(taskId, (task) => (task.stage = Math.min(3, task.stage + 1)));
  const finish = (taskId?: string) => each(taskId, (task) => (task.stage = 3));
  const release = () => {
    for (const answer of held.splice(0)) answer();
  };
  const standing = (): Standing => ({ script, submissions, counts, calls: callbacks.calls, held: held.length });
  const control = (given: unknown): Standing => {
    const order = controlSchema.parse(given);
    Object.assign(script, order.script);
    if (order.release === true) release();
    if (order.step !== undefined) step(order.step);
    if (order.finish !== undefined) finish(order.finish);
    return standing();
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://service');
    const sent = await readJson(request);
    if (path === '/control') return sendJson(response, 200, control(sent ?? {}));
    if (path.startsWith('/files/')) return file(path, response);
    counts.requests += 1;
    if (script.delay > 0) await new Promise((resolve) => setTimeout(resolve, script.delay));
    if (commonScript.test(request.headers['user-agent'] ?? '')) return sendText(response, 403, 'error code: 1010');
    if (request.headers.authorization !== `Bearer ${dialect.key}`) return complain(response, 'key', path);
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    const fields = z.record(z.string(), z.unknown()).safeParse(sent ?? {});
    if (request.method === 'POST' && !(isJson && fields.success)) {
      return complain(response, 'invalid', path);
    }
    const asked: Asked = { method: request.method ?? 'GET', path, query, body: fields.data ?? {} };
    const act = dialect.understand(asked);
    if (act === null) return complain(response, 'retired', path);
    if (act.kind === 'submit') return submit(act, asked, response);
    if (act.kind === 'look') return look(act, asked, response);
    counts.credits += 1;
    return send(response, act.left(script.creditsLeft));
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, error instanceof z.ZodError ? 400 : 500, { error: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    id: dialect.id,
    name: dialect.name,
    url,
    baseUrl: url + dialect.basePath,
    key: dialect.key,
    variables: dialect.variables,
    script,
    submissions,
    counts,
    calls: callbacks.calls,
    standing,
    release,
    step,
    finish,
    control,
    close: async () => {
      callbacks.close();
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const stages: readonly CallStage[] = ['text', 'first', 'complete'];

/** A list where an object was promised, and the first of a list where a list was. */
const turned = ({ status, body }: Answer): Answer => ({ status, body: Array.isArray(body) ? body[0] : [body] });
