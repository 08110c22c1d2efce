import { ModalInteractionCallbackRequestSchema } from 'discord-api-spec/zod';
import { expect, test } from 'vitest';
import type { CommandDeps } from '../commands/deps.ts';
import { createCommands } from '../commands/index.ts';
import type { Answer, Asker, Form } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import type { AttachedFile, Options } from '../src/discord/interaction.ts';
import { formBody } from '../src/discord/render.ts';
import type { Songs } from '../src/songs/songs.ts';
import { createCommandDeps, draftOf } from './helpers/commands.ts';
import { askerOf, finishedSong, ids, songView, track } from './helpers/discord.ts';

const setup = (songs: Partial<Songs> = {}, more: Partial<CommandDeps> = {}) => {
  const fakes = createCommandDeps(songs, more);
  const all = createCommands(fakes.deps);
  return {
    ...fakes,
    compose: async (options: Options = {}) =>
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

const attached = (more: Partial<AttachedFile> = {}): AttachedFile => ({
  fileName: 'lyrics.txt',
  name: 'lyrics.txt',
  contentType: 'text/plain; charset=utf-8',
  bytes: 4_500,
  url: 'https://cdn.example/lyrics.txt',
  ...more,
});
const fileId = 'file000000000001';
const longLyrics = `[Verse]\n${'la '.repeat(1_500)}`;
/** A keeper of files that knows one, and remembers what it was asked. */
const keeper = (text: string | null = longLyrics, isRead = text !== null) => {
  const done: unknown[] = [];
  const lyricFiles: CommandDeps['lyricFiles'] = {
    name: async (_owner, file) => {
      done.push(['name', file]);
      return fileId;
    },
    keep: async (_owner, file) => {
      done.push(['keep', file]);
      return 'kept000000000001';
    },
    find: async (id) => (id === fileId ? { name: 'lyrics.txt', isRead } : null),
    begin: (id) => void done.push(['begin', id]),
    read: async (id) =>
      id !== fileId || text === null
        ? { kind: 'unreadable', why: 'unreadable' }
        : { kind: 'text', name: 'lyrics.txt', text },
  };
  return { done, lyricFiles };
};

test('/compose with a file: the form names it where the lyrics would be, and it is read only after that', async () => {
  const { done, lyricFiles } = keeper();
  const { compose } = setup({}, { lyricFiles });
  const answer = await compose({ lyrics_file: attached() });
  const form = formIn(answer);
  expect(form.fields.map((field) => (field.kind === 'words' ? field.text : field.label))).toEqual([
    'Title',
    'Style (tags)',
    '**Lyrics**: what is in the file lyrics.txt. For another one, use `/compose` again with `lyrics_file`.',
    'Avoid (tags)',
    'Vocals',
  ]);
  expect(routes.composeForm.parse(form.id)).toEqual({ model: null, file: fileId });
  expect(ModalInteractionCallbackRequestSchema.safeParse({ type: 9, data: formBody(form) }).success).toBe(true);
  expect(done).toEqual([['name', { name: 'lyrics.txt', url: attached().url }]]);
  if (answer?.kind === 'form') answer.afterwards?.();
  expect(done.at(-1)).toEqual(['begin', fileId]);
});

test.each([
  ['a picture', { fileName: 'cover.png', contentType: 'image/png' }, 'from a text file (.txt) only'],
  ['a program by the name of a text', { contentType: 'application/x-msdownload' }, 'from a text file (.txt) only'],
  ['a text by another name', { fileName: 'lyrics.md' }, 'from a text file (.txt) only'],
  ['a name that only holds .txt', { fileName: 'lyrics.txt.exe' }, 'from a text file (.txt) only'],
  ['no bytes', { bytes: 0 }, 'There is nothing in the lyrics file'],
  ['a MiB', { bytes: 1_048_576 }, 'too large for lyrics: at most 64 KiB'],
])('%s is refused in a sentence before the form opens, and not even looked at', async (_what, more, sentence) => {
  const { done, lyricFiles } = keeper();
  const { compose } = setup({}, { lyricFiles });
  const answer = await compose({ lyrics_file: attached(more) });
  expect(answer).toMatchObject({ kind: 'note', text: expect.stringContaining(sentence) });
  expect(done).toEqual([]);
});

test('a file of upper case, or without a type, is a text as well', async () => {
  const { compose } = setup({}, { lyricFiles: keeper().lyricFiles });
  expect(formIn(await compose({ lyrics_file: attached({ fileName: 'LYRICS.TXT' }) })).title).toBe('Write a song');
  expect(formIn(await compose({ lyrics_file: attached({ contentType: null }) })).title).toBe('Write a song');
  expect(formIn(await compose({ lyrics_file: 'a string' })).fields[2]).toMatchObject({ kind: 'text', id: 'lyrics' });
});

test('a file’s name is shown as words: no markup, no mention, nothing that turns the line around', async () => {
  const name = `**@everyone** <@1> [x](https://evil.example)\u202e\n# ${'n'.repeat(900)}.txt`;
  const { done, lyricFiles } = keeper();
  const form = formIn(await setup({}, { lyricFiles }).compose({ lyrics_file: attached({ name }) }));
  const [shown = ''] = wordsIn(form);
  expect(shown).toContain('\\*\\*\\@everyone\\*\\* \\<\\@1\\> \\[x\\](https\\:\\/\\/evil.example) \\#');
  expect(shown).not.toMatch(/\n|\u202e/);
  expect(shown.length).toBeLessThan(400);
  expect(JSON.stringify(done[0]).length).toBeLessThan(200);
  expect(
    wordsIn(formIn(await setup({}, { lyricFiles }).compose({ lyrics_file: attached({ name: '\u200b' }) })))[0],
  ).toContain('file lyrics.txt.');
});

test('a new file goes before the lyrics that were not sent; the rest of them is offered', async () => {
  const latestDraft: Songs['latestDraft'] = async () => draftOf({ form: 'compose', ...song });
  const { compose } = setup({ latestDraft }, { lyricFiles: keeper().lyricFiles });
  const { lyrics: _, ...rest } = song;
  const form = formIn(await compose({ lyrics_file: attached() }));
  expect(values(form)).toEqual(rest);
  expect(routes.composeForm.parse(form.id)).toEqual({ model: null, file: fileId });
});

test('the form is sent with what is in the file, and names the file in what is kept', async () => {
  const { fill, requests } = setup({}, { lyricFiles: keeper().lyricFiles });
  const { lyrics: _, ...rest } = song;
  await fill(routes.composeForm.make({ model: 'apiin/suno-v4-5', file: fileId }), rest);
  expect(requests[0]).toMatchObject({
    words: { form: 'compose', ...rest, lyrics: longLyrics, file: { id: fileId, name: 'lyrics.txt' } },
    model: 'apiin/suno-v4-5',
  });
  expect(requests[0]?.lyricsFileTrouble).toBeUndefined();
});

test('a file that cannot be read, or was made up, is asked for as just that, with everything else that was typed', async () => {
  const { lyrics: _, ...rest } = song;
  for (const file of [fileId, 'made-up-by-a-client']) {
    const { fill, requests } = setup({}, { lyricFiles: keeper(null).lyricFiles });
    await fill(routes.composeForm.make({ model: null, file }), rest);
    expect(requests.at(-1)).toMatchObject({
      words: { form: 'compose', ...rest, lyrics: '' },
      lyricsFileTrouble: 'unreadable',
    });
    expect(requests.at(-1)?.words).not.toHaveProperty('file');
  }
});

test('what was typed beside a file that is not read yet is kept before the file is read', async () => {
  const { lyrics: _, ...rest } = song;
  const { lyricFiles } = keeper(longLyrics, false);
  const { fill, requests } = setup({}, { lyricFiles });
  const readAfter: number[] = [];
  const { read } = lyricFiles;
  lyricFiles.read = (...asked) => {
    readAfter.push(requests.length);
    return read(...asked);
  };
  await fill(routes.composeForm.make({ model: null, file: fileId }), rest);
  expect(readAfter).toEqual([1]);
  expect(requests).toMatchObject([
    { words: { ...rest, lyrics: '', file: { id: fileId } }, lyricsFileTrouble: 'unreadable' },
    { words: { ...rest, lyrics: longLyrics, file: { id: fileId } } },
  ]);
  expect(new Set(requests.map(({ cause }) => cause)).size).toBe(1);
});

test('without vocals a file need not be readable', async () => {
  const { fill, requests } = setup({}, { lyricFiles: keeper(null).lyricFiles });
  await fill(routes.composeForm.make({ model: null, file: fileId }), { style: 'piano', vocals: 'none' });
  expect(requests[0]).toMatchObject({ words: { lyrics: '', file: { id: fileId }, vocals: 'none' } });
  expect(requests[0]?.lyricsFileTrouble).toBeUndefined();
});

test('a form that was opened before files were known is still answered', async () => {
  const { fill, requests } = setup();
  await fill('compose-form:1:sketch/sketch', song);
  expect(requests[0]).toMatchObject({ words: { form: 'compose', ...song }, model: 'sketch/sketch' });
});

test('Edit names the file as long as it is kept, and reads it should it not have been', async () => {
  const words = { form: 'compose', ...song, lyrics: longLyrics, file: { id: fileId, name: 'lyrics.txt' } } as const;
  const { done, lyricFiles } = keeper();
  const { press } = setup({ draft: async () => draftOf(words) }, { lyricFiles });
  const answer = await press('edit:1:draft00000000001');
  expect(routes.composeForm.parse(formIn(answer).id)).toEqual({ model: null, file: fileId });
  if (answer?.kind === 'form') answer.afterwards?.();
  expect(done).toEqual([['begin', fileId]]);
});

test.each([
  ['a file that is no longer kept', { id: 'gone000000000001', name: 'mine.txt' }, longLyrics, 'mine.txt'],
  ['lyrics that never were a file', undefined, longLyrics, 'lyrics.txt'],
])('Edit keeps %s whole, as a file', async (_what, file, lyrics, name) => {
  const words = { form: 'compose', ...song, lyrics, ...(file === undefined ? {} : { file }) } as const;
  const { done, lyricFiles } = keeper();
  const { press } = setup({ draft: async () => draftOf(words) }, { lyricFiles });
  const form = formIn(await press('edit:1:draft00000000001'));
  expect(routes.composeForm.parse(form.id)).toEqual({ model: null, file: 'kept000000000001' });
  expect(wordsIn(form)[0]).toContain(`file ${name}.`);
  expect(done).toEqual([['keep', { name, text: lyrics }]]);
});

test('what fits a field stands in it again when its file is no longer kept', async () => {
  const words = { form: 'compose', ...song, file: { id: 'gone000000000001', name: 'mine.txt' } } as const;
  const { press } = setup({ draft: async () => draftOf(words) }, { lyricFiles: keeper().lyricFiles });
  expect(values(formIn(await press('edit:1:draft00000000001')))).toEqual(song);
});

test('exactly 4,000 characters stand in the field; one more is a file', async () => {
  const opened = async (lyrics: string) => {
    const draft = draftOf({ form: 'compose', ...song, lyrics });
    const { compose } = setup({ latestDraft: async () => draft }, { lyricFiles: keeper().lyricFiles });
    return values(formIn(await compose())).lyrics?.length ?? 'a file';
  };
  expect([await opened('x'.repeat(4_000)), await opened('x'.repeat(4_001))]).toEqual([4_000, 'a file']);
});

test('Edit on a card whose lyrics no field holds cuts nothing', async () => {
  const work = { kind: 'lyrics', ...song, lyrics: longLyrics } as const;
  const view = songView({ state: 'refused', ending: 'text', work });
  const { done, lyricFiles } = keeper();
  const { press } = setup({ find: async () => view }, { lyricFiles });
  const form = formIn(await press(routes.rewrite.make({ song: view.id })));
  expect(routes.composeForm.parse(form.id)).toEqual({ model: 'sketch/sketch', file: 'kept000000000001' });
  expect(done).toEqual([['keep', { name: 'lyrics.txt', text: longLyrics }]]);
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
