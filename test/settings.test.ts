/** A server's settings on a real database, and what a request makes of them. */
import { afterEach, describe, expect, test } from 'vitest';
import { defaultSettings, maySpend, mostChannels, mostWords, songsAtOnce } from '../src/songs/settings.ts';
import type { SongRequest, Words } from '../src/songs/songs.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  memberId as member,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
  soundBooks,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

const elsewhere = '100000000000000009';
const role = '700000000000000001';
const change = (more: { add?: string[]; remove?: string[]; clear?: boolean }) => ({
  add: more.add ?? [],
  remove: more.remove ?? [],
  clear: more.clear ?? false,
});
const refusalOf = async (room: OpenRoom, request: SongRequest) => {
  const outcome = await room.songs.request(request);
  if (outcome.kind !== 'refused') throw new Error(`not refused: ${outcome.kind}`);
  expect((await room.songs.draft(outcome.draftId, request.userId))?.words).toEqual(request.words);
  return outcome.refusal;
};

describe('settings', () => {
  test('a server that never set anything has every default', async () => {
    const room = await open();
    expect(await room.settings.of(guild)).toEqual(defaultSettings);
    expect(await room.settings.blocked(guild)).toEqual([]);
  });

  test('what is set stays, each by itself, and no other server has it', async () => {
    const room = await open();
    await room.settings.set(guild, { model: 'sketch/one', songsAtOnce: 3 });
    await room.settings.set(guild, { language: 'ja' });
    expect(await room.settings.set(guild, { roleId: role, songsAtOnce: null })).toEqual({
      ...defaultSettings,
      model: 'sketch/one',
      language: 'ja',
      roleId: role,
    });
    expect(await room.settings.of(elsewhere)).toEqual(defaultSettings);
  });

  test('lists grow, shrink and empty; nothing is in them twice, however it is written', async () => {
    const { settings } = await open();
    await settings.editList(guild, 'words', change({ add: ['Straße', 'gloom', 'GLOOM'] }));
    await settings.editList(guild, 'words', change({ add: ['ｇｌｏｏｍ', 'rain'] }));
    expect((await settings.of(guild)).words).toEqual(['Straße', 'gloom', 'rain']);
    await settings.editList(guild, 'words', change({ remove: ['STRASSE'] }));
    await settings.editList(guild, 'channels', change({ add: ['1', '2', '1'] }));
    expect(await settings.of(guild)).toMatchObject({ words: ['gloom', 'rain'], channels: ['1', '2'] });
    await settings.editList(guild, 'words', change({ clear: true, add: ['new'] }));
    await settings.editList(guild, 'channels', change({ clear: true }));
    expect(await settings.of(guild)).toMatchObject({ words: ['new'], channels: [] });
  });

  test('two managers who add at the same moment both add', async () => {
    const { settings } = await open();
    const words = Array.from({ length: 20 }, (_, index) => `word${index}`);
    await Promise.all(words.map((word) => settings.editList(guild, 'words', change({ add: [word] }))));
    expect([...(await settings.of(guild)).words].sort()).toEqual([...words].sort());
  });

  test('what does not fit, or cannot be found, changes nothing', async () => {
    const { settings } = await open();
    const many = Array.from({ length: mostWords }, (_, index) => `word${index}`);
    await settings.editList(guild, 'words', change({ add: many }));
    expect(await settings.editList(guild, 'words', change({ add: ['more'] }))).toEqual({
      kind: 'full',
      most: mostWords,
    });
    expect(await settings.editList(guild, 'words', change({ clear: true, add: ['fine', '!!!'] }))).toEqual({
      kind: 'empty',
      typed: '!!!',
    });
    expect((await settings.of(guild)).words).toEqual(many);
    const channels = Array.from({ length: mostChannels + 1 }, (_, index) => String(index));
    expect((await settings.editList(guild, 'channels', change({ add: channels }))).kind).toBe('full');
  });

  test('a block holds in its server alone, until it is lifted', async () => {
    const { settings, clock } = await open();
    expect(await settings.block(guild, member, clock.now())).toBe(true);
    expect(await settings.block(guild, member, clock.now())).toBe(false);
    expect([await settings.isBlocked(guild, member), await settings.isBlocked(elsewhere, member)]).toEqual([
      true,
      false,
    ]);
    expect(await settings.blocked(guild)).toEqual([member]);
    expect([await settings.unblock(guild, member), await settings.unblock(guild, member)]).toEqual([true, false]);
    expect(await settings.isBlocked(guild, member)).toBe(false);
  });

  test('a block outlives the forgetting of its member, who is named no more', async () => {
    const { settings, clock, database } = await open();
    await settings.block(guild, member, clock.now());
    await database.write(async (trx) => {
      await trx.updateTable('members').set({ user_id: null }).where('user_id', '=', member).execute();
    });
    expect(await settings.isBlocked(guild, member)).toBe(true);
    expect(await settings.blocked(guild)).toEqual([null]);
    expect(await settings.unblock(guild, member)).toBe(true);
  });

  test('everything that is set survives a restart', async () => {
    const first = await open();
    await first.settings.set(guild, { roleId: role });
    await first.settings.editList(guild, 'words', change({ add: ['gloom'] }));
    await first.settings.block(guild, member, 1);
    await first.database.close();
    const second = await open({ dir: first.dir });
    expect(await second.settings.of(guild)).toMatchObject({ roleId: role, words: ['gloom'] });
    expect(await second.settings.isBlocked(guild, member)).toBe(true);
  });
});

test.each([
  ['nobody named a role', null, [], false, true],
  ['the member has it', role, ['1', role], false, true],
  ['the member has others', role, ['1'], false, false],
  ['a manager lacks it', role, [], true, true],
])('who may spend: %s', (_why, roleId, roles, isManager, may) => {
  expect(maySpend({ roleId }, { roles, isManager })).toBe(may);
});

test('a server’s songs at once never pass the operator’s', () => {
  expect([null, 3, 50].map((own) => songsAtOnce({ songsAtOnce: own }, 10))).toEqual([10, 3, 10]);
});

describe('a request', () => {
  const services = () => [createScripted('sketch'), createScripted('apiin')];

  test('that names no model gets the server’s, which still may fail over', async () => {
    const providers = services();
    const room = await open({ providers });
    await room.settings.set(guild, { model: 'apiin/one' });
    const song = await ask(room);
    expect(song.provider.id).toBe('apiin');
    const second = providers[1];
    if (second === undefined) throw new Error('no provider');
    second.onSubmit = () => ({ kind: 'refused', reason: 'credits', detail: 'none' });
    await room.pass(5_000);
    expect((await room.songs.find(song.id, guild))?.provider.id).toBe('sketch');
  });

  test('that names one gets that; a server’s model that is gone gives way to the preferred service', async () => {
    const room = await open({ providers: services() });
    await room.settings.set(guild, { model: 'apiin/one' });
    expect((await ask(room, requestOf({}, { model: 'sketch/one' }))).provider.id).toBe('sketch');
    await room.settings.set(guild, { model: 'gone/away' });
    expect((await ask(room)).provider.id).toBe('sketch');
  });

  test('is taken in the channels that were named, and in their threads', async () => {
    const room = await open();
    await room.settings.editList(guild, 'channels', change({ add: ['801', '802'] }));
    expect(await refusalOf(room, requestOf({}, { channelId: '900' }))).toEqual({
      kind: 'channel',
      channels: ['801', '802'],
    });
    await ask(room, requestOf({}, { channelId: '802' }));
    await ask(room, requestOf({}, { channelId: '900', parentChannelId: '801' }));
    await ask(room, requestOf({}, { channelId: '900', guildId: elsewhere }));
  });

  test.each<[string, Words]>([
    ['idea', { form: 'song', idea: 'all the glo\u0301om', instrumental: false }],
    ['title', { form: 'compose', title: 'Gloom', style: 'pop', lyrics: 'la', avoid: '', vocals: 'any' }],
    ['style', { form: 'compose', title: 'T', style: 'ｇｌｏｏｍ', lyrics: 'la', avoid: '', vocals: 'any' }],
    ['style', { form: 'compose', title: '', style: 'gloom', lyrics: '', avoid: '', vocals: 'none' }],
    ['lyrics', { form: 'compose', title: '', style: 'pop', lyrics: 'Gloom\nrain', avoid: '', vocals: 'any' }],
    ['avoid', { form: 'compose', title: 'T', style: 'pop', lyrics: 'la', avoid: 'GLOOM', vocals: 'any' }],
  ])('with a refused word in %s names the field to change, holds nothing and keeps the words', async (field, words) => {
    const room = await open();
    await room.settings.editList(guild, 'words', change({ add: ['gloom'] }));
    expect(await refusalOf(room, { ...requestOf(), words })).toEqual({ kind: 'refused_word', field });
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    expect(room.providers[0]?.submissions).toEqual([]);
    await soundBooks(room);
  });

  test('of Again and Extend obeys words that were refused since', async () => {
    const room = await open();
    const path = await mp3(room, 'take.mp3');
    const provider = room.providers[0];
    if (provider === undefined) throw new Error('no provider');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    const song = await ask(room);
    await room.pass(3_000);
    await room.settings.editList(guild, 'words', change({ add: ['lighthouse', 'hum'] }));
    const { cause: _, words: __, model: ___, ...press } = requestOf();
    const again = await room.songs.again(song.id, press);
    expect(again).toMatchObject({ kind: 'refused', refusal: { kind: 'refused_word', field: 'idea' } });
    const words: Words = { form: 'extend', parentId: song.id, track: 0, from: '', title: '', style: 'x', lyrics: '' };
    // Nobody typed that title; the parent's is carried on.
    expect(await refusalOf(room, { ...requestOf(), words })).toEqual({ kind: 'refused_word', field: 'title' });
  });

  test('counts for the server’s own songs at once, never above the operator’s', async () => {
    const room = await open({ caps: { guildAtOnce: 3 } });
    await room.settings.set(guild, { songsAtOnce: 1 });
    await ask(room);
    expect(await refusalOf(room, requestOf())).toEqual({ kind: 'guild_at_once', limit: 1 });
    await room.settings.set(guild, { songsAtOnce: 99 });
    await ask(room);
    await ask(room);
    expect(await refusalOf(room, requestOf())).toEqual({ kind: 'guild_at_once', limit: 3 });
  });

  test('has its card in the language that was chosen, else in the server’s', async () => {
    const room = await open();
    expect((await ask(room, requestOf({}, { guildLocale: 'fr' }))).locale).toBe('fr');
    await room.settings.set(guild, { language: 'ja' });
    expect((await ask(room, requestOf({}, { guildLocale: 'fr' }))).locale).toBe('ja');
  });
});
