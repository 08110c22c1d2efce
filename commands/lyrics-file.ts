/** Lyrics that no field holds: attached to `/compose`, named in the form, read when the form is sent. */
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { AttachedFile } from '../src/discord/interaction.ts';
import { plainLine } from '../src/discord/plain-text.ts';
import { fitsField } from '../src/discord/render.ts';
import { mostLyricsBytes } from '../src/songs/lyric-files.ts';
import type { LyricsFileTrouble } from '../src/songs/song.ts';
import type { LyricsFile, SongRequest } from '../src/songs/songs.ts';
import type { CommandDeps } from './deps.ts';
import { ask } from './request.ts';
import { type ComposeWords, composeForm } from './words.ts';

/** What a file is called that we make ourselves. */
const ownName = 'lyrics.txt';

/** What is wrong with a file, as far as it can be told before the form opens and it is read; null: nothing. */
export function troubleWith(file: AttachedFile): LyricsFileTrouble | null {
  const isPlain = file.contentType === null || /^text\/plain\b/i.test(file.contentType);
  if (!isPlain || !/\.txt$/i.test(file.fileName)) return 'kind';
  if (file.bytes === 0) return 'empty';
  return file.bytes > mostLyricsBytes ? 'too_large' : null;
}

/** Takes note of where a file lies; it is read once the form is out. */
export async function named({ lyricFiles }: CommandDeps, asker: Asker, file: AttachedFile): Promise<LyricsFile> {
  const name = plainLine(file.name, 100) || ownName;
  return { id: await lyricFiles.name(asker, { name, url: file.url }), name };
}

/** **Write a song** with these words in it, lyrics longer than a field by their file. */
export async function openCompose(
  deps: CommandDeps,
  asker: Asker,
  words: ComposeWords,
  model: string | null,
): Promise<Answer> {
  const held = await asFormHolds(deps, asker, words);
  const form = composeForm(deps.texts.in(asker.locale), held, model);
  const { file } = held;
  if (file === undefined) return { kind: 'form', form };
  return { kind: 'form', form, afterwards: () => deps.lyricFiles.begin(file.id, asker) };
}

/** Nothing is cut: what no field holds becomes a file, also when the one it came from is no longer kept. */
async function asFormHolds({ lyricFiles }: CommandDeps, asker: Asker, words: ComposeWords): Promise<ComposeWords> {
  const { file, ...typed } = words;
  if (file !== undefined && (await lyricFiles.find(file.id, asker)) !== null) return words;
  if (fitsField(typed.lyrics)) return typed;
  const name = file?.name ?? ownName;
  return { ...typed, file: { id: await lyricFiles.keep(asker, { name, text: typed.lyrics }), name } };
}

/** **Write a song**, sent. `fileId` came back from the client: it is a file of this member, or none at all. */
export async function sendCompose(
  deps: CommandDeps,
  asker: Asker,
  typed: ComposeWords,
  { model, fileId }: { model: string | null; fileId: string | null },
): Promise<Answer> {
  if (fileId === null) return send(deps, asker, typed, model);
  if (typed.vocals === 'none') {
    // Nobody sings them, so they need not be read; the form still names them when it opens again.
    const named = await deps.lyricFiles.find(fileId, asker);
    return send(deps, asker, named === null ? typed : { ...typed, file: { id: fileId, name: named.name } }, model);
  }
  const file = await deps.lyricFiles.find(fileId, asker);
  // Reading may take longer than we live: what was typed beside it is kept before.
  if (file?.isRead === false)
    await send(deps, asker, { ...typed, file: { id: fileId, name: file.name } }, model, {
      lyricsFileTrouble: 'unreadable',
    });
  const read = await deps.lyricFiles.read(fileId, asker);
  // A file that cannot be read is not named again: Edit opens a field to paste into.
  if (read.kind === 'unreadable') return send(deps, asker, typed, model, { lyricsFileTrouble: read.why });
  return send(deps, asker, { ...typed, lyrics: read.text, file: { id: fileId, name: read.name } }, model);
}

/** What is sent in somebody else's words says so; the id of the message came back from the client as well. */
async function send(
  deps: CommandDeps,
  asker: Asker,
  words: ComposeWords,
  model: string | null,
  more: Pick<SongRequest, 'lyricsFileTrouble'> = {},
): Promise<Answer> {
  const { message, ...others } = words;
  if (message === undefined) return ask(deps, asker, words, model, more);
  const whose = await deps.messages.whose(message, asker, words.vocals === 'none' ? '' : words.lyrics);
  if (whose.kind === 'refuses') {
    const { file: _file, ...typed } = others;
    return ask(deps, asker, { ...typed, lyrics: '' }, model, { authorRefuses: true });
  }
  return ask(deps, asker, words, model, whose.kind === 'author' ? { ...more, authors: [whose.author] } : more);
}
