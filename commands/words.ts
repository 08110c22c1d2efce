/** Forms for words: an idea, a whole song, a continuation. Opened empty, or with everything that was typed before. */
import type { Form, FormField } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { clockTime } from '../src/discord/card-words.ts';
import { cut, plainLine, safeLine } from '../src/discord/plain-text.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { Vocals } from '../src/providers/provider.ts';
import type { SongView } from '../src/songs/song.ts';
import type { Words } from '../src/songs/songs.ts';

export type SongWords = Extract<Words, { form: 'song' }>;
export type ComposeWords = Extract<Words, { form: 'compose' }>;
export type ExtendWords = Extract<Words, { form: 'extend' }>;

const text = (
  speech: Speech,
  id: string,
  keys: { label: TextKey; hint?: TextKey },
  more: { value: string; long?: boolean; required?: boolean; placeholder?: string },
): FormField => ({
  kind: 'text',
  id,
  label: speech.say(keys.label),
  ...(keys.hint ? { description: speech.say(keys.hint) } : {}),
  long: more.long ?? false,
  required: more.required ?? false,
  value: more.value,
  ...(more.placeholder ? { placeholder: more.placeholder } : {}),
});

const vocals: readonly Vocals[] = ['any', 'female', 'male', 'none'];
export const vocalsOf = (typed: string | undefined): Vocals => vocals.find((one) => one === typed) ?? 'any';

/** **Edit the idea** */
export const ideaForm = (speech: Speech, words: SongWords, model: string | null): Form => ({
  id: routes.ideaForm.make({ model }),
  title: speech.say('form.idea'),
  fields: [
    text(
      speech,
      'idea',
      { label: 'field.idea', hint: 'field.idea.hint' },
      { value: words.idea, long: true, required: true },
    ),
    {
      kind: 'radio',
      id: 'instrumental',
      label: speech.say('field.instrumental'),
      required: true,
      options: [
        { value: 'no', label: speech.say('field.instrumental.no'), chosen: !words.instrumental },
        { value: 'yes', label: speech.say('field.instrumental.yes'), chosen: words.instrumental },
      ],
    },
  ],
});

export const emptySong: ComposeWords = { form: 'compose', title: '', style: '', lyrics: '', avoid: '', vocals: 'any' };

/** **Write a song**; where the lyrics come from a file, with a text that names it. */
export const composeForm = (speech: Speech, words: ComposeWords, model: string | null): Form => ({
  id: composeFormId(words, model),
  title: speech.say('form.compose'),
  fields: [
    text(speech, 'title', { label: 'field.title', hint: 'field.title.hint' }, { value: words.title }),
    text(
      speech,
      'style',
      { label: 'field.style', hint: 'field.style.hint' },
      { value: words.style, long: true, required: true },
    ),
    words.file === undefined
      ? text(
          speech,
          'lyrics',
          { label: 'field.lyrics', hint: 'field.lyrics.hint' },
          { value: words.lyrics, long: true },
        )
      : { kind: 'words', text: speech.say('form.lyricsFile', { name: safeLine(words.file.name, 200) }) },
    text(speech, 'avoid', { label: 'field.avoid', hint: 'field.avoid.hint' }, { value: words.avoid }),
    {
      kind: 'radio',
      id: 'vocals',
      label: speech.say('field.vocals'),
      required: true,
      options: vocals.map((value) => ({
        value,
        label: speech.say(`field.vocals.${value}`),
        ...(value === 'none' ? { description: speech.say('field.vocals.none.hint') } : {}),
        chosen: value === words.vocals,
      })),
    },
  ],
});

function composeFormId({ file: from, message }: ComposeWords, model: string | null): string {
  const file = from?.id ?? null;
  return message === undefined
    ? routes.composeForm.make({ model, file })
    : routes.messageForm.make({ model, file, message });
}

/** The title in a form's title, where 45 characters are all there is. */
const titleInForm = 35;

/** **Extend: title** */
export function extendForm(
  speech: Speech,
  words: ExtendWords,
  parent: { title: string; durationSeconds: number | null },
): Form {
  const end = parent.durationSeconds === null ? null : clockTime(parent.durationSeconds);
  return {
    id: routes.extendForm.make({ song: words.parentId, track: words.track }),
    title: speech.say('form.extend', { title: cut(plainLine(parent.title, 200), titleInForm) }),
    fields: [
      text(
        speech,
        'from',
        { label: 'field.from', hint: 'field.from.hint' },
        {
          value: words.from,
          ...(end === null ? {} : { placeholder: speech.say('field.from.placeholder', { second: end }) }),
        },
      ),
      text(
        speech,
        'lyrics',
        { label: 'field.lyrics', hint: 'field.lyrics.extendHint' },
        { value: words.lyrics, long: true },
      ),
      text(speech, 'style', { label: 'field.style' }, { value: words.style, long: true }),
      text(speech, 'title', { label: 'field.title' }, { value: words.title }),
    ],
  };
}

/** The words of a song as its author typed them, to be sent again. */
export function wordsOf(song: SongView): Words {
  const { work } = song;
  switch (work.kind) {
    case 'idea':
      return { form: 'song', idea: work.idea, instrumental: work.instrumental };
    case 'lyrics':
      return {
        form: 'compose',
        title: work.title,
        style: work.style,
        lyrics: work.lyrics,
        avoid: work.avoid,
        vocals: work.vocals,
      };
    case 'extend':
      return {
        form: 'extend',
        parentId: song.parent?.songId ?? '',
        track: song.parent?.track ?? 0,
        from: clockTime(work.fromSecond),
        title: work.title,
        style: work.style,
        lyrics: work.lyrics,
      };
  }
}
