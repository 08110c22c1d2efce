/**
 * Everything that can be typed, pressed or sent × everybody who might: generated from the table that the commands obey, and
 * driven through the router as Discord would, on a real database. Whoever is turned away hears why, and changes nothing.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCommands } from '../commands/index.ts';
import { guarded, namesOf, type Right, rights } from '../commands/rights.ts';
import { type Circles, createCircles } from '../src/circles/store.ts';
import { routes } from '../src/discord/buttons.ts';
import type { Commands } from '../src/discord/command.ts';
import { createRouter } from '../src/discord/router.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import { createCommandDeps } from './helpers/commands.ts';
import { askerOf, createTestApi, createTestLog, ids, rawInteraction } from './helpers/discord.ts';
import { ask, createRooms, mp3, type OpenRoom, ready, requestOf, seen } from './helpers/songs.ts';

const guild = '100000000000000001';
const elsewhere = '100000000000000009';
const role = '700000000000000001';
const author = '300000000000000001';
const operator = '300000000000000002';
const blocked = '300000000000000003';

const manageServer = String(1n << 5n);
const administrator = String(1n << 3n);
const allButThose = String(((1n << 50n) - 1n) & ~(1n << 5n) & ~(1n << 3n));

interface Kind {
  userId: string;
  permissions?: string;
  roles?: string[];
  guildId?: string;
  /** Rights that this member has, beside those of everybody. */
  has: readonly Right[];
}
const ofMember: readonly Right[] = ['everybody', 'member'];
const ofManager: readonly Right[] = [...ofMember, 'manager', 'author_or_manager', 'spender'];
/** What Discord's own settings let through makes no difference here: every cell is tried. */
const kinds: Record<string, Kind> = {
  'a member': { userId: '300000000000000011', has: ofMember },
  'a member with the role that may spend': {
    userId: '300000000000000012',
    roles: [role],
    has: [...ofMember, 'spender'],
  },
  'a manager': { userId: '300000000000000013', permissions: manageServer, has: ofManager },
  'an administrator': { userId: '300000000000000014', permissions: administrator, has: ofManager },
  'a member with every permission but those': { userId: '300000000000000015', permissions: allButThose, has: ofMember },
  'the operator': { userId: operator, has: [...ofMember, 'operator'] },
  'the author': { userId: author, has: [...ofMember, 'author', 'author_or_manager'] },
  'a blocked member': { userId: blocked, roles: [role], has: ['everybody'] },
  'a blocked manager': { userId: blocked, permissions: manageServer, has: ofManager },
  'a manager of another server': {
    userId: '300000000000000016',
    permissions: manageServer,
    guildId: elsewhere,
    has: ofManager,
  },
};
/** What is about a song, a draft or a request of one server is nothing to another. */
const isAboutSomething = (name: string) =>
  name.endsWith(':1') &&
  !['idea-form', 'compose-form', 'message-form', 'forget:', 'history:', 'limits:', 'statement:'].some((one) =>
    name.startsWith(one),
  );

const sentences: readonly TextKey[] = [
  'note.blocked',
  'note.managersOnly',
  'note.notYourWords',
  'note.unknownDraft',
  'note.cancelNotYours',
  'note.approvalNoRight',
  'note.approvalUnknown',
  'note.unknownSong',
  'circle.unknown',
  'refusal.track_gone',
];
const speech = createTexts().in('en-US');
const turnedAway = [...sentences.map((key) => speech.say(key)), 'Adding credits is up to:'];
const broken = ['trouble.oldButton', 'trouble.unknownCommand', 'trouble.elsewhere'] as const;

const { open, close } = createRooms();
let room: OpenRoom;
let commands: Commands;
let song: { id: string };
let draftId: string;
let circles: Circles;
let circleId: string;
let interactions = 0;
const log = createTestLog();
const deps = () => ({
  ...createCommandDeps().deps,
  songs: room.songs,
  settings: room.settings,
  circles,
  credits: room.ledger,
  operators: { ids: () => [operator], is: (userId: string) => userId === operator },
});

beforeAll(async () => {
  room = await open({ starterCredits: 1_000_000 });
  const limits = { title: 80, style: 200, lyrics: 3000 };
  circles = createCircles(room.database, { limitsOf: () => limits });
  commands = createCommands(deps());
  const path = await mp3(room, 'take.mp3');
  const provider = room.providers[0];
  if (provider === undefined) throw new Error('no provider');
  provider.onLook = () => seen(ready(0, path), ready(1, path));
  song = await ask(room, requestOf({}, { userId: author }));
  await room.pass(3_000);
  const refused = await room.songs.request(requestOf({}, { userId: author, threadClosed: true }));
  draftId = refused.kind === 'refused' ? refused.draftId : '';
  await room.settings.set(guild, { roleId: role });
  await room.settings.block(guild, blocked, 1);
});
afterAll(close);

/** A fresh one each time: the one before may have been closed, or left. Its host is the author, who wrote a section. */
const circle = async (): Promise<{ circle: string }> => {
  const where = { guildId: guild, channelId: ids.channel, applicationId: '400000000000000001', locale: 'en-US' };
  const about = { userId: author, name: 'Author', mode: 'open', model: 'sketch/one', theme: 'rain' } as const;
  interactions += 1;
  const begun = await circles.start({ cause: `circle:${interactions}`, ...where, ...about }, room.clock.now());
  circleId = begun.id;
  const action = { kind: 'add_section', by: author, section: 'verse', lyrics: 'rain', after: null } as const;
  const act = { circleId, guildId: guild, cause: `section:${interactions}`, name: 'Author', action };
  await circles.act(act, room.clock.now());
  return { circle: circleId };
};
const openSong = async () => (await ask(room, requestOf({}, { userId: author, roles: [role] }))).id;
const request = async () => {
  // So many of one member may wait, and no more.
  await room.approvals.expire(room.clock.now() + 8 * 24 * 60 * 60 * 1000);
  const outcome = await room.songs.request(requestOf({}, { userId: author }));
  if (outcome.kind !== 'waiting') throw new Error(`it does not wait: ${outcome.kind}`);
  return outcome.approval.id;
};

/** How each button and form is called; what is about one thing gets one of its own. */
const customIds: Record<string, () => string | Promise<string>> = {
  'extend:1': () => routes.extend.make({ song: song.id, track: 0 }),
  'again:1': () => routes.again.make({ song: song.id }),
  'lyrics:1': () => routes.lyrics.make({ song: song.id }),
  'cancel:1': async () => routes.cancel.make({ song: await openSong() }),
  'edit:1': () => routes.edit.make({ draft: draftId }),
  'rewrite:1': () => routes.rewrite.make({ song: song.id }),
  'approve:1': async () => routes.approve.make({ approval: await request() }),
  'decline:1': async () => routes.decline.make({ approval: await request() }),
  'circle-add:1': async () => routes.circleAdd.make(await circle()),
  'circle-suggest:1': async () => routes.circleSuggest.make({ ...(await circle()), field: 'title' }),
  'circle-vote:1': async () => routes.circleVote.make(await circle()),
  'circle-edit:1': async () => routes.circleEdit.make(await circle()),
  'circle-generate:1': async () => routes.circleGenerate.make(await circle()),
  'circle-lyrics:1': async () => routes.circleLyrics.make(await circle()),
  'circle-leave:1': async () => routes.circleLeave.make(await circle()),
  'circle-manage:1': async () => routes.circleManage.make(await circle()),
  'circle-take:1': async () => routes.circleTake.make({ ...(await circle()), round: 1, take: 0 }),
  'circle-extend:1': async () => routes.circleExtend.make({ ...(await circle()), round: 1 }),
  'circle-retry:1': async () => {
    const { circle: id } = await circle();
    const action = { kind: 'propose', by: author, field: 'title', text: 'x'.repeat(90) } as const;
    const act = { circleId: id, guildId: guild, cause: `title:${interactions}`, name: 'Author', action };
    const acted = await circles.act(act, room.clock.now());
    return routes.circleRetry.make({ circle: id, version: acted?.circle.state.version ?? 0 });
  },
  'circle-pick:1': async () => {
    await circle();
    return routes.circlePick.make({ what: 'show' });
  },
  'circle-vote-for:1': async () => routes.circleVoteFor.make({ ...(await circle()), field: 'title' }),
  'circle-edit-one:1': async () => routes.circleEditOne.make(await circle()),
  'circle-lock:1': async () => routes.circleLock.make(await circle()),
  'circle-move:1': async () => routes.circleMove.make(await circle()),
  'circle-move-to:1': async () => routes.circleMoveTo.make({ ...(await circle()), section: 1 }),
  'circle-remove:1': async () => routes.circleRemove.make(await circle()),
  'circle-hand-over:1': async () => routes.circleHandOver.make(await circle()),
  'circle-add-form:1': async () => routes.circleAddForm.make({ ...(await circle()), after: 1 }),
  'circle-edit-form:1': async () => routes.circleEditForm.make({ ...(await circle()), section: 1, revision: 1 }),
  'circle-suggest-form:1': async () => routes.circleSuggestForm.make({ ...(await circle()), field: 'title' }),
  'history:1': () => routes.history.make({ before: 0 }),
  'statement:1': () => routes.statement.make({}),
  'limits:1': () => routes.limits.make({}),
  'forget:1': () => routes.forget.make({ reference: 7 }),
  'message-form:1': () => routes.messageForm.make({ model: null, file: null, message: 'message000000001' }),
  'idea-form:1': () => routes.ideaForm.make({ model: null }),
  'compose-form:2': () => routes.composeForm.make({ model: null, file: null }),
  'compose-form:1': () => routes.composeFormBefore.make({ model: null }),
  'extend-form:1': () => routes.extendForm.make({ song: song.id, track: 0 }),
};
/** What is chosen in a list; the value names what the list is of. */
const chosen: Record<string, () => string> = {
  'circle-pick:1': () => circleId,
  'circle-vote-for:1': () => '1',
  'circle-edit-one:1': () => '1',
  'circle-lock:1': () => '1',
  'circle-move:1': () => '1',
  'circle-move-to:1': () => '1',
  'circle-remove:1': () => '1',
  'circle-hand-over:1': () => author,
  'limits:1': () => 'none',
};
const typed = {
  idea: 'rain',
  instrumental: 'no',
  title: 'T',
  style: 'pop',
  lyrics: 'la',
  avoid: '',
  vocals: 'any',
  from: '',
};
const options: Record<string, object[]> = {
  song: [{ name: 'idea', type: 3, value: 'rain' }],
  'credits grant': [
    { name: 'amount', type: 4, value: 1 },
    { name: 'reason', type: 3, value: 'x' },
  ],
  'circle start': [{ name: 'theme', type: 3, value: 'rain' }],
  'credits allowance': [
    { name: 'amount', type: 4, value: 1 },
    { name: 'every', type: 3, value: 'daily' },
  ],
  'settings block': [{ name: 'member', type: 6, value: '300000000000000099' }],
};

async function raw(name: string, kind: Kind): Promise<object> {
  interactions += 1;
  const guildId = kind.guildId ?? guild;
  const more = {
    id: String(600_000_000_000_000_000n + BigInt(interactions)),
    guild_id: guildId,
    guild_locale: 'en-US',
    member: { user: { id: kind.userId }, permissions: kind.permissions ?? '0', roles: kind.roles ?? [] },
  };
  if (name === 'Make a song of this') {
    const message = {
      id: ids.message,
      author: { id: author, username: 'x' },
      content: 'rain',
      timestamp: '2026-01-15T11:00:00Z',
    };
    const data = { type: 3, name, target_id: ids.message, resolved: { messages: { [ids.message]: message } } };
    return rawInteraction(2, data, more);
  }
  if (!name.includes(':')) {
    const [command = '', sub] = name.split(' ');
    const given = options[name] ?? [];
    const outer = sub === undefined ? given : [{ type: 1, name: sub, options: given }];
    return rawInteraction(2, { name: command, options: outer }, more);
  }
  const id = await customIds[name]?.();
  if (id === undefined) throw new Error(`Nobody said how ${name} is called.`);
  const value = chosen[name]?.();
  if (value !== undefined) return rawInteraction(3, { custom_id: id, component_type: 3, values: [value] }, more);
  if (commands.buttons.some(({ key }) => key === name))
    return rawInteraction(3, { custom_id: id, component_type: 2 }, more);
  const components = Object.entries(typed).map(([field, value]) => ({
    type: 18,
    component: { type: 4, custom_id: field, value },
  }));
  return rawInteraction(5, { custom_id: id, components }, more);
}

/** What a press could have changed, drafts left out: words are kept whatever they come to. */
const state = async (): Promise<unknown> =>
  room.database.read(async (db) => {
    const { rows } = await sql`
      SELECT (SELECT group_concat(id || state || money, ' ') FROM songs) AS songs,
        (SELECT group_concat(id || state, ' ') FROM approvals) AS approvals,
        (SELECT group_concat(id || version, ' ') FROM circles) AS circles,
        (SELECT count(*) FROM entries) AS entries, (SELECT count(*) FROM blocked) AS blocks,
        (SELECT group_concat(json_array(guild_id, model, channels, role_id, words, songs_at_once, language)) FROM settings)
          AS settings`.execute(db);
    return rows;
  });

/** Everything that the member sees of an interaction. */
async function answerTo(interaction: object): Promise<string> {
  const api = createTestApi(() => ({ kind: 'ok', body: { resource: { message: { id: '5', channel_id: '2' } } } }));
  const { texts, operators, clock } = deps();
  const router = createRouter({
    api,
    songs: room.songs,
    commands,
    operators,
    blockedHere: async () => null,
    texts,
    clock,
    log,
  });
  await router.handle(interaction);
  await router.idle();
  expect(api.calls.length).toBeGreaterThan(0);
  return JSON.stringify(api.calls.map(({ body }) => body));
}

const isLetIn = (name: string, kind: Kind): boolean => {
  const right = rights[name];
  if (right === undefined) throw new Error(`${name} has no row.`);
  if (kind.guildId === elsewhere && isAboutSomething(name)) return false;
  return kind.has.includes(right);
};

describe.each(Object.keys(rights))('%s', (name) => {
  test.each(Object.entries(kinds))(`is answered to %s as the table says`, async (_who, kind) => {
    const interaction = await raw(name, kind);
    const before = await state();
    const answer = await answerTo(interaction);
    expect(broken.filter((key) => answer.includes(speech.say(key)))).toEqual([]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const away = turnedAway.filter((sentence) => answer.includes(sentence));
    if (isLetIn(name, kind)) expect(away).toEqual([]);
    else {
      expect(away.length).toBe(1);
      expect(await state()).toEqual(before);
    }
    // `settings role` without a role opens spending to everybody: the next cell begins as this one did.
    await room.settings.set(guild, { roleId: role });
  });

  test('works in no direct message', async () => {
    const {
      guild_id: _,
      member: __,
      ...rest
    } = (await raw(name, { userId: author, has: [] })) as Record<string, unknown>;
    const before = await state();
    expect(await answerTo({ ...rest, user: { id: author } })).toContain(speech.say('trouble.elsewhere'));
    expect(await state()).toEqual(before);
  });
});

test('every command, button and form has its row, and no row is of something that is gone', () => {
  expect([...namesOf(commands)].sort()).toEqual(Object.keys(rights).sort());
});

test('a command, a menu or a button without a row stops the bot from being built', () => {
  const nothing: Commands = { commands: [], menu: [], buttons: [], forms: [] };
  const run = async () => ({ kind: 'acknowledged' }) as const;
  const command = { declaration: { name: 'new', description: 'x' }, opensForm: false, run };
  const menu = { declaration: { type: 3, name: 'New' }, opensForm: false, run } as const;
  const button = { key: 'new:1', opensForm: false, answer: run };
  expect(() => guarded(deps(), { ...nothing, commands: [command] })).toThrow('who may use new');
  expect(() => guarded(deps(), { ...nothing, menu: [menu] })).toThrow('who may use New');
  expect(() => guarded(deps(), { ...nothing, buttons: [button] })).toThrow('who may use new:1');
});

test('a subcommand that was made up is held to the first one’s right', async () => {
  const made = await raw('settings erase', { userId: '300000000000000011', has: ofMember });
  expect(await answerTo(made)).toContain(speech.say('note.managersOnly'));
});

test('a blocked member is suggested nothing', async () => {
  const complete = commands.commands.find(({ declaration }) => declaration.name === 'song')?.complete;
  const asker = { guildId: guild, isManager: false, isOperator: false, locale: 'en-US' };
  const suggested = async (userId: string) => {
    const answer = await complete?.({ ...askerOf(asker), userId }, 'model', '');
    return answer?.kind === 'choices' ? answer.choices.length : -1;
  };
  expect([await suggested(blocked), await suggested(author)]).toEqual([0, 1]);
});

test('what a blocked member typed comes back as a file', async () => {
  const form = commands.forms.find(({ key }) => key === 'compose-form:2');
  const id = routes.composeForm.make({ model: null, file: null });
  const answer = await form?.answer(askerOf({ guildId: guild, userId: blocked }), id, {
    title: '',
    lyrics: 'la la la',
  });
  expect(answer).toMatchObject({
    kind: 'note',
    text: speech.say('note.blocked'),
    file: { text: 'lyrics:\nla la la\n' },
  });
  const song = commands.commands.find(({ declaration }) => declaration.name === 'song');
  const idea = await song?.run(askerOf({ guildId: guild, userId: blocked }), null, {
    idea: 'rain',
    instrumental: true,
  });
  expect(idea).toMatchObject({ kind: 'note', file: { text: 'idea:\nrain\n' } });
});
