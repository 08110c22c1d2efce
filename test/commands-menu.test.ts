/** **Make a song of this**: from a message to a request that names who wrote it, and everything that is not one. */
import { ApplicationCommandCreateRequestSchema, ModalInteractionCallbackRequestSchema } from 'discord-api-spec/zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandDeps } from '../commands/deps.ts';
import { createCommands } from '../commands/index.ts';
import { memberRef, noteName } from '../src/database/members.ts';
import type { Answer, Asker, Form } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import type { TargetMessage } from '../src/discord/interaction.ts';
import { formBody } from '../src/discord/render.ts';
import { createMessages, type Messages, type Whose, type Written } from '../src/songs/messages.ts';
import type { Songs, Words } from '../src/songs/songs.ts';
import { createTestClock } from './helpers/clock.ts';
import { createCommandDeps, draftOf } from './helpers/commands.ts';
import { askerOf, ids, noon, songView } from './helpers/discord.ts';
import { engines, type Opened } from './helpers/engines.ts';

const messageId = 'message000000001';
const setup = (whose: Whose = { kind: 'nobody' }, songs: Partial<Songs> = {}, more: Partial<CommandDeps> = {}) => {
  const kept: Written[] = [];
  const asked: unknown[] = [];
  const messages: CommandDeps['messages'] = {
    keep: async (_owner, written) => {
      kept.push(written);
      return whose.kind === 'refuses' ? null : messageId;
    },
    whose: async (id, { guildId, userId }, lyrics) => {
      asked.push({ id, guildId, userId, lyrics });
      return whose;
    },
  };
  const fakes = createCommandDeps(songs, { messages, ...more });
  const all = createCommands(fakes.deps);
  return {
    ...fakes,
    kept,
    asked,
    declaration: all.menu[0]?.declaration,
    use: (message: Partial<TargetMessage> = {}, asker: Partial<Asker> = {}) =>
      all.menu[0]?.run(askerOf(asker), messageOf(message)),
    fill: async (id: string, typed: Record<string, string>) =>
      all.forms.find((one) => id.startsWith(`${one.key}:`))?.answer(askerOf(), id, typed),
    press: async (id: string) => all.buttons.find((one) => id.startsWith(`${one.key}:`))?.answer(askerOf(), id, {}),
    compose: (options = {}) =>
      all.commands.find((one) => one.declaration.name === 'compose')?.run(askerOf(), null, options),
  };
};
const messageOf = (more: Partial<TargetMessage>): TargetMessage => ({
  id: ids.message,
  authorId: ids.other,
  authorName: 'Ben',
  authorIsBot: false,
  content: 'rain on the roof',
  writtenAt: noon,
  ...more,
});
const formIn = (answer: Answer | null | undefined): Form => {
  if (answer?.kind !== 'form') throw new Error(`answered ${JSON.stringify(answer)}`);
  return answer.form;
};
const lyricsIn = (form: Form) =>
  form.fields.flatMap((field) => (field.kind === 'text' && field.id === 'lyrics' ? [field.value] : []));
const ben = { userId: ids.other, name: 'Ben', section: null, line: 0 };
const filled = { title: '', style: 'folk', lyrics: 'rain on the roof', avoid: '', vocals: 'any' };

test('it stands in the menu of messages under its own name in every language', () => {
  const { declaration } = setup();
  expect(declaration).toMatchObject({ type: 3, name: 'Make a song of this' });
  expect(Object.keys(declaration?.name_localizations ?? {}).sort()).toEqual([
    'de',
    'es-419',
    'es-ES',
    'fr',
    'ja',
    'pt-BR',
  ]);
  expect(ApplicationCommandCreateRequestSchema.safeParse(declaration).error).toBeUndefined();
});

test('the form opens with the text as lyrics, and names the message by our own id alone', async () => {
  const { use, kept } = setup();
  const form = formIn(await use());
  expect(form.title).toBe('Write a song');
  expect(lyricsIn(form)).toEqual(['rain on the roof']);
  expect(routes.messageForm.parse(form.id)).toEqual({ model: null, file: null, message: messageId });
  expect(form.id).not.toContain(ids.other);
  expect(kept).toEqual([{ authorId: ids.other, authorName: 'Ben', text: 'rain on the roof' }]);
  expect(ModalInteractionCallbackRequestSchema.safeParse({ type: 9, data: formBody(form) }).success).toBe(true);
});

test('of one’s own message it is the form as ever: nobody else has to be named', async () => {
  const { use, kept } = setup();
  const form = formIn(await use({ authorId: ids.member }));
  expect(routes.composeForm.parse(form.id)).toEqual({ model: null, file: null });
  expect(kept).toEqual([]);
});

test.each([
  ['only a picture', '', 'There is no text'],
  ['only spaces', ' \n\t \u200b', 'There is no text'],
  [
    'only mentions',
    '<@400000000000000005> <@!400000000000000005> <@&1234567890123456> <#1234567890123456>',
    'There is no text',
  ],
  ['an instant', '<t:1700000000:R>', 'There is no text'],
])('a message of %s is refused with a sentence', async (_what, content, sentence) => {
  const { use, kept } = setup();
  expect(await use({ content })).toMatchObject({ kind: 'note', text: expect.stringContaining(sentence) });
  expect(kept).toEqual([]);
});

test('a bot’s message, and so every card, is refused with a sentence', async () => {
  const { use, kept } = setup();
  const answer = await use({ authorIsBot: true, content: 'Tin Roof is done' });
  expect(answer).toMatchObject({ kind: 'note', text: expect.stringContaining('A bot wrote this message') });
  expect(kept).toEqual([]);
});

test('ids are not sung: mentions go, emoji of a server stay by name, and markup is the member’s to keep', async () => {
  const { use } = setup();
  const content =
    '**Rain** <@400000000000000005> on the <:roof:1234567890123456> <a:drum:1234567890123456>\n> ~~tin~~ <https://x.example>';
  expect(lyricsIn(formIn(await use({ content })))).toEqual([
    '**Rain**  on the :roof: :drum:\n> ~~tin~~ <https://x.example>',
  ]);
});

test('the longest message of most people fits the field, the longest there is becomes a file', async () => {
  const { use } = setup();
  expect(lyricsIn(formIn(await use({ content: 'x'.repeat(2_000) })))).toEqual(['x'.repeat(2_000)]);
  const form = formIn(await use({ content: '🎶'.repeat(4_000) }));
  expect(routes.messageForm.parse(form.id)).toEqual({ model: null, file: 'file000000000002', message: messageId });
});

test('who wants no songs made of their messages is not named, and no form opens', async () => {
  const { use } = setup({ kind: 'refuses' });
  expect(await use()).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('wants no songs made of their messages'),
  });
});

test('sent, the song names who wrote the message, and asks as every song does', async () => {
  const { fill, requests, asked } = setup({ kind: 'author', author: ben });
  await fill(routes.messageForm.make({ model: null, file: null, message: messageId }), filled);
  expect(asked).toEqual([{ id: messageId, guildId: ids.guild, userId: ids.member, lyrics: 'rain on the roof' }]);
  expect(requests[0]).toMatchObject({
    userId: ids.member,
    cause: `interaction:${ids.interaction}`,
    words: { form: 'compose', lyrics: 'rain on the roof', message: messageId },
    authors: [ben],
  });
});

test('with nothing of theirs left in it, or without vocals, it is the member’s own', async () => {
  const { fill, requests, asked } = setup();
  const form = routes.messageForm.make({ model: null, file: null, message: messageId });
  await fill(form, { ...filled, lyrics: 'my own' });
  await fill(form, { ...filled, vocals: 'none' });
  expect(asked).toMatchObject([{ lyrics: 'my own' }, { lyrics: '' }]);
  for (const request of requests) expect(request).not.toHaveProperty('authors');
});

test('when they refused since the form opened, the rest is kept without their words', async () => {
  const { fill, requests } = setup({ kind: 'refuses' });
  await fill(routes.messageForm.make({ model: null, file: null, message: messageId }), { ...filled, title: 'Mine' });
  expect(requests[0]).toMatchObject({ authorRefuses: true, words: { title: 'Mine', style: 'folk', lyrics: '' } });
  expect(requests[0]?.words).not.toHaveProperty('message');
});

const fromMessage = {
  form: 'compose',
  title: 'Roofs',
  style: '',
  lyrics: 'rain',
  avoid: '',
  vocals: 'any',
  message: messageId,
} as const;

test('Edit, and the next /compose, open the form with the message still named', async () => {
  const draft = draftOf(fromMessage);
  const { press, compose } = setup(undefined, { draft: async () => draft, latestDraft: async () => draft });
  for (const answer of [await press(routes.edit.make({ draft: draft.id })), await compose()])
    expect(routes.messageForm.parse(formIn(answer).id)).toMatchObject({ message: messageId });
  const file = { fileName: 'a.txt', name: 'a.txt', contentType: null, bytes: 5, url: 'https://cdn.example/a.txt' };
  const withFile = formIn(await compose({ lyrics_file: file }));
  expect(routes.messageForm.parse(withFile.id)).toBeNull();
});

test('words that were not sent before are offered again beside the card, unless they are the ones just sent', async () => {
  const before: Words = { ...fromMessage, message: 'message000000002', title: 'Unsent' };
  const sent = routes.messageForm.make({ model: null, file: null, message: messageId });
  const { fill } = setup(undefined, { latestDraft: async () => draftOf(before) });
  expect(await fill(sent, filled)).toMatchObject({ kind: 'card', note: { text: expect.stringContaining('Unsent') } });
  const same = setup(undefined, { latestDraft: async () => draftOf(fromMessage) });
  expect(await same.fill(sent, filled)).not.toHaveProperty('note');
});

test('Edit on a card that came to nothing still names whose words they are', async () => {
  const work = { kind: 'lyrics', title: 'Roofs', style: 'folk', lyrics: 'rain', avoid: '', vocals: 'any' } as const;
  const song = songView({ state: 'refused', ending: 'text', work, authors: [ben] });
  const { press, kept } = setup(undefined, { find: async () => song });
  const form = formIn(await press(routes.rewrite.make({ song: song.id })));
  expect(routes.messageForm.parse(form.id)).toMatchObject({ message: messageId });
  expect(kept).toEqual([{ authorId: ids.other, authorName: 'Ben', text: 'rain' }]);
});

describe('a forgotten song', () => {
  const forgotten = songView({ state: 'done', forgotten: true });
  test.each([
    ['Extend', routes.extend.make({ song: forgotten.id, track: 0 })],
    ['Again', routes.again.make({ song: forgotten.id })],
    ['Lyrics', routes.lyrics.make({ song: forgotten.id })],
    ['Edit', routes.rewrite.make({ song: forgotten.id })],
  ])('answers %s with a sentence', async (_button, id) => {
    const { press, requests } = setup(undefined, { find: async () => forgotten });
    expect(await press(id)).toMatchObject({ kind: 'note', text: expect.stringContaining('This song was forgotten') });
    expect(requests).toEqual([]);
  });
});

describe('/songs forget', () => {
  const forgetting = (done = true) => {
    const asked: unknown[] = [];
    const forget: CommandDeps['forgetting'] = {
      referenceOf: async () => 12,
      forget: async (userId, reference) => {
        asked.push({ userId, reference });
        return done;
      },
    };
    return { asked, forget };
  };
  const run = (deps: CommandDeps) =>
    createCommands(deps)
      .commands.find((one) => one.declaration.name === 'songs')
      ?.run(askerOf(), 'forget', {});
  const press = (deps: CommandDeps, id: string) =>
    createCommands(deps)
      .buttons.find((one) => id.startsWith(`${one.key}:`))
      ?.answer(askerOf(), id, {});

  test('says what goes and what stays, and does nothing without the button', async () => {
    const { asked, forget } = forgetting();
    const { deps } = createCommandDeps({}, { forgetting: forget });
    expect(await run(deps)).toMatchObject({
      kind: 'note',
      text: expect.stringContaining('cannot be undone'),
      fields: [
        { name: 'What goes', value: expect.stringContaining('Songs that you asked for') },
        { name: 'What stays', value: expect.stringContaining('How many credits songs cost') },
      ],
      buttons: [{ label: 'Forget me', style: 'danger', id: 'forget:1:12' }],
    });
    expect(asked).toEqual([]);
  });

  test('the button forgets whoever presses it, whatever number stands in it', async () => {
    const { asked, forget } = forgetting();
    const { deps } = createCommandDeps({}, { forgetting: forget });
    expect(await press(deps, 'forget:1:99')).toMatchObject({ text: expect.stringContaining('You are forgotten') });
    expect(asked).toEqual([{ userId: ids.member, reference: 99 }]);
    for (const odd of ['forget:1:-1', 'forget:1:1.5', 'forget:1:9999999999999999', 'forget:1:', 'forget:1:012'])
      expect(await press(deps, odd)).toBeNull();
  });

  test('a button that was used says so', async () => {
    const { deps } = createCommandDeps({}, { forgetting: forgetting(false).forget });
    expect(await press(deps, 'forget:1:12')).toMatchObject({ text: expect.stringContaining('used already') });
  });
});

describe.each(engines)('whose a message is, on $name', (engine) => {
  let opened: Opened;
  let messages: Messages;
  let clock: ReturnType<typeof createTestClock>;
  beforeEach(async () => {
    clock = createTestClock();
    opened = await engine.open(clock);
    messages = createMessages({ database: opened.database, clock });
  });
  afterEach(() => opened.dispose());

  const owner = { guildId: ids.guild, userId: ids.member };
  const text = '[Verse]\nRain on tin\n\n  drum by drum  ';
  const keep = async () => {
    const id = await messages.keep(owner, { authorId: ids.other, authorName: 'Ben', text });
    if (id === null) throw new Error('refused');
    return id;
  };

  test.each([
    ['whole', text],
    ['one line of it', 'something else\ndrum by drum'],
    ['with more around it', `${text}\n[Chorus]\nmine`],
  ])('theirs with %s', async (_what, lyrics) => {
    expect(await messages.whose(await keep(), owner, lyrics)).toEqual({ kind: 'author', author: ben });
  });

  test.each([
    ['nothing but a tag of theirs', '[Verse]\nmine'],
    ['half a line of theirs', 'Rain on'],
    ['nothing', ''],
  ])('nobody’s with %s', async (_what, lyrics) => {
    expect(await messages.whose(await keep(), owner, lyrics)).toEqual({ kind: 'nobody' });
  });

  test('nobody’s for another member, in another server, and under an id that is made up', async () => {
    const id = await keep();
    expect(await messages.whose(id, { ...owner, userId: ids.other }, text)).toEqual({ kind: 'nobody' });
    expect(await messages.whose(id, { ...owner, guildId: ids.channel }, text)).toEqual({ kind: 'nobody' });
    expect(await messages.whose('made-up', owner, text)).toEqual({ kind: 'nobody' });
  });

  test('under the name that this server knows them by, where it knows one', async () => {
    const id = await keep();
    await opened.database.write(async (trx) => {
      await noteName(trx, ids.guild, await memberRef(trx, ids.other), 'Benny');
    });
    expect(await messages.whose(id, owner, text)).toEqual({ kind: 'author', author: { ...ben, name: null } });
  });

  test('kept for 48 hours', async () => {
    const id = await keep();
    clock.advance(48 * 60 * 60 * 1000 - 1);
    await messages.purge();
    expect(await messages.whose(id, owner, text)).toMatchObject({ kind: 'author' });
    clock.advance(1);
    await messages.purge();
    expect(await messages.whose(id, owner, text)).toEqual({ kind: 'nobody' });
  });

  test('of one member’s presses the newest 20 are kept', async () => {
    const kept: string[] = [];
    for (let n = 0; n < 25; n += 1) {
      kept.push(await keep());
      clock.advance(1);
    }
    const found = await Promise.all(kept.map(async (id) => (await messages.whose(id, owner, text)).kind));
    expect(found).toEqual([...Array(5).fill('nobody'), ...Array(20).fill('author')]);
  });
});
