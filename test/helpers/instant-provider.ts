/** Renders nothing: every song is finished at the first look, with the same two small files. For measuring the rest. */
import { fileURLToPath } from 'node:url';
import type { Provider, TrackReport } from '../../src/providers/provider.ts';

const fileAt = (name: string) =>
  ({ kind: 'file', path: fileURLToPath(new URL(`../../sandbox/services/${name}`, import.meta.url)) }) as const;
const files = ['take-a.mp3', 'take-b.mp3'].map(fileAt);
const cover = fileAt('cover.png');

export function createInstantProvider(id = 'instant'): Provider {
  const tracks = (taskId: string): TrackReport[] =>
    files.map((audio, index) => ({
      index,
      state: 'ready',
      reference: { taskId, index },
      audio,
      cover,
      title: 'Instant',
      style: 'none',
      lyrics: '',
      durationSeconds: 2.5,
    }));
  return {
    id,
    name: 'Instant (test)',
    models: [{ id: 'one', name: 'Instant', limits: { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 } }],
    defaultModel: 'one',
    honours: { avoid: true, vocals: true, instrumental: true },
    extends: true,
    extensionIsTail: false,
    lookEveryMs: 1,
    batch: 100,
    quota: { requests: 1000, perMs: 1000 },
    usualMs: 1,
    closingMs: 60_000,
    callbacks: 'none',
    submit: async (_, { attemptId }) => ({ kind: 'accepted', task: { taskId: attemptId } }),
    look: async (tasks) => tasks.map((task) => ({ kind: 'seen', stage: 'music', tracks: tracks(String(task.taskId)) })),
  };
}
