import type { ApplicationCommandType, InteractionType, MessageType } from 'discord-api-types/v10';
import type { StoredFile } from './files.ts';

type Json = Record<string, unknown>;

/** What a message says of the interaction it answers. */
export interface InteractionNote {
  id: string;
  type: InteractionType;
  userId: string;
  /** The command's name; empty for others. */
  name: string;
  /** The command's kind; absent for others. */
  commandType?: ApplicationCommandType;
  /** Of a message command: the message it was used on. */
  targetId?: string | null;
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
