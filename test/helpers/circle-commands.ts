/** `/circle` over a real store, with songs and messages that are fakes: what each act comes to, and what is answered. */
import { createCommands } from '../../commands/index.ts';
import type { Circle } from '../../src/circles/acts.ts';
import type { Limits } from '../../src/circles/outcomes.ts';
import { causeOf } from '../../src/circles/rounds.ts';
import { type Circles, createCircles } from '../../src/circles/store.ts';
import type { Answer, Asker, Form, Note } from '../../src/discord/answer.ts';
import { routes } from '../../src/discord/buttons.ts';
import type { SongView } from '../../src/songs/song.ts';
import type { RequestOutcome, SongRequest } from '../../src/songs/songs.ts';
import { roomyLimits } from './circles.ts';
import { createCommandDeps } from './commands.ts';
import { askerOf, finishedSong, ids, noon, songView } from './discord.ts';
import { engines } from './engines.ts';

export const host = '400000000000000011';
export const jun = '400000000000000012';
export const noor = '400000000000000013';
export const stranger = '400000000000000019';

let interactions = 0;
export const asker = (userId: string, more: Partial<Asker> = {}): Asker => {
  interactions += 1;
  return askerOf({ userId, name: `name of ${userId.slice(-2)}`, interactionId: `${700_000 + interactions}`, ...more });
};

export const note = (answer: Answer): Note => {
  if (answer.kind !== 'note') throw new Error(`answered ${JSON.stringify(answer)}`);
  return answer;
};
export const form = (answer: Answer): Form => {
  if (answer.kind !== 'form') throw new Error(`answered ${JSON.stringify(answer)}`);
  return answer.form;
};
export const filledIn = ({ fields }: Form, id: string): string | undefined => {
  const field = fields.find((one) => 'id' in one && one.id === id);
  if (field?.kind === 'select') return field.options.find(({ chosen }) => chosen)?.value;
  return field?.kind === 'text' ? field.value : undefined;
};

/** What the fakes were told, and what they answer. */
export interface Told {
  limits: Limits;
  requests: SongRequest[];
  outcome: RequestOutcome;
  songs: SongView[];
  /** Circles whose message may be behind. */
  seen: string[];
  /** Messages that were placed; null: nowhere. */
  placed: (string | null)[];
}

export async function openCircleCommands() {
  const [engine] = engines;
  if (engine === undefined) throw new Error('there is no engine');
  const { database, dispose } = await engine.open();
  const told: Told = {
    limits: roomyLimits,
    requests: [],
    outcome: { kind: 'accepted', song: songView(), fresh: true, firstInGuild: false, lasting: Promise.resolve() },
    songs: [],
    seen: [],
    placed: [],
  };
  const circles: Circles = createCircles(database, { limitsOf: () => told.limits });
  const { commands, buttons, forms } = createCommands(
    createCommandDeps(
      {
        request: async (request) => {
          told.requests.push(request);
          return told.outcome;
        },
        find: async (songId) => told.songs.find(({ id }) => id === songId) ?? null,
      },
      {
        circles,
        circleBoards: {
          draw: async ({ id }) => ({ content: `board of ${id}`, embeds: [], rows: [] }),
          placing: () => undefined,
          placed: async (_, place) => void told.placed.push(place?.messageId ?? null),
          seen: ({ id }) => void told.seen.push(id),
        },
      },
    ).deps,
  );

  const slash = (sub: string, options: object, by: Asker): Promise<Answer> => {
    const command = commands.find(({ declaration }) => declaration.name === 'circle');
    if (command === undefined) throw new Error('there is no /circle');
    return command.run(by, sub, options as Record<string, string>);
  };
  /** A button, a list or a form by its custom id. */
  const does = async (
    by: Asker,
    id: string,
    more: { typed?: Record<string, string>; picked?: string } = {},
  ): Promise<Answer> => {
    const key = id.split(':').slice(0, 2).join(':');
    const found = [...buttons, ...forms].find((one) => one.key === key);
    const answer = await found?.answer(by, id, more.typed ?? {}, more.picked === undefined ? [] : [more.picked]);
    if (answer === null || answer === undefined) throw new Error(`${id} is none of ours`);
    return answer;
  };
  const start = async (options: object = {}, by = asker(host)): Promise<Circle> => {
    const answer = await slash('start', { theme: 'rain', ...options }, by);
    if (answer.kind !== 'board') throw new Error(`no board, but ${JSON.stringify(answer)}`);
    await answer.placed({ channelId: ids.channel, messageId: ids.message });
    const [circle] = await circles.openIn(ids.guild, ids.channel);
    if (circle === undefined) throw new Error('there is no circle');
    return circle;
  };
  const add = (circle: string, by: string, lyrics: string, after: number | null = null, kind = 'verse') =>
    does(asker(by), routes.circleAddForm.make({ circle, after }), { typed: { kind, lyrics } });
  const suggest = (circle: string, by: string, field: 'title' | 'style', text: string) =>
    does(asker(by), routes.circleSuggestForm.make({ circle, field }), { typed: { text } });
  const stateOf = async (id: string) => (await circles.find(id))?.state;

  return {
    told,
    circles,
    slash,
    does,
    start,
    add,
    suggest,
    stateOf,
    press: (circle: string, by: string) => does(asker(by), routes.circleGenerate.make({ circle })),
    /** Two sections and a style. */
    ready: async (options: object = {}): Promise<string> => {
      const { id } = await start(options);
      await add(id, jun, 'one\ntwo');
      await add(id, noor, 'three', 1, 'chorus');
      await suggest(id, jun, 'style', 'folk');
      return id;
    },
    /** The song as it stands in the database once it was asked for and came. */
    sung: async (id: string, takes: readonly number[] = [0, 1]): Promise<void> => {
      const song = finishedSong({ id: `SongOfRound${told.songs.length}` });
      told.songs.push(song);
      const cause = causeOf(id, (await stateOf(id))?.round ?? 0);
      await database.write(async (trx) => {
        const { ref } = await trx.selectFrom('members').select('ref').limit(1).executeTakeFirstOrThrow();
        const row = {
          id: song.id,
          cause,
          guild_id: ids.guild,
          channel_id: ids.channel,
          member_ref: ref,
          locale: 'en-US',
          work: '{}',
          provider: 'sketch',
          model: 'sketch',
          price: 1,
          model_chosen: 0,
          state: 'done',
          money: 'captured',
          stage: 'music',
          deadline_at: 0,
          woken: 0,
          marks: '{}',
          fence: 0,
          failures: 0,
          application_id: ids.application,
          placed: 'reply',
          attachments: '[]',
          attachment_limit: 1,
          created_at: 0,
          updated_at: 0,
        };
        await trx.insertInto('songs').values(row).execute();
        for (const position of takes) {
          const track = { song_id: song.id, position, state: 'fetched', reference: '{}', failures: 0 } as const;
          await trx.insertInto('tracks').values(track).execute();
        }
      });
      await circles.tick(id, noon);
    },
    dispose,
  };
}

export type CircleCommands = Awaited<ReturnType<typeof openCircleCommands>>;
