import { z } from 'zod';

const attachmentEntry = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  description: z.string().nullish(),
  title: z.string().nullish(),
});

const thing = z.record(z.string(), z.unknown());

/** Of a message, what this server itself reads; Discord's own schemas and the rules beside them judge the rest. */
export const messageBody = z.looseObject({
  content: z.string().nullish(),
  embeds: z.array(thing).nullish(),
  components: z.array(thing).nullish(),
  attachments: z.array(attachmentEntry).nullish(),
  flags: z.number().int().nullish(),
  allowed_mentions: z
    .looseObject({ parse: z.array(z.string()).nullish(), users: z.array(z.string()).nullish() })
    .nullish(),
  nonce: z.union([z.string(), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: z.looseObject({ message_id: z.string().optional() }).nullish(),
});
export type MessageBody = z.output<typeof messageBody>;

export const callbackBody = z.looseObject({
  type: z.number().int(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

export const choicesBody = z.looseObject({
  choices: z
    .array(z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) }))
    .max(25)
    .nullish(),
});

export const modalBody = z.looseObject({ custom_id: z.string(), title: z.string(), components: z.array(thing) });
export type ModalBody = z.output<typeof modalBody>;

export const commandBody = z.looseObject({
  name: z.string(),
  type: z.number().int().nullish(),
  description: z.string().nullish(),
  options: z.array(thing).nullish(),
});
export type CommandBody = z.output<typeof commandBody>;

export const directMessageBody = z.looseObject({ recipient_id: z.string() });
