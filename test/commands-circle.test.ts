/** `/circle` without Discord: what each act comes to in the store, and what whoever acted is told. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommands } from '../commands/index.ts';
import type { Circle } from '../src/circles/acts.ts';
import { causeOf } from '../src/circles/rounds.ts';
import { type Circles, createCircles } from '../src/circles/store.ts';
import type { Answer, Asker, Form, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import type { SongView } from '../src/songs/song.ts';
import type { RequestOutcome, SongRequest } from '../src/songs/songs.ts';
import { roomyLimits } from './helpers/circles.ts';
import { createCommandDeps } from './helpers/commands.ts';
import { askerOf, finishedSong, ids, noon, songView } from './helpers/discord.ts';
import { engines, type Opened } from './helpers/engines.ts';

const [engine] = engines;
const host = '400000000000000011';
const jun = '400000000000000012';
const noor = '400000000000000013';

let opened: Opened;
let circles: Circles;
let limits = roomyLimits;
let requests: SongRequest[];
let outcome: RequestOutcome;
let songs: SongView[];
let seen: string[];
let placed: (string | null)[];
beforeEach(async () => {
  if (engine === undefined) throw new Error('there is no engine');
  opened = await engine.open();
  limits = roomyLimits;
  circles = createCircles(opened.database, { limitsOf: () => limits });
  requests = [];
  songs = [];
  seen = [];
  placed = [];
  outcome = { kind: 'accepted', song: songView(), fresh: true, firstInGuild: false, lasting: Promise.resolve() };
});
afterEach(() => opened.dispose());

let interactions = 0;
const asker = (userId: string, more: Partial<Asker> = {}): Asker => {
  interactions += 1;
  return askerOf({ userId, name: `name of ${userId.slice(-2)}`, interactionId: `${700_000 + interactions}`, ...more });
};
const all = () =>
  createCommands(
    createCommandDeps(
      {
        request: async (request) => {
          requests.push(request);
          return outcome;
        },
        find: async (songId) => songs.find(({ id }) => id === songId) ?? null,
      },
      {
        circles,
        circleBoards: {
          draw: async ({ id }) => ({ content: `board of ${id}`, embeds: [], rows: [] }),
          placing: () => undefined,
          placed: async (_, place) => void placed.push(place?.messageId ?? null),
          seen: ({ id }) => void seen.push(id),
        },
      },
    ).deps,
  );
const slash = (sub: string, options: object, by: Asker): Promise<Answer> => {
  const command = all().commands.find(({ declaration }) => declaration.name === 'circle');
  if (command === undefined) throw new Error('there is no /circle');
  return command.run(by, sub, options as Record<string, string>);
};
/** A button, a list or a form by its custom id. */
const does = async (
  by: Asker,
  id: string,
  more: { typed?: Record<string, string>; picked?: string } = {},
): Promise<Answer> => {
  const { buttons, forms } = all();
  const key = id.split(':').slice(0, 2).join(':');
  const found = [...buttons, ...forms].find((one) => one.key === key);
  const answer = await found?.answer(by, id, more.typed ?? {}, more.picked === undefined ? [] : [more.picked]);
  if (answer === null || answer === undefined) throw new Error(`${id} is none of ours`);
  return answer;
};
const note = (answer: Answer): Note => {
  if (answer.kind !== 'note') throw new Error(`answered ${JSON.stringify(answer)}`);
  return answer;
};
const form = (answer: Answer): Form => {
  if (answer.kind !== 'form') throw new Error(`answered ${JSON.stringify(answer)}`);
  return answer.form;
};
const filledIn = ({ fields }: Form, id: string): string | undefined => {
  const field = fields.find((one) => 'id' in one && one.id === id);
  if (field?.kind === 'select') return field.options.find(({ chosen }) => chosen)?.value;
  return field?.kind === 'text' ? field.value : undefined;
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
const press = (circle: string, by: string) => does(asker(by), routes.circleGenerate.make({ circle }));
const stateOf = async (id: string) => (await circles.find(id))?.state;

/** Two sections and a style. */
const ready = async (options: object = {}): Promise<string> => {
  const { id } = await start(options);
  await add(id, jun, 'one\ntwo');
  await add(id, noor, 'three', 1, 'chorus');
  await suggest(id, jun, 'style', 'folk');
  return id;
};
/** As it stands in the database once the song was asked for and came. */
const sung = async (id: string, takes: readonly number[] = [0, 1]): Promise<void> => {
  const cause = causeOf(id, (await stateOf(id))?.round ?? 0);
  const song = { ...finishedSong({ id: `SongOfRound${songs.length}` }) };
  songs.push(song);
  await opened.database.write(async (trx) => {
    const { ref } = await trx.selectFrom('members').select('ref').limit(1).executeTakeFirstOrThrow();
    const blank = { locale: 'en-US', work: '{}', provider: 'sketch', model: 'sketch', price: 1, model_chosen: 0 };
    const rest = {
      stage: 'music',
      deadline_at: 0,
      fence: 0,
      failures: 0,
      application_id: ids.application,
      placed: 'reply',
    };
    const places = {
      guild_id: ids.guild,
      channel_id: ids.channel,
      member_ref: ref,
      attachments: '[]',
      attachment_limit: 1,
    };
    const row = {
      id: song.id,
      cause,
      state: 'done',
      money: 'captured',
      created_at: 0,
      updated_at: 0,
      woken: 0,
      marks: '{}',
    };
    await trx
      .insertInto('songs')
      .values({ ...blank, ...rest, ...places, ...row })
      .execute();
    for (const position of takes) {
      const track = { song_id: song.id, position, state: 'fetched', reference: '{}', failures: 0 } as const;
      await trx.insertInto('tracks').values(track).execute();
    }
  });
  await circles.tick(id, noon);
};

describe('/circle', () => {
  test('start begins a circle in this channel, in the server’s language, and shows it', async () => {
    const circle = await start({ mode: 'blind', model: 'apiin/suno-v4-5' }, asker(host, { guildLocale: 'de' }));
    expect(circle).toMatchObject({
      guildId: ids.guild,
      channelId: ids.channel,
      locale: 'de',
      state: { mode: 'blind', model: 'apiin/suno-v4-5', theme: 'rain' },
    });
    expect([...circle.names]).toEqual([[host, 'name of 11']]);
    expect(placed).toEqual([ids.message]);
  });

  test.each<[string, object, Partial<Asker>, RegExp]>([
    ['an unknown model', { model: 'no such thing' }, {}, /There is no model “no such thing”/],
    ['a channel where the bot lacks a permission', {}, { missing: ['Embed Links'] }, /I lack \*\*Embed Links\*\*/],
    ['a closed thread', {}, { threadClosed: true }, /archived or locked/],
  ])('start says no to %s, and gives the theme back', async (_, options, more, why) => {
    const { text } = note(await slash('start', { theme: 'my *theme*', ...options }, asker(host, more)));
    expect(text).toMatch(why);
    expect(text).toContain('> my \\*theme\\*');
    expect(await circles.openIn(ids.guild, ids.channel)).toEqual([]);
  });

  test('the 26th circle of a channel is one too many', async () => {
    for (let n = 0; n < 25; n += 1) await start();
    expect(note(await slash('start', { theme: 'rain' }, asker(host))).text).toContain('25 circles open');
  });

  test('a circle of another channel cannot be chosen here', async () => {
    const { id } = await start();
    const chosen = await does(asker(host, { channelId: ids.other }), routes.circlePick.make({ what: 'close' }), {
      picked: id,
    });
    expect(note(chosen).text).toContain('not known here');
    expect((await stateOf(id))?.closed).toBeNull();
  });

  test('nothing of it is known in another server', async () => {
    const id = await ready();
    const before = await stateOf(id);
    const elsewhere = () => asker(host, { guildId: ids.other });
    const circle = { circle: id };
    for (const customId of [
      routes.circleAdd.make(circle),
      routes.circleAddForm.make({ ...circle, after: null }),
      routes.circleVote.make(circle),
      routes.circleEdit.make(circle),
      routes.circleEditOne.make(circle),
      routes.circleGenerate.make(circle),
      routes.circleLyrics.make(circle),
      routes.circleLeave.make(circle),
      routes.circleManage.make(circle),
      routes.circleMove.make(circle),
      routes.circleHandOver.make(circle),
      routes.circleTake.make({ ...circle, round: 1, take: 0 }),
      routes.circleExtend.make({ ...circle, round: 1 }),
      routes.circleRetry.make({ ...circle, version: 2 }),
      routes.circleSuggest.make({ ...circle, field: 'title' }),
    ])
      expect(note(await does(elsewhere(), customId)).text).toContain('not known here');
    expect(await stateOf(id)).toEqual(before);
  });
});

describe('writing', () => {
  test('what was typed is in the database when it is answered, and its message follows', async () => {
    const { id } = await start();
    expect(note(await add(id, jun, 'my words', null, 'bridge')).text).toContain('Saved');
    expect((await stateOf(id))?.sections).toMatchObject([{ kind: 'bridge', lyrics: 'my words' }]);
    expect(seen.at(-1)).toBe(id);
  });

  test('a kind that there is not is a verse', async () => {
    const { id } = await start();
    await add(id, jun, 'my words', null, '__proto__');
    expect((await stateOf(id))?.sections).toMatchObject([{ kind: 'verse' }]);
  });

  test('the form shows the line before, and names what it continues', async () => {
    const id = await ready({ mode: 'blind' });
    const opens = form(await does(asker('400000000000000019'), routes.circleAdd.make({ circle: id })));
    expect(opens.fields[0]).toMatchObject({ kind: 'words', text: expect.stringContaining('> three') });
    expect(routes.circleAddForm.parse(opens.id)).toEqual({ circle: id, after: 2 });
  });

  test('who continued the same line of a blind circle is named', async () => {
    const { id } = await start({ mode: 'blind' });
    await add(id, jun, 'first');
    expect(note(await add(id, noor, 'also first')).text).toContain(`<@${jun}> continued the same line`);
  });

  test('saved elsewhere meanwhile, the words come back and open against the present text', async () => {
    const { id } = await start();
    await add(id, jun, 'first');
    const edit = routes.circleEditForm.make({ circle: id, section: 1, revision: 1 });
    await does(asker(jun), edit, { typed: { kind: 'verse', lyrics: 'from here' } });
    const late = note(await does(asker(jun), edit, { typed: { kind: 'hook', lyrics: 'from there' } }));
    expect(late.text).toContain('saved this section somewhere else');
    const [button] = late.buttons ?? [];
    const again = form(await does(asker(jun), button !== undefined && 'id' in button ? button.id : ''));
    expect(routes.circleEditForm.parse(again.id)).toEqual({ circle: id, section: 1, revision: 2 });
    expect([filledIn(again, 'kind'), filledIn(again, 'lyrics')]).toEqual(['hook', 'from there']);
    await does(asker(jun), again.id, { typed: { kind: 'hook', lyrics: 'from there' } });
    expect((await stateOf(id))?.sections).toMatchObject([{ kind: 'hook', lyrics: 'from there' }]);
  });

  test('words for a section that is gone open as a new one; nobody else can open them', async () => {
    const { id } = await start();
    await add(id, jun, 'first');
    await does(asker(host), routes.circleRemove.make({ circle: id }), { picked: '1' });
    const edit = routes.circleEditForm.make({ circle: id, section: 1, revision: 1 });
    const back = note(await does(asker(jun), edit, { typed: { kind: 'hook', lyrics: 'changed' } }));
    expect(back.text).toContain('removed meanwhile');
    const [button] = back.buttons ?? [];
    const retry = button !== undefined && 'id' in button ? button.id : '';
    const again = form(await does(asker(jun), retry));
    expect(routes.circleAddForm.parse(again.id)).toMatchObject({ circle: id });
    expect(filledIn(again, 'lyrics')).toBe('changed');
    expect(note(await does(asker(noor), retry)).text).toContain('not yours');
  });

  test('nobody types for nothing: no form opens where nothing can be written', async () => {
    const { id } = await start();
    await slash('close', {}, asker(host));
    for (const customId of [
      routes.circleAdd.make({ circle: id }),
      routes.circleEdit.make({ circle: id }),
      routes.circleEditOne.make({ circle: id }),
      routes.circleSuggest.make({ circle: id, field: 'style' }),
    ])
      expect(note(await does(asker(jun), customId)).text).toContain('This circle has ended');
  });

  test.each<[string, () => Promise<Answer>, RegExp]>([
    ['too long a style', async () => suggest((await start()).id, jun, 'style', 'x'.repeat(201)), /201, 1 too many/],
    ['nothing', async () => suggest((await start()).id, jun, 'title', ' \u200b '), /nothing to save/],
    ['blank lyrics', async () => add((await start()).id, jun, ' '), /nothing to save/],
  ])('%s comes back with Edit', async (_, send, why) => {
    const back = note(await send());
    expect(back.text).toMatch(why);
    expect(back.buttons).toMatchObject([{ label: 'Edit' }]);
  });
});

describe('votes', () => {
  test('a ballot shows the suggestions, how many votes each has, and one’s own', async () => {
    const id = await ready();
    await suggest(id, noor, 'style', 'jazz');
    const cast = routes.circleVoteFor.make({ circle: id, field: 'style' });
    const [, jazz] = (await stateOf(id))?.proposals.style ?? [];
    expect((await does(asker(noor), cast, { picked: String(jazz?.id) })).kind).toBe('acknowledged');
    const { selects = [] } = note(await does(asker(noor), routes.circleVote.make({ circle: id })));
    expect(
      selects.map(({ options }) => options.map(({ label, description, chosen }) => [label, description, chosen])),
    ).toEqual([
      [],
      [
        ['folk', '0 votes', false],
        ['jazz', '1 vote', true],
      ],
    ]);
  });

  test.each(['99', 'nonsense', ''])(
    'a vote for %j, which is not there, is answered with a sentence',
    async (picked) => {
      const id = await ready();
      const cast = routes.circleVoteFor.make({ circle: id, field: 'style' });
      expect(note(await does(asker(noor), cast, { picked })).text).toContain('no longer there');
    },
  );

  test('a vote for a take is told, the last one with the winner, and one of a stranger does not count', async () => {
    const id = await ready();
    await press(id, host);
    await sung(id);
    const vote = (by: string, take: number) => does(asker(by), routes.circleTake.make({ circle: id, round: 1, take }));
    expect(note(await vote('400000000000000019', 1)).text).toContain('You are not in this circle');
    expect(note(await vote(host, 0)).text).toBe('Your vote is for take A.');
    await vote(jun, 1);
    expect(note(await vote(noor, 1)).text).toBe('Your vote is for take B. Everybody has voted: take B was chosen.');
    expect(note(await vote(jun, 0)).text).toContain('This vote is over');
  });
});

describe('the song', () => {
  test('is asked for once, under the circle’s cause, with every author and where their words begin', async () => {
    const id = await ready();
    expect((await press(id, host)).kind).toBe('card');
    expect(requests).toMatchObject([
      {
        cause: causeOf(id, 1),
        userId: host,
        wordsKept: true,
        model: null,
        words: {
          form: 'compose',
          title: '',
          style: 'folk',
          lyrics: '[Verse]\none\ntwo\n\n[Chorus]\nthree',
          vocals: 'any',
        },
        authors: [
          { userId: jun, name: 'name of 12', section: 'Verse', line: 0 },
          { userId: noor, name: 'name of 13', section: 'Chorus', line: 4 },
        ],
      },
    ]);
  });

  test('is made by the model that was named, unless that is no longer offered', async () => {
    await press(await ready({ model: 'apiin/suno-v4-5' }), host);
    const at = noon;
    const where = { guildId: ids.guild, channelId: ids.channel, applicationId: ids.application, locale: 'en-US' };
    const retired = { mode: 'open', model: 'apiin/suno-v1', theme: 'rain', userId: host, name: 'Host' } as const;
    const { id } = await circles.start({ cause: 'interaction:1', ...where, ...retired }, at);
    await add(id, jun, 'one');
    await suggest(id, jun, 'style', 'folk');
    await press(id, host);
    expect(requests.map(({ model }) => model)).toEqual(['apiin/suno-v4-5', null]);
  });

  test('that is refused lets everybody write again, and whoever pressed is told why', async () => {
    const id = await ready();
    outcome = {
      kind: 'refused',
      refusal: { kind: 'credits', price: 12, available: 5 },
      draftId: 'draft',
      startsWith: 5,
    };
    const { text, buttons } = note(await press(id, host));
    expect(text).toContain('This song costs 12 credits and the server has 5.');
    expect(text).toContain('The words are safe in the circle');
    expect(text).toContain('Welcome to Songcircle');
    expect(buttons).toBeUndefined();
    expect((await stateOf(id))?.stage.kind).toBe('writing');
  });

  test('that somebody else asked for a moment before is pointed at', async () => {
    const id = await ready();
    const song = songView({ messageChannelId: ids.channel, messageId: ids.message });
    songs.push(song);
    outcome = { kind: 'accepted', song, fresh: false, firstInGuild: false, lasting: Promise.resolve() };
    const { text, buttons } = note(await press(id, host));
    expect(text).toContain('asked for already');
    expect(buttons).toMatchObject([{ label: 'Go to the song', url: expect.stringContaining(ids.message) }]);
    await sung(id);
    expect(note(await press(id, jun)).text).toContain('asked for already');
    expect(requests.length).toBe(1);
  });

  test('of the next round extends the take that won, and its board is shown anew', async () => {
    const id = await ready();
    await press(id, host);
    await sung(id, [1]);
    const extend = routes.circleExtend.make({ circle: id, round: 1 });
    const answer = await does(asker(noor), extend);
    expect(answer).toMatchObject({ kind: 'board', board: { content: `board of ${id}` } });
    const second = note(await does(asker(jun), extend));
    expect(second.text).toContain('goes on already');
    expect(second.buttons).toMatchObject([{ label: 'Add section' }]);
    await add(id, jun, 'more');
    await press(id, host);
    expect(requests.at(-1)).toMatchObject({
      cause: causeOf(id, 2),
      words: {
        form: 'extend',
        parentId: songs[0]?.id,
        track: 1,
        from: '',
        title: '',
        style: '',
        lyrics: '[Verse]\nmore',
      },
    });
  });

  test('where a board could not be shown, the next round begins all the same', async () => {
    const id = await ready();
    await press(id, host);
    await sung(id, [0]);
    const there = asker(noor, { missing: ['Embed Links'] });
    expect(note(await does(there, routes.circleExtend.make({ circle: id, round: 1 }))).text).toContain('goes on');
    expect((await stateOf(id))?.round).toBe(2);
  });

  test('of a circle that has ended is extended as every other, from the winner', async () => {
    const id = await ready();
    await press(id, host);
    await sung(id);
    await slash('close', {}, asker(host));
    const opens = form(await does(asker(noor), routes.circleExtend.make({ circle: id, round: 1 })));
    expect(routes.extendForm.parse(opens.id)).toEqual({ song: songs[0]?.id, track: 0 });
  });

  test('cannot be extended before a take was chosen', async () => {
    const id = await ready();
    await press(id, host);
    await sung(id);
    expect(note(await does(asker(noor), routes.circleExtend.make({ circle: id, round: 1 }))).text).toContain(
      'No take is chosen yet',
    );
  });

  test('its words are read whole: short ones at once, long ones as a file with names', async () => {
    limits = { ...roomyLimits, lyrics: 10_000 };
    const id = await ready();
    const lyrics = async () => note(await does(asker(noor), routes.circleLyrics.make({ circle: id })));
    expect((await lyrics()).text).toBe(`**Verse** · <@${jun}>\none\ntwo\n\n**Chorus** · <@${noor}>\nthree`);
    await add(id, jun, 'long '.repeat(900));
    const { file } = await lyrics();
    expect(file?.text).toContain(
      '[Verse: name of 12]\none\ntwo\n\n[Chorus: name of 13]\nthree\n\n[Verse: name of 12]\nlong',
    );
  });
});

describe('the host', () => {
  test('hands over only to somebody who is there', async () => {
    const id = await ready();
    const handOver = (to: string) => does(asker(host), routes.circleHandOver.make({ circle: id }), { picked: to });
    expect(note(await handOver('400000000000000099')).text).toContain('not in the circle');
    expect(note(await handOver(noor)).text).toContain(`<@${noor}> hosts the circle now.`);
  });

  test.each<[string, (circle: string) => string]>([
    ['locks', (circle) => routes.circleLock.make({ circle })],
    ['removes', (circle) => routes.circleRemove.make({ circle })],
    ['moves', (circle) => routes.circleMoveTo.make({ circle, section: 1 })],
    ['hands over', (circle) => routes.circleHandOver.make({ circle })],
  ])('nobody else %s, by a list of the host’s either', async (_, customId) => {
    const id = await ready();
    const before = await stateOf(id);
    const picked = customId(id).startsWith('circle-hand') ? noor : '2';
    const answer = note(await does(asker('400000000000000019'), customId(id), { picked }));
    expect(answer.text).toMatch(/up to the host: <@400000000000000011>|Only its author/);
    expect(await stateOf(id)).toEqual(before);
  });

  test('has nothing to manage in an empty circle', async () => {
    const { id } = await start();
    expect(note(await does(asker(host), routes.circleManage.make({ circle: id }))).text).toContain('nothing to manage');
  });
});
