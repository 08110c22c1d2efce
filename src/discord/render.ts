/** Answer values as Discord wants them: notes, forms and choices. Every limit of Discord's is held here. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIEmbed,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { ButtonFace, Form, FormField, LinkFace, Note } from './answer.ts';
import type { ApiFile } from './api.ts';
import { cut, plainLine, plainText } from './plain-text.ts';

/** Nobody is ever pinged by what the bot says. */
export const noMentions = { parse: [] as never[] };
export const ephemeral = 64;

export interface NoteBody {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponentWithCustomId | APIButtonComponentWithURL>[];
  allowed_mentions: typeof noMentions;
  attachments?: { id: string; description: string }[];
}

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

function buttonOf(face: ButtonFace | LinkFace): APIButtonComponentWithCustomId | APIButtonComponentWithURL {
  const label = plainLine(face.label, 80);
  if ('url' in face) return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: face.url };
  return {
    type: ComponentType.Button,
    style: styles[face.style],
    label,
    custom_id: face.id,
    ...(face.disabled ? { disabled: true } : {}),
  };
}

function embedOf(note: Note): APIEmbed {
  let room = 5_500;
  const take = (text: string, most: number): string => {
    const taken = cut(text, Math.min(most, Math.max(1, room)));
    room -= taken.length;
    return taken;
  };
  const title = note.title === undefined ? undefined : take(note.title, 256);
  const description = note.text === '' ? undefined : take(note.text, 4096);
  const fields = (note.fields ?? [])
    .slice(0, 25)
    .flatMap((field) =>
      room < 300
        ? []
        : [{ name: take(field.name, 256), value: take(field.value, 1024), inline: field.inline ?? false }],
    );
  return { ...(title ? { title } : {}), ...(description ? { description } : {}), fields };
}

/** A note as message; plain text where it is short, else one embed. Its flags are the caller's. */
export function noteBody(note: Note): { body: NoteBody; files: ApiFile[] } {
  const asEmbed = note.title !== undefined || (note.fields ?? []).length > 0 || note.text.length > 2000;
  const buttons = (note.buttons ?? []).slice(0, 5).map(buttonOf);
  const body: NoteBody = {
    content: asEmbed ? '' : note.text,
    embeds: asEmbed ? [embedOf(note)] : [],
    components: buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons }],
    allowed_mentions: noMentions,
  };
  if (!note.file) return { body, files: [] };
  const data = Buffer.from(note.file.text, 'utf8');
  body.attachments = [{ id: '0', description: plainLine(note.file.description, 1024) }];
  return { body, files: [{ name: note.file.name, data, contentType: 'text/plain; charset=utf-8' }] };
}

/** Discord's limit of one text field; a value above it would refuse the whole form. */
const longestField = 4000;

type Input = Exclude<FormField, { kind: 'words' }>;

/** Whether one text field holds it, whole. */
export const fitsField = (text: string): boolean => plainText(text, text.length + 1).length <= longestField;

function componentOf(field: Input): APILabelComponent['component'] {
  if (field.kind === 'radio')
    return {
      type: ComponentType.RadioGroup,
      custom_id: field.id,
      required: field.required,
      options: field.options.slice(0, 10).map((option) => ({
        value: option.value,
        label: plainLine(option.label, 100),
        ...(option.description ? { description: plainLine(option.description, 100) } : {}),
        default: option.chosen,
      })),
    };
  const most = Math.min(field.maxLength ?? longestField, longestField);
  const value = plainText(field.value, most);
  return {
    type: ComponentType.TextInput,
    custom_id: field.id,
    style: field.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required,
    max_length: most,
    // One line cannot hold two; Discord refuses the form.
    ...(value === '' ? {} : { value: field.long ? value : value.replace(/\s*\n\s*/g, ' ') }),
    ...(field.placeholder ? { placeholder: plainLine(field.placeholder, 100) } : {}),
  };
}

const topOf = (field: FormField): APILabelComponent | APITextDisplayComponent =>
  field.kind === 'words'
    ? { type: ComponentType.TextDisplay, content: cut(field.text, longestField) }
    : {
        type: ComponentType.Label,
        label: plainLine(field.label, 45),
        ...(field.description ? { description: plainLine(field.description, 100) } : {}),
        component: componentOf(field),
      };

export const formBody = (form: Form): APIModalInteractionResponseCallbackData => ({
  custom_id: form.id,
  title: plainLine(form.title, 45),
  components: form.fields.slice(0, 5).map(topOf),
});

export const choicesBody = (choices: readonly { name: string; value: string }[]) => ({
  choices: choices
    .filter((choice) => choice.value.length <= 100 && choice.name !== '')
    .slice(0, 25)
    .map((choice) => ({ name: plainLine(choice.name, 100), value: choice.value })),
});
