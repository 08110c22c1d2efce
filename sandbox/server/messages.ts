import { type APIMessage, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { LiveEvent, SandboxMessage } from '../protocol.ts';
import type { MessageBody } from './bodies.ts';
import type { Files, StoredFile, Upload } from './files.ts';
import type { Ids } from './ids.ts';
import { markedFiles, markFiles, numberComponents, showFiles } from './media.ts';
import { Refused, refuse } from './refusal.ts';
import type { Store } from './store.ts';
import { APPLICATION, botUser, userOf, type World } from './world.ts';

type Json = Record<string, unknown>;

/** Messages kept in one channel; the oldest go first. */
const KEPT_PER_CHANNEL = 1000;
/** Discord's limit of files on one message. */
const MOST_FILES = 10;
const SETTABLE_ON_CREATE =
  MessageFlags.SuppressEmbeds |
  MessageFlags.Ephemeral |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2;

/** What a message says of the interaction it answers. */
export interface InteractionNote {
  id: string;
  type: InteractionType;
  userId: string;
  /** The command's name; empty for others. */
  name: string;
  /** Of a component: the message it sits on. */
  messageId: string | null;
  /** Of a follow-up: the first answer. */
  originalId: string | null;
  /** Of a modal: what opened it. */
  trigger: InteractionNote | null;
}

export interface MessageRecord {
  id: string;
  channelId: string;
  authorId: string;
  content: string;
  embeds: Json[];
  components: Json[];
  files: StoredFile[];
  flags: number;
  type: MessageType;
  /** Epoch milliseconds. */
  createdAt: number;
  editedAt: number | null;
  onlyFor: string | null;
  nonce: string | number | null;
  interaction: InteractionNote | null;
  replyTo: string | null;
  mentions: string[];
}

export interface NewMessage {
  channelId: string;
  authorId: string;
  body: MessageBody;
  uploads?: Upload[];
  onlyFor?: string | null;
  thinking?: boolean;
  interaction?: InteractionNote | null;
  type?: MessageType;
}

export interface Messages {
  create(message: NewMessage): Promise<MessageRecord>;
  /** Applies an edit; only the fields in `body` change, and files as Discord's v10 rules say. */
  edit(record: MessageRecord, body: MessageBody, uploads?: Upload[]): Promise<MessageRecord>;
  remove(record: MessageRecord): void;
  get(channelId: string, id: string): MessageRecord | null;
  /** Oldest first; of `viewer` null only what everybody sees. */
  list(channelId: string, viewer: string | null, most: number): MessageRecord[];
  present(record: MessageRecord): APIMessage;
  show(record: MessageRecord): SandboxMessage;
  reset(): void;
}

export interface MessagesDeps {
  store: Store;
  world: World;
  files: Files;
  ids: Ids;
  now: () => number;
  /** `http://host:port`, known once the server listens. */
  origin: () => string;
  tell: (event: LiveEvent, to: string | null) => void;
  /** What breaks no rule of Discord's but will not look as meant. */
  warn: (rule: string, body: unknown) => void;
}

const interactionMetadata = (note: InteractionNote, world: World, guildId: string): Json => {
  const member = world.members.get(note.userId);
  return {
    id: note.id,
    type: note.type,
    user: member ? userOf(member) : undefined,
    authorizing_integration_owners: { 0: guildId },
    ...(note.type === InteractionType.ApplicationCommand ? { name: note.name, command_type: 1 } : {}),
    ...(note.originalId ? { original_response_message_id: note.originalId } : {}),
    ...(note.messageId && note.type === InteractionType.MessageComponent
      ? { interacted_message_id: note.messageId }
      : {}),
    ...(note.trigger ? { triggering_interaction_metadata: interactionMetadata(note.trigger, world, guildId) } : {}),
  };
};

const mentionsIn = (body: MessageBody, content: string): string[] => {
  const allowed = body.allowed_mentions;
  const named = [...content.matchAll(/<@!?(\d{17,20})>/g)].map((match) => String(match[1]));
  const may = (id: string) => !allowed || allowed.parse?.includes('users') || allowed.users?.includes(id);
  return [...new Set(named)].filter(may);
};

const isEmpty = (record: MessageRecord): boolean =>
  record.content === '' && record.embeds.length === 0 && record.files.length === 0 && record.components.length === 0;

const formRefusal = (field: string, index: number | null, code: string, message: string): Refused => {
  const leaf = { _errors: [{ code, message }] };
  const errors = { [field]: index === null ? leaf : { [index]: leaf } };
  return new Refused({ status: 400, code: 50035, message: 'Invalid Form Body', errors });
};

export const createMessages = (deps: MessagesDeps, guildId: string): Messages => {
  const { store, world, files, ids, now } = deps;
  const channels = new Map<string, Map<string, MessageRecord>>();
  const channelOf = (id: string): Map<string, MessageRecord> => {
    const known = channels.get(id) ?? new Map<string, MessageRecord>();
    channels.set(id, known);
    return known;
  };
  for (const saved of store.all('message')) {
    const record = saved as MessageRecord;
    channelOf(record.channelId).set(record.id, record);
  }

  const saveUploads = (channelId: string, body: MessageBody, uploads: Upload[]): Promise<StoredFile[]> => {
    if (uploads.some((upload) => upload.bytes.length > world.settings.attachmentLimit)) refuse('tooLarge');
    const wordsOf = (upload: Upload) => body.attachments?.find((entry) => entry.id === String(upload.n)) ?? {};
    return Promise.all(uploads.map((upload) => files.save(upload, ids.next(), channelId, wordsOf(upload))));
  };

  /** The files a message has after this request: those kept, then the new ones. What a list leaves out is gone. */
  const filesAfter = (
    before: StoredFile[],
    body: MessageBody,
    uploads: Upload[],
    added: StoredFile[],
  ): StoredFile[] => {
    if (!body.attachments && uploads.length === 0) return before;
    const kept: StoredFile[] = [];
    for (const [index, entry] of (body.attachments ?? []).entries()) {
      const old = before.find((file) => file.id === entry.id);
      const isNew = uploads.some((upload) => String(upload.n) === entry.id);
      if (old)
        kept.push({ ...old, description: entry.description === undefined ? old.description : entry.description });
      else if (!isNew)
        throw formRefusal('attachments', index, 'ATTACHMENT_NOT_FOUND', 'This attachment is not on the message.');
    }
    if (kept.length + added.length > MOST_FILES) {
      throw formRefusal('attachments', null, 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
    }
    return [...kept, ...added];
  };

  const mark = (value: Json[], among: StoredFile[]): Json[] => {
    const { marked, unresolved } = markFiles(value, (name) => among.find((file) => file.filename === name)?.id ?? null);
    for (const name of unresolved) deps.warn(`attachment://${name}: names no file of this message`, value);
    return marked;
  };

  /** After the last `await` nothing may come between reading the record and writing it: two edits may meet here. */
  const change = (
    record: MessageRecord,
    body: MessageBody,
    uploads: Upload[],
    added: StoredFile[],
    flags: number,
  ): void => {
    const after = filesAfter(record.files, body, uploads, added);
    const next: MessageRecord = { ...record, files: after, flags };
    if (body.content !== undefined) next.content = body.content ?? '';
    if (body.embeds !== undefined)
      next.embeds = mark(body.embeds ?? [], after).map((embed) => ({ ...embed, type: 'rich' }));
    if (body.components !== undefined) next.components = numberComponents(mark(body.components ?? [], after));
    if (isEmpty(next) && (flags & MessageFlags.Loading) === 0) refuse('emptyMessage');
    if (body.content !== undefined) next.mentions = mentionsIn(body, next.content);
    for (const file of record.files) if (!after.some((kept) => kept.id === file.id)) files.remove(file.id);
    Object.assign(record, next);
  };
  const apply = async (
    record: MessageRecord,
    body: MessageBody,
    uploads: Upload[],
    flagsNow: () => number,
  ): Promise<void> => {
    const added = await saveUploads(record.channelId, body, uploads);
    try {
      change(record, body, uploads, added, flagsNow());
    } catch (refused) {
      for (const file of added) files.remove(file.id);
      throw refused;
    }
  };

  const forgetOldest = (channel: Map<string, MessageRecord>) => {
    const oldest = channel.size > KEPT_PER_CHANNEL ? channel.values().next().value : undefined;
    if (oldest) messages.remove(oldest);
  };
  const save = (record: MessageRecord) => {
    store.put('message', record.id, record);
    deps.tell({ type: 'message', message: messages.show(record) }, record.onlyFor);
  };
  const fileFields = (record: MessageRecord, id: string): Json => {
    const file = record.files.find((candidate) => candidate.id === id);
    if (!file) return { url: `${deps.origin()}/attachments/${record.channelId}/${id}/gone` };
    const url = files.address(file, deps.origin());
    const size = file.width === undefined ? {} : { width: file.width, height: file.height };
    const words = file.description === null ? {} : { description: file.description };
    return { url, proxy_url: url, ...size, ...words, content_type: file.contentType };
  };
  const presentFile = (file: StoredFile, ephemeral: boolean) => {
    const url = files.address(file, deps.origin());
    return {
      id: file.id,
      filename: file.filename,
      size: file.size,
      url,
      proxy_url: url,
      content_type: file.contentType,
      ...(file.title === null ? {} : { title: file.title }),
      ...(file.description === null ? {} : { description: file.description }),
      ...(file.width === undefined ? {} : { width: file.width, height: file.height }),
      ...(ephemeral ? { ephemeral: true } : {}),
    };
  };
  const presentAuthor = (authorId: string) => {
    const member = world.members.get(authorId);
    return member ? userOf(member) : botUser();
  };
  const presentInteraction = (record: MessageRecord): Json => {
    const note = record.interaction;
    if (!note) return {};
    const member = world.members.get(note.userId);
    const isCommand = note.type === InteractionType.ApplicationCommand && !note.originalId;
    return {
      application_id: APPLICATION.id,
      webhook_id: APPLICATION.id,
      interaction_metadata: interactionMetadata(note, world, guildId),
      ...(isCommand && member
        ? { interaction: { id: note.id, type: note.type, name: note.name, user: userOf(member) } }
        : {}),
    };
  };

  const messages: Messages = {
    async create(message) {
      const { body } = message;
      const record: MessageRecord = {
        id: ids.next(),
        channelId: message.channelId,
        authorId: message.authorId,
        content: '',
        embeds: [],
        components: [],
        files: [],
        flags: ((body.flags ?? 0) & SETTABLE_ON_CREATE) | (message.thinking ? MessageFlags.Loading : 0),
        type: message.type ?? MessageType.Default,
        createdAt: now(),
        editedAt: null,
        onlyFor: message.onlyFor ?? null,
        nonce: body.nonce ?? null,
        interaction: message.interaction ?? null,
        replyTo: body.message_reference?.message_id ?? null,
        mentions: [],
      };
      await apply(record, body, message.uploads ?? [], () => record.flags);
      const channel = channelOf(record.channelId);
      channel.set(record.id, record);
      forgetOldest(channel);
      save(record);
      return record;
    },
    async edit(record, body, uploads = []) {
      let wasThinking = false;
      await apply(record, body, uploads, () => {
        wasThinking = (record.flags & MessageFlags.Loading) !== 0;
        const wanted = body.flags ?? record.flags;
        const kept = record.flags & ~(MessageFlags.Loading | MessageFlags.SuppressEmbeds);
        return kept | (wanted & (MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2));
      });
      // The first edit of "thinking…" is the answer itself, which Discord does not call edited.
      if (!wasThinking) record.editedAt = now();
      save(record);
      return record;
    },
    remove(record) {
      channelOf(record.channelId).delete(record.id);
      store.remove('message', record.id);
      for (const file of record.files) files.remove(file.id);
      deps.tell({ type: 'message_delete', channelId: record.channelId, messageId: record.id }, record.onlyFor);
    },
    get: (channelId, id) => channels.get(channelId)?.get(id) ?? null,
    list: (channelId, viewer, most) =>
      [...channelOf(channelId).values()].filter(({ onlyFor }) => onlyFor === null || onlyFor === viewer).slice(-most),
    present(record) {
      // A file that an embed shows is not among the attachments, as on Discord.
      const shown = markedFiles(record.embeds);
      const ephemeral = record.onlyFor !== null;
      const fields = (id: string) => fileFields(record, id);
      const message = {
        id: record.id,
        channel_id: record.channelId,
        type: record.type,
        content: record.content,
        author: presentAuthor(record.authorId),
        attachments: record.files.filter((file) => !shown.has(file.id)).map((file) => presentFile(file, ephemeral)),
        embeds: showFiles(record.embeds, fields),
        components: showFiles(record.components, fields),
        mentions: record.mentions.flatMap((id) => {
          const member = world.members.get(id);
          return member ? [userOf(member)] : [];
        }),
        mention_roles: [],
        mention_everyone: false,
        pinned: false,
        tts: false,
        flags: record.flags,
        timestamp: new Date(record.createdAt).toISOString().replace('Z', '000+00:00'),
        edited_timestamp:
          record.editedAt === null ? null : new Date(record.editedAt).toISOString().replace('Z', '000+00:00'),
        ...(record.nonce === null ? {} : { nonce: record.nonce }),
        ...(record.replyTo
          ? {
              message_reference: {
                type: 0,
                channel_id: record.channelId,
                message_id: record.replyTo,
                guild_id: guildId,
              },
            }
          : {}),
        ...presentInteraction(record),
      };
      return message as unknown as APIMessage;
    },
    show: (record) => ({
      message: messages.present(record),
      onlyFor: record.onlyFor,
      thinking: (record.flags & MessageFlags.Loading) !== 0,
    }),
    reset() {
      for (const channel of channels.values()) for (const record of [...channel.values()]) messages.remove(record);
    },
  };
  return messages;
};
