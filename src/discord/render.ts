/** Answer values as Discord wants them: notes, boards, forms and choices. Every limit of Discord's is held here. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIEmbed,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type {
  Board,
  ButtonFace,
  ChoiceFace,
  EmbedFace,
  Form,
  FormField,
  LinkFace,
  Note,
  Row,
  SelectFace,
} from './answer.ts';
import type { ApiFile } from './api.ts';
import { cut, plainLine, plainText } from './plain-text.ts';

/** Nobody is ever pinged by what the bot says. */
export const noMentions = { parse: [] as never[] };
export const ephemeral = 64;

const mostRows = 5;
const mostButtons = 5;
const mostOptions = 25;
const mostEmbeds = 10;
/** Discord takes 6,000 characters over all embeds of a message. */
const embedRoom = 5_500;

export type RowBody = APIActionRowComponent<
  APIButtonComponentWithCustomId | APIButtonComponentWithURL | APIStringSelectComponent
>;

export interface NoteBody {
  content: string;
  embeds: APIEmbed[];
  components: RowBody[];
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

const optionOf = (choice: ChoiceFace) => ({
  value: choice.value,
  label: plainLine(choice.label, 100),
  ...(choice.description ? { description: plainLine(choice.description, 100) } : {}),
  default: choice.chosen,
});

function selectOf(face: SelectFace): APIStringSelectComponent {
  const options = face.options.slice(0, mostOptions).map(optionOf);
  const most = Math.min(face.most ?? 1, options.length);
  return {
    type: ComponentType.StringSelect,
    custom_id: face.id,
    placeholder: plainLine(face.placeholder, 150),
    options,
    min_values: Math.min(face.least ?? 1, most),
    max_values: most,
    ...(face.disabled ? { disabled: true } : {}),
  };
}

/** Rows with nothing in them are left out: Discord refuses the whole message for one. */
function rowsOf(rows: readonly Row[]): RowBody[] {
  const full = rows.filter((row) => ('options' in row ? row.options : row).length > 0);
  return full.slice(0, mostRows).map((row) => ({
    type: ComponentType.ActionRow,
    components: 'options' in row ? [selectOf(row)] : row.slice(0, mostButtons).map(buttonOf),
  }));
}

function embedsOf(faces: readonly EmbedFace[]): APIEmbed[] {
  let room = embedRoom;
  const take = (text: string, most: number): string => {
    const taken = cut(text, Math.min(most, Math.max(1, room)));
    room -= taken.length;
    return taken;
  };
  const embedOf = (face: EmbedFace): APIEmbed => {
    const title = face.title === undefined ? undefined : take(face.title, 256);
    const description = face.text ? take(face.text, 4096) : undefined;
    const fields = (face.fields ?? [])
      .slice(0, 25)
      .flatMap((field) =>
        room < 300
          ? []
          : [{ name: take(field.name, 256), value: take(field.value, 1024), inline: field.inline ?? false }],
      );
    return {
      ...(title ? { title } : {}),
      ...(description ? { description } : {}),
      fields,
      ...(face.footer ? { footer: { text: take(plainLine(face.footer, 2048), 2048) } } : {}),
    };
  };
  return faces.slice(0, mostEmbeds).map(embedOf);
}

const plainType = 'text/plain; charset=utf-8';

/** A note as message; plain text where it is short, else one embed. Its flags are the caller's. */
export function noteBody(note: Note): { body: NoteBody; files: ApiFile[] } {
  const { picture, file } = note;
  const asEmbed =
    note.title !== undefined || (note.fields ?? []).length > 0 || note.text.length > 2000 || picture !== undefined;
  const image = picture === undefined ? {} : { image: { url: `attachment://${picture.name}` } };
  const body: NoteBody = {
    content: asEmbed ? '' : note.text,
    embeds: asEmbed ? embedsOf([note]).map((embed) => ({ ...embed, ...image })) : [],
    components: rowsOf([...(note.selects ?? []), note.buttons ?? []]),
    allowed_mentions: noMentions,
  };
  const files = [
    ...(picture === undefined ? [] : [{ ...picture, data: picture.png, contentType: 'image/png' }]),
    ...(file === undefined ? [] : [{ contentType: plainType, ...file, data: Buffer.from(file.text, 'utf8') }]),
  ];
  // What replaces a message also takes the files away that it had.
  if (files.length > 0 || note.replaces)
    body.attachments = files.map(({ description }, index) => ({
      id: String(index),
      description: plainLine(description, 1024),
    }));
  return { body, files: files.map(({ name, data, contentType }) => ({ name, data, contentType })) };
}

/** A board as message. `line` stands below its content, whatever else is cut. */
export const boardBody = (board: Board, line = '') => ({
  content: line === '' ? cut(board.content, 2000) : `${cut(board.content, 1999 - line.length)}\n${line}`.trimStart(),
  embeds: embedsOf(board.embeds),
  components: rowsOf(board.rows),
});

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
      options: field.options.slice(0, 10).map(optionOf),
    };
  if (field.kind === 'select')
    return {
      type: ComponentType.StringSelect,
      custom_id: field.id,
      required: field.required,
      // What must be filled in may not be content with nothing, says Discord.
      ...(field.required ? {} : { min_values: 0 }),
      ...(field.placeholder ? { placeholder: plainLine(field.placeholder, 150) } : {}),
      options: field.options.slice(0, mostOptions).map(optionOf),
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
