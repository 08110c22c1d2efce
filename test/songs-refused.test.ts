/** What the operator has against a request: words, and texts that services refused too often. And tokens that are over. */
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { createWorker } from '../src/songs/worker.ts';
import {
  ask,
  balance,
  createRooms,
  createScripted,
  guild,
  memberId,
  type OpenRoom,
  requestOf,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

const minute = 60_000;
const hour = 60 * minute;

describe('texts that services refuse', () => {
  const refusing = async (reason: 'text' | 'unavailable' = 'text') => {
    const provider = createScripted();
    provider.onSubmit = () =>
      reason === 'text'
        ? { kind: 'refused', reason: 'text', detail: 'no' }
        : { kind: 'refused', reason: 'maintenance', detail: 'later' };
    const room = await open({ providers: [provider], starterCredits: 1_000 });
    return { room, provider };
  };
  /** Asked for, and refused by the service. */
  const refused = async (room: OpenRoom, userId = memberId) => {
    const song = await ask(room, requestOf({}, { userId }));
    await room.turn();
    await room.turn();
    expect((await room.songs.find(song.id, guild))?.state).toBe('refused');
  };

  test('ten within an hour, by the instant of each, and the next is not even sent; the words are kept', async () => {
    const { room, provider } = await refusing();
    const first = room.clock.now();
    for (let n = 0; n < 9; n += 1) {
      await refused(room);
      room.clock.advance(minute);
    }
    await refused(room);
    const request = requestOf({ idea: 'the eleventh' } as never);
    const outcome = await room.songs.request(request);
    if (outcome.kind !== 'refused') throw new Error('it was taken');
    expect(outcome.refusal).toEqual({ kind: 'refused_texts', limit: 10, againAt: first + hour });
    expect((await room.songs.draft(outcome.draftId, memberId))?.words).toMatchObject({ idea: 'the eleventh' });
    expect(await balance(room)).toEqual({ available: 1_000, held: 0 });

    await refused(room, '300000000000000002');
    room.clock.advance(first + hour - 1 - room.clock.now());
    expect((await room.songs.request(requestOf())).kind).toBe('refused');
    room.clock.advance(1);
    await refused(room);
    // The second of them is the oldest of ten by now.
    const again = await room.songs.request(requestOf());
    expect(again).toMatchObject({ refusal: { kind: 'refused_texts', againAt: first + minute + hour } });
    expect(provider.submissions.length).toBe(12);
  });

  test('what was refused for another reason is nobody’s fault and does not count', async () => {
    const { room } = await refusing('unavailable');
    for (let n = 0; n < 12; n += 1) await refused(room);
    expect((await room.songs.request(requestOf())).kind).toBe('accepted');
  });

  test('are counted by an index of those that were refused lately, not by all that was ever made', async () => {
    const { room } = await refusing();
    const plan = await room.database.read((db) =>
      sql<{ detail: string }>`EXPLAIN QUERY PLAN SELECT attempts.answered_at FROM attempts CROSS JOIN songs
        WHERE attempts.state = 'refused' AND attempts.reason = 'text' AND attempts.answered_at > ${1}
          AND songs.id = attempts.song_id AND songs.member_ref = ${1}
        ORDER BY attempts.answered_at DESC LIMIT 1 OFFSET 9`.execute(db),
    );
    const said = plan.rows.map(({ detail }) => detail).join('; ');
    expect(said).toContain('attempts_refused');
    expect(said).not.toMatch(/\bSCAN\b|TEMP B-TREE/);
  });
});

test('a word that the operator refuses is found in what Again and Extend would send, too', async () => {
  const room = await open();
  const song = await ask(room, requestOf({ idea: 'a grimble, humming' } as never));
  await room.database.write((trx) => trx.insertInto('operator_words').values({ word: 'Grimble', at: 0 }).execute());
  await room.songs.cancel(song.id, { userId: memberId, guildId: guild, isManager: false });
  const { cause: _, words: __, model: ___, ...asked } = requestOf();
  expect(await room.songs.again(song.id, asked)).toMatchObject({ refusal: { kind: 'refused_word', field: 'idea' } });
});

describe('reply tokens are forgotten within 15 minutes of their end', () => {
  const watch = async (atOnce: number, advance: () => Promise<void>) => {
    const room = await open();
    const { clock, steps, database } = room;
    const endsAt = clock.now() + 15 * minute;
    const reply = { applicationId: '400000000000000001', token: 'a-token', tokenExpiresAt: endsAt, attachmentLimit: 1 };
    await ask(room, requestOf({}, { reply }));
    const chores = async () => void (await steps.purgeTokens(clock.now()));
    const worker = createWorker({ steps, advance, clock, log: createLog({ level: 'silent' }), atOnce, chores });
    await worker.start();
    const token = async () =>
      (await database.read((db) => db.selectFrom('songs').select('interaction_token as token').execute()))[0]?.token;
    while (clock.now() < endsAt) {
      expect(await token()).toBe('a-token');
      clock.advance(minute);
    }
    while ((await token()) !== null && clock.now() < endsAt + 15 * minute) {
      clock.advance(5_000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await token()).toBe(null);
    const stopped = worker.stop({ withinMs: 0, submissionsWithinMs: 0, submitting: new Set() });
    clock.advance(minute);
    await stopped;
  };

  test('by a worker that has nothing to do', () => watch(8, async () => undefined));

  test('by a worker whose every hand is busy', () => watch(1, () => new Promise(() => undefined)));
});
