/** Many write one song: circles as the people in the channel see them. */
import { parseBuffer } from 'music-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Member } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { formOf, messageOf, type OpenBot, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
import { addSection, boardOf, press, said, says, startCircle, suggest, voteFor } from './helpers/circle-journey.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

let sandbox: OpenSandbox;
let service: MusicService;
let bot: OpenBot;
let mira: Member;
let jonas: Member;
let lucia: Member;

const begin = async (env: Record<string, string> = {}) => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  service = await startSunoapi({ script: { completion: 0 } });
  bot = await openBot({ sandbox, service, env });
  [mira, jonas, lucia] = await Promise.all([sandbox.member('Mira'), sandbox.member('Jonas'), sandbox.member('Lucía')]);
};
afterEach(async () => {
  service.finish();
  await bot.idle();
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

describe('an open circle', () => {
  beforeEach(() => begin());

  test('three people write, vote, generate, choose a take and go on: a song and its continuation', async () => {
    const board = await startCircle(mira, 'Rain on a tin roof');
    expect(board.text).toContain('Rain on a tin roof');
    expect(board.text).toContain('Still missing: a section and a style.');
    expect(board.text).toContain(`<@${mira.id}> (host)`);
    expect(board.buttons).toEqual(['Add section', 'Suggest title', 'Suggest style', 'Generate', 'Leave', 'Manage']);

    expect(await addSection(mira, 'Verse', 'Rain on the roof\nand nobody home')).toContain('Saved');
    expect(await addSection(jonas, 'Chorus', 'Let it *rain*, let it rain')).toContain('Saved');
    expect(await addSection(lucia, 'Bridge', 'Then it stops')).toContain('Saved');
    await suggest(jonas, 'title', 'Tin Roof');
    await suggest(lucia, 'title', 'Nobody Home');
    await suggest(lucia, 'style', 'dream pop, 96 bpm');
    expect(await suggest(mira, 'style', 'DREAM POP, 96 bpm')).toContain('suggested before');
    await says(mira, 'dream pop, 96 bpm');
    await voteFor(mira, 'title', 'Nobody Home');
    await voteFor(lucia, 'title', 'Nobody Home');
    await voteFor(jonas, 'style', 'dream pop, 96 bpm');

    const written = await says(jonas, /Nobody Home\n2 votes/);
    expect(written.id).toBe(board.id);
    expect(written.text).toContain(`**Verse** · <@${mira.id}>\nRain on the roof\nand nobody home`);
    expect(written.text).toContain(`**Chorus** · <@${jonas.id}>\nLet it \\*rain\\*, let it rain`);
    expect(written.text).toContain('dream pop, 96 bpm\n1 vote');
    expect(written.text).toContain('Everything a song needs is there.');
    expect(written.text).toMatch(/[■□]{10} \d+ of 5,000/);

    const card = await messageOf(mira.press(written, 'Generate'));
    expect(card.text).toContain('Nobody Home');
    const finished = await seeFinished(jonas, card);
    expect(finished.buttons).toEqual(['Take A', 'Take B', 'Extend', 'Again', 'Lyrics']);
    for (const line of [`<@${mira.id}>: Verse`, `<@${jonas.id}>: Chorus`, `<@${lucia.id}>: Bridge`])
      expect(finished.text).toContain(line);
    const [submission] = service.submissions;
    expect(JSON.stringify(submission?.body)).not.toMatch(/Mira|Jonas|Lucía/);

    const [file] = finished.message.attachments;
    const { common } = await parseBuffer(await mira.download(file?.url ?? ''));
    expect(common.artist).toBe('Mira, Jonas, Lucía');
    expect(common.lyrics?.[0]?.text).toContain('[Chorus: Jonas]\nLet it *rain*');

    // By the card, and by the circle's message.
    const voting = await says(lucia, 'Which take is it?');
    expect(voting.text).toContain(`/${finished.id}`);
    expect(voting.buttons).toEqual(['Take A', 'Take B', 'Lyrics', 'Leave', 'Manage']);
    expect(said(await mira.press(finished, 'Take A'))).toContain('Your vote is for take A.');
    expect(await press(jonas, 'Take B')).toContain('Your vote is for take B.');
    expect((await says(mira, '2 of 3 have voted.')).text).toContain('Take A: 1 vote\nTake B: 1 vote');
    expect(await press(lucia, 'Take B')).toContain('take B was chosen');
    const chosen = await says(mira, 'Take B was chosen.');
    expect(chosen.buttons).toEqual(['Extend', 'Lyrics', 'Leave', 'Manage']);

    // The new round stands below the song, and the old message says so.
    const second = await messageOf(lucia.press(finished, 'Extend'));
    expect(second.text).toContain('Continues [Nobody Home]');
    await mira.see(({ id, text }) => id === board.id && text.includes(`/${second.id}`), 10_000);
    expect(said(await jonas.press(finished, 'Extend'))).toContain('goes on already');
    expect(second.text).toContain('take B.');
    expect(second.text).toContain('Round 2');
    expect(second.text).not.toContain('Then it stops');
    await addSection(jonas, 'Outro', 'And the sun comes');
    await says(mira, 'And the sun comes');
    const next = await seeFinished(lucia, await messageOf(mira.press(await boardOf(mira), 'Generate')));
    expect(next.text).toContain('take B, from');
    expect(next.text).toContain(`<@${jonas.id}>: Outro`);
    expect(service.submissions.length).toBe(2);
    await bot.idle();
    expect(bot.account()).toEqual({ available: 980, held: 0 });

    const lyrics = await messageOf(mira.press(await boardOf(mira), 'Lyrics'));
    expect(lyrics.text).toContain('Round 1');
    expect(lyrics.text).toContain('Then it stops');
    expect(lyrics.text).toContain('And the sun comes');
  }, 60_000);

  test('who presses Generate too early is told what is missing, or who else must agree', async () => {
    await startCircle(mira, 'Rain');
    expect(await press(mira, 'Generate')).toBe('Still missing: a section and a style.');
    for (const [member, words] of [
      [jonas, 'one'],
      [lucia, 'two'],
    ] as const)
      await addSection(member, 'Verse', words);
    await suggest(jonas, 'style', 'folk');
    const amelie = await sandbox.member('Amélie');
    expect(await press(amelie, 'Generate')).toContain('0 of the 2 that are needed');
    expect(await press(jonas, 'Generate')).toContain('1 of the 2 authors');
    await says(mira, '1 of the 2 that are needed');
    const card = await messageOf(lucia.press(await boardOf(lucia), 'Generate'));
    expect(card.text).toContain(`<@${lucia.id}>`);
    await seeFinished(lucia, card);
  }, 40_000);

  test('pressed by everybody at once it is one song, paid by one', async () => {
    await startCircle(mira, 'Rain');
    for (const member of [jonas, lucia]) await addSection(member, 'Verse', `by ${member.name}`);
    await suggest(jonas, 'style', 'folk');
    await press(jonas, 'Generate');
    const board = await boardOf(mira);
    const seen = await Promise.all([mira, lucia, jonas].map((member) => member.press(board, 'Generate')));
    const answers = seen.map((one) => said(one));
    expect(answers.filter((text) => text.includes('Asked for by')).length).toBe(1);
    expect(answers.filter((text) => text.includes('asked for already')).length).toBe(2);
    await bot.idle();
    expect(service.submissions.length).toBe(1);
    expect(bot.account()).toEqual({ available: 990, held: 0 });
  }, 40_000);

  test('Edit mine opens what is mine alone; emptied, it is removed', async () => {
    await startCircle(mira, 'Rain');
    expect(await addSection(jonas, 'Hook', 'first words')).toContain('Saved');
    const board = await says(mira, 'first words');
    expect(said(await mira.press(board, 'Edit mine'))).toContain('Nothing in this round is yours');
    const form = await formOf(jonas.press(board, 'Edit mine'));
    expect(form.input('Lyrics').value).toBe('first words');
    await jonas.fill({ 'Kind of section': 'Outro', Lyrics: 'second words' });
    expect((await says(mira, 'second words')).text).toContain('**Outro**');
    await addSection(jonas, 'Verse', 'third words');
    const which = await messageOf(jonas.press(await says(jonas, 'third words'), 'Edit mine'));
    await formOf(jonas.choose(which, 'Choose a section', ['2. Verse · Jonas']));
    expect(said(await jonas.fill({ Lyrics: '' }))).toContain('removed');
    await boardOf(mira, ({ text }) => !text.includes('third words'));
  }, 40_000);

  test('words that cannot be saved come back with Edit, also after a restart', async () => {
    await startCircle(mira, 'Rain');
    const long = 'la '.repeat(400).trim();
    await addSection(mira, 'Verse', 'so '.repeat(1_300).trim());
    await formOf(jonas.press(await boardOf(jonas), 'Add section'));
    const refused = await messageOf(jonas.fill({ Lyrics: long }));
    expect(refused.text).toContain('With it all sections would have 5,116 characters, and the model takes 5,000');
    expect(refused.buttons).toEqual(['Edit']);
    await bot.restart();
    const again = await formOf(jonas.press(refused, 'Edit'));
    expect(again.input('Lyrics').value).toBe(long);
    expect(said(await jonas.fill({ Lyrics: long.slice(0, 100) }))).toContain('Saved');
    await says(mira, 'la la la');
    // A title that is too long for the model, too.
    await formOf(jonas.press(await boardOf(jonas), 'Suggest title'));
    const title = await messageOf(jonas.fill({ Title: 'x'.repeat(81) }));
    expect(title.text).toContain('Title is too long');
    expect((await formOf(jonas.press(title, 'Edit'))).input('Title').value).toBe('x'.repeat(81));
  }, 40_000);

  test('the host locks, moves, removes and hands over; nobody else does', async () => {
    await startCircle(mira, 'Rain');
    await addSection(jonas, 'Verse', 'one');
    await addSection(lucia, 'Chorus', 'two');
    const board = await says(mira, 'two');
    expect(said(await jonas.press(board, 'Manage'))).toContain(`<@${mira.id}>`);
    const tools = () => messageOf(mira.press(board, 'Manage'));
    expect(said(await mira.choose(await tools(), 'Lock or unlock a section', ['1. Verse · Jonas']))).toContain(
      'locked',
    );
    expect((await says(jonas, 'locked')).text).toContain(`**Verse** · <@${jonas.id}> · locked`);
    expect(said(await jonas.press(board, 'Edit mine'))).toContain('This section is locked');
    const where = await messageOf(mira.choose(await tools(), 'Move a section', ['2. Chorus · Lucía']));
    await mira.choose(where, 'Before which section', ['1. Verse · Jonas · locked']);
    await says(jonas, /two[\s\S]*one/);
    await mira.choose(await tools(), 'Remove a section', ['1. Chorus · Lucía']);
    await boardOf(jonas, ({ text }) => !text.includes('two'));
    expect(said(await mira.choose(await tools(), 'Hand the circle over', ['Jonas']))).toContain(`<@${jonas.id}> hosts`);
    await says(mira, `<@${jonas.id}> (host)`);
    // By an old list of his the former host can do nothing any more.
    expect(said(await mira.press(board, 'Manage'))).toContain(`<@${jonas.id}>`);
  }, 40_000);

  test('when the host leaves, the longest-standing author hosts, and the words stay', async () => {
    await startCircle(mira, 'Rain');
    await voteForNothing();
    await addSection(lucia, 'Verse', 'words of lucia');
    await addSection(jonas, 'Verse', 'words of jonas');
    await addSection(mira, 'Verse', 'words of mira');
    expect(await press(mira, 'Leave')).toContain(`<@${lucia.id}> hosts it.`);
    const board = await says(jonas, `<@${lucia.id}> (host)`);
    expect(board.text).toContain('words of mira');
    expect(await press(mira, 'Leave')).toContain('You are not in this circle');
  }, 40_000);
  const voteForNothing = async () =>
    // A list without entries is none that Discord shows, so the button rests.
    expect((await boardOf(mira)).buttons).not.toContain('Vote');

  test('a song that failed leaves every word where it was, and can be made once more', async () => {
    service.script.outcome = 'create-failed';
    await startCircle(mira, 'Rain');
    await addSection(jonas, 'Verse', 'one');
    await suggest(jonas, 'style', 'folk');
    const card = await messageOf(mira.press(await says(mira, 'folk'), 'Generate'));
    const failed = await mira.see(({ id, text }) => id === card.id && text.includes('credits went back'), 15_000);
    expect(failed.text).toContain('The circle that wrote it goes on');
    expect(failed.buttons).toEqual([]);
    const board = await boardOf(mira, ({ buttons }) => buttons.includes('Generate'));
    expect(board.text).toContain('one');
    service.script.outcome = 'success';
    await seeFinished(mira, await messageOf(mira.press(board, 'Generate')));
    await bot.idle();
    expect(bot.account()).toEqual({ available: 990, held: 0 });
  }, 40_000);

  test('a restart in the middle changes nothing that anybody sees, and everything goes on', async () => {
    service.script.completion = 'manual';
    const board = await startCircle(mira, 'Rain');
    await addSection(jonas, 'Verse', 'before');
    await bot.restart();
    await says(mira, 'before');
    await addSection(lucia, 'Verse', 'after');
    await suggest(jonas, 'style', 'folk');
    const card = await messageOf(mira.press(await says(mira, 'after'), 'Generate'));
    await says(mira, 'The song is being made.');
    await bot.stop();
    service.finish();
    await bot.restart();
    await seeFinished(mira, card);
    const voting = await says(mira, 'Which take is it?');
    expect(voting.id).toBe(board.id);
    await bot.restart();
    for (const member of [mira, jonas]) await press(member, 'Take B');
    expect(await press(lucia, 'Take A')).toContain('take B was chosen');
  }, 60_000);

  test('show brings its message down, and the old one says where it is; close ends it and keeps the text', async () => {
    const none = await messageOf(jonas.slash('circle show'));
    expect(none.text).toContain('No circle is open in this channel');
    const first = await startCircle(jonas, 'Rain');
    await addSection(lucia, 'Verse', 'words that stay');
    const second = await messageOf(lucia.slash('circle show'));
    expect(second.text).toContain('words that stay');
    const old = await mira.see(({ id, text }) => id === first.id && text.includes('goes on here'), 10_000);
    expect(old.text).toContain(`/${second.id}`);
    expect(old.buttons).toEqual([]);
    await suggest(lucia, 'style', 'folk');
    expect((await says(mira, 'folk')).id).toBe(second.id);
    expect(said(await lucia.slash('circle close'))).toContain(`<@${jonas.id}>`);
    // Mira manages the server.
    expect(said(await mira.slash('circle close'))).toContain('The circle has ended');
    const closed = await says(jonas, 'by somebody who manages this server');
    expect(closed.buttons).toEqual(['Lyrics']);
    expect((await messageOf(jonas.press(closed, 'Lyrics'))).text).toContain('words that stay');
  }, 40_000);

  test('of several circles in a channel one is chosen from a list', async () => {
    await startCircle(mira, 'Rain');
    await startCircle(jonas, 'Snow');
    const list = await messageOf(lucia.slash('circle show'));
    const shown = await messageOf(lucia.choose(list, 'Choose a circle', ['Rain']));
    expect(shown.ephemeral).toBe(false);
    expect(shown.text).toContain('Rain');
    expect(shown.text).toContain(`<@${mira.id}> (host)`);
  }, 40_000);

  test('where the bot cannot work nothing begins, and the theme comes back', async () => {
    sandbox.change({ channel: { id: sandbox.channels.songs, botLacks: ['ATTACH_FILES'] } });
    const refused = await messageOf(mira.slash('circle start', { theme: 'a theme of mine' }));
    expect(refused.ephemeral).toBe(true);
    expect(refused.text).toContain('Attach Files');
    expect(refused.text).toContain('a theme of mine');
  });
});

test('a blind circle shows each only the line before theirs, until the song is being made', async () => {
  await begin();
  service.script.completion = 'manual';
  await startCircle(mira, 'Fog', { mode: 'blind' });
  await addSection(jonas, 'Verse', 'jonas begins\nthe end of jonas');
  const hidden = await says(mira, 'hidden until the song is being made');
  expect(hidden.text).toContain(`**Verse** · <@${jonas.id}>`);
  expect(hidden.text).not.toContain('end of jonas');
  const form = await formOf(lucia.press(hidden, 'Add section'));
  expect(JSON.stringify(form)).toContain('the end of jonas');
  expect(JSON.stringify(form)).not.toContain('jonas begins');
  await lucia.fill({ Lyrics: 'lucia goes on' });
  const lyricsOf = async (member: Member) => (await messageOf(member.press(await boardOf(member), 'Lyrics'))).text;
  expect(await lyricsOf(lucia)).toMatch(/the end of jonas[\s\S]*lucia goes on/);
  expect(await lyricsOf(lucia)).not.toContain('jonas begins');
  expect(await lyricsOf(jonas)).not.toContain('lucia goes on');
  // Not even to the host.
  expect(await lyricsOf(mira)).not.toMatch(/jonas begins|end of jonas|lucia goes on/);
  await suggest(jonas, 'style', 'fog');
  await messageOf(mira.press(await says(mira, 'fog\n'), 'Generate'));
  const open = await says(mira, 'jonas begins');
  expect(open.text).toContain('lucia goes on');
}, 40_000);

test('a song that the server cannot afford is refused to whoever pressed, and the words can be changed again', async () => {
  await begin({ STARTER_CREDITS: '5' });
  await startCircle(mira, 'Rain');
  await addSection(jonas, 'Verse', 'one');
  await suggest(jonas, 'style', 'folk');
  const refused = await messageOf(mira.press(await says(mira, 'folk'), 'Generate'));
  expect(refused.ephemeral).toBe(true);
  expect(refused.text).toContain('This song costs 10 credits and the server has 5.');
  expect(refused.text).toContain('The words are safe in the circle');
  expect(refused.buttons).toEqual([]);
  // Words of many are offered to nobody as their own.
  const form = await formOf(mira.slash('compose'));
  expect(form.input('Lyrics').value).toBe('');
  await addSection(lucia, 'Verse', 'two');
  await mira.slash('credits grant', { amount: 5, reason: 'for the circle' });
  const card = await messageOf(mira.press(await says(mira, 'two'), 'Generate'));
  await seeFinished(mira, card);
}, 40_000);
