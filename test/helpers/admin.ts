/** `npm run admin --` as a process of its own, as its script runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../src/admin.ts', import.meta.url));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** In a folder of its own, with the database `songcircle.db` there unless `env` says otherwise. Answers at once. */
export function beginAdmin(
  dir: string,
  args: readonly string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: dir,
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: `file:${dir}/songcircle.db`,
      MEDIA_DIR: `${dir}/media`,
      STARTER_CREDITS: '100',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ ...said, code: code as number | null }));
  return { child, ended };
}

/** The whole command, until it ended by itself. */
export const runAdmin = (dir: string, args: readonly string[], env?: Record<string, string>): Promise<Ended> =>
  beginAdmin(dir, args, env).ended;
