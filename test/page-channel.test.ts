import axe from 'axe-core';
import type { APIMessage } from 'discord-api-types/v10';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './helpers/browser.ts';
import { type FakeSandbox, startFakeSandbox } from './helpers/fake-sandbox.ts';
import { composeForm, emptySnapshot, ids, message, songCard, usedSong, users } from './helpers/fake-world.ts';

const cardId = '399000000000000001';
/** What no page may do: throw, or ask for anything from elsewhere. */
const faults: string[] = [];
let fake: FakeSandbox;
let browser: Browser;

beforeAll(async () => {
  [fake, browser] = await Promise.all([startFakeSandbox(), launchBrowser()]);
}, 30_000);
afterAll(async () => {
  await browser.close();
  await fake.close();
});
beforeEach(() => {
  faults.length = 0;
  fake.world = emptySnapshot();
  fake.posted.length = 0;
  fake.answer = () => undefined;
});

afterEach(() => expect(faults).toEqual([]));

/** A tab of its own. */
const open = async (member: string = ids.ada, viewport = { width: 1280, height: 800 }): Promise<Page> => {
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(fake.url)) faults.push(request.url());
  });
  await page.goto(`${fake.url}/?member=${member}`);
  await page.getByRole('combobox', { name: 'Message #songs' }).waitFor();
  return page;
};

const last = (path: string) => fake.posted.findLast((posted) => posted.path === path)?.body;

/** What axe calls serious or critical, as `rule: element`. The script comes by evaluation, as the page's policy lets no other in. */
const grave = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
};

describe('the channel in the browser', () => {
  it('tells a newcomer what to do, and begins /song for them', async () => {
    const page = await open();
    expect(await page.getByText('Type / and pick song').isVisible()).toBe(true);
    expect(await grave(page)).toEqual([]);
    await page.getByRole('button', { name: 'Write the first song' }).click();
    await page.getByRole('textbox', { name: 'idea, required' }).waitFor();
    await page.close();
  });

  it('runs a command with options and autocompletion by keyboard alone', async () => {
    fake.answer = ({ path, body }) => {
      if (path !== '/sandbox/autocomplete') return;
      const choices = [{ name: 'Sketch (built in), 1 credit', value: 'sketch/one' }];
      fake.tell({ type: 'choices', nonce: body.nonce, choices }, ids.ada);
    };
    const page = await open();
    const keys = page.keyboard;
    await keys.type('/cred');
    await page.getByRole('option', { name: '/credits balance' }).waitFor();
    expect(await grave(page)).toEqual([]);
    await keys.press('ControlOrMeta+A');
    await keys.type('/so');
    await keys.press('Enter');
    await keys.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('idea is required.');
    await keys.type('neon rain');
    await keys.press('Tab');
    await keys.type('mod');
    await keys.press('Enter');
    await keys.type('sk');
    const asked = { name: 'model', type: 3, value: 'sk', focused: true };
    await expect.poll(() => last('/sandbox/autocomplete')?.options).toContainEqual(asked);
    await page.getByRole('option', { name: 'Sketch (built in)' }).waitFor();
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await keys.press('Enter');
    await expect
      .poll(() => last('/sandbox/command')?.options)
      .toEqual([
        { name: 'idea', type: 3, value: 'neon rain' },
        { name: 'model', type: 3, value: 'sketch/one' },
        { name: 'instrumental', type: 5, value: false },
      ]);
    await page.close();
  });

  it('goes back out of a command with Backspace and brings back what was typed', async () => {
    const page = await open();
    await page.keyboard.type('/song');
    await page.keyboard.press('Tab');
    await page.keyboard.type('a');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    expect(await page.getByRole('combobox', { name: 'Message #songs' }).inputValue()).toBe('/song');
    await page.keyboard.press('Enter');
    await page.keyboard.type('the last tram');
    await page.getByRole('button', { name: 'Leave /song' }).click();
    await page.getByRole('button', { name: 'Commands' }).click();
    await page.getByRole('option', { name: '/song' }).click();
    expect(await page.getByRole('textbox', { name: 'idea, required' }).inputValue()).toBe('the last tram');
    await page.close();
  });

  it('hands a file over for an option that wants one', async () => {
    const page = await open();
    await page.keyboard.type('/compose');
    await page.keyboard.press('Enter');
    await page.keyboard.type('lyr');
    await page.keyboard.press('Enter');
    const file = { name: 'song.txt', mimeType: 'text/plain', buffer: Buffer.from('[Verse]\nlong') };
    await page.getByLabel('lyrics_file, optional file').setInputFiles(file);
    await page.getByText('song.txt').waitFor();
    await expect.poll(() => last('/sandbox/upload')?.text).toBe('[Verse]\nlong');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect
      .poll(() => last('/sandbox/command')?.options)
      .toEqual([{ name: 'lyrics_file', type: 11, value: 'file-1' }]);
    await page.close();
  });

  it('answers a select once, when one of its options was chosen', async () => {
    const options = ['One', 'Two', 'Three'].map((label) => ({ label, value: label.toLowerCase() }));
    const select = { type: 3, custom_id: 'order', placeholder: 'Sort by', options };
    const components = [{ type: 1, components: [select] }] as unknown as APIMessage['components'];
    fake.world.messages = [message({ content: 'All songs', components })];
    const page = await open();
    await page.getByRole('combobox', { name: 'Sort by' }).focus();
    for (const key of ['Enter', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    expect(await grave(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => last('/sandbox/component'))
      .toMatchObject({ customId: 'order', componentType: 3, values: ['two'] });
    expect(fake.posted.length).toBe(1);
    await page.close();
  });

  it('says that the application did not respond, and lets that be dismissed', async () => {
    fake.answer = ({ body }) =>
      fake.tell({ type: 'interaction', nonce: body.nonce, state: 'failed', reason: null }, ids.ada);
    const page = await open();
    await page.keyboard.type('/help');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const failed = page.getByText('The application did not respond');
    await failed.waitFor();
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await failed.waitFor({ state: 'detached' });
    await page.close();
  });

  it('plays one track at a time, and an edit disturbs neither the player nor its place', async () => {
    fake.world.messages = [songCard(cardId, 1)];
    const page = await open();
    await page.getByRole('button', { name: 'Play Night Drive - A.mp3' }).click();
    const first = page.locator('song-player audio').first();
    const time = () => first.evaluate((audio: { currentTime: number }) => audio.currentTime);
    await expect.poll(time, { timeout: 5_000 }).toBeGreaterThan(0.3);
    await first.evaluate((audio: { marked?: boolean }) => {
      audio.marked = true;
    });
    const before = await time();
    fake.tell({ type: 'message', message: songCard(cardId, 2) });
    await page.getByRole('button', { name: 'Play Night Drive - B.mp3' }).waitFor();
    await expect.poll(time).toBeGreaterThan(before + 0.2);
    expect(
      await first.evaluate((audio: { marked?: boolean; paused: boolean }) => [audio.marked, audio.paused]),
    ).toEqual([true, false]);
    await page.getByRole('slider', { name: 'Position in Night Drive - A.mp3' }).fill('5');
    await expect.poll(time).toBeGreaterThanOrEqual(5);
    await page.getByRole('button', { name: 'Play Night Drive - B.mp3' }).click();
    await expect.poll(() => first.evaluate((audio: { paused: boolean }) => audio.paused)).toBe(true);
    expect(await page.getByRole('img', { name: 'Cover of Night Drive, take B' }).count()).toBe(1);
    expect(await grave(page)).toEqual([]);
    await page.close();
  });

  it('takes a form through refusal, closing, silence and answer without losing a word', async () => {
    fake.world.messages = [songCard(cardId, 2)];
    let silent = true;
    fake.answer = ({ path, body }) => {
      if (path === '/sandbox/component')
        fake.tell(
          { type: 'modal', nonce: body.nonce, interactionId: `form-${body.nonce}`, modal: composeForm },
          ids.ada,
        );
      if (path === '/sandbox/modal')
        fake.tell(
          { type: 'interaction', nonce: body.nonce, state: silent ? 'failed' : 'answered', reason: null },
          ids.ada,
        );
    };
    const page = await open();
    const extend = page.getByRole('button', { name: 'Extend A' });
    const form = page.getByRole('dialog', { name: 'Write a song' });
    await extend.focus();
    await page.keyboard.press('Enter');
    await form.waitFor();
    expect(await grave(page)).toEqual([]);
    await form.getByLabel('Lyrics').fill('[Verse]\nNeon rain');
    await form.getByRole('button', { name: 'Submit' }).click();
    expect(await form.getByRole('alert').textContent()).toContain('This field is required.');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await extend.click();
    expect(await form.getByLabel('Lyrics').inputValue()).toBe('[Verse]\nNeon rain');
    await form.getByLabel('Style (tags)').fill('synthwave');
    await form.getByRole('radio', { name: 'None' }).check();
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.getByText('did not answer').waitFor();
    expect(await form.getByLabel('Lyrics').inputValue()).toBe('[Verse]\nNeon rain');
    silent = false;
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.waitFor({ state: 'detached' });
    expect(last('/sandbox/modal').values).toEqual({
      title: '',
      style: 'synthwave',
      lyrics: '[Verse]\nNeon rain',
      vocals: 'none',
    });
    await extend.click();
    expect(await form.getByLabel('Lyrics').inputValue()).toBe('');
    await page.close();
  });

  it('keeps Tab inside an open form', async () => {
    const page = await open();
    fake.tell({ type: 'modal', nonce: 'none', interactionId: 'form', modal: composeForm });
    await page.getByRole('dialog').waitFor();
    for (let step = 0; step < 14; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    }
    await page.close();
  });

  it('shows two members each other live, and an ephemeral answer to one alone', async () => {
    fake.answer = ({ path, body }) => {
      const author = body.member === ids.ada ? users.ada : users.cleo;
      if (path === '/sandbox/message')
        fake.tell({ type: 'message', message: message({ author, content: body.content }) });
    };
    const [ada, cleo] = await Promise.all([open(ids.ada), open(ids.cleo)]);
    await ada.getByRole('combobox', { name: 'Message #songs' }).fill('hello **there**');
    await ada.keyboard.press('Enter');
    await cleo.locator('discord-message strong', { hasText: 'there' }).waitFor();
    expect(await cleo.locator('#said').textContent()).toContain('Ada: hello there');
    const refusal = message({ ...usedSong, content: 'Not enough credits.' }, { onlyFor: ids.ada });
    fake.tell({ type: 'message', message: refusal }, ids.ada);
    const refused = ada.getByRole('article').getByText('Not enough credits.');
    await refused.waitFor();
    await ada.getByRole('article').getByText('Only you can see this').waitFor();
    expect(await cleo.getByText('Not enough credits.').count()).toBe(0);
    await ada.getByRole('button', { name: 'Dismiss message' }).click();
    await refused.waitFor({ state: 'detached' });
    expect(last('/sandbox/message').member).toBe(ids.ada);
    await ada.getByLabel('Act as').selectOption(ids.ben);
    await expect.poll(() => ada.url()).toContain(`member=${ids.ben}`);
    await Promise.all([ada.close(), cleo.close()]);
  });

  it('shows hostile words as words, wherever they stand', async () => {
    const hostile =
      '<img src=x onerror="document.title=1"><b>bold</b> [x](javascript:alert(1)) <:fake:123456789012345678>';
    fake.world.messages = [
      message({ author: users.cleo, content: hostile }),
      message({
        content: '@everyone',
        embeds: [
          {
            title: hostile,
            description: hostile,
            author: { name: hostile },
            footer: { text: hostile },
            fields: [{ name: hostile.slice(0, 60), value: hostile }],
            url: 'javascript:alert(1)',
          },
        ],
      }),
    ];
    const page = await open();
    const messages = page.getByRole('region', { name: 'Messages in #songs' });
    await messages.getByText('onerror=').first().waitFor();
    expect(
      await messages
        .locator('.markdown b, .markdown img, a[href^="javascript"], .embed-title a, .embed-title img')
        .count(),
    ).toBe(0);
    expect(await page.title()).not.toBe('1');
    await page.close();
  });

  it('follows new messages, but not while the reader is further up', async () => {
    fake.world.messages = Array.from({ length: 40 }, (_, index) =>
      message({ author: users.ben, content: `line ${index}` }),
    );
    const page = await open();
    const scroller = page.getByRole('region', { name: 'Messages in #songs' });
    type Scroller = { scrollTop: number; scrollHeight: number; clientHeight: number };
    const below = () =>
      scroller.evaluate((node: Scroller) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight));
    await expect.poll(below).toBeLessThan(2);
    fake.tell({ type: 'message', message: songCard('399000000000000009', 2) });
    await page.getByRole('button', { name: 'Extend B' }).waitFor();
    await expect.poll(below).toBeLessThan(2);
    await scroller.evaluate((node: Scroller) => {
      node.scrollTop = 0;
    });
    await expect.poll(below).toBeGreaterThan(300);
    fake.tell({
      type: 'message',
      message: message({ id: '399000000000000010', author: users.ben, content: 'the newest' }),
    });
    await page.getByRole('button', { name: 'New message' }).click();
    await expect.poll(below).toBeLessThan(2);
    await page.close();
  });

  it('leads to the message that a link names, and back to the composer when one types', async () => {
    const named = message({ author: users.ben, content: 'the first line' });
    const more = Array.from({ length: 40 }, (_, index) => message({ author: users.ben, content: `line ${index}` }));
    const url = `https://discord.com/channels/${ids.guild}/${ids.songs}/${named.message.id}`;
    fake.world.messages = [named, ...more, message({ content: `It goes on [there](${url}).` })];
    const page = await open();
    await page.getByRole('link', { name: 'there' }).click();
    await expect.poll(() => page.getByText('the first line').isVisible()).toBe(true);
    expect(page.url().startsWith(fake.url)).toBe(true);
    await page.getByRole('button', { name: 'Kill it' }).click();
    await page.keyboard.type('so');
    expect(await page.getByRole('combobox', { name: 'Message #songs' }).inputValue()).toBe('so');
    await page.close();
  });

  it('fits a phone: channels and members wait in drawers, nothing is wider than the screen', async () => {
    fake.world.messages = [songCard(cardId, 2), message({ channel_id: ids.lounge, content: 'over here' })];
    const page = await open(ids.ada, { width: 360, height: 740 });
    const opener = page.getByRole('button', { name: 'Channels' });
    await opener.click();
    await page.getByRole('navigation').getByRole('button', { name: 'verse-workshop' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => opener.getAttribute('aria-expanded')).toBe('false');
    expect(await grave(page)).toEqual([]);
    const widest =
      'Math.max(...[...document.querySelectorAll("main *")].map((each) => each.getBoundingClientRect().right))';
    expect(await page.evaluate(widest)).toBeLessThanOrEqual(360);
    await opener.click();
    await page.getByRole('button', { name: 'lounge' }).click();
    await page.getByText('over here').waitFor();
    await page.close();
  });

  it('restarts and kills the bot, asks before it resets, and hides all that for a bot that runs elsewhere', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Kill it' }).click();
    await expect.poll(() => last('/sandbox/bot')).toEqual({ do: 'kill' });
    fake.tell({ type: 'bot', bot: 'down', botLog: ['the port is taken'] });
    await page.getByText('Songcircle is down').waitFor();
    await page.getByText('What the bot wrote last').click();
    await page.getByText('the port is taken').waitFor();
    await page.getByRole('button', { name: 'Restart the bot' }).click();
    await expect.poll(() => last('/sandbox/bot')).toEqual({ do: 'restart' });
    await page.getByRole('button', { name: 'Reset both' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(last('/sandbox/reset')).toBeUndefined();
    await page.getByRole('button', { name: 'Reset both' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset both' }).click();
    await expect.poll(() => last('/sandbox/reset')).toEqual({});
    fake.tell({
      type: 'violation',
      violation: { at: 0, method: 'PATCH', path: '/channels/1', rule: 'content: too long', body: {} },
    });
    await page.getByRole('button', { name: '1 broken rule' }).click();
    await page.getByText('content: too long').waitFor();
    fake.tell({ type: 'bot', bot: 'unmanaged' });
    await page.getByRole('button', { name: 'Kill it' }).waitFor({ state: 'detached' });
    await page.close();
  });
});
