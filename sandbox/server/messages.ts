import { type APIMessage, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { LiveEvent, SandboxMessage } from '../protocol.ts';
import type { MessageBody } from './bodies.ts';
import type { Files, StoredFile, Upload } from './files.ts';
import type { Ids } from './ids.ts';
import { markFiles, numberComponents } from './media.ts';
import { createMessageView } from './message-view.ts';
import type { InteractionNote, MessageRecord } from './records.ts';
import { Refused, refuse } from './refusal.ts';
import type { Store } from './store.ts';
import type { World } from './world.ts';

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

export const createMessages = (deps: MessagesDeps): Messages => {
  const { store, world, files, ids, now } = deps;
  const present = createMessageView(deps);
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

  // What one member alone was shown goes first: on Discord it never pushes out what everybody sees.
  const forgetOldest = (channel: Map<string, MessageRecord>) => {
    if (channel.size <= KEPT_PER_CHANNEL) return;
    const all = [...channel.values()];
    const oldest = all.find(({ onlyFor }) => onlyFor !== null) ?? all[0];
    if (oldest) messages.remove(oldest);
  };
  const save = (record: MessageRecord) => {
    store.put('message', record.id, record);
    deps.tell({ type: 'message', message: messages.show(record) }, record.onlyFor);
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
    present,
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
