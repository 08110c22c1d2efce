/**
 * Lyrics that no field of a form holds: named when the form opens, read after that, kept for as long as the form may be
 * sent. The address comes from outside, and so does every byte behind it.
 */
import { createHash } from 'node:crypto';
import { atMost, type Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { memberRef } from '../database/members.ts';
import type { Http } from '../http.ts';
import type { Log } from '../log.ts';
import { keptMs, makeRoom, type Owner } from './beside-forms.ts';
import { isBlank } from './check.ts';
import { newId } from './ids.ts';
import type { LyricsFileTrouble } from './song.ts';

/** More than the longest lyrics that any model takes, in letters of four bytes. */
export const mostLyricsBytes = 64 * 1024;
const readTotalMs = 8_000;
const readIdleMs = 4_000;
/** Whoever sends the form waits so long for a reading under way; then it is tried once more. */
const patienceMs = 2_000;

export type LyricsRead = { kind: 'text'; name: string; text: string } | { kind: 'unreadable'; why: LyricsFileTrouble };

/** `fileId`s come back from clients: one that is made up, or another's, is as one that is not there. */
export interface LyricFiles {
  /** Keeps where a file lies. Answers its id. Touches no network. */
  name(owner: Owner, file: { name: string; url: string }): Promise<string>;
  /** Keeps words as a file of their own; the same words are the same file. Answers its id. */
  keep(owner: Owner, file: { name: string; text: string }): Promise<string>;
  /** Whether there is such a file of this member, by which name, and whether it was read already. */
  find(fileId: string, owner: Owner): Promise<{ name: string; isRead: boolean } | null>;
  /** Begins to read it in the background, where that is still to be done. Never throws. */
  begin(fileId: string, owner: Owner): void;
  /** Its text: at once when it was read, else it is read now, within about 10 s. */
  read(fileId: string, owner: Owner): Promise<LyricsRead>;
  /** Removes what is older than any form. */
  purge(): Promise<void>;
  /** Ends what is being read. */
  close(): Promise<void>;
}

interface Row {
  id: string;
  name: string;
  url: string;
  text: string | null;
}

interface Reading {
  work: Promise<LyricsRead>;
  stop: AbortController;
}

export function createLyricFiles(deps: {
  database: Database;
  http: Pick<Http, 'read'>;
  clock: Clock;
  log: Log;
}): LyricFiles {
  const { database, http, clock, log } = deps;
  const readings = new Map<string, Reading>();
  const closing = new AbortController();

  const rowOf = (fileId: string, { guildId, userId }: Owner): Promise<Row | null> =>
    database.read(async (db) => {
      const row = await db
        .selectFrom('lyric_files')
        .innerJoin('members', 'members.ref', 'lyric_files.member_ref')
        .select(['lyric_files.id', 'lyric_files.name', 'lyric_files.url', 'lyric_files.text'])
        .where('lyric_files.id', '=', fileId)
        .where('lyric_files.guild_id', '=', guildId)
        .where('members.user_id', '=', userId)
        .executeTakeFirst();
      return row ?? null;
    });

  const insert = (owner: Owner, row: Row): Promise<void> =>
    database.write(async (trx) => {
      const created_at = clock.now();
      const member_ref = await memberRef(trx, owner.userId);
      await trx
        .insertInto('lyric_files')
        .values({ ...row, guild_id: owner.guildId, member_ref, created_at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ created_at }))
        .execute();
      await makeRoom(trx, 'lyric_files', member_ref);
    });

  const fetchText = async (row: Row, signal: AbortSignal): Promise<LyricsRead> => {
    const limits = { maxBytes: mostLyricsBytes, totalMs: readTotalMs, idleMs: readIdleMs };
    const got = await http.read(row.url, { ...limits, signal: AbortSignal.any([signal, closing.signal]) });
    if (got.kind !== 'read') {
      const why = got.kind === 'refused' && got.reason === 'too_large' ? 'too_large' : 'unreadable';
      log.info(
        { file: row.id, why: got.kind === 'refused' ? got.reason : got.detail },
        'a file of lyrics was not read',
      );
      return { kind: 'unreadable', why };
    }
    const text = textOf(got.bytes);
    if (text === null) return { kind: 'unreadable', why: 'not_text' };
    if (isBlank(text)) return { kind: 'unreadable', why: 'empty' };
    // Lost in a power cut, it is read again.
    await database.note(async (trx) => {
      await trx.updateTable('lyric_files').set({ text }).where('id', '=', row.id).execute();
    });
    return { kind: 'text', name: row.name, text };
  };

  const reading = (row: Row): Reading => {
    const known = readings.get(row.id);
    if (known !== undefined) return known;
    const stop = new AbortController();
    const work = fetchText(row, stop.signal).finally(() => {
      if (readings.get(row.id)?.stop === stop) readings.delete(row.id);
    });
    const begun = { work, stop };
    readings.set(row.id, begun);
    return begun;
  };

  const begin = async (fileId: string, owner: Owner): Promise<void> => {
    const row = await rowOf(fileId, owner);
    if (row !== null && row.text === null && !closing.signal.aborted) await reading(row).work;
  };

  return {
    async name(owner, { name, url }) {
      const id = newId();
      await insert(owner, { id, name, url, text: null });
      return id;
    },
    async keep(owner, { name, text }) {
      const id = createHash('sha256')
        .update(JSON.stringify([owner.guildId, owner.userId, name, text]))
        .digest('base64url')
        .slice(0, 16);
      await insert(owner, { id, name, url: '', text });
      return id;
    },
    async find(fileId, owner) {
      const row = await rowOf(fileId, owner);
      return row === null ? null : { name: row.name, isRead: row.text !== null };
    },
    begin(fileId, owner) {
      begin(fileId, owner).catch((err: unknown) => log.error({ err, file: fileId }, 'a file of lyrics was not read'));
    },
    async read(fileId, owner) {
      const underWay = readings.get(fileId);
      const row = await rowOf(fileId, owner);
      if (row === null) return { kind: 'unreadable', why: 'unreadable' };
      if (row.text !== null) return { kind: 'text', name: row.name, text: row.text };
      if (underWay !== undefined) {
        await atMost(clock, patienceMs, underWay.work);
        const read = (await rowOf(fileId, owner))?.text ?? null;
        if (read !== null) return { kind: 'text', name: row.name, text: read };
        underWay.stop.abort('begun anew');
        readings.delete(fileId);
      }
      return reading(row).work;
    },
    purge: () =>
      database.note(async (trx) => {
        await trx
          .deleteFrom('lyric_files')
          .where('created_at', '<=', clock.now() - keptMs)
          .execute();
      }),
    async close() {
      closing.abort('closing');
      await Promise.allSettled([...readings.values()].map(({ work }) => work));
    },
  };
}

/** Signs that no text has: where they stand it is a program, a picture, or UTF-16. */
const noText = /(?![\t-\r\u007f-\u009f])\p{Cc}/u;

/** UTF-8 with or without its mark, every line's end `\n`; null when it is no text. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return noText.test(text) ? null : text.replace(/\r\n?/g, '\n');
  } catch {
    return null;
  }
}
