import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Caps } from '../../src/ledger/outcomes.ts';
import type { HoldOf, Till } from './ledger.ts';

/** What everybody asks for. */
export const raced = { guildId: 'g', amount: 1 };

export interface Raced {
  /** How often each kind of answer was given. */
  tally: Record<string, number>;
  /** From the first request to the last answer. */
  ms: number;
}

/**
 * Lets `processes` processes ask for one credit each, `requests` times altogether, all at once. They are on the database at
 * `url`; without one they ask this process, whose till it is: a file has one owner.
 */
export async function race(options: {
  url: string | null;
  till: Till;
  caps: Caps;
  processes: number;
  requests: number;
}): Promise<Raced> {
  const program = fileURLToPath(new URL('./race-process.ts', import.meta.url));
  const each = Math.ceil(options.requests / options.processes);
  const start = (number: number): ChildProcess => {
    const args = [options.url ?? 'parent', JSON.stringify(options.caps), String(number), String(each)];
    return fork(program, args, { execArgv: [] });
  };
  const racers = Array.from({ length: options.processes }, (_, number) => start(number));
  try {
    await Promise.all(racers.map((racer) => said(racer, 'ready')));
    for (const racer of racers) serve(racer, options.till);
    const startedAt = performance.now();
    const ended = racers.map((racer) => said<Record<string, number>>(racer, 'tally'));
    for (const racer of racers) racer.send({ go: true });
    const tally: Record<string, number> = {};
    for (const part of await Promise.all(ended))
      for (const [kind, times] of Object.entries(part)) tally[kind] = (tally[kind] ?? 0) + times;
    return { tally, ms: performance.now() - startedAt };
  } finally {
    for (const racer of racers) racer.kill('SIGKILL');
  }
}

/** The value of the first message that has this field. */
const said = <Value>(racer: ChildProcess, field: string): Promise<Value> =>
  new Promise((resolve, reject) => {
    const listen = (message: Record<string, Value>) => {
      const value = message[field];
      if (value === undefined) return;
      racer.off('message', listen);
      resolve(value);
    };
    racer.on('message', listen);
    racer.once('exit', (code) => reject(new Error(`a racer ended too early: ${code}`)));
  });

const serve = (racer: ChildProcess, till: Till): void => {
  racer.on('message', ({ hold }: { hold?: HoldOf }) => {
    if (hold === undefined) return;
    till.hold(hold).then(
      ({ kind }) => racer.send({ songId: hold.songId, kind }),
      (error: unknown) => racer.send({ songId: hold.songId, kind: String(error) }),
    );
  });
};
