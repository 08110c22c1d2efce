/** Writing in a circle: **Add section**, **Suggest title**, **Suggest style**, **Edit mine**, and **Edit** on what came back. */
import type { Circle } from '../src/circles/acts.ts';
import { type SectionKind, sectionKinds } from '../src/circles/events.ts';
import { tags } from '../src/circles/lyrics.ts';
import type { Typed } from '../src/circles/outcomes.ts';
import { seenBy } from '../src/circles/store.ts';
import type { CircleView, SectionView } from '../src/circles/view.ts';
import type { Answer, Asker, ChoiceFace, Form, FormField } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { sectionName } from '../src/discord/card-words.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import { plainLine, safeLine } from '../src/discord/plain-text.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import { isBlank } from '../src/songs/check.ts';
import { act, answerOf, reasonText, unknownCircle } from './circle-answers.ts';
import type { CommandDeps } from './deps.ts';

/** The circle as whoever asks may see it. */
interface Looked {
  circle: Circle;
  view: CircleView;
  speech: Speech;
}

async function look(deps: CommandDeps, asker: Asker, circleId: string): Promise<Looked | null> {
  const circle = await deps.circles.load(circleId, asker.guildId);
  if (circle === null) return null;
  return { circle, view: seenBy(circle, asker.userId), speech: deps.texts.in(asker.locale) };
}

/** Nothing can be written now: said before anybody types for nothing. */
function notNow({ circle, view, speech }: Looked): Answer | null {
  if (view.closed !== null) return { kind: 'note', text: reasonText({ kind: 'closed' }, circle, speech) };
  if (view.stage.kind === 'writing') return null;
  return { kind: 'note', text: reasonText({ kind: 'not_writing' }, circle, speech) };
}

export const addSectionButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleAdd, true, async (asker, { circle: circleId }) => {
    const looked = await look(deps, asker, circleId);
    if (looked === null) return unknownCircle(deps, asker);
    return notNow(looked) ?? { kind: 'form', form: addForm(looked, { section: 'verse', text: '' }) };
  });

/** What a new section continues stands above its field: in a blind circle it is all that one sees. */
function addForm({ circle, view, speech }: Looked, { section, text }: Pick<Words, 'section' | 'text'>): Form {
  const { after, line } = view.continues;
  const before = line === null ? '' : safeLine(line, 500);
  const shown: FormField[] =
    before === '' ? [] : [{ kind: 'words', text: `${speech.say('form.lineBefore')}\n> ${before}` }];
  return {
    id: routes.circleAddForm.make({ circle: circle.id, after }),
    title: speech.say('form.addSection'),
    fields: [...shown, kindField(section, speech), lyricsField(text, true, speech)],
  };
}

function editForm({ circle, speech }: Looked, section: SectionView, { section: kind, text }: Words): Form {
  const { id, revision } = section;
  return {
    id: routes.circleEditForm.make({ circle: circle.id, section: id, revision }),
    title: speech.say('form.editSection'),
    fields: [kindField(kind, speech), lyricsField(text, false, speech)],
  };
}

const kindField = (kind: SectionKind, speech: Speech): FormField => ({
  kind: 'select',
  id: 'kind',
  label: speech.say('field.kind'),
  required: true,
  options: sectionKinds.map((one) => ({ value: one, label: sectionName(tags[one], speech), chosen: one === kind })),
});

const lyricsField = (text: string, isNew: boolean, speech: Speech): FormField => ({
  kind: 'text',
  id: 'lyrics',
  label: speech.say('field.lyrics'),
  description: speech.say(isNew ? 'field.lyrics.circleHint' : 'field.lyrics.editHint'),
  long: true,
  required: isNew,
  value: text,
});

/** Of a form, which a client may have made up: a kind that there is not is a verse. */
const kindOf = (typed: string | undefined): SectionKind => sectionKinds.find((kind) => kind === typed) ?? 'verse';

export const addSectionSent = (deps: CommandDeps): Conversation =>
  conversation(routes.circleAddForm, false, async (asker, { circle, after }, { kind, lyrics = '' }) =>
    answerOf(
      deps,
      asker,
      await act(deps, asker, circle, { kind: 'add_section', section: kindOf(kind), lyrics, after }),
    ),
  );

/** One of theirs opens at once; of several they choose. */
export const editMineButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleEdit, true, async (asker, { circle: circleId }) => {
    const looked = await look(deps, asker, circleId);
    if (looked === null) return unknownCircle(deps, asker);
    const { view, speech } = looked;
    const never = notNow(looked);
    if (never !== null) return never;
    const mine = view.sections.filter(({ isMine }) => isMine);
    const [only, ...others] = mine;
    if (only === undefined) return { kind: 'note', text: speech.say('circle.noneOfYours') };
    if (others.length === 0) return openSection(looked, only);
    return {
      kind: 'note',
      text: speech.say('circle.whichSection'),
      selects: [
        {
          id: routes.circleEditOne.make({ circle: circleId }),
          placeholder: speech.say('circle.chooseSection'),
          options: sectionChoices(looked, mine),
        },
      ],
    };
  });

export const editOnePicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circleEditOne, true, async (asker, { circle: circleId }, _typed, [picked]) => {
    const looked = await look(deps, asker, circleId);
    if (looked === null) return unknownCircle(deps, asker);
    const never = notNow(looked);
    if (never !== null) return never;
    const section = looked.view.sections.find(({ id, isMine }) => isMine && String(id) === picked);
    if (section !== undefined) return openSection(looked, section);
    return { kind: 'note', text: reasonText({ kind: 'removed' }, looked.circle, looked.speech) };
  });

function openSection(looked: Looked, section: SectionView): Answer {
  const { circle, speech } = looked;
  if (section.locked) return { kind: 'note', text: reasonText({ kind: 'locked' }, circle, speech) };
  const words = { section: section.kind, text: section.lyrics ?? '' };
  return { kind: 'form', form: editForm(looked, section, words) };
}

/** Sections as entries of a list: place, kind, author, and the first line where this reader may see it. */
export function sectionChoices({ circle, view, speech }: Looked, sections: readonly SectionView[]): ChoiceFace[] {
  return sections.map((section) => {
    const place = view.sections.indexOf(section) + 1;
    const name = section.authorId === null ? null : circle.names.get(section.authorId);
    const parts = [
      `${place}. ${sectionName(tags[section.kind], speech)}`,
      name ?? '',
      section.locked ? speech.say('circle.locked') : '',
    ];
    const [firstLine = ''] = (section.lyrics ?? '').split('\n');
    return {
      value: String(section.id),
      label: parts.filter((part) => part !== '').join(' · '),
      ...(plainLine(firstLine, 100) === '' ? {} : { description: firstLine }),
      chosen: false,
    };
  });
}

/** Emptied, a section is removed. */
export const editSectionSent = (deps: CommandDeps): Conversation =>
  conversation(routes.circleEditForm, false, async (asker, { circle, section: id, revision }, { kind, lyrics = '' }) =>
    answerOf(
      deps,
      asker,
      await act(
        deps,
        asker,
        circle,
        isBlank(lyrics)
          ? { kind: 'remove_section', id }
          : { kind: 'edit_section', id, section: kindOf(kind), lyrics, revision },
      ),
    ),
  );

export const suggestButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleSuggest, true, async (asker, { circle: circleId, field }) => {
    const looked = await look(deps, asker, circleId);
    if (looked === null) return unknownCircle(deps, asker);
    return notNow(looked) ?? { kind: 'form', form: suggestForm(looked, field, '') };
  });

const suggestForm = ({ circle, speech }: Looked, field: 'title' | 'style', text: string): Form => ({
  id: routes.circleSuggestForm.make({ circle: circle.id, field }),
  title: speech.say(`button.suggest.${field}`),
  fields: [
    {
      kind: 'text',
      id: 'text',
      label: speech.say(`field.${field}`),
      ...(field === 'style' ? { description: speech.say('field.style.hint') } : {}),
      long: false,
      required: true,
      value: text,
    },
  ],
});

export const suggestSent = (deps: CommandDeps): Conversation =>
  conversation(routes.circleSuggestForm, false, async (asker, { circle, field }, { text = '' }) =>
    answerOf(deps, asker, await act(deps, asker, circle, { kind: 'propose', field, text })),
  );

type Words =
  Extract<Typed, { field: 'lyrics' }> extends { section: infer Kind; text: infer Text }
    ? { section: Kind; text: Text }
    : never;

/** **Edit** on words that could not be saved; also after a restart. */
export const retryButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleRetry, true, async (asker, { circle: circleId, version }) => {
    const [looked, typed] = await Promise.all([
      look(deps, asker, circleId),
      deps.circles.handedBack(circleId, version, asker.userId),
    ]);
    if (looked === null) return unknownCircle(deps, asker);
    if (typed === null) return { kind: 'note', text: looked.speech.say('note.unknownDraft') };
    return { kind: 'form', form: formFor(looked, typed) };
  });

/** A section that is gone, or was never theirs, is a new one. */
function formFor(looked: Looked, typed: Typed): Form {
  if (typed.field !== 'lyrics') return suggestForm(looked, typed.field, typed.text);
  const section = looked.view.sections.find(({ id, isMine }) => isMine && id === typed.id);
  return section === undefined ? addForm(looked, typed) : editForm(looked, section, typed);
}
