/** The fields of a form. */
import type { APISelectMenuOption } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../views/icons.ts';
import { type Field, type FieldValue, type Input, longestText } from './fields.ts';

export interface FormModel {
  valueFor(field: Input): FieldValue;
  change(field: Input, value: FieldValue): void;
  shownFault(field: Input): string | null;
}

type Choosing = Extract<Field, { kind: 'radio' | 'checkboxes' }>;

function faultView(field: Input, fault: string | null) {
  return fault ? html`<p class="field-fault" id="${field.id}-fault" role="alert">${icons.alert} ${fault}</p>` : nothing;
}

function labelWords(field: Input): TemplateResult {
  return html`${field.label}${field.required ? html`<span class="required" aria-hidden="true"> *</span><span class="unseen"> (required)</span>` : nothing}`;
}

function helps(field: Input, fault: string | null): string {
  const ids = [
    field.description ? `${field.id}-help` : '',
    fault ? `${field.id}-fault` : '',
    field.kind === 'text' && field.max < longestText ? `${field.id}-count` : '',
  ];
  return ids.filter(Boolean).join(' ');
}

function countView(field: Extract<Field, { kind: 'text' }>, length: number): TemplateResult {
  const over = length > field.max;
  return html`<p class="count ${over ? 'over' : ''}" id="${field.id}-count">${length} / ${field.max}${over ? ' characters: too long' : html`<span class="unseen"> characters</span>`}</p>`;
}

function textView(field: Extract<Field, { kind: 'text' }>, form: FormModel, fault: string | null): TemplateResult {
  const value = String(form.valueFor(field) ?? '');
  const typed = (event: Event) => form.change(field, (event.target as HTMLInputElement).value);
  const over = value.length > field.max;
  return html`
    ${
      field.long
        ? html`<textarea id=${field.id} data-input=${field.id} rows="4" placeholder=${field.placeholder} aria-required=${field.required}
            aria-invalid=${fault !== null} aria-describedby=${helps(field, fault) || nothing} .value=${value} @input=${typed}></textarea>`
        : html`<input type="text" id=${field.id} data-input=${field.id} placeholder=${field.placeholder} aria-required=${field.required} autocomplete="off"
            aria-invalid=${fault !== null} aria-describedby=${helps(field, fault) || nothing} .value=${value} @input=${typed} />`
    }
    ${field.long || field.max < longestText || over ? countView(field, value.length) : nothing}`;
}

function optionView(option: APISelectMenuOption, field: Choosing, form: FormModel, first: boolean): TemplateResult {
  const value = form.valueFor(field);
  const checked = Array.isArray(value) ? value.includes(option.value) : value === option.value;
  const change = () => {
    if (field.kind === 'radio') form.change(field, option.value);
    else if (Array.isArray(value))
      form.change(field, checked ? value.filter((each) => each !== option.value) : [...value, option.value]);
  };
  return html`
    <label class="tick">
      <input type=${field.kind === 'radio' ? 'radio' : 'checkbox'} name=${field.id} data-input=${first ? field.id : nothing} value=${option.value}
        .checked=${checked} @change=${change} />
      <span class="option-words"><span>${option.label}</span>${option.description ? html`<small>${option.description}</small>` : nothing}</span>
    </label>`;
}

function groupView(field: Choosing, form: FormModel, fault: string | null): TemplateResult {
  return html`
    <fieldset class="form-field" aria-describedby=${helps(field, fault) || nothing}>
      <legend>${labelWords(field)}</legend>
      ${field.description ? html`<p class="field-help" id="${field.id}-help">${field.description}</p>` : nothing}
      <div class="ticks">${field.options.map((option, index) => optionView(option, field, form, index === 0))}</div>
      ${faultView(field, fault)}
    </fieldset>`;
}

function checkboxView(field: Extract<Field, { kind: 'checkbox' }>, form: FormModel): TemplateResult {
  const checked = form.valueFor(field) === true;
  return html`
    <div class="form-field">
      <label class="tick">
        <input type="checkbox" data-input=${field.id} .checked=${checked} @change=${() => form.change(field, !checked)} />
        <span class="option-words"><span>${field.label}</span>${field.description ? html`<small>${field.description}</small>` : nothing}</span>
      </label>
    </div>`;
}

export function inputView(field: Input, form: FormModel): TemplateResult {
  const fault = form.shownFault(field);
  if (field.kind === 'radio' || field.kind === 'checkboxes') return groupView(field, form, fault);
  if (field.kind === 'checkbox') return checkboxView(field, form);
  const value = form.valueFor(field);
  return html`
    <div class="form-field ${fault ? 'wrong' : ''}">
      <label for=${field.id}>${labelWords(field)}</label>
      ${field.description ? html`<p class="field-help" id="${field.id}-help">${field.description}</p>` : nothing}
      ${
        field.kind === 'text'
          ? textView(field, form, fault)
          : html`<choice-menu .label=${field.label} .placeholder=${field.placeholder} .field=${field.id} .describedBy=${helps(field, fault)}
              .required=${field.required} .invalid=${fault !== null} .options=${field.options} .min=${field.required ? field.min : 0} .max=${field.max}
              .chosen=${Array.isArray(value) ? value : null} @chosen=${(event: CustomEvent<string[]>) => form.change(field, event.detail)}></choice-menu>`
      }
      ${faultView(field, fault)}
    </div>`;
}
