import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { FitOrder, FitReport } from './fit-worker.ts';

/** `made`: the smaller file is whole and on the disk. `stopped`: by us; nothing is known of the file. */
export type Fitted = FitReport | { kind: 'stopped' };

export interface Fitting {
  /** Never throws; a thread that dies or takes too long could not do it. What it left half written is the caller's. */
  fit(order: FitOrder, signal: AbortSignal): Promise<Fitted>;
}

/** Eight minutes of music take six seconds on a machine of its own; a busy one has twenty times as long. */
const longestMs = 120_000;
/** Of JavaScript; sound lies outside of it. */
const mostMegabytes = 64;

/** Songs wait for each other: a thread each would take the processor from the members. */
export function createFitting(options: { longestMs?: number; script?: URL } = {}): Fitting {
  const queue = new PQueue({ concurrency: 1 });
  const script = options.script ?? new URL('./fit-worker.ts', import.meta.url);
  return {
    fit: (order, signal) => queue.add(() => inThread(script, order, signal, options.longestMs ?? longestMs)),
  };
}

async function inThread(script: URL, order: FitOrder, signal: AbortSignal, withinMs: number): Promise<Fitted> {
  if (signal.aborted) return { kind: 'stopped' };
  const worker = new Worker(script, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } });
  const { promise, resolve } = Promise.withResolvers<Fitted>();
  const timer = setTimeout(() => resolve({ kind: 'cannot', detail: `not done within ${withinMs} ms` }), withinMs);
  const stop = (): void => resolve({ kind: 'stopped' });
  signal.addEventListener('abort', stop, { once: true });
  worker.once('message', (report: FitReport) => resolve(report));
  worker.once('error', (error) => resolve({ kind: 'cannot', detail: String(error) }));
  worker.once('exit', (code) => resolve({ kind: 'cannot', detail: `the thread ended with ${code}` }));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
