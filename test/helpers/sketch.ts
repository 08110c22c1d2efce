import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LookAnswer, Provider, TaskReference, TrackReport, Work } from '../../src/providers/provider.ts';

export const never = new AbortController().signal;

export interface TemporaryFolder extends Disposable {
  path: string;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'sketch-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export const lyricsWork = (changes: Partial<Extract<Work, { kind: 'lyrics' }>>): Work => ({
  kind: 'lyrics',
  title: 'Paper Boats',
  style: 'folk',
  lyrics:
    '[Verse]\nPaper boats along the gutter\nSail beyond the garden wall\n[Chorus]\nOh, let them go\nOh, let them all',
  avoid: '',
  vocals: 'any',
  ...changes,
});

export async function submitted(provider: Provider, work: Work, attemptId: string): Promise<TaskReference> {
  const answer = await provider.submit(work, { attemptId, model: 'sketch', signal: never });
  if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return answer.task;
}

/** Looks whenever there is news until `enough` is true of what was seen; answers everything seen on the way. */
export async function follow(
  provider: Provider,
  task: TaskReference,
  enough: (answer: LookAnswer) => boolean,
): Promise<LookAnswer[]> {
  const seen: LookAnswer[] = [];
  let wake = (): void => {};
  provider.onNews?.(() => wake());
  for (;;) {
    const news = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const [answer] = await provider.look([task], never);
    if (!answer) throw new Error('no answer');
    seen.push(answer);
    if (enough(answer)) return seen;
    await news;
  }
}

export const tracksOf = (answer: LookAnswer | undefined): TrackReport[] =>
  answer?.kind === 'seen' ? answer.tracks : [];

export const isFinished = (answer: LookAnswer): boolean =>
  answer.kind === 'failed' ||
  (tracksOf(answer).length > 0 && tracksOf(answer).every((track) => track.state !== 'working'));

export const firstIsReady = (answer: LookAnswer): boolean => tracksOf(answer)[0]?.state === 'ready';
