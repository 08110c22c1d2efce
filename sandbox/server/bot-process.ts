import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { BotControl } from './bot-control.ts';

/** A bot that was asked to stop and has not after this long is killed; the sandbox itself must be gone within 5 s. */
const STOP_WITHIN_MS = 4_000;
/** Lines of the bot that are kept, to be shown when it ends with an error. */
const LAST_LINES = 30;

export interface BotProcessOptions {
  /** What Node runs, e.g. `src/main.ts`. */
  script: string;
  cwd: string;
  environment: Record<string, string | undefined>;
  /** Files and folders that are the bot's memory. */
  memory: string[];
  /** Each line the bot writes. */
  onLine: (line: string) => void;
  /** It ended by itself, with this code. */
  onCrash: (code: number | null, lastLines: string[]) => void;
}

export interface BotProcess extends BotControl {
  start(): void;
}

/** The bot as a process of its own: started, stopped, killed and brought back, one order after the other. */
export const createBotProcess = (options: BotProcessOptions): BotProcess => {
  let child: ChildProcess | null = null;
  let orders: Promise<unknown> = Promise.resolve();
  let lines: string[] = [];
  let lastWords: string[] = [];
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const start = () => {
    lines = [];
    lastWords = [];
    const started = spawn(process.execPath, [options.script], {
      cwd: options.cwd,
      env: options.environment,
      // The channel is how the bot learns that we are gone, even when we were killed.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines = [...lines.slice(1 - LAST_LINES), line];
        options.onLine(line);
      });
    }
    started.on('error', (error) => lines.push(error.message));
    // `close`, not `exit`: only then have its last words arrived.
    started.on('close', (code, signal) => {
      if (child !== started) return;
      child = null;
      if (code !== 0 && signal === null) {
        lastWords = lines;
        options.onCrash(code, lines);
      }
      changed();
    });
    changed();
  };

  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ending = child;
    if (!ending) return;
    const gone = once(ending, 'close');
    const timer = setTimeout(() => ending.kill('SIGKILL'), STOP_WITHIN_MS);
    // A stop that was asked for is no crash, whatever code it ends with.
    child = null;
    ending.kill(signal);
    await gone;
    clearTimeout(timer);
    changed();
  };

  const inTurn = <T>(order: () => T | Promise<T>): Promise<T> => {
    const done = orders.then(order);
    orders = done.catch(() => undefined);
    return done;
  };

  return {
    start,
    running: () => child !== null,
    restart: () =>
      inTurn(async () => {
        await end('SIGTERM');
        start();
      }),
    kill: () => inTurn(() => end('SIGKILL')),
    stop: () => inTurn(() => end('SIGTERM')),
    wipe: () =>
      inTurn(async () => {
        await Promise.all(options.memory.map((path) => rm(path, { recursive: true, force: true })));
      }),
    lastWords: () => lastWords,
    onChange: (listener) => listeners.push(listener),
  };
};
