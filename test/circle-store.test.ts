import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Circle, forgetInCircles, type NewCircle } from '../src/circles/acts.ts';
import type { Action } from '../src/circles/outcomes.ts';
import { causeOf } from '../src/circles/rounds.ts';
import { replay } from '../src/circles/state.ts';
import { type Circles, createCircles, seenBy } from '../src/circles/store.ts';
import type { Database } from '../src/database/database.ts';
import { DatabaseFailure } from '../src/database/failure.ts';
import { memberRef } from '../src/database/members.ts';
import type { Transaction } from '../src/database/schema.ts';
import { createRequests } from '../src/songs/requests.ts';
import { roomyLimits } from './helpers/circles.ts';
import { createTestClock } from './helpers/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { roomyCaps } from './helpers/ledger.ts';
import { requestOf } from './helpers/songs.ts';

const dayMs = 24 * 60 * 60 * 1000;
const guildId = '100000000000000001';
const channelId = '200000000000000001';

/** Each engine has a way of its own to write over a row while inserting one. */
const replacing: Record<string, [string, string][]> = {
  sqlite: [
    ['an event replaced', `INSERT OR REPLACE INTO circle_events SELECT * FROM circle_events WHERE version = 2`],
    [
      'an event replaced under its cause',
      `INSERT OR REPLACE INTO circle_events SELECT circle_id, 9, kind, member_ref, at, body, words, cause
       FROM circle_events WHERE version = 2`,
    ],
  ],
  postgres: [
    [
      'an event replaced',
      `INSERT INTO circle_events SELECT * FROM circle_events WHERE version = 2
       ON CONFLICT (circle_id, version) DO UPDATE SET body = 'other'`,
    ],
    [
      'an event replaced under its cause',
      `INSERT INTO circle_events SELECT circle_id, 9, kind, member_ref, at, body, words, cause
       FROM circle_events WHERE version = 2
       ON CONFLICT (circle_id, cause) WHERE cause IS NOT NULL DO UPDATE SET body = 'other'`,
    ],
  ],
};

describe.each(engines)('circles on $name', (engine) => {
  let opened: Opened;
  let database: Database;
  let circles: Circles;
  let clock: ReturnType<typeof createTestClock>;
  beforeEach(async () => {
    opened = await engine.open();
    database = opened.database;
    circles = createCircles(database, { limitsOf: () => roomyLimits });
    clock = createTestClock();
  });
  afterEach(() => opened.dispose());

  let asked = 0;
  const anew = () => {
    asked += 1;
    return `interaction:${asked}`;
  };
  const begin = (more: Partial<NewCircle> = {}): Promise<Circle> => {
    const where = { guildId, channelId, applicationId: 'app', locale: 'de' };
    const what = { userId: 'mira', name: 'Mira', mode: 'open', model: 'sketch/sketch', theme: 'rain' } as const;
    return circles.start({ cause: anew(), ...where, ...what, ...more }, clock.now());
  };
  const act = async (circleId: string, action: Action<string>, more: { cause?: string; on?: Circles } = {}) => {
    const { cause = anew(), on = circles } = more;
    const acted = await on.act({ circleId, guildId, cause, action, name: `${action.by} of the guild` }, clock.now());
    if (acted === null) throw new Error('There is no such circle.');
    return acted;
  };
  const adding = (by: string, lyrics: string, after: number | null = null) =>
    ({ kind: 'add_section', by, section: 'verse', lyrics, after }) as const;
  const load = async (circleId: string): Promise<Circle> => {
    const circle = await circles.load(circleId, guildId);
    if (circle === null) throw new Error('There is no such circle.');
    return circle;
  };
  const kept = async (circleId: string) => ({
    circle: await load(circleId),
    events: await circles.history(circleId),
    members: await database.read((db) => db.selectFrom('members').selectAll().execute()),
  });
  const run = (text: string) => database.write((trx) => sql.raw(text).execute(trx));

  /** A song under the cause of this circle's round, as `/compose` would ask for it. */
  const askForSong = async (circle: Circle): Promise<string> => {
    const requests = createRequests(database, { caps: roomyCaps, starterCredits: 50, deadlineMs: 900_000 });
    const request = requestOf({}, { cause: causeOf(circle.id, circle.state.round), guildId });
    const work = { kind: 'lyrics', title: '', style: 'folk', lyrics: 'two', avoid: '', vocals: 'any' } as const;
    const rest = { provider: 'sketch', model: 'sketch', price: 1, modelChosen: true, parent: null, guildAtOnce: 10 };
    const { taken } = await requests.take(request, { work, ...rest, readyEstimateAt: clock.now() }, clock.now());
    if (taken.kind === 'taken') return taken.song.id;
    if (taken.kind === 'known') return taken.songId;
    throw new Error('The song was refused.');
  };
  const endSong = (songId: string, state: 'done' | 'gave_up', takes: readonly ('fetched' | 'failed')[]) =>
    database.write(async (trx) => {
      await trx.updateTable('songs').set({ state }).where('id', '=', songId).execute();
      for (const [position, one] of takes.entries()) {
        const track = { song_id: songId, position, state: one, reference: '{}', failures: 0 };
        await trx.insertInto('tracks').values(track).execute();
      }
    });
  /** Pressed Generate, with a song asked for. */
  const generating = async () => {
    const { id } = await begin();
    await act(id, adding('jun', 'two'));
    await act(id, { kind: 'propose', by: 'jun', field: 'style', text: 'folk' });
    const { circle, outcome } = await act(id, { kind: 'generate', by: 'mira' });
    expect(outcome).toMatchObject({ kind: 'may_generate' });
    return { id, circle };
  };

  test('what is answered is there, as events and as their sum', async () => {
    const { id } = await begin();
    const { circle } = await act(id, adding('jun', 'rain on the roof'));
    expect(await load(id)).toEqual(circle);
    expect(replay(await circles.history(id))).toEqual(circle.state);
    expect(seenBy(circle, 'jun')).toMatchObject({
      version: 3,
      hostId: 'mira',
      memberIds: ['mira', 'jun'],
      isHost: false,
      sections: [{ authorId: 'jun', isMine: true, lyrics: 'rain on the roof' }],
    });
  });

  test('fifty members who save at once all keep their text', async () => {
    const { id } = await begin();
    const texts = Array.from({ length: 50 }, (_, n) => `line ${n}`);
    const answers = await Promise.all(texts.map((text, n) => act(id, adding(`member ${n}`, text))));
    const { state } = await load(id);
    expect(state.sections.map(({ lyrics }) => lyrics)).toEqual(texts.slice(0, 25));
    // A song holds 25 sections; the words of the others came back, and are kept for them.
    const back = answers.filter(({ outcome }) => outcome.kind === 'handed_back');
    expect(back).toHaveLength(25);
    for (const [n, { circle }] of back.entries()) {
      const member = `member ${25 + n}`;
      expect(await circles.handedBack(id, circle.state.version, member)).toEqual({
        field: 'lyrics',
        id: null,
        section: 'verse',
        text: `line ${25 + n}`,
      });
      expect(await circles.handedBack(id, circle.state.version, 'member 1')).toBeNull();
    }
    expect(state.version).toBe(1 + 25 * 2 + 25);
    expect(replay(await circles.history(id))).toEqual(state);
  });

  test('fifty votes at once are one vote each', async () => {
    const { id } = await begin();
    for (const text of ['folk', 'jazz']) await act(id, { kind: 'propose', by: 'mira', field: 'style', text });
    const voters = Array.from({ length: 50 }, (_, n) => `member ${n % 25}`);
    const votes = voters.map((by, n) => act(id, { kind: 'vote', by, field: 'style', proposal: (n % 2) + 1 }));
    await Promise.all(votes);
    const { proposals } = seenBy(await load(id), 'member 3');
    expect(proposals.style.map((style) => style.votes).reduce((a, b) => a + b)).toBe(25);
    expect(proposals.style.filter((style) => style.isMyVote)).toHaveLength(1);
  });

  test('the same interaction again changes nothing more', async () => {
    const cause = anew();
    const first = await begin({ cause });
    expect((await begin({ cause })).id).toBe(first.id);
    const add = anew();
    const twice = [
      act(first.id, adding('jun', 'once'), { cause: add }),
      act(first.id, adding('jun', 'once'), { cause: add }),
    ];
    expect((await Promise.all(twice)).map(({ outcome }) => outcome.kind)).toEqual(['saved', 'repeated']);
    expect((await load(first.id)).state.sections).toHaveLength(1);
  });

  test('a circle of another server is none', async () => {
    const { id } = await begin();
    const action = adding('jun', 'words');
    expect(
      await circles.act({ circleId: id, guildId: 'other', cause: anew(), action, name: 'Jun' }, clock.now()),
    ).toBeNull();
    expect(await circles.load(id, 'other')).toBeNull();
    expect(await circles.tick('nothing', clock.now())).toBeNull();
  });

  test('cut off at any statement, all of an act is there or nothing of it', async () => {
    const { id } = await begin();
    await act(id, adding('jun', 'first'));
    const before = await kept(id);
    for (let cut = 1; ; cut += 1) {
      const { broken, isCut } = cutOff(database, cut);
      const on = createCircles(broken, { limitsOf: () => roomyLimits });
      const acting = act(id, adding('noor', 'second', 1), { on });
      if (
        await acting.then(
          () => true,
          () => false,
        )
      ) {
        expect(isCut()).toBe(false);
        expect(cut).toBeGreaterThan(6);
        break;
      }
      expect(await kept(id)).toEqual(before);
    }
    const after = await kept(id);
    expect(after.circle.state.sections).toHaveLength(2);
    expect(replay(after.events)).toEqual(after.circle.state);
  });

  test('who is overtaken tries again; a rule that is always broken is an error', async () => {
    const { id } = await begin();
    const overtaken = (times: number): Circles => {
      let left = times;
      const write: Database['write'] = (work) => {
        left -= 1;
        if (left >= 0) return Promise.reject(new DatabaseFailure('constraint', 'UNIQUE', { cause: null }));
        return database.write(work);
      };
      return createCircles({ ...database, write }, { limitsOf: () => roomyLimits });
    };
    expect((await act(id, adding('jun', 'words'), { on: overtaken(49) })).outcome.kind).toBe('saved');
    await expect(act(id, adding('jun', 'words'), { on: overtaken(1_000) })).rejects.toMatchObject({
      kind: 'constraint',
    });
  });

  test('without its sum a circle is added up again from its events', async () => {
    const { id } = await begin({ mode: 'blind' });
    await act(id, adding('jun', 'odd \ud800 half,\0 nothing\r\nand a line'));
    await act(id, { kind: 'edit_section', by: 'noor', id: 1, section: 'hook', lyrics: 'not mine', revision: 1 });
    const before = await load(id);
    expect(before.state.sections).toMatchObject([{ lyrics: 'odd \ufffd half, nothing\nand a line' }]);
    await run('UPDATE circles SET state = NULL');
    expect(await load(id)).toEqual(before);
    const { circle } = await act(id, adding('noor', 'more', 1));
    expect(replay(await circles.history(id))).toEqual(circle.state);
  });

  test.each([
    ['an event changed', `UPDATE circle_events SET body = '{}'`],
    ['words changed', `UPDATE circle_events SET words = 'other' WHERE version = 2`],
    ['an author changed', `UPDATE circle_events SET member_ref = NULL WHERE version = 2`],
    ['an event deleted', `DELETE FROM circle_events WHERE version = 2`],
    ...(replacing[engine.name] ?? []),
    ['an event of no circle', `INSERT INTO circle_events VALUES ('none', 1, 'joined', NULL, 0, '{}', NULL, NULL)`],
  ])('the database refuses %s', async (_, text) => {
    const { id } = await begin();
    await act(id, adding('jun', 'words'));
    const before = await kept(id);
    await expect(run(text)).rejects.toMatchObject({ kind: 'constraint' });
    expect(await kept(id)).toEqual(before);
  });

  describe('its song', () => {
    test('two who press Generate at once make one song', async () => {
      const { id, circle } = await generating();
      const second = await act(id, { kind: 'generate', by: 'jun' });
      expect(second.outcome).toMatchObject({ kind: 'may_generate', repeated: true });
      const [one, other] = [await askForSong(circle), await askForSong(second.circle)];
      expect(one).toBe(other);
      expect((await circles.tick(id, clock.now()))?.state.stage).toEqual({ kind: 'making', songId: one });
    });

    test('is found by its cause, although we died right after it was asked for', async () => {
      const { id, circle } = await generating();
      const songId = await askForSong(circle);
      clock.advance(60_000);
      expect(await circles.due(clock.now(), 9)).toEqual([id]);
      await circles.tick(id, clock.now());
      expect((await load(id)).state.stage).toEqual({ kind: 'making', songId });
      expect(await circles.due(clock.now() + 99 * dayMs, 9)).toEqual([]);
    });

    test('that was refused lets the words be changed again, and so does a press that came to nothing', async () => {
      const { id } = await generating();
      expect((await circles.notBegun(id, clock.now()))?.state.stage.kind).toBe('writing');
      await act(id, { kind: 'generate', by: 'mira' });
      clock.advance(60_000);
      expect((await act(id, adding('noor', 'more'))).outcome.kind).toBe('saved');
    });

    test('counts also when another’s press was refused in the same moment', async () => {
      const { id, circle } = await generating();
      await circles.notBegun(id, clock.now());
      const songId = await askForSong(circle);
      expect((await act(id, { kind: 'generate', by: 'jun' })).outcome).toEqual({ kind: 'already_generated', songId });
    });

    test.each([
      ['both takes', ['fetched', 'fetched'], { kind: 'voting', takes: [0, 1] }],
      ['one of two', ['failed', 'fetched'], { kind: 'chosen', take: 1 }],
    ] as const)('that came with %s is due, and voted about', async (_, takes, stage) => {
      const { id, circle } = await generating();
      const songId = await askForSong(circle);
      await circles.tick(id, clock.now());
      expect(await circles.due(clock.now(), 9)).toEqual([]);
      await endSong(songId, 'done', takes);
      expect(await circles.due(clock.now(), 9)).toEqual([id]);
      expect((await circles.tick(id, clock.now()))?.state.stage).toMatchObject({ songId, ...stage });
      expect(await circles.due(clock.now(), 9)).toEqual([]);
    });

    test('that failed lets the circle try again as another song', async () => {
      const { id, circle } = await generating();
      const songId = await askForSong(circle);
      await endSong(songId, 'gave_up', []);
      expect((await act(id, adding('noor', 'more', 1))).outcome.kind).toBe('saved');
      const again = await act(id, { kind: 'generate', by: 'mira' });
      expect(again.outcome).toMatchObject({ kind: 'may_generate', order: { round: 2 } });
      expect(await askForSong(again.circle)).not.toBe(songId);
    });
  });

  test('time ends it: due then, closed after, and no longer listed', async () => {
    const { id } = await begin();
    expect((await circles.openIn(guildId, channelId)).map((circle) => circle.id)).toEqual([id]);
    const due = clock.now() + 7 * dayMs;
    expect(await circles.nextDue()).toBe(due);
    expect(await circles.due(due - 1, 9)).toEqual([]);
    expect(await circles.due(due, 9)).toEqual([id]);
    expect((await circles.tick(id, due))?.state.closed).toEqual({ at: due, why: 'silence' });
    expect(await circles.openIn(guildId, channelId)).toEqual([]);
    expect(await circles.nextDue()).toBeNull();
  });

  test('a message that is behind is found, until it was shown', async () => {
    const { id } = await begin();
    await circles.placed(id, { channelId: 'c', messageId: 'm', earlierMessageId: null });
    const { circle } = await act(id, adding('jun', 'words'));
    expect(circle.message).toEqual({ channelId: 'c', messageId: 'm', earlierMessageId: null });
    expect(await circles.stale(clock.now() + 1, 9)).toEqual([id]);
    expect(await circles.stale(clock.now(), 9)).toEqual([]);
    await circles.shown(id, circle.state.version);
    await circles.shown(id, 1);
    expect(await circles.stale(clock.now() + 1, 9)).toEqual([]);
  });

  test('who is forgotten leaves no word and no name, and the others’ words stay', async () => {
    const { id } = await begin({ theme: 'the theme of mira' });
    await act(id, adding('mira', 'words of mira'));
    await act(id, adding('jun', 'words of jun', 1));
    await act(id, { kind: 'propose', by: 'mira', field: 'style', text: 'style of mira' });
    await act(id, { kind: 'vote', by: 'jun', field: 'style', proposal: 3 });
    await act(id, { kind: 'edit_section', by: 'mira', id: 2, section: 'hook', lyrics: 'tried by mira', revision: 1 });
    await database.write(async (trx) => {
      const ref = await memberRef(trx, 'mira');
      await forgetInCircles(trx, ref, clock.now());
      await trx.updateTable('members').set({ user_id: null }).where('ref', '=', ref).execute();
    });
    const { rows } = await database.read((db) => sql`SELECT * FROM circles, circle_events, members`.execute(db));
    expect(JSON.stringify(rows)).not.toContain('mira');
    const circle = await load(id);
    expect(seenBy(circle, 'jun')).toMatchObject({
      theme: '',
      hostId: 'jun',
      memberIds: ['jun'],
      sections: [{ lyrics: 'words of jun', isMine: true }],
      proposals: { style: [] },
    });
    expect(await circles.stale(clock.now() + 1, 9)).toEqual([id]);
    expect((await act(id, adding('mira', 'anew', 2))).outcome.kind).toBe('saved');
    expect((await load(id)).state).toEqual(replay(await circles.history(id)));
  });
});

/** A database whose process dies at the n-th statement of a write. */
function cutOff(database: Database, n: number): { broken: Database; isCut: () => boolean } {
  let statements = 0;
  const count = <Value>(value: Value): Value => {
    statements += 1;
    if (statements === n) throw new Error('cut off');
    return value;
  };
  const statement = ['selectFrom', 'insertInto', 'updateTable', 'executeQuery'];
  const dying = (trx: Transaction): Transaction =>
    new Proxy(trx, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return statement.includes(String(name)) ? count(value.bind(target)) : value.bind(target);
      },
    });
  // The last place to die is right before the commit.
  const write: Database['write'] = (work) =>
    database.write(async (trx) => {
      const result = await work(dying(trx));
      return count(result);
    });
  return { broken: { ...database, write }, isCut: () => statements >= n };
}
