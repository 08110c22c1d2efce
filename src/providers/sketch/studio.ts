import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Order, WorkerReport } from './worker.ts';

/** Queues takes for the worker threads. */
export interface Studio {
  /** Asks for takes of a song; one that is waiting or being made already is not asked for twice. */
  want(id: string, takes: readonly (0 | 1)[]): void;
  close(): Promise<void>;
}

export interface StudioOptions {
  dir: string;
  threads: number;
  /** A file of this song appeared. */
  onFile(id: string): void;
  /** A take failed twice and is given up. */
  onGivenUp(id: string, take: 0 | 1, detail: string): void;
}

interface Job {
  id: string;
  take: 0 | 1;
  tries: number;
}

interface Desk {
  worker: Worker | undefined;
  job: Job | undefined;
}

/**
 * First takes go before second ones: everybody who waits hears something before anybody gets a second version. A thread
 * that dies is replaced; its take is tried once more.
 */
export function createStudio(options: StudioOptions): Studio {
  const queue: Job[] = [];
  const desks: Desk[] = Array.from({ length: Math.max(1, options.threads) }, () => ({
    worker: undefined,
    job: undefined,
  }));
  let closed = false;

  const known = (id: string, take: 0 | 1): boolean =>
    [...queue, ...desks.map((desk) => desk.job)].some((job) => job?.id === id && job.take === take);

  function next(): Job | undefined {
    const first = queue.findIndex((job) => job.take === 0);
    return queue.splice(Math.max(0, first), 1)[0];
  }

  function start(): void {
    for (const desk of desks) {
      if (closed || desk.job || queue.length === 0) continue;
      desk.job = next();
      if (!desk.job) continue;
      desk.worker ??= open(desk);
      const order: Order = { folder: join(options.dir, desk.job.id), take: desk.job.take };
      desk.worker.postMessage(order);
    }
  }

  function open(desk: Desk): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    // An idle studio does not keep the process alive.
    worker.unref();
    worker.on('message', (report: WorkerReport) => heard(desk, report));
    const gone = (detail: string): void => {
      if (desk.worker !== worker) return;
      desk.worker = undefined;
      failed(desk, detail);
    };
    worker.on('error', (error) => gone(String(error)));
    worker.on('exit', (code) => gone(`the worker ended with ${code}`));
    return worker;
  }

  function heard(desk: Desk, report: WorkerReport): void {
    const { job } = desk;
    if (!job || closed) return;
    if (report.kind === 'failed') failed(desk, report.detail);
    else if (report.kind === 'done') {
      desk.job = undefined;
      start();
    } else options.onFile(job.id);
  }

  function failed(desk: Desk, detail: string): void {
    const { job } = desk;
    desk.job = undefined;
    if (closed) return;
    if (job && job.tries < 1) queue.unshift({ ...job, tries: job.tries + 1 });
    else if (job) options.onGivenUp(job.id, job.take, detail);
    start();
  }

  return {
    want(id, takes) {
      if (closed) return;
      for (const take of takes) if (!known(id, take)) queue.push({ id, take, tries: 0 });
      start();
    },
    async close() {
      closed = true;
      await Promise.all(desks.map(async (desk) => desk.worker?.terminate()));
    },
  };
}
