/**
 * What a command may answer: plain values. A command takes typed input and returns one of these; it never holds an
 * interaction, so it runs in a test without Discord and does not know which door it came through.
 */
import type { SongView } from '../songs/song.ts';

/** Who asks, where, and with which rights: everything a command may know of an interaction. Ids are snowflakes. */
export interface Asker {
  interactionId: string;
  applicationId: string;
  /** The interaction's token; lives 15 minutes. */
  token: string;
  guildId: string;
  channelId: string;
  userId: string;
  /** Discord locale of the member, e.g. `de`. */
  locale: string;
  /** Discord locale of the server. */
  guildLocale: string;
  /** Has Manage Server (or Administrator) here. */
  isManager: boolean;
  isOperator: boolean;
  /** Names of the permissions the bot lacks in this channel, in Discord's own words; empty when it can work here. */
  missing: readonly string[];
  /** The channel is a thread that is archived or locked. */
  threadClosed: boolean;
  /** Most bytes one attached file may have. */
  attachmentLimit: number;
  /** Epoch ms. */
  receivedAt: number;
}

export interface ButtonFace {
  label: string;
  style: 'primary' | 'secondary' | 'success' | 'danger';
  /** Made by `custom-id.ts`. */
  id: string;
  disabled?: boolean;
}

export interface LinkFace {
  label: string;
  url: string;
}

export type FormField =
  | {
      kind: 'text';
      id: string;
      label: string;
      description?: string;
      long: boolean;
      required: boolean;
      value: string;
      /** 1 to 4000, Discord's limit of a field; the model's own limit is checked by us, with a sentence. */
      maxLength?: number;
      placeholder?: string;
    }
  | {
      kind: 'radio';
      id: string;
      label: string;
      description?: string;
      required: boolean;
      options: { value: string; label: string; description?: string; chosen: boolean }[];
    }
  /** Words to read, where Discord understands markup; nothing is filled in. */
  | { kind: 'words'; text: string };

export interface Form {
  /** Made by `custom-id.ts`. */
  id: string;
  title: string;
  fields: FormField[];
}

/** An ephemeral message, seen by the one who asked alone. */
export interface Note {
  kind: 'note';
  text: string;
  title?: string;
  fields?: { name: string; value: string; inline?: boolean }[];
  buttons?: (ButtonFace | LinkFace)[];
  /** For texts longer than a message holds. */
  file?: { name: string; text: string; description: string };
}

export type Answer =
  /** The song card, public, as the reply. The router tells `songs.answered` where it stands. `note` follows ephemerally. */
  | {
      kind: 'card';
      song: SongView;
      note?: Note;
      /** The card is made while this is waited for, and sent only after: what was typed is on the disk then. */
      lasting?: Promise<void>;
    }
  /** `afterwards` is begun once the form is out, and nobody waits for it; it must not throw. */
  | { kind: 'form'; form: Form; afterwards?: () => void }
  | Note
  /** At most 25. */
  | { kind: 'choices'; choices: { name: string; value: string }[] }
  /** Nothing new to see: the press is acknowledged. */
  | { kind: 'acknowledged' };
