import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInteraction } from '../src/discord/interaction.ts';
import { enoughRights, ids, noon, rawInteraction } from './helpers/discord.ts';

const asked = (raw: unknown) => {
  const read = readInteraction(raw, noon);
  if (read.kind !== 'ask') throw new Error(`read as ${read.kind}`);
  return read;
};

test('a slash command is read with its options', () => {
  const data = {
    id: '900000000000000001',
    name: 'song',
    type: 1,
    options: [
      { name: 'idea', type: 3, value: 'rain' },
      { name: 'instrumental', type: 5, value: true },
    ],
  };
  const { asker, input } = asked(rawInteraction(2, data));
  expect(input).toEqual({ kind: 'command', name: 'song', sub: null, options: { idea: 'rain', instrumental: true } });
  expect(asker).toEqual({
    interactionId: ids.interaction,
    applicationId: ids.application,
    token: 'aW50ZXJhY3Rpb24tokenOfThisTest',
    guildId: ids.guild,
    channelId: ids.channel,
    parentChannelId: null,
    userId: ids.member,
    name: 'ada',
    roles: [],
    locale: 'en-US',
    guildLocale: 'de',
    isManager: false,
    missing: [],
    threadClosed: false,
    attachmentLimit: 26_214_400,
    receivedAt: noon,
  });
});

test.each<[string, object, string]>([
  [
    'their nickname here',
    { nick: 'Ada of the Rain', user: { username: 'ada', global_name: 'Ada' } },
    'Ada of the Rain',
  ],
  ['else the name they show everywhere', { nick: null, user: { username: 'ada', global_name: 'Ada' } }, 'Ada'],
  ['else their user name', { user: { username: 'ada', global_name: null } }, 'ada'],
  ['else their id, when nothing of it can be seen', { nick: '\u200b', user: { username: '\u2060' } }, ids.member],
])('a member is called by %s', (_, { user, ...named }: { user?: object; nick?: string | null }, name) => {
  const member = { ...named, user: { id: ids.member, ...user }, permissions: '0', roles: [] };
  expect(asked(rawInteraction(2, { name: 'help' }, { member })).asker.name).toBe(name);
});

test('a subcommand and an option being typed are read', () => {
  const grant = {
    name: 'credits',
    options: [{ name: 'grant', type: 1, options: [{ name: 'amount', type: 4, value: 5 }] }],
  };
  expect(asked(rawInteraction(2, grant)).input).toEqual({
    kind: 'command',
    name: 'credits',
    sub: 'grant',
    options: { amount: 5 },
  });
  const typing = { name: 'song', options: [{ name: 'model', type: 3, value: 'sk', focused: true }] };
  expect(asked(rawInteraction(4, typing)).input).toEqual({
    kind: 'complete',
    name: 'song',
    sub: null,
    option: 'model',
    typed: 'sk',
  });
});

test('a press, a choice and a form are read, labels, old rows, radio groups and lists alike', () => {
  expect(asked(rawInteraction(3, { custom_id: 'again:1:x', component_type: 2 })).input).toEqual({
    kind: 'press',
    id: 'again:1:x',
    values: [],
  });
  const chosen = { custom_id: 'vote:1:x', component_type: 3, values: ['tin roof', 'rain'] };
  expect(asked(rawInteraction(3, chosen)).input).toEqual({
    kind: 'press',
    id: 'vote:1:x',
    values: ['tin roof', 'rain'],
  });
  const data = {
    custom_id: 'compose-form:1:',
    components: [
      { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'title', value: 'Tin Roof' } },
      { type: 18, id: 3, component: { type: 21, id: 4, custom_id: 'vocals', value: 'female' } },
      { type: 18, id: 5, component: { type: 21, id: 6, custom_id: 'other', value: null } },
      { type: 18, id: 7, component: { type: 3, id: 8, custom_id: 'kind', values: ['chorus'] } },
      { type: 18, id: 9, component: { type: 3, id: 10, custom_id: 'none', values: [] } },
      { type: 1, components: [{ type: 4, custom_id: 'lyrics', value: 'la\nla' }] },
      { type: 10, id: 11 },
    ],
  };
  expect(asked(rawInteraction(5, data)).input).toEqual({
    kind: 'submit',
    id: 'compose-form:1:',
    fields: { title: 'Tin Roof', vocals: 'female', other: '', kind: 'chorus', none: '', lyrics: 'la\nla' },
  });
});

const attachment = {
  id: '900000000000000001',
  filename: 'unknown.txt',
  title: '歌詞',
  content_type: 'text/plain; charset=utf-8',
  size: 4_500,
  url: 'https://cdn.discordapp.com/ephemeral-attachments/1/2/unknown.txt?ex=1&hm=2',
  proxy_url: 'https://media.discordapp.net/x',
  ephemeral: true,
};
const withFile = (file: object | undefined, value: unknown = attachment.id) =>
  rawInteraction(2, {
    name: 'compose',
    options: [{ type: 11, name: 'lyrics_file', value }],
    ...(file === undefined ? {} : { resolved: { attachments: { [attachment.id]: file } } }),
  });

test('a file that came along is read with its size, its type and both its names', () => {
  expect(asked(withFile(attachment)).input).toEqual({
    kind: 'command',
    name: 'compose',
    sub: null,
    options: {
      lyrics_file: {
        fileName: 'unknown.txt',
        name: '歌詞.txt',
        contentType: 'text/plain; charset=utf-8',
        bytes: 4_500,
        url: attachment.url,
      },
    },
  });
  const { title: _, content_type: _type, ...least } = attachment;
  expect(asked(withFile(least)).input).toMatchObject({
    options: { lyrics_file: { name: 'unknown.txt', contentType: null } },
  });
});

test.each([
  ['none of it', undefined],
  ['an address of another kind', { ...attachment, url: 'file:///etc/passwd' }],
  ['an address that is none', { ...attachment, url: 'javascript' }],
  ['an endless address', { ...attachment, url: `https://example.com/${'a'.repeat(3000)}` }],
  ['no size', { ...attachment, size: undefined }],
  ['a size below nothing', { ...attachment, size: -1 }],
  ['half a byte', { ...attachment, size: 0.5 }],
  ['an endless name', { ...attachment, filename: 'a'.repeat(2000) }],
  ['no name', { ...attachment, filename: '' }],
  ['a name that is an object', { ...attachment, filename: { toString: 'x' } }],
  ['a type that is a list', { ...attachment, content_type: ['text/plain'] }],
])('an option that names a file with %s is odd', (_what, file) => {
  expect(readInteraction(withFile(file), noon).kind).toBe('odd');
});

test('an option that names no file of this command is odd, whatever it names', () => {
  for (const value of ['constructor', '__proto__', '900000000000000002', 7, true, ''])
    expect(readInteraction(withFile(attachment, value), noon).kind).toBe('odd');
});

const written = {
  id: ids.message,
  author: { id: ids.other, username: 'ben', global_name: 'Ben' },
  content: 'rain on the **roof**',
  timestamp: '2026-01-15T11:00:00.250000+00:00',
  attachments: [],
};
const inMenu = (message: object, more: object = {}) => {
  const resolved = { messages: { [ids.message]: message } };
  return rawInteraction(2, { type: 3, name: 'Make a song of this', target_id: ids.message, resolved, ...more });
};

test('a command in the menu of a message is read with that message', () => {
  expect(asked(inMenu(written)).input).toEqual({
    kind: 'menu',
    name: 'Make a song of this',
    message: {
      id: ids.message,
      authorId: ids.other,
      authorName: 'Ben',
      authorIsBot: false,
      content: 'rain on the **roof**',
      writtenAt: noon - 60 * 60_000 + 250,
    },
  });
  const ofBot = asked(inMenu({ ...written, author: { id: ids.other, bot: true } })).input;
  expect(ofBot).toMatchObject({ message: { authorIsBot: true } });
});

test('the roles of a member are read, and a list that is none is odd', () => {
  const rolesOf = (roles: unknown) =>
    rawInteraction(3, { custom_id: 'x' }, { member: { user: { id: ids.member }, permissions: '0', roles } });
  expect(asked(rolesOf([ids.other, ids.message])).asker.roles).toEqual([ids.other, ids.message]);
  for (const roles of ['all', ['x'], [1]]) expect(readInteraction(rolesOf(roles), noon)).toMatchObject({ kind: 'odd' });
});

test('a menu without its message, of a member, or with a list without end is odd', () => {
  const kinds = [
    inMenu(written, { target_id: '500000000000000099' }),
    inMenu(written, { resolved: {} }),
    inMenu({ ...written, timestamp: 'yesterday' }),
    inMenu({ ...written, author: null }),
    inMenu(written, { type: 2 }),
    rawInteraction(3, { custom_id: 'x', values: Array.from({ length: 26 }, String) }),
    rawInteraction(3, { custom_id: 'x', values: ['y'.repeat(101)] }),
  ].map((raw) => readInteraction(raw, noon).kind);
  expect(kinds).toEqual(kinds.map(() => 'odd'));
});

test('what the bot lacks here is named in the words of Discord', () => {
  const missing = (bits: bigint, more = {}) =>
    asked(rawInteraction(3, { custom_id: 'x' }, { app_permissions: String(bits), ...more })).asker.missing;
  expect(missing(0n)).toEqual(['View Channel', 'Send Messages', 'Attach Files', 'Embed Links']);
  expect(missing(BigInt(enoughRights) & ~(1n << 15n))).toEqual(['Attach Files']);
  expect(missing(1n << 3n)).toEqual([]);
  const thread = { channel: { id: ids.channel, type: 11, thread_metadata: { archived: false, locked: false } } };
  expect(missing(BigInt(enoughRights) & ~(1n << 38n), thread)).toEqual(['Send Messages in Threads']);
  expect(missing(BigInt(enoughRights) & ~(1n << 11n), thread)).toEqual([]);
});

test('a thread that is archived or locked is closed', () => {
  const closed = (state: object) =>
    asked(rawInteraction(3, { custom_id: 'x' }, { channel: { id: ids.channel, type: 11, thread_metadata: state } }))
      .asker.threadClosed;
  expect([closed({ archived: true }), closed({ archived: false, locked: true }), closed({ archived: false })]).toEqual([
    true,
    true,
    false,
  ]);
});

test('Manage Server and Administrator make a manager, nothing else does', () => {
  const isManager = (bits: bigint) =>
    asked(rawInteraction(3, { custom_id: 'x' }, { member: { user: { id: ids.member }, permissions: String(bits) } }))
      .asker.isManager;
  expect([isManager(1n << 5n), isManager(1n << 3n), isManager(~(1n << 5n) & ~(1n << 3n) & ((1n << 50n) - 1n))]).toEqual(
    [true, true, false],
  );
});

test('outside of a server there is a way to answer, and nothing else', () => {
  const read = readInteraction(
    rawInteraction(
      2,
      { name: 'song' },
      { guild_id: undefined, member: undefined, user: { id: ids.member }, context: 1 },
    ),
    noon,
  );
  expect(read).toMatchObject({ kind: 'elsewhere', answerable: true, reach: { interactionId: ids.interaction } });
});

test('whatever arrives is read or refused, and never thrown at', () => {
  fc.assert(fc.property(fc.anything(), (raw) => void readInteraction(raw, noon)));
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 3, 4, 5, 99),
      fc.anything(),
      fc.dictionary(
        fc.constantFrom('member', 'channel', 'app_permissions', 'locale', 'token', 'guild_id'),
        fc.anything(),
      ),
      (type, data, more) => {
        const read = readInteraction({ ...rawInteraction(type, {}), data, ...more }, noon);
        expect(['ask', 'elsewhere', 'odd']).toContain(read.kind);
      },
    ),
  );
});

test('the roles of a member and the channel a thread hangs on are read', () => {
  const member = { user: { id: ids.member }, permissions: '0', roles: [ids.other] };
  const thread = { id: ids.channel, type: 11, parent_id: ids.message };
  const data = { name: 'song', options: [] };
  const { asker } = asked(rawInteraction(2, data, { member, channel: thread }));
  expect(asker).toMatchObject({ roles: [ids.other], parentChannelId: ids.message });
  // The category that a channel stands in is none.
  const channel = { ...thread, type: 0 };
  expect(asked(rawInteraction(2, data, { channel })).asker).toMatchObject({ parentChannelId: null, roles: [] });
  const { roles: _, ...without } = member;
  expect(asked(rawInteraction(2, data, { member: without })).asker.roles).toEqual([]);
});

test.each([6, 7, 8, 9])('an option of type %d is an id, or the interaction is odd', (type) => {
  const withOption = (value: unknown) =>
    rawInteraction(2, {
      name: 'settings',
      options: [{ name: 'block', type: 1, options: [{ name: 'x', type, value }] }],
    });
  expect(asked(withOption(ids.other)).input).toMatchObject({ options: { x: ids.other } });
  for (const value of ['everybody', 7, true, '', '1 OR 1=1'])
    expect(readInteraction(withOption(value), noon).kind).toBe('odd');
});
