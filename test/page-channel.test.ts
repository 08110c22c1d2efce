import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ids, message, songCard, usedSong, users } from './helpers/fake-world.ts';
import { graveFaults, openPageLab, type PageLab } from './helpers/page.ts';

const cardId = '399000000000000001';
let lab: PageLab;
beforeAll(async () => {
  lab = await openPageLab();
}, 30_000);
afterAll(() => lab.close());
beforeEach(() => lab.renew());
afterEach(() => expect(lab.faults).toEqual([]));

describe('the channel in the browser', () => {
  it('tells a newcomer what to do, and begins /song for them', async () => {
    const page = await lab.open();
    expect(await page.getByText('Type / and pick song').isVisible()).toBe(true);
    expect(await graveFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Write the first song' }).click();
    await page.getByRole('textbox', { name: 'idea, required' }).waitFor();
    await page.close();
  });

  it('plays one track at a time, and an edit disturbs neither the player nor its place', async () => {
    lab.fake.world.messages = [songCard(cardId, 1)];
    const page = await lab.open();
    await page.getByRole('button', { name: 'Play Night Drive - A.mp3' }).click();
    const first = page.locator('song-player audio').first();
    const time = () => first.evaluate((audio: { currentTime: number }) => audio.currentTime);
    await expect.poll(time, { timeout: 5_000 }).toBeGreaterThan(0.3);
    await first.evaluate((audio: { marked?: boolean }) => {
      audio.marked = true;
    });
    const before = await time();
    lab.fake.tell({ type: 'message', message: songCard(cardId, 2) });
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
    expect(await graveFaults(page)).toEqual([]);
    await page.close();
  });

  it('shows two members each other live, and an ephemeral answer to one alone', async () => {
    lab.fake.answer = ({ path, body }) => {
      const author = body.member === ids.ada ? users.ada : users.cleo;
      if (path === '/sandbox/message')
        lab.fake.tell({ type: 'message', message: message({ author, content: body.content }) });
    };
    const [ada, cleo] = await Promise.all([lab.open(ids.ada), lab.open(ids.cleo)]);
    await ada.getByRole('combobox', { name: 'Message #songs' }).fill('hello **there**');
    await ada.keyboard.press('Enter');
    await cleo.locator('discord-message strong', { hasText: 'there' }).waitFor();
    expect(await cleo.locator('#said').textContent()).toContain('Ada: hello there');
    const refusal = message({ ...usedSong, content: 'Not enough credits.' }, { onlyFor: ids.ada });
    lab.fake.tell({ type: 'message', message: refusal }, ids.ada);
    const refused = ada.getByRole('article').getByText('Not enough credits.');
    await refused.waitFor();
    await ada.getByRole('article').getByText('Only you can see this').waitFor();
    expect(await cleo.getByText('Not enough credits.').count()).toBe(0);
    await ada.getByRole('button', { name: 'Dismiss message' }).click();
    await refused.waitFor({ state: 'detached' });
    expect(lab.last('/sandbox/message').member).toBe(ids.ada);
    await ada.getByLabel('Act as').selectOption(ids.ben);
    await expect.poll(() => ada.url()).toContain(`member=${ids.ben}`);
    await Promise.all([ada.close(), cleo.close()]);
  });

  it('shows hostile words as words, wherever they stand', async () => {
    const hostile =
      '<img src=x onerror="document.title=1"><b>bold</b> [x](javascript:alert(1)) <:fake:123456789012345678>';
    lab.fake.world.messages = [
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
    const page = await lab.open();
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
    lab.fake.world.messages = Array.from({ length: 40 }, (_, index) =>
      message({ author: users.ben, content: `line ${index}` }),
    );
    const page = await lab.open();
    const scroller = page.getByRole('region', { name: 'Messages in #songs' });
    type Scroller = { scrollTop: number; scrollHeight: number; clientHeight: number };
    const below = () =>
      scroller.evaluate((node: Scroller) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight));
    await expect.poll(below).toBeLessThan(2);
    lab.fake.tell({ type: 'message', message: songCard('399000000000000009', 2) });
    await page.getByRole('button', { name: 'Extend B' }).waitFor();
    await expect.poll(below).toBeLessThan(2);
    await scroller.evaluate((node: Scroller) => {
      node.scrollTop = 0;
    });
    await expect.poll(below).toBeGreaterThan(300);
    lab.fake.tell({
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
    lab.fake.world.messages = [named, ...more, message({ content: `It goes on [there](${url}).` })];
    const page = await lab.open();
    await page.getByRole('link', { name: 'there' }).click();
    await expect.poll(() => page.getByText('the first line').isVisible()).toBe(true);
    expect(page.url().startsWith(lab.fake.url)).toBe(true);
    await page.getByRole('button', { name: 'Kill it' }).click();
    await page.keyboard.type('so');
    expect(await page.getByRole('combobox', { name: 'Message #songs' }).inputValue()).toBe('so');
    await page.close();
  });

  it('fits a phone: channels and members wait in drawers, nothing is wider than the screen', async () => {
    lab.fake.world.messages = [songCard(cardId, 2), message({ channel_id: ids.lounge, content: 'over here' })];
    const page = await lab.open(ids.ada, { width: 360, height: 740 });
    const opener = page.getByRole('button', { name: 'Channels' });
    await opener.click();
    await page.getByRole('navigation').getByRole('button', { name: 'verse-workshop' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => opener.getAttribute('aria-expanded')).toBe('false');
    expect(await graveFaults(page)).toEqual([]);
    const widest =
      'Math.max(...[...document.querySelectorAll("main *")].map((each) => each.getBoundingClientRect().right))';
    expect(await page.evaluate(widest)).toBeLessThanOrEqual(360);
    await opener.click();
    await page.getByRole('button', { name: 'lounge' }).click();
    await page.getByText('over here').waitFor();
    await page.close();
  });

  it('restarts and kills the bot, asks before it resets, and hides all that for a bot that runs elsewhere', async () => {
    const page = await lab.open();
    await page.getByRole('button', { name: 'Kill it' }).click();
    await expect.poll(() => lab.last('/sandbox/bot')).toEqual({ do: 'kill' });
    lab.fake.tell({ type: 'bot', bot: 'down', botLog: ['the port is taken'] });
    await page.getByText('Songcircle is down').waitFor();
    await page.getByText('What the bot wrote last').click();
    await page.getByText('the port is taken').waitFor();
    await page.getByRole('button', { name: 'Restart the bot' }).click();
    await expect.poll(() => lab.last('/sandbox/bot')).toEqual({ do: 'restart' });
    await page.getByRole('button', { name: 'Reset both' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(lab.last('/sandbox/reset')).toBeUndefined();
    await page.getByRole('button', { name: 'Reset both' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset both' }).click();
    await expect.poll(() => lab.last('/sandbox/reset')).toEqual({});
    lab.fake.tell({
      type: 'violation',
      violation: { at: 0, method: 'PATCH', path: '/channels/1', rule: 'content: too long', body: {} },
    });
    await page.getByRole('button', { name: '1 broken rule' }).click();
    await page.getByText('content: too long').waitFor();
    lab.fake.tell({ type: 'bot', bot: 'unmanaged' });
    await page.getByRole('button', { name: 'Kill it' }).waitFor({ state: 'detached' });
    await page.close();
  });
});
