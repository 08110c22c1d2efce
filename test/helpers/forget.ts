/** A member with words of theirs everywhere, and the search for them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { causeOf } from '../../src/circles/rounds.ts';
import { createCircles } from '../../src/circles/store.ts';
import { createForgetting } from '../../src/members/forget.ts';
import type { TaskReference, Work } from '../../src/providers/provider.ts';
import { createLyricFiles } from '../../src/songs/lyric-files.ts';
import { createMessages } from '../../src/songs/messages.ts';
import type { Author } from '../../src/songs/song.ts';
import type { SongRequest, Words } from '../../src/songs/songs.ts';
import { roomyLimits } from './circles.ts';
import { createTestLog } from './discord.ts';
import {
  ask,
  createRooms,
  createScripted,
  guild,
  memberId as mira,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
} from './songs.ts';

export const jonas = '300000000000000002';
/** Stands in everything that Mira typed, and nowhere else. */
export const canary = 'zephyrquartz';

const rooms = createRooms();
export const closeScenes = rooms.close;
export const openAgain = rooms.open;

/** A room whose service sings what it is asked, calls the song as it was asked to, and is done at the first look. */
export async function openScene(options: Parameters<typeof rooms.open>[0] = {}) {
  const provider = createScripted();
  const forgotten: TaskReference[] = [];
  provider.forget = async (tasks) => void forgotten.push(...tasks);
  const room = await rooms.open({ providers: [provider], starterCredits: 1_000, ...options });
  const works: Work[] = [];
  provider.onSubmit = (work) => ({ kind: 'accepted', task: { n: works.push(work) - 1 } });
  const path = await mp3(room, 'take.mp3');
  const answer = (task: TaskReference) => {
    const work = works[Number(task.n)];
    const told = work?.kind === 'idea' ? { title: work.idea, style: 'folk', lyrics: `[Verse]\n${work.idea}` } : {};
    return seen({ ...ready(0, path), title: 'Hum', ...told });
  };
  provider.onLook = answer;
  const { database, clock } = room;
  const forgetting = createForgetting({ database, clock, wake: () => undefined });
  const messages = createMessages({ database, clock });
  const http = { read: async () => ({ kind: 'refused', reason: 'status', detail: '' }) as never };
  const files = createLyricFiles({ database, http, clock, log: createTestLog() });
  const forgetMira = async () => forgetting.forget(mira, await forgetting.referenceOf(mira));
  return { ...room, room, provider, works, forgotten, answer, forgetting, messages, files, forgetMira };
}
export type Scene = Awaited<ReturnType<typeof openScene>>;

export const typed = (more: Partial<Extract<Words, { form: 'compose' }>> = {}): Words => ({
  form: 'compose',
  title: `Title ${canary}`,
  style: `style ${canary}`,
  lyrics: `[Verse]\nlyrics ${canary}`,
  avoid: `avoid ${canary}`,
  vocals: 'any',
  ...more,
});
export const plain = (lyrics: string): Words => typed({ title: 'Roofs', style: 'folk', avoid: '', lyrics });

/** Asked for and delivered. */
export async function sung({ room }: Scene, words: Words, more: Partial<SongRequest> = {}): Promise<string> {
  const { id } = await ask(room, requestOf(words, more));
  await room.pass(4_000);
  expect((await room.songs.find(id, guild))?.state).toBe('done');
  return id;
}
export const another = (userId: string): Omit<SongRequest, 'cause' | 'words' | 'model'> => {
  const { cause: _, words: __, model: ___, ...asked } = requestOf({}, { userId });
  return asked;
};
export async function again(scene: Scene, songId: string, userId: string): Promise<string> {
  const outcome = await scene.songs.again(songId, another(userId));
  if (outcome?.kind !== 'accepted') throw new Error('not made again');
  await scene.songs.answered(outcome.song.id, { channelId: '200000000000000001', messageId: '500000000000000009' });
  await scene.pass(4_000);
  return outcome.song.id;
}

/** Every column of every table in which one of these stands. */
export async function whereStands({ database }: Pick<OpenRoom, 'database'>, ...words: string[]): Promise<string[]> {
  const tables = await database.read((db) =>
    sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'table'`.execute(db),
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await database.read((db) =>
      sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db),
    );
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (words.some((word) => String(value).includes(word))) found.push(`${name}.${column}`);
  }
  return [...new Set(found)].sort();
}
export const filesWith = async ({ dir }: OpenRoom, word: string): Promise<string[]> => {
  const names = (await readdir(join(dir, 'media'))).filter((name) => name.endsWith('.mp3'));
  const texts = await Promise.all(names.map((name) => readFile(join(dir, 'media', name))));
  // Tags are UTF-16.
  return names.filter((_, n) => [Buffer.from(word), Buffer.from(word, 'utf16le')].some((it) => texts[n]?.includes(it)));
};
export const entriesOf = ({ ledger }: Scene) => ledger.history(guild, { limit: 1_000 });
export const amounts = async (scene: Scene) =>
  (await entriesOf(scene)).map(({ kind, availableChange, heldChange }) => [kind, availableChange, heldChange]);

/** A circle in which Mira and Jonas wrote, and its song. */
export async function circleSong(scene: Scene) {
  const { database, clock } = scene;
  const circles = createCircles(database, { limitsOf: () => roomyLimits });
  const place = { guildId: guild, channelId: '200000000000000001', applicationId: 'app', locale: 'en-US' };
  const what = { userId: mira, mode: 'open', model: 'sketch/one', theme: `theme ${canary}` } as const;
  const { id } = await circles.start({ cause: 'interaction:circle', ...place, ...what }, clock.now());
  let n = 0;
  const act = (action: Parameters<typeof circles.act>[0]['action']) => {
    n += 1;
    return circles.act({ circleId: id, guildId: guild, cause: `interaction:act${n}`, action }, clock.now());
  };
  const section = 'verse';
  await act({ kind: 'add_section', by: mira, section, lyrics: `hers ${canary}`, after: null });
  await act({ kind: 'add_section', by: jonas, section, lyrics: 'his first\n\nand more', after: 2 });
  await act({ kind: 'propose', by: mira, field: 'title', text: `Called ${canary}` });
  const lyrics = `[Verse]\nhers ${canary}\n\n[Verse]\nhis first\n\nand more`;
  const authors: Author[] = [
    { userId: mira, name: `Mira ${canary}`, section: 'Verse', line: 0 },
    { userId: jonas, name: 'Jonas', section: 'Verse', line: 3 },
  ];
  const words = typed({ title: `Called ${canary}`, style: 'folk', avoid: '', lyrics });
  const songId = await sung(scene, words, { cause: causeOf(id, 1), authors });
  return { circles, circleId: id, songId };
}
