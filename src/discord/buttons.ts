/** The custom ids that cards and notes carry and commands answer: named in one place, so that both sides agree. */
import { proposalFields } from '../circles/events.ts';
import { field, oneOf, route } from './custom-id.ts';

const circle = { circle: field.id };
const about = { field: oneOf(proposalFields) };
const what = { what: oneOf(['show', 'close']) };

export const routes = {
  extend: route('extend', 1, { song: field.id, track: field.small }),
  again: route('again', 1, { song: field.id }),
  lyrics: route('lyrics', 1, { song: field.id }),
  cancel: route('cancel', 1, { song: field.id }),
  /** Edit on a card: the words of that song. */
  rewrite: route('rewrite', 1, { song: field.id }),
  /** Edit on a refusal: the words of that draft. */
  edit: route('edit', 1, { draft: field.id }),
  /** **Forget me**: names the reference that the member had when they asked, so it works once. */
  forget: route('forget', 1, { reference: field.whole }),
  /** On a request of a member who may not spend. */
  approve: route('approve', 1, { approval: field.id }),
  decline: route('decline', 1, { approval: field.id }),
  /** The forms; what was chosen before they opened must survive them. */
  ideaForm: route('idea-form', 1, { model: field.model }),
  composeForm: route('compose-form', 2, { model: field.model, file: field.optionalId }),
  /** The same form, opened with a message whose author is credited. */
  messageForm: route('message-form', 1, { model: field.model, file: field.optionalId, message: field.id }),
  /** As it was before lyrics came as a file: forms that are open somewhere. */
  composeFormBefore: route('compose-form', 1, { model: field.model }),
  /** A page of the history: entries with a smaller number than `before`; 0: the newest. */
  history: route('history', 1, { before: field.whole }),
  statement: route('statement', 1, {}),
  /** The list of limits, in which one is chosen to be removed. */
  limits: route('limits', 1, {}),
  extendForm: route('extend-form', 1, { song: field.id, track: field.small }),

  /** On a circle's message, and on what its buttons answer. */
  circleAdd: route('circle-add', 1, circle),
  circleSuggest: route('circle-suggest', 1, { ...circle, ...about }),
  circleVote: route('circle-vote', 1, circle),
  circleEdit: route('circle-edit', 1, circle),
  circleGenerate: route('circle-generate', 1, circle),
  circleLyrics: route('circle-lyrics', 1, circle),
  circleLeave: route('circle-leave', 1, circle),
  circleManage: route('circle-manage', 1, circle),
  circleTake: route('circle-take', 1, { ...circle, round: field.count, take: field.small }),
  circleExtend: route('circle-extend', 1, { ...circle, round: field.count }),
  /** Edit on words that could not be saved: what that event of the circle handed back. */
  circleRetry: route('circle-retry', 1, { ...circle, version: field.count }),
  /** Its lists; what was chosen comes as the value. */
  circlePick: route('circle-pick', 1, what),
  circleVoteFor: route('circle-vote-for', 1, { ...circle, ...about }),
  circleEditOne: route('circle-edit-one', 1, circle),
  circleLock: route('circle-lock', 1, circle),
  circleMove: route('circle-move', 1, circle),
  circleMoveTo: route('circle-move-to', 1, { ...circle, section: field.count }),
  circleRemove: route('circle-remove', 1, circle),
  circleHandOver: route('circle-hand-over', 1, circle),
  /** Its forms. `after`: the last section when it opened; `revision`: of the text that it opened with. */
  circleAddForm: route('circle-add-form', 1, { ...circle, after: field.optionalCount }),
  circleEditForm: route('circle-edit-form', 1, { ...circle, section: field.count, revision: field.count }),
  circleSuggestForm: route('circle-suggest-form', 1, { ...circle, ...about }),
};
