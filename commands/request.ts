/** From what was typed to a card or a refusal: the part that every way of asking for a song shares. */
import type { Answer, Asker, ButtonFace, Note } from '../src/discord/answer.ts';
import { approvalBoard } from '../src/discord/approvals.ts';
import { routes } from '../src/discord/buttons.ts';
import { messageLink } from '../src/discord/card-words.ts';
import { safeLine } from '../src/discord/plain-text.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { SongView } from '../src/songs/song.ts';
import type { ApprovalView, Draft, Press, Reply, RequestOutcome, SongRequest, Words } from '../src/songs/songs.ts';
import { titleFrom } from '../src/songs/title.ts';
import type { CommandDeps } from './deps.ts';

/** Discord lets the reply be edited for so long. */
const tokenLivesMs = 15 * 60 * 1000;

const replyOf = (asker: Asker): Reply => ({
  applicationId: asker.applicationId,
  token: asker.token,
  tokenExpiresAt: asker.receivedAt + tokenLivesMs,
  attachmentLimit: asker.attachmentLimit,
});

export const whoAndWhere = (asker: Asker): Press => ({
  guildId: asker.guildId,
  channelId: asker.channelId,
  parentChannelId: asker.parentChannelId,
  userId: asker.userId,
  roles: asker.roles,
  isManager: asker.isManager,
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

/** What Discord delivers twice has one cause, and happens once. */
export const interactionCause = (asker: Asker): string => `interaction:${asker.interactionId}`;

/**
 * Asks for a song; the interaction is the cause, so that the same one twice is one song. `more`: why it must be refused
 * whatever the words are.
 */
export async function ask(
  deps: CommandDeps,
  asker: Asker,
  words: Words,
  model: string | null,
  more: Pick<SongRequest, 'lyricsFileTrouble' | 'authors' | 'authorRefuses'> = {},
): Promise<Answer> {
  // Their forms open without what was not sent before; others open with it.
  const isAnew = words.form === 'song' || (words.form === 'compose' && words.message !== undefined);
  // Read before the request, which takes older words of the same form for sent.
  const [earlier, outcome] = await Promise.all([
    isAnew ? deps.songs.latestDraft(words.form, asker.guildId, asker.userId) : null,
    deps.songs.request({ ...whoAndWhere(asker), cause: interactionCause(asker), words, model, ...more }),
  ]);
  return present(deps, asker, outcome, offerable(earlier, words));
}

/** Words that were not sent, unless they are the ones just sent. */
function offerable(earlier: Draft | null, words: Words): Draft | null {
  const before = earlier?.words;
  const isOther =
    (before?.form === 'song' && words.form === 'song' && before.idea.trim() !== words.idea.trim()) ||
    (before?.form === 'compose' && words.form === 'compose' && before.message !== words.message);
  return isOther ? earlier : null;
}

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
  const kept = earlier === null ? null : unsent(speech, earlier);
  if (outcome.kind === 'waiting') return waiting(deps, asker, outcome, kept);
  const notes = [
    outcome.firstInGuild ? welcome(deps, speech, (outcome.song.balanceAfter ?? 0) + outcome.song.price) : null,
    kept,
  ].filter((note) => note !== null);
  const { song, lasting } = outcome;
  return { kind: 'card', song, lasting, ...(notes.length === 0 ? {} : { note: together(notes) }) };
}

/** Everybody sees what was asked for, since anybody who may spend can approve it. */
function waiting(
  deps: CommandDeps,
  asker: Asker,
  { approval, fresh, lasting, why }: Extract<RequestOutcome, { kind: 'waiting' }>,
  kept: Note | null,
): Answer {
  const speech = deps.texts.in(asker.locale);
  if (!fresh) return { kind: 'note', text: speech.say('note.alreadyAsked'), buttons: goToRequest(approval, speech) };
  // Why it waits, where that is not simply the server's rule: for the one who asked alone.
  const reason: Note[] =
    why === undefined ? [] : [{ kind: 'note', text: refusalText(why, speech, operatorNames(deps, speech)) }];
  const notes = [...reason, ...(kept === null ? [] : [kept])];
  return {
    kind: 'board',
    board: approvalBoard(approval, deps.texts),
    placed: (at) => deps.approvals.placed(approval.id, at),
    lasting,
    ...(notes.length === 0 ? {} : { note: together(notes) }),
  };
}

/** Where a request stands, as a button; none while that is not known. */
export function goToRequest(approval: ApprovalView, speech: Speech): { label: string; url: string }[] {
  const url = messageLink(approval.guildId, approval.channelId, approval.messageId);
  return url === null ? [] : [{ label: speech.say('button.goToSong'), url }];
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
  const { words: typed } = draft;
  const words = typed.form === 'song' ? typed.idea : typed.title || titleFrom(typed.lyrics) || typed.style;
  return {
    kind: 'note',
    text: speech.say('note.kept', { words: safeLine(words, 200) }),
    buttons: [editButton(speech, draft.id)],
  };
}
