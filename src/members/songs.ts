/** A member's part in songs, taken out: whole songs where the words are theirs, their sections where several wrote. */
import { causeOf } from '../circles/rounds.ts';
import type { Transaction } from '../database/schema.ts';
import type { Work } from '../providers/provider.ts';
import { isBlank } from '../songs/check.ts';
import { emptyOut, outdate } from '../songs/forgotten.ts';
import { withdraw } from '../songs/requests.ts';
import { isOpen, type WorkState } from '../songs/song.ts';
import { titleFrom } from '../songs/title.ts';
import { type Row as AuthorRow, withoutSections } from './sections.ts';

interface Who {
  ref: number;
  userId: string;
  at: number;
}

/** So many ids go into one statement. */
const atOnce = 500;

export async function forgetSongs(trx: Transaction, who: Who): Promise<void> {
  const { ref } = who;
  const asked = await askedBy(trx, ref);
  const written = await writtenAlone(trx, ref);
  // What somebody makes again has the words of whoever made it first.
  const first = asked.filter(({ cause, authors }) => !cause.startsWith('again:') && authors === 0).map(({ id }) => id);
  const theirWords = await withCopies(trx, [...first, ...written]);
  const whole = new Set([...asked.map(({ id }) => id), ...theirWords]);
  const shared = await takeOut(trx, who, whole);
  for (const id of shared.empty) whole.add(id);
  await forgetWhole(trx, [...whole], who);
  await amendOthers(trx, who, { whole, shared: shared.changed });
  await dropDrafts(trx, [...theirWords]);
  await renameCauses(trx, who);
}

/** Songs they asked for, but for those of circles: these are of all who wrote them. `authors`: how many others are named. */
async function askedBy(trx: Transaction, ref: number): Promise<{ id: string; cause: string; authors: number }[]> {
  const rows = await trx
    .selectFrom('songs')
    .select(['id', 'cause'])
    .select((select) =>
      select
        .selectFrom('song_authors')
        .whereRef('song_authors.song_id', '=', 'songs.id')
        .where('song_authors.member_ref', '!=', ref)
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .as('authors'),
    )
    .where('member_ref', '=', ref)
    .where('cause', 'not like', 'circle:%')
    .execute();
  return rows.map(({ id, cause, authors }) => ({ id, cause, authors: Number(authors ?? 0) }));
}

/** Songs of which they are the only author that is named. */
async function writtenAlone(trx: Transaction, ref: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('song_authors')
    .select('song_id')
    .where('song_id', 'in', (select) =>
      select.selectFrom('song_authors').select('song_id').where('member_ref', '=', ref),
    )
    .groupBy('song_id')
    .having((is) => is.fn.count('member_ref').distinct(), '=', 1)
    .execute();
  return rows.map(({ song_id: id }) => id);
}

/** With every song that **Again** made of one of them, by whomever and however often. */
async function withCopies(trx: Transaction, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set(ids);
  for (const id of found) {
    const copies = await startingWith(trx, `again:${id}:`);
    for (const copy of copies) found.add(copy);
  }
  return found;
}

async function startingWith(trx: Transaction, prefix: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('songs')
    .select('id')
    .where('cause', '>=', prefix)
    // `;` follows `:`: every cause with this prefix, by the index.
    .where('cause', '<', `${prefix.slice(0, -1)};`)
    .execute();
  return rows.map(({ id }) => id);
}

/** What is still being made ends first, so that its credits go where they belong; what was not begun is not begun any more. */
export async function forgetWhole(
  trx: Transaction,
  ids: readonly string[],
  { ref, at }: { ref: number | null; at: number },
): Promise<void> {
  for (const some of chunks(ids)) {
    const rows = await trx.selectFrom('songs').select(['id', 'state']).where('id', 'in', some).execute();
    for (const { id, state } of rows) if (state === 'requested') await withdraw(trx, id, ref, at);
    const isMade = ({ state }: { state: string }) => state !== 'requested' && isOpen(state as WorkState);
    const open = rows.filter(isMade).map(({ id }) => id);
    const ended = rows.filter((row) => !isMade(row)).map(({ id }) => id);
    if (open.length > 0) await trx.updateTable('songs').set({ forgotten_at: at }).where('id', 'in', open).execute();
    if (ended.length > 0) await emptyOut(trx, ended, at);
  }
}

/**
 * Their sections, and a title or style that they suggested, out of songs that several wrote. Answers which have no words
 * left, and which of the others changed.
 */
async function takeOut(
  trx: Transaction,
  { ref, at }: Who,
  whole: ReadonlySet<string>,
): Promise<{ empty: string[]; changed: string[] }> {
  const suggested = await typedInCircles(trx, ref);
  const candidates = (await inWhichTheyHadAPart(trx, ref)).filter((id) => !whole.has(id));
  const empty: string[] = [];
  const changed: string[] = [];
  for (const id of candidates) {
    const song = await trx
      .selectFrom('songs')
      .select(['work', 'title', 'style', 'lyrics'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const authors = await trx
      .selectFrom('song_authors')
      .selectAll()
      .where('song_id', '=', id)
      .orderBy('position')
      .execute();
    const work = JSON.parse(song.work) as Work;
    if (work.kind === 'idea') continue;
    const { lyrics, kept } = withoutSections(work.lyrics, authors, ref);
    if (lyrics !== work.lyrics && isBlank(lyrics)) {
      empty.push(id);
      continue;
    }
    const isTheirs = (text: string): boolean =>
      suggested.has(text) || (titleFrom(work.lyrics) === text && titleFrom(lyrics) !== text);
    const title = isTheirs(work.title) ? titleFrom(lyrics) : work.title;
    const style = isTheirs(work.style) ? '' : work.style;
    if (lyrics === work.lyrics && title === work.title && style === work.style) continue;
    await rewrite(trx, id, { work: { ...work, title, style, lyrics }, kept, at });
    // What the service wrote where nobody did is not theirs.
    if (lyrics !== work.lyrics) await trx.updateTable('songs').set({ lyrics }).where('id', '=', id).execute();
    changed.push(id);
  }
  return { empty, changed };
}

async function rewrite(
  trx: Transaction,
  songId: string,
  { work, kept, at }: { work: Exclude<Work, { kind: 'idea' }>; kept: readonly AuthorRow[]; at: number },
): Promise<void> {
  const words = { work: JSON.stringify(work), title: work.title || null, style: work.style || null };
  await trx
    .updateTable('songs')
    .set({ ...words, updated_at: at })
    .where('id', '=', songId)
    .execute();
  // Takes are called as the song was.
  await trx.updateTable('tracks').set({ title: null }).where('song_id', '=', songId).execute();
  await trx.deleteFrom('song_authors').where('song_id', '=', songId).execute();
  if (kept.length > 0)
    await trx
      .insertInto('song_authors')
      .values([...kept])
      .execute();
}

/** Songs of circles that they wrote in, songs that name them, and what **Again** made of both. */
async function inWhichTheyHadAPart(trx: Transaction, ref: number): Promise<string[]> {
  const named = await trx
    .selectFrom('song_authors')
    .select('song_id as id')
    .distinct()
    .where('member_ref', '=', ref)
    .execute();
  const circles = await trx
    .selectFrom('circle_events')
    .select('circle_id as id')
    .distinct()
    .where('member_ref', '=', ref)
    .execute();
  const ids = named.map(({ id }) => id);
  for (const { id } of circles) ids.push(...(await startingWith(trx, causeOf(id, 1).slice(0, -1))));
  return [...(await withCopies(trx, ids))];
}

async function typedInCircles(trx: Transaction, ref: number): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('circle_events')
    .select('words')
    .where('member_ref', '=', ref)
    .where('words', 'is not', null)
    .execute();
  return new Set(rows.map(({ words }) => (words ?? '').trim()).filter((words) => words !== ''));
}

/** Cards of songs that stay, and that name them or lead to what went. */
async function amendOthers(
  trx: Transaction,
  { ref, at }: Who,
  { whole, shared }: { whole: ReadonlySet<string>; shared: readonly string[] },
): Promise<void> {
  for (const some of chunks(shared)) await outdate(trx, some, 'files', at);
  const naming = await trx
    .selectFrom('songs')
    .select('id')
    .where((where) => where.or([where('member_ref', '=', ref), where('cancelled_by_ref', '=', ref)]))
    .execute();
  const cards = new Set(naming.map(({ id }) => id));
  for (const some of chunks([...whole, ...shared])) {
    const children = await trx.selectFrom('songs').select('id').where('parent_song_id', 'in', some).execute();
    for (const { id } of children) cards.add(id);
  }
  for (const some of chunks([...cards].filter((id) => !whole.has(id)))) await outdate(trx, some, 'card', at);
}

/** Their words, kept for others who could not make them again. */
async function dropDrafts(trx: Transaction, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await trx.deleteFrom('drafts').where('cause', '>=', `again:${id}:`).where('cause', '<', `again:${id};`).execute();
}

/** A cause says who pressed **Again**, and must still say of what. */
async function renameCauses(trx: Transaction, { ref, userId }: Who): Promise<void> {
  const rows = await trx
    .selectFrom('songs')
    .select(['id', 'cause'])
    .where('member_ref', '=', ref)
    .where('cause', 'like', `again:%:${userId}:%`)
    .execute();
  for (const { id, cause } of rows)
    await trx
      .updateTable('songs')
      .set({ cause: cause.replace(`:${userId}:`, `:forgotten-${id}:`) })
      .where('id', '=', id)
      .execute();
}

function* chunks(ids: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < ids.length; start += atOnce) yield ids.slice(start, start + atOnce);
}
