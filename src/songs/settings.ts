/** What a server's managers decided. Read at each request: one indexed read, so nothing stale is ever obeyed. */
import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Database } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import { prepared } from '../database/prepared.ts';
import type { Transaction } from '../database/schema.ts';
import type { SettingsTable } from '../database/schema-rules.ts';
import { canBeRefused, isSameWord } from './refused-words.ts';

export interface GuildSettings {
  /** `provider/model` for requests that name none; null: the order of preference. */
  model: string | null;
  /** Where songs may be asked for, threads by the channel they hang on; empty: everywhere. */
  channels: readonly string[];
  /** Whose members may spend; null: everybody. Managers always may. */
  roleId: string | null;
  /** As typed. */
  words: readonly string[];
  /** Null: the operator's cap, above which none is obeyed. */
  songsAtOnce: number | null;
  /** Discord locale of shared cards; null: the server's own. */
  language: string | null;
}

export type PlainSettings = Pick<GuildSettings, 'model' | 'roleId' | 'songsAtOnce' | 'language'>;

export interface ListChange {
  add: readonly string[];
  remove: readonly string[];
  /** Everything goes, before anything is added. */
  clear: boolean;
}

/** `full`: it would be longer than `most`; `empty`: something to add has no letter. Nothing was changed then. */
export type ListOutcome =
  | { kind: 'changed'; list: readonly string[] }
  | { kind: 'full'; most: number }
  | { kind: 'empty'; typed: string };

/** Every function is one whole transaction. Ids are snowflakes. */
export interface Settings {
  of(guildId: string): Promise<GuildSettings>;
  set(guildId: string, changes: Partial<PlainSettings>): Promise<GuildSettings>;
  editList(guildId: string, list: 'channels' | 'words', change: ListChange): Promise<ListOutcome>;
  isBlocked(guildId: string, userId: string): Promise<boolean>;
  /** False: it was so already. */
  block(guildId: string, userId: string, at: number): Promise<boolean>;
  unblock(guildId: string, userId: string): Promise<boolean>;
  /** Oldest first; null for one who was forgotten. */
  blocked(guildId: string): Promise<(string | null)[]>;
}

export const mostChannels = 50;
export const mostWords = 200;
export const longestWord = 60;

export const defaultSettings: GuildSettings = {
  model: null,
  channels: [],
  roleId: null,
  words: [],
  songsAtOnce: null,
  language: null,
};

/** Whether this member's own word spends the server's credits. */
export const maySpend = (
  { roleId }: Pick<GuildSettings, 'roleId'>,
  member: { roles: readonly string[]; isManager: boolean },
): boolean => roleId === null || member.isManager || member.roles.includes(roleId);

/** Songs that may be made at once here: the server's number, never above the operator's. */
export const songsAtOnce = ({ songsAtOnce: own }: Pick<GuildSettings, 'songsAtOnce'>, cap: number): number =>
  Math.min(own ?? cap, cap);

interface Row {
  model: string | null;
  channels: string;
  role_id: string | null;
  words: string;
  songs_at_once: number | null;
  language: string | null;
}

const find = prepared<{ guildId: string }, Row>((db, { guildId }) =>
  db
    .selectFrom('settings')
    .select(['model', 'channels', 'role_id', 'words', 'songs_at_once', 'language'])
    .where('guild_id', '=', guildId),
);
const findBlock = prepared<{ guildId: string; digest: string }, { at: number }>((db, { guildId, digest }) =>
  db.selectFrom('blocked').select('at').where('guild_id', '=', guildId).where('member_digest', '=', digest),
);

const settingsOf = (row: Row | undefined): GuildSettings =>
  row === undefined
    ? defaultSettings
    : {
        model: row.model,
        channels: JSON.parse(row.channels) as string[],
        roleId: row.role_id,
        words: JSON.parse(row.words) as string[],
        songsAtOnce: row.songs_at_once,
        language: row.language,
      };

const digestOf = (guildId: string, userId: string): string =>
  createHash('sha256').update(`${guildId} ${userId}`).digest('hex');

async function store(trx: Transaction, guildId: string, row: Partial<Omit<Insertable<SettingsTable>, 'guild_id'>>) {
  await trx
    .insertInto('settings')
    .values({ guild_id: guildId, ...row })
    .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(row))
    .execute();
}

const columns = { model: 'model', roleId: 'role_id', songsAtOnce: 'songs_at_once', language: 'language' } as const;

/** The same word written otherwise is the same word; a channel is its id. */
const same = {
  channels: (one: string, other: string) => one === other,
  words: isSameWord,
};
const most = { channels: mostChannels, words: mostWords };

export function createSettings(database: Database): Settings {
  const of = (guildId: string): Promise<GuildSettings> =>
    database.read(async (db) => settingsOf((await find(db, { guildId }))[0]));
  return {
    of,
    set: async (guildId, changes) =>
      database.write(async (trx) => {
        const row = Object.fromEntries(
          Object.entries(changes).map(([name, value]) => [columns[name as keyof PlainSettings], value]),
        );
        if (Object.keys(row).length > 0) await store(trx, guildId, row);
        return settingsOf((await find(trx, { guildId }))[0]);
      }),
    editList: async (guildId, list, { add, remove, clear }) =>
      database.write(async (trx): Promise<ListOutcome> => {
        const blank = list === 'words' ? add.find((word) => !canBeRefused(word)) : undefined;
        if (blank !== undefined) return { kind: 'empty', typed: blank };
        const now = settingsOf((await find(trx, { guildId }))[0])[list];
        const kept = clear ? [] : now.filter((one) => !remove.some((gone) => same[list](one, gone)));
        const after = [...kept];
        for (const one of add) if (!after.some((known) => same[list](known, one))) after.push(one);
        if (after.length > most[list]) return { kind: 'full', most: most[list] };
        await store(trx, guildId, { [list]: JSON.stringify(after) });
        return { kind: 'changed', list: after };
      }),
    isBlocked: (guildId, userId) =>
      database.read(async (db) => (await findBlock(db, { guildId, digest: digestOf(guildId, userId) })).length > 0),
    block: (guildId, userId, at) =>
      database.write(async (trx) => {
        const digest = digestOf(guildId, userId);
        if ((await findBlock(trx, { guildId, digest })).length > 0) return false;
        const member_ref = await memberRef(trx, userId);
        await trx.insertInto('blocked').values({ guild_id: guildId, member_digest: digest, member_ref, at }).execute();
        return true;
      }),
    unblock: (guildId, userId) =>
      database.write(async (trx) => {
        const gone = await trx
          .deleteFrom('blocked')
          .where('guild_id', '=', guildId)
          .where('member_digest', '=', digestOf(guildId, userId))
          .executeTakeFirst();
        return gone.numDeletedRows > 0n;
      }),
    blocked: (guildId) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('blocked')
          .innerJoin('members', 'members.ref', 'blocked.member_ref')
          .select('members.user_id')
          .where('blocked.guild_id', '=', guildId)
          .orderBy('blocked.at')
          .execute();
        return rows.map((row) => row.user_id);
      }),
  };
}
