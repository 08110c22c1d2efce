/** A circle's message: what it says in each state, and that whatever members write it stays within Discord's limits. */
import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CircleModel } from '../src/circles/models.ts';
import { type CircleView, viewOf } from '../src/circles/view.ts';
import type { Board, ButtonFace } from '../src/discord/answer.ts';
import { type CircleScene, circleBoard, fairShare } from '../src/discord/circle-board.ts';
import { boardBody } from '../src/discord/render.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import {
  add,
  chosen,
  close,
  extend,
  generate,
  leave,
  made,
  ready,
  roomyLimits,
  type Sitting,
  sit,
  suggest,
  take,
  voteFor,
} from './helpers/circles.ts';

const texts = createTexts();
const model: CircleModel = { name: 'Sketch', service: 'Sketch (built in)', limits: roomyLimits };
/** A Discord id for each member. */
const who = (member: number): string => String(400_000_000_000_000_000n + BigInt(member));
const at = (member: number): string => `<@${who(member)}>`;

const boardOf = (circle: Sitting, more: Partial<CircleScene> = {}, locale = 'en-US'): Board =>
  circleBoard(
    { id: 'circle0123456789', view: viewOf(circle.state(), who, null), model, songs: new Map(), ...more },
    texts.in(locale),
  );
const wordsOf = (board: Board): string => {
  const [embed] = board.embeds;
  const fields = (embed?.fields ?? []).map(({ name, value }) => `${name}: ${value}`);
  return [board.content, embed?.title, embed?.text, ...fields, embed?.footer].join('\n');
};
const buttonsOf = (board: Board): ButtonFace[] =>
  board.rows.flatMap((row) => ('options' in row ? [] : row.flatMap((face) => ('id' in face ? [face] : []))));
const labelsOf = (board: Board, disabled: boolean): string[] =>
  buttonsOf(board)
    .filter((face) => (face.disabled ?? false) === disabled)
    .map(({ label }) => label);

describe('while it is written', () => {
  test('an empty circle says what is missing, and only what can be done can be pressed', () => {
    const board = boardOf(sit());
    expect(wordsOf(board)).toContain('Still missing: a section and a style.');
    expect(wordsOf(board)).toContain('□□□□□□□□□□ 0 of 3,000');
    expect(wordsOf(board)).toContain(`In the circle: ${at(1)} (host)`);
    expect(labelsOf(board, false)).toEqual([
      'Add section',
      'Suggest title',
      'Suggest style',
      'Generate',
      'Leave',
      'Manage',
    ]);
    expect(labelsOf(board, true)).toEqual(['Vote', 'Edit mine', 'Lyrics']);
  });

  test('it shows the lyrics with each author, what leads the votes, and how many agreed', () => {
    const circle = ready();
    circle.does(3, suggest('Tin Roof', 'title'));
    circle.does(2, suggest('Rain', 'title'));
    const [, rain] = circle.state().proposals.title;
    circle.does(1, voteFor(rain?.id ?? 0, 'title'));
    circle.does(2, generate);
    const words = wordsOf(boardOf(circle));
    expect(words).toContain(`**Verse** · ${at(2)}\ntwo\n\n**Verse** · ${at(3)}\nthree`);
    expect(words).toContain('Title: Rain\n1 vote · 1 more suggestion');
    expect(words).toContain('Style: folk\n0 votes');
    expect(words).toContain('1 of the 2 that are needed');
    expect(words).toContain('Everything a song needs is there.');
    expect(labelsOf(boardOf(circle), true)).toEqual([]);
  });

  test('a locked section says so in words', () => {
    const circle = ready();
    circle.does(1, { kind: 'lock_section', id: 1, locked: true });
    expect(wordsOf(boardOf(circle))).toContain(`**Verse** · ${at(2)} · locked\ntwo`);
  });

  test('a blind circle shows who wrote, and not one word', () => {
    const circle = sit({ mode: 'blind' });
    circle.writes(2, 'secret beginning\nsecret end');
    const words = wordsOf(boardOf(circle));
    expect(words).not.toContain('secret');
    expect(words).toContain(`**Verse** · ${at(2)}\n*hidden until the song is being made*`);
  });

  test('it speaks the language of the server', () => {
    const board = boardOf(ready(), {}, 'de');
    expect(wordsOf(board)).toContain(`**Strophe** · ${at(2)}`);
    expect(labelsOf(board, false)).toContain('Abschnitt hinzufügen');
  });

  test('everybody is named, or counted', () => {
    const circle = sit();
    for (let member = 2; member <= 60; member += 1) circle.does(member, suggest(`idea ${Math.min(member, 20)}`));
    expect(circle.state().members.length).toBeLessThan(60);
    const view: CircleView = {
      ...viewOf(circle.state(), who, null),
      memberIds: Array.from({ length: 60 }, (_, n) => who(n + 1)),
    };
    const people = boardOf(circle, { view }).embeds[0]?.fields?.find(({ name }) => name === 'In the circle')?.value;
    const named = people?.match(/<@\d+>/g)?.length ?? 0;
    expect(people).toMatch(new RegExp(` and ${60 - named} more$`));
  });

  test('when nobody is left it says who comes next', () => {
    const circle = sit();
    circle.does(1, leave);
    expect(wordsOf(boardOf(circle))).toContain('whoever writes next hosts it');
  });
});

describe('with its song', () => {
  const link = 'https://discord.com/channels/1/2/3';
  const songs = new Map([['song-1', { title: 'Tin *Roof*', link }]]);

  test('while it is made nothing can be written, and its card is pointed at once it is known', () => {
    const circle = ready();
    circle.does(1, generate);
    expect(wordsOf(boardOf(circle))).toContain('Generate was pressed.');
    circle.hears({ kind: 'song_begun', round: 1, songId: 'song-1' });
    expect(wordsOf(boardOf(circle))).not.toContain('](');
    const board = boardOf(circle, { songs });
    expect(wordsOf(board)).toContain(`The song is being made.`);
    expect(wordsOf(board)).toContain(`[Go to the song](${link})`);
    expect(labelsOf(board, false)).toEqual(['Lyrics', 'Leave', 'Manage']);
    expect(wordsOf(board)).not.toContain('Characters');
  });

  test('the vote counts, tells its end, and never who voted how', () => {
    const circle = made();
    circle.does(1, take(1));
    circle.does(2, take(1));
    const board = boardOf(circle, { songs });
    expect(wordsOf(board)).toContain('Take A: 0 votes\nTake B: 2 votes\n2 of 3 have voted.');
    expect(wordsOf(board)).toMatch(/The vote ends <t:\d+:R>/);
    expect(labelsOf(board, false)).toEqual(['Take A', 'Take B', 'Lyrics', 'Leave', 'Manage']);
  });

  test('the winner is marked, and Extend goes on from it', () => {
    const circle = chosen();
    const board = boardOf(circle, { songs });
    expect(wordsOf(board)).toContain('**Take A was chosen.**');
    expect(labelsOf(board, false)).toEqual(['Extend', 'Lyrics', 'Leave', 'Manage']);
    circle.does(2, extend());
    const words = wordsOf(boardOf(circle, { songs }));
    expect(words).toContain(`Continues [Tin \\*Roof\\*](${link}), take A.`);
    expect(words).toContain('Round 2');
    expect(words).toContain('Still missing: a section.');
    expect(words).not.toContain('two');
    expect(labelsOf(boardOf(circle, { songs }), false)).toContain('Lyrics');
  });

  test('a closed circle says since when and why, keeps its text, and only Lyrics is left', () => {
    const circle = ready();
    circle.does(1, close);
    const board = boardOf(circle);
    expect(wordsOf(board)).toMatch(/\*\*Ended <t:\d+:R>\*\* by its host/);
    expect(wordsOf(board)).toContain('three');
    expect(labelsOf(board, false)).toEqual(['Lyrics']);
    expect(labelsOf(board, true)).toEqual([]);
  });
});

describe('whatever members write', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }),
    fc.constantFrom('*'.repeat(400), '\n'.repeat(50), '@everyone <@&1> [a](http://b.c) `x` ||s||', 'ﷺ'.repeat(150)),
    fc.string({ minLength: 100, maxLength: 2000 }),
  );

  test('stays within the limits of Discord, with every section and its author there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), anything), { maxLength: 30 }),
        fc.array(anything, { maxLength: 30 }),
        anything,
        fc.constantFrom('en-US', 'de', 'ja'),
        (sections, proposals, theme, locale) => {
          const circle = sit({ limits: { title: 1e6, style: 1e6, lyrics: 1e6 } });
          for (const [by, text] of sections) circle.does(by, add(text));
          for (const text of proposals) circle.does(2, suggest(text, 'title'));
          for (const text of proposals) circle.does(3, suggest(text, 'style'));
          const view = { ...viewOf(circle.state(), who, null), theme };
          const board = boardOf(circle, { view }, locale);
          const body = boardBody(board);
          expect(MessageCreateRequestSchema.safeParse({ ...body, allowed_mentions: { parse: [] } }).success).toBe(true);
          const [embed] = body.embeds;
          expect(embed?.description?.length).toBeLessThanOrEqual(4096);
          const all = [
            embed?.title,
            embed?.description,
            embed?.footer?.text,
            ...(embed?.fields ?? []).flatMap(({ name, value }) => [name, value]),
          ];
          expect(all.join('').length).toBeLessThanOrEqual(5_500);
          // It fits by itself: nothing had to be cut on the way out.
          expect(embed?.description).toBe(board.embeds[0]?.text);
          expect(embed?.fields).toHaveLength(board.embeds[0]?.fields?.length ?? 0);
          for (const { authorId } of view.sections) expect(embed?.description).toContain(`· <@${authorId}>`);
          for (const text of all) expect(text ?? '').not.toMatch(/(?<!\\)@everyone|<@&|(?<!\\)\]\(http:/);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('long sections are cut so that short ones stay whole', () => {
    const circle = sit({ limits: { ...roomyLimits, lyrics: 1e6 } });
    circle.writes(2, 'short and whole');
    circle.writes(3, 'long '.repeat(1_000));
    const words = wordsOf(boardOf(circle));
    expect(words).toContain('short and whole');
    expect(words).toContain('all of it is behind **Lyrics**');
  });

  test.each<[number[], number, number]>([
    [[10, 10], 100, 10],
    [[10, 500, 500], 110, 50],
    [[5, 5, 500], 110, 100],
    [[], 100, 0],
    [[500], 0, 1],
  ])('of lengths %j in room for %i each gets at most %i', (lengths, room, share) => {
    expect(fairShare(lengths, room)).toBe(share);
  });
});
