/** A song names who wrote it: on its card, and in its files. */
import { parseFile } from 'music-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { songCard } from '../src/discord/card.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import { artistLine, withNames } from '../src/songs/authors.ts';
import type { Author } from '../src/songs/song.ts';
import { finishedSong, ids } from './helpers/discord.ts';
import {
  ask,
  createRooms,
  createScripted,
  guild,
  mp3,
  type OpenRoom,
  ready,
  requestOf,
  seen,
} from './helpers/songs.ts';

const { open, close } = createRooms();
afterEach(close);

const mira = '300000000000000001';
const jonas = '300000000000000002';
const lyrics = '[Verse]\nRain on tin\n\n[Chorus]\nSing\n\n[Verse]\nRain again';
const authors: Author[] = [
  { userId: mira, name: 'Mira', section: 'Verse', line: 0 },
  { userId: jonas, name: 'Jonas', section: 'Chorus', line: 3 },
  { userId: mira, name: 'Mira', section: 'Verse', line: 6 },
];
const words = { form: 'compose', title: '', style: 'folk', lyrics, avoid: '', vocals: 'any' } as const;

/** Delivered, one take. */
const sing = async (room: OpenRoom, request = requestOf(words, { authors })): Promise<string> => {
  const path = await mp3(room, 'take.mp3');
  const [provider] = room.providers;
  if (provider !== undefined) provider.onLook = () => seen(ready(0, path));
  const { id } = await ask(room, request);
  await room.turn();
  await room.pass(2_000);
  return id;
};

test('who wrote what is known with the answer and stays known', async () => {
  const room = await open();
  const { song } = await room.songs.request(requestOf(words, { authors })).then((outcome) => {
    if (outcome.kind !== 'accepted') throw new Error('refused');
    return outcome;
  });
  expect(song.authors).toEqual(authors);
  expect((await room.songs.find(song.id, guild))?.authors).toEqual(authors);
});

test('its files name them: all of them as artist, each beside their section', async () => {
  const room = await open();
  const song = await room.songs.find(await sing(room), guild);
  const { common } = await parseFile(song?.tracks[0]?.audioPath ?? '');
  expect(common.artist).toBe('Mira, Jonas');
  expect(common.lyrics?.[0]?.text).toBe(
    '[Verse: Mira]\nRain on tin\n\n[Chorus: Jonas]\nSing\n\n[Verse: Mira]\nRain again',
  );
});

test('the music service is told no name', async () => {
  const provider = createScripted();
  const room = await open({ providers: [provider] });
  await sing(room);
  expect(JSON.stringify(provider.submissions)).not.toMatch(/Mira|Jonas/);
});

test('made again, they still wrote it', async () => {
  const room = await open();
  const id = await sing(room);
  const { cause: _, words: __, model: ___, ...asked } = requestOf();
  const again = await room.songs.again(id, asked);
  expect(again?.kind === 'accepted' && again.song.authors).toEqual(authors);
});

test('a name that is not given is the one they were last known by', async () => {
  const room = await open();
  await sing(room);
  const nameless = authors.map((author) => ({ ...author, name: null }));
  const { id } = await ask(room, requestOf(words, { authors: nameless }));
  expect((await room.songs.find(id, guild))?.authors).toEqual(authors);
});

test('who was forgotten has neither id nor name left, and the song stays', async () => {
  const room = await open();
  const id = await sing(room);
  await room.database.write(async (trx) => {
    const { ref } = await trx
      .selectFrom('members')
      .select('ref')
      .where('user_id', '=', jonas)
      .executeTakeFirstOrThrow();
    await trx.deleteFrom('member_names').where('member_ref', '=', ref).execute();
    await trx.updateTable('members').set({ user_id: null }).where('ref', '=', ref).execute();
  });
  const song = await room.songs.find(id, guild);
  expect(song?.authors[1]).toEqual({ userId: null, name: null, section: 'Chorus', line: 3 });
});

describe('on the card', () => {
  const wroteOn = (wrote: Author[], locale = 'en-US') => {
    const made = songCard(finishedSong({ authors: wrote, locale, work: { kind: 'lyrics', ...words } }), createTexts());
    return made.embeds[0]?.fields?.find(({ name }) => /^(Words by|Worte von|Text von)/.test(name))?.value;
  };

  test('each is named once, with their sections', () => {
    expect(wroteOn(authors)).toBe(`<@${mira}>: Verse × 2\n<@${jonas}>: Chorus`);
  });

  test('sections have the names that the language of the card has for them', () => {
    expect(wroteOn(authors, 'de')).toBe(`<@${mira}>: Strophe × 2\n<@${jonas}>: Refrain`);
  });

  test('who wrote all of it is named without a section, who was forgotten without a name', () => {
    expect(wroteOn([{ userId: ids.other, name: null, section: null, line: 0 }])).toBe(`<@${ids.other}>`);
    expect(wroteOn([{ userId: null, name: null, section: 'Hook', line: 0 }])).toBe('somebody who was forgotten: Hook');
  });

  test('more authors than fit are cut between two of them', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      userId: String(300000000000000100n + BigInt(n)),
      name: null,
      section: 'Pre-Chorus',
      line: n,
    }));
    const value = wroteOn(many) ?? '';
    expect(value.length).toBeLessThanOrEqual(1024);
    expect(value.split('\n').at(-1)).toBe('…');
    expect(value.split('\n').at(-2)).toMatch(/^<@\d+>: Pre-chorus$/);
  });
});

describe('names beside tags', () => {
  test('stand only where the section begins, whatever else looks like one', () => {
    const own = '[Verse]\nmine\n[Chorus]\nalso mine\n\n[Chorus]\nyours';
    const two: Author[] = [
      { userId: mira, name: 'Mira', section: 'Verse', line: 0 },
      { userId: jonas, name: 'Jonas', section: 'Chorus', line: 5 },
    ];
    expect(withNames(own, two)).toBe('[Verse: Mira]\nmine\n[Chorus]\nalso mine\n\n[Chorus: Jonas]\nyours');
  });

  test('are left out where nobody told them', () => {
    const nameless = authors.map((author) => ({ ...author, name: null }));
    expect(withNames(lyrics, nameless)).toBe(lyrics);
    expect(artistLine(nameless)).toBeNull();
  });
});
