/** `/song`: one sentence in, a song out. With **Again**, **Lyrics** and **Cancel**, the buttons of every song. */
import type { Answer, Asker, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { songTitle } from '../src/discord/card-words.ts';
import { type Command, type Conversation, conversation } from '../src/discord/command.ts';
import { fileName, plainText, safeLine, safeText } from '../src/discord/plain-text.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { SongView } from '../src/songs/song.ts';
import { described, textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { chosenModel, modelOption, suggestModels } from './models.ts';
import { ask, goThere, present, whoAndWhere } from './request.ts';

/** How long an idea may be in the command picker; a model may take less. */
const longestIdea = 400;
/** What an embed holds, with room to spare. */
const lyricsInNote = 3_900;

export function songCommand(deps: CommandDeps): Command {
  const { texts, songs } = deps;
  return {
    opensForm: false,
    declaration: {
      name: 'song',
      ...described(texts, 'command.song'),
      options: [
        { type: 3, name: 'idea', ...described(texts, 'command.song.idea'), required: true, max_length: longestIdea },
        { type: 5, name: 'instrumental', ...described(texts, 'command.song.instrumental') },
        modelOption(texts, 'command.song.model'),
      ],
    },
    async run(asker, _sub, options) {
      const typedModel = textOption(options.model);
      // An unknown model goes on as it was typed: the refusal names it and keeps the idea.
      const model = typedModel === null ? null : (chosenModel(songs.models(), typedModel) ?? typedModel);
      const idea = textOption(options.idea) ?? '';
      return ask(deps, asker, { form: 'song', idea, instrumental: options.instrumental === true }, model);
    },
    complete: (asker, _option, typed) => suggestModels(deps, asker, typed),
  };
}

/** **Edit the idea**, sent. */
export const ideaForm = (deps: CommandDeps): Conversation =>
  conversation(routes.ideaForm, false, (asker, { model }, typed) =>
    ask(deps, asker, { form: 'song', idea: typed.idea ?? '', instrumental: typed.instrumental === 'yes' }, model),
  );

export const againButton = (deps: CommandDeps): Conversation =>
  conversation(routes.again, false, async (asker, { song: songId }) => {
    const speech = deps.texts.in(asker.locale);
    const song = await deps.songs.find(songId, asker.guildId);
    if (song?.forgotten) return { kind: 'note', text: speech.say('refusal.forgotten') };
    const outcome = song === null ? null : await deps.songs.again(songId, whoAndWhere(asker));
    if (outcome === null) return { kind: 'note', text: speech.say('note.unknownSong') };
    if (outcome.kind === 'accepted' && !outcome.fresh)
      return { kind: 'note', text: speech.say('note.alreadyGoing'), buttons: goThere(outcome.song, speech) };
    return present(deps, asker, outcome);
  });

export const lyricsButton = (deps: CommandDeps): Conversation =>
  conversation(routes.lyrics, false, async (asker, { song: songId }) => {
    const speech = deps.texts.in(asker.locale);
    const song = await deps.songs.find(songId, asker.guildId);
    if (song?.forgotten) return { kind: 'note', text: speech.say('refusal.forgotten') };
    return song === null ? { kind: 'note', text: speech.say('note.unknownSong') } : lyricsNote(song, speech);
  });

function lyricsNote(song: SongView, speech: Speech): Note {
  const lyrics = (song.lyrics ?? '').trim();
  if (lyrics === '') return { kind: 'note', text: speech.say('note.noLyrics') };
  const title = songTitle(song, speech);
  const heading = speech.say('note.lyricsTitle', { title: safeLine(title, 200) });
  const shown = safeText(lyrics, lyricsInNote * 3);
  if (shown.length <= lyricsInNote) return { kind: 'note', title: heading, text: shown };
  const file = {
    name: fileName(title, '.txt', 'Lyrics'),
    text: plainText(lyrics, 1_000_000),
    description: speech.say('note.lyricsFileAlt', { title }),
  };
  return { kind: 'note', title: heading, text: speech.say('note.lyricsFile'), file };
}

export const cancelButton = (deps: CommandDeps): Conversation =>
  conversation(routes.cancel, false, async (asker, { song }) => cancel(deps, asker, song));

const cancelWords = {
  released: 'note.cancelReleased',
  goes_on: 'note.cancelGoesOn',
  over: 'note.cancelOver',
  not_yours: 'note.cancelNotYours',
  unknown: 'note.unknownSong',
} as const satisfies Record<string, TextKey>;

async function cancel({ songs, texts }: CommandDeps, asker: Asker, songId: string): Promise<Answer> {
  const outcome = await songs.cancel(songId, {
    userId: asker.userId,
    guildId: asker.guildId,
    isManager: asker.isManager,
  });
  return { kind: 'note', text: texts.in(asker.locale).say(cancelWords[outcome.kind]) };
}
