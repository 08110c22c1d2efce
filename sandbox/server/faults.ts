import type { Fault } from '../protocol.ts';

export interface Faults {
  add(fault: Fault): void;
  /** The fault this request meets, counted down; null: none. */
  meet(method: string, path: string): Fault | null;
}

export const createFaults = (): Faults => {
  let waiting: { fault: Fault; pattern: RegExp; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, pattern: new RegExp(fault.path), left: fault.times });
    },
    meet(method, path) {
      const met = waiting.find(
        ({ fault, pattern }) => (!fault.method || fault.method === method) && pattern.test(path),
      );
      if (!met) return null;
      met.left -= 1;
      if (met.left <= 0) waiting = waiting.filter((other) => other !== met);
      return met.fault;
    },
  };
};
