/** Circles' messages: where each stands, what it shows, and that edits keep it true. */
import PQueue from 'p-queue';
import type { Circle } from '../circles/acts.ts';
import type { CircleModel } from '../circles/models.ts';
import { type Circles, seenBy } from '../circles/store.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SongView } from '../songs/song.ts';
import type { Board } from './answer.ts';
import type { DiscordApi } from './api.ts';
import { type BoardPlace, createBoards } from './boards.ts';
import { messageLink, songTitle } from './card-words.ts';
import { type CircleScene, circleBoard } from './circle-board.ts';
import { createDoors } from './doors.ts';
import { boardBody } from './render.ts';
import type { Speech, Texts } from './texts/texts.ts';

export interface CircleBoards {
  /** What its message shows now; for an answer that posts it. */
  draw(circle: Circle): Promise<Board>;
  /** An answer is about to post it: until `placed` the keeper leaves it alone. */
  placing(circleId: string): void;
  /** Where the answer stands; null: nowhere that we know of, so the keeper posts it. An earlier message links to it. */
  placed(circle: Circle, at: { channelId: string; messageId: string } | null): Promise<void>;
  /** The circle as it is by now; nothing is done for what its message shows already. */
  seen(circle: Circle): void;
  /** Its message is behind. */
  behind(circleId: string): void;
  stop(): Promise<void>;
}

export function createCircleBoards(deps: {
  circles: Pick<Circles, 'find' | 'placed' | 'shown'>;
  songs: { find(songId: string, guildId: string): Promise<SongView | null> };
  modelOf: (model: string) => CircleModel;
  api: DiscordApi;
  texts: Texts;
  clock: Clock;
  log: Log;
}): CircleBoards {
  const { circles, songs, api, texts, clock, log } = deps;
  const doors = createDoors(api, new PQueue());
  /** Circles whose message an answer is about to post. */
  const underWay = new Set<string>();
  /** Songs whose card could not be linked to when their circle was drawn last. */
  const unlinked = new Set<string>();

  const songsOf = async ({ guildId, state }: Circle, speech: Speech): Promise<CircleScene['songs']> => {
    const { stage, extends: parent } = state;
    const ids = new Set([...('songId' in stage ? [stage.songId] : []), ...(parent === null ? [] : [parent.songId])]);
    const found = await Promise.all([...ids].map((id) => songs.find(id, guildId)));
    return new Map(
      found.flatMap((song) => {
        if (song === null) return [];
        const link = messageLink(guildId, song.messageChannelId, song.messageId);
        if (link === null) unlinked.add(song.id);
        else unlinked.delete(song.id);
        return [[song.id, { title: songTitle(song, speech), link }]];
      }),
    );
  };

  const draw = async (circle: Circle): Promise<Board> => {
    const speech = texts.in(circle.locale);
    const model = deps.modelOf(circle.state.model);
    const scene = { id: circle.id, view: seenBy(circle, null), model, songs: await songsOf(circle, speech) };
    return circleBoard(scene, speech);
  };

  const placeOf = ({ guildId, channelId, message, locale }: Circle): BoardPlace => ({
    guildId,
    channelId: message?.channelId ?? channelId,
    messageId: message?.messageId ?? null,
    earlierMessageId: message?.earlierMessageId ?? null,
    locale,
  });

  const boards = createBoards({
    api,
    texts,
    clock,
    log,
    async render(circleId) {
      if (underWay.has(circleId)) return null;
      const circle = await circles.find(circleId);
      if (circle === null) return null;
      return { board: await draw(circle), place: placeOf(circle), version: circle.state.version };
    },
    shown: (circleId, version) => circles.shown(circleId, version),
    async moved(circleId, { messageId, earlierMessageId }) {
      const circle = await circles.find(circleId);
      if (circle !== null) await circles.placed(circleId, { channelId: circle.channelId, messageId, earlierMessageId });
    },
  });

  /** The message that a newer one took the place of says so. A courtesy: its buttons work all the same. */
  const farewell = async (circle: Circle, to: { channelId: string; messageId: string }): Promise<void> => {
    const { message: old, guildId } = circle;
    const link = messageLink(guildId, to.channelId, to.messageId);
    if (old === null || link === null) return;
    const content = texts.in(circle.locale).say('circle.goesOnAt', { link });
    const message = { ...boardBody({ content, embeds: [], rows: [] }), files: [] };
    await doors.send({ kind: 'edit', channelId: old.channelId, messageId: old.messageId, kept: [] }, message);
  };

  return {
    draw,
    placing: (circleId) => void underWay.add(circleId),
    async placed(circle, at) {
      await circles.placed(circle.id, at === null ? null : { ...at, earlierMessageId: null });
      underWay.delete(circle.id);
      boards.changed(circle.id);
      if (at !== null) await farewell(circle, at);
    },
    seen({ id, state, shownVersion }) {
      const isUnlinked = 'songId' in state.stage && unlinked.has(state.stage.songId);
      if (state.version > shownVersion || isUnlinked) boards.changed(id);
    },
    behind: boards.changed,
    stop: boards.stop,
  };
}
