import { z } from 'zod';
import type { ZodMiniType } from 'zod/mini';
import { commandListRules, commandRules } from './command-rules.ts';
import { type Finding, finding, type Path, remark } from './finding.ts';
import { messageRules } from './message-rules.ts';
import { modalRules } from './modal-rules.ts';
import { checkSchema } from './schemas.ts';

export type BodyKind =
  | 'callback'
  | 'followUp'
  | 'webhookEdit'
  | 'messageCreate'
  | 'messageEdit'
  | 'command'
  | 'commandList'
  | 'directMessage';

export interface BodyContext {
  /** Files sent along. */
  files: number;
  /** The message to be edited has the flag IS_COMPONENTS_V2. */
  wasV2: boolean;
}

/** Discord's schemas take a fifth of a second to load, so they come when the first request does, or when `warm` is called. */
const load = () => import('discord-api-spec/zod');

export const warmSchemas = async (): Promise<void> => {
  await load();
};

/** Flags a deferral may carry: EPHEMERAL alone. */
const EPHEMERAL = 1 << 6;
const MOST_COMMANDS = 130;
const CALLBACK_TYPES = [1, 4, 5, 6, 7, 8, 9, 12];
const typed = z.looseObject({ type: z.number(), data: z.unknown().optional() });

const callbackSchema = async (type: number): Promise<ZodMiniType | null> => {
  const discord = await load();
  if (type === 4 || type === 5) return discord.CreateMessageInteractionCallbackRequestSchema;
  if (type === 6 || type === 7) return discord.UpdateMessageInteractionCallbackRequestSchema;
  if (type === 8) return discord.ApplicationCommandAutocompleteCallbackRequestSchema;
  return type === 9 ? discord.ModalInteractionCallbackRequestSchema : null;
};

const checkCallback = async (body: unknown, { files, wasV2 }: BodyContext): Promise<Finding[]> => {
  const parsed = typed.safeParse(body);
  if (!parsed.success) return [finding(['type'], 'BASE_TYPE_REQUIRED', 'This field is required')];
  const { type, data } = parsed.data;
  const schema = await callbackSchema(type);
  if (!schema) return [finding(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${CALLBACK_TYPES.join(', ')}}.`)];
  const findings = checkSchema(schema, body, []);
  const at: Path = ['data'];
  if (type === 4) findings.push(...messageRules(data ?? {}, { at, files, isNew: true, wasV2: false }));
  if (type === 7) findings.push(...messageRules(data ?? {}, { at, files, isNew: false, wasV2 }));
  if (type === 9) findings.push(...modalRules(data, at));
  const flags = (data as { flags?: number } | null | undefined)?.flags ?? 0;
  if (type === 5 && (flags & ~EPHEMERAL) !== 0)
    findings.push(remark(['data', 'flags'], 'DEFER_FLAGS', 'A deferral takes the flag EPHEMERAL alone'));
  return findings;
};

/** Everything wrong with a body, first by Discord's own description, then by the documented rules that it lacks. */
export const checkBody = async (kind: BodyKind, body: unknown, context: BodyContext): Promise<Finding[]> => {
  if (kind === 'callback') return checkCallback(body, context);
  const discord = await load();
  const at: Path = [];
  const message = (schema: ZodMiniType, isNew: boolean) => [
    ...checkSchema(schema, body, at),
    ...messageRules(body, { at, isNew, files: context.files, wasV2: context.wasV2 }),
  ];
  switch (kind) {
    case 'followUp':
      return message(discord.IncomingWebhookRequestPartialSchema, true);
    case 'webhookEdit':
      return message(discord.IncomingWebhookUpdateRequestPartialSchema, false);
    case 'messageCreate':
      return message(discord.MessageCreateRequestSchema, true);
    case 'messageEdit':
      return message(discord.MessageEditRequestPartialSchema, false);
    case 'command':
      return [...checkSchema(discord.ApplicationCommandCreateRequestSchema, body, at), ...commandRules(body, at)];
    case 'directMessage':
      return checkSchema(discord.CreatePrivateChannelRequestSchema, body, at);
    case 'commandList': {
      const list = z.array(z.unknown()).max(MOST_COMMANDS).safeParse(body);
      if (!list.success) return [finding([], 'BASE_TYPE_BAD_LENGTH', `Must be a list of at most ${MOST_COMMANDS}.`)];
      const each = list.data.flatMap((one, index) =>
        checkSchema(discord.ApplicationCommandUpdateRequestSchema, one, [index]),
      );
      return [...each, ...commandListRules(body)];
    }
  }
};
