/** Songs of a service in miniature, looked at by the real schedule, which learns from nothing but these looks. */
import { createLog } from '../src/log.ts';
import type { Provider } from '../src/providers/provider.ts';
import type { Random } from '../src/providers/sketch/random.ts';
import type { Marks } from '../src/songs/marks.ts';
import { createSchedule, type Schedule } from '../src/songs/schedule.ts';
import { type Cost, costOf, expectedCost, type TrueLaw } from './looking-laws.ts';

const log = createLog({ level: 'silent' });
const nowhere = { get: async () => undefined, set: async () => undefined };
const neverAsked = () => Promise.reject(new Error('the schedule asks no service'));
const limits = { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 };

/** `usualSeconds` is what the service says of itself; wrong as services are. */
export const miniature = (usualSeconds: number, more: Partial<Provider> = {}): Provider => ({
  id: 'miniature',
  name: 'Miniature',
  models: [{ id: 'one', name: 'One', limits }],
  defaultModel: 'one',
  honours: { avoid: true, vocals: true, instrumental: true },
  extends: true,
  extensionIsTail: false,
  lookEveryMs: 0,
  batch: 1,
  quota: { requests: 1_000, perMs: 1_000 },
  usualMs: usualSeconds * 1_000,
  closingMs: 60_000,
  callbacks: 'none',
  submit: neverAsked,
  look: neverAsked,
  ...more,
});

export interface Line {
  /** One song that takes so long, from its acceptance to the look that finds it. */
  song(seconds: number): Cost;
  /** The same where the service calls; `isLost`: but not for this one. `requests` are those that nobody asked for. */
  calledSong(seconds: number, isLost: boolean): Cost;
  /** When the next song would be looked at, in seconds from its acceptance, until `law` says that it is there. */
  looks(law: TrueLaw): number[];
  schedule: Schedule;
}

/** Songs one after another. */
export function createLine(provider: Provider): Line {
  const schedule = createSchedule({ store: nowhere, log });
  const model = provider.defaultModel;
  let songs = 0;
  let clock = Date.UTC(2026, 0, 1);

  const begin = () => {
    songs += 1;
    clock += 3_600_000;
    return { working: { song: `song-${songs}`, provider, model }, marks: { accepted: clock } };
  };
  const found = (song: ReturnType<typeof begin>, lookedAt: number | null, at: number, told: boolean) => {
    const { marks: before, working } = song;
    const after: Marks = { ...before, first: at };
    schedule.seen({ ...working, lookedAt, at, before, after, ended: true, told });
    schedule.forget(working, at);
  };
  const look = (seconds: number, how: { called: boolean; isTold: boolean }): Cost => {
    const song = begin();
    const { working, marks } = song;
    const readyAt = marks.accepted + seconds * 1_000;
    let lookedAt: number | null = null;
    for (let at = marks.accepted, requests = 0; ; requests++) {
      const next = at + schedule.nextLookMs(working, marks, at, how);
      if (how.isTold && readyAt <= next) {
        found(song, lookedAt, readyAt, true);
        return { requests, delay: 0 };
      }
      if (next >= readyAt) {
        found(song, lookedAt, next, false);
        return { requests: requests + 1, delay: (next - readyAt) / 1_000 };
      }
      lookedAt = next;
      at = next;
    }
  };

  return {
    schedule,
    song: (seconds) => look(seconds, { called: false, isTold: false }),
    calledSong: (seconds, isLost) => look(seconds, { called: true, isTold: !isLost }),
    looks: (law) => {
      const { working, marks } = begin();
      const looks: number[] = [];
      let at = marks.accepted;
      do {
        at += schedule.nextLookMs(working, marks, at, { called: false });
        looks.push((at - marks.accepted) / 1_000);
      } while (1 - law.by(looks.at(-1) ?? 0) > 1e-6);
      schedule.forget(working, at);
      return looks;
    },
  };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const meanCost = (costs: readonly Cost[]): Cost => ({
  requests: meanOf(costs.map((cost) => cost.requests)),
  delay: meanOf(costs.map((cost) => cost.delay)),
});

/** What a poller with a fixed interval asks for, its interval tuned until its mean delay over the same songs is `delay`. */
export function fixedRequests(songs: readonly number[], delay: number): number {
  let low = 0.05;
  let high = 600;
  for (let halvings = 0; halvings < 50; halvings++) {
    const interval = (low + high) / 2;
    const mean = meanOf(songs.map((seconds) => Math.ceil(seconds / interval) * interval - seconds));
    if (mean < delay) low = interval;
    else high = interval;
  }
  return meanOf(songs.map((seconds) => Math.ceil(seconds / low)));
}

/** Many songs from a cold start: what they cost, and what a fixed poller would have asked for at the same mean delay. */
export function againstFixed(law: TrueLaw, random: Random, count: number, provider: Provider) {
  const line = createLine(provider);
  const songs = Array.from({ length: count }, () => law.draw(random));
  const mean = meanCost(songs.map((seconds) => line.song(seconds)));
  const fixed = fixedRequests(songs, mean.delay);
  return { ...mean, fixed, fewer: 1 - mean.requests / fixed };
}

/** The mean cost of the next song after `count` songs from a cold start, and of those songs, over `lines` lines. */
export function learned(law: TrueLaw, random: Random, count: number, lines: number, provider: Provider) {
  const runs = Array.from({ length: lines }, () => {
    const line = createLine(provider);
    const during = meanOf(Array.from({ length: count }, () => costOf(line.song(law.draw(random)))));
    return { during, after: costOf(expectedCost(law, line.looks(law))) };
  });
  return { during: meanOf(runs.map((run) => run.during)), after: meanOf(runs.map((run) => run.after)) };
}

/** The cost of the next song `count` songs after a law that was known well turned into another. */
export function recovered(before: TrueLaw, after: TrueLaw, random: Random, count: number, lines: number): number {
  return meanOf(
    Array.from({ length: lines }, () => {
      const line = createLine(miniature(60));
      for (let song = 0; song < 200; song++) line.song(before.draw(random));
      for (let song = 0; song < count; song++) line.song(after.draw(random));
      return costOf(expectedCost(after, line.looks(after)));
    }),
  );
}

/** A service that calls, and loses `lost` of its calls: requests of our own a song, and when each lost song was found. */
export function withCalls(law: TrueLaw, random: Random, count: number, lost: number) {
  const line = createLine(miniature(120));
  const songs = Array.from({ length: count }, () => ({ seconds: law.draw(random), isLost: random.chance(lost) }));
  const costs = songs.map((song, before) => ({ ...song, before, cost: line.calledSong(song.seconds, song.isLost) }));
  const losses = costs
    .filter(({ isLost }) => isLost)
    .map(({ before, seconds, cost }) => ({ before, seconds, foundAt: seconds + cost.delay }));
  return { requests: meanOf(costs.map(({ cost }) => cost.requests)), losses };
}
