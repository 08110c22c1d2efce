import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSketch } from '../src/providers/sketch/sketch.ts';
import { follow, isFinished, lyricsWork, never, submitted, temporaryFolder } from './helpers/sketch.ts';

test('a song the worker cannot make fails as the service’s fault, and stays failed', async () => {
  using folder = temporaryFolder();
  const warnings: string[] = [];
  const warn = (_fields: object | string, message?: string): void => {
    warnings.push(message ?? '');
  };
  const id = 'a'.repeat(32);
  mkdirSync(join(folder.path, id));
  writeFileSync(join(folder.path, id, 'request.json'), '{"version":1,"work":{"kind":"opera"}}');
  const provider = createSketch({ dir: folder.path, log: { warn } });
  const seen = await follow(provider, { id }, isFinished);
  expect(seen.at(-1)).toMatchObject({ kind: 'failed', reason: 'service' });
  expect(warnings).toContain('the sketch could not make a take');
  await provider.close?.();
  const next = createSketch({ dir: folder.path });
  expect(await next.look([{ id }], never)).toMatchObject([{ kind: 'failed', reason: 'service' }]);
  await next.close?.();
});

test('a task nobody knows has failed, whatever its name', async () => {
  using folder = temporaryFolder();
  const provider = createSketch({ dir: folder.path });
  const answers = await provider.look([{ id: 'b'.repeat(32) }, { id: '../..' }, {}], never);
  expect(answers.map((answer) => answer.kind)).toEqual(['failed', 'failed', 'failed']);
  await provider.close?.();
});

test('a folder that cannot be written refuses the song instead of throwing', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'not-a-folder');
  writeFileSync(file, '');
  const provider = createSketch({ dir: file });
  const answer = await provider.submit(lyricsWork({}), { attemptId: 'x', model: 'sketch', signal: never });
  expect(answer).toMatchObject({ kind: 'refused', reason: 'maintenance' });
  await provider.close?.();
});

test('closing in the middle of a render takes less than a second', async () => {
  using folder = temporaryFolder();
  const provider = createSketch({ dir: folder.path });
  const task = await submitted(provider, lyricsWork({}), 'cut off');
  await follow(provider, task, (answer) => answer.kind === 'seen' && answer.stage === 'music');
  const before = performance.now();
  await provider.close?.();
  expect(performance.now() - before).toBeLessThan(1000);
});

test('the main thread is never held up while a song is made', async () => {
  using folder = temporaryFolder();
  const provider = createSketch({ dir: folder.path });
  const task = await submitted(provider, lyricsWork({}), 'in the background');
  const before = performance.eventLoopUtilization();
  await follow(provider, task, (answer) => answer.kind === 'seen' && answer.tracks[0]?.state === 'ready');
  // A render on this thread would use it nearly all the time.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.4);
  await provider.close?.();
});
