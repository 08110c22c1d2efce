import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BotProcess {
  pid: number;
  /** Everything it wrote, as JSON lines. */
  lines(): string[];
  /** Resolves with the first line whose `msg` is this. */
  said(msg: string, withinMs?: number): Promise<string>;
  /** SIGKILL: no line of ours runs after it. */
  kill(): Promise<void>;
  /** SIGTERM; answers how long it took, in ms, and the exit code. */
  stop(): Promise<{ ms: number; code: number | null }>;
}

export interface BotProcessOptions {
  /** The sandbox's address. */
  discord: string;
  token: string;
  /** A folder of its own. */
  dir: string;
  /** A service's address and key, or none: the one that renders nothing. */
  service?: { url: string; key: string };
  env?: Record<string, string>;
}

const startWithinMs = 20_000;

/** Starts the bot in a process of its own; resolves when it said `ready`. */
export async function startBotProcess(options: BotProcessOptions): Promise<BotProcess> {
  const path = fileURLToPath(new URL('bot-child.ts', import.meta.url));
  const { service } = options;
  const child = fork(path, service === undefined ? [] : [service.url, service.key], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execPath: process.execPath,
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      DISCORD_TOKEN: options.token,
      DISCORD_API_URL: `${options.discord}/api`,
      DATABASE_URL: `file:${options.dir}/songcircle.db`,
      MEDIA_DIR: `${options.dir}/media`,
      HTTP_PORT: '0',
      STARTER_CREDITS: '100',
      ALLOW_PRIVATE_DOWNLOADS: 'true',
      LOG_LEVEL: 'info',
      ...options.env,
    },
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      for (const listener of listeners) listener();
    });
  }
  const said = (msg: string, withinMs = startWithinMs) => hear(child, lines, listeners, msg, withinMs);
  await said('ready');
  return {
    pid: child.pid ?? 0,
    lines: () => lines,
    said,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      const startedAt = performance.now();
      const gone = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGTERM');
      const [code] = await gone;
      return { ms: performance.now() - startedAt, code };
    },
  };
}

function hear(
  child: ChildProcess,
  lines: string[],
  listeners: Set<() => void>,
  msg: string,
  withinMs: number,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const fail = () => reject(new Error(`the bot did not say "${msg}":\n${lines.slice(-20).join('\n')}`));
  const look = () => {
    const line = lines.find((one) => one.includes(`"msg":"${msg}"`));
    if (line !== undefined) resolve(line);
  };
  const timer = setTimeout(fail, withinMs);
  listeners.add(look);
  child.once('exit', fail);
  look();
  return promise.finally(() => {
    clearTimeout(timer);
    listeners.delete(look);
    child.off('exit', fail);
  });
}
