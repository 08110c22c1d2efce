/** Members who flood, and words, buttons and forms that were made to break something. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Member, Shown } from '../sandbox/member.ts';
import type { MusicService } from '../sandbox/services/service.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { formOf, messageOf, type OpenBot, openBot, seeFinished, speakEnglish } from './helpers/bot.ts';
import { type OpenSandbox, openSandbox } from './helpers/sandbox.ts';

const atOnce = 3;

let sandbox: OpenSandbox;
let service: MusicService;
let bot: OpenBot;
let amelie: Member;
let lucia: Member;

beforeAll(async () => {
  sandbox = await openSandbox();
  speakEnglish(sandbox);
  service = await startSunoapi({ script: { completion: 0 } });
  bot = await openBot({ sandbox, service, env: { MEMBER_SONGS_AT_ONCE: String(atOnce) } });
  amelie = await sandbox.member('Amélie');
  lucia = await sandbox.member('Lucía');
});

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await service.close();
  await sandbox[Symbol.asyncDispose]();
});

afterEach(async () => {
  service.script.completion = 0;
  service.finish();
  await bot.idle();
});

test('a flood by one member: exactly as many songs as allowed, an answer for every command, others undisturbed', async () => {
  service.script.completion = 'manual';
  const before = bot.account();
  const flood = Array.from({ length: 60 }, (_, n) => amelie.slash('song', { idea: `flood ${n}` }));
  const hers = messageOf(lucia.slash('song', { idea: 'a quiet one' }));
  const answers = (await Promise.all(flood)).map((seen) => (seen.kind === 'message' ? seen.message : null));
  expect(answers.filter((message) => message === null)).toEqual([]);
  const cards = answers.flatMap((message) => (message && !message.ephemeral ? [message] : []));
  expect(cards.length).toBe(atOnce);
  const refusals = answers.flatMap((message) => (message?.ephemeral ? [message.content] : []));
  expect(refusals.length).toBe(60 - atOnce);
  for (const words of refusals) expect(words).toMatch(/You have 3 songs going|Too much at once/);
  expect((await hers).ephemeral).toBe(false);
  expect(bot.account()).toEqual({ available: before.available - 40, held: 40 });
  await expect.poll(() => service.submissions.length).toBe(atOnce + 1);
  service.finish();
  for (const card of cards) await seeFinished(amelie, card);
  await bot.idle();
  expect(bot.account()).toEqual({ available: before.available - 40, held: 0 });
});

test('a flood of presses of one button is one song', async () => {
  const card = await messageOf(lucia.slash('song', { idea: 'pressed' }));
  const done = await seeFinished(lucia, card);
  await bot.idle();
  service.script.completion = 'manual';
  const songs = bot.songs().length;
  const seen = await Promise.all(Array.from({ length: 20 }, () => lucia.press(done, 'Again')));
  expect(seen.every(({ kind }) => kind === 'message')).toBe(true);
  expect(seen.filter((one) => one.kind === 'message' && !one.message.ephemeral).length).toBe(1);
  expect(bot.songs().length).toBe(songs + 1);
});

const rtl = '\u202egnp.exe';
const hostile = {
  Title: `@everyone <@&1100000000000000001> [free](https://evil.example) ${rtl}`.slice(0, 78),
  'Style (tags)': '**bold** ||hidden|| <#1100000000000000011> # heading',
  Lyrics:
    '[Verse]\n@here [click](https://evil.example/a) `code`\n```js\nalert(1)\n```\nhttps://discord.gg/abc <@1100000000000000101>',
  'Avoid (tags)': '-# small\n> quote',
  Vocals: 'Any',
};

/** Nothing on this message mentions, links or formats by the member's words. */
function isInert(message: Shown, words: string[]): void {
  expect(message.message.mentions).toEqual([]);
  expect(message.message.mention_everyone).toBe(false);
  expect(message.text).not.toContain('\u202e');
  const shown = message.text.replaceAll(/\\./g, '');
  for (const word of words) expect(shown).not.toContain(word);
}
const live = [
  '@everyone',
  '@here',
  '](https://evil',
  '**bold**',
  '||hidden||',
  '<#1100',
  '<@&',
  '```',
  'https://discord.gg',
  '<@1100000000000000101>',
];

test('hostile words are shown as words: no mention, link or markup of theirs, on card, note and file', async () => {
  await formOf(amelie.slash('compose'));
  const card = await messageOf(amelie.fill(hostile));
  isInert(card, live);
  const done = await seeFinished(amelie, card);
  expect(service.submissions.at(-1)?.body.prompt).toBe(hostile.Lyrics);
  isInert(done, live);
  for (const file of done.message.attachments) {
    expect(file.filename).toMatch(/\.mp3$/);
    expect(`${file.filename} ${file.title}`).not.toMatch(/[\u202e/\\@<>]/);
  }
  await seeFinished(lucia, card);
  isInert(await messageOf(lucia.press(done, 'Lyrics')), live);
  const form = await formOf(lucia.press(done, 'Extend A'));
  expect(form.title.length).toBeLessThanOrEqual(45);
  const idea = '@everyone [x](https://evil.example) **bold** ||hidden||';
  const asked = await messageOf(lucia.slash('song', { idea }));
  isInert(asked, live);
  await seeFinished(lucia, asked);
  const refused = await messageOf(
    amelie.slash('song', { idea: 'x', model: '@everyone **bold** [x](https://evil.example)' }),
  );
  isInert(refused, live);
  const reminder = messageOf(amelie.slash('song', { idea: 'clean' }));
  await seeFinished(amelie, await reminder);
  expect(sandbox.violations()).toEqual([]);
});

test('every request of the bot names nobody it may ping', () => {
  const sent = sandbox.requests().flatMap(({ body, path }) => {
    const inner = (body as { data?: object })?.data ?? body;
    const isMessage = /\/(callback|messages(\/.*)?)$|\/webhooks\/\d+\/[^/]+$/.test(path);
    return isMessage && inner !== null && typeof inner === 'object' && ('content' in inner || 'embeds' in inner)
      ? [inner]
      : [];
  });
  expect(sent.length).toBeGreaterThan(50);
  for (const message of sent) expect(message).toMatchObject({ allowed_mentions: { parse: [] } });
});

test('buttons of another time, of others, and made-up ones get one sentence and do nothing', async () => {
  const before = { account: bot.account(), songs: bot.songs().length };
  const ids = [
    'extend:0:old:0',
    'extend:9:AAAAAAAAAAAAAAAA:0',
    'extend:1:AAAAAAAAAAAAAAAA:0',
    'again:1:AAAAAAAAAAAAAAAA',
    'lyrics:1:AAAAAAAAAAAAAAAA',
    'cancel:1:AAAAAAAAAAAAAAAA',
    'rewrite:1:AAAAAAAAAAAAAAAA',
    'edit:1:AAAAAAAAAAAAAAAA',
    'again:1:',
    'again:1:../../etc/passwd',
    "again:1:' or 1=1 --",
    'again:1:a:b:c:d',
    '__proto__',
    'constructor:1:x',
    '🎶'.repeat(50),
    'x'.repeat(100),
  ];
  const old = await postAsBot(ids);
  await lucia.see((message) => message.id === old);
  for (const id of ids) {
    const note = await messageOf(lucia.press(old, id));
    expect(note.ephemeral, id).toBe(true);
    expect(note.content, id).toMatch(/from another time|no longer known here|no longer kept/);
  }
  expect({ account: bot.account(), songs: bot.songs().length }).toEqual(before);
});

test('a draft is its author’s alone, whoever finds its button', async () => {
  const note = await messageOf(amelie.slash('song', { idea: 'mine alone', model: 'nonsense' }));
  const row = note.message.components?.[0] as { components: { custom_id: string }[] };
  const id = row.components[0]?.custom_id ?? '';
  const posted = await postAsBot([id]);
  const answer = await messageOf(lucia.press(await lucia.see((message) => message.id === posted), id));
  expect(answer.content).toContain('no longer kept, or they are not yours');
  const form = await formOf(amelie.press(await amelie.see((message) => message.id === posted), id));
  expect(form.input('Idea').value).toBe('mine alone');
});

/** A message with buttons that this build did not make; its id. Posted past the bot, as an older one would have. */
async function postAsBot(customIds: string[]): Promise<string> {
  const buttons = customIds.map((id) => ({ type: 2, style: 1, label: 'Old', custom_id: id }));
  const rows = [0, 5, 10, 15, 20].map((start) => ({ type: 1, components: buttons.slice(start, start + 5) }));
  const response = await fetch(`${sandbox.apiUrl}/v10/channels/${sandbox.channels.songs}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      content: 'old',
      allowed_mentions: { parse: [] },
      components: rows.filter(({ components }) => components.length > 0),
    }),
  });
  const answer = (await response.json()) as { id: string };
  if (response.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.id;
}
