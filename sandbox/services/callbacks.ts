/** A service's calls to whoever asked for a song: in order, and only to this machine. */
import type { CallStage } from './dialect.ts';

export interface Call {
  taskId: string;
  stage: CallStage;
  /** What was answered; null: nobody did. */
  status: number | null;
}

export interface Callbacks {
  /** Tries three times, as services do; the next one waits for it. Resolves when it was delivered or given up. */
  send(url: string | null, taskId: string, stage: CallStage, body: unknown): Promise<void>;
  calls: readonly Call[];
  close(): void;
}

const withinMs = 15_000;
const tries = 3;
const betweenMs = 300;

/** A placeholder such as `https://example.com/callback` is somebody else's machine. */
const isHere = (url: string): boolean =>
  URL.canParse(url) && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);

export const createCallbacks = (): Callbacks => {
  const calls: Call[] = [];
  const stop = new AbortController();
  let last: Promise<void> = Promise.resolve();

  const post = async (url: string, body: unknown): Promise<number | null> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(withinMs)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  };

  const deliver = async (url: string, taskId: string, stage: CallStage, body: unknown): Promise<void> => {
    const call: Call = { taskId, stage, status: null };
    for (let at = 0; at < tries && !stop.signal.aborted; at += 1) {
      if (at > 0) await new Promise((resolve) => setTimeout(resolve, betweenMs).unref());
      call.status = await post(url, body);
      if (call.status !== null && call.status < 500) break;
    }
    if (!stop.signal.aborted) calls.push(call);
  };

  return {
    calls,
    send: (url, taskId, stage, body) => {
      if (url === null || !isHere(url) || stop.signal.aborted) return Promise.resolve();
      last = last.then(() => deliver(url, taskId, stage, body));
      return last;
    },
    close: () => stop.abort('closed'),
  };
};
