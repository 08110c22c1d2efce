/** A form's fields, taken out of Discord's nesting, and what is typed into them checked. Pure. */
import type { APIModalInteractionResponseCallbackData, APISelectMenuOption } from 'discord-api-types/v10';

/** Discord's component numbers. */
const types = {
  row: 1,
  select: 3,
  text: 4,
  user: 5,
  channel: 8,
  display: 10,
  label: 18,
  radio: 21,
  checkboxes: 22,
  checkbox: 23,
};

export type FieldValue = string | string[] | boolean | null;

interface Common {
  id: string;
  label: string;
  description: string | null;
  required: boolean;
}

interface Several {
  options: APISelectMenuOption[];
  min: number;
  max: number;
  placeholder: string;
  initial: string[];
}

export type Field =
  | { kind: 'words'; text: string }
  | (Common & { kind: 'text'; long: boolean; min: number; max: number; placeholder: string; initial: string })
  | (Common & { kind: 'radio'; options: APISelectMenuOption[]; initial: string | null })
  | (Common & Several & { kind: 'checkboxes' })
  | (Common & Several & { kind: 'select' })
  | (Common & { kind: 'checkbox'; initial: boolean });

export type Input = Exclude<Field, { kind: 'words' }>;

/** The union of Discord's inputs, read tolerantly: what a component lacks is absent. */
interface AnyComponent {
  type: number;
  custom_id?: string;
  content?: string;
  label?: string;
  description?: string;
  component?: AnyComponent;
  components?: AnyComponent[];
  style?: number;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  min_values?: number;
  max_values?: number;
  placeholder?: string;
  value?: string;
  default?: boolean;
  options?: APISelectMenuOption[];
}

/** Discord's own limit of a text field, in characters. */
export const longestText = 4000;

function inputOf(input: AnyComponent, label: string, description: string | null): Field[] {
  const common = { id: input.custom_id ?? '', label, description, required: input.required ?? true };
  const options = input.options ?? [];
  const defaults = options.filter((option) => option.default).map((option) => option.value);
  const choice = {
    ...common,
    options,
    min: input.min_values ?? 1,
    placeholder: input.placeholder ?? 'Make a selection',
    initial: defaults,
  };
  switch (input.type) {
    case types.text: {
      const max = input.max_length ?? longestText;
      const text = {
        long: input.style === 2,
        min: input.min_length ?? 0,
        max,
        placeholder: input.placeholder ?? '',
        initial: input.value ?? '',
      };
      return [{ ...common, ...text, kind: 'text' }];
    }
    case types.select:
      return [{ ...choice, kind: 'select', max: input.max_values ?? 1 }];
    case types.checkboxes:
      return [{ ...choice, kind: 'checkboxes', max: input.max_values ?? options.length }];
    case types.radio:
      return [{ ...common, kind: 'radio', options, initial: defaults[0] ?? null }];
    case types.checkbox:
      return [{ ...common, kind: 'checkbox', required: false, initial: input.default ?? false }];
    default:
      return [];
  }
}

function fieldsOf(component: AnyComponent): Field[] {
  if (component.type === types.display) return [{ kind: 'words', text: component.content ?? '' }];
  if (component.type === types.label && component.component) {
    return inputOf(component.component, component.label ?? '', component.description ?? null);
  }
  if (component.type === types.row)
    return (component.components ?? []).flatMap((each) => inputOf(each, each.label ?? '', null));
  return [];
}

export function readFields(modal: APIModalInteractionResponseCallbackData): Field[] {
  return (modal.components as AnyComponent[]).flatMap(fieldsOf);
}

/** What is wrong with the value, as a sentence; null when nothing is. */
export function faultOf(field: Input, value: FieldValue): string | null {
  if (field.kind === 'text') return textFault(field, typeof value === 'string' ? value : '');
  if (field.kind === 'radio') return field.required && !value ? 'Choose one of these.' : null;
  if (field.kind === 'checkbox') return null;
  const chosen = Array.isArray(value) ? value.length : 0;
  if (chosen === 0) return field.required ? 'Choose at least one of these.' : null;
  if (chosen < field.min) return `Choose at least ${field.min} of these.`;
  return chosen > field.max ? `Choose at most ${field.max} of these.` : null;
}

function textFault(field: Extract<Field, { kind: 'text' }>, value: string): string | null {
  const length = value.length;
  if (length === 0) return field.required ? 'This field is required.' : null;
  if (length < field.min) return `At least ${field.min} characters; this has ${length}.`;
  return length > field.max ? `At most ${field.max} characters; this is ${length - field.max} over.` : null;
}
