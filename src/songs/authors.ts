/** Who wrote a song's words: kept by reference, so that forgetting somebody leaves the song and not the name. */
import type { Kysely, Selectable } from 'kysely';
import { memberRef, noteName } from '../database/members.ts';
import type { Schema, SongsTable, Transaction } from '../database/schema.ts';
import type { Author } from './song.ts';

/** In the transaction that makes the song. Who was forgotten by now is left out: their words are gone as well. */
export async function writeAuthors(
  trx: Transaction,
  song: Pick<Selectable<SongsTable>, 'id' | 'guild_id'>,
  authors: readonly Author[],
): Promise<void> {
  for (const [position, { userId, name, section, line }] of authors.entries()) {
    if (userId === null) continue;
    const ref = await memberRef(trx, userId);
    if (name !== null) await noteName(trx, song.guild_id, ref, name);
    await trx
      .insertInto('song_authors')
      .values({ song_id: song.id, position, member_ref: ref, section, line })
      .execute();
  }
}

export async function loadAuthors(db: Kysely<Schema>, songId: string): Promise<Author[]> {
  return db
    .selectFrom('song_authors')
    .innerJoin('songs', 'songs.id', 'song_authors.song_id')
    .innerJoin('members', 'members.ref', 'song_authors.member_ref')
    .leftJoin('member_names', (join) =>
      join
        .onRef('member_names.guild_id', '=', 'songs.guild_id')
        .onRef('member_names.member_ref', '=', 'song_authors.member_ref'),
    )
    .select(['members.user_id as userId', 'member_names.name', 'song_authors.section', 'song_authors.line'])
    .where('song_authors.song_id', '=', songId)
    .orderBy('song_authors.position')
    .execute();
}

/** Their names, each once, for a file's artist; null when none is known. */
export function artistLine(authors: readonly Author[]): string | null {
  const names = new Set(authors.flatMap(({ name }) => name ?? []));
  return names.size === 0 ? null : [...names].join(', ');
}

/** The lyrics with each author's name beside their section's tag: `[Verse: Mira]`. */
export function withNames(lyrics: string, authors: readonly Author[]): string {
  const lines = lyrics.split('\n');
  for (const { name, section, line } of authors)
    if (name !== null && section !== null && lines[line] === `[${section}]`) lines[line] = `[${section}: ${name}]`;
  return lines.join('\n');
}
