/** From what somebody does in a circle to what they are told: every outcome is one sentence, or nothing when the circle's message says it. */
import type { Acted, Circle } from '../src/circles/acts.ts';
import type { Action, Outcome, Reason } from '../src/circles/outcomes.ts';
import { seenBy } from '../src/circles/store.ts';
import type { Answer, Asker, ButtonFace, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { messageLink } from '../src/discord/card-words.ts';
import { mention, missingLine } from '../src/discord/circle-board.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import { takeName } from '../src/songs/song.ts';
import type { CommandDeps } from './deps.ts';
import { interactionCause } from './request.ts';

/** An action without whoever does it. */
export type Doing<A = Action<string>> = A extends Action<string> ? Omit<A, 'by'> : never;

/** Committed when it resolves; the circle's message follows. Null: there is no such circle here. */
export async function act(
  { circles, circleBoards }: CommandDeps,
  asker: Asker,
  circleId: string,
  doing: Doing,
): Promise<Acted | null> {
  const { guildId, userId, name, receivedAt } = asker;
  const action = { ...doing, by: userId } as Action<string>;
  const acted = await circles.act({ circleId, guildId, cause: interactionCause(asker), action, name }, receivedAt);
  if (acted !== null) circleBoards.seen(acted.circle);
  return acted;
}

export const unknownCircle = ({ texts }: CommandDeps, asker: Asker): Note => ({
  kind: 'note',
  text: texts.in(asker.locale).say('circle.unknown'),
});

export function answerOf(deps: CommandDeps, asker: Asker, acted: Acted | null): Answer | Promise<Answer> {
  if (acted === null) return unknownCircle(deps, asker);
  const { circle, outcome } = acted;
  const speech = deps.texts.in(asker.locale);
  const note = (text: string, buttons?: Note['buttons']): Note => ({
    kind: 'note',
    text,
    ...(buttons === undefined ? {} : { buttons }),
  });
  switch (outcome.kind) {
    // The press that this one repeats was answered, and a vote stands in the list where it was chosen.
    case 'repeated':
    case 'voted':
      return { kind: 'acknowledged' };
    case 'handed_back':
      return handedBack(circle, outcome, speech);
    case 'refused':
      return note(reasonText(outcome.why, circle, speech));
    case 'already_generated':
      return alreadyMade(deps, asker, outcome.songId);
    case 'extended':
      return note(speech.say(outcome.repeated ? 'circle.extendedBefore' : 'circle.extended'), [
        ...addButton(circle, speech),
        ...goToCircle(circle, speech),
      ]);
    case 'may_generate':
      throw new Error('A song that may be made is asked for, not told of.');
    default:
      return note(told(outcome, circle, speech));
  }
}

type Told = Exclude<
  Outcome,
  { kind: 'handed_back' | 'refused' | 'already_generated' | 'extended' | 'may_generate' | 'voted' }
>;

function told(outcome: Told, circle: Circle, speech: Speech): string {
  const who = (member: number | null) => mention(member === null ? null : (circle.people.get(member) ?? null), speech);
  switch (outcome.kind) {
    case 'saved_beside':
      return speech.say('circle.savedBeside', { who: who(outcome.other) });
    case 'section_locked':
      return speech.say(outcome.locked ? 'circle.sectionLocked' : 'circle.sectionUnlocked');
    case 'agreed':
    case 'agreement_needed': {
      const values = { agreed: speech.number(outcome.agreed), needed: speech.number(outcome.needed) };
      return speech.say(outcome.kind === 'agreed' ? 'circle.youAgreed' : 'circle.agreement_needed', values);
    }
    case 'missing':
      return missingLine({ missing: outcome.what }, speech);
    case 'take_voted': {
      const voted = speech.say('circle.takeVoted', { take: takeName(outcome.take) });
      if (outcome.chosen === null) return voted;
      return `${voted} ${speech.say('circle.takeChosen', { take: takeName(outcome.chosen) })}`;
    }
    case 'left':
      return outcome.host === null
        ? speech.say('circle.leftEmpty')
        : speech.say('circle.left', { host: who(outcome.host) });
    case 'handed_over':
      return speech.say('circle.handedOver', { host: who(outcome.to) });
    case 'saved':
    case 'section_removed':
    case 'section_moved':
    case 'proposed':
    case 'already_proposed':
    case 'closed':
      return speech.say(`circle.${outcome.kind}`);
  }
}

/** What was typed is kept as the circle's last event: Edit opens it again. */
function handedBack(circle: Circle, { why }: Extract<Outcome, { kind: 'handed_back' }>, speech: Speech): Note {
  return {
    kind: 'note',
    text: `${reasonText(why, circle, speech)}\n${speech.say('circle.kept')}`,
    buttons: [
      {
        label: speech.say('button.edit'),
        style: 'primary',
        id: routes.circleRetry.make({ circle: circle.id, version: circle.state.version }),
      },
    ],
  };
}

/** Why something is not to be, and what helps. */
export function reasonText(why: Reason, circle: Circle, speech: Speech): string {
  const host = mention(seenBy(circle, null).hostId, speech);
  switch (why.kind) {
    case 'not_host':
    case 'locked':
      return speech.say(`circle.why.${why.kind}`, { host });
    case 'too_long': {
      const { limit, length, over } = why;
      const values = { limit: speech.number(limit), length: speech.number(length), over: speech.number(over) };
      if (why.field === 'lyrics') return speech.say('circle.why.too_long.lyrics', values);
      return speech.say('circle.why.too_long', { ...values, field: speech.say(`field.name.${why.field}`) });
    }
    case 'too_many':
      return speech.say(`circle.why.too_many.${why.what}`, { limit: speech.number(why.limit) });
    default:
      return speech.say(`circle.why.${why.kind}`);
  }
}

/** Its message, anew: it is the one that lives from now on. */
export async function shownAnew({ circleBoards }: CommandDeps, circle: Circle): Promise<Answer> {
  const board = await circleBoards.draw(circle);
  circleBoards.placing(circle.id);
  return { kind: 'board', board, placed: (at) => circleBoards.placed(circle, at) };
}

/** Where the circle's message stands, as a button; none while that is not known. */
export function goToCircle({ guildId, message }: Circle, speech: Speech): { label: string; url: string }[] {
  const url = message === null ? null : messageLink(guildId, message.channelId, message.messageId);
  return url === null ? [] : [{ label: speech.say('button.goToCircle'), url }];
}

const addButton = (circle: Circle, speech: Speech): ButtonFace[] => [
  { label: speech.say('button.addSection'), style: 'primary', id: routes.circleAdd.make({ circle: circle.id }) },
];

/** The round's song is being made, or is there: it is pointed at. */
export async function alreadyMade(deps: CommandDeps, asker: Asker, songId: string): Promise<Note> {
  const speech = deps.texts.in(asker.locale);
  const song = await deps.songs.find(songId, asker.guildId);
  const url = song === null ? null : messageLink(song.guildId, song.messageChannelId, song.messageId);
  const buttons = url === null ? [] : [{ label: speech.say('button.goToSong'), url }];
  return { kind: 'note', text: speech.say('circle.alreadyMade'), buttons };
}
