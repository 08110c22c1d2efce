/** `/settings`, **Approve** and **Decline** as answers: what is asked of the rooms below, and in which words it comes back. */
import { expect, test } from 'vitest';
import { createCommands } from '../commands/index.ts';
import type { Answer, Asker, Note } from '../src/discord/answer.ts';
import { approvalBoard } from '../src/discord/approvals.ts';
import { routes } from '../src/discord/buttons.ts';
import { songCard } from '../src/discord/card.ts';
import type { Options } from '../src/discord/interaction.ts';
import { boardBody, noteBody } from '../src/discord/render.ts';
import { catalogues, createTexts } from '../src/discord/texts/texts.ts';
import { defaultSettings, type GuildSettings, longestWord, type Settings } from '../src/songs/settings.ts';
import type { ApprovalView, Songs, Words } from '../src/songs/songs.ts';
import { createCommandDeps } from './helpers/commands.ts';
import { askerOf, ids, noon, songView } from './helpers/discord.ts';

const texts = createTexts();
const note = (answer: Answer | null | undefined): Note => {
  if (answer?.kind !== 'note') throw new Error(`answered ${answer?.kind}`);
  return answer;
};
const words = (answer: Note): string =>
  [answer.title, answer.text, ...(answer.fields ?? []).flatMap(({ name, value }) => [name, value])].join('\n');

function stage(now: Partial<GuildSettings> = {}, songs: Partial<Songs> = {}, blocked: (string | null)[] = []) {
  const asked: unknown[][] = [];
  const changed: string[] = [];
  const placed: unknown[][] = [];
  const settings: Settings = {
    of: async () => ({ ...defaultSettings, ...now }),
    set: async (...given) => {
      asked.push(['set', ...given]);
      return { ...defaultSettings, ...now, ...given[1] };
    },
    editList: async (...given) => {
      asked.push(['editList', ...given]);
      return { kind: 'changed', list: given[2].add };
    },
    isBlocked: async () => false,
    block: async (...given) => {
      asked.push(['block', ...given]);
      return true;
    },
    unblock: async (...given) => {
      asked.push(['unblock', ...given]);
      return true;
    },
    blocked: async () => blocked,
  };
  const approvals = {
    placed: async (...given: unknown[]) => void placed.push(given),
    changed: (id: string) => void changed.push(id),
  };
  const { deps, requests } = createCommandDeps(songs, { settings, approvals });
  const all = createCommands(deps);
  const run = (name: string, sub: string | null, options: Options, asker: Partial<Asker>) => {
    const command = all.commands.find((one) => one.declaration.name === name);
    if (!command) throw new Error(`no /${name}`);
    return command.run(askerOf(asker), sub, options);
  };
  return {
    asked,
    changed,
    placed,
    requests,
    slash: (name: string, options: Options = {}, asker: Partial<Asker> = {}) => run(name, null, options, asker),
    settings: async (sub: string, options: Options = {}, asker: Partial<Asker> = {}) =>
      note(await run('settings', sub, options, { isManager: true, ...asker })),
    press: async (id: string, asker: Partial<Asker> = {}) =>
      all.buttons.find(({ key }) => id.startsWith(`${key}:`))?.answer(askerOf(asker), id, {}),
  };
}

test('/settings show says every default in words, and what each of them is', async () => {
  const said = words(await stage().settings('show'));
  for (const line of [
    'Settings of this server',
    'The preferred service',
    'Everywhere',
    'Everybody',
    'Refused words: 0',
    'None',
    'Songs at once\n10',
    'The server’s own',
    'Blocked members: 0',
    'Nobody',
  ])
    expect(said).toContain(line);
});

test('/settings show says what was set, with names instead of ids', async () => {
  const said = words(
    await stage(
      {
        model: 'apiin/suno-v4-5',
        channels: [ids.channel, ids.other],
        roleId: ids.message,
        words: ['gloom', '**doom**'],
        songsAtOnce: 3,
        language: 'ja',
      },
      {},
      [ids.member, null],
    ).settings('show'),
  );
  for (const line of [
    'Suno 4.5 · apiin.one',
    `<#${ids.channel}> and <#${ids.other}>`,
    `<@&${ids.message}>`,
    'gloom, \\*\\*doom\\*\\*',
    'Songs at once\n3',
    '日本語',
    `<@${ids.member}> and`,
  ])
    expect(said).toContain(line);
});

test('a model that is gone, and songs at once above the operator’s, are said as they are obeyed', async () => {
  const said = words(await stage({ model: 'gone/away', songsAtOnce: 99 }).settings('show'));
  expect(said).toContain('no longer offered');
  expect(said).toContain('Songs at once\n10');
});

test.each(Object.keys(catalogues))('everything that can be set at its longest fits a message in %s', async (locale) => {
  const full = stage(
    {
      channels: Array.from({ length: 50 }, (_, n) => `${ids.channel.slice(0, -2)}${10 + n}`),
      words: Array.from({ length: 200 }, (_, n) => `${'*'.repeat(longestWord - 3)}${n}`),
      roleId: ids.other,
    },
    {},
    Array.from({ length: 400 }, (_, n) => `${ids.member.slice(0, -3)}${100 + n}`),
  );
  const answer = await full.settings('show', {}, { locale });
  for (const { name, value } of answer.fields ?? []) {
    expect(value.length).toBeLessThanOrEqual(1024);
    expect(name).not.toContain('{{');
  }
  expect(answer.fields?.length).toBe(7);
  expect(answer.file?.text.split('\n').length).toBe(201);
  expect(noteBody(answer).body.embeds[0]?.fields?.length).toBe(7);
});

test.each<[string, Options, unknown[]]>([
  ['model', { model: 'Suno 4.5' }, ['set', ids.guild, { model: 'apiin/suno-v4-5' }]],
  ['model', {}, ['set', ids.guild, { model: null }]],
  ['role', { role: ids.other }, ['set', ids.guild, { roleId: ids.other }]],
  ['role', {}, ['set', ids.guild, { roleId: null }]],
  ['role', { role: ids.guild }, ['set', ids.guild, { roleId: null }]],
  ['songs_at_once', { count: 10 }, ['set', ids.guild, { songsAtOnce: 10 }]],
  ['songs_at_once', {}, ['set', ids.guild, { songsAtOnce: null }]],
  ['language', { language: 'pt-BR' }, ['set', ids.guild, { language: 'pt-BR' }]],
  ['language', {}, ['set', ids.guild, { language: null }]],
  [
    'channels',
    { add: ids.channel },
    ['editList', ids.guild, 'channels', { add: [ids.channel], remove: [], clear: false }],
  ],
  [
    'channels',
    { remove: ids.channel, clear: true },
    ['editList', ids.guild, 'channels', { add: [], remove: [ids.channel], clear: true }],
  ],
  [
    'words',
    { add: ' gloom, sad song、憂鬱，,', remove: 'x' },
    ['editList', ids.guild, 'words', { add: ['gloom', 'sad song', '憂鬱'], remove: ['x'], clear: false }],
  ],
  ['block', { member: ids.other }, ['block', ids.guild, ids.other, noon]],
  ['block', { member: ids.other, lift: true }, ['unblock', ids.guild, ids.other]],
])('/settings %s with %j is kept, and said', async (sub, options, kept) => {
  const here = stage();
  const answer = await here.settings(sub, options);
  expect(here.asked).toEqual([kept]);
  expect(words(answer)).toMatch(/Done\.|use the bot here/);
});

test.each<[string, Options, RegExp]>([
  ['model', { model: 'nothing' }, /no model “nothing”/],
  ['songs_at_once', { count: 0 }, /from 1 to 10/],
  ['songs_at_once', { count: 11 }, /from 1 to 10/],
  ['songs_at_once', { count: 1.5 }, /from 1 to 10/],
  ['songs_at_once', { count: 'many' }, /from 1 to 10/],
  ['language', { language: 'xx' }, /not one of those in the list/],
  ['words', { add: 'x'.repeat(longestWord + 1) }, /at most 60 characters/],
  ['block', { member: ids.member }, /cannot block yourself/],
  ['block', { member: 'everybody' }, /Settings of this server/],
])('/settings %s with %j changes nothing, and says what is right', async (sub, options, sentence) => {
  const here = stage();
  expect(words(await here.settings(sub, options))).toMatch(sentence);
  expect(here.asked).toEqual([]);
});

test('the role is explained where it is set: who else may spend, and what to do when it is gone', async () => {
  const said = words(await stage().settings('role', { role: ids.other }));
  expect(said).toContain(`<@&${ids.other}>, and members with Manage Server.`);
  expect(said).toContain('If the role was deleted');
});

test('/help shows what holds here: songs at once of this server, approval, and settings to managers', async () => {
  const here = stage({ songsAtOnce: 4, roleId: ids.other });
  const said = async (asker: Partial<Asker>) => words(note(await here.slash('help', {}, asker)));
  expect(await said({})).toContain('Songs at once: 2 for a member, 4 for the server.');
  expect(await said({})).toContain('**Approve**');
  expect([(await said({})).includes('/settings'), (await said({ isManager: true })).includes('/settings')]).toEqual([
    false,
    true,
  ]);
  expect(words(note(await stage().slash('help')))).not.toContain('**Approve**');
});

const waiting = (more: Partial<ApprovalView> = {}): ApprovalView => ({
  id: 'approval00000001',
  guildId: ids.guild,
  channelId: ids.channel,
  locale: 'en-US',
  userId: ids.member,
  words: { form: 'song', idea: 'rain on @everyone', instrumental: false },
  authors: undefined,
  songCause: 'approval:approval00000001',
  model: null,
  service: 'apiin.one',
  modelName: 'Suno 4.5',
  price: 10,
  state: 'waiting',
  decidedByUserId: null,
  draftId: null,
  expiresAt: noon,
  isBeingPlaced: true,
  messageId: null,
  earlierMessageId: null,
  ...more,
});
const approve = routes.approve.make({ approval: 'approval00000001' });
const decline = routes.decline.make({ approval: 'approval00000001' });
const later = () => new Promise((resolve) => setImmediate(resolve));

test('what somebody asks for who may not spend is a message for all, which is told where it stands', async () => {
  const lasting = Promise.resolve();
  const request = async () => ({ kind: 'waiting', approval: waiting(), fresh: true, lasting }) as const;
  const here = stage({}, { request });
  const answer = await here.slash('song', { idea: 'rain' });
  if (answer.kind !== 'board') throw new Error(`answered ${answer.kind}`);
  expect(answer.board).toEqual(approvalBoard(waiting(), texts));
  expect(answer.lasting).toBe(lasting);
  await answer.placed({ channelId: ids.channel, messageId: ids.message });
  expect(here.placed).toEqual([['approval00000001', { channelId: ids.channel, messageId: ids.message }]]);
});

test('what was asked for already is not said to all twice, but linked to', async () => {
  const approval = waiting({ messageId: ids.message });
  const request = async () => ({ kind: 'waiting', approval, fresh: false, lasting: Promise.resolve() }) as const;
  const answer = note(await stage({}, { request }).slash('song', { idea: 'rain' }));
  expect(answer.text).toContain('it waits for approval');
  expect(answer.buttons).toEqual([
    { label: 'Go to the song', url: `https://discord.com/channels/${ids.guild}/${ids.channel}/${ids.message}` },
  ]);
});

test('Approve answers with the song’s card, and changes the message once that is on the disk', async () => {
  const disk = Promise.withResolvers<void>();
  const asked: unknown[][] = [];
  const here = stage(
    {},
    {
      approve: async (...given) => {
        asked.push(given);
        return { kind: 'accepted', song: songView(), fresh: true, firstInGuild: false, lasting: disk.promise };
      },
    },
  );
  const answer = await here.press(approve, { roles: ['1'], isManager: true });
  expect(answer?.kind).toBe('card');
  expect(asked).toEqual([
    ['approval00000001', expect.objectContaining({ userId: ids.member, roles: ['1'], isManager: true })],
  ]);
  await later();
  expect(here.changed).toEqual([]);
  disk.resolve();
  await later();
  expect(here.changed).toEqual(['approval00000001']);
});

test('an approval that cannot be now says why, and that the request waits on', async () => {
  const refusal = { kind: 'credits', price: 10, available: 3 } as const;
  const here = stage({}, { approve: async () => ({ kind: 'not_now', refusal }) });
  expect(note(await here.press(approve)).text).toMatch(/costs 10 credits.*\n.*waits on/);
  expect(here.changed).toEqual([]);
});

test.each([
  ['no_right', /Manage Server/],
  ['blocked', /settings block/],
  ['unknown', /no longer known/],
] as const)('%s is one sentence', async (kind, sentence) => {
  const here = stage(
    {},
    { approve: async () => ({ kind }), decline: async () => ({ kind: kind === 'blocked' ? 'unknown' : kind }) },
  );
  expect(note(await here.press(approve)).text).toMatch(sentence);
  if (kind !== 'blocked') expect(note(await here.press(decline)).text).toMatch(sentence);
  expect(here.changed).toEqual([]);
});

test('Decline changes the message; what is decided already is not decided again', async () => {
  const here = stage({}, { decline: async () => ({ kind: 'declined' }) });
  expect(note(await here.press(decline)).text).toContain('Declined.');
  expect(here.changed).toEqual(['approval00000001']);
  const approval = waiting({ state: 'approved', messageId: ids.message });
  const over = stage({}, { decline: async () => ({ kind: 'over', approval }) });
  expect(note(await over.press(decline))).toMatchObject({ text: 'This request is decided already.', buttons: [{}] });
  expect(over.changed).toEqual([]);
});

const shown = (view: ApprovalView) => {
  const { embeds, components } = boardBody(approvalBoard(view, texts));
  const labels = components.flatMap((row) => row.components.map((one) => ('label' in one ? one.label : '')));
  return { said: JSON.stringify(embeds), labels };
};

test('a request shows who asks for what at which price, with words as words', () => {
  const { said, labels } = shown(waiting());
  expect(said).toContain(`<@${ids.member}> asks for this song.`);
  expect(said).toContain(`<t:${noon / 1000}:f>`);
  expect(said).toContain('rain on \\\\@everyone');
  expect(said).toContain('Suno 4.5 · apiin.one · 10 credits');
  expect(labels).toEqual(['Approve', 'Decline']);
});

test.each<[ApprovalView['state'], RegExp, string[]]>([
  ['approved', new RegExp(`Asked by <@${ids.member}>, approved by <@${ids.other}>`), []],
  ['declined', new RegExp(`declined by <@${ids.other}>.*Edit`), ['Edit']],
  ['expired', /nobody decided in time/, ['Edit']],
])('a request that is %s says who decided, and leaves its author the words', (state, sentence, buttons) => {
  const draftId = state === 'approved' ? null : 'draft00000000001';
  const { said, labels } = shown(waiting({ state, decidedByUserId: ids.other, draftId }));
  expect(said).toMatch(sentence);
  expect(labels).toEqual(buttons);
});

test.each(Object.keys(catalogues))('the longest words fit a request’s message in %s', (locale) => {
  const long = '*'.repeat(4000);
  const all: Words[] = [
    { form: 'song', idea: long, instrumental: false },
    { form: 'compose', title: long, style: long, lyrics: long, avoid: long, vocals: 'any' },
    { form: 'extend', parentId: 'x', track: 0, from: '', title: long, style: long, lyrics: long },
  ];
  for (const typed of all)
    for (const state of ['waiting', 'approved', 'declined', 'expired'] as const) {
      const [embed] = boardBody(
        approvalBoard(waiting({ words: typed, state, locale, service: long, modelName: long }), texts),
      ).embeds;
      const fields = embed?.fields ?? [];
      for (const { value } of fields) expect(value.length).toBeLessThanOrEqual(1024);
      expect(fields.length).toBeGreaterThanOrEqual(2);
      expect(JSON.stringify(embed)).not.toContain('{{');
    }
});

test('a card names who asked and who approved, to the end', () => {
  const fields = songCard(songView({ approvedByUserId: ids.other }), texts).embeds[0]?.fields ?? [];
  expect(fields).toContainEqual({ name: 'Asked for by', value: `<@${ids.member}>`, inline: true });
  expect(fields).toContainEqual({ name: 'Approved by', value: `<@${ids.other}>`, inline: true });
  expect(songCard(songView(), texts).embeds[0]?.fields).not.toContainEqual(
    expect.objectContaining({ name: 'Approved by' }),
  );
});
