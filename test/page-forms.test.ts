import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeForm, ids, message, songCard } from './helpers/fake-world.ts';
import { graveFaults, openPageLab, type PageLab } from './helpers/page.ts';

const cardId = '399000000000000001';
let lab: PageLab;
beforeAll(async () => {
  lab = await openPageLab();
}, 30_000);
afterAll(() => lab.close());
beforeEach(() => lab.renew());
afterEach(() => expect(lab.faults).toEqual([]));

describe('commands and forms in the browser', () => {
  it('runs a command with options and autocompletion by keyboard alone', async () => {
    lab.fake.answer = ({ path, body }) => {
      if (path !== '/sandbox/autocomplete') return;
      const choices = [{ name: 'Sketch (built in), 1 credit', value: 'sketch/one' }];
      lab.fake.tell({ type: 'choices', nonce: body.nonce, choices }, ids.ada);
    };
    const page = await lab.open();
    const keys = page.keyboard;
    await keys.type('/cred');
    await page.getByRole('option', { name: '/credits balance' }).waitFor();
    expect(await graveFaults(page)).toEqual([]);
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
    await expect.poll(() => lab.last('/sandbox/autocomplete')?.options).toContainEqual(asked);
    await page.getByRole('option', { name: 'Sketch (built in)' }).waitFor();
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await keys.press('Enter');
    await expect
      .poll(() => lab.last('/sandbox/command')?.options)
      .toEqual([
        { name: 'idea', type: 3, value: 'neon rain' },
        { name: 'model', type: 3, value: 'sketch/one' },
        { name: 'instrumental', type: 5, value: false },
      ]);
    await page.close();
  });

  it('goes back out of a command with Backspace and brings back what was typed', async () => {
    const page = await lab.open();
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
    const page = await lab.open();
    await page.keyboard.type('/compose');
    await page.keyboard.press('Enter');
    await page.keyboard.type('lyr');
    await page.keyboard.press('Enter');
    const file = { name: 'song.txt', mimeType: 'text/plain', buffer: Buffer.from('[Verse]\nlong') };
    await page.getByLabel('lyrics_file, optional file').setInputFiles(file);
    await page.getByText('song.txt').waitFor();
    await expect.poll(() => lab.last('/sandbox/upload')?.text).toBe('[Verse]\nlong');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect
      .poll(() => lab.last('/sandbox/command')?.options)
      .toEqual([{ name: 'lyrics_file', type: 11, value: 'file-1' }]);
    await page.close();
  });

  it('answers a select once, when one of its options was chosen', async () => {
    const options = ['One', 'Two', 'Three'].map((label) => ({ label, value: label.toLowerCase() }));
    const select = { type: 3, custom_id: 'order', placeholder: 'Sort by', options };
    const components = [{ type: 1, components: [select] }] as unknown as APIMessage['components'];
    lab.fake.world.messages = [message({ content: 'All songs', components })];
    const page = await lab.open();
    await page.getByRole('combobox', { name: 'Sort by' }).focus();
    for (const key of ['Enter', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    expect(await graveFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => lab.last('/sandbox/component'))
      .toMatchObject({ customId: 'order', componentType: 3, values: ['two'] });
    expect(lab.fake.posted.length).toBe(1);
    await page.close();
  });

  it('says that the application did not respond, and lets that be dismissed', async () => {
    lab.fake.answer = ({ body }) =>
      lab.fake.tell({ type: 'interaction', nonce: body.nonce, state: 'failed', reason: null }, ids.ada);
    const page = await lab.open();
    await page.keyboard.type('/help');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const failed = page.getByText('The application did not respond');
    await failed.waitFor();
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await failed.waitFor({ state: 'detached' });
    await page.close();
  });

  it('takes a form through refusal, closing, silence and answer without losing a word', async () => {
    lab.fake.world.messages = [songCard(cardId, 2)];
    let silent = true;
    lab.fake.answer = ({ path, body }) => {
      if (path === '/sandbox/component')
        lab.fake.tell(
          { type: 'modal', nonce: body.nonce, interactionId: `form-${body.nonce}`, modal: composeForm },
          ids.ada,
        );
      if (path === '/sandbox/modal')
        lab.fake.tell(
          { type: 'interaction', nonce: body.nonce, state: silent ? 'failed' : 'answered', reason: null },
          ids.ada,
        );
    };
    const page = await lab.open();
    const extend = page.getByRole('button', { name: 'Extend A' });
    const form = page.getByRole('dialog', { name: 'Write a song' });
    await extend.focus();
    await page.keyboard.press('Enter');
    await form.waitFor();
    expect(await graveFaults(page)).toEqual([]);
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
    expect(lab.last('/sandbox/modal').values).toEqual({
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
    const page = await lab.open();
    lab.fake.tell({ type: 'modal', nonce: 'none', interactionId: 'form', modal: composeForm });
    await page.getByRole('dialog').waitFor();
    for (let step = 0; step < 14; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    }
    await page.close();
  });
});
