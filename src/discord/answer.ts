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
  /** Of a thread: the channel it hangs on, where Discord says so. */
  parentChannelId: string | null;
  userId: string;
  /** What they are called in this server. */
  name: string;
  /** The member's roles here, without the one that everybody has. */
  roles: readonly string[];
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

/** One entry of a list. */
export interface ChoiceFace {
  /** At most 100 characters, and no other entry's. */
  value: string;
  label: string;
  description?: string;
  chosen: boolean;
}

/** A list to choose from under a message. */
export interface SelectFace {
  /** Made by `custom-id.ts`. */
  id: string;
  placeholder: string;
  /** At most 25. Without any the list is left out: Discord takes no empty one. */
  options: readonly ChoiceFace[];
  /** How many must and may be chosen; one when absent. */
  least?: number;
  most?: number;
  disabled?: boolean;
}

/** What stands side by side under a message: up to five buttons, or one list. */
export type Row = readonly (ButtonFace | LinkFace)[] | SelectFace;

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
      /** 2 to 10. */
      options: readonly ChoiceFace[];
    }
  /** Words to read, where Discord understands markup; nothing is filled in. */
  | { kind: 'words'; text: string }
  /** A list of which one may be chosen. */
  | {
      kind: 'select';
      id: string;
      label: string;
      description?: string;
      required: boolean;
      placeholder?: string;
      /** 1 to 25. */
      options: readonly ChoiceFace[];
    };

export interface Form {
  /** Made by `custom-id.ts`. */
  id: string;
  title: string;
  fields: FormField[];
}

export interface EmbedFace {
  title?: string;
  text?: string;
  fields?: readonly { name: string; value: string; inline?: boolean }[];
  footer?: string;
}

/** A shared message that edits keep true; `boards.ts` does. Words of members in it are made safe by whoever writes it. */
export interface Board {
  /** At most 2,000 characters. */
  content: string;
  /** At most 10, 5,500 characters in all. */
  embeds: readonly EmbedFace[];
  /** At most 5. */
  rows: readonly Row[];
}

/** An ephemeral message, seen by the one who asked alone. */
export interface Note {
  kind: 'note';
  /** Of a press: the message that was pressed becomes this one, where there is time. */
  replaces?: boolean;
  text: string;
  title?: string;
  fields?: EmbedFace['fields'];
  /** Each in a row of its own, above the buttons. */
  selects?: readonly SelectFace[];
  buttons?: (ButtonFace | LinkFace)[];
  /** For texts longer than a message holds. */
  file?: { name: string; text: string; description: string; contentType?: string };
  /** Shown in the message; `description` says in words what is to be seen. */
  picture?: { name: string; png: Uint8Array; description: string };
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
  /**
   * A board, public, as the reply. `placed` is told where it stands; null: nowhere that we know of, so it is the keeper's to
   * post. `note` and `lasting` as for a card.
   */
  | {
      kind: 'board';
      board: Board;
      placed(at: { channelId: string; messageId: string } | null): Promise<void>;
      note?: Note;
      lasting?: Promise<void>;
    }
  /** `afterwards` is begun once the form is out, and nobody waits for it; it must not throw. */
  | { kind: 'form'; form: Form; afterwards?: () => void }
  | Note
  /** At most 25. */
  | { kind: 'choices'; choices: { name: string; value: string }[] }
  /** Nothing new to see: the press is acknowledged. */
  | { kind: 'acknowledged' };
