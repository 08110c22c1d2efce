/**
 * Songs made of somebody's message: who wrote it is read when its menu is used, and kept for as long as the form may be sent.
 * The form carries our id of it alone, since whatever a form carries comes back from a client.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import type { Reader, Transaction } from '../database/schema.ts';
import { isUncredited } from '../database/uncredited.ts';
import { keptMs, makeRoom, type Owner } from './beside-forms.ts';
import { isBlank } from './check.ts';
import { newId } from './ids.ts';
import type { Author } from './song.ts';
import type { Words } from './songs.ts';
import { isTag } from './title.ts';

export interface Written {
  authorId: string;
  /** What they are called; for files, where ids say nothing. */
  authorName: string;
  /** As it stands in the form. */
  text: string;
}

/** `nobody`: none that has to be named. `refuses`: they want no songs made of their messages, since they were forgotten. */
export type Whose = { kind: 'author'; author: Author } | { kind: 'nobody' } | { kind: 'refuses' };

export interface Messages {
  /** Keeps who wrote it, for the form that opens with it now. Answers its id; null: its author wants no songs made of it. */
  keep(owner: Owner, written: Written): Promise<string | null>;
  /**
   * Whose these lyrics are, when the form is sent: the author's while a line of theirs is still in them. An id that is made
   * up, another's or too old names nobody.
   */
  whose(messageId: string, owner: Owner, lyrics: string): Promise<Whose>;
  /** Removes what is older than any form. */
  purge(): Promise<void>;
}

export const createMessages = ({ database, clock }: { database: Database; clock: Clock }): Messages => ({
  keep: (owner, { authorId, authorName, text }) =>
    database.write(async (trx) => {
      if (await isUncredited(trx, authorId)) return null;
      const id = newId();
      const member_ref = await memberRef(trx, owner.userId);
      const author = { author_id: authorId, author_name: authorName };
      await trx
        .insertInto('message_songs')
        .values({ id, guild_id: owner.guildId, member_ref, ...author, text, created_at: clock.now() })
        .execute();
      await makeRoom(trx, 'message_songs', member_ref);
      return id;
    }),
  whose: (messageId, owner, lyrics) =>
    database.read(async (db) => {
      const row = await db
        .selectFrom('message_songs')
        .innerJoin('members', 'members.ref', 'message_songs.member_ref')
        .select(['message_songs.author_id', 'message_songs.author_name', 'message_songs.text'])
        .where('message_songs.id', '=', messageId)
        .where('message_songs.guild_id', '=', owner.guildId)
        .where('members.user_id', '=', owner.userId)
        .executeTakeFirst();
      if (row === undefined) return { kind: 'nobody' };
      const { author_id: userId, author_name: name, text } = row;
      if (userId === null || text === null) return { kind: 'refuses' };
      if (!stillHolds(lyrics, text)) return { kind: 'nobody' };
      // What this server calls them is better known from elsewhere.
      const isKnown = await isNamed(db, owner.guildId, userId);
      return { kind: 'author', author: { userId, name: isKnown ? null : name, section: null, line: 0 } };
    }),
  purge: () =>
    database.note(async (trx) => {
      await trx
        .deleteFrom('message_songs')
        .where('created_at', '<=', clock.now() - keptMs)
        .execute();
    }),
});

/** These words without those of somebody who refused since the form opened; null: nobody did. In the caller's transaction. */
export async function withoutRefused(trx: Transaction, words: Words): Promise<Words | null> {
  if (words.form !== 'compose' || words.message === undefined) return null;
  const { message, file: _file, ...others } = words;
  const row = await trx.selectFrom('message_songs').select('author_id').where('id', '=', message).executeTakeFirst();
  return row?.author_id === null ? { ...others, lyrics: '' } : null;
}

async function isNamed(db: Reader, guildId: string, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('member_names')
    .innerJoin('members', 'members.ref', 'member_names.member_ref')
    .select('member_names.name')
    .where('member_names.guild_id', '=', guildId)
    .where('members.user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a line of theirs that is sung stands in these lyrics, whatever was written around it. */
function stillHolds(lyrics: string, theirs: string): boolean {
  const sung = new Set(linesOf(lyrics));
  return linesOf(theirs).some((line) => sung.has(line));
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !isBlank(line) && !isTag(line))
    .map((line) => line.trim());
