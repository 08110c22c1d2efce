/**
 * A music service on this machine that speaks the dialect of sunoapi.org over real HTTP, and misbehaves when told to.
 * Told by the test that made it, or by `POST /control` from another process.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Task, taskData } from './dialect-tasks.ts';

const submitWays = [
  'accept',
  /** Counted and begun, but not answered until `release()`. */
  'hold-open',
  /** Begun; the line breaks in the middle of the answer. */
  'accept-but-cut',
  /** Begun; answered by a gateway's HTML. */
  'html-502',
  /** Begun; the answer lacks the task. */
  'no-task',
  /** From here on: not begun. */
  'cut',
  'error-500',
  'refuse-text',
  'credits',
  'busy',
  'frequency',
  'maintenance',
  'key',
  'retired',
  'invalid',
  'track-gone',
  'html-404',
] as const;

const scriptSchema = z.object({
  onSubmit: z.enum(submitWays),
  onLook: z.enum([
    'answer',
    'html-502',
    'error-500',
    'frequency',
    'cut',
    'broken-json',
    'unknown-word',
    'no-data',
    'limited',
  ]),
  /** How a task ends when it is finished. */
  outcome: z.enum(['success', 'sensitive', 'create-failed', 'audio-failed', 'callback-exception']),
  /** A task goes through its stages in this time (ms); `manual`: by `step` and `finish`. */
  completion: z.union([z.literal('manual'), z.number().nonnegative()]),
  oneTrackFails: z.boolean(),
  files: z.enum(['ok', 'missing', 'html', 'cut']),
});
export type Script = z.infer<typeof scriptSchema>;

const controlSchema = z.object({
  script: scriptSchema.partial().optional(),
  release: z.literal(true).optional(),
  /** A task's id, or `all`. */
  step: z.string().optional(),
  finish: z.string().optional(),
});

/** Every POST that reached the service with the right key, begun or not. */
export interface Submission {
  path: string;
  body: Readonly<Record<string, unknown>>;
  /** Null when nothing was begun. */
  taskId: string | null;
}

export interface DialectServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The only key that it takes. */
  key: string;
  /** Live: change it at any time. */
  script: Script;
  submissions: readonly Submission[];
  /** How often the state of a task was asked for, and a file. */
  counts: Readonly<{ looks: number; files: number }>;
  /** Answers every submission that is held open. */
  release(): void;
  /** One stage on: PENDING, TEXT_SUCCESS, FIRST_SUCCESS, the end. Without an id: every task. */
  step(taskId?: string): void;
  /** To the end at once. */
  finish(taskId?: string): void;
  close(): Promise<void>;
}

const accepted: Script = {
  onSubmit: 'accept',
  onLook: 'answer',
  outcome: 'success',
  completion: 'manual',
  oneTrackFails: false,
  files: 'ok',
};

/** Body codes of the service, with its own words. */
const refusals: Partial<Record<Script['onSubmit'], { code: number; msg: string }>> = {
  'error-500': { code: 500, msg: 'Internal Error, Please try again later.' },
  'refuse-text': { code: 400, msg: 'Your prompt was rejected by content moderation.' },
  credits: { code: 429, msg: 'The current credits are insufficient. Please top up.' },
  busy: { code: 405, msg: 'Rate limit exceeded' },
  frequency: { code: 430, msg: 'Your call frequency is too high. Please try again later.' },
  maintenance: { code: 455, msg: 'The website is currently under maintenance.' },
  key: { code: 401, msg: 'You do not have access permissions' },
  retired: { code: 404, msg: 'Not Found' },
  invalid: { code: 400, msg: 'model cannot be null' },
  'track-gone': { code: 400, msg: 'The audio does not exist or has expired.' },
};

/** `takes`: the files of take A and B, instead of the short ones beside this file. */
export async function createDialectServer(
  options: { script?: Partial<Script>; takes?: readonly [Buffer, Buffer] } = {},
): Promise<DialectServer> {
  const [shortA, shortB, cover] = await Promise.all(
    ['take-a.mp3', 'take-b.mp3', 'cover.png'].map((name) => readFile(new URL(name, import.meta.url))),
  );
  const [takeA, takeB] = options.takes ?? [shortA, shortB];
  const script: Script = { ...accepted, ...options.script };
  const key = 'dialect-key';
  const tasks = new Map<string, Task>();
  const submissions: Submission[] = [];
  const held: (() => void)[] = [];
  const counts = { looks: 0, files: 0 };

  const begin = (body: Readonly<Record<string, unknown>>): string => {
    const id = `task-${tasks.size + 1}`;
    tasks.set(id, { id, body, begunAt: Date.now(), stage: 0 });
    return id;
  };

  const submit = (path: string, body: Readonly<Record<string, unknown>>, response: ServerResponse) => {
    const fault = faultOf(path, body);
    const refusal = fault ?? refusals[script.onSubmit];
    const isBegun = refusal === undefined && script.onSubmit !== 'cut' && script.onSubmit !== 'html-404';
    const taskId = isBegun ? begin(body) : null;
    submissions.push({ path, body, taskId });
    if (refusal !== undefined) return envelope(response, refusal.code, refusal.msg, null);
    const answer = () => envelope(response, 200, 'success', { taskId });
    switch (script.onSubmit) {
      case 'hold-open':
        held.push(answer);
        return;
      case 'accept-but-cut':
        return cutInTheMiddle(response, JSON.stringify({ code: 200, msg: 'success', data: { taskId } }));
      case 'cut':
        response.destroy();
        return;
      case 'html-502':
        return html(response, 502);
      case 'html-404':
        return html(response, 404);
      case 'no-task':
        return envelope(response, 200, 'success', {});
      default:
        return answer();
    }
  };

  const look = (taskId: string, response: ServerResponse) => {
    counts.looks += 1;
    const task = tasks.get(taskId);
    switch (script.onLook) {
      case 'html-502':
        return html(response, 502);
      case 'error-500':
        return envelope(response, 500, 'Internal Error', null, 500);
      case 'frequency':
        return envelope(response, 430, 'Your call frequency is too high. Please try again later.', null);
      case 'limited':
        response.setHeader('retry-after', '7');
        return envelope(response, 429, 'Too many requests', null, 429);
      case 'cut':
        return cutInTheMiddle(response, '{"code":200,"msg":"success","data":{"taskId":');
      case 'broken-json':
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":200,"data":{"status":"SUC');
        return;
      case 'unknown-word':
        return envelope(response, 200, 'success', { taskId, status: 'REMASTERING', response: null });
      case 'no-data':
        return envelope(response, 422, 'recordInfo is null', null);
      default:
        return task === undefined
          ? envelope(response, 422, 'recordInfo is null', null)
          : envelope(response, 200, 'success', taskData(task, script, url));
    }
  };

  const file = (name: string, response: ServerResponse) => {
    counts.files += 1;
    const bytes = name.endsWith('.png') ? cover : name.endsWith('-0.mp3') ? takeA : takeB;
    if (script.files === 'missing' || bytes === undefined) return html(response, 404);
    if (script.files === 'html') return html(response, 200);
    // The service's own header is often wrong.
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
    if (script.files === 'ok') response.end(bytes);
    else response.write(bytes.subarray(0, 1000), () => response.destroy());
  };

  const each = (taskId: string | undefined, change: (task: Task) => void): void => {
    for (const task of tasks.values()) if (taskId === undefined || taskId === 'all' || taskId === task.id) change(task);
  };
  const step = (taskId?: string) => each(taskId, (task) => (task.stage = Math.min(3, task.stage + 1)));
  const finish = (taskId?: string) => each(taskId, (task) => (task.stage = 3));
  const release = () => {
    for (const answer of held.splice(0)) answer();
  };

  const control = (order: z.infer<typeof controlSchema>, response: ServerResponse) => {
    Object.assign(script, order.script);
    if (order.release === true) release();
    if (order.step !== undefined) step(order.step);
    if (order.finish !== undefined) finish(order.finish);
    json(response, 200, { script, submissions, counts, held: held.length });
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
    if (pathname === '/control') return control(controlSchema.parse(await bodyOf(request)), response);
    if (pathname.startsWith('/files/')) return file(pathname, response);
    if (request.headers.authorization !== `Bearer ${key}`) {
      return envelope(response, 401, 'You do not have access permissions', null);
    }
    if (request.method === 'GET' && pathname === '/api/v1/generate/record-info') {
      return look(searchParams.get('taskId') ?? '', response);
    }
    if (request.method === 'POST' && (pathname === '/api/v1/generate' || pathname === '/api/v1/generate/extend')) {
      return submit(pathname, z.record(z.string(), z.unknown()).parse(await bodyOf(request)), response);
    }
    return envelope(response, 404, 'Not Found', null);
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => json(response, 400, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    key,
    script,
    submissions,
    counts,
    release,
    step,
    finish,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the service itself finds wrong with a request. */
function faultOf(path: string, body: Readonly<Record<string, unknown>>): { code: number; msg: string } | undefined {
  const lacks = (field: string) => body[field] === undefined || body[field] === '';
  if (lacks('callBackUrl')) return { code: 400, msg: 'Please enter callBackUrl.' };
  if (lacks('model')) return { code: 400, msg: 'model cannot be null' };
  if (path.endsWith('/extend')) return faultOfExtension(body);
  if (typeof body.customMode !== 'boolean') return { code: 400, msg: 'customMode cannot be null' };
  if (typeof body.instrumental !== 'boolean') return { code: 400, msg: 'instrumental cannot be null' };
  const needed = body.customMode ? ['style', 'title', ...(body.instrumental ? [] : ['prompt'])] : ['prompt'];
  const missing = needed.find(lacks);
  return missing === undefined ? undefined : { code: 400, msg: `${missing} cannot be null` };
}

function faultOfExtension(body: Readonly<Record<string, unknown>>): { code: number; msg: string } | undefined {
  if (typeof body.audioId !== 'string') return { code: 400, msg: 'audioId cannot be null' };
  if (typeof body.defaultParamFlag !== 'boolean') return { code: 400, msg: 'defaultParamFlag cannot be null' };
  if (!body.defaultParamFlag) return undefined;
  const { continueAt } = body;
  const isWithin = typeof continueAt === 'number' && continueAt > 0;
  return isWithin ? undefined : { code: 400, msg: 'continueAt must be greater than 0' };
}

/** Business errors come with HTTP status 200 and a code of their own. */
function envelope(response: ServerResponse, code: number, msg: string, data: unknown, status = 200): void {
  json(response, status, { code, msg, data });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function html(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body><h1>nginx</h1></body></html>');
}

function cutInTheMiddle(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 100 });
  response.write(text.slice(0, -3), () => response.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}
