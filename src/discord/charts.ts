import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { Log } from '../log.ts';
import type { ChartOrder } from './chart.ts';

export interface Charts {
  /** A PNG; null when it could not be drawn: what it shows is also said in words. Never throws. */
  draw(order: ChartOrder): Promise<Uint8Array | null>;
}

/** A tenth of a second on a machine of its own; whoever waits has 15 minutes, but no patience. */
const longestMs = 5_000;
/** More than wait already get the words alone. */
const mostWaiting = 20;

/** Each picture has a thread of its own, one after the other: they must not take the processor from the members. */
export function createCharts({ log, script }: { log: Log; script?: URL }): Charts {
  const queue = new PQueue({ concurrency: 1 });
  const file = script ?? new URL('./chart-worker.ts', import.meta.url);
  return {
    async draw(order) {
      if (queue.size >= mostWaiting) return null;
      try {
        return await queue.add(() => inThread(file, order));
      } catch (err) {
        log.warn({ err }, 'a picture could not be drawn');
        return null;
      }
    },
  };
}

async function inThread(script: URL, order: ChartOrder): Promise<Uint8Array> {
  const worker = new Worker(script, { workerData: order });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const timer = setTimeout(() => reject(new Error(`not drawn within ${longestMs} ms`)), longestMs);
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
