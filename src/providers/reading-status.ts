/** The words of all services for how far something is. */
import { textOf } from './reading.ts';

/**
 * `written`: words and style are done, the music is not. `partial`: the first track of a task is final. `uncalled`: the
 * service could not reach us, which says nothing of the music. `unknown`: no word that we know; it keeps working.
 */
export type Standing = 'queued' | 'running' | 'written' | 'partial' | 'complete' | 'failed' | 'uncalled' | 'unknown';

const vocabulary: Readonly<Record<Exclude<Standing, 'unknown'>, string>> = {
  queued: 'submitted queued queuing pending new created waiting not_start',
  running: 'processing generating running in_progress streaming',
  written: 'text text_success',
  partial: 'first first_success',
  complete: 'complete completed success succeeded done all_success',
  failed:
    'error failed fail failure cancelled canceled create_task_failed generate_audio_failed generate_lyrics_failed ' +
    'sensitive_word_error',
  uncalled: 'callback_exception',
};

const standings = new Map<string, Standing>();
for (const [standing, words] of Object.entries(vocabulary)) {
  for (const word of words.split(' ')) standings.set(word, standing as Standing);
}

/** The first of these that is a word of the vocabulary, in upper or lower case. */
export function standingOf(...candidates: readonly unknown[]): Standing {
  for (const candidate of candidates) {
    const standing = standings.get(
      textOf(candidate)
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_'),
    );
    if (standing !== undefined) return standing;
  }
  return 'unknown';
}
