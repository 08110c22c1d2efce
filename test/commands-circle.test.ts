/** `/circle` without Discord: beginning, writing and voting, and what whoever acted is told. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Asker } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import {
  asker,
  type CircleCommands,
  filledIn,
  form,
  host,
  jun,
  noor,
  note,
  openCircleCommands,
  stranger,
} from './helpers/circle-commands.ts';
import { ids } from './helpers/discord.ts';

let room: CircleCommands;
beforeEach(async () => {
  room = await openCircleCommands();
});
afterEach(() => room.dispose());

describe('/circle', () => {
  test('start begins a circle in this channel, in the server’s language, and shows it', async () => {
    const circle = await room.start({ mode: 'blind', model: 'apiin/suno-v4-5' }, asker(host, { guildLocale: 'de' }));
    expect(circle).toMatchObject({
      guildId: ids.guild,
      channelId: ids.channel,
      locale: 'de',
      state: { mode: 'blind', model: 'apiin/suno-v4-5', theme: 'rain' },
    });
    expect([...circle.names]).toEqual([[host, 'name of 11']]);
    expect(room.told.placed).toEqual([ids.message]);
  });

  test.each<[string, object, Partial<Asker>, RegExp]>([
    ['an unknown model', { model: 'no such thing' }, {}, /There is no model “no such thing”/],
    ['a channel where the bot lacks a permission', {}, { missing: ['Embed Links'] }, /I lack \*\*Embed Links\*\*/],
    ['a closed thread', {}, { threadClosed: true }, /archived or locked/],
  ])('start says no to %s, and gives the theme back', async (_, options, more, why) => {
    const { text } = note(await room.slash('start', { theme: 'my *theme*', ...options }, asker(host, more)));
    expect(text).toMatch(why);
    expect(text).toContain('> my \\*theme\\*');
    expect(await room.circles.openIn(ids.guild, ids.channel)).toEqual([]);
  });

  test('the 26th circle of a channel is one too many', async () => {
    for (let n = 0; n < 25; n += 1) await room.start();
    expect(note(await room.slash('start', { theme: 'rain' }, asker(host))).text).toContain('25 circles open');
  });

  test('a circle of another channel cannot be chosen here', async () => {
    const { id } = await room.start();
    const chosen = await room.does(asker(host, { channelId: ids.other }), routes.circlePick.make({ what: 'close' }), {
      picked: id,
    });
    expect(note(chosen).text).toContain('not known here');
    expect((await room.stateOf(id))?.closed).toBeNull();
  });

  test('nothing of it is known in another server', async () => {
    const id = await room.ready();
    const before = await room.stateOf(id);
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
      expect(note(await room.does(elsewhere(), customId)).text).toContain('not known here');
    expect(await room.stateOf(id)).toEqual(before);
  });
});

describe('writing', () => {
  test('what was typed is in the database when it is answered, and its message follows', async () => {
    const { id } = await room.start();
    expect(note(await room.add(id, jun, 'my words', null, 'bridge')).text).toContain('Saved');
    expect((await room.stateOf(id))?.sections).toMatchObject([{ kind: 'bridge', lyrics: 'my words' }]);
    expect(room.told.seen.at(-1)).toBe(id);
  });

  test('a kind that there is not is a verse', async () => {
    const { id } = await room.start();
    await room.add(id, jun, 'my words', null, '__proto__');
    expect((await room.stateOf(id))?.sections).toMatchObject([{ kind: 'verse' }]);
  });

  test('the form shows the line before, and names what it continues', async () => {
    const id = await room.ready({ mode: 'blind' });
    const opens = form(await room.does(asker(stranger), routes.circleAdd.make({ circle: id })));
    expect(opens.fields[0]).toMatchObject({ kind: 'words', text: expect.stringContaining('> three') });
    expect(routes.circleAddForm.parse(opens.id)).toEqual({ circle: id, after: 2 });
  });

  test('who continued the same line of a blind circle is named', async () => {
    const { id } = await room.start({ mode: 'blind' });
    await room.add(id, jun, 'first');
    expect(note(await room.add(id, noor, 'also first')).text).toContain(`<@${jun}> continued the same line`);
  });

  test('saved elsewhere meanwhile, the words come back and open against the present text', async () => {
    const { id } = await room.start();
    await room.add(id, jun, 'first');
    const edit = routes.circleEditForm.make({ circle: id, section: 1, revision: 1 });
    await room.does(asker(jun), edit, { typed: { kind: 'verse', lyrics: 'from here' } });
    const late = note(await room.does(asker(jun), edit, { typed: { kind: 'hook', lyrics: 'from there' } }));
    expect(late.text).toContain('saved this section somewhere else');
    const [button] = late.buttons ?? [];
    const again = form(await room.does(asker(jun), button !== undefined && 'id' in button ? button.id : ''));
    expect(routes.circleEditForm.parse(again.id)).toEqual({ circle: id, section: 1, revision: 2 });
    expect([filledIn(again, 'kind'), filledIn(again, 'lyrics')]).toEqual(['hook', 'from there']);
    await room.does(asker(jun), again.id, { typed: { kind: 'hook', lyrics: 'from there' } });
    expect((await room.stateOf(id))?.sections).toMatchObject([{ kind: 'hook', lyrics: 'from there' }]);
  });

  test('words for a section that is gone open as a new one; nobody else can open them', async () => {
    const { id } = await room.start();
    await room.add(id, jun, 'first');
    await room.does(asker(host), routes.circleRemove.make({ circle: id }), { picked: '1' });
    const edit = routes.circleEditForm.make({ circle: id, section: 1, revision: 1 });
    const back = note(await room.does(asker(jun), edit, { typed: { kind: 'hook', lyrics: 'changed' } }));
    expect(back.text).toContain('removed meanwhile');
    const [button] = back.buttons ?? [];
    const retry = button !== undefined && 'id' in button ? button.id : '';
    const again = form(await room.does(asker(jun), retry));
    expect(routes.circleAddForm.parse(again.id)).toMatchObject({ circle: id });
    expect(filledIn(again, 'lyrics')).toBe('changed');
    expect(note(await room.does(asker(noor), retry)).text).toContain('not yours');
  });

  test('nobody types for nothing: no form opens where nothing can be written', async () => {
    const { id } = await room.start();
    await room.slash('close', {}, asker(host));
    for (const customId of [
      routes.circleAdd.make({ circle: id }),
      routes.circleEdit.make({ circle: id }),
      routes.circleEditOne.make({ circle: id }),
      routes.circleSuggest.make({ circle: id, field: 'style' }),
    ])
      expect(note(await room.does(asker(jun), customId)).text).toContain('This circle has ended');
  });

  test.each<[string, () => Promise<Answer>, RegExp]>([
    [
      'too long a style',
      async () => room.suggest((await room.start()).id, jun, 'style', 'x'.repeat(201)),
      /201, 1 too many/,
    ],
    ['nothing', async () => room.suggest((await room.start()).id, jun, 'title', ' \u200b '), /nothing to save/],
    ['blank lyrics', async () => room.add((await room.start()).id, jun, ' '), /nothing to save/],
  ])('%s comes back with Edit', async (_, send, why) => {
    const back = note(await send());
    expect(back.text).toMatch(why);
    expect(back.buttons).toMatchObject([{ label: 'Edit' }]);
  });
});

describe('votes', () => {
  test('a ballot shows the suggestions, how many votes each has, and one’s own', async () => {
    const id = await room.ready();
    await room.suggest(id, noor, 'style', 'jazz');
    const cast = routes.circleVoteFor.make({ circle: id, field: 'style' });
    const [, jazz] = (await room.stateOf(id))?.proposals.style ?? [];
    expect((await room.does(asker(noor), cast, { picked: String(jazz?.id) })).kind).toBe('acknowledged');
    const { selects = [] } = note(await room.does(asker(noor), routes.circleVote.make({ circle: id })));
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
      const id = await room.ready();
      const cast = routes.circleVoteFor.make({ circle: id, field: 'style' });
      expect(note(await room.does(asker(noor), cast, { picked })).text).toContain('no longer there');
    },
  );

  test('a vote for a take is told, the last one with the winner, and one of a stranger does not count', async () => {
    const id = await room.ready();
    await room.press(id, host);
    await room.sung(id);
    const vote = (by: string, take: number) =>
      room.does(asker(by), routes.circleTake.make({ circle: id, round: 1, take }));
    expect(note(await vote(stranger, 1)).text).toContain('You are not in this circle');
    expect(note(await vote(host, 0)).text).toBe('Your vote is for take A.');
    await vote(jun, 1);
    expect(note(await vote(noor, 1)).text).toBe('Your vote is for take B. Everybody has voted: take B was chosen.');
    expect(note(await vote(jun, 0)).text).toContain('This vote is over');
  });
});
