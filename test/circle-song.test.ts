import { describe, expect, test } from 'vitest';
import { dueAt } from '../src/circles/circle.ts';
import type { Reason } from '../src/circles/outcomes.ts';
import { causeOf, orderOf } from '../src/circles/rounds.ts';
import { viewOf, visibleTo } from '../src/circles/view.ts';
import {
  add,
  chosen,
  close,
  type Doing,
  extend,
  generate,
  leave,
  made,
  ready,
  refused,
  roomyLimits,
  type Sitting,
  sit,
  suggest,
  take,
  textOf,
  voteFor,
} from './helpers/circles.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('generating', () => {
  test('says plainly what is missing; a title is not', () => {
    const circle = sit();
    expect(circle.does(1, generate)).toEqual({ kind: 'missing', what: ['section', 'style'] });
    circle.writes(2, 'two');
    expect(circle.does(1, generate)).toEqual({ kind: 'missing', what: ['style'] });
    circle.does(1, suggest('folk'));
    expect(circle.does(1, generate)).toEqual({
      kind: 'may_generate',
      order: { round: 1, title: '', style: 'folk', lyrics: '[Verse]\ntwo', extends: null },
      repeated: false,
    });
  });

  test('is the host’s, and everybody’s once more than half of the authors agreed', () => {
    const circle = ready();
    circle.writes(4, 'four');
    expect(circle.does(9, generate)).toEqual({ kind: 'agreement_needed', agreed: 0, needed: 2 });
    expect(circle.does(2, generate)).toEqual({ kind: 'agreed', agreed: 1, needed: 2 });
    expect(circle.does(2, generate)).toEqual({ kind: 'agreed', agreed: 1, needed: 2 });
    expect(circle.does(3, generate)).toMatchObject({ kind: 'may_generate', repeated: false });
  });

  test('counts the authors who are there now', () => {
    const circle = ready();
    circle.writes(4, 'four');
    circle.does(2, generate);
    circle.does(3, leave);
    circle.does(4, { kind: 'remove_section', id: 4 });
    expect(circle.does(9, generate)).toMatchObject({ kind: 'may_generate' });
  });

  test('two who press at once are given the same order, for the same cause', () => {
    const circle = ready();
    const first = circle.does(1, generate);
    const second = circle.does(2, generate);
    expect(second).toEqual({ ...first, repeated: true });
    expect(causeOf('c', circle.state().round)).toBe('circle:c:1');
  });

  test('nothing can be written between the press and the song; with no song, it goes on as before', () => {
    const circle = ready();
    circle.does(1, generate);
    expect(circle.does(2, add('late'))).toMatchObject({ kind: 'handed_back', why: { kind: 'not_writing' } });
    expect(circle.does(2, voteFor(3))).toEqual(refused({ kind: 'not_writing' }));
    expect(circle.does(1, close)).toEqual(refused({ kind: 'not_writing' }));
    circle.hears({ kind: 'not_begun' });
    expect(circle.does(2, add('in time'))).toMatchObject({ kind: 'saved' });
    expect(circle.state().round).toBe(1);
  });

  test('a press that came to nothing is let go after a minute, but a song that exists is not given up for lost', () => {
    for (const exists of [false, true]) {
      const circle = ready();
      circle.does(1, generate);
      expect(dueAt(circle.state())).toBe(circle.clock.now() + 60_000);
      circle.clock.advance(60_000);
      circle.hears(exists ? { kind: 'song_begun', round: 1, songId: 's' } : { kind: 'tick' });
      expect(circle.state().stage.kind).toBe(exists ? 'making' : 'writing');
    }
  });

  test('once a round: afterwards the song is named', () => {
    const circle = ready();
    circle.does(1, generate);
    circle.hears({ kind: 'song_begun', round: 1, songId: 's' });
    circle.hears({ kind: 'song_begun', round: 1, songId: 'another' });
    expect(circle.does(1, generate)).toEqual({ kind: 'already_generated', songId: 's' });
  });

  test('the end of another round’s song is not taken for this one’s', () => {
    const circle = ready();
    circle.does(1, generate);
    circle.hears({ kind: 'song_begun', round: 2, songId: 'of round 2' });
    expect(circle.state().stage.kind).toBe('sealed');
    circle.hears({ kind: 'song_begun', round: 1, songId: 's' });
    circle.hears({ kind: 'song_ended', round: 2, takes: [0, 1] });
    expect(circle.state().stage).toEqual({ kind: 'making', songId: 's' });
  });

  test('a song that failed ends the round, and the next has everything still in it', () => {
    const circle = made([]);
    expect(circle.state()).toMatchObject({ round: 2, stage: { kind: 'writing' }, extends: null, past: [] });
    expect(textOf(circle)).toEqual(['two', 'three']);
    circle.hears({ kind: 'song_ended', round: 1, takes: [0, 1] });
    expect(circle.state().stage.kind).toBe('writing');
    expect(circle.does(1, generate)).toMatchObject({ kind: 'may_generate', order: { round: 2, style: 'folk' } });
  });

  test('a model whose limits shrank since is not asked for more than it takes', () => {
    const limits = { ...roomyLimits };
    const circle = sit({ limits });
    circle.writes(2, 'twenty-two characters.');
    circle.does(2, suggest('folk'));
    limits.lyrics = 29;
    expect(circle.does(1, generate)).toEqual(
      refused({ kind: 'too_long', field: 'lyrics', limit: 29, length: 30, over: 1 }),
    );
  });
});

describe('the takes', () => {
  test('when all have voted the winner is marked', () => {
    const circle = made();
    expect(circle.does(1, take(0))).toEqual({ kind: 'take_voted', take: 0, chosen: null });
    expect(circle.does(2, take(1))).toEqual({ kind: 'take_voted', take: 1, chosen: null });
    expect(circle.does(1, take(1))).toEqual({ kind: 'take_voted', take: 1, chosen: null });
    expect(circle.does(3, take(0))).toEqual({ kind: 'take_voted', take: 0, chosen: 1 });
    expect(circle.state().stage).toEqual({ kind: 'chosen', songId: 'song-1', take: 1 });
  });

  test.each<[string, [number, number][], number]>([
    ['the votes decide', [[2, 1]], 1],
    [
      'a tie goes to the first',
      [
        [1, 1],
        [2, 0],
      ],
      0,
    ],
    ['so does no vote at all', [], 0],
  ])('after 24 hours %s', (_, votes, winner) => {
    const circle = made();
    const due = circle.clock.now() + dayMs;
    for (const [by, vote] of votes) circle.does(by, take(vote));
    expect(dueAt(circle.state())).toBe(due);
    circle.clock.advance(dayMs - 1);
    circle.hears({ kind: 'tick' });
    expect(circle.state().stage.kind).toBe('voting');
    circle.clock.advance(1);
    expect(circle.does(3, take(1))).toEqual(refused({ kind: 'no_vote' }));
    expect(circle.state().stage).toMatchObject({ kind: 'chosen', take: winner });
  });

  test('everybody sees how many votes each take has, and their own', () => {
    const circle = made();
    circle.does(1, take(1));
    circle.does(2, take(1));
    const view = viewOf(circle.state(), String, 1);
    expect(view).toMatchObject({
      myTake: 1,
      takeVotes: [
        { take: 0, votes: 0 },
        { take: 1, votes: 2 },
      ],
    });
    expect(view.stage).not.toHaveProperty('votes');
    expect(viewOf(circle.state(), String, 3).myTake).toBeNull();
  });

  test('who leaves is not waited for', () => {
    const circle = made();
    circle.does(1, take(1));
    circle.does(2, take(1));
    circle.does(3, leave);
    expect(circle.state().stage).toMatchObject({ kind: 'chosen', take: 1 });
  });

  test('of one take nobody has to choose', () => {
    expect(made([1]).state().stage).toEqual({ kind: 'chosen', songId: 'song-1', take: 1 });
  });

  test.each<[string, number, Doing, Reason]>([
    ['somebody who is not in the circle', 9, take(0), { kind: 'not_in' }],
    ['a take that did not come', 1, take(2), { kind: 'no_such' }],
    ['another round', 1, take(0, 2), { kind: 'no_vote' }],
  ])('a vote of or for %s does not count', (_, by, doing, why) => {
    const circle = made();
    const { stage } = circle.state();
    expect(circle.does(by, doing)).toEqual(refused(why));
    expect(circle.state().stage).toEqual(stage);
  });
});

describe('going on', () => {
  test('begins from the winner with nothing written, by the same rules', () => {
    const circle = chosen();
    circle.does(2, suggest('late title', 'title'));
    expect(circle.does(4, extend())).toEqual({ kind: 'extended', round: 2, repeated: false });
    expect(circle.does(2, extend())).toEqual({ kind: 'extended', round: 2, repeated: true });
    expect(circle.state()).toMatchObject({
      round: 2,
      extends: { songId: 'song-1', take: 0 },
      sections: [],
      proposals: { title: [], style: [] },
      agreed: [],
      members: [1, 2, 3, 4],
      past: [{ round: 1, songId: 'song-1', take: 0, style: 'folk', sections: [{ author: 2 }, { author: 3 }] }],
    });
  });

  test('needs new words, but no style: the parent has one', () => {
    const circle = chosen();
    circle.does(2, extend());
    expect(circle.does(1, generate)).toEqual({ kind: 'missing', what: ['section'] });
    circle.writes(2, 'more');
    expect(circle.does(1, generate)).toMatchObject({ kind: 'may_generate' });
    expect(orderOf(circle.state())).toEqual({
      round: 2,
      title: '',
      style: '',
      lyrics: '[Verse]\nmore',
      extends: { songId: 'song-1', take: 0 },
    });
  });

  test('has to wait for the winner', () => {
    expect(made().does(1, extend())).toEqual(refused({ kind: 'nothing_chosen' }));
    expect(ready().does(1, extend())).toEqual(refused({ kind: 'nothing_chosen' }));
  });
});

describe('in blind mode', () => {
  const blind = (): Sitting => {
    const circle = sit({ mode: 'blind' });
    circle.writes(2, 'a1\na2');
    circle.writes(3, 'b1\nb2');
    circle.writes(2, 'c1\nc2');
    circle.does(2, suggest('folk'));
    return circle;
  };
  const seenBy = (circle: Sitting, reader: number | null) =>
    visibleTo(circle.state(), reader).map(({ lyrics, lastLine }) => lyrics ?? lastLine);

  test.each<[string, number | null, (string | null)[]]>([
    ['the shared message shows nothing', null, [null, null, null]],
    ['an author sees their own, and the line before each', 2, ['a1\na2', 'b2', 'c1\nc2']],
    ['another sees theirs', 3, ['a2', 'b1\nb2', null]],
    ['the host sees no more than others', 1, [null, null, null]],
  ])('%s', (_, reader, visible) => {
    expect(seenBy(blind(), reader)).toEqual(visible);
  });

  test('who is about to write is shown the last line, the shared message is not', () => {
    const { state } = blind();
    expect(viewOf(state(), String, 9).continues).toEqual({ after: 3, line: 'c2' });
    expect(viewOf(state(), String, null).continues).toEqual({ after: 3, line: null });
  });

  test('nothing else that is shown has the hidden words in it', () => {
    const view = JSON.stringify(viewOf(blind().state(), String, null));
    for (const word of ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']) expect(view).not.toContain(word);
  });

  test.each<[string, (circle: Sitting) => unknown]>([
    [
      'the song is being made',
      (circle) => {
        circle.does(1, generate);
        circle.hears({ kind: 'song_begun', round: 1, songId: 's' });
      },
    ],
    ['the circle is closed', (circle) => circle.does(1, close)],
  ])('everything is shown once %s', (_, end) => {
    const circle = blind();
    end(circle);
    expect(seenBy(circle, null)).toEqual(['a1\na2', 'b1\nb2', 'c1\nc2']);
  });

  test('nothing is shown before the song is certain', () => {
    const circle = blind();
    circle.does(1, generate);
    expect(seenBy(circle, null)).toEqual([null, null, null]);
  });
});

describe('the end', () => {
  test('comes after seven days of silence, and the text stays', () => {
    const circle = ready();
    circle.clock.advance(6 * dayMs);
    circle.does(9, suggest('still here', 'title'));
    const due = circle.clock.now() + 7 * dayMs;
    expect(dueAt(circle.state())).toBe(due);
    circle.clock.advance(7 * dayMs - 1);
    circle.hears({ kind: 'tick' });
    expect(circle.state().closed).toBeNull();
    circle.clock.advance(1);
    // Nobody looked: whoever comes next finds it closed.
    expect(circle.does(2, add('late'))).toMatchObject({ kind: 'handed_back', why: { kind: 'closed' } });
    expect(circle.state().closed).toEqual({ at: due, why: 'silence' });
    expect(dueAt(circle.state())).toBeNull();
    expect(textOf(circle)).toEqual(['two', 'three']);
  });

  test('comes after thirty days at most', () => {
    const circle = ready();
    const start = circle.clock.now();
    for (let day = 0; day < 30; day += 5) {
      circle.does(2, suggest(`day ${day}`));
      circle.clock.advance(5 * dayMs);
    }
    circle.hears({ kind: 'tick' });
    expect(circle.state().closed).toEqual({ at: start + 30 * dayMs, why: 'age' });
  });

  test('waits for a song that is being made', () => {
    const circle = ready();
    circle.does(1, generate);
    circle.hears({ kind: 'song_begun', round: 1, songId: 's' });
    expect(dueAt(circle.state())).toBeNull();
    circle.clock.advance(31 * dayMs);
    circle.hears({ kind: 'tick' });
    expect(circle.state().closed).toBeNull();
    circle.hears({ kind: 'song_ended', round: 1, takes: [0, 1] });
    expect(circle.state()).toMatchObject({ closed: { why: 'silence' }, stage: { kind: 'chosen', take: 0 } });
  });

  test('ends the vote with the votes there are', () => {
    const circle = made();
    circle.does(2, take(1));
    expect(circle.does(1, close)).toEqual({ kind: 'closed' });
    expect(circle.state()).toMatchObject({ closed: { why: 'host' }, stage: { kind: 'chosen', take: 1 } });
  });

  test.each<[string, Doing]>([
    ['voting', voteFor(3)],
    ['generating', generate],
    ['leaving', leave],
    ['closing again', close],
    ['managing', { kind: 'remove_section', id: 1 }],
    ['handing over', { kind: 'hand_over', to: 2 }],
    ['going on', extend()],
  ])('after it there is no %s', (_, doing) => {
    const circle = ready();
    circle.does(1, close);
    const before = circle.state();
    expect(circle.does(1, doing)).toEqual(refused({ kind: 'closed' }));
    expect(circle.state()).toEqual(before);
  });
});
