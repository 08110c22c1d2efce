import { createHash } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../../log.ts';
import type {
  LookAnswer,
  Provider,
  SubmitAnswer,
  SubmitContext,
  TaskReference,
  TrackReport,
  Work,
} from '../provider.ts';
import { letterOf, names } from './files.ts';
import type { Plan, Request } from './papers.ts';
import { planSchema, taskSchema, trackSchema } from './papers.ts';
import type { Studio } from './studio.ts';
import { createStudio } from './studio.ts';

export interface SketchOptions {
  /** Where songs lie, one folder each. Made when it is missing. */
  dir: string;
  log?: Pick<Log, 'warn'>;
  /** Worker threads; default 1. */
  threads?: number;
}

/**
 * The built-in music service: composes and renders short songs on this machine, in worker threads. Its memory is the
 * folder: each step is a file, `look` tells what lies there, and an unfinished song is taken up again by the first look.
 */
export function createSketch({ dir, log, threads = 1 }: SketchOptions): Provider {
  const root = resolve(dir);
  const listeners: ((task: TaskReference) => void)[] = [];
  const tellAll = (id: string): void => {
    for (const listener of listeners) listener({ id });
  };
  const giveUp = async (id: string, take: 0 | 1, detail: string): Promise<void> => {
    log?.warn({ task: id, take, detail }, 'the sketch could not make a take');
    await writeFile(join(root, id, names.failed(letterOf(take))), JSON.stringify({ detail: detail.slice(0, 400) }));
    tellAll(id);
  };
  const studio = createStudio({
    dir: root,
    threads,
    onFile: tellAll,
    onGivenUp: (id, take, detail) => {
      giveUp(id, take, detail).catch((error: unknown) =>
        log?.warn({ err: error, task: id }, 'a failure could not be noted'),
      );
    },
  });

  return {
    id: 'sketch',
    name: 'Sketch (built in)',
    models: [{ id: 'sketch', name: 'Sketch', limits: { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 } }],
    defaultModel: 'sketch',
    honours: { avoid: true, vocals: true, instrumental: true },
    extends: true,
    extensionIsTail: true,
    lookEveryMs: 250,
    batch: 100,
    quota: { requests: 100, perMs: 1000 },
    usualMs: 9000,
    closingMs: 0,
    callbacks: 'none',
    submit: async (work, context) => {
      const answer = await accept(root, work, context);
      if (answer.kind === 'accepted') studio.want(String(answer.task.id), both);
      return answer;
    },
    look: (tasks) => Promise.all(tasks.map((task) => lookAt(root, task, studio.want))),
    onNews: (listener) => {
      listeners.push(listener);
    },
    forget: async (tasks) => {
      for (const task of tasks) {
        const known = taskSchema.safeParse(task);
        if (known.success) await rm(join(root, known.data.id), { recursive: true, force: true });
      }
    },
    close: () => studio.close(),
  };
}

const both = [0, 1] as const;

/** The same attempt is the same task, for ever. */
const taskOf = (attemptId: string): string => createHash('sha256').update(attemptId).digest('hex').slice(0, 32);

async function accept(root: string, work: Work, context: SubmitContext): Promise<SubmitAnswer> {
  const id = taskOf(context.attemptId);
  const folder = join(root, id);
  const path = join(folder, names.request);
  try {
    if (await exists(path)) return { kind: 'accepted', task: { id } };
    const request: Request = { version: 1, work };
    if (work.kind === 'extend') {
      const parent = await parentOf(root, work.parent);
      if (!parent) return { kind: 'refused', reason: 'track_gone', detail: 'the parent has no plan any more' };
      request.parent = parent;
    }
    await mkdir(folder, { recursive: true });
    await writeRequest(path, JSON.stringify(request));
    return { kind: 'accepted', task: { id } };
  } catch (error) {
    // The disk is full or not ours: nothing was started, another service may do it.
    return { kind: 'refused', reason: 'maintenance', detail: String(error) };
  }
}

async function writeRequest(path: string, text: string): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

async function parentOf(root: string, reference: unknown): Promise<Request['parent']> {
  const track = trackSchema.safeParse(reference);
  if (!track.success) return undefined;
  const plan = await readPlan(join(root, track.data.task));
  return plan ? { plan, take: track.data.take } : undefined;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function readPlan(folder: string): Promise<Plan | undefined> {
  try {
    const plan = planSchema.safeParse(JSON.parse(await readFile(join(folder, names.plan), 'utf8')));
    return plan.success ? plan.data : undefined;
  } catch {
    return undefined;
  }
}

/** What the folder says. A song that is not finished is asked for again: after a restart this is what takes it up. */
async function lookAt(root: string, task: TaskReference, want: Studio['want']): Promise<LookAnswer> {
  const failed = (detail: string): LookAnswer => ({ kind: 'failed', reason: 'service', detail });
  const known = taskSchema.safeParse(task);
  if (!known.success) return failed('not a task of the sketch');
  const { id } = known.data;
  const folder = join(root, id);
  const has = (name: string): Promise<boolean> => exists(join(folder, name));
  if (!(await has(names.request))) return failed('its folder is gone');
  const plan = await readPlan(folder);
  if (!plan) {
    if (await has(names.failed('A'))) return failed('no plan came of it');
    want(id, both);
    return { kind: 'seen', stage: (await has(names.begun)) ? 'words' : 'queued', tracks: [] };
  }
  const tracks = await Promise.all(both.map((take) => trackAt(folder, id, plan, take)));
  if (tracks.every((track) => track.state === 'failed')) return failed('both takes were given up');
  const unfinished = both.filter((take) => tracks[take]?.state === 'working');
  if (unfinished.length > 0) want(id, unfinished);
  return { kind: 'seen', stage: 'music', tracks };
}

async function trackAt(folder: string, id: string, plan: Plan, take: 0 | 1): Promise<TrackReport> {
  const letter = letterOf(take);
  const audio = join(folder, names.audio(letter));
  const cover = join(folder, names.cover(letter));
  const told = {
    index: take,
    reference: { task: id, take },
    title: plan.title,
    style: plan.style,
    lyrics: plan.lyrics,
    durationSeconds: Math.round(plan.takes[take].seconds * 100) / 100,
  };
  if ((await exists(audio)) && (await exists(cover))) {
    return { ...told, state: 'ready', audio: { kind: 'file', path: audio }, cover: { kind: 'file', path: cover } };
  }
  return { ...told, state: (await exists(join(folder, names.failed(letter)))) ? 'failed' : 'working' };
}
