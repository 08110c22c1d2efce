import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { compose } from './compose/compose.ts';
import type { Score } from './compose/score.ts';
import { drawCover } from './cover/cover.ts';
import { letterOf, names, writeWhole } from './files.ts';
import type { Plan } from './papers.ts';
import { planSchema, requestSchema } from './papers.ts';
import { planSong } from './song.ts';
import { encodeMp3 } from './sound/mp3.ts';
import { render } from './sound/render.ts';

/**
 * The studio's own thread: everything heavy happens here. One order is one take; what is on disk already is not made
 * again, so an order may be repeated after any interruption.
 */
const orderSchema = z.object({ folder: z.string(), take: z.union([z.literal(0), z.literal(1)]) });

export type Order = z.infer<typeof orderSchema>;
export type WorkerReport = { kind: 'file' } | { kind: 'done' } | { kind: 'failed'; detail: string };

const tell = (report: WorkerReport): void => parentPort?.postMessage(report);

function put(folder: string, name: string, data: string | Uint8Array): void {
  writeWhole(join(folder, name), data);
  tell({ kind: 'file' });
}

function planOf(folder: string): Plan {
  const path = join(folder, names.plan);
  if (existsSync(path)) return planSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const plan = planSong(requestSchema.parse(JSON.parse(readFileSync(join(folder, names.request), 'utf8'))));
  put(folder, names.plan, JSON.stringify(plan));
  return plan;
}

async function makeTake({ folder, take }: Order): Promise<void> {
  if (!existsSync(join(folder, names.begun))) put(folder, names.begun, '{}');
  const plan = planOf(folder);
  const letter = letterOf(take);
  const score: Score = compose({
    music: plan.music,
    sections: plan.sections,
    index: take,
    tune: plan.takes[take].tune,
    entry: plan.entry,
  });
  if (!existsSync(join(folder, names.cover(letter)))) put(folder, names.cover(letter), drawCover(plan, score, take));
  if (!existsSync(join(folder, names.audio(letter)))) put(folder, names.audio(letter), await encodeMp3(render(score)));
}

parentPort?.on('message', (message: unknown) => {
  makeTake(orderSchema.parse(message)).then(
    () => tell({ kind: 'done' }),
    (error: unknown) =>
      tell({ kind: 'failed', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
