/** `<message-menu>`: what can be done with a message, behind its "…". Whoever takes something is back at the button. */
import { html, LitElement } from 'lit';
import { icons } from '../views/icons.ts';
import { opensUp } from './room.ts';

export interface MenuItem {
  name: string;
  take(): void;
}

/** Its heading, and one line. */
const titlePx = 40;
const linePx = 40;

export class MessageMenu extends LitElement {
  static override properties = {
    label: {},
    face: {},
    items: { attribute: false },
    open: { type: Boolean, reflect: true },
    up: { state: true },
  };

  /** Of the button; says whose message it is. */
  declare label: string;
  /** The application's picture. */
  declare face: string;
  declare items: MenuItem[];
  declare open: boolean;
  declare up: boolean;
  #id = `menu-${crypto.randomUUID().slice(0, 8)}`;

  constructor() {
    super();
    this.label = '';
    this.face = '';
    this.items = [];
    this.open = false;
    this.up = false;
  }

  override createRenderRoot() {
    return this;
  }

  get #lines(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  async #show(at: number) {
    this.up = opensUp(this, titlePx + linePx * this.items.length);
    this.open = true;
    await this.updateComplete;
    this.#lines.at(at)?.focus();
  }

  #back() {
    this.open = false;
    this.querySelector<HTMLElement>('.more')?.focus();
  }

  #openKey(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    void this.#show(event.key === 'ArrowDown' ? 0 : -1);
  }

  #menuKey(event: KeyboardEvent) {
    const lines = this.#lines;
    const at = lines.findIndex((line) => line.matches(':focus'));
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % lines.length,
      ArrowUp: (at + lines.length - 1) % lines.length,
      Home: 0,
      End: lines.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) lines[to]?.focus();
    else if (event.key === 'Escape') this.#back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #left(event: FocusEvent) {
    if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.open = false;
  }

  #take(item: MenuItem) {
    this.#back();
    item.take();
  }

  override render() {
    return html`
      <button type="button" class="icon-button more" aria-haspopup="menu" aria-expanded=${this.open} aria-controls=${this.#id}
        aria-label=${this.label} title="More" @click=${() => (this.open ? this.#back() : void this.#show(0))}
        @keydown=${this.#openKey} @focusout=${this.#left}>${icons.more}</button>
      <div id=${this.#id} role="menu" aria-label="Apps" class="message-menu ${this.up ? 'up' : ''}" ?hidden=${!this.open}
        @keydown=${this.#menuKey} @focusout=${this.#left}>
        <p class="message-menu-title" aria-hidden="true">Apps</p>
        ${this.items.map(
          (item) => html`
            <button type="button" role="menuitem" tabindex="-1" @click=${() => this.#take(item)}>
              <img class="face" src=${this.face} alt="" />${item.name}
            </button>`,
        )}
      </div>`;
  }
}
