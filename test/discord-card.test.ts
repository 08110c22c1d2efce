import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Card, cardDigest, songCard } from '../src/discord/card.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import type { Ending, SongView } from '../src/songs/song.ts';
import { finishedSong, ids, noon, songView, track } from './helpers/discord.ts';

const texts = createTexts();
const card = (song: SongView, options = {}): Card => songCard(song, texts, options);
const labels = (made: Card): string[] =>
  made.components.flatMap((row) => row.components.map((button) => ('label' in button ? (button.label ?? '') : '')));
const words = (made: Card): string => JSON.stringify([made.content, made.embeds]);

function expectWithinLimits(made: Card): void {
  expect(
    MessageCreateRequestSchema.safeParse({ content: made.content, embeds: made.embeds, components: made.components })
      .success,
  ).toBe(true);
  expect(made.content.length).toBeLessThanOrEqual(2000);
  expect(made.embeds.length).toBeLessThanOrEqual(10);
  expect(made.files.length).toBeLessThanOrEqual(10);
  expect(made.components.length).toBeLessThanOrEqual(5);
  let all = 0;
  for (const embed of made.embeds) {
    const fields = embed.fields ?? [];
    expect((embed.title ?? '').length).toBeLessThanOrEqual(256);
    expect((embed.description ?? '').length).toBeLessThanOrEqual(4096);
    expect((embed.footer?.text ?? '').length).toBeLessThanOrEqual(2048);
    for (const field of fields) {
      expect(field.name.length).toBeGreaterThan(0);
      expect(field.value.length).toBeGreaterThan(0);
      expect(field.name.length).toBeLessThanOrEqual(256);
      expect(field.value.length).toBeLessThanOrEqual(1024);
    }
    all += [
      embed.title,
      embed.description,
      embed.footer?.text,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ].join('').length;
  }
  expect(all).toBeLessThanOrEqual(6000);
  for (const row of made.components) expect(row.components.length).toBeLessThanOrEqual(5);
  for (const file of made.files) {
    expect(Buffer.byteLength(file.name)).toBeLessThanOrEqual(100);
    expect(file.description.length).toBeGreaterThan(0);
    expect(file.description.length).toBeLessThanOrEqual(1024);
  }
  expect(new Set(made.files.map((file) => file.name)).size).toBe(made.files.length);
}

test('at once the card says the idea, who asked, service, price and what is left', () => {
  const made = card(songView());
  expectWithinLimits(made);
  expect(made.embeds[0]?.title).toBe('rain on a tin roof');
  expect(words(made)).toContain('Price: 12 credits · 38 credits left');
  expect(words(made)).toContain(`<@${ids.member}>`);
  expect(words(made)).toContain('Sketch (built in)');
  expect(labels(made)).toEqual(['Cancel']);
});

test('while it works the card says the stage in words, a bar and when it should be done', () => {
  const made = card(songView({ state: 'generating', stage: 'music' }), { now: noon + 31_000 });
  expect(words(made)).toContain('Making the music');
  expect(words(made)).toMatch(/■■■■■□□□□□ 50 %/);
  expect(words(made)).toContain(`<t:${noon / 1000 + 60}:R>`);
});

test('past the estimate the words change', () => {
  const song = songView({ state: 'generating', stage: 'music' });
  const late = card(song, { now: noon + 61_000 });
  expect(words(late)).toContain('longer than usual');
  expect(late.steady).toBe(card(song, { now: noon + 1_000 }).steady);
  expect(cardDigest(late)).not.toBe(cardDigest(card(song, { now: noon + 1_000 })));
});

test('without a clock the card of a song is always the same', () => {
  const song = songView({ state: 'generating', stage: 'words' });
  expect(cardDigest(card(song))).toBe(cardDigest(card(song)));
  expect(card(song)).toEqual(card(structuredClone(song)));
});

test('the first take is attached while the second is still made', () => {
  const song = finishedSong({
    state: 'generating',
    money: 'held',
    tracks: [track(0), track(1, { state: 'working', audioPath: null, coverPath: null })],
  });
  const made = card(song);
  expect(made.files.map((file) => file.name)).toEqual(['Tin Roof - A.mp3', 'cover-a.png']);
  expect(words(made)).toContain('Take A: 0:31');
  expect(words(made)).toContain('Take B: still being made');
  expect(labels(made)).toEqual(['Cancel']);
});

test('at the end both takes are attached, each cover in its own embed with alt text, AI-made in the footer', () => {
  const made = card(finishedSong({ tracks: [track(0, { videoUrl: 'https://video.example/a?b=(c)' }), track(1)] }));
  expectWithinLimits(made);
  expect(made.files.map((file) => file.name)).toEqual([
    'Tin Roof - A.mp3',
    'cover-a.png',
    'Tin Roof - B.mp3',
    'cover-b.png',
  ]);
  expect(made.embeds.map((embed) => embed.image?.url)).toEqual([
    undefined,
    'attachment://cover-a.png',
    'attachment://cover-b.png',
  ]);
  expect(made.files.every((file) => file.description.includes('Tin Roof'))).toBe(true);
  expect(made.embeds[0]?.footer?.text).toContain('AI-made');
  expect(made.embeds[0]?.description).toContain('[Video](https://video.example/a?b=%28c%29)');
  expect(words(made)).toContain('dream pop');
  expect(labels(made)).toEqual(['Extend A', 'Extend B', 'Again', 'Lyrics']);
});

test('at the end the card says who wrote the words', () => {
  const wrote = (song: SongView) => card(song).embeds[0]?.fields?.find((one) => one.name === 'Words by')?.value;
  const typed = { kind: 'lyrics', title: '', style: 'pop', lyrics: 'la', avoid: '', vocals: 'any' } as const;
  expect(wrote(finishedSong())).toBe('Sketch (built in)');
  expect(wrote(finishedSong({ work: typed }))).toBe(`<@${ids.member}>`);
  expect(wrote(finishedSong({ lyrics: null }))).toBeUndefined();
});

test('a button stands there only when it can do something', () => {
  expect(labels(card(finishedSong({ lyrics: ' ' })))).toEqual(['Extend A', 'Extend B', 'Again']);
  expect(labels(card(finishedSong({ extendable: false })))).toEqual(['Again', 'Lyrics']);
  expect(labels(card(finishedSong({ tracks: [track(0), track(1, { state: 'failed' })] })))).toEqual([
    'Extend A',
    'Again',
    'Lyrics',
  ]);
  expect(labels(card(songView({ state: 'refused', ending: 'text', userId: null })))).toEqual([]);
});

test('a take that failed, a price that came back, a late song and fields without effect are said', () => {
  const made = card(
    finishedSong({
      captured: 6,
      tracks: [track(0), track(1, { state: 'failed', audioPath: null, coverPath: null })],
      notHonoured: ['avoid', 'vocals'],
    }),
  );
  expect(words(made)).toContain('Take B: the service could not make it');
  expect(words(made)).toContain('6 credits came back');
  expect(words(made)).toContain('Avoid (tags) and Vocals');
  expect(words(card(finishedSong({ late: true, money: 'released', captured: null })))).toContain('it is free');
});

test('refused words are not repeated, credits are back, and Edit stands there', () => {
  const made = card(
    songView({
      state: 'refused',
      ending: 'text',
      money: 'released',
      title: 'Forbidden',
      style: 'Forbidden',
      work: { kind: 'idea', idea: 'Forbidden', instrumental: false },
    }),
  );
  expect(words(made)).not.toContain('Forbidden');
  expect(words(made)).toContain('The 12 credits went back.');
  expect(labels(made)).toEqual(['Edit']);
});

test('every ending has its sentence', () => {
  const endings: Ending[] = [
    'cancelled',
    'text',
    'unavailable',
    'track_gone',
    'invalid',
    'service',
    'unknown_outcome',
    'silent',
    'nowhere',
  ];
  const said = endings.map(
    (ending) => card(songView({ state: 'gave_up', ending, money: 'released' })).embeds[0]?.description,
  );
  expect(new Set(said).size).toBe(endings.length);
  expect(said.every((text) => text && !text.includes('ending.'))).toBe(true);
});

test('an extension links to the card it continues and says when it holds only the continuation', () => {
  const work = { kind: 'extend', parent: {}, fromSecond: 105, title: 'More', style: '', lyrics: '' } as const;
  const parent = {
    songId: 'parent',
    track: 1,
    title: 'Tin [Roof](https://evil.example)',
    channelId: ids.channel,
    messageId: ids.message,
  };
  const made = card(finishedSong({ work, parent, tailOnly: true }));
  const continues = made.embeds[0]?.fields?.find((field) => field.name === 'Continues')?.value ?? '';
  expect(continues).toContain(
    `](https://discord.com/channels/${ids.guild}/${ids.channel}/${ids.message}), take B, from 1:45`,
  );
  expect(continues).toContain('\\[Roof\\]');
  expect(words(made)).toContain('only the continuation');
});

test('a file over the limit is left out and named', () => {
  const made = card(finishedSong({ tracks: [track(0, { audioBytes: 2000 }), track(1, { audioBytes: 10 })] }), {
    attachmentLimit: 1000,
  });
  expect(made.files.map((file) => file.name)).toEqual(['cover-a.png', 'Tin Roof - B.mp3', 'cover-b.png']);
  expect(words(made)).toContain('Take A is not attached');
});

test('a take that was encoded down to fit says so, and one as it came does not', () => {
  const made = card(finishedSong({ tracks: [track(0, { kilobits: 128 }), track(1)] }));
  expect(words(made)).toContain('Take A was encoded at 128 kbit/s to fit here.');
  expect(words(made)).not.toContain('Take B was encoded');
  expect(made.files).toHaveLength(4);
});

test('a file over the limit is linked at the service, whose address can do no harm', () => {
  const linked = (audioUrl: string | null) =>
    words(card(finishedSong({ tracks: [track(0, { audioBytes: 2000, audioUrl })] }), { attachmentLimit: 1000 }));
  const said = linked('https://cdn.example.com/a_(1).mp3?x=[y](https://evil.example)*');
  expect(said).toContain(
    '[Listen at the service](https://cdn.example.com/a%5F%281%29.mp3?x=[y]%28https://evil.example%29%2A), which keeps it for about two weeks.',
  );
  for (const address of [
    null,
    'http://cdn.example.com/a.mp3',
    'https://127.0.0.1/a.mp3',
    'https://[::1]/a.mp3',
    'https://2130706433/a.mp3',
    'https://printer.local/a.mp3',
    'https://user:word@cdn.example.com/a.mp3',
    'https://cdn.example.com:8443/a.mp3',
    'javascript:alert(1)',
    'nonsense',
    `https://cdn.example.com/${'a'.repeat(900)}`,
  ]) {
    expect(linked(address)).toContain('Take A is not attached');
    expect(linked(address)).not.toContain('](');
  }
});

test('a file that is attached has no link', () => {
  const tracks = [track(0, { audioUrl: 'https://cdn.example.com/a.mp3' })];
  expect(words(card(finishedSong({ tracks })))).not.toContain('cdn.example.com');
});

test('a cover over the limit is left out, and nothing is said of it', () => {
  const tracks = [track(0, { coverBytes: 2000, audioBytes: 900 }), track(1, { audioBytes: 900 })];
  const made = card(finishedSong({ tracks }), { attachmentLimit: 1000 });
  expect(made.files.map((file) => file.name)).toEqual(['Tin Roof - A.mp3', 'Tin Roof - B.mp3', 'cover-b.png']);
  expect(made.embeds.map((embed) => embed.image?.url)).toEqual([undefined, 'attachment://cover-b.png']);
  expect(words(made)).not.toContain('not attached');
  const whole = card(finishedSong({ tracks: [track(0, { coverBytes: 8 * 1024 * 1024 })] }), {
    attachmentLimit: 10 * 1024 * 1024,
  });
  expect(whole.embeds.at(-1)?.image?.url).toBe('attachment://cover-a.png');
});

test('a song that was cancelled too late does not play in the channel, and its copy has no buttons', () => {
  const song = finishedSong({ cancelled: true, cancelledByUserId: ids.other });
  const sent = card(song, { variant: 'sent' });
  expect(sent.files).toEqual([]);
  expect(words(sent)).toContain('went out as a direct message');
  const copy = card(song, { variant: 'private' });
  expect(copy.files).toHaveLength(4);
  expect(copy.components).toEqual([]);
  expect(card(song, { variant: 'closed' }).files).toHaveLength(4);
});

test('a video address that is no plain public one is not shown', () => {
  for (const videoUrl of [
    'javascript:alert(1)',
    'http://a.example/',
    'https://10.0.0.1/',
    'https://user:pass@a.example/',
    'nonsense',
  ])
    expect(words(card(finishedSong({ tracks: [track(0, { videoUrl })] })))).not.toContain('[Video]');
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5000 }),
  fc.constantFrom(
    '@everyone '.repeat(500),
    '](https://a.b) '.repeat(400),
    '\u202e'.repeat(3000),
    '**'.repeat(2000),
    '👨‍👩‍👧'.repeat(600),
    '```'.repeat(900),
  ),
);

test('whatever members and services write, every state of the card keeps the limits of Discord', () => {
  const view = fc
    .record({
      title: fc.option(hostile),
      style: fc.option(hostile),
      lyrics: fc.option(hostile),
      idea: hostile,
      state: fc.constantFrom(
        'requested',
        'submitting',
        'generating',
        'delivering',
        'done',
        'gave_up',
        'refused' as const,
      ),
      service: hostile,
      parentTitle: fc.option(hostile),
      video: fc.oneof(hostile, fc.string({ unit: fc.constantFrom('(', '*', 'a', '水'), maxLength: 900 })),
      kilobits: fc.constantFrom(null, 64, 256),
      limit: fc.constantFrom(100, 100_000_000),
      takes: fc.array(fc.constantFrom('working', 'ready', 'fetched', 'failed' as const), { maxLength: 12 }),
      kind: fc.constantFrom('idea', 'lyrics', 'extend' as const),
      cancelled: fc.boolean(),
      variant: fc.constantFrom('card', 'sent', 'closed', 'private', 'elsewhere' as const),
    })
    .map((made) => {
      const typed = { title: made.title ?? '', style: made.style ?? '', lyrics: made.idea };
      const work: SongView['work'] =
        made.kind === 'idea'
          ? { kind: 'idea', idea: made.idea, instrumental: false }
          : made.kind === 'lyrics'
            ? { kind: 'lyrics', ...typed, avoid: '', vocals: 'any' }
            : { kind: 'extend', parent: {}, fromSecond: 3, ...typed };
      const song = songView({
        ...made,
        work,
        state: made.state,
        provider: { id: 'x', name: made.service },
        model: { id: 'x', name: made.service },
        ending: made.state === 'gave_up' ? 'service' : null,
        cancelled: made.cancelled,
        cancelledByUserId: made.cancelled ? ids.other : null,
        notHonoured: ['avoid', 'vocals', 'instrumental'],
        parent: { songId: 'p', track: 0, title: made.parentTitle, channelId: ids.channel, messageId: ids.message },
        tailOnly: true,
        tracks: made.takes.map((state, index) => {
          const url = `https://v.example/${made.video}`;
          return track(index, { state, videoUrl: url, audioUrl: url, kilobits: made.kilobits });
        }),
      });
      return { song, options: { variant: made.variant, attachmentLimit: made.limit, now: noon + 5_000 } };
    });
  fc.assert(
    fc.property(view, ({ song, options }) => expectWithinLimits(card(song, options))),
    { numRuns: 150 },
  );
});
