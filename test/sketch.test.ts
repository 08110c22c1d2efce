import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LookAnswer, Provider, TaskReference, TrackReference, TrackReport } from '../src/providers/provider.ts';
import { createSketch } from '../src/providers/sketch/sketch.ts';
import type { Heard } from './helpers/ears.ts';
import { framesOf, listen, loudnessOf, pitchClasses, scaleOf, tempoOf } from './helpers/ears.ts';
import {
  firstIsReady,
  follow,
  isFinished,
  lyricsWork,
  never,
  submitted,
  temporaryFolder,
  tracksOf,
} from './helpers/sketch.ts';

/** Both takes of a finished song as bytes and as sound. */
interface Finished {
  seen: LookAnswer[];
  tracks: TrackReport[];
  mp3: Buffer[];
  heard: Heard[];
}

const song = lyricsWork({ style: 'folk pop, 112 bpm, A minor' });
const folder = temporaryFolder();
const elsewhere = temporaryFolder();
const providers: Provider[] = [];

function opened(dir: string): Provider {
  const provider = createSketch({ dir });
  providers.push(provider);
  return provider;
}

async function finished(provider: Provider, task: TaskReference, enough = isFinished): Promise<Finished> {
  const seen = await follow(provider, task, enough);
  const tracks = tracksOf(seen.at(-1)).filter((track) => track.state === 'ready');
  const mp3 = tracks.map((track) => readFileSync(track.audio?.kind === 'file' ? track.audio.path : ''));
  return { seen, tracks, mp3, heard: await Promise.all(mp3.map(listen)) };
}

let first: Finished;
let seenBeforeTheStop: { answer: LookAnswer; planned: boolean; audio: boolean }[];
let again: Finished;
let waltz: Finished;
let extended: Finished;

beforeAll(async () => {
  const interrupted = createSketch({ dir: folder.path });
  const task = await submitted(interrupted, song, 'first');
  const inside = (name: string): boolean => existsSync(join(folder.path, String(task.id), name));
  seenBeforeTheStop = [];
  await follow(interrupted, task, (answer) => {
    seenBeforeTheStop.push({ answer, planned: inside('plan.json'), audio: inside('A.mp3') });
    return firstIsReady(answer);
  });
  await interrupted.close?.();

  const here = opened(folder.path);
  const there = opened(elsewhere.path);
  const slow = lyricsWork({
    title: 'Carousel',
    style: 'waltz, 92 bpm, E♭ major',
    vocals: 'none',
    lyrics: '',
    avoid: 'drums',
  });
  [first, again, waltz] = await Promise.all([
    finished(here, task),
    submitted(there, song, 'the same words elsewhere').then((same) => finished(there, same, firstIsReady)),
    submitted(there, slow, 'waltz').then((other) => finished(there, other, firstIsReady)),
  ]);
  const parent = first.tracks[0]?.reference ?? {};
  const more = await submitted(
    here,
    { kind: 'extend', parent, fromSecond: 12, title: '', style: '', lyrics: '' },
    'extension',
  );
  extended = await finished(here, more, firstIsReady);
}, 120_000);

afterAll(async () => {
  await Promise.all(providers.map(async (provider) => provider.close?.()));
  folder[Symbol.dispose]();
  elsewhere[Symbol.dispose]();
});

const everyTake = (): Heard[] => [first, waltz, extended].flatMap((one) => one.heard);

describe('what the sketch sounds like', () => {
  test('the tempo is the tag’s within 2 %', () => {
    for (const heard of first.heard) expect(Math.abs(tempoOf(heard, 85, 148) / 112 - 1)).toBeLessThan(0.02);
    for (const heard of waltz.heard) expect(Math.abs(tempoOf(heard, 70, 121) / 92 - 1)).toBeLessThan(0.02);
  });

  test('the key is the tag’s: its scale holds nearly all that sounds, and more than any other', () => {
    for (const heard of first.heard) {
      expect(scaleOf(heard)).toMatchObject({ root: 0 });
      expect(scaleOf(heard).share).toBeGreaterThan(0.9);
      const classes = pitchClasses(heard);
      // A minor and not C major: its own third and fifth carry it, and the tonic is at home.
      expect(classes[9]).toBeGreaterThan(1 / 12);
    }
    for (const heard of waltz.heard) expect(scaleOf(heard)).toMatchObject({ root: 3 });
  });

  test('it is as loud as streaming services play, and never clips', () => {
    for (const heard of everyTake()) {
      expect(loudnessOf(heard)).toBeGreaterThan(-18);
      expect(loudnessOf(heard)).toBeLessThan(-12);
      expect(heard.peak).toBeLessThan(10 ** (-0.5 / 20));
    }
  });

  test('a take lasts 20 to 40 seconds, as long as it says, and fades out', () => {
    for (const { heard, tracks } of [first, waltz, extended]) {
      for (const [index, take] of heard.entries()) {
        expect(take.seconds).toBeGreaterThan(20);
        expect(take.seconds).toBeLessThan(40);
        expect(Math.abs(take.seconds - (tracks[index]?.durationSeconds ?? 0))).toBeLessThan(0.15);
        const end = take.left.subarray(-Math.round(take.rate * 0.05));
        expect(Math.max(...end)).toBeLessThan(0.01);
      }
    }
  });

  test('the files are MP3, stereo, 44.1 kHz, 128 kbit/s throughout, and the two channels differ', () => {
    for (const { mp3, heard } of [first, waltz, extended]) {
      for (const file of mp3) expect([...framesOf(file)]).toEqual(['128 kbit/s 44100 Hz 2 channels']);
      for (const take of heard)
        expect(take.left.some((value, index) => Math.abs(value - (take.right[index] ?? 0)) > 0.05)).toBe(true);
    }
  });

  test('a chorus is louder than the verse before it', () => {
    const plan = JSON.parse(
      readFileSync(join(folder.path, String(first.tracks[0]?.reference.task), 'plan.json'), 'utf8'),
    ) as { sections: { kind: string; bars: number }[] };
    const barSeconds = (60 / 112) * 4;
    for (const heard of first.heard) {
      const power: Record<string, number> = {};
      let bar = 0;
      for (const section of plan.sections) {
        const part = heard.left.subarray(
          Math.round(bar * barSeconds * heard.rate),
          Math.round((bar + section.bars) * barSeconds * heard.rate),
        );
        power[section.kind] = part.reduce((sum, value) => sum + value * value, 0) / part.length;
        bar += section.bars;
      }
      expect(power.chorus).toBeGreaterThan((power.verse ?? 0) * 1.15);
    }
  });
});

describe('how the sketch works', () => {
  test('the same words give the same song to the byte, interrupted or not, wherever it is made', () => {
    const [one, other] = [first, again].map(({ mp3, tracks }) => {
      const cover = tracks[0]?.cover;
      return { audio: mp3[0], cover: readFileSync(cover?.kind === 'file' ? cover.path : '') };
    });
    expect(one?.audio?.equals(other?.audio ?? Buffer.alloc(0))).toBe(true);
    expect(one?.cover.equals(other?.cover ?? Buffer.alloc(0))).toBe(true);
  });

  test('the two takes are two songs', () => {
    expect(first.mp3[0]?.equals(first.mp3[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test('every stage it reports has its file, and the first take is ready while the second still works', () => {
    expect(seenBeforeTheStop[0]?.answer).toMatchObject({ kind: 'seen', stage: 'queued', tracks: [] });
    for (const { answer, planned, audio } of seenBeforeTheStop) {
      if (answer.kind !== 'seen') throw new Error('it failed');
      if (answer.stage === 'music') expect(planned).toBe(true);
      if (tracksOf(answer)[0]?.state === 'ready') expect(audio).toBe(true);
    }
    const order = ['queued', 'words', 'music'];
    const stages = seenBeforeTheStop.map(({ answer }) => (answer.kind === 'seen' ? order.indexOf(answer.stage) : -1));
    expect(stages).toEqual([...stages].sort());
    const last = tracksOf(seenBeforeTheStop.at(-1)?.answer);
    expect(last.map((track) => track.state)).toEqual(['ready', 'working']);
  });

  test('a song that was cut off is finished by the next process, and its first take stays', () => {
    expect(tracksOf(first.seen[0]).map((track) => track.state)).toEqual(['ready', 'working']);
    expect(first.tracks.map((track) => track.state)).toEqual(['ready', 'ready']);
  });

  test('the same attempt is the same task', async () => {
    const one = await submitted(providers[0] as Provider, song, 'first');
    expect(one.id).toBe(first.tracks[0]?.reference.task);
  });

  test('an extension goes on in its parent’s key and tempo', () => {
    expect(extended.tracks[0]?.title).toBe('Paper Boats');
    for (const heard of extended.heard) {
      expect(Math.abs(tempoOf(heard, 85, 148) / 112 - 1)).toBeLessThan(0.02);
      expect(scaleOf(heard)).toMatchObject({ root: 0 });
    }
    expect(extended.mp3[0]?.equals(first.mp3[0] ?? Buffer.alloc(0))).toBe(false);
  });

  test('a parent that is gone is refused, and so is one that never was', async () => {
    const provider = providers[0] as Provider;
    const references: TrackReference[] = [
      { task: 'f'.repeat(32), take: 0 },
      { task: '../../etc', take: 0 },
      { task: first.tracks[0]?.reference.task ?? '', take: 7 },
      {},
    ];
    for (const [index, parent] of references.entries()) {
      const work = { kind: 'extend', parent, fromSecond: 3, title: '', style: '', lyrics: '' } as const;
      const answer = await provider.submit(work, { attemptId: `gone ${index}`, model: 'sketch', signal: never });
      expect(answer).toMatchObject({ kind: 'refused', reason: 'track_gone' });
    }
  });

  test('what is to be forgotten leaves nothing in its folder, and what is not its own is never touched', async () => {
    const provider = providers[0] as Provider;
    const task = { id: extended.tracks[0]?.reference.task ?? '' };
    const lies = () => existsSync(join(folder.path, task.id.toString(), 'request.json'));
    expect(lies()).toBe(true);
    await provider.forget?.([{ id: '..' }, { id: '' }, {}]);
    expect(existsSync(folder.path) && lies()).toBe(true);
    await provider.forget?.([task]);
    await provider.forget?.([task]);
    expect(lies()).toBe(false);
    expect(await provider.look([task], never)).toMatchObject([{ kind: 'failed' }]);
  });
});
