/** `/circle` without Discord: the song it makes, how it goes on, and what the host may do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { causeOf } from '../src/circles/rounds.ts';
import { routes } from '../src/discord/buttons.ts';
import {
  asker,
  type CircleCommands,
  form,
  host,
  jun,
  noor,
  note,
  openCircleCommands,
  stranger,
} from './helpers/circle-commands.ts';
import { roomyLimits } from './helpers/circles.ts';
import { ids, noon, songView } from './helpers/discord.ts';

let room: CircleCommands;
beforeEach(async () => {
  room = await openCircleCommands();
});
afterEach(() => room.dispose());

describe('the song', () => {
  test('is asked for once, under the circle’s cause, with every author and where their words begin', async () => {
    const id = await room.ready();
    expect((await room.press(id, host)).kind).toBe('card');
    expect(room.told.requests).toMatchObject([
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
    await room.press(await room.ready({ model: 'apiin/suno-v4-5' }), host);
    const at = noon;
    const where = { guildId: ids.guild, channelId: ids.channel, applicationId: ids.application, locale: 'en-US' };
    const retired = { mode: 'open', model: 'apiin/suno-v1', theme: 'rain', userId: host, name: 'Host' } as const;
    const { id } = await room.circles.start({ cause: 'interaction:1', ...where, ...retired }, at);
    await room.add(id, jun, 'one');
    await room.suggest(id, jun, 'style', 'folk');
    await room.press(id, host);
    expect(room.told.requests.map(({ model }) => model)).toEqual(['apiin/suno-v4-5', null]);
  });

  test('that is refused lets everybody write again, and whoever pressed is told why', async () => {
    const id = await room.ready();
    room.told.outcome = {
      kind: 'refused',
      refusal: { kind: 'credits', price: 12, available: 5 },
      draftId: 'draft',
      startsWith: 5,
    };
    const { text, buttons } = note(await room.press(id, host));
    expect(text).toContain('This song costs 12 credits and the server has 5.');
    expect(text).toContain('The words are safe in the circle');
    expect(text).toContain('Welcome to Songcircle');
    expect(buttons).toBeUndefined();
    expect((await room.stateOf(id))?.stage.kind).toBe('writing');
  });

  test('that somebody else asked for a moment before is pointed at', async () => {
    const id = await room.ready();
    const song = songView({ messageChannelId: ids.channel, messageId: ids.message });
    room.told.songs.push(song);
    room.told.outcome = { kind: 'accepted', song, fresh: false, firstInGuild: false, lasting: Promise.resolve() };
    const { text, buttons } = note(await room.press(id, host));
    expect(text).toContain('asked for already');
    expect(buttons).toMatchObject([{ label: 'Go to the song', url: expect.stringContaining(ids.message) }]);
    await room.sung(id);
    expect(note(await room.press(id, jun)).text).toContain('asked for already');
    expect(room.told.requests.length).toBe(1);
  });

  test('of the next round extends the take that won, and its board is shown anew', async () => {
    const id = await room.ready();
    await room.press(id, host);
    await room.sung(id, [1]);
    const extend = routes.circleExtend.make({ circle: id, round: 1 });
    const answer = await room.does(asker(noor), extend);
    expect(answer).toMatchObject({ kind: 'board', board: { content: `board of ${id}` } });
    const second = note(await room.does(asker(jun), extend));
    expect(second.text).toContain('goes on already');
    expect(second.buttons).toMatchObject([{ label: 'Add section' }]);
    await room.add(id, jun, 'more');
    await room.press(id, host);
    expect(room.told.requests.at(-1)).toMatchObject({
      cause: causeOf(id, 2),
      words: {
        form: 'extend',
        parentId: room.told.songs[0]?.id,
        track: 1,
        from: '',
        title: '',
        style: '',
        lyrics: '[Verse]\nmore',
      },
    });
  });

  test('where a board could not be shown, the next round begins all the same', async () => {
    const id = await room.ready();
    await room.press(id, host);
    await room.sung(id, [0]);
    const there = asker(noor, { missing: ['Embed Links'] });
    expect(note(await room.does(there, routes.circleExtend.make({ circle: id, round: 1 }))).text).toContain('goes on');
    expect((await room.stateOf(id))?.round).toBe(2);
  });

  test('of a circle that has ended is extended as every other, from the winner', async () => {
    const id = await room.ready();
    await room.press(id, host);
    await room.sung(id);
    await room.slash('close', {}, asker(host));
    const opens = form(await room.does(asker(noor), routes.circleExtend.make({ circle: id, round: 1 })));
    expect(routes.extendForm.parse(opens.id)).toEqual({ song: room.told.songs[0]?.id, track: 0 });
  });

  test('cannot be extended before a take was chosen', async () => {
    const id = await room.ready();
    await room.press(id, host);
    await room.sung(id);
    expect(note(await room.does(asker(noor), routes.circleExtend.make({ circle: id, round: 1 }))).text).toContain(
      'No take is chosen yet',
    );
  });

  test('its words are read whole: short ones at once, long ones as a file with names', async () => {
    room.told.limits = { ...roomyLimits, lyrics: 10_000 };
    const id = await room.ready();
    const lyrics = async () => note(await room.does(asker(noor), routes.circleLyrics.make({ circle: id })));
    expect((await lyrics()).text).toBe(`**Verse** · <@${jun}>\none\ntwo\n\n**Chorus** · <@${noor}>\nthree`);
    await room.add(id, jun, 'long '.repeat(900));
    const { file } = await lyrics();
    expect(file?.text).toContain(
      '[Verse: name of 12]\none\ntwo\n\n[Chorus: name of 13]\nthree\n\n[Verse: name of 12]\nlong',
    );
  });
});

describe('the host', () => {
  test('hands over only to somebody who is there', async () => {
    const id = await room.ready();
    const handOver = (to: string) => room.does(asker(host), routes.circleHandOver.make({ circle: id }), { picked: to });
    expect(note(await handOver('400000000000000099')).text).toContain('not in the circle');
    expect(note(await handOver(noor)).text).toContain(`<@${noor}> hosts the circle now.`);
  });

  test.each<[string, (circle: string) => string]>([
    ['locks', (circle) => routes.circleLock.make({ circle })],
    ['removes', (circle) => routes.circleRemove.make({ circle })],
    ['moves', (circle) => routes.circleMoveTo.make({ circle, section: 1 })],
    ['hands over', (circle) => routes.circleHandOver.make({ circle })],
  ])('nobody else %s, by a list of the host’s either', async (_, customId) => {
    const id = await room.ready();
    const before = await room.stateOf(id);
    const picked = customId(id).startsWith('circle-hand') ? noor : '2';
    const answer = note(await room.does(asker(stranger), customId(id), { picked }));
    expect(answer.text).toMatch(/up to the host: <@400000000000000011>|Only its author/);
    expect(await room.stateOf(id)).toEqual(before);
  });

  test('has nothing to manage in an empty circle', async () => {
    const { id } = await room.start();
    expect(note(await room.does(asker(host), routes.circleManage.make({ circle: id }))).text).toContain(
      'nothing to manage',
    );
  });
});
