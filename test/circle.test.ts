import { describe, expect, test } from 'vitest';
import { assemble } from '../src/circles/lyrics.ts';
import type { Limits, Reason } from '../src/circles/outcomes.ts';
import { leading } from '../src/circles/state.ts';
import { viewOf } from '../src/circles/view.ts';
import {
  add,
  chosen,
  close,
  type Doing,
  edit,
  extend,
  generate,
  leave,
  ready,
  refused,
  roomyLimits,
  type Sitting,
  sit,
  suggest,
  textOf,
  voteFor,
} from './helpers/circles.ts';

describe('writing', () => {
  test('two who save at the same moment both keep their section', () => {
    const circle = sit();
    expect(circle.does(2, add('two'))).toEqual({ kind: 'saved', id: 1, revision: 1 });
    expect(circle.does(3, add('three'))).toEqual({ kind: 'saved', id: 2, revision: 1 });
    expect(textOf(circle)).toEqual(['two', 'three']);
    expect(circle.state().members).toEqual([1, 2, 3]);
  });

  test('in blind mode two who continue the same line both keep their section, and the second is told', () => {
    const circle = sit({ mode: 'blind' });
    const first = circle.writes(1, 'one');
    expect(circle.does(2, add('two', first))).toMatchObject({ kind: 'saved' });
    expect(circle.does(3, add('three', first))).toEqual({ kind: 'saved_beside', id: 3, revision: 1, other: 2 });
    expect(textOf(circle)).toEqual(['one', 'two', 'three']);
  });

  test('a change by its author is saved, and the same change again is the same', () => {
    const circle = sit();
    const id = circle.writes(2, 'rain');
    expect(circle.does(2, edit(id, ' rain again\r\n'))).toEqual({ kind: 'saved', id, revision: 2 });
    const { length } = circle.events();
    expect(circle.does(2, edit(id, 'rain again'))).toEqual({ kind: 'saved', id, revision: 2 });
    expect(circle.events()).toHaveLength(length);
    expect(textOf(circle)).toEqual(['rain again']);
  });

  test.each<[string, (circle: Sitting, id: number) => unknown, number, Reason]>([
    ['locked meanwhile', (c, id) => c.does(1, { kind: 'lock_section', id, locked: true }), 2, { kind: 'locked' }],
    ['removed meanwhile', (c, id) => c.does(1, { kind: 'remove_section', id }), 2, { kind: 'removed' }],
    ['saved elsewhere by its author', (c, id) => c.does(2, edit(id, 'other')), 2, { kind: 'changed', revision: 2 }],
    ["another member's", () => {}, 3, { kind: 'not_author' }],
    ["a member's, and changed by the host", () => {}, 1, { kind: 'not_author' }],
    ['in a circle that was closed', (c) => c.does(1, close), 2, { kind: 'closed' }],
    [
      'in a song that is being made',
      (c) => [suggest('folk'), generate].map((doing) => c.does(1, doing)),
      2,
      { kind: 'not_writing' },
    ],
  ])('a change of a section that is %s is handed back whole', (_, meanwhile, by, why) => {
    const circle = sit();
    const id = circle.writes(2, 'mine');
    meanwhile(circle, id);
    const before = textOf(circle);
    expect(circle.does(by, edit(id, ' my words '))).toEqual({
      kind: 'handed_back',
      typed: { field: 'lyrics', id, section: 'verse', text: ' my words ' },
      why,
    });
    expect(circle.events().at(-1)).toMatchObject({ kind: 'handed_back', by, words: ' my words ', why: why.kind });
    expect(textOf(circle)).toEqual(before);
  });

  test('a change of a section of a round that is over is handed back', () => {
    const circle = chosen();
    circle.does(2, extend());
    expect(circle.does(2, edit(1, 'late'))).toMatchObject({ kind: 'handed_back', why: { kind: 'not_writing' } });
  });

  test.each([0, -1, 1.5, Number.NaN, 99])('the made-up section %d changes nothing, and its words come back', (id) => {
    const circle = sit();
    expect(circle.does(2, edit(id, 'words'))).toMatchObject({
      kind: 'handed_back',
      typed: { id: null, text: 'words' },
    });
    expect(circle.does(2, add('words', id))).toMatchObject({ kind: 'saved' });
    expect(circle.state().sections).toMatchObject([{ after: null }]);
  });

  test.each(['', '  \n', '\u200b'])('%j is no section', (lyrics) => {
    expect(sit().does(2, add(lyrics))).toMatchObject({ kind: 'handed_back', why: { kind: 'empty' } });
  });

  test('the lyrics are sections under their tags', () => {
    const circle = sit();
    circle.does(1, { kind: 'add_section', section: 'pre_chorus', lyrics: 'a\nb', after: null });
    circle.does(1, { kind: 'add_section', section: 'outro', lyrics: 'c', after: 1 });
    expect(assemble(circle.state().sections)).toBe('[Pre-Chorus]\na\nb\n\n[Outro]\nc');
  });

  test('the limit counts every section with its tag, in code points, to the last one', () => {
    // `[Verse]\n` is 8, the empty line between two is 2.
    const limits: Limits = { ...roomyLimits, lyrics: 30 };
    const circle = sit({ limits });
    expect(circle.does(2, add('🎵'.repeat(10)))).toMatchObject({ kind: 'saved' });
    expect(circle.does(3, add('abc'))).toMatchObject({
      kind: 'handed_back',
      why: { kind: 'too_long', field: 'lyrics', limit: 30, length: 31, over: 1 },
    });
    expect(circle.does(3, add('ab'))).toMatchObject({ kind: 'saved' });
    expect(viewOf(circle.state(), String, null).used).toBe(30);
    expect(circle.does(3, edit(2, 'abc'))).toMatchObject({ kind: 'handed_back', why: { over: 1 } });
    expect(circle.does(3, edit(2, 'xy'))).toMatchObject({ kind: 'saved' });
  });

  test('a song has 25 sections at most', () => {
    const circle = sit();
    for (let n = 0; n < 25; n += 1) circle.writes(2, `line ${n}`);
    expect(circle.does(2, add('more'))).toMatchObject({
      kind: 'handed_back',
      why: { kind: 'too_many', what: 'sections', limit: 25 },
    });
    expect(circle.does(2, edit(25, 'still'))).toMatchObject({ kind: 'saved' });
  });
});

describe('managing', () => {
  test.each<[string, number, Doing, object]>([
    ['the host locks', 1, { kind: 'lock_section', id: 1, locked: true }, { kind: 'section_locked' }],
    ['an author cannot lock', 2, { kind: 'lock_section', id: 1, locked: true }, refused({ kind: 'not_host' })],
    ['the host moves', 1, { kind: 'move_section', id: 2, before: 1 }, { kind: 'section_moved' }],
    ['an author cannot move', 2, { kind: 'move_section', id: 2, before: 1 }, refused({ kind: 'not_host' })],
    ['the host removes', 1, { kind: 'remove_section', id: 1 }, { kind: 'section_removed' }],
    ['its author removes', 2, { kind: 'remove_section', id: 1 }, { kind: 'section_removed' }],
    ['another author cannot remove', 3, { kind: 'remove_section', id: 1 }, refused({ kind: 'not_author' })],
    ['what is gone cannot be moved', 1, { kind: 'move_section', id: 9, before: 1 }, refused({ kind: 'no_such' })],
    ['nothing moves before what is gone', 1, { kind: 'move_section', id: 1, before: 9 }, refused({ kind: 'no_such' })],
    ['the host hands over', 1, { kind: 'hand_over', to: 3 }, { kind: 'handed_over', to: 3 }],
    ['an author cannot hand over', 2, { kind: 'hand_over', to: 2 }, refused({ kind: 'not_host' })],
    ['nobody outside becomes host', 1, { kind: 'hand_over', to: 9 }, refused({ kind: 'not_in' })],
    ['an author cannot close', 2, close, refused({ kind: 'not_host' })],
    ['a manager of the server closes', 9, { kind: 'close', asManager: true }, { kind: 'closed' }],
  ])('%s', (_, by, doing, outcome) => {
    const circle = ready();
    const before = circle.state();
    expect(circle.does(by, doing)).toMatchObject(outcome);
    if ('why' in outcome) expect(circle.state()).toEqual(before);
    else expect(circle.state().version).toBe(before.version + 1);
  });

  test.each<[number, number | null, string[]]>([
    [1, null, ['b', 'c', 'a']],
    [3, 1, ['c', 'a', 'b']],
    [1, 3, ['b', 'a', 'c']],
    [2, 3, ['a', 'b', 'c']],
    [2, 2, ['a', 'b', 'c']],
  ])('section %d moved before %s', (id, before, order) => {
    const circle = sit();
    for (const lyrics of ['a', 'b', 'c']) circle.writes(2, lyrics);
    circle.does(1, { kind: 'move_section', id, before });
    expect(textOf(circle)).toEqual(order);
  });

  test('a locked section is kept from its author, not from the host', () => {
    const circle = ready();
    circle.does(1, { kind: 'lock_section', id: 1, locked: true });
    expect(circle.does(2, { kind: 'remove_section', id: 1 })).toEqual(refused({ kind: 'locked' }));
    circle.does(1, { kind: 'lock_section', id: 1, locked: false });
    expect(circle.does(2, edit(1, 'open again'))).toMatchObject({ kind: 'saved' });
  });
});

describe('leaving', () => {
  test('the longest-standing author hosts after the host, and what the host wrote stays', () => {
    const circle = sit();
    circle.writes(1, 'one');
    circle.does(2, suggest('folk'));
    circle.writes(3, 'three');
    circle.writes(4, 'four');
    expect(circle.does(1, leave)).toEqual({ kind: 'left', host: 3 });
    expect(circle.state()).toMatchObject({ host: 3, members: [2, 3, 4] });
    expect(textOf(circle)).toEqual(['one', 'three', 'four']);
  });

  test('without authors whoever is there longest hosts; after the last one, the next who comes', () => {
    const circle = sit();
    circle.does(2, suggest('folk'));
    expect(circle.does(1, leave)).toEqual({ kind: 'left', host: 2 });
    expect(circle.does(2, leave)).toEqual({ kind: 'left', host: null });
    circle.writes(3, 'three');
    expect(circle.state()).toMatchObject({ host: 3, members: [3] });
  });

  test('takes their votes and their agreement along, and coming back is coming anew', () => {
    const circle = ready();
    const [style] = circle.state().proposals.style;
    circle.does(2, voteFor(style?.id ?? 0));
    circle.does(2, generate);
    expect(circle.state()).toMatchObject({ agreed: [2], votes: { style: { 2: 3 } } });
    circle.does(2, leave);
    expect(circle.state()).toMatchObject({ agreed: [], members: [1, 3] });
    expect(circle.state().votes.style).toEqual({});
    expect(circle.does(2, leave)).toEqual(refused({ kind: 'not_in' }));
    circle.does(2, edit(1, 'back'));
    expect(circle.state().members).toEqual([1, 3, 2]);
  });
});

describe('titles and styles', () => {
  test('one vote a member, changeable; of equals the first leads', () => {
    const circle = sit();
    circle.does(1, suggest('folk'));
    circle.does(2, suggest('jazz'));
    expect(leading(circle.state(), 'style')).toBe('folk');
    circle.does(3, voteFor(2));
    circle.does(3, voteFor(2));
    expect(leading(circle.state(), 'style')).toBe('jazz');
    circle.does(3, voteFor(1));
    expect(circle.state().votes.style).toEqual({ 3: 1 });
    expect(leading(circle.state(), 'style')).toBe('folk');
  });

  test.each<[string, Doing, object]>([
    ['the same, written otherwise', suggest(' FOLK '), { kind: 'already_proposed', id: 1 }],
    ['too long', suggest('x'.repeat(201)), { kind: 'handed_back', why: { kind: 'too_long', limit: 200, over: 1 } }],
    ['nothing', suggest(' '), { kind: 'handed_back', why: { kind: 'empty' } }],
    ['a title that is too long', suggest('x'.repeat(81), 'title'), { kind: 'handed_back', why: { field: 'title' } }],
    ['the same words for the other', suggest('folk', 'title'), { kind: 'proposed', field: 'title', id: 2 }],
    ['several lines', suggest('dream\n pop'), { kind: 'proposed' }],
    ['a vote for what is not there', voteFor(9), refused({ kind: 'no_such' })],
    ['a vote for a style as a title', voteFor(1, 'title'), refused({ kind: 'no_such' })],
  ])('%s', (_, doing, outcome) => {
    const circle = sit();
    circle.does(1, suggest('folk'));
    expect(circle.does(2, doing)).toMatchObject(outcome);
    expect(circle.state().proposals.style.map(({ text }) => text)).not.toContain('dream\n pop');
  });

  test('25 of each, no more', () => {
    const circle = sit();
    for (let n = 0; n < 25; n += 1) expect(circle.does(2, suggest(`style ${n}`))).toMatchObject({ kind: 'proposed' });
    expect(circle.does(2, suggest('one more'))).toEqual({
      kind: 'handed_back',
      typed: { field: 'style', text: 'one more' },
      why: { kind: 'too_many', what: 'style', limit: 25 },
    });
    expect(circle.does(2, suggest('a title', 'title'))).toMatchObject({ kind: 'proposed' });
  });
});
