/** The ID3v2 tag of a finished MP3: what it is, who asked for it, its words and cover, and that a machine made it. */
import { ID3Writer } from 'browser-id3-writer';

export interface Tags {
  title: string;
  /** Who wrote it, as one line. */
  artistLine?: string | null;
  album?: string | null;
  lyrics?: string | null;
  /** Says in a sentence that the song is AI-made, and by which service. */
  comment: string;
  /** What the cover shows, in words. */
  coverDescription?: string;
}

/** Our names for free fields: other programs look for the first one. */
const aiMade = 'AI-made';

/** The tag alone, with no audio behind it. `cover`: PNG, JPEG or WebP. */
export function id3Tag(tags: Tags, cover: Uint8Array | null): Uint8Array {
  const writer = new ID3Writer(new ArrayBuffer(0));
  writer.setFrame('TIT2', tags.title);
  if (tags.artistLine) writer.setFrame('TPE1', [tags.artistLine]);
  if (tags.album) writer.setFrame('TALB', tags.album);
  // `und`: the language of lyrics is whatever the member wrote in.
  if (tags.lyrics) writer.setFrame('USLT', { description: '', lyrics: tags.lyrics, language: 'und' });
  if (cover !== null) writer.setFrame('APIC', picture(cover, tags.coverDescription ?? 'Cover'));
  writer.setFrame('COMM', { description: '', text: tags.comment, language: 'eng' });
  writer.setFrame('TXXX', { description: aiMade, value: tags.comment });
  return new Uint8Array(writer.addTag());
}

/** Some players read descriptions in Latin letters only, and miss the picture with any other: used where needed. */
const picture = (data: Uint8Array, description: string) => ({
  type: 3 as const,
  data: data.slice().buffer,
  description,
  useUnicodeEncoding: /[^\x20-\x7e]/.test(description),
});
