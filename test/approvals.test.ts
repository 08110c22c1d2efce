/** Members who may not spend ask those who may: on a real database, with time of the test's own. */
import { afterEach, describe, expect, test } from 'vitest';
import type { ApprovalView, Press, SongRequest } from '../src/songs/songs.ts';
import {
  answered,
  ask,
  balance,
  createRooms,
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

const role = '700000000000000001';
const spender = '300000000000000007';
const manager = '300000000000000008';
const dayMs = 24 * 60 * 60 * 1000;

const press = (userId: string, more: Partial<Press> = {}): Press => {
  const { cause: _, words: __, model: ___, ...rest } = requestOf({}, { userId, ...more });
  return rest;
};
const bySpender = (more: Partial<Press> = {}) => press(spender, { roles: [role], ...more });
const byManager = () => press(manager, { isManager: true });

const stage = async (options?: Parameters<typeof open>[0]): Promise<OpenRoom> => {
  const room = await open(options);
  await room.settings.set(guild, { roleId: role });
  return room;
};
const suggest = async (room: OpenRoom, request: SongRequest = requestOf()): Promise<ApprovalView> => {
  const outcome = await room.songs.request(request);
  if (outcome.kind !== 'waiting') throw new Error(`it does not wait: ${JSON.stringify(outcome)}`);
  await outcome.lasting;
  return outcome.approval;
};
const approved = async (room: OpenRoom, approvalId: string, by: Press) => {
  const outcome = await room.songs.approve(approvalId, by);
  if (outcome.kind !== 'accepted') throw new Error(`not approved: ${JSON.stringify(outcome)}`);
  await outcome.lasting;
  return outcome.song;
};

describe('asking', () => {
  test('without the right holds nothing, and waits with everything that was typed', async () => {
    const room = await stage();
    const request = requestOf({}, { model: 'sketch/one', guildLocale: 'fr' });
    expect(await suggest(room, request)).toMatchObject({
      guildId: guild,
      userId: member,
      words: request.words,
      model: 'sketch/one',
      service: 'The sketch',
      modelName: 'One of sketch',
      price: 10,
      state: 'waiting',
      locale: 'fr',
      isBeingPlaced: true,
      expiresAt: room.clock.now() + 7 * dayMs,
    });
    expect(await balance(room)).toEqual({ available: 100, held: 0 });
    expect((await room.ledger.balance(guild)).spentToday).toBe(0);
  });

  test('with the role, or as a manager, is a song at once', async () => {
    const room = await stage();
    expect((await ask(room, { ...requestOf(), roles: [role] })).approvedByUserId).toBeNull();
    await ask(room, requestOf({}, { userId: manager, isManager: true }));
  });

  test('is refused as ever when the words are at fault', async () => {
    const room = await stage();
    const outcome = await room.songs.request(requestOf({ idea: 'x'.repeat(401) }));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'too_long' } });
  });

  test('twice for the same cause is one request, also when the right came in between', async () => {
    const room = await stage();
    const request = requestOf();
    const first = await suggest(room, request);
    expect(await room.songs.request(request)).toMatchObject({
      kind: 'waiting',
      // To be answered as the first time: another process may hear the same.
      fresh: true,
      approval: { id: first.id },
    });
    const song = await ask(room, requestOf({}, { cause: 'interaction:song', roles: [role] }));
    expect(await room.songs.request(requestOf({}, { cause: 'interaction:song' }))).toMatchObject({
      kind: 'accepted',
      fresh: false,
      song: { id: song.id },
    });
  });

  test('a sixth time while five wait keeps the words; a decision makes room', async () => {
    const room = await stage();
    const all: ApprovalView[] = [];
    for (let n = 0; n < 5; n += 1) all.push(await suggest(room));
    const sixth = await room.songs.request(requestOf());
    expect(sixth).toMatchObject({ kind: 'refused', refusal: { kind: 'waiting', limit: 5 } });
    await suggest(room, requestOf({}, { userId: '300000000000000009' }));
    await room.songs.decline(all[0]?.id ?? '', byManager());
    await suggest(room);
  });

  test('with Again waits once, and asks anew after it was declined', async () => {
    const room = await open();
    const song = await ask(room);
    await room.songs.cancel(song.id, { userId: member, guildId: guild, isManager: false });
    await room.settings.set(guild, { roleId: role });
    const again = () => room.songs.again(song.id, press(member));
    const [first, second] = [await again(), await again()];
    if (first?.kind !== 'waiting' || second?.kind !== 'waiting') throw new Error('they do not wait');
    expect([second.fresh, second.approval.id]).toEqual([false, first.approval.id]);
    await room.songs.decline(first.approval.id, byManager());
    const third = await again();
    if (third?.kind !== 'waiting') throw new Error('it does not wait');
    expect([third.fresh, third.approval.id === first.approval.id]).toEqual([true, false]);
    const made = await approved(room, third.approval.id, bySpender());
    expect(await again()).toMatchObject({ kind: 'accepted', fresh: false, song: { id: made.id } });
  });

  test('takes words that were kept for sent', async () => {
    const room = await stage();
    await room.songs.request(requestOf({}, { threadClosed: true }));
    await suggest(room);
    expect(await room.songs.latestDraft('song', guild, member)).toBeNull();
  });
});

describe('approving', () => {
  test('makes the song of whoever asked, on the limits of whoever approves, in their reply', async () => {
    const room = await stage({ caps: { memberAtOnce: 1 } });
    const { id } = await suggest(room);
    const reply = { applicationId: '4', token: 'of the press', tokenExpiresAt: 9, attachmentLimit: 5 };
    const song = await approved(room, id, bySpender({ reply }));
    expect(song).toMatchObject({ userId: member, approvedByUserId: spender, work: { kind: 'idea' } });
    expect(await room.songs.find(song.id, guild)).toMatchObject({ userId: member, approvedByUserId: spender });
    expect((await room.steps.load(song.id))?.song).toMatchObject({
      cause: `approval:${id}`,
      interaction_token: 'of the press',
    });
    expect(await room.approvals.find(id)).toMatchObject({ state: 'approved', decidedByUserId: spender, draftId: null });
    expect((await room.ledger.history(guild, { limit: 1 }))[0]).toMatchObject({ kind: 'hold', userId: spender });
    // The approver's one song at once is this one; the author's is free.
    const other = await suggest(room);
    expect(await room.songs.approve(other.id, bySpender())).toEqual({
      kind: 'not_now',
      refusal: { kind: 'member_at_once', limit: 1 },
    });
    await approved(room, other.id, byManager());
    await soundBooks(room);
  });

  test('by many at once is one song, one hold', async () => {
    const room = await stage();
    const { id } = await suggest(room);
    const { reply } = bySpender();
    const people = Array.from({ length: 20 }, (_, n) =>
      press(`3000000000000001${10 + n}`, { roles: [role], reply: { ...reply, token: `press ${n}` } }),
    );
    const outcomes = await Promise.all(people.map((by) => room.songs.approve(id, by)));
    expect(outcomes.filter(({ kind }) => kind === 'accepted').length).toBe(1);
    expect(outcomes.filter(({ kind }) => kind === 'over').length).toBe(19);
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
    await soundBooks(room);
  });

  test('and declining are answered alike when Discord delivers one press twice, and another press is told', async () => {
    const room = await stage();
    const yes = await suggest(room);
    const song = await approved(room, yes.id, bySpender());
    expect(await room.songs.approve(yes.id, bySpender())).toMatchObject({ kind: 'accepted', song: { id: song.id } });
    const { reply } = bySpender();
    const later = bySpender({ reply: { ...reply, token: 'of another press' } });
    expect(await room.songs.approve(yes.id, later)).toMatchObject({ kind: 'over' });
    const no = await suggest(room);
    for (let n = 0; n < 2; n += 1) expect(await room.songs.decline(no.id, byManager())).toEqual({ kind: 'declined' });
    expect(await room.songs.decline(no.id, bySpender())).toMatchObject({ kind: 'over' });
    expect(await balance(room)).toEqual({ available: 90, held: 10 });
  });

  test('and declining at once is one of both', async () => {
    const room = await stage();
    const { id } = await suggest(room);
    const [yes, no] = await Promise.all([room.songs.approve(id, bySpender()), room.songs.decline(id, byManager())]);
    expect([yes.kind, no.kind].sort()).toEqual(yes.kind === 'accepted' ? ['accepted', 'over'] : ['declined', 'over']);
    expect((await balance(room)).held).toBe(yes.kind === 'accepted' ? 10 : 0);
  });

  test.each<[string, () => Press, string]>([
    ['a member without the role', () => press('300000000000000009'), 'no_right'],
    ['its author without the role', () => press(member), 'no_right'],
    ['somebody whose role has the same right elsewhere', () => bySpender({ guildId: '100000000000000009' }), 'unknown'],
    ['a manager of another server', () => ({ ...byManager(), guildId: '100000000000000009' }), 'unknown'],
  ])('or declining by %s does nothing', async (_who, by, kind) => {
    const room = await stage();
    const { id } = await suggest(room);
    expect((await room.songs.approve(id, by())).kind).toBe(kind);
    expect((await room.songs.decline(id, by())).kind).toBe(kind);
    expect(await room.approvals.find(id)).toMatchObject({ state: 'waiting' });
    expect((await balance(room)).held).toBe(0);
  });

  test('what nobody knows is unknown', async () => {
    const room = await stage();
    expect((await room.songs.approve('made-up', byManager())).kind).toBe('unknown');
    expect((await room.songs.decline('made-up', byManager())).kind).toBe('unknown');
  });

  test('obeys what holds now: credits, words, channels, services; and the request waits on', async () => {
    const room = await stage({ starterCredits: 10 });
    const { id } = await suggest(room);
    const tries = async () => {
      const outcome = await room.songs.approve(id, byManager());
      return outcome.kind === 'not_now' ? outcome.refusal.kind : outcome.kind;
    };
    await room.settings.editList(guild, 'words', { add: ['lighthouse'], remove: [], clear: false });
    expect(await tries()).toBe('refused_word');
    await room.settings.editList(guild, 'words', { add: [], remove: [], clear: true });
    await room.settings.editList(guild, 'channels', { add: ['801'], remove: [], clear: false });
    expect(await tries()).toBe('channel');
    await room.settings.editList(guild, 'channels', { add: [], remove: [], clear: true });
    await ask(room, requestOf({}, { userId: manager, isManager: true }));
    expect(await tries()).toBe('credits');
    await room.settings.block(guild, member, 1);
    expect(await tries()).toBe('blocked');
    await room.settings.unblock(guild, member);
    await room.ledger.grant({ key: 'g', guildId: guild, amount: 10, reason: 'more', byUserId: null });
    expect(await tries()).toBe('accepted');
  });

  test('a role that was deleted leaves the decision to managers; with none named it is everybody’s', async () => {
    const room = await stage();
    const { id } = await suggest(room);
    // Nobody has a role that is gone.
    expect((await room.songs.approve(id, press(spender))).kind).toBe('no_right');
    await approved(room, id, byManager());
    const second = await suggest(room);
    await room.settings.set(guild, { roleId: null });
    await approved(room, second.id, press(spender));
  });

  test('a member who was forgotten has no words left to approve', async () => {
    const room = await stage();
    const { id } = await suggest(room);
    await room.database.write(async (trx) => {
      await trx.updateTable('members').set({ user_id: null }).where('user_id', '=', member).execute();
    });
    expect((await room.songs.approve(id, byManager())).kind).toBe('unknown');
  });

  test('the song goes on as every other, and its card names both to the end', async () => {
    const room = await stage();
    const path = await mp3(room, 'take.mp3');
    const provider = room.providers[0];
    if (provider === undefined) throw new Error('no provider');
    provider.onLook = () => seen(ready(0, path), ready(1, path));
    const { id } = await suggest(room);
    const song = await approved(room, id, bySpender());
    await room.songs.answered(song.id, answered);
    await room.pass(3_000);
    const last = room.delivery.cards.at(-1);
    expect(last?.song).toMatchObject({ state: 'done', userId: member, approvedByUserId: spender });
    expect((await room.songs.find(song.id, guild))?.money).toBe('captured');
    await soundBooks(room);
  });
});

describe('not approving', () => {
  test('gives the words back to their author alone, and is said once', async () => {
    const room = await stage();
    const request = requestOf({}, { model: 'sketch/one' });
    const { id } = await suggest(room, request);
    expect(await room.songs.decline(id, bySpender())).toEqual({ kind: 'declined' });
    const view = await room.approvals.find(id);
    expect(view).toMatchObject({ state: 'declined', decidedByUserId: spender });
    const draft = await room.songs.draft(view?.draftId ?? '', member);
    expect(draft).toMatchObject({ words: request.words, model: 'sketch/one' });
    expect(await room.songs.draft(view?.draftId ?? '', spender)).toBeNull();
    expect((await room.songs.latestDraft('song', guild, member))?.id).toBe(view?.draftId);
    expect((await room.songs.decline(id, byManager())).kind).toBe('over');
    expect((await room.songs.approve(id, byManager())).kind).toBe('over');
  });

  test('for seven days ends it, with the words kept', async () => {
    const room = await stage();
    const { id } = await suggest(room);
    room.clock.advance(7 * dayMs - 1);
    expect(await room.approvals.expire(room.clock.now())).toEqual([]);
    room.clock.advance(1);
    // Over by the clock, though nobody has tidied up yet.
    expect((await room.songs.approve(id, byManager())).kind).toBe('over');
    expect(await room.approvals.expire(room.clock.now())).toEqual([id]);
    expect(await room.approvals.expire(room.clock.now())).toEqual([]);
    expect(await room.approvals.find(id)).toMatchObject({ state: 'expired', decidedByUserId: null });
    expect((await room.songs.latestDraft('song', guild, member))?.words).toMatchObject({ form: 'song' });
  });
});

describe('its message', () => {
  test('is to be shown after a start when the last run never said where it stands', async () => {
    const first = await stage();
    const lost = await suggest(first);
    const stands = await suggest(first);
    expect(await first.approvals.placed(stands.id, '500000000000000009')).toBe(true);
    await first.database.close();
    const second = await open({ dir: first.dir });
    expect(await second.approvals.unshown(second.clock.now())).toEqual([lost.id]);
    expect(await second.approvals.find(lost.id)).toMatchObject({ isBeingPlaced: false, messageId: null });
    await approved(second, stands.id, byManager());
    // Decided a moment before the start: perhaps its buttons still stand there.
    expect(new Set(await second.approvals.unshown(second.clock.now()))).toEqual(new Set([lost.id, stands.id]));
    second.clock.advance(2 * 60 * 60 * 1000);
    expect(await second.approvals.unshown(second.clock.now())).toEqual([lost.id]);
  });

  test('is to be shown when it went nowhere, or was decided before its place was known', async () => {
    const room = await stage();
    const [one, other] = [await suggest(room), await suggest(room)];
    expect(await room.approvals.placed(one.id, null)).toBe(false);
    await room.songs.decline(other.id, byManager());
    expect(await room.approvals.placed(other.id, '500000000000000009')).toBe(false);
    await room.approvals.moved(one.id, { messageId: '500000000000000010', earlierMessageId: '500000000000000009' });
    expect(await room.approvals.find(one.id)).toMatchObject({
      messageId: '500000000000000010',
      earlierMessageId: '500000000000000009',
    });
  });
});
