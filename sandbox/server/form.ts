import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { SubmitModal } from '../protocol.ts';
import { checkChosen } from './choosing.ts';
import { ActImpossible } from './filled.ts';

type Value = SubmitModal['values'][string];

const field = z.looseObject({
  type: z.number(),
  id: z.number(),
  custom_id: z.string().optional(),
  label: z.string().optional(),
  required: z.boolean().optional(),
  value: z.string().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  min_values: z.number().optional(),
  max_values: z.number().optional(),
  options: z.array(z.looseObject({ value: z.string(), default: z.boolean().optional() })).optional(),
  get component() {
    return field.optional();
  },
  get components() {
    return z.array(field).optional();
  },
});
type Field = z.output<typeof field>;

const fail = (label: string, sentence: string): never => {
  throw new ActImpossible(`${label}: ${sentence}`);
};

const textValue = (input: Field, label: string, given: Value | undefined): string => {
  const text = given === undefined ? (input.value ?? '') : given === null ? '' : String(given);
  if (text === '' && input.required !== false) fail(label, 'is required.');
  if (text.length > (input.max_length ?? 4000))
    fail(label, `must have ${input.max_length ?? 4000} characters or fewer.`);
  if (text !== '' && text.length < (input.min_length ?? 0))
    fail(label, `must have ${input.min_length} characters or more.`);
  return text;
};

const preset = (input: Field): string[] =>
  (input.options ?? []).filter((option) => option.default).map((option) => option.value);

const chosen = (input: Field, label: string, given: Value | undefined): string[] => {
  const values =
    given === undefined
      ? preset(input)
      : Array.isArray(given)
        ? given
        : given === null || typeof given === 'boolean'
          ? []
          : [given];
  if (values.length === 0 && input.required !== false) fail(label, 'is required.');
  const most =
    input.type === ComponentType.RadioGroup
      ? 1
      : (input.max_values ?? (input.type === ComponentType.StringSelect ? 1 : 25));
  // What need not be filled in may stay empty, however many it wants otherwise.
  if (values.length > 0) checkChosen(input, label, values, most);
  return values;
};

const answerOf = (input: Field, label: string, values: Record<string, Value>): Record<string, unknown> => {
  const same = { type: input.type, id: input.id, custom_id: input.custom_id };
  const given = values[input.custom_id ?? ''];
  if (input.type === ComponentType.TextInput) return { ...same, value: textValue(input, label, given) };
  if (input.type === ComponentType.Checkbox) return { ...same, value: given === true };
  const picked = chosen(input, label, given);
  return input.type === ComponentType.RadioGroup ? { ...same, value: picked[0] ?? null } : { ...same, values: picked };
};

/** The components of MODAL_SUBMIT: the form's own, each with what was filled in. Refuses what Discord's app would not send. */
export const submittedComponents = (components: unknown, values: Record<string, Value>): Record<string, unknown>[] =>
  z
    .array(field)
    .parse(components)
    .map((top) => {
      if (top.type === ComponentType.Label && top.component) {
        return { type: top.type, id: top.id, component: answerOf(top.component, top.label ?? '', values) };
      }
      if (top.type === ComponentType.ActionRow) {
        const inner = (top.components ?? []).map((input) => answerOf(input, input.label ?? '', values));
        return { type: top.type, id: top.id, components: inner };
      }
      return { type: top.type, id: top.id };
    });

/** The ids of files in the upload fields of a form. */
export const uploadedIn = (components: Record<string, unknown>[]): string[] =>
  components.flatMap((top) => {
    const inner = z
      .looseObject({ type: z.literal(ComponentType.FileUpload), values: z.array(z.string()) })
      .safeParse(top.component);
    return inner.success ? inner.data.values : [];
  });
