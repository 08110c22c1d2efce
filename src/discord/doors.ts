/** One try at one way to show a card or a board, and what Discord's answer means for the next. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type PQueue from 'p-queue';
import { z } from 'zod';
import type { ApiCall, ApiFile, ApiOutcome, DiscordApi } from './api.ts';
import type { Card, CardFile } from './card.ts';
import { noMentions } from './render.ts';

interface Held {
  id: string;
  name: string;
}

export type Door =
  /** The command's own reply, by the interaction's token; `@original` while the message id is unknown. */
  | { kind: 'token'; applicationId: string; token: string; messageId: string | null; kept: readonly Held[] }
  /** The same message, as the bot. */
  | { kind: 'edit'; channelId: string; messageId: string; kept: readonly Held[] }
  | { kind: 'post'; channelId: string; nonce: readonly string[] }
  | { kind: 'private'; userId: string; nonce: readonly string[] };

/**
 * What is gone for good: `answer`: the reply that the token names; `message`; `channel`: closed to us; `frozen`: the
 * message stands but can no longer be edited.
 */
export type Gone = 'answer' | 'message' | 'channel' | 'frozen';

export type Sent =
  | { kind: 'sent'; channelId: string; messageId: string; attachments: Held[] }
  | { kind: 'later'; retryAfterMs: number; detail: string }
  /** Discord or the disk will not give this file: left out, the card goes without. */
  | { kind: 'too_large'; name: string }
  | { kind: 'closed'; code: number; gone: Gone | null; detail: string };

/** What is left once files that will not go are left out. */
export type Settled = Exclude<Sent, { kind: 'too_large' }>;

export type Told = { kind: 'sent' } | { kind: 'later'; retryAfterMs: number } | { kind: 'closed' };

/** A card, or a board that has no files. */
export type Message = Pick<Card, 'content' | 'embeds' | 'files'> & { components: readonly object[] };

export interface Doors {
  send(door: Door, message: Message): Promise<Sent>;
  /** A direct message of plain text; the same text again within minutes is one message. */
  tell(userId: string, text: string): Promise<Told>;
}

const messageAnswer = z.object({
  id: z.string(),
  channel_id: z.string(),
  attachments: z.array(z.object({ id: z.string(), filename: z.string(), title: z.string().nullish() })).default([]),
});
const channelAnswer = z.object({ id: z.string().regex(/^\d{17,20}$/) });

const unknownMessage = 10008;
const unknownWebhook = 10015;
const tooLarge = 40005;
const tooManyOldEdits = 30046;
/** Unknown channel or server, missing access or permission, archived thread. */
const closedChannel = [10003, 10004, 50001, 50013, 50083];

function goneBy(door: Door, code: number, status: number): Gone | null {
  if (code === tooManyOldEdits) return 'frozen';
  if (door.kind === 'token' && door.messageId === null)
    return code === unknownWebhook || code === unknownMessage ? 'answer' : null;
  if (code === unknownMessage) return 'message';
  // A token that expired says nothing of the channel.
  if (closedChannel.includes(code) && door.kind !== 'token' && status !== 401) return 'channel';
  return null;
}

/** At most 25 characters, the same for the same song and purpose: Discord drops the second. */
const nonceOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join(':')).digest('base64url').slice(0, 24);

/** `Old title - A.mp3` and `New title - A.mp3` are the same take. */
const takeOf = (name: string): string | undefined => / - [A-Z]\.\w+$/.exec(name)?.[0];

/** A file that only Discord still has is kept, also when the song is called otherwise by now. */
const heldAs = ({ name, path }: CardFile, kept: readonly Held[]): Held | undefined =>
  kept.find((held) => held.name === name) ??
  (path === null && takeOf(name) !== undefined ? kept.find((held) => takeOf(held.name) === takeOf(name)) : undefined);

const alike = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');

/** Discord rewrites names: ours are kept beside its ids, by order where the numbers fit, else by likeness. */
function heldAfter(answer: z.infer<typeof messageAnswer>, kept: readonly Held[], fresh: readonly CardFile[]): Held[] {
  const stillThere = kept.filter((held) => answer.attachments.some((theirs) => theirs.id === held.id));
  const news = answer.attachments.filter((theirs) => !kept.some((held) => held.id === theirs.id));
  const named = news.flatMap((theirs, index) => {
    const byLikeness = fresh.find((file) =>
      [theirs.filename, theirs.title ?? ''].map(alike).includes(alike(file.name)),
    );
    const file = news.length === fresh.length ? (byLikeness ?? fresh[index]) : byLikeness;
    return file === undefined ? [] : [{ id: theirs.id, name: file.name }];
  });
  return [...stillThere, ...named];
}

export function createDoors(api: DiscordApi, uploads: PQueue): Doors {
  /** Files in the order of `fresh`; the name of the first that cannot be read otherwise. */
  const readAll = async (fresh: readonly CardFile[]): Promise<ApiFile[] | string> => {
    const files: ApiFile[] = [];
    for (const file of fresh) {
      const data = file.path === null ? null : await readFile(file.path).catch(() => null);
      if (data === null) return file.name;
      files.push({ name: file.name, data });
    }
    return files;
  };

  const sendWith = async (
    call: Pick<ApiCall, 'method' | 'route' | 'auth'>,
    door: Door,
    card: Message,
    kept: readonly Held[],
    extra: object,
  ): Promise<Sent> => {
    const staying = card.files.flatMap((file) => {
      const held = heldAs(file, kept);
      return held === undefined ? [] : [{ id: held.id, name: file.name }];
    });
    const fresh = card.files.filter((file) => !staying.some((held) => held.name === file.name));
    const body = {
      content: card.content,
      embeds: card.embeds,
      components: card.components,
      allowed_mentions: noMentions,
      // The array is the whole truth: what it does not name is removed.
      attachments: [
        ...staying.map(({ id }) => ({ id })),
        ...fresh.map((file, index) => ({ id: String(index), filename: file.name, description: file.description })),
      ],
      ...extra,
    };
    const request = async (): Promise<Sent> => {
      const files = await readAll(fresh);
      if (typeof files === 'string') return { kind: 'too_large', name: files };
      const outcome = await api.request({ ...call, body, files });
      return sentBy(outcome, door, fresh, staying, files);
    };
    return fresh.length === 0 ? request() : uploads.add(request);
  };

  const openPrivately = async (userId: string): Promise<string | Sent> => {
    const outcome = await api.request({
      method: 'POST',
      route: '/users/@me/channels',
      body: { recipient_id: userId },
      auth: true,
    });
    if (outcome.kind === 'later') return outcome;
    if (outcome.kind === 'refused')
      return { kind: 'closed', code: outcome.code, gone: 'channel', detail: 'no direct message' };
    const channel = channelAnswer.safeParse(outcome.body);
    return channel.success
      ? channel.data.id
      : { kind: 'closed', code: 0, gone: 'channel', detail: 'no direct message' };
  };

  const post = (channelId: string, door: Door, nonce: readonly string[], card: Message): Promise<Sent> =>
    sendWith({ method: 'POST', route: `/channels/${channelId}/messages`, auth: true }, door, card, [], {
      nonce: nonceOf(nonce),
      enforce_nonce: true,
    });

  return {
    async send(door, card) {
      switch (door.kind) {
        case 'token': {
          const which = door.messageId ?? '@original';
          const route = `/webhooks/${door.applicationId}/${door.token}/messages/${which}` as const;
          return sendWith({ method: 'PATCH', route, auth: false }, door, card, door.kept, {});
        }
        case 'edit': {
          const route = `/channels/${door.channelId}/messages/${door.messageId}` as const;
          return sendWith({ method: 'PATCH', route, auth: true }, door, card, door.kept, {});
        }
        case 'post':
          return post(door.channelId, door, door.nonce, card);
        case 'private': {
          const channel = await openPrivately(door.userId);
          return typeof channel === 'string' ? post(channel, door, door.nonce, card) : channel;
        }
      }
    },
    async tell(userId, text) {
      const channel = await openPrivately(userId);
      if (typeof channel !== 'string') return channel.kind === 'later' ? channel : { kind: 'closed' };
      const outcome = await api.request({
        method: 'POST',
        route: `/channels/${channel}/messages`,
        body: {
          content: text,
          allowed_mentions: noMentions,
          nonce: nonceOf(['notice', userId, text]),
          enforce_nonce: true,
        },
        auth: true,
      });
      if (outcome.kind === 'later') return outcome;
      return { kind: outcome.kind === 'ok' ? 'sent' : 'closed' };
    },
  };
}

function sentBy(
  outcome: ApiOutcome,
  door: Door,
  fresh: readonly CardFile[],
  staying: readonly Held[],
  files: readonly ApiFile[],
): Sent {
  if (outcome.kind === 'later') return outcome;
  if (outcome.kind === 'refused') {
    const { code, status } = outcome;
    const largest = [...files].sort((a, b) => b.data.byteLength - a.data.byteLength)[0];
    if ((code === tooLarge || status === 413) && largest) return { kind: 'too_large', name: largest.name };
    return { kind: 'closed', code, gone: goneBy(door, code, status), detail: `${status} ${code} ${outcome.message}` };
  }
  const answer = messageAnswer.safeParse(outcome.body);
  // Applied, but answered with something else: the next look edits it again.
  if (!answer.success) return { kind: 'later', retryAfterMs: 2_000, detail: 'an answer that is no message' };
  return {
    kind: 'sent',
    channelId: answer.data.channel_id,
    messageId: answer.data.id,
    attachments: heldAfter(answer.data, staying, fresh),
  };
}
