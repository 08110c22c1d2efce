import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose } from '../src/providers/sketch/compose/compose.ts';
import type { Note, Score } from '../src/providers/sketch/compose/score.ts';
import type { Plan } from '../src/providers/sketch/papers.ts';
import { planSchema } from '../src/providers/sketch/papers.ts';
import { planSong } from '../src/providers/sketch/song.ts';
import { readLyrics, syllablesOf } from '../src/providers/sketch/words/lyrics.ts';
import { titleFor } from '../src/providers/sketch/words/title.ts';
import { readIdea, readTraits } from '../src/providers/sketch/words/traits.ts';
import { lyricsWork } from './helpers/sketch.ts';

const planned = (changes: Parameters<typeof lyricsWork>[0]): Plan =>
  planSong({ version: 1, work: lyricsWork(changes) });
const idea = (text: string, instrumental = false): Plan =>
  planSong({ version: 1, work: { kind: 'idea', idea: text, instrumental } });
const played = (plan: Plan, take: 0 | 1 = 0): Score =>
  compose({ music: plan.music, sections: plan.sections, index: take, tune: plan.takes[take].tune, entry: plan.entry });
const part = (score: Score, role: string): readonly Note[] => score.parts.find((one) => one.role === role)?.notes ?? [];

describe('what the tags mean', () => {
  test.each([
    ['120 bpm techno', 120],
    ['BPM: 96, folk', 96],
    ['pop, 999999 bpm', 200],
    ['3bpm drone', 50],
    ['92,5 bpm', 92.5],
  ])('%s plays at %d', (style, tempo) => expect(planned({ style }).tempo).toBe(tempo));

  test.each([
    ['A minor', 'A minor'],
    ['pop in F# major', 'F# major'],
    ['a-Moll, Klavier', 'A minor'],
    ['B-Dur', 'B♭ major'],
    ['Es-Dur', 'E♭ major'],
    ['la mineur, piano', 'A minor'],
    ['sol mayor', 'G major'],
    ['ré menor', 'D minor'],
    ['イ短調', 'A minor'],
    ['変ロ長調', 'B♭ major'],
    ['Em, rock', 'E minor'],
    ['D dorian', 'D dorian'],
  ])('%s is in %s', (style, key) => expect(planned({ style }).key).toBe(key));

  test.each([
    ['lo-fi hip hop', 'lofi'],
    ['bossa nova', 'bossa'],
    ['Wiegenlied', 'lullaby'],
    ['シティポップ', 'citypop'],
    ['musique classique', 'classical'],
    ['drum & bass', 'dnb'],
    ['heavy metal', 'metal'],
    ['vals triste', 'waltz'],
  ])('%s is %s', (style, genre) => expect(planned({ style }).music.genre).toBe(genre));

  test('a mood decides between bright and dark in every language we speak', () => {
    for (const word of ['happy', 'fröhlich', 'alegre', 'joyeux', '楽しい'])
      expect(readTraits(word, '', '').brightness).toBeGreaterThan(0.3);
    for (const word of ['sad', 'traurig', 'melancólico triste', 'mélancolique', '悲しい'])
      expect(readTraits(word, '', '').brightness).toBeLessThan(-0.3);
  });

  test('an instrument that is asked for plays, in both takes', () => {
    for (const band of planned({ style: 'pop with ukulele and flute' }).music.bands)
      expect(band).toMatchObject({ chords: 'ukulele', lead: 'flute' });
  });

  test('a house by the sea is no house music, a house track is', () => {
    expect(readIdea('the old house by the sea').genre).toBeUndefined();
    expect(readIdea('a house track about bees').genre).toBe('house');
  });
});

describe('what is avoided', () => {
  test('no drums, no bass, no piano, no voice', () => {
    for (const changes of [
      { avoid: 'drums, bass, piano, vocals' },
      { style: 'pop, no drums, no bass, no piano, no vocals' },
    ]) {
      const plan = planned({ style: 'pop', ...changes });
      for (const take of [0, 1] as const) {
        const score = played(plan, take);
        expect(score.hits).toEqual([]);
        expect(score.parts.map((one) => one.role)).not.toContain('bass');
        expect(score.parts.map((one) => one.role)).not.toContain('voice');
        for (const one of score.parts) expect(one.instrument).not.toMatch(/piano/);
      }
    }
  });

  test('a genre that is avoided is not chosen, and a mood that is avoided turns', () => {
    expect(planned({ style: 'techno', avoid: 'techno' }).music.genre).not.toBe('techno');
    expect(planned({ style: 'pop', lyrics: 'la', title: '', avoid: 'sad, dark' }).music.brightness).toBeGreaterThan(
      0.3,
    );
  });
});

describe('who sings', () => {
  test('the voice is the one that was asked for, and none when none was', () => {
    for (const [vocals, high] of [
      ['female', 64],
      ['male', 54],
    ] as const) {
      const notes = part(played(planned({ vocals })), 'voice');
      expect(notes.length).toBeGreaterThan(10);
      const mean = notes.reduce((sum, note) => sum + note.pitch, 0) / notes.length;
      expect(Math.abs(mean - high)).toBeLessThan(7);
    }
    expect(part(played(planned({ vocals: 'none' })), 'voice')).toEqual([]);
    expect(planned({ vocals: 'none' }).lyrics).toBe('');
    expect(part(played(idea('rain on a tin roof', true)), 'voice')).toEqual([]);
  });

  test('the voice sings a note for each syllable of its lines, on their vowels', () => {
    const plan = planned({
      style: 'folk 100 bpm',
      lyrics: '[Verse]\nOne two three four\nCome in and close the door\n[Chorus]\nOh we go on\nOh we go on',
    });
    const syllables = ['One two three four', 'Come in and close the door'].flatMap((line) => syllablesOf(line));
    const verse = plan.sections.find((section) => section.kind === 'verse');
    const start = ((plan.sections[0]?.bars ?? 0) * 4 * 60) / 100;
    const end = start + (((verse?.bars ?? 0) * 4 * 60) / 100) * (2 / Math.max(2, (verse?.bars ?? 2) / 2));
    const sung = part(played(plan), 'voice').filter((note) => note.at > start - 0.05 && note.at < end - 0.05);
    expect(sung.slice(0, syllables.length).map((note) => note.vowel)).toEqual(syllables.slice(0, sung.length));
  });

  test.each([
    ['Paper boats along the gutter', 8],
    ['さくらさくら', 6],
    ['Größe zählt nicht', 4],
    ['', 0],
    ['!!! 🎉', 0],
  ])('%s has %d syllables', (line, many) => expect(syllablesOf(line)).toHaveLength(many));
});

describe('the form', () => {
  test('sections follow the tags of the lyrics, in their order, and the song always closes', () => {
    const plan = planned({
      style: 'pop 150 bpm',
      lyrics: '[Intro]\n[Verse 1]\na b c\n[Pre-Chorus]\nd e\n[Chorus]\nf g\n[Bridge]\nh i\n[Chorus]\nf g\n[Outro]\nj',
    });
    expect(plan.sections.map((section) => section.kind)).toEqual([
      'intro',
      'verse',
      'lift',
      'chorus',
      'bridge',
      'chorus',
      'outro',
    ]);
    expect(planned({ lyrics: '[Verse]\nla la' }).sections.at(-1)?.kind).toBe('outro');
  });

  test('tags are understood in other languages, and words without tags become verse and chorus', () => {
    const kinds = (lyrics: string): string[] => readLyrics(lyrics).map((section) => section.kind);
    expect(kinds('[Strophe]\na\n[Refrain]\nb\n[Brücke]\nc')).toEqual(['verse', 'chorus', 'bridge']);
    expect(kinds('[Estrofa]\na\n[Estribillo]\nb\n[Puente]\nc')).toEqual(['verse', 'chorus', 'bridge']);
    expect(kinds('【Aメロ】\na\n【サビ】\nb')).toEqual(['verse', 'chorus']);
    expect(kinds('one\n\nhook\n\ntwo\n\nhook')).toEqual(['verse', 'chorus', 'verse', 'chorus']);
  });

  test('what a sketch has no room for waits, and an extension without lyrics begins with it', () => {
    const verses = Array.from(
      { length: 6 },
      (_, index) => `[Verse ${index + 1}]\nline ${index + 1} goes here\nand another`,
    ).join('\n');
    const plan = planned({ style: '60 bpm', lyrics: verses });
    expect(plan.rest.length).toBeGreaterThan(2);
    const parent = { task: 'c'.repeat(32), take: 0 };
    const next = planSong({
      version: 1,
      work: { kind: 'extend', parent, fromSecond: 99, title: '', style: '', lyrics: '' },
      parent: { plan, take: 0 },
    });
    expect(next.sections[0]?.lines).toEqual(plan.rest[0]?.lines);
  });

  test('an extension keeps key, tempo, metre and band, takes up the chords where they were, and may change its style', () => {
    const plan = planned({ style: 'folk, 100 bpm, G major' });
    const extend = (style: string, fromSecond: number): Plan =>
      planSong({
        version: 1,
        work: {
          kind: 'extend',
          parent: { task: 'c'.repeat(32), take: 1 },
          fromSecond,
          title: '',
          style,
          lyrics: '[Verse]\nand so it goes on',
        },
        parent: { plan, take: 1 },
      });
    const intro = plan.sections[0]?.bars ?? 0;
    const next = extend('', (intro + 1) * 2.4);
    expect(next.entry).toEqual({ kind: 'verse', bar: 1 });
    expect(next).toMatchObject({ key: 'G major', tempo: 100 });
    expect(next.music.bands[0]).toEqual(plan.music.bands[1]);
    const bassOf = (one: Plan, from: number): number | undefined =>
      part(played(one, 0), 'bass').find((note) => note.at > from - 0.1)?.pitch;
    const parentBass = part(played(plan, 1), 'bass').find((note) => note.at > (intro + 1) * 2.4 - 0.1)?.pitch ?? -1;
    expect((bassOf(next, 0) ?? 0) % 12).toBe(parentBass % 12);
    const restyled = extend('techno, 150 bpm, C minor, no drums', 5);
    expect(restyled).toMatchObject({ key: 'G major', tempo: 100 });
    expect(restyled.music).toMatchObject({ genre: 'techno', drums: false });
  });
});

describe('the music', () => {
  const styles = [
    'pop',
    'lo-fi',
    'jazz',
    'waltz',
    'metal',
    'sad ballad',
    'bossa nova',
    'trap',
    'lullaby',
    'techno',
    'blues',
    'polka',
  ];

  test('takes differ in melody and share key, tempo and form', () => {
    for (const style of styles) {
      const plan = planned({ style });
      const [one, other] = ([0, 1] as const).map((take) => part(played(plan, take), 'voice').map((note) => note.pitch));
      const same = (one ?? []).filter((pitch, index) => pitch === other?.[index]).length;
      expect(same / Math.max(1, one?.length ?? 0)).toBeLessThan(0.6);
    }
  });

  test('there are chords, bass, melody and drums, unless the style has none', () => {
    for (const style of ['pop', 'lo-fi', 'jazz', 'techno', 'waltz', 'reggae']) {
      const score = played(planned({ style }));
      const roles = score.parts.map((one) => one.role);
      for (const role of ['chords', 'bass']) expect(roles).toContain(role);
      expect(roles.includes('voice') || roles.includes('lead')).toBe(true);
      expect(score.hits.length).toBeGreaterThan(20);
    }
  });

  test('a melody keeps to its scale, moves mostly by small steps and comes home at the end', () => {
    const scales: Record<string, number[]> = { minor: [0, 2, 3, 5, 7, 8, 10], major: [0, 2, 4, 5, 7, 9, 11] };
    for (const style of styles.flatMap((one) => [`${one}, A minor`, `${one}, A major`])) {
      const plan = planned({ style, vocals: 'female' });
      const score = played(plan);
      const tune = [...part(score, 'voice')];
      const scale = scales[plan.music.key.mode] ?? [];
      for (const note of tune) expect(scale).toContain((note.pitch - 9 + 120) % 12);
      const wide = tune.filter(
        (note, index) => index > 0 && Math.abs(note.pitch - (tune[index - 1]?.pitch ?? 0)) > 7,
      ).length;
      expect(wide / tune.length).toBeLessThan(0.12);
      const last = [...part(score, 'voice'), ...part(score, 'lead')].sort((one, other) => one.at - other.at).at(-1);
      expect((last?.pitch ?? 0) % 12).toBe(9);
    }
  });

  test('the chorus lies higher than the verse', () => {
    let higher = 0;
    for (const style of styles) {
      const plan = planned({ style: `${style}, 100 bpm, 4/4`, vocals: 'female' });
      let bar = 0;
      const mean: Record<string, number> = {};
      for (const section of plan.sections) {
        const from = bar * 2.4;
        bar += section.bars;
        const notes = part(played(plan), 'voice').filter((note) => note.at >= from - 0.1 && note.at < bar * 2.4 - 0.1);
        mean[section.kind] = notes.reduce((sum, note) => sum + note.pitch, 0) / Math.max(1, notes.length);
      }
      if ((mean.chorus ?? 0) > (mean.verse ?? 0)) higher++;
    }
    expect(higher).toBeGreaterThanOrEqual(styles.length - 1);
  });
});

describe('a song from one sentence', () => {
  test('gets a title of its own, tags and words around the member’s', () => {
    const plan = idea('Write me a happy song about a dog who learned to skateboard');
    expect(plan.title).toBe('A Dog Who Learned to Skateboard');
    expect(plan.lyrics).toMatch(/\[Verse\]\n[\s\S]+\n\n\[Chorus\]\n/);
    expect(plan.lyrics).toMatch(/learned to skateboard/i);
    expect(plan.style).toMatch(/\d+ bpm/);
  });

  test('echoes the words of other languages', () => {
    expect(idea('雨の夜に猫が歌う').lyrics).toContain('雨の夜に猫が歌う');
    expect(idea('ein Lied über den letzten Zug nach Hause').lyrics).toMatch(/letzten Zug/);
  });

  test.each([
    ['a lighthouse that hums to lost whales, dreamy synth pop', 'A Lighthouse That Hums'],
    ['the old man who lost everything to the sea', 'The Old Man Who Lost Everything'],
    ['a dog who learned to skateboard down the longest hill', 'A Dog Who Learned to Skateboard'],
    ['robots who dream of electric sheep in the snow', 'Robots Who Dream of Electric Sheep'],
    ['a lonely robot who falls in love with the moon', 'A Lonely Robot'],
    ['a man who wants to become a great bird', 'A Man'],
    ['when we were young and the world was new', 'When We Were Young'],
    ['the man who, when it rains, sings', 'The Man'],
    ['what are you waiting for', 'What Are You Waiting For'],
    ['we are going to the old blue sea', 'We Are Going'],
    ['seven small green birds sing loudly every morning', 'Seven Small Green Birds Sing Loudly'],
    ['ein Lied über den letzten Zug nach Hause in einer kalten Nacht', 'Den Letzten Zug Nach Hause'],
    ['ein müder Leuchtturm der leise summt während draußen Wale schlafen', 'Ein müder Leuchtturm der leise summt'],
    ['un faro que canta a las ballenas perdidas', 'Un Faro Que Canta'],
    ['un phare qui chante pour les baleines égarées', 'Un phare qui chante'],
    ['um farol que canta para as baleias perdidas', 'Um Farol Que Canta'],
  ])('%s becomes %s', (words, title) => expect(titleFor(words)).toBe(title));

  test('no title is ever longer than 80 characters', () => {
    expect([...titleFor('x'.repeat(4000))].length).toBeLessThanOrEqual(80);
    expect([...planned({ title: 'Tremendous '.repeat(400) }).title].length).toBeLessThanOrEqual(80);
  });
});

test('any words at all give a whole song of 20 to 40 seconds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.constantFrom(
      '',
      '[Chorus]',
      '[[]]',
      '</svg>',
      '\u0000\u202e',
      '🎷'.repeat(50),
      'a '.repeat(900),
      'あ'.repeat(900),
      '[Verse]\n'.repeat(90),
    ),
  );
  const lyrics = fc.record({
    kind: fc.constant('lyrics' as const),
    title: text,
    style: text,
    lyrics: text,
    avoid: text,
    vocals: fc.constantFrom('any' as const, 'none' as const),
  });
  const one = fc.record({ kind: fc.constant('idea' as const), idea: text, instrumental: fc.boolean() });
  fc.assert(
    fc.property(fc.oneof(lyrics, one), (work) => {
      const plan = planSchema.parse(planSong({ version: 1, work }));
      expect([...plan.title].length).toBeLessThanOrEqual(80);
      expect(plan.title).not.toBe('');
      const score = played(plan, 1);
      expect(score.seconds).toBeGreaterThan(20);
      expect(score.seconds).toBeLessThan(40);
      for (const { notes } of score.parts)
        for (const note of notes)
          expect(Number.isFinite(note.at + note.length + note.pitch + note.velocity)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('every tempo gives a song of 20 to 40 seconds, in four and in three', () => {
  for (let tempo = 50; tempo <= 200; tempo += 5) {
    for (const metre of ['4/4', '3/4']) {
      for (const lyrics of [
        '',
        lyricsWork({}).kind === 'lyrics' ? '[Verse]\na\nb\nc\nd\n[Chorus]\ne\nf\ng\nh\n[Bridge]\ni\n[Chorus]\nj' : '',
      ]) {
        const { seconds } = planned({ style: `pop, ${tempo} bpm, ${metre}`, lyrics }).takes[0];
        expect(seconds, `${tempo} ${metre}`).toBeGreaterThan(20);
        expect(seconds, `${tempo} ${metre}`).toBeLessThan(40);
      }
    }
  }
});
