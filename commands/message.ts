/** **Make a song of this**, in the menu of a message: the form **Write a song** with its text as lyrics. */
import { ApplicationCommandType } from 'discord-api-types/v10';
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { MessageCommand } from '../src/discord/command.ts';
import type { TargetMessage } from '../src/discord/interaction.ts';
import { plainText } from '../src/discord/plain-text.ts';
import { isBlank } from '../src/songs/check.ts';
import type { SongView } from '../src/songs/song.ts';
import type { CommandDeps } from './deps.ts';
import { openCompose } from './lyrics-file.ts';
import { type ComposeWords, emptySong } from './words.ts';

export function messageCommand(deps: CommandDeps): MessageCommand {
  const { texts } = deps;
  return {
    opensForm: true,
    declaration: {
      type: ApplicationCommandType.Message,
      name: texts.in('en-US').say('menu.makeSong'),
      name_localizations: texts.localizations('menu.makeSong'),
    },
    async run(asker, message) {
      const say = (key: 'note.messageByBot' | 'note.messageEmpty'): Answer => ({
        kind: 'note',
        text: texts.in(asker.locale).say(key),
      });
      if (message.authorIsBot) return say('note.messageByBot');
      const lyrics = sungOf(message);
      if (isBlank(lyrics)) return say('note.messageEmpty');
      const { authorId, authorName } = message;
      return openWith(deps, asker, { ...emptySong, lyrics }, { authorId, authorName });
    },
  };
}

/** Ids, which nobody can sing, and which would name somebody to a music service. Emoji of a server are called by name. */
const mentions = /<(?:@[!&]?|#|id:)[\w-]+>|<t:-?\d+(?::\w)?>|<\/[^:>\n]+:\d+>/g;
const emoji = /<a?:(\w+):\d+>/g;

const sungOf = ({ content }: TargetMessage): string =>
  plainText(content, content.length + 1)
    .replace(mentions, '')
    .replace(emoji, ':$1:')
    .trim();

/** The form with words that somebody else may have written: they are named once it is sent. */
async function openWith(
  deps: CommandDeps,
  asker: Asker,
  words: ComposeWords,
  { authorId, authorName }: { authorId: string; authorName: string },
  model: string | null = null,
): Promise<Answer> {
  if (authorId === asker.userId) return openCompose(deps, asker, words, model);
  const message = await deps.messages.keep(asker, { authorId, authorName, text: words.lyrics });
  if (message === null) return { kind: 'note', text: deps.texts.in(asker.locale).say('refusal.author_refuses') };
  return openCompose(deps, asker, { ...words, message }, model);
}

/** Words of a song that came to nothing, to be sent again: whose they were they still are. */
export function openAgainFor(
  deps: CommandDeps,
  asker: Asker,
  words: ComposeWords,
  { authors }: SongView,
  model: string | null,
): Promise<Answer> {
  const [author] = authors;
  const authorId = author?.section === null ? author.userId : null;
  if (authorId === null || authorId === undefined) return openCompose(deps, asker, words, model);
  return openWith(deps, asker, words, { authorId, authorName: author?.name ?? authorId }, model);
}
