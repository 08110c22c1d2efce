/** From what was typed to a card or a refusal: the part that every way of asking for a song shares. */
import type { Answer, Asker, ButtonFace, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { messageLink } from '../src/discord/card-words.ts';
import { plainLine, safeLine } from '../src/discord/plain-text.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { SongView } from '../src/songs/song.ts';
import type { Draft, Reply, RequestOutcome, SongRequest, Words } from '../src/songs/songs.ts';
import type { CommandDeps } from './deps.ts';

/** Discord lets the reply be edited for so long. */
const tokenLivesMs = 15 * 60 * 1000;

const replyOf = (asker: Asker): Reply => ({
  applicationId: asker.applicationId,
  token: asker.token,
  tokenExpiresAt: asker.receivedAt + tokenLivesMs,
  attachmentLimit: asker.attachmentLimit,
});

export const whoAndWhere = (asker: Asker): Omit<SongRequest, 'cause' | 'words' | 'model'> => ({
  guildId: asker.guildId,
  channelId: asker.channelId,
  userId: asker.userId,
  roles: asker.roles,
  locale: asker.locale,
  guildLocale: asker.guildLocale,
  reply: replyOf(asker),
  missing: asker.missing,
  threadClosed: asker.threadClosed,
});

/** The operators as mentions, which ping nobody. */
export function operatorNames(deps: Pick<CommandDeps, 'operators'>, speech: Speech): string {
  const ids = deps.operators.ids().slice(0, 5);
  return ids.length === 0 ? speech.say('note.operators') : speech.list(ids.map((id) => `<@${id}>`));
}

export const editButton = (speech: Speech, draftId: string): ButtonFace => ({
  label: speech.say('button.edit'),
  style: 'primary',
  id: routes.edit.make({ draft: draftId }),
});

/** Where a song's card stands, as a button; none while that is not known. */
export function goThere(song: SongView, speech: Speech): { label: string; url: string }[] {
  const url = messageLink(song.guildId, song.messageChannelId, song.messageId);
  return url === null ? [] : [{ label: speech.say('button.goToSong'), url }];
}

/**
 * Asks for a song; the interaction is the cause, so that the same one twice is one song. `more`: why it must be refused
 * whatever the words are.
 */
export async function ask(
  deps: CommandDeps,
  asker: Asker,
  words: Words,
  model: string | null,
  more: Pick<SongRequest, 'lyricsFileTrouble'> = {},
): Promise<Answer> {
  // Read before the request, which takes older words of the same form for sent.
  const [earlier, outcome] = await Promise.all([
    words.form === 'song' ? deps.songs.latestDraft('song', asker.guildId, asker.userId) : null,
    deps.songs.request({ ...whoAndWhere(asker), cause: `interaction:${asker.interactionId}`, words, model, ...more }),
  ]);
  return present(deps, asker, outcome, offerable(earlier, words));
}

/** Words that were not sent, unless they are the ones just sent. */
const offerable = (earlier: Draft | null, words: Words): Draft | null =>
  earlier?.words.form === 'song' && words.form === 'song' && earlier.words.idea.trim() !== words.idea.trim()
    ? earlier
    : null;

export function present(
  deps: CommandDeps,
  asker: Asker,
  outcome: RequestOutcome,
  earlier: Draft | null = null,
): Answer {
  const speech = deps.texts.in(asker.locale);
  if (outcome.kind === 'refused') {
    const why = refusalText(outcome.refusal, speech, operatorNames(deps, speech));
    const refused: Note = {
      kind: 'note',
      text: `${why}\n${speech.say('refusal.kept')}`,
      buttons: [editButton(speech, outcome.draftId)],
    };
    return outcome.startsWith === undefined ? refused : together([refused, welcome(deps, speech, outcome.startsWith)]);
  }
  const notes = [
    outcome.firstInGuild ? welcome(deps, speech, (outcome.song.balanceAfter ?? 0) + outcome.song.price) : null,
    earlier === null ? null : unsent(speech, earlier),
  ].filter((note) => note !== null);
  const { song, lasting } = outcome;
  return { kind: 'card', song, lasting, ...(notes.length === 0 ? {} : { note: together(notes) }) };
}

const together = (notes: readonly Note[]): Note => ({
  kind: 'note',
  text: notes.map((note) => note.text).join('\n\n'),
  buttons: notes.flatMap((note) => note.buttons ?? []),
});

/** The first answer in a new server. `left`: credits it has, before anything was spent. */
export function welcome(deps: Pick<CommandDeps, 'operators'>, speech: Speech, left: number): Note {
  const amount = speech.say('note.credits', { count: left, amount: speech.number(left) });
  return { kind: 'note', text: speech.say('note.first', { left: amount, operators: operatorNames(deps, speech) }) };
}

function unsent(speech: Speech, draft: Draft): Note {
  const words = draft.words.form === 'song' ? draft.words.idea : plainLine(JSON.stringify(draft.words), 200);
  return {
    kind: 'note',
    text: speech.say('note.kept', { words: safeLine(words, 200) }),
    buttons: [editButton(speech, draft.id)],
  };
}
