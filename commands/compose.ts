/** `/compose`: the form **Write a song**. With **Edit**, which opens any form again with everything in it. */
import type { Answer, Asker } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { songTitle } from '../src/discord/card-words.ts';
import { type Command, type Conversation, conversation } from '../src/discord/command.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { Refusal } from '../src/songs/song.ts';
import type { Words } from '../src/songs/songs.ts';
import { described, fileOption, textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { named, openCompose, sendCompose, troubleWith } from './lyrics-file.ts';
import { openAgainFor } from './message.ts';
import { chosenModel, modelOption, suggestModels } from './models.ts';
import { ask, operatorNames } from './request.ts';
import { type ComposeWords, emptySong, extendForm, ideaForm, vocalsOf, wordsOf } from './words.ts';

export function composeCommand(deps: CommandDeps): Command {
  const { texts, songs } = deps;
  return {
    opensForm: true,
    declaration: {
      name: 'compose',
      ...described(texts, 'command.compose'),
      options: [
        modelOption(texts, 'command.compose.model'),
        { type: 11, name: 'lyrics_file', ...described(texts, 'command.compose.lyrics_file') },
      ],
    },
    async run(asker, _sub, options) {
      const speech = texts.in(asker.locale);
      const typed = textOption(options.model);
      const model = typed === null ? null : chosenModel(songs.models(), typed);
      const refused = (refusal: Refusal): Answer => ({
        kind: 'note',
        text: refusalText(refusal, speech, operatorNames(deps, speech)),
      });
      if (typed !== null && model === null) return refused({ kind: 'unknown_model', typed });
      const attached = fileOption(options.lyrics_file);
      const trouble = attached === null ? null : troubleWith(attached);
      if (trouble !== null) return refused({ kind: 'lyrics_file', why: trouble });
      const [draft, file] = await Promise.all([
        songs.latestDraft('compose', asker.guildId, asker.userId),
        attached === null ? null : named(deps, asker, attached),
      ]);
      const kept = draft?.words.form === 'compose' ? draft.words : emptySong;
      // Other lyrics are somebody else's.
      const { message: _message, ...others } = kept;
      const words = file === null ? kept : { ...others, lyrics: '', file };
      return openCompose(deps, asker, words, model ?? stillOffered(deps, draft?.model ?? null));
    },
    complete: (asker, _option, typed) => suggestModels(deps, asker, typed),
  };
}

/** A draft may name a model that is gone by now, or that never was: then the order of preference decides. */
const stillOffered = ({ songs }: CommandDeps, model: string | null): string | null =>
  model === null ? null : chosenModel(songs.models(), model);

const typedSong = (typed: Readonly<Record<string, string>>): ComposeWords => ({
  form: 'compose',
  title: typed.title ?? '',
  style: typed.style ?? '',
  lyrics: typed.lyrics ?? '',
  avoid: typed.avoid ?? '',
  vocals: vocalsOf(typed.vocals),
});

/** **Write a song**, sent. */
export const composeFormSent = (deps: CommandDeps): Conversation =>
  conversation(routes.composeForm, false, (asker, { model, file }, typed) =>
    sendCompose(deps, asker, typedSong(typed), { model, fileId: file }),
  );

/** The same, opened with a message. */
export const messageFormSent = (deps: CommandDeps): Conversation =>
  conversation(routes.messageForm, false, (asker, { model, file, message }, typed) =>
    sendCompose(deps, asker, { ...typedSong(typed), message }, { model, fileId: file }),
  );

/** The same form, opened by a bot that knew no files. */
export const composeFormBeforeSent = (deps: CommandDeps): Conversation =>
  conversation(routes.composeFormBefore, false, (asker, { model }, typed) => ask(deps, asker, typedSong(typed), model));

/** **Edit** on a refusal. */
export const editButton = (deps: CommandDeps): Conversation =>
  conversation(routes.edit, true, async (asker, { draft: draftId }) => {
    const draft = await deps.songs.draft(draftId, asker.userId);
    if (draft === null || draft.guildId !== asker.guildId)
      return { kind: 'note', text: deps.texts.in(asker.locale).say('note.unknownDraft') };
    return openAgain(deps, asker, draft.words, draft.model);
  });

/** **Edit** on the card of a song that came to nothing. */
export const rewriteButton = (deps: CommandDeps): Conversation =>
  conversation(routes.rewrite, true, async (asker, { song: songId }) => {
    const speech = deps.texts.in(asker.locale);
    const song = await deps.songs.find(songId, asker.guildId);
    if (song === null) return { kind: 'note', text: speech.say('note.unknownSong') };
    if (song.forgotten) return { kind: 'note', text: speech.say('refusal.forgotten') };
    if (song.userId !== asker.userId) return { kind: 'note', text: speech.say('note.notYourWords') };
    // Refused words are changed for the same model; after any other end the order of preference decides anew.
    const model = song.ending === 'text' ? `${song.provider.id}/${song.model.id}` : null;
    const words = wordsOf(song);
    if (words.form === 'compose') return openAgainFor(deps, asker, words, song, stillOffered(deps, model));
    return openAgain(deps, asker, words, model);
  });

async function openAgain(deps: CommandDeps, asker: Asker, words: Words, model: string | null): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  const offered = stillOffered(deps, model);
  if (words.form === 'song') return { kind: 'form', form: ideaForm(speech, words, offered) };
  if (words.form === 'compose') return openCompose(deps, asker, words, offered);
  const parent = await deps.songs.find(words.parentId, asker.guildId);
  if (parent === null) return { kind: 'note', text: speech.say('note.unknownSong') };
  if (parent.forgotten) return { kind: 'note', text: speech.say('refusal.forgotten') };
  const durationSeconds = parent.tracks.find((track) => track.index === words.track)?.durationSeconds ?? null;
  return { kind: 'form', form: extendForm(speech, words, { title: songTitle(parent, speech), durationSeconds }) };
}
