import { ModalInteractionCallbackRequestSchema } from 'discord-api-spec/zod';
import { expect, test } from 'vitest';
import { createCommands } from '../commands/index.ts';
import type { Answer, Asker, Form } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { formBody } from '../src/discord/render.ts';
import type { Songs } from '../src/songs/songs.ts';
import { createCommandDeps, draftOf } from './helpers/commands.ts';
import { askerOf, finishedSong, ids, songView, track } from './helpers/discord.ts';

const setup = (songs: Partial<Songs> = {}) => {
  const fakes = createCommandDeps(songs);
  const all = createCommands(fakes.deps);
  return {
    ...fakes,
    compose: async (options = {}) =>
      all.commands.find((one) => one.declaration.name === 'compose')?.run(askerOf(), null, options),
    press: async (id: string, asker: Partial<Asker> = {}) =>
      all.buttons.find((one) => id.startsWith(`${one.key}:`))?.answer(askerOf(asker), id, {}),
    fill: async (id: string, typed: Record<string, string>) =>
      all.forms.find((one) => id.startsWith(`${one.key}:`))?.answer(askerOf(), id, typed),
  };
};
const formIn = (answer: Answer | null | undefined): Form => {
  if (answer?.kind !== 'form') throw new Error(`answered ${answer?.kind}`);
  return answer.form;
};
const inputs = (form: Form) => form.fields.flatMap((field) => (field.kind === 'words' ? [] : [field]));
/** What can be read in it, and not filled in. */
const wordsIn = (form: Form) => form.fields.flatMap((field) => (field.kind === 'words' ? [field.text] : []));
const values = (form: Form) =>
  Object.fromEntries(
    inputs(form).map((field) => [
      field.id,
      field.kind === 'text' ? field.value : field.options.find((one) => one.chosen)?.value,
    ]),
  );
const song = {
  title: 'Tin Roof',
  style: 'dream pop',
  lyrics: '[Verse]\nRain',
  avoid: 'drums',
  vocals: 'female',
} as const;

test('/compose opens the form Write a song with its five fields', async () => {
  const form = formIn(await setup().compose());
  expect(form.title).toBe('Write a song');
  expect(inputs(form).map((field) => [field.label, field.required])).toEqual([
    ['Title', false],
    ['Style (tags)', true],
    ['Lyrics', false],
    ['Avoid (tags)', false],
    ['Vocals', true],
  ]);
  expect(values(form)).toEqual({ title: '', style: '', lyrics: '', avoid: '', vocals: 'any' });
  expect(ModalInteractionCallbackRequestSchema.safeParse({ type: 9, data: formBody(form) }).success).toBe(true);
});

test('what was typed becomes a request, for the model that was chosen before the form opened', async () => {
  const { compose, fill, requests } = setup();
  const form = formIn(await compose({ model: 'apiin/suno-v4-5' }));
  await fill(form.id, song);
  expect(requests[0]).toMatchObject({
    words: { form: 'compose', ...song },
    model: 'apiin/suno-v4-5',
    cause: `interaction:${ids.interaction}`,
  });
});

test('a model that there is not is refused before anybody types', async () => {
  expect(await setup().compose({ model: 'nothing' })).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('“nothing”'),
  });
});

test('the next /compose offers the words that were not sent, and the model named now goes first', async () => {
  const latestDraft: Songs['latestDraft'] = async (form) =>
    form === 'compose' ? draftOf({ form: 'compose', ...song }, { model: 'apiin/suno-v4-5' }) : null;
  const { compose } = setup({ latestDraft });
  const kept = formIn(await compose());
  expect(values(kept)).toEqual(song);
  expect(routes.composeForm.parse(kept.id)).toEqual({ model: 'apiin/suno-v4-5', file: null });
  expect(routes.composeForm.parse(formIn(await compose({ model: 'sketch/sketch' })).id)).toEqual({
    model: 'sketch/sketch',
    file: null,
  });
});

test('a draft for a model that is gone opens all the same', async () => {
  const { compose } = setup({ latestDraft: async () => draftOf({ form: 'compose', ...song }, { model: 'gone/gone' }) });
  expect(routes.composeForm.parse(formIn(await compose()).id)).toEqual({ model: null, file: null });
});

test('words longer than a field holds never make the form fail', async () => {
  const long = { ...song, title: 'x\n'.repeat(4000), lyrics: '👨'.repeat(5000), style: '\ud800'.repeat(10) };
  const { compose } = setup({ latestDraft: async () => draftOf({ form: 'compose', ...long }) });
  const body = formBody(formIn(await compose()));
  expect(ModalInteractionCallbackRequestSchema.safeParse({ type: 9, data: body }).success).toBe(true);
  expect(JSON.stringify(body).isWellFormed()).toBe(true);
});

test('Edit on a card that came to nothing opens the words for their author alone', async () => {
  const view = songView({ state: 'refused', ending: 'text', work: { kind: 'lyrics', ...song } });
  const { press } = setup({ find: async () => view });
  const id = routes.rewrite.make({ song: view.id });
  const form = formIn(await press(id));
  expect(values(form)).toEqual(song);
  expect(routes.composeForm.parse(form.id)).toEqual({ model: 'sketch/sketch', file: null });
  expect(await press(id, { userId: ids.other })).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('Only the member'),
  });
});

test('Extend opens the form with what the parent has, its title cut to 35 characters', async () => {
  const parent = finishedSong({ title: 'A very long title of a song that never ends and goes on' });
  const { press } = setup({ find: async () => parent });
  const form = formIn(await press(routes.extend.make({ song: parent.id, track: 1 })));
  expect(form.title).toBe('Extend: A very long title of a song that n…');
  expect(form.title.length).toBe('Extend: '.length + 35);
  expect(inputs(form).map((field) => field.label)).toEqual(['From second', 'Lyrics', 'Style (tags)', 'Title']);
  expect(values(form)).toEqual({ from: '', lyrics: '', style: 'dream pop, 96 bpm', title: parent.title });
  expect(form.fields[0]).toMatchObject({ placeholder: '0:31 (the end)' });
  expect(ModalInteractionCallbackRequestSchema.safeParse({ type: 9, data: formBody(form) }).success).toBe(true);
});

test('the continuation is asked for as it was typed', async () => {
  const { fill, requests } = setup();
  await fill(routes.extendForm.make({ song: 'abc', track: 1 }), {
    from: '1:45',
    lyrics: 'more',
    style: 'pop',
    title: 'On',
  });
  expect(requests[0]).toMatchObject({
    words: { form: 'extend', parentId: 'abc', track: 1, from: '1:45', lyrics: 'more', style: 'pop', title: 'On' },
    model: null,
  });
});

test('a refused continuation is opened again, by Edit and by the next Extend of that take', async () => {
  const parent = finishedSong();
  const words = {
    form: 'extend',
    parentId: parent.id,
    track: 0,
    from: '9:99',
    title: 'On',
    style: 'pop',
    lyrics: 'more',
  } as const;
  const { press } = setup({
    find: async () => parent,
    draft: async () => draftOf(words),
    latestDraft: async () => draftOf(words),
  });
  const kept = { from: '9:99', title: 'On', style: 'pop', lyrics: 'more' };
  expect(values(formIn(await press('edit:1:draft00000000001')))).toEqual(kept);
  expect(values(formIn(await press(routes.extend.make({ song: parent.id, track: 0 }))))).toEqual(kept);
  expect(values(formIn(await press(routes.extend.make({ song: parent.id, track: 1 })))).from).toBe('');
});

test('a take that is unknown, not there yet, or of a service that cannot extend is a sentence', async () => {
  const id = routes.extend.make({ song: 'abc', track: 1 });
  const said = async (songs: Partial<Songs>) => {
    const answer = await setup(songs).press(id);
    return answer?.kind === 'note' ? answer.text : answer?.kind;
  };
  expect(await said({})).toContain('no longer known');
  expect(await said({ find: async () => finishedSong({ tracks: [track(0)] }) })).toContain('no longer known');
  expect(
    await said({ find: async () => finishedSong({ tracks: [track(0), track(1, { state: 'working' })] }) }),
  ).toContain('not there yet');
  expect(await said({ find: async () => finishedSong({ extendable: false }) })).toContain('cannot continue');
});
