/** What every adapter promises, whatever its service does: each at its vendor's dialect, over real HTTP. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, test } from 'vitest';
import type { Script } from '../../sandbox/services/script.ts';
import { systemClock } from '../../src/clock.ts';
import type { TrackReport, Work } from '../../src/providers/provider.ts';
import { openEar } from '../helpers/callback-ear.ts';
import { cases, expectedOf, extensionOf, idea, open, play, type Subject, said } from './cases.ts';
import type { Row } from './rows.ts';

/** A request in the vendor's own words: where it goes, and its whole body. */
export interface Asked {
  work: Work | ((subject: Subject) => Promise<Work>);
  model?: string;
  path: string;
  body: Record<string, unknown>;
}

/** The work of the tests, in the product's words. */
export const song: Extract<Work, { kind: 'lyrics' }> = {
  kind: 'lyrics',
  title: 'Lantern',
  style: 'folk',
  lyrics: '[Verse]\nOn the water',
  avoid: 'drums',
  vocals: 'female',
};
export const instrumental: Work = { ...song, lyrics: '', avoid: '', vocals: 'none' };
export const untitled: Work = { ...song, title: '', avoid: '', vocals: 'any' };

/** The whole thread stands still for no longer than this. */
const longestStallMs = 100;
const settleMs = 30;
/** A little more than services make. */
const mostTracks = 8;
const takesOfTwo = { audio: ['0.mp3', '1.mp3'], cover: ['0.png', '1.png'] };

export function contract(row: Row, asked: Readonly<Record<string, Asked>>): void {
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  const opened = async (options: Parameters<typeof open>[1] = {}): Promise<Subject> => {
    const subject = await open(row, options);
    undo.push(() => subject.close());
    return subject;
  };
  const applicable = cases.filter(({ ask }) => ask !== 'extension' || row.extends);

  describe(`${row.name}, whatever its service does`, () => {
    test.each(applicable.map((one) => [one.name, expectedOf(row, one), one] as const))(
      '%s: %s',
      async (_, expected, one) => {
        const subject = await opened();
        const { service } = subject;
        const answer = await play(subject, one);
        expect(said(answer)).toBe(expected);
        // Whatever came back, it was asked once: the parent and the extension, or the song alone.
        expect(service.submissions).toHaveLength(one.ask === 'extension' ? 2 : 1);
        expect(service.counts.looks).toBe(one.ask === 'song' ? 0 : 1);
        expect(service.counts.requests).toBe(service.submissions.length + service.counts.looks);
        expect(JSON.stringify(answer)).not.toContain(service.key);
        if (answer.kind === 'seen') for (const track of answer.tracks) expectSound(track);
      },
    );

    test('what a look did not learn, the next one does', async () => {
      const subject = await opened();
      const task = await subject.songAt(3);
      for (const one of applicable.filter((each) => expectedOf(row, each).startsWith('blip'))) {
        Object.assign(subject.service.script, one.script);
        expect(said(await subject.look(task))).toBe(expectedOf(row, one));
        subject.service.script.onLook = 'answer';
        expect(said(await subject.look(task))).toBe('finished: ready ready');
      }
      expect(subject.service.submissions).toHaveLength(1);
    });

    test('late success is success', async () => {
      const subject = await opened();
      const task = await subject.songAt(1);
      for (let times = 0; times < 3; times += 1) expect(said(await subject.look(task))).not.toContain('finished');
      subject.service.finish();
      expect(said(await subject.look(task))).toBe('finished: ready ready');
    });

    test('nobody listens there: certainly not begun; and a look learns nothing', async () => {
      const subject = await opened();
      const task = await subject.songAt(3);
      await subject.service.close();
      expect(said(await subject.submit(idea))).toBe('refused maintenance');
      expect(said(await subject.look(task))).toBe('blip');
    });

    test('a submission that is stopped while the service holds it open has an unknown outcome', async () => {
      const subject = await opened({ script: { onSubmit: 'hold-open' } });
      const stop = new AbortController();
      const answer = subject.submit(idea, { signal: stop.signal });
      await expect.poll(() => subject.service.submissions.length).toBe(1);
      stop.abort();
      expect(said(await answer)).toBe('unknown');
    });

    test('a submission that is held open and answered in time is accepted', async () => {
      const subject = await opened({ script: { onSubmit: 'hold-open' } });
      const answer = subject.submit(idea);
      await expect.poll(() => subject.service.standing().held).toBe(1);
      subject.service.release();
      expect(said(await answer)).toBe('accepted');
    });

    test('a key that the service does not take', async () => {
      const subject = await opened({ key: 'somebody-elses' });
      expect(said(await subject.submit(idea))).toBe('refused key');
      expect(JSON.stringify(await subject.submit(idea))).not.toContain('somebody-elses');
    });
  });

  describe(`${row.name} is asked in its own words`, () => {
    test.each(Object.entries(asked))('asked for %s', async (_, { work, model, path, body }) => {
      const subject = await opened(model === undefined ? {} : { model });
      const wanted = typeof work === 'function' ? await work(subject) : work;
      const answer = await subject.submit(wanted);
      const submission = subject.service.submissions.at(-1);
      expect({ path: submission?.path, body: submission?.body }).toEqual({ path, body });
      expect(said(answer)).toBe('accepted');
    });

    test('its text limits are those that the service keeps', async () => {
      const subject = await opened();
      for (const { id, limits } of subject.provider.models) {
        const full: Work = {
          ...song,
          title: 't'.repeat(limits.title),
          style: 's'.repeat(limits.style),
          lyrics: 'l'.repeat(limits.lyrics),
        };
        expect([id, said(await subject.submit(full, { model: id }))]).toEqual([id, 'accepted']);
        const long: Work = { kind: 'idea', idea: 'i'.repeat(limits.idea), instrumental: false };
        expect([id, said(await subject.submit(long, { model: id }))]).toEqual([id, 'accepted']);
      }
    });

    test('a finished song carries all that is needed to show it', async () => {
      const subject = await opened();
      const answer = await subject.look(await subject.songAt(3));
      const tracks = answer.kind === 'seen' ? answer.tracks : [];
      expect(tracks.map(({ index }) => index)).toEqual([0, 1]);
      for (const [index, { audio, cover, title, style, lyrics }] of tracks.entries()) {
        const { url } = subject.service;
        expect(audio).toMatchObject({
          url: expect.stringMatching(new RegExp(`^${url}/files/.*-${takesOfTwo.audio[index]}$`)),
        });
        expect(cover).toMatchObject({
          url: expect.stringMatching(new RegExp(`^${url}/files/.*-${takesOfTwo.cover[index]}$`)),
        });
        expect({ title, style }).toEqual({ title: 'Lantern', style: 'indie folk, warm' });
        expect(lyrics).toContain('A lantern on the water');
      }
    });

    test('clips that come in another order stay the takes they are', async () => {
      const subject = await opened({ script: { onLook: 'reversed', oneTrackFails: true } });
      expect(said(await subject.look(await subject.songAt(3)))).toBe('finished: ready failed');
    });

    const testExtensions = row.extends ? test : () => undefined;

    testExtensions('any finished track can be extended, from anywhere, with or without words', async () => {
      const subject = await opened();
      for (const words of [
        { fromSecond: 0.01 },
        // To its very end, as its length was told; and where the length was never told.
        { fromSecond: 2.56 },
        { fromSecond: 0 },
        { title: '', style: '', lyrics: '' },
        { title: '', style: '', lyrics: '', fromSecond: 2.56 },
        { lyrics: '', fromSecond: 2.56 },
        { title: '', lyrics: '' },
      ]) {
        const work = await extensionOf(subject, words);
        expect([words, said(await subject.submit(work))]).toEqual([words, 'accepted']);
      }
    });

    testExtensions('an extension can be extended', async () => {
      const subject = await opened();
      const answer = await subject.look(await subject.songAt(3, await extensionOf(subject)));
      expect(said(answer)).toBe('finished: ready ready');
      const parent = answer.kind === 'seen' ? answer.tracks[0]?.reference : undefined;
      expect(parent).toBeDefined();
      const further = await extensionOf(subject, { parent });
      expect(said(await subject.submit(further))).toBe('accepted');
    });

    test('several songs are looked at in as few requests as the service allows, and answered in order', async () => {
      const subject = await opened();
      const { service, provider } = subject;
      const tasks = [];
      for (let count = 0; count < provider.batch + 1; count += 1) tasks.push(await subject.songAt(0));
      const last = service.submissions.at(-1)?.taskId ?? '';
      service.finish(last);
      const signal = new AbortController().signal;
      const batch = tasks.slice(1);
      const before = service.counts.looks;
      const answers = await provider.look(batch, signal);
      expect(service.counts.looks - before).toBe(1);
      expect(answers).toHaveLength(batch.length);
      expect(answers.map(said).map((words) => words.split(':')[0])).toEqual(
        batch.map((_, at) => (at === batch.length - 1 ? 'finished' : 'queued')),
      );
    });

    test('the credits left are told as the service tells them, or not at all', async () => {
      const subject = await opened({ script: { creditsLeft: 12.5 } });
      const signal = new AbortController().signal;
      const ask = async (options: Parameters<typeof open>[1] = {}) =>
        (await opened(options)).provider.credits?.(signal);
      expect(await subject.provider.credits?.(signal)).toEqual(
        row.tellsCredits ? { kind: 'left', credits: 12.5 } : undefined,
      );
      const refused = { kind: 'refused', reason: 'key' };
      if (row.tellsCredits) expect(await ask({ key: 'somebody-elses' })).toMatchObject(refused);
      expect(subject.service.submissions).toEqual([]);
    });
  });

  describe(`${row.name} and calls back`, () => {
    const ear = async () => {
      const { heard, url, close } = await openEar();
      undo.push(close);
      return { heard, callbackUrl: url };
    };
    const called = { none: 0, wakes: 3, names_task: 3 } as const;
    const orders: [Script['callbacks'], count: number][] = [
      ['normal', 3],
      ['none', 0],
      ['twice', 6],
      ['backwards', 3],
      ['early', 3],
      ['lost', 2],
    ];

    test.each(orders)('%s: each names its own task, or none', async (callbacks, count) => {
      const { heard, callbackUrl } = await ear();
      const subject = await opened({ script: { callbacks } });
      const answer = await subject.submit(idea, { callbackUrl });
      for (let stage = 0; stage < 3; stage += 1) subject.service.step();
      const isCalled = subject.provider.callbacks !== 'none';
      await expect.poll(() => heard.length).toBe(isCalled ? count : 0);
      const named = heard.map((body) => subject.provider.taskIn?.(body) ?? null);
      const task = answer.kind === 'accepted' ? answer.task : null;
      expect(named).toEqual(heard.map(() => (subject.provider.callbacks === 'names_task' ? task : null)));
    });

    test('when the answer of a submission is lost, a call that names the task finds the song again', async () => {
      const { heard, callbackUrl } = await ear();
      const subject = await opened({ script: { onSubmit: 'accept-but-lost' } });
      expect(said(await subject.submit(idea, { callbackUrl }))).toBe('unknown');
      subject.service.finish();
      await expect.poll(() => heard.length).toBe(called[subject.provider.callbacks]);
      const task = heard.map((body) => subject.provider.taskIn?.(body) ?? null).at(-1) ?? null;
      expect(task !== null).toBe(subject.provider.callbacks === 'names_task');
      if (task !== null) expect(said(await subject.look(task))).toBe('finished: ready ready');
      expect(subject.service.submissions).toHaveLength(1);
    });

    test.each([
      null,
      undefined,
      '',
      7,
      [],
      {},
      [[]],
      { data: [] },
      { data: { task_id: {} } },
      { code: 200, data: null },
    ])('a body of %j names none', async (body) => {
      const { provider } = await opened();
      expect(provider.taskIn?.(body) ?? null).toBeNull();
    });
  });

  describe(`${row.name} and answers without measure`, () => {
    /** The longest stall of three tries that went best: the machine has other work too. */
    const stallMs = async (act: () => Promise<unknown>): Promise<number> => {
      const stalls: number[] = [];
      for (let tries = 0; tries < 3; tries += 1) {
        const delay = monitorEventLoopDelay({ resolution: 5 });
        delay.enable();
        // A stall is measured from one turn of its timer to the next: there must be one before, and one after.
        await systemClock.sleep(settleMs);
        await act();
        await systemClock.sleep(settleMs);
        delay.disable();
        stalls.push(delay.max / 1e6);
      }
      return Math.min(...stalls);
    };

    test('the measure sees a thread that stands still', async () => {
      const stall = await stallMs(async () => {
        const until = performance.now() + longestStallMs * 1.5;
        while (performance.now() < until);
      });
      expect(stall).toBeGreaterThan(longestStallMs);
    });

    test.each(['huge', 'many-tracks', 'many-nothings'] as const)(
      'a look that meets %s holds up nothing else',
      async (onLook) => {
        const subject = await opened();
        const task = await subject.songAt(3);
        subject.service.script.onLook = onLook;
        expect(await stallMs(() => subject.look(task))).toBeLessThan(longestStallMs);
      },
    );

    test('a submission that is answered with 50 MB holds up nothing else', async () => {
      const subject = await opened({ script: { onSubmit: 'huge' } });
      expect(await stallMs(() => subject.submit(idea))).toBeLessThan(longestStallMs);
    });
  });
}

function expectSound(track: TrackReport): void {
  expect(track.index).toBeLessThan(mostTracks);
  expect(JSON.parse(JSON.stringify(track.reference))).toEqual(track.reference);
  for (const value of Object.values(track.reference)) expect(['string', 'number']).toContain(typeof value);
  if (track.state === 'ready') expect(track.audio).toBeDefined();
  for (const media of [track.audio, track.cover]) {
    if (media?.kind === 'url') expect(media.url).toMatch(/^https?:\/\/(?!.*(?:\/None\.mp3|\/api\/forbidden)$)/);
  }
}
