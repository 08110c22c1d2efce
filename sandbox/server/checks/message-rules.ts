import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Finding, finding, type Path, remark } from './finding.ts';

type Json = Record<string, unknown>;

/** Discord's limits that its machine-readable description leaves out; resources/message and components/reference. */
const CONTENT = 2000;
const EMBED_CHARACTERS = 6000;
const CLASSIC_ROWS = 5;
const COMPONENTS = 40;
const TEXT_CHARACTERS = 4000;
const FILES = 10;

const json = z.record(z.string(), z.unknown());
const list = z.array(json).nullish();
const readable = z.looseObject({
  content: z.string().nullish(),
  embeds: list,
  components: list,
  attachments: list,
  flags: z.number().nullish(),
  allowed_mentions: json.nullish(),
});

interface Placed {
  component: Json;
  path: Path;
  /** How many components it is nested in. */
  depth: number;
}

/** Every component with its place, nested ones after their parent. */
export const allComponents = (components: unknown, path: Path, depth = 0): Placed[] => {
  const listed = list.safeParse(components);
  if (!listed.success || !listed.data) return [];
  return listed.data.flatMap((component, index) => placed(component, [...path, index], depth));
};

const placed = (component: Json, path: Path, depth: number): Placed[] => {
  const single = (key: string) => {
    const inner = json.safeParse(component[key]);
    return inner.success ? placed(inner.data, [...path, key], depth + 1) : [];
  };
  return [
    { component, path, depth },
    ...allComponents(component.components, [...path, 'components'], depth + 1),
    ...single('component'),
    ...single('accessory'),
  ];
};

export const duplicateCustomIds = (components: Placed[]): Finding[] => {
  const seen = new Set<unknown>();
  return components.flatMap(({ component, path }) => {
    const id = component.custom_id;
    if (id === undefined || id === null) return [];
    if (seen.has(id))
      return [
        finding([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
      ];
    seen.add(id);
    return [];
  });
};

const text = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

const embedCharacters = (embed: Json): number => {
  const part = (key: string) => json.safeParse(embed[key]).data ?? {};
  const fields = list.safeParse(embed.fields).data ?? [];
  const ofFields = fields.reduce((sum, field) => sum + text(field.name) + text(field.value), 0);
  return text(embed.title) + text(embed.description) + text(part('footer').text) + text(part('author').name) + ofFields;
};

const buttonRules = ({ component, path }: Placed): Finding[] => {
  if (component.type !== ComponentType.Button) return [];
  const { style } = component;
  if (style === ButtonStyle.Link) {
    return component.url ? [] : [finding([...path, 'url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required')];
  }
  if (style === ButtonStyle.Premium)
    return component.sku_id ? [] : [finding([...path, 'sku_id'], 'BASE_TYPE_REQUIRED', 'This field is required')];
  const missing = component.custom_id
    ? []
    : [finding([...path, 'custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required')];
  const faceless = !component.label && !component.emoji;
  return faceless
    ? [...missing, finding([...path, 'label'], 'BUTTON_COMPONENT_INVALID_LABEL', 'A label or an emoji is required')]
    : missing;
};

/** Selects: values are unique, and no more must or may be chosen than there are. */
export const selectRules = ({ component, path }: Placed): Finding[] => {
  const options = list.safeParse(component.options).data;
  if (!options) return [];
  const values = options.map((option) => option.value);
  const findings: Finding[] = [];
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) < index)
      findings.push(
        finding(
          [...path, 'options', index, 'value'],
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        ),
      );
  }
  const { min_values: fewest, max_values: given } = component;
  const most = typeof given === 'number' ? given : 1;
  if (typeof given === 'number' && given > options.length)
    findings.push(finding([...path, 'max_values'], 'BASE_TYPE_MAX_LENGTH', `Must be ${options.length} or fewer.`));
  if (typeof fewest === 'number' && fewest > most)
    findings.push(finding([...path, 'min_values'], 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer.`));
  if (options.filter((option) => option.default === true).length > most)
    findings.push(
      remark([...path, 'options'], 'HOUSE', `More options are chosen by default than the ${most} that may be`),
    );
  return findings;
};

const rowRules = ({ component, path }: Placed): Finding[] => {
  if (component.type !== ComponentType.ActionRow) return [];
  const children = list.safeParse(component.components).data ?? [];
  const isMixed = children.length > 1 && children.some((child) => child.type !== ComponentType.Button);
  return isMixed
    ? [
        finding(
          [...path, 'components'],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        ),
      ]
    : [];
};

const isClassic = ({ component, depth }: Placed): boolean => depth > 0 || component.type === ComponentType.ActionRow;

const layoutRules = (body: z.output<typeof readable>, at: Path, isV2: boolean): Finding[] => {
  const components = allComponents(body.components, [...at, 'components']);
  const findings = [
    ...duplicateCustomIds(components),
    ...components.flatMap((one) => [...buttonRules(one), ...selectRules(one), ...rowRules(one)]),
  ];
  const say = (path: Path, code: string, message: string) => findings.push(finding([...at, ...path], code, message));
  if (components.length > COMPONENTS)
    say(
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components cannot exceed ${COMPONENTS}`,
    );
  if (!isV2 && (body.components?.length ?? 0) > CLASSIC_ROWS)
    say(['components'], 'BASE_TYPE_MAX_LENGTH', `Must be ${CLASSIC_ROWS} or fewer in length.`);
  if (!isV2 && components.some((one) => !isClassic(one))) {
    say(
      ['components'],
      'UNION_TYPE_CHOICES',
      'Value of field "type" must be one of (1,) without the flag IS_COMPONENTS_V2.',
    );
  }
  const displays = components.filter(({ component }) => component.type === ComponentType.TextDisplay);
  const characters = displays.reduce((sum, { component }) => sum + text(component.content), 0);
  if (characters > TEXT_CHARACTERS)
    say(
      ['components'],
      'COMPONENT_MAX_TOTAL_TEXT_EXCEEDED',
      `The text of all components cannot exceed ${TEXT_CHARACTERS} characters`,
    );
  for (const { component, path } of components) {
    const file = json.safeParse(component.file).data;
    const isLocal = typeof file?.url === 'string' && file.url.startsWith('attachment://');
    if (component.type === ComponentType.File && !isLocal)
      findings.push(
        finding([...path, 'file', 'url'], 'UNFURLED_MEDIA_ITEM_ATTACHMENT_ONLY', 'Only attachment:// is possible here'),
      );
  }
  return findings;
};

const v2Rules = (body: z.output<typeof readable>, at: Path): Finding[] =>
  (['content', 'embeds', 'poll', 'sticker_ids'] as const)
    .filter((key) => {
      const value = body[key];
      return Array.isArray(value) ? value.length > 0 : Boolean(value);
    })
    .map((key) =>
      finding(
        [...at, key],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      ),
    );

const mentionRules = (body: z.output<typeof readable>, at: Path): Finding[] => {
  const { parse, users, roles } = body.allowed_mentions ?? {};
  const isSilent =
    Array.isArray(parse) &&
    parse.length === 0 &&
    !(Array.isArray(users) && users.length) &&
    !(Array.isArray(roles) && roles.length);
  return isSilent
    ? []
    : [
        remark(
          [...at, 'allowed_mentions'],
          'HOUSE',
          'allowed_mentions must be {parse: []}, or what members wrote pings people',
        ),
      ];
};

export interface MessageContext {
  at: Path;
  /** Files sent along. */
  files: number;
  /** A new message must have something in it; an edit may leave all as it is. */
  isNew: boolean;
  /** The message already has the flag, which never goes away. */
  wasV2: boolean;
}

/** The documented rules of a message which Discord's description does not hold, and the house's own about mentions. */
export const messageRules = (raw: unknown, { at, files, isNew, wasV2 }: MessageContext): Finding[] => {
  const parsed = readable.safeParse(raw);
  if (!parsed.success) return [];
  const body = parsed.data;
  const isV2 = wasV2 || ((body.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  const findings = [...mentionRules(body, at), ...layoutRules(body, at, isV2), ...(isV2 ? v2Rules(body, at) : [])];
  const say = (key: string, code: string, message: string) => findings.push(finding([...at, key], code, message));
  if (text(body.content) > CONTENT) say('content', 'BASE_TYPE_MAX_LENGTH', `Must be ${CONTENT} or fewer in length.`);
  const characters = (body.embeds ?? []).reduce((sum, embed) => sum + embedCharacters(embed), 0);
  if (characters > EMBED_CHARACTERS)
    say('embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${EMBED_CHARACTERS}`);
  if (files > FILES) say('attachments', 'BASE_TYPE_MAX_LENGTH', `Must be ${FILES} or fewer in length.`);
  const hasNothing =
    text(body.content) === 0 &&
    !body.embeds?.length &&
    !body.components?.length &&
    !body.attachments?.length &&
    files === 0 &&
    !body.poll;
  if (isNew && hasNothing)
    findings.push({ path: at, code: 'EMPTY', message: 'Cannot send an empty message', blocks: true });
  return findings;
};
