/** `<choice-menu>`: a string select. A native one would answer at each arrow key; this one answers when it is closed by choosing. */
import type { APISelectMenuOption } from 'discord-api-types/v10';
import { html, LitElement, nothing } from 'lit';
import { icons } from '../views/icons.ts';
import { opensUp } from './room.ts';

/** As high as it grows before it scrolls. */
const listPx = 260;

export class ChoiceMenu extends LitElement {
  static override properties = {
    label: {},
    placeholder: {},
    field: {},
    describedBy: {},
    required: { type: Boolean },
    invalid: { type: Boolean },
    busy: { type: Boolean },
    options: { attribute: false },
    min: { type: Number },
    max: { type: Number },
    disabled: { type: Boolean },
    chosen: { attribute: false },
    open: { state: true },
    active: { state: true },
    up: { state: true },
  };

  /** Its name, for those who do not see where it stands. */
  declare label: string;
  /** Shown while nothing is chosen. */
  declare placeholder: string;
  /** In a form: the id of the field, and of what explains it. */
  declare field: string | null;
  declare describedBy: string;
  declare required: boolean;
  declare invalid: boolean;
  /** What was chosen is on its way. */
  declare busy: boolean;
  declare options: APISelectMenuOption[];
  declare min: number;
  declare max: number;
  declare disabled: boolean;
  /** Values; `null`: those that the options name as default. */
  declare chosen: string[] | null;
  declare open: boolean;
  declare active: number;
  declare up: boolean;
  #offered = '';
  #before: string[] = [];
  #id = `menu-${crypto.randomUUID().slice(0, 8)}`;

  constructor() {
    super();
    this.label = '';
    this.placeholder = '';
    this.field = null;
    this.describedBy = '';
    this.required = false;
    this.invalid = false;
    this.busy = false;
    this.options = [];
    this.min = 1;
    this.max = 1;
    this.disabled = false;
    this.chosen = null;
    this.open = false;
    this.active = 0;
    this.up = false;
  }

  override createRenderRoot() {
    return this;
  }

  get values(): string[] {
    return this.chosen ?? this.options.filter((option) => option.default).map((option) => option.value);
  }

  /** An edit that offers something else has the last word on what is chosen. */
  override willUpdate() {
    const offered = JSON.stringify(this.options);
    if (this.#offered !== '' && this.#offered !== offered) this.chosen = null;
    this.#offered = offered;
  }

  #show() {
    if (this.busy) return;
    this.up = opensUp(this, listPx);
    this.open = true;
    this.#before = this.values;
    this.active = Math.max(
      0,
      this.options.findIndex((option) => this.values.includes(option.value)),
    );
  }

  #hide() {
    if (!this.open) return;
    this.open = false;
    // A form says itself what is still missing; to a message too few are no answer.
    if (this.max === 1 || (this.field === null && this.values.length < this.min)) return;
    const same = this.values.length === this.#before.length && this.values.every((each) => this.#before.includes(each));
    if (!same) this.#tell();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent('chosen', { detail: this.values, bubbles: true }));
  }

  #pick(value: string) {
    if (this.max === 1) {
      // What need not be chosen can be given up again.
      this.chosen = this.min === 0 && this.values.includes(value) ? [] : [value];
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
      <button type="button" class="menu-button" role="combobox" id=${this.field ?? nothing} data-input=${this.field ?? nothing}
        aria-haspopup="listbox" aria-expanded=${this.open} aria-controls=${this.#id} aria-activedescendant=${this.open ? `${this.#id}-${this.active}` : nothing}
        aria-label="${this.label}${names.length ? `: ${names.join(', ')}` : ''}" aria-describedby=${this.describedBy || nothing}
        aria-required=${this.required} aria-invalid=${this.invalid} aria-busy=${this.busy} ?disabled=${this.disabled}
        @click=${() => (this.open ? this.#hide() : this.#show())} @keydown=${this.#key} @blur=${() => this.#hide()}>
        <span class=${names.length ? '' : 'placeholder'}>${names.join(', ') || this.placeholder}</span>
        ${this.busy ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : icons.chevron}
      </button>
      <ul id=${this.#id} role="listbox" class="menu-list ${this.up ? 'up' : ''}" aria-label=${this.label} aria-multiselectable=${this.max > 1} ?hidden=${!this.open}>
        ${this.options.map((option, index) => this.#option(option, index))}
      </ul>`;
  }
}
