import { z } from 'zod';
import type { FilledOption } from '../protocol.ts';

const id = z.string().regex(/^\d{17,20}$/);
const act = { member: id, channel: id, nonce: z.string().min(1).max(64) };
const value = z.union([z.string().max(6000), z.number(), z.boolean()]);

const filledOption: z.ZodType<FilledOption> = z.object({
  name: z.string().max(32),
  type: z.number().int(),
  value: value.optional(),
  focused: z.boolean().optional(),
  get options(): z.ZodOptional<z.ZodArray<z.ZodType<FilledOption>>> {
    return z.array(filledOption).max(25).optional();
  },
});

/** What our own door takes; the same shapes as in `protocol.ts`. */
export const runCommand = z.object({
  ...act,
  commandId: id,
  options: z.array(filledOption).max(25),
  targetId: id.optional(),
});

export const pressComponent = z.object({
  ...act,
  messageId: id,
  customId: z.string().min(1).max(100),
  componentType: z.number().int(),
  values: z.array(z.string().max(100)).max(25).optional(),
});

export const submitModal = z.object({
  ...act,
  interactionId: id,
  values: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean(), z.null()])),
});

export const writeMessage = z.object({ ...act, content: z.string().min(1).max(2000) });

export const botOrder = z.object({ do: z.enum(['restart', 'kill', 'stop']) });

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

export const faultOrder = z.object({
  method: z.string().toUpperCase().optional(),
  path: z.string().max(200).refine(isPattern, 'must be a regular expression'),
  times: z.number().int().min(1).max(10_000),
  status: z.number().int().min(100).max(599).optional(),
  code: z.number().int().optional(),
  retryAfterSeconds: z.number().min(0).max(3600).optional(),
  delayMs: z.number().min(0).max(120_000).optional(),
  applyFirst: z.boolean().optional(),
});

export const worldChange = z.strictObject({
  expireTokens: z.boolean().optional(),
  deleteMessage: z.object({ channelId: id, messageId: id }).optional(),
  channel: z
    .object({
      id,
      botLacks: z.array(z.string()).optional(),
      archived: z.boolean().optional(),
      locked: z.boolean().optional(),
    })
    .optional(),
  botInGuild: z.boolean().optional(),
  member: z
    .object({
      id,
      manager: z.boolean().optional(),
      roles: z.array(id).optional(),
      locale: z.string().max(10).optional(),
      refusesDirectMessages: z.boolean().optional(),
    })
    .optional(),
  gateway: z.enum(['drop', 'reconnect']).optional(),
  replayLastInteraction: z.boolean().optional(),
  attachmentLimit: z.number().int().min(1).optional(),
});
