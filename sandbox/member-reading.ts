/** What a member reads off messages and forms: words, buttons, fields by their labels. */
import { type APIMessage, type APIModalInteractionResponseCallbackData, ComponentType } from 'discord-api-types/v10';

export interface FormInput {
  label: string;
  description: string;
  customId: string;
  type: number;
  /** What stands in it when it opens; of a list the values chosen. */
  value: string | string[];
  required: boolean;
  maxLength: number | null;
  options: { label: string; value: string }[];
}

export interface Form {
  interactionId: string;
  title: string;
  customId: string;
  inputs: FormInput[];
  /** What stands between them to be read, as the bot wrote it. */
  texts: string[];
  /** The open form's input of this label. Throws when there is none. */
  input(label: string): FormInput;
}

type Json = Record<string, unknown>;

export interface Placed {
  type: number;
  custom_id?: string;
  label?: string;
  placeholder?: string;
  disabled?: boolean;
  options?: { label: string; value: string; default?: boolean }[];
}

const children = (component: Json): Json[] => [
  ...(Array.isArray(component.components) ? (component.components as Json[]) : []),
  ...[component.component, component.accessory].filter(
    (inner): inner is Json => typeof inner === 'object' && inner !== null,
  ),
];

const walk = (components: Json[]): Json[] =>
  components.flatMap((component) => [component, ...walk(children(component))]);

const inMessage = (message: APIMessage): Placed[] =>
  walk((message.components ?? []) as unknown as Json[]) as unknown as Placed[];

export const buttonsOf = (message: APIMessage): Placed[] =>
  inMessage(message).filter(({ type }) => type === ComponentType.Button);

const SELECTS: number[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];
export const selectsOf = (message: APIMessage): Placed[] =>
  inMessage(message).filter(({ type }) => SELECTS.includes(type));

/** Content, embeds and text displays, one after the other. */
export const wordsOf = (message: APIMessage): string => {
  const embeds = message.embeds.flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
    embed.footer?.text,
  ]);
  const displays = walk((message.components ?? []) as unknown as Json[])
    .filter(({ type }) => type === ComponentType.TextDisplay)
    .map(({ content }) => String(content));
  return [message.content, ...embeds, ...displays].filter(Boolean).join('\n');
};

const readInput = (label: string, description: string, raw: Json): FormInput => {
  const options = (raw.options ?? []) as { label: string; value: string; default?: boolean }[];
  const chosen = options.filter((option) => option.default).map(({ value }) => value);
  const isText = raw.type === ComponentType.TextInput;
  return {
    label,
    description,
    customId: String(raw.custom_id),
    type: Number(raw.type),
    value: isText ? String(raw.value ?? '') : raw.type === ComponentType.RadioGroup ? (chosen[0] ?? '') : chosen,
    required: raw.required !== false,
    maxLength: typeof raw.max_length === 'number' ? raw.max_length : null,
    options: options.map((option) => ({ label: option.label, value: option.value })),
  };
};

export const readForm = (interactionId: string, modal: APIModalInteractionResponseCallbackData): Form => {
  const inputs = (modal.components as unknown as Json[]).flatMap((top) => {
    if (top.type === ComponentType.TextDisplay) return [];
    return children(top).map((inner) =>
      readInput(String(top.label ?? inner.label ?? ''), String(top.description ?? ''), inner),
    );
  });
  return {
    interactionId,
    title: modal.title,
    customId: modal.custom_id,
    inputs,
    texts: (modal.components as unknown as Json[])
      .filter(({ type }) => type === ComponentType.TextDisplay)
      .map(({ content }) => String(content)),
    input(label) {
      const found = inputs.find((input) => input.label === label);
      if (found) return found;
      throw new Error(`The form has no ${label}; it has ${inputs.map((input) => input.label).join(', ')}`);
    },
  };
};

/** Values by label -> values by custom id, entries of lists by label or value. */
export const valuesByLabel = (
  form: Form,
  values: Record<string, string | string[] | boolean>,
): Record<string, string | string[] | boolean> =>
  Object.fromEntries(
    Object.entries(values).map(([label, value]) => {
      const input = form.input(label);
      const byLabel = (one: string) => input.options.find((option) => option.label === one)?.value ?? one;
      if (typeof value === 'boolean' || input.options.length === 0) return [input.customId, value];
      return [input.customId, Array.isArray(value) ? value.map(byLabel) : byLabel(value)];
    }),
  );
