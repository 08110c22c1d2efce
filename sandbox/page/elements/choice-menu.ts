/** `<choice-menu>`: a string select. A native one would answer at each arrow key; this one answers when it is closed by choosing. */
import type { APISelectMenuOption } from 'discord-api-types/v10';
import { html, LitElement, nothing } from 'lit';
import { icons } from '../views/icons.ts';

export class ChoiceMenu extends LitElement {
  static override properties = {
    label: {},
    options: { attribute: false },
    min: { type: Number },
    max: { type: Number },
    disabled: { type: Boolean },
    chosen: { attribute: false },
    open: { state: true },
    active: { state: true },
  };

  declare label: string;
  declare options: APISelectMenuOption[];
  declare min: number;
  declare max: number;
  declare disabled: boolean;
  /** Values; `null`: those that the options name as default. */
  declare chosen: string[] | null;
  declare open: boolean;
  declare active: number;
  #id = `menu-${crypto.randomUUID().slice(0, 8)}`;

  constructor() {
    super();
    this.label = '';
    this.options = [];
    this.min = 1;
    this.max = 1;
    this.disabled = false;
    this.chosen = null;
    this.open = false;
    this.active = 0;
  }

  override createRenderRoot() {
    return this;
  }

  get values(): string[] {
    return this.chosen ?? this.options.filter((option) => option.default).map((option) => option.value);
  }

  #show() {
    this.open = true;
    this.active = Math.max(
      0,
      this.options.findIndex((option) => this.values.includes(option.value)),
    );
  }

  #hide() {
    if (!this.open) return;
    this.open = false;
    if (this.max > 1 && this.values.length >= this.min) this.#tell();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent('chosen', { detail: this.values, bubbles: true }));
  }

  #pick(value: string) {
    if (this.max === 1) {
      this.chosen = [value];
      this.open = false;
      this.#tell();
      return;
    }
    const without = this.values.filter((each) => each !== value);
    const room = without.length < this.max;
    this.chosen = this.values.includes(value) || !room ? without : [...without, value];
  }

  #key(event: KeyboardEvent) {
    const last = this.options.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: Math.min(this.active + 1, last),
      ArrowUp: Math.max(this.active - 1, 0),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (this.open) this.active = to;
      else this.#show();
    } else if (this.open && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      const option = this.options[this.active];
      if (option) this.#pick(option.value);
    } else if (this.open && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#hide();
    }
  }

  override updated() {
    if (this.open) this.querySelector('[aria-selected="true"].active, .active')?.scrollIntoView({ block: 'nearest' });
  }

  #option(option: APISelectMenuOption, index: number) {
    const selected = this.values.includes(option.value);
    return html`
      <li id="${this.#id}-${index}" role="option" aria-selected=${selected} class=${index === this.active ? 'active' : ''}
        @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.#pick(option.value)} @mousemove=${() => {
          this.active = index;
        }}>
        <span class="option-words"><span>${option.label}</span>${option.description ? html`<small>${option.description}</small>` : nothing}</span>
        ${selected ? icons.check : nothing}
      </li>`;
  }

  override render() {
    const names = this.options.filter((option) => this.values.includes(option.value)).map((option) => option.label);
    return html`
      <button type="button" class="menu-button" role="combobox" aria-haspopup="listbox" aria-expanded=${this.open} aria-controls="${this.#id}"
        aria-activedescendant=${this.open ? `${this.#id}-${this.active}` : nothing} aria-label="${this.label}${names.length ? `: ${names.join(', ')}` : ''}"
        ?disabled=${this.disabled} @click=${() => (this.open ? this.#hide() : this.#show())} @keydown=${this.#key} @blur=${() => this.#hide()}>
        <span class=${names.length ? '' : 'placeholder'}>${names.join(', ') || this.label}</span>${icons.chevron}
      </button>
      <ul id=${this.#id} role="listbox" class="menu-list" aria-label=${this.label} aria-multiselectable=${this.max > 1} ?hidden=${!this.open}>
        ${this.options.map((option, index) => this.#option(option, index))}
      </ul>`;
  }
}
