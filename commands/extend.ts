/** **Extend A**, **Extend B**: carry a song on, with the form **Extend: title**. */
import { routes } from '../src/discord/buttons.ts';
import { songTitle } from '../src/discord/card-words.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { CommandDeps } from './deps.ts';
import { ask, operatorNames } from './request.ts';
import { type ExtendWords, extendForm } from './words.ts';

export const extendButton = (deps: CommandDeps): Conversation =>
  conversation(routes.extend, true, async (asker, { song: songId, track: index }) => {
    const speech = deps.texts.in(asker.locale);
    const [song, draft] = await Promise.all([
      deps.songs.find(songId, asker.guildId),
      deps.songs.latestDraft('extend', asker.guildId, asker.userId),
    ]);
    const track = song?.tracks.find((one) => one.index === index);
    if (song?.forgotten) return { kind: 'note', text: speech.say('refusal.forgotten') };
    if (!song || !track) return { kind: 'note', text: speech.say('note.unknownSong') };
    if (track.state !== 'fetched') return { kind: 'note', text: speech.say('note.notReady') };
    if (!song.extendable) {
      const refusal = { kind: 'cannot_extend', service: song.provider.name } as const;
      return { kind: 'note', text: refusalText(refusal, speech, operatorNames(deps, speech)) };
    }
    const fresh: ExtendWords = {
      form: 'extend',
      parentId: songId,
      track: index,
      from: '',
      title: song.title ?? '',
      style: song.style ?? '',
      lyrics: '',
    };
    const isSame = draft?.words.form === 'extend' && draft.words.parentId === songId && draft.words.track === index;
    const words = isSame && draft.words.form === 'extend' ? draft.words : fresh;
    const parent = { title: songTitle(song, speech), durationSeconds: track.durationSeconds };
    return { kind: 'form', form: extendForm(speech, words, parent) };
  });

/** **Extend: title**, sent. Rights and the parent are checked where the request is. */
export const extendFormSent = (deps: CommandDeps): Conversation =>
  conversation(routes.extendForm, false, (asker, { song, track }, typed) =>
    ask(
      deps,
      asker,
      {
        form: 'extend',
        parentId: song,
        track,
        from: typed.from ?? '',
        title: typed.title ?? '',
        style: typed.style ?? '',
        lyrics: typed.lyrics ?? '',
      },
      null,
    ),
  );
