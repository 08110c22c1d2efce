/**
 * What Discord hands us, read once: the parts of an interaction that the bot uses, checked, as plain values. Everything in
 * it may have been made up by a client.
 */
import { z } from 'zod';
import type { Asker } from './answer.ts';

const snowflake = z.string().regex(/^\d{17,20}$/);
const bits = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform((text) => BigInt(text));
const locale = z.string().max(16).optional();

const envelope = z.object({
  id: snowflake,
  application_id: snowflake,
  type: z.number(),
  token: z.string().min(1).max(1000),
  guild_id: snowflake.optional(),
  channel_id: snowflake.optional(),
  channel: z
    .object({
      id: snowflake,
      type: z.number(),
      thread_metadata: z.object({ archived: z.boolean().optional(), locked: z.boolean().optional() }).optional(),
    })
    .optional(),
  member: z
    .object({ user: z.object({ id: snowflake }), permissions: bits, roles: z.array(snowflake).max(1000).default([]) })
    .optional(),
  user: z.object({ id: snowflake }).optional(),
  locale,
  guild_locale: locale,
  app_permissions: bits.optional(),
  attachment_size_limit: z.number().int().positive().optional(),
  data: z.unknown(),
});
type Envelope = z.infer<typeof envelope>;

const optionValue = z.union([z.string().max(6000), z.number(), z.boolean()]);
const plainOption = z.object({
  name: z.string().max(32),
  type: z.number().optional(),
  value: optionValue.optional(),
  focused: z.boolean().optional(),
});
const option = plainOption.extend({ type: z.number(), options: z.array(plainOption).max(25).optional() });
/** A file that was sent along. Its name and type are the client's word; only its size was counted by Discord. */
const attachment = z.object({
  id: snowflake,
  filename: z.string().min(1).max(1024),
  /** The name as it was, without its ending, where Discord's own is plainer. */
  title: z.string().max(1024).nullish(),
  content_type: z.string().max(256).nullish(),
  size: z.number().int().nonnegative(),
  url: z.url({ protocol: /^https?$/ }).max(2048),
});
const commandData = z.object({
  type: z.literal(1).default(1),
  name: z.string().max(32),
  options: z.array(option).max(25).optional(),
  resolved: z.object({ attachments: z.record(snowflake, attachment).optional() }).optional(),
});
type Attachment = z.infer<typeof attachment>;

/** Of a command in a message's menu. The longest message has 4,000 characters, each at most two units. */
const menuData = z.object({
  type: z.literal(3),
  name: z.string().max(32),
  target_id: snowflake,
  resolved: z.object({ messages: z.record(z.string(), z.unknown()) }),
});
const targetMessage = z.object({
  id: snowflake,
  author: z.object({ id: snowflake, bot: z.boolean().optional() }),
  content: z.string().max(8000),
  timestamp: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
});

const customId = z.string().min(1).max(1000);
/** What was chosen in a list. */
const values = z.array(z.string().max(100)).max(25);
const pressData = z.object({ custom_id: customId, values: values.default([]) });

const formField = z.object({
  custom_id: z.string().max(100),
  /** Of text inputs (4,000 characters, each at most two units) and radio groups. */
  value: z.string().max(8000).nullish(),
  /** Of lists, in which our forms let one be chosen. */
  values: values.optional(),
});
const formPart = z.object({
  component: formField.optional(),
  components: z.array(formField).max(5).optional(),
});
const submitData = z.object({ custom_id: customId, components: z.array(formPart).max(40) });

/** What an attachment option holds. Where it lies is an address from outside. */
export interface AttachedFile {
  /** As Discord wrote it, with its ending. */
  fileName: string;
  /** As the member called it, with its ending; anything. */
  name: string;
  /** Null when nobody knows. */
  contentType: string | null;
  bytes: number;
  url: string;
}

export type OptionValue = z.infer<typeof optionValue> | AttachedFile;
export type Options = Readonly<Record<string, OptionValue>>;

/** The message in whose menu a command was used. */
export interface TargetMessage {
  id: string;
  authorId: string;
  authorIsBot: boolean;
  /** As it was written, markup and all; empty for one of pictures alone. */
  content: string;
  /** Epoch ms. */
  writtenAt: number;
}

export type Input =
  | { kind: 'command'; name: string; sub: string | null; options: Options }
  | { kind: 'complete'; name: string; sub: string | null; option: string; typed: string }
  | { kind: 'menu'; name: string; message: TargetMessage }
  /** A button, or a list with the values that were chosen in it. */
  | { kind: 'press'; id: string; values: readonly string[] }
  /** Field id to what was typed or chosen. */
  | { kind: 'submit'; id: string; fields: Readonly<Record<string, string>> };

/** What an answer needs, even when nothing else of the interaction is understood. */
export interface Reach {
  interactionId: string;
  applicationId: string;
  token: string;
  locale: string;
}

export type Read =
  | { kind: 'ask'; asker: Omit<Asker, 'isOperator'>; input: Input }
  /** Not in a server. */
  | { kind: 'elsewhere'; reach: Reach; answerable: boolean }
  /** In a shape that is not ours. `reach` is null when not even that is known. */
  | { kind: 'odd'; reach: Reach | null; answerable: boolean };

const permission = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  sendMessagesInThreads: 1n << 38n,
};

const threadTypes = [10, 11, 12];
/** Discord's default when it names no other. */
const defaultAttachmentLimit = 10 * 1024 * 1024;
const autocomplete = 4;
const attachmentOption = 11;

function missingPermissions(have: bigint | undefined, inThread: boolean): string[] {
  // Older test servers leave it out; Discord itself never does.
  if (have === undefined || (have & permission.administrator) !== 0n) return [];
  const needed: [bigint, string][] = [
    [permission.viewChannel, 'View Channel'],
    inThread
      ? [permission.sendMessagesInThreads, 'Send Messages in Threads']
      : [permission.sendMessages, 'Send Messages'],
    [permission.attachFiles, 'Attach Files'],
    [permission.embedLinks, 'Embed Links'],
  ];
  return needed.filter(([bit]) => (have & bit) === 0n).map(([, name]) => name);
}

function askerOf(raw: Envelope, receivedAt: number): Omit<Asker, 'isOperator'> | null {
  const channelId = raw.channel?.id ?? raw.channel_id;
  if (!raw.guild_id || !raw.member || !channelId) return null;
  const inThread = raw.channel !== undefined && threadTypes.includes(raw.channel.type);
  const state = raw.channel?.thread_metadata;
  const rights = raw.member.permissions;
  return {
    interactionId: raw.id,
    applicationId: raw.application_id,
    token: raw.token,
    guildId: raw.guild_id,
    channelId,
    userId: raw.member.user.id,
    roles: raw.member.roles,
    locale: raw.locale ?? raw.guild_locale ?? 'en-US',
    guildLocale: raw.guild_locale ?? 'en-US',
    isManager: (rights & (permission.manageGuild | permission.administrator)) !== 0n,
    missing: missingPermissions(raw.app_permissions, inThread),
    threadClosed: inThread && (state?.archived === true || state?.locked === true),
    attachmentLimit: raw.attachment_size_limit ?? defaultAttachmentLimit,
    receivedAt,
  };
}

function commandInput(raw: Envelope): Input | null {
  const data = commandData.safeParse(raw.data);
  if (!data.success) return null;
  const { name } = data.data;
  const outer = data.data.options ?? [];
  // A subcommand is an option of type 1 that holds the options.
  const subcommand = outer.find((candidate) => candidate.type === 1);
  const given = subcommand ? (subcommand.options ?? []) : outer;
  const sub = subcommand?.name ?? null;
  if (raw.type === autocomplete) {
    const focused = given.find((candidate) => candidate.focused);
    return focused ? { kind: 'complete', name, sub, option: focused.name, typed: String(focused.value ?? '') } : null;
  }
  const files = data.data.resolved?.attachments ?? {};
  const pairs: [string, OptionValue][] = [];
  for (const one of given) {
    const id = String(one.value);
    const sent = Object.hasOwn(files, id) ? files[id] : undefined;
    const value = one.type === attachmentOption ? attachedFile(sent) : one.value;
    if (value === null) return null;
    if (value !== undefined) pairs.push([one.name, value]);
  }
  return { kind: 'command', name, sub, options: Object.fromEntries(pairs) };
}

/** Null: an option names a file that did not come along. */
function attachedFile(sent: Attachment | undefined): AttachedFile | null {
  if (sent === undefined) return null;
  const title = sent.title?.trim() ?? '';
  const ending = /\.[^.]*$/.exec(sent.filename)?.[0] ?? '';
  return {
    fileName: sent.filename,
    name: title === '' ? sent.filename : `${title}${ending}`,
    contentType: sent.content_type ?? null,
    bytes: sent.size,
    url: sent.url,
  };
}

function menuInput(raw: Envelope): Input | null {
  const data = menuData.safeParse(raw.data);
  if (!data.success) return null;
  const { name, target_id: id, resolved } = data.data;
  const message = targetMessage.safeParse(resolved.messages[id]);
  if (!message.success) return null;
  const { author, content, timestamp: writtenAt } = message.data;
  return {
    kind: 'menu',
    name,
    message: { id, authorId: author.id, authorIsBot: author.bot ?? false, content, writtenAt },
  };
}

function submitInput(raw: Envelope): Input | null {
  const data = submitData.safeParse(raw.data);
  if (!data.success) return null;
  const parts = data.data.components.flatMap((part) => part.component ?? part.components ?? []);
  const fields = Object.fromEntries(
    parts.map((part): [string, string] => [part.custom_id, part.value ?? part.values?.[0] ?? '']),
  );
  return { kind: 'submit', id: data.data.custom_id, fields };
}

function pressInput(raw: Envelope): Input | null {
  const data = pressData.safeParse(raw.data);
  return data.success ? { kind: 'press', id: data.data.custom_id, values: data.data.values } : null;
}

function inputOf(raw: Envelope): Input | null {
  if (raw.type === 2) return commandInput(raw) ?? menuInput(raw);
  if (raw.type === autocomplete) return commandInput(raw);
  if (raw.type === 3) return pressInput(raw);
  if (raw.type === 5) return submitInput(raw);
  return null;
}

/** Reads one interaction as it came, from either door. `receivedAt` in epoch ms. Never throws. */
export function readInteraction(raw: unknown, receivedAt: number): Read {
  const parsed = envelope.safeParse(raw);
  if (!parsed.success) {
    const least = envelope
      .pick({ id: true, application_id: true, token: true, type: true, locale: true })
      .safeParse(raw);
    if (!least.success) return { kind: 'odd', reach: null, answerable: false };
    return { kind: 'odd', reach: reachOf(least.data), answerable: isAnswerable(least.data.type) };
  }
  const reach = reachOf(parsed.data);
  const answerable = isAnswerable(parsed.data.type);
  const asker = askerOf(parsed.data, receivedAt);
  if (asker === null) return { kind: 'elsewhere', reach, answerable };
  const input = inputOf(parsed.data);
  return input === null ? { kind: 'odd', reach, answerable } : { kind: 'ask', asker, input };
}

/** Whether a message may answer it: a PING and an autocomplete take none. */
const isAnswerable = (type: number): boolean => type === 2 || type === 3 || type === 5;

const reachOf = (raw: Pick<Envelope, 'id' | 'application_id' | 'token' | 'locale'>): Reach => ({
  interactionId: raw.id,
  applicationId: raw.application_id,
  token: raw.token,
  locale: raw.locale ?? 'en-US',
});
