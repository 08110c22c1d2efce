import type { Every } from './outcomes.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** When the period that `at` lies in began, in epoch ms: a day, a week from Monday, or a month, all in UTC. */
export const periodStart = (every: Every, at: number): number => {
  const date = new Date(at);
  if (every === 'monthly') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const today = Math.floor(at / dayMs) * dayMs;
  if (every === 'daily') return today;
  // Sunday is 0.
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return today - sinceMonday * dayMs;
};

/** When the next one begins. Months are as long as they are. */
export const nextPeriod = (every: Every, at: number): number => {
  const start = periodStart(every, at);
  if (every === 'daily') return start + dayMs;
  if (every === 'weekly') return start + 7 * dayMs;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
};
