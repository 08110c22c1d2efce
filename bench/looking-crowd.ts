/** Many songs at one service at once, which share its quota. */
import type { Random } from '../src/providers/sketch/random.ts';
import { type TrueLaw, worth } from './looking-laws.ts';
import { createLine, meanOf, miniature } from './looking-runs.ts';

interface Crowded {
  song: string;
  accepted: number;
  readyAt: number;
  lookedAt: number | null;
  due: number;
}

const quota = { requests: 20, perMs: 10_000 };
/** What the schedule lets looks have of it. */
const part = 0.8;

/** `count` songs begun within so many seconds: mean delay, requests a song, and the most requests in any `perMs`. */
export function crowd(law: TrueLaw, random: Random, count: number, withinSeconds: number) {
  const provider = miniature(60, { quota });
  const { schedule, song } = createLine(provider);
  for (let before = 0; before < 200; before++) song(law.draw(random));
  const start = Date.UTC(2027, 0, 1);
  const songs = Array.from({ length: count }, (_, at): Crowded => {
    const accepted = Math.round(start + 1_000 * withinSeconds * random.next());
    const readyAt = accepted + Math.round(1_000 * law.draw(random));
    return { song: `crowd-${at}`, accepted, readyAt, lookedAt: null, due: accepted };
  });
  const open = new Set(songs);
  const requests: number[] = [];
  const delays: number[] = [];
  while (open.size > 0) {
    const at = Math.min(...[...open].map((one) => one.due));
    const looking: Crowded[] = [];
    for (const one of [...open].filter((each) => each.due === at)) {
      const wait = at === one.accepted ? 0 : schedule.turnMs({ song: one.song, provider }, at);
      one.due = at + wait;
      if (wait === 0) looking.push(one);
    }
    for (const one of looking) if (at > one.accepted) requests.push(at);
    for (const one of looking) {
      const working = { song: one.song, provider, model: 'one' };
      const marks = { accepted: one.accepted };
      if (at > one.accepted && at >= one.readyAt) {
        const after = { ...marks, first: at };
        schedule.seen({ ...working, lookedAt: one.lookedAt, at, before: marks, after, ended: true, told: false });
        schedule.forget(working, at);
        delays.push((at - one.readyAt) / 1_000);
        open.delete(one);
        continue;
      }
      one.lookedAt = at > one.accepted ? at : null;
      one.due = at + schedule.nextLookMs(working, marks, at, { called: false });
    }
  }
  return { delay: meanOf(delays), requests: requests.length / count, most: mostWithin(requests, quota.perMs), songs };
}

function mostWithin(instants: readonly number[], perMs: number): number {
  let from = 0;
  let most = 0;
  for (const [to, at] of instants.entries()) {
    while ((instants[from] ?? at) <= at - perMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** The same songs where the law is known and looks, at the same quota, are as dense as √hazard (or as each other). */
export function sharedOut(law: TrueLaw, songs: readonly Crowded[], how: 'by root' | 'evenly'): number {
  const step = 100;
  const perStep = (quota.requests * part * step) / quota.perMs;
  const waiting = [...songs].sort((a, b) => a.accepted - b.accepted).map((one) => ({ ...one, urge: 0 }));
  const delays: number[] = [];
  let open: typeof waiting = [];
  for (let at = waiting[0]?.accepted ?? 0; delays.length < songs.length; at += step) {
    while ((waiting[0]?.accepted ?? Number.POSITIVE_INFINITY) <= at) open.push(...waiting.splice(0, 1));
    const wants = open.map((one) => (how === 'evenly' ? 1 : rootAt(law, (at - one.accepted) / 1_000)));
    const sum = wants.reduce((total, want) => total + want, 0);
    const share = how === 'evenly' ? perStep / sum : Math.min(step / 1_000, perStep / sum);
    for (const [index, one] of open.entries()) one.urge += (wants[index] ?? 0) * share;
    open = open.filter((one) => {
      if (one.urge < 1) return true;
      one.urge -= 1;
      if (at < one.readyAt) return true;
      delays.push((at - one.readyAt) / 1_000);
      return false;
    });
  }
  return meanOf(delays);
}

/** Looks a second that cost least. */
function rootAt(law: TrueLaw, seconds: number): number {
  const left = 1 - law.by(seconds);
  const hazard = left < 1e-9 ? 1 : (law.by(seconds + 0.1) - law.by(seconds)) / 0.1 / left;
  return Math.sqrt((worth * Math.max(0, hazard)) / 2);
}
