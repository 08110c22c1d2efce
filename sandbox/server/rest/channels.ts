import { PermissionFlagsBits } from 'discord-api-types/v10';
import { directMessageBody, messageBody } from '../bodies.ts';
import { presentChannel } from '../payload.ts';
import { botPermissions, has } from '../permissions.ts';
import type { MessageRecord } from '../records.ts';
import { Refused, refuse } from '../refusal.ts';
import { APPLICATION, type WorldChannel } from '../world.ts';
import type { BotRequest, RestDeps, Route } from './route.ts';

/** For how long the same nonce gives the same message, with `enforce_nonce`: "the past few minutes". */
const NONCE_HOLDS_MS = 5 * 60_000;
/** Old messages are edited seldom: 3 edits in 6 s and channel, once a message is an hour old. */
const OLD_AFTER_MS = 60 * 60_000;
const OLD_EDITS = 3;
const OLD_EDITS_WITHIN_MS = 6_000;
/** V2 flag of a message, which changes what an edit may hold. */
export const isV2 = (record: MessageRecord): boolean => (record.flags & (1 << 15)) !== 0;

/** Refuses the edits to old messages that Discord refuses; shared by both doors to a message. */
export const createOldEdits = (now: () => number) => {
  const edits = new Map<string, number[]>();
  return (record: MessageRecord): void => {
    if (now() - record.createdAt < OLD_AFTER_MS) return;
    const recent = (edits.get(record.channelId) ?? []).filter((at) => now() - at < OLD_EDITS_WITHIN_MS);
    if (recent.length >= OLD_EDITS) {
      const retryAfter = ((recent[0] ?? now()) + OLD_EDITS_WITHIN_MS - now()) / 1000;
      throw new Refused({
        status: 429,
        code: 30046,
        message: 'Maximum number of edits to messages older than 1 hour reached. Try again later.',
        retryAfter,
      });
    }
    edits.set(record.channelId, [...recent, now()]);
  };
};

/** Channels, their messages, and DMs, by the bot's own token. */
export const channelRoutes = (deps: RestDeps, oldEdit: (record: MessageRecord) => void): Route[] => {
  const { world, messages, judge, clock } = deps;
  const now = () => clock.now();
  const nonces = new Map<string, { made: Promise<MessageRecord>; at: number }>();

  const channelOf = (id: string | undefined, ...needed: bigint[]): WorldChannel => {
    const channel = world.channels.get(id ?? '');
    if (!channel) return refuse('unknownChannel');
    if (channel.kind === 'dm') return channel;
    const permissions = world.settings.botInGuild ? botPermissions(channel.botLacks) : 0n;
    if (!has(permissions, PermissionFlagsBits.ViewChannel)) return refuse('missingAccess');
    for (const bit of needed) if (!has(permissions, bit)) return refuse('missingPermissions');
    return channel;
  };
  const messageOf = (channel: WorldChannel, id: string | undefined): MessageRecord => {
    const record = messages.get(channel.id, id ?? '');
    // What only one member sees does not exist for the bot's token.
    return record && record.onlyFor === null ? record : refuse('unknownMessage');
  };
  const ownMessage = (channel: WorldChannel, id: string | undefined): MessageRecord => {
    const record = messageOf(channel, id);
    return record.authorId === APPLICATION.id ? record : refuse('notYours');
  };
  const isClosed = ({ archived, locked }: WorldChannel) => archived || locked;
  const sendIn = (channel: WorldChannel) =>
    channel.kind === 'thread' ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;

  /** What `make` makes, or what it made a moment ago under the same nonce: also when both ask at once. */
  const once = (nonce: string, make: () => Promise<MessageRecord>): Promise<MessageRecord> => {
    for (const [old, { at }] of nonces) if (now() - at >= NONCE_HOLDS_MS) nonces.delete(old);
    const known = nonces.get(nonce);
    if (known) return known.made;
    const made = make();
    nonces.set(nonce, { made, at: now() });
    made.catch(() => nonces.delete(nonce));
    return made;
  };

  const create = async (request: BotRequest) => {
    const channel = channelOf(request.params[0]);
    if (channel.kind === 'dm' && world.members.get(channel.recipientId ?? '')?.refusesDirectMessages)
      refuse('refusesDirectMessages');
    channelOf(channel.id, sendIn(channel), ...(request.uploads.length > 0 ? [PermissionFlagsBits.AttachFiles] : []));
    if (isClosed(channel)) refuse('archivedThread');
    await judge('messageCreate', request);
    const body = messageBody.parse(request.body);
    const make = () =>
      messages.create({ channelId: channel.id, authorId: APPLICATION.id, body, uploads: request.uploads });
    const isOnce = body.enforce_nonce && body.nonce !== null && body.nonce !== undefined;
    const record = await (isOnce ? once(`${channel.id} ${body.nonce}`, make) : make());
    return { status: 200, body: messages.present(record) };
  };

  const edit = async (request: BotRequest) => {
    const channel = channelOf(
      request.params[0],
      ...(request.uploads.length > 0 ? [PermissionFlagsBits.AttachFiles] : []),
    );
    const record = ownMessage(channel, request.params[1]);
    if (isClosed(channel)) refuse('archivedThread');
    await judge('messageEdit', request, { wasV2: isV2(record) });
    oldEdit(record);
    return {
      status: 200,
      body: messages.present(await messages.edit(record, messageBody.parse(request.body), request.uploads)),
    };
  };

  const openDirectMessage = async (request: BotRequest) => {
    await judge('directMessage', request);
    const { recipient_id: recipientId } = directMessageBody.parse(request.body);
    if (!world.members.has(recipientId)) refuse('unknownUser');
    return { status: 200, body: presentChannel(world.directMessageWith(recipientId), world) };
  };

  const inChannel = /^\/channels\/(\d+)\/messages$/;
  const oneMessage = /^\/channels\/(\d+)\/messages\/(\d+)$/;
  return [
    { method: 'POST', pattern: /^\/users\/@me\/channels$/, authorized: true, handle: openDirectMessage },
    {
      method: 'GET',
      pattern: /^\/channels\/(\d+)$/,
      authorized: true,
      handle: ({ params: [id] }) => ({ status: 200, body: presentChannel(channelOf(id), world) }),
    },
    {
      method: 'GET',
      pattern: inChannel,
      authorized: true,
      handle({ params: [id], query }) {
        const channel = channelOf(id, PermissionFlagsBits.ReadMessageHistory);
        const most = Math.min(100, Math.max(1, Number(query.get('limit') ?? 50)));
        return { status: 200, body: messages.list(channel.id, null, most).reverse().map(messages.present) };
      },
    },
    { method: 'POST', pattern: inChannel, authorized: true, bucket: ([id]) => `create ${id}`, handle: create },
    {
      method: 'GET',
      pattern: oneMessage,
      authorized: true,
      handle: ({ params: [id, message] }) => ({
        status: 200,
        body: messages.present(messageOf(channelOf(id), message)),
      }),
    },
    { method: 'PATCH', pattern: oneMessage, authorized: true, bucket: ([id]) => `edit ${id}`, handle: edit },
    {
      method: 'DELETE',
      pattern: oneMessage,
      authorized: true,
      handle({ params: [id, message] }) {
        const channel = channelOf(id);
        const record = messageOf(channel, message);
        if (record.authorId !== APPLICATION.id) refuse('missingPermissions');
        messages.remove(record);
        return { status: 204 };
      },
    },
  ];
};
