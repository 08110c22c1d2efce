/** **Approve** and **Decline**, on what a member asked for who may not spend. */
import type { Answer } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { NotDecided } from '../src/songs/songs.ts';
import type { CommandDeps } from './deps.ts';
import { goToRequest, operatorNames, present, whoAndWhere } from './request.ts';

const sentences = {
  no_right: 'note.approvalNoRight',
  blocked: 'note.approvalBlocked',
  unknown: 'note.approvalUnknown',
  over: 'note.approvalOver',
} as const satisfies Record<NotDecided['kind'], TextKey>;

const undecided = (outcome: NotDecided, speech: Speech): Answer => ({
  kind: 'note',
  text: speech.say(sentences[outcome.kind]),
  ...(outcome.kind === 'over' ? { buttons: goToRequest(outcome.approval, speech) } : {}),
});

export const approveButton = (deps: CommandDeps): Conversation =>
  conversation(routes.approve, false, async (asker, { approval: approvalId }) => {
    const speech = deps.texts.in(asker.locale);
    const outcome = await deps.songs.approve(approvalId, whoAndWhere(asker));
    if (outcome.kind === 'not_now') {
      const why = refusalText(outcome.refusal, speech, operatorNames(deps, speech));
      return { kind: 'note', text: speech.say('note.notNow', { why }) };
    }
    if (outcome.kind !== 'accepted') return undecided(outcome, speech);
    outcome.lasting.then(
      () => deps.approvals.changed(approvalId),
      // Whoever waits for the answer hears of it.
      () => undefined,
    );
    return present(deps, asker, outcome);
  });

export const declineButton = (deps: CommandDeps): Conversation =>
  conversation(routes.decline, false, async (asker, { approval: approvalId }) => {
    const speech = deps.texts.in(asker.locale);
    const outcome = await deps.songs.decline(approvalId, whoAndWhere(asker));
    if (outcome.kind !== 'declined') return undecided(outcome, speech);
    deps.approvals.changed(approvalId);
    return { kind: 'note', text: speech.say('note.declined') };
  });
