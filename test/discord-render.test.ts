import {
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { expect, test } from 'vitest';
import type { Board, ChoiceFace, Form, SelectFace } from '../src/discord/answer.ts';
import { boardBody, formBody, noteBody } from '../src/discord/render.ts';

const choice = (n: number, more: Partial<ChoiceFace> = {}): ChoiceFace => ({
  value: `${n}`,
  label: `Title ${n}`,
  chosen: false,
  ...more,
});
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const select = (more: Partial<SelectFace> = {}): SelectFace => ({
  id: 'vote:1:abc',
  placeholder: 'Vote for a title',
  options: times(3, (n) => choice(n)),
  ...more,
});
const button = (n: number) => ({ label: `Button ${n}`, style: 'primary', id: `b:1:${n}` }) as const;
const faults = (data: object) =>
  CreateMessageInteractionCallbackRequestSchema.safeParse({ type: 4, data }).error?.issues ?? [];

test('a list in a form is one that Discord takes, required or not', () => {
  const list = (id: string, required: boolean): Form['fields'][number] => ({
    kind: 'select',
    id,
    label: 'Kind',
    required,
    options: [choice(1, { chosen: true }), choice(2, { description: 'comes again' })],
  });
  const body = formBody({ id: 'section:1', title: 'Add section', fields: [list('a', true), list('b', false)] });
  expect(ModalInteractionCallbackRequestSchema.safeParse({ type: 9, data: body }).error).toBeUndefined();
  expect(body.components).toMatchObject([
    { label: 'Kind', component: { type: 3, custom_id: 'a', required: true, options: [{ default: true }, {}] } },
    { component: { custom_id: 'b', required: false, min_values: 0 } },
  ]);
  expect(body.components[0]).not.toHaveProperty('component.min_values');
});

test('lists of a note stand above its buttons, each in a row of its own', () => {
  const selects = [select(), select({ id: 'vote:1:b', least: 0, most: 2, disabled: true })];
  const { body } = noteBody({ kind: 'note', text: 'Vote', selects, buttons: [button(1)] });
  expect(faults(body)).toEqual([]);
  expect(body.components.map((row) => row.components.map(({ type }) => type))).toEqual([[3], [3], [2]]);
  expect(body.components[1]?.components[0]).toMatchObject({ min_values: 0, max_values: 2, disabled: true });
});

test('a list never asks for more than it offers, and an empty one is left out', () => {
  const rows = [select({ options: [], least: 0 }), select({ options: [choice(1)], least: 2, most: 25 }), []];
  const { components } = boardBody({ content: 'x', embeds: [], rows });
  expect(components).toMatchObject([{ components: [{ min_values: 1, max_values: 1 }] }]);
});

test('whatever a board holds, Discord takes it', () => {
  const long = 'word '.repeat(2_000);
  const board: Board = {
    content: long,
    embeds: times(12, () => ({ title: long, text: long, fields: [{ name: long, value: long }], footer: long })),
    rows: times(7, (n) =>
      n % 2 === 0
        ? select({ id: `s:1:${n}`, placeholder: long, options: times(30, (i) => choice(i, { label: long })) })
        : times(7, (i) => button(10 * n + i)),
    ),
  };
  const line = 'The earlier message can no longer be changed: https://discord.com/channels/1/2/3';
  const body = boardBody(board, line);
  expect(faults(body)).toEqual([]);
  expect(body.content.length).toBeLessThanOrEqual(2_000);
  expect(body.content.endsWith(`\n${line}`)).toBe(true);
  expect(body.components).toHaveLength(5);
  const characters = body.embeds.flatMap((embed) => [
    embed.title,
    embed.description,
    embed.footer?.text,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]);
  expect(characters.join('').length).toBeLessThanOrEqual(6_000);
});
