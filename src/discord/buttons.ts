/** The custom ids that cards and notes carry and commands answer: named in one place, so that both sides agree. */
import { field, route } from './custom-id.ts';

export const routes = {
  extend: route('extend', 1, { song: field.id, track: field.small }),
  again: route('again', 1, { song: field.id }),
  lyrics: route('lyrics', 1, { song: field.id }),
  cancel: route('cancel', 1, { song: field.id }),
  /** Edit on a card: the words of that song. */
  rewrite: route('rewrite', 1, { song: field.id }),
  /** Edit on a refusal: the words of that draft. */
  edit: route('edit', 1, { draft: field.id }),
  /** The forms; what was chosen before they opened must survive them. */
  ideaForm: route('idea-form', 1, { model: field.model }),
  composeForm: route('compose-form', 2, { model: field.model, file: field.optionalId }),
  /** As it was before lyrics came as a file: forms that are open somewhere. */
  composeFormBefore: route('compose-form', 1, { model: field.model }),
  /** A page of the history: entries with a smaller number than `before`; 0: the newest. */
  history: route('history', 1, { before: field.whole }),
  statement: route('statement', 1, {}),
  /** The list of limits, in which one is chosen to be removed. */
  limits: route('limits', 1, {}),
  extendForm: route('extend-form', 1, { song: field.id, track: field.small }),
};
