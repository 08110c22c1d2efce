/**
 * `<song-form>`: a modal form. What is typed into it belongs to the act that opened it: closed and opened again it is
 * still there, until it has been submitted and answered.
 */
import { html, LitElement, nothing } from 'lit';
import { markdown } from '../markdown/render.ts';
import type { OpenForm } from '../state.ts';
import { icons } from '../views/icons.ts';
import type { World } from '../views/world.ts';
import { type Field, type FieldValue, faultOf, type Input, readFields } from './fields.ts';
import { inputView } from './form-view.ts';

export class SongForm extends LitElement {
  static override properties = {
    world: { attribute: false },
    form: { attribute: false },
    values: { state: true },
    tried: { state: true },
  };

  declare world: World;
  declare form: OpenForm;
  declare values: Map<string, FieldValue>;
  /** Submit was pressed once: from then on faults are shown as they are. */
  declare tried: boolean;
  #shownFor: string | null = null;
  #opener: Element | null = null;

  constructor() {
    super();
    this.values = new Map();
    this.tried = false;
  }

  override createRenderRoot() {
    return this;
  }

  get fields(): Field[] {
    return readFields(this.form.modal);
  }

  get #inputs(): Input[] {
    return this.fields.filter((field) => field.kind !== 'words');
  }

  valueFor(field: Input): FieldValue {
    return this.values.get(field.id) ?? field.initial;
  }

  change(field: Input, value: FieldValue) {
    this.values = new Map(this.values).set(field.id, value);
    this.world.actions.keepTyped(this.form.key, this.values);
  }

  /** Null until the form was tried once. */
  shownFault(field: Input): string | null {
    return this.tried ? faultOf(field, this.valueFor(field)) : null;
  }

  override willUpdate() {
    if (this.#shownFor === this.form.interactionId) return;
    this.#shownFor = this.form.interactionId;
    this.values = this.world.actions.typedInto(this.form.key);
    this.tried = false;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#opener = document.activeElement;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    if (this.#opener instanceof HTMLElement && this.#opener.isConnected) this.#opener.focus();
    else document.querySelector<HTMLElement>('song-composer [data-field]')?.focus();
  }

  override updated() {
    const dialog = this.querySelector('dialog');
    if (!dialog || dialog.open) return;
    dialog.showModal();
    void this.#focusFirst();
  }

  /** Lists draw themselves a moment later than the form around them. */
  async #focusFirst() {
    await Promise.all([...this.querySelectorAll<LitElement>('choice-menu')].map((list) => list.updateComplete));
    this.querySelector<HTMLElement>('.form-field input, .form-field textarea, .form-field button')?.focus();
  }

  #submit = (event: Event) => {
    event.preventDefault();
    this.tried = true;
    const inputs = this.#inputs;
    const wrong = inputs.find((field) => faultOf(field, this.valueFor(field)) !== null);
    if (wrong) {
      this.querySelector<HTMLElement>(`[data-input="${CSS.escape(wrong.id)}"]`)?.focus();
      return;
    }
    const filled = inputs.map((field): [string, FieldValue] => [field.id, this.valueFor(field)]);
    void this.world.actions.submit(Object.fromEntries(filled));
  };

  /** Keeps Tab inside, also where the browser would let it out to its own bars. */
  #trap = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return;
    const inside = [
      ...this.querySelectorAll<HTMLElement>('button:not([disabled]), input, textarea, [tabindex="0"]'),
    ].filter((each) => each.offsetParent !== null);
    const [first, last] = [inside[0], inside.at(-1)];
    const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };

  #close = (event: Event) => {
    event.preventDefault();
    this.world.actions.closeForm();
  };

  override render() {
    const { modal, submitted, error } = this.form;
    const { application } = this.world.state;
    return html`
      <dialog class="form" aria-labelledby="form-title" @cancel=${this.#close} @keydown=${this.#trap}>
        <form @submit=${this.#submit} novalidate>
          <header>
            <img class="face" src=${application.avatar} alt="" />
            <h2 id="form-title">${modal.title}</h2>
            <button type="button" class="icon-button" aria-label="Close" @click=${this.#close}>${icons.close}</button>
          </header>
          <div class="form-body">
            ${error ? html`<p class="form-error" role="alert">${icons.alert} ${error}</p>` : nothing}
            ${this.fields.map((field) => (field.kind === 'words' ? markdown(field.text, this.world.markdown) : inputView(field, this)))}
            <p class="form-note">This form goes to ${application.name}. Do not share passwords or other sensitive information.</p>
          </div>
          <footer>
            <button type="button" class="discord-button plain" @click=${this.#close}>Cancel</button>
            <button type="submit" class="discord-button primary" ?disabled=${submitted !== null} aria-busy=${submitted !== null}>
              ${submitted === null ? 'Submit' : 'Submitting…'}
            </button>
          </footer>
        </form>
      </dialog>`;
  }
}
