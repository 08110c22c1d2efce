import { expect, test } from 'vitest';
import { createCommands } from '../commands/index.ts';
import type { Answer, Asker, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import type { Refusal } from '../src/songs/song.ts';
import type { RequestOutcome, Songs } from '../src/songs/songs.ts';
import { createCommandDeps, draftOf } from './helpers/commands.ts';
import { askerOf, finishedSong, ids, noon, songView } from './helpers/discord.ts';

const commands = (songs: Partial<Songs> = {}) => {
  const fakes = createCommandDeps(songs);
  const all = createCommands(fakes.deps);
  const find = <T extends { key: string }>(list: readonly T[], key: string): T => {
    const found = list.find((one) => one.key === key);
    if (!found) throw new Error(`no ${key}`);
    return found;
  };
  return {
    ...fakes,
    slash: (name: string, options = {}, asker: Partial<Asker> = {}) => {
      const command = all.commands.find((one) => one.declaration.name === name);
      if (!command) throw new Error(`no /${name}`);
      return command.run(askerOf(asker), null, options);
    },
    complete: (typed: string) => all.commands[0]?.complete?.(askerOf(), 'model', typed),
    press: async (key: string, id: string, asker: Partial<Asker> = {}) =>
      find(all.buttons, key).answer(askerOf(asker), id, {}),
    fill: async (key: string, id: string, typed: Record<string, string>) =>
      find(all.forms, key).answer(askerOf(), id, typed),
  };
};

const note = (answer: Answer | null | undefined): Note => {
  if (answer?.kind !== 'note') throw new Error(`answered ${answer?.kind}`);
  return answer;
};
const refused = (refusal: Refusal): Partial<Songs> => ({
  request: async () => ({ kind: 'refused', refusal, draftId: 'draft00000000001' }),
});
const accepted = (more: Partial<Extract<RequestOutcome, { kind: 'accepted' }>> = {}): RequestOutcome => ({
  kind: 'accepted',
  song: songView(),
  fresh: true,
  firstInGuild: false,
  lasting: Promise.resolve(),
  ...more,
});

test('/song asks for a song with everything that the songs must know, and answers with its card', async () => {
  const { slash, requests } = commands();
  const asker = { missing: ['Attach Files'], threadClosed: true, roles: [ids.other], locale: 'de', guildLocale: 'fr' };
  const answer = await slash('song', { idea: 'rain', instrumental: true, model: 'sketch/sketch' }, asker);
  expect(answer).toEqual({ kind: 'card', lasting: expect.any(Promise), song: songView() });
  expect(requests).toEqual([
    {
      cause: `interaction:${ids.interaction}`,
      guildId: ids.guild,
      channelId: ids.channel,
      userId: ids.member,
      locale: 'de',
      guildLocale: 'fr',
      words: { form: 'song', idea: 'rain', instrumental: true },
      model: 'sketch/sketch',
      reply: {
        applicationId: ids.application,
        token: askerOf().token,
        tokenExpiresAt: noon + 15 * 60_000,
        attachmentLimit: 10 * 1024 * 1024,
      },
      missing: ['Attach Files'],
      roles: [ids.other],
      threadClosed: true,
    },
  ]);
});

test('a model may be named as people read it; any other name goes on, so that the idea is kept', async () => {
  const { slash, requests } = commands();
  await slash('song', { idea: 'x', model: ' suno 4.5 ' });
  await slash('song', { idea: 'x', model: 'nothing' });
  await slash('song', { idea: 'x' });
  expect(requests.map((request) => request.model)).toEqual(['apiin/suno-v4-5', 'nothing', null]);
});

test('the model option suggests name, service and price', async () => {
  const { complete } = commands();
  expect(await complete('')).toEqual({
    kind: 'choices',
    choices: [
      { name: 'Sketch · Sketch (built in) · 1 credit', value: 'sketch/sketch' },
      { name: 'Suno 4.5 · apiin.one · 10 credits', value: 'apiin/suno-v4-5' },
    ],
  });
  expect(await complete('APIIN')).toMatchObject({ choices: [{ value: 'apiin/suno-v4-5' }] });
});

const refusals: [Refusal, RegExp][] = [
  [{ kind: 'empty', field: 'style' }, /Style \(tags\) is empty/],
  [{ kind: 'empty', field: 'lyrics' }, /Vocals/],
  [{ kind: 'too_long', field: 'idea', limit: 400, length: 1450 }, /Idea .*400 .*1,450, 1,050 too many/],
  [{ kind: 'bad_second', typed: '**9:99**', durationSeconds: 31.7 }, /\\\*\\\*9\\:99.*0:31/],
  [{ kind: 'unknown_model', typed: 'nothing' }, /no model “nothing”/],
  [{ kind: 'bot_lacks', missing: ['Attach Files', 'Embed Links'] }, /\*\*Attach Files\*\* and \*\*Embed Links\*\*/],
  [{ kind: 'thread_closed' }, /archived or locked/],
  [{ kind: 'credits', price: 12, available: 3 }, new RegExp(`costs 12 credits.*has 3.*<@${ids.other}>`)],
  [{ kind: 'guild_daily', price: 12, limit: 500, spent: 495, againAt: noon }, /500 .*495.*12.*<t:\d+:R>/],
  [{ kind: 'bot_daily', againAt: noon }, /<t:\d+:R>/],
  [{ kind: 'member_at_once', limit: 2 }, /2 songs/],
  [{ kind: 'guild_at_once', limit: 1 }, /1 song going/],
  [{ kind: 'track_gone' }, /no longer has this take/],
  [{ kind: 'cannot_extend', service: 'aimusicapi' }, /aimusicapi cannot continue/],
  [{ kind: 'unavailable' }, /try again later/i],
];

test.each(refusals)('the refusal %j says why and what helps, and Edit has the words', async (refusal, sentence) => {
  const answer = note(await commands(refused(refusal)).slash('song', { idea: 'rain' }));
  expect(answer.text).toMatch(sentence);
  expect(answer.text).not.toMatch(/refusal\.|\{\{/);
  expect(answer.buttons).toEqual([
    { label: 'Edit', style: 'primary', id: routes.edit.make({ draft: 'draft00000000001' }) },
  ]);
});

test('the first answer in a new server says what is free, who can add credits, and /help', async () => {
  const { slash } = commands({
    request: async () => accepted({ firstInGuild: true, song: songView({ price: 1, balanceAfter: 49 }) }),
  });
  const answer = await slash('song', { idea: 'rain' });
  if (answer.kind !== 'card') throw new Error('no card');
  expect(answer.note?.text).toMatch(new RegExp(`50 credits.*<@${ids.other}>.*/help`));
});

test('an idea that was not sent is offered with the next card, with Edit; the same idea is not', async () => {
  const latestDraft: Songs['latestDraft'] = async (form) =>
    form === 'song' ? draftOf({ form: 'song', idea: 'an *older* idea', instrumental: false }) : null;
  const { slash } = commands({ latestDraft });
  const answer = await slash('song', { idea: 'rain' });
  if (answer.kind !== 'card') throw new Error('no card');
  expect(answer.note?.text).toContain('an \\*older\\* idea');
  expect(answer.note?.buttons).toEqual([
    expect.objectContaining({ label: 'Edit', id: routes.edit.make({ draft: 'draft00000000001' }) }),
  ]);
  expect(await slash('song', { idea: 'an *older* idea' })).toEqual({
    kind: 'card',
    lasting: expect.any(Promise),
    song: songView(),
  });
});

test('Edit opens the idea again with everything in it, and sends it for the same model', async () => {
  const draft = draftOf({ form: 'song', idea: 'rain', instrumental: true }, { model: 'apiin/suno-v4-5' });
  const { press, fill, requests } = commands({ draft: async () => draft });
  const answer = await press('edit:1', routes.edit.make({ draft: draft.id }));
  if (answer?.kind !== 'form') throw new Error('no form');
  expect(answer.form.title).toBe('Edit the idea');
  expect(answer.form.fields).toMatchObject([
    { id: 'idea', label: 'Idea', value: 'rain' },
    {
      id: 'instrumental',
      options: [
        { value: 'no', chosen: false },
        { value: 'yes', chosen: true },
      ],
    },
  ]);
  await fill('idea-form:1', answer.form.id, { idea: 'snow', instrumental: 'no' });
  expect(requests[0]).toMatchObject({
    words: { form: 'song', idea: 'snow', instrumental: false },
    model: 'apiin/suno-v4-5',
  });
});

test('Edit of words that are gone or of another server is a sentence', async () => {
  const other = draftOf({ form: 'song', idea: 'rain', instrumental: true }, { guildId: '200000000000000999' });
  for (const draft of [null, other])
    expect(note(await commands({ draft: async () => draft }).press('edit:1', 'edit:1:abc')).text).toContain(
      'no longer kept',
    );
});

test('Again makes the song once more, or links to the one that lives', async () => {
  const live = songView({ messageChannelId: ids.channel, messageId: ids.message });
  const id = routes.again.make({ song: 'abc' });
  const find: Songs['find'] = async () => finishedSong();
  expect(await commands({ find, again: async () => accepted() }).press('again:1', id)).toEqual({
    kind: 'card',
    lasting: expect.any(Promise),
    song: songView(),
  });
  const twice = note(
    await commands({ find, again: async () => accepted({ fresh: false, song: live }) }).press('again:1', id),
  );
  expect(twice.buttons).toEqual([
    { label: 'Go to the song', url: `https://discord.com/channels/${ids.guild}/${ids.channel}/${ids.message}` },
  ]);
  expect(note(await commands().press('again:1', id)).text).toContain('no longer known');
});

test('Lyrics shows the words to the member alone, as a file when they are long, and never as markup', async () => {
  const id = routes.lyrics.make({ song: 'abc' });
  const shown = async (lyrics: string | null) =>
    note(await commands({ find: async () => finishedSong({ lyrics }) }).press('lyrics:1', id));
  expect(await shown('[Verse]\n*rain*')).toMatchObject({ title: 'Lyrics: Tin Roof', text: '\\[Verse\\]\n\\*rain\\*' });
  const long = await shown('rain '.repeat(2000));
  expect(long.file).toMatchObject({ name: 'Tin Roof.txt', text: 'rain '.repeat(2000).trim() });
  expect((await shown(null)).text).toContain('no words');
  expect((await shown('*'.repeat(3000))).file?.text).toBe('*'.repeat(3000));
});

test('Cancel says what became of it', async () => {
  const id = routes.cancel.make({ song: 'abc' });
  const said = async (kind: 'released' | 'goes_on' | 'over' | 'not_yours' | 'unknown') => {
    const asked: unknown[] = [];
    const cancel: Songs['cancel'] = async (...given) => {
      asked.push(given);
      return kind === 'not_yours' || kind === 'unknown' ? { kind } : { kind, song: songView() };
    };
    const { text } = note(await commands({ cancel }).press('cancel:1', id, { isManager: true }));
    expect(asked).toEqual([['abc', { userId: ids.member, guildId: ids.guild, isManager: true }]]);
    return text;
  };
  expect(await said('released')).toContain('credits are back');
  expect(await said('goes_on')).toContain('direct message');
  expect(await said('over')).toContain('over already');
  expect(await said('not_yours')).toContain('Manage Server');
  expect(await said('unknown')).toContain('no longer known');
});
