/** The two small dialogs: a picture, large, and the question before everything is forgotten. Native ones, so that focus stays inside. */
import { html, render, type TemplateResult } from 'lit';
import { icons } from './views/icons.ts';

function show(body: HTMLElement, className: string, label: string, inside: (close: () => void) => TemplateResult) {
  const dialog = document.createElement('dialog');
  dialog.className = className;
  dialog.setAttribute('aria-label', label);
  const close = () => dialog.close();
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close();
  });
  body.append(dialog);
  render(inside(close), dialog);
  dialog.showModal();
}

export function imageDialog(body: HTMLElement, url: string, alt: string) {
  show(
    body,
    'lightbox',
    alt,
    (close) => html`
      <figure><img src=${url} alt=${alt} /><figcaption>${alt}</figcaption></figure>
      <button type="button" class="icon-button" aria-label="Close" @click=${close}>${icons.close}</button>`,
  );
}

export function confirmDialog(body: HTMLElement, confirmed: () => void) {
  show(
    body,
    'confirm',
    'Reset both',
    (close) => html`
      <h2>Reset both?</h2>
      <p>Every message here and everything the bot knows (songs, credits, drafts) is forgotten. The bot then starts anew.</p>
      <footer>
        <button type="button" class="discord-button plain" @click=${close}>Cancel</button>
        <button type="button" class="discord-button danger" @click=${() => {
          close();
          confirmed();
        }}>Reset both</button>
      </footer>`,
  );
}
