import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxCommand } from '../sandbox/protocol.ts';
import { ids, message, users } from './helpers/fake-world.ts';
import { graveFaults, openPageLab, type PageLab } from './helpers/page.ts';

let lab: PageLab;
beforeAll(async () => {
  lab = await openPageLab();
}, 30_000);
afterAll(() => lab.close());
beforeEach(() => lab.renew());
afterEach(() => expect(lab.faults).toEqual([]));

const inMenu = (id: string, name: string, german: string, more: object = {}): SandboxCommand =>
  ({ id, version: '1', type: 3, name, name_localizations: { de: german }, ...more }) as unknown as SandboxCommand;
const option = (label: string, more: object = {}) => ({ label, value: label.toLowerCase(), ...more });
const listed = (list: object) =>
  [{ type: 1, components: [{ type: 3, custom_id: 'votes', ...list }] }] as unknown as APIMessage['components'];
const form = (list: object) =>
  ({
    custom_id: 'section:1',
    title: 'Add section',
    components: [
      { type: 18, label: 'Kind', description: 'Of the part', component: { type: 3, custom_id: 'kind', ...list } },
      { type: 18, label: 'Lyrics', component: { type: 4, custom_id: 'lyrics', style: 2, required: false } },
    ],
  }) as never;

describe('the menu of a message', () => {
  it('offers what apps do with it, by mouse and by keyboard, in the member’s language', async () => {
    lab.fake.world.commands = [
      ...lab.fake.world.commands,
      inMenu('200000000000000011', 'Make a song of this', 'Ein Lied daraus machen'),
      inMenu('200000000000000012', 'Report', 'Melden', { default_member_permissions: '32' }),
    ];
    const read = message({ author: users.cleo, content: 'rain on the roof' });
    lab.fake.world.messages = [read];
    const page = await lab.open();
    const more = page.getByRole('button', { name: 'More for the message of Cleo' });
    await page.getByText('rain on the roof').hover();
    await more.click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Make a song of this', 'Report']);
    expect(await graveFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => more.getAttribute('aria-expanded')).toBe('false');
    expect(await more.evaluate((button: { matches(of: string): boolean }) => button.matches(':focus'))).toBe(true);
    for (const key of ['ArrowUp', 'ArrowDown', 'x']) await page.keyboard.press(key);
    await page.getByRole('menuitem', { name: 'Make a song of this' }).press('Enter');
    await expect
      .poll(() => lab.last('/sandbox/command'))
      .toMatchObject({ commandId: '200000000000000011', targetId: read.message.id, options: [], member: ids.ada });
    await page.close();
    const german = await lab.open(ids.ben);
    await german.getByRole('button', { name: 'More for the message of Cleo' }).focus();
    await german.keyboard.press('Enter');
    await german.getByRole('menuitem', { name: 'Ein Lied daraus machen' }).waitFor();
    await german.close();
  });

  it('is not there where no app does anything, nor on what one member alone sees', async () => {
    lab.fake.world.messages = [message({ author: users.ben, content: 'words' })];
    const without = await lab.open();
    expect(await without.getByRole('button', { name: /^More for/ }).count()).toBe(0);
    await without.close();
    lab.fake.world.commands = [inMenu('200000000000000011', 'Make a song of this', 'x')];
    lab.fake.world.messages = [message({ content: 'refused' }, { onlyFor: ids.ada })];
    const page = await lab.open();
    await page.getByText('refused').waitFor();
    expect(await page.getByRole('button', { name: /^More for/ }).count()).toBe(0);
    await page.close();
  });

  it('opens in sight at the end of a long channel', async () => {
    lab.fake.world.commands = [inMenu('200000000000000011', 'Make a song of this', 'x')];
    lab.fake.world.messages = Array.from({ length: 30 }, (_, n) =>
      message({ author: users.ben, content: `line ${n}` }),
    );
    const page = await lab.open();
    await page.getByText('line 29').hover();
    await page.getByRole('button', { name: 'More for the message of Ben' }).last().click();
    const box = await page.getByRole('menuitem').boundingBox();
    const composer = await page.locator('song-composer').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(composer?.y ?? 0);
    await page.close();
  });
});

describe('lists in the browser', () => {
  it('shows what was chosen until an edit offers something else, and waits while it is on its way', async () => {
    const options = [option('Tin Roof'), option('Rain', { description: 'two votes' })];
    const vote = message({ content: 'Which title?', components: listed({ placeholder: 'Vote', options }) });
    lab.fake.world.messages = [vote];
    const page = await lab.open();
    const list = page.getByRole('combobox', { name: /^Vote/ });
    await list.click();
    await page.getByRole('option', { name: 'Rain two votes' }).click();
    await expect.poll(() => list.getAttribute('aria-busy')).toBe('true');
    await list.click();
    expect(await list.getAttribute('aria-expanded')).toBe('false');
    const { nonce, values } = lab.last('/sandbox/component');
    expect(values).toEqual(['rain']);
    lab.fake.tell({ type: 'interaction', nonce, state: 'answered', reason: null });
    await expect.poll(() => list.getAttribute('aria-label')).toBe('Vote: Rain');
    const counted = listed({ placeholder: 'Vote', options: [option('Tin Roof'), option('Rain · 3')] });
    lab.fake.tell({ type: 'message', message: { ...vote, message: { ...vote.message, components: counted } } });
    await expect.poll(() => list.getAttribute('aria-label')).toBe('Vote');
    await page.close();
  });

  it('sends several when it closes, and nothing when they are the same or too few', async () => {
    const options = ['One', 'Two', 'Three'].map((label) => option(label));
    const components = listed({ placeholder: 'Sections', options, min_values: 2, max_values: 3 });
    lab.fake.world.messages = [message({ content: 'Move', components })];
    const page = await lab.open();
    const keys = async (...pressed: string[]) => {
      for (const key of pressed) await page.keyboard.press(key);
    };
    await page.getByRole('combobox', { name: 'Sections' }).focus();
    await keys('Enter', 'Enter', 'Escape', 'Enter', 'Escape');
    expect(lab.fake.posted).toEqual([]);
    await keys('ArrowDown', 'End', ' ', 'Escape');
    await expect.poll(() => lab.last('/sandbox/component')?.values).toEqual(['one', 'three']);
    await page.close();
  });

  it('lets go of a choice that need not be made, and offers nothing while it is disabled', async () => {
    const options = [option('One', { default: true }), option('Two')];
    lab.fake.world.messages = [
      message({ content: 'a', components: listed({ placeholder: 'Filter', options, min_values: 0 }) }),
      message({ content: 'b', components: listed({ placeholder: 'Closed', options, disabled: true }) }),
    ];
    const page = await lab.open();
    await page.getByRole('combobox', { name: 'Filter: One' }).click();
    await page.getByRole('option', { name: 'One' }).click();
    await expect.poll(() => lab.last('/sandbox/component')?.values).toEqual([]);
    expect(await page.getByRole('combobox', { name: 'Closed: One' }).isDisabled()).toBe(true);
    await page.close();
  });

  it('goes by its label in a form, says when it is missing, and keeps what was chosen', async () => {
    const page = await lab.open();
    const options = [option('Verse'), option('Chorus', { description: 'comes again' })];
    lab.fake.tell({ type: 'modal', nonce: 'none', interactionId: 'one', modal: form({ options }) });
    const dialog = page.getByRole('dialog', { name: 'Add section' });
    const kind = dialog.getByRole('combobox', { name: 'Kind' });
    const hasFocus = () => kind.evaluate((button: { matches(of: string): boolean }) => button.matches(':focus'));
    await expect.poll(hasFocus).toBe(true);
    await dialog.getByRole('button', { name: 'Submit' }).click();
    expect(await dialog.getByRole('alert').textContent()).toContain('Choose at least one of these.');
    expect(await hasFocus()).toBe(true);
    expect(await graveFaults(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    expect(await graveFaults(page)).toEqual([]);
    for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => kind.getAttribute('aria-label')).toBe('Kind: Chorus');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    lab.fake.tell({ type: 'modal', nonce: 'none', interactionId: 'two', modal: form({ options }) });
    await dialog.getByRole('combobox', { name: 'Kind: Chorus' }).waitFor();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect.poll(() => lab.last('/sandbox/modal')?.values).toEqual({ kind: ['chorus'], lyrics: '' });
    await page.close();
  });
});
