/**
 * Keeps boards true by edits: however many changes come, few edits go out, and the last state always arrives. What a board
 * shows is asked for at the moment of the edit, so nothing but the pace is kept here; whoever owns boards marks them again
 * after a start.
 */
import PQueue from 'p-queue';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Board } from './answer.ts';
import type { DiscordApi } from './api.ts';
import { messageLink } from './card-words.ts';
import { createDoors, type Door, type Message } from './doors.ts';
import { boardBody } from './render.ts';
import type { Texts } from './texts/texts.ts';

/** Where a board stands. Ids are snowflakes. */
export interface BoardPlace {
  guildId: string;
  channelId: string;
  /** Null: nowhere, so it is posted. */
  messageId: string | null;
  /** The message that this one took the place of, because that one could no longer be edited: it is linked to. */
  earlierMessageId: string | null;
  /** Discord locale of the server. */
  locale: string;
}

export interface BoardsDeps {
  api: DiscordApi;
  texts: Texts;
  clock: Clock;
  log: Log;
  /**
   * The newest state. Null: nothing is to be shown, for ever or until the next change; so also while the answer that posts it
   * is under way, whose `placed` is followed by `changed`. What it throws is logged, and it is asked again.
   */
  render(boardId: string): Promise<{ board: Board; place: BoardPlace; version: number } | null>;
  /** Discord shows this version by now; a later one may have come up meanwhile. */
  shown(boardId: string, version: number): Promise<void>;
  /** The board stands in a new message; to be remembered before it is asked for again. */
  moved(boardId: string, to: Pick<BoardPlace, 'earlierMessageId'> & { messageId: string }): Promise<void>;
}

export interface Boards {
  /** Something on it is no longer as it is shown. Cheap: may be called for every change. */
  changed(boardId: string): void;
  /** Ends what is under way and starts nothing more; what was not shown is marked again by its owner at the next start. */
  stop(): Promise<void>;
}

/** Discord takes 5 edits in 5 s of one channel; other boards and cards stand there too. */
const everyMs = 2_000;
/** Messages older than an hour share 3 edits in 6 s and channel. Sooner than that, since its clock is not ours. */
const oldAfterMs = 55 * 60_000;
const oldEveryMs = 10_000;
const longestBackOffMs = 60_000;
/** Discord counts its ids from the first second of 2015. */
const discordEpochMs = 1_420_070_400_000;

/** What came of one try. `waits`: it must be edited, but not yet. `stumbled`: Discord or we did. */
type Tried = { kind: 'settled' } | { kind: 'waits' | 'stumbled'; ms: number };

export function createBoards({ api, texts, clock, log, render, shown, moved }: BoardsDeps): Boards {
  // A board has no files, so nothing ever waits in this queue.
  const doors = createDoors(api, new PQueue());
  /** Boards being shown or at rest, and whether they changed meanwhile. */
  const open = new Map<string, 'clean' | 'changed'>();
  const loops = new Set<Promise<void>>();
  /** When an old message of this channel may be edited next. */
  const oldFreeAt = new Map<string, number>();
  const stopping = new AbortController();

  const settled: Tried = { kind: 'settled' };

  const messageOf = (board: Board, { guildId, channelId, locale }: BoardPlace, earlier: string | null): Message => {
    const link = messageLink(guildId, channelId, earlier);
    const line = link === null ? '' : texts.in(locale).say('board.moved', { link });
    return { ...boardBody(board, line), files: [] };
  };

  /** How long the edits of old messages in this channel still rest; zero: this one has its turn. */
  const waitForTurn = (channelId: string): number => {
    const now = clock.now();
    for (const [known, freeAt] of oldFreeAt) if (freeAt <= now) oldFreeAt.delete(known);
    const freeAt = oldFreeAt.get(channelId);
    if (freeAt !== undefined) return freeAt - now;
    oldFreeAt.set(channelId, now + oldEveryMs);
    return 0;
  };

  const send = async (boardId: string, door: Door, message: Message) => {
    const sent = await doors.send(door, message);
    if (sent.kind === 'too_large') throw new Error('A board has no files.');
    if (sent.kind === 'closed') log.warn({ board: boardId, door: door.kind, code: sent.code }, 'a board was not shown');
    return sent;
  };

  const post = async (boardId: string, board: Board, place: BoardPlace, earlier: string | null): Promise<Tried> => {
    const { channelId } = place;
    const nonce = [boardId, 'board', place.messageId ?? 'first'];
    const sent = await send(boardId, { kind: 'post', channelId, nonce }, messageOf(board, place, earlier));
    if (sent.kind === 'later') return { kind: 'stumbled', ms: sent.retryAfterMs };
    if (sent.kind === 'closed') return settled;
    await moved(boardId, { messageId: sent.messageId, earlierMessageId: earlier });
    // The nonce may have brought back what an earlier try posted, with an earlier state: one edit makes it true.
    return { kind: 'waits', ms: everyMs };
  };

  const show = async (boardId: string): Promise<Tried> => {
    const state = await render(boardId);
    if (state === null) return settled;
    const { board, place, version } = state;
    const { channelId, messageId } = place;
    if (messageId === null) return post(boardId, board, place, null);
    const wait = clock.now() - writtenAt(messageId) > oldAfterMs ? waitForTurn(channelId) : 0;
    if (wait > 0) return { kind: 'waits', ms: wait };
    const message = messageOf(board, place, place.earlierMessageId);
    const sent = await send(boardId, { kind: 'edit', channelId, messageId, kept: [] }, message);
    if (sent.kind === 'later') return { kind: 'stumbled', ms: sent.retryAfterMs };
    if (sent.kind === 'sent') {
      await shown(boardId, version);
      return settled;
    }
    // To what was deleted no link leads; what is frozen still says how it was.
    if (sent.gone === 'message') return post(boardId, board, place, null);
    return sent.gone === 'frozen' ? post(boardId, board, place, messageId) : settled;
  };

  const tryToShow = (boardId: string): Promise<Tried> =>
    show(boardId).catch((error: unknown) => {
      log.error({ err: error, board: boardId }, 'a board could not be shown');
      return { kind: 'stumbled', ms: everyMs };
    });

  const keep = async (boardId: string): Promise<void> => {
    let stumbles = 0;
    do {
      open.set(boardId, 'clean');
      const tried = await tryToShow(boardId);
      if (tried.kind !== 'settled') open.set(boardId, 'changed');
      stumbles = tried.kind === 'stumbled' ? stumbles + 1 : 0;
      const backOffMs = Math.min(longestBackOffMs, everyMs * 2 ** Math.max(0, stumbles - 1));
      await clock.sleep(Math.max(tried.kind === 'settled' ? 0 : tried.ms, backOffMs), stopping.signal);
    } while (open.get(boardId) === 'changed' && !stopping.signal.aborted);
    open.delete(boardId);
  };

  return {
    changed(boardId) {
      if (stopping.signal.aborted) return;
      if (open.has(boardId)) return void open.set(boardId, 'changed');
      const loop = keep(boardId);
      loops.add(loop);
      void loop.finally(() => loops.delete(loop));
    },
    async stop() {
      stopping.abort('stopped');
      await Promise.all(loops);
    },
  };
}

/** Epoch ms, which each of Discord's ids carries. */
const writtenAt = (snowflake: string): number => Number(BigInt(snowflake) >> 22n) + discordEpochMs;
