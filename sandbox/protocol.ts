/**
 * What the sandbox's own door speaks: the page and `member.ts` (tests) use nothing else. Everything below `/sandbox/` is
 * ours; everything below `/api/v10/` is Discord's and belongs to the bot.
 *
 * The page opens `GET /sandbox/live?member=<id>` as a WebSocket and hears `LiveEvent`s as JSON; the first is `snapshot`.
 * A tab is one member. What a member does is a POST with a JSON body; the answer is `{ nonce }` at once, and what comes
 * of it arrives as events that carry the nonce, as on Discord.
 */
import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

export interface SandboxMember {
  id: string;
  name: string;
  /** Relative URL of a picture served by the sandbox. */
  avatar: string;
  /** Discord locale. */
  locale: string;
  /** The application's owner. */
  operator: boolean;
  /** Has Manage Server. */
  manager: boolean;
}

export interface SandboxRole {
  id: string;
  name: string;
}

export interface SandboxChannel {
  id: string;
  name: string;
  kind: 'text' | 'thread' | 'dm';
  /** Permissions that the bot was stripped of here, in Discord's words. */
  botLacks: string[];
  archived: boolean;
  locked: boolean;
}

export type SandboxCommand = RESTPostAPIApplicationCommandsJSONBody & { id: string; version: string };

/** A message as Discord would give it, and who may see it. */
export interface SandboxMessage {
  message: APIMessage;
  /** Null: everybody in the channel. A member id: ephemeral for that member. */
  onlyFor: string | null;
  /** The bot's "thinking…": flag LOADING. */
  thinking: boolean;
}

/** `down`: exited or killed. `starting`: spawned, not yet READY. `unmanaged`: the bot runs elsewhere; no buttons for it. */
export type BotStatus = 'down' | 'starting' | 'online' | 'unmanaged';

/** A request of the bot that breaks a rule of Discord's: shown on the page, and an error in tests. */
export interface Violation {
  at: number;
  method: string;
  path: string;
  /** e.g. `data.title: must not have more than 45 characters`. */
  rule: string;
  body: unknown;
}

export interface Snapshot {
  /** `roles`: all but the one that everybody has. */
  guild: { id: string; name: string; locale: string; roles: readonly SandboxRole[] };
  application: { id: string; name: string; avatar: string };
  me: SandboxMember;
  members: SandboxMember[];
  /** The channels of the guild and, when there is one, the DM with the bot. */
  channels: SandboxChannel[];
  commands: SandboxCommand[];
  /** Of every channel this member sees, oldest first, at most the last 100 each. */
  messages: SandboxMessage[];
  bot: BotStatus;
  /** The last lines a bot wrote that ended with an error. */
  botLog?: string[];
  violations: Violation[];
}

export type LiveEvent =
  | { type: 'snapshot'; snapshot: Snapshot }
  /** Created or edited: the whole message. */
  | { type: 'message'; message: SandboxMessage }
  | { type: 'message_delete'; channelId: string; messageId: string }
  | { type: 'channels'; channels: SandboxChannel[] }
  | { type: 'commands'; commands: SandboxCommand[] }
  | { type: 'bot'; bot: BotStatus; botLog?: string[] }
  | { type: 'violation'; violation: Violation }
  /** To the member who acted alone. `failed`: no answer within 3 s, or the bot is down: "did not respond". */
  | {
      type: 'interaction';
      nonce: string;
      state: 'answered' | 'failed';
      reason: string | null;
      /** The message that the answer made or changed; its own event came just before. */
      messageId?: string | null;
    }
  | { type: 'modal'; nonce: string; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  | { type: 'choices'; nonce: string; choices: APIApplicationCommandOptionChoice[] };

/** One option of a command as the member filled it; subcommands nest as on Discord. */
export interface FilledOption {
  name: string;
  /** discord-api-types ApplicationCommandOptionType. */
  type: number;
  value?: string | number | boolean;
  focused?: boolean;
  options?: FilledOption[];
}

/** `nonce` is the caller's own, 1 to 64 characters; events about this act carry it. `member` is who acts. */
interface Act {
  member: string;
  channel: string;
  nonce: string;
}

/** POST /sandbox/command */
export interface RunCommand extends Act {
  commandId: string;
  /** Of an attachment option the value is the id that `POST /sandbox/upload` answered. */
  options: FilledOption[];
  /** Of a command in a message's or member's own menu: the message or member. */
  targetId?: string;
}
/** POST /sandbox/autocomplete */
export type Autocomplete = RunCommand;
/** POST /sandbox/component: a button (2) or select (3, 5-8; with `values`). */
export interface PressComponent extends Act {
  messageId: string;
  customId: string;
  componentType: number;
  values?: string[];
}
/** POST /sandbox/upload?member=<id>&channel=<id>&name=<file name>: the bytes of a file, for an attachment option. */
export interface Uploaded {
  id: string;
  filename: string;
  bytes: number;
}
/** POST /sandbox/modal: the form that `modal` brought, filled in. */
export interface SubmitModal extends Act {
  /** From the `modal` event. */
  interactionId: string;
  /** custom_id of each input in the modal -> its value; selects and checkboxes give arrays. */
  values: Record<string, string | string[] | boolean | null>;
}
/** POST /sandbox/message: a member simply writes. */
export interface WriteMessage extends Act {
  content: string;
}

/** POST /sandbox/bot { do } */
export type BotOrder = { do: 'restart' | 'kill' | 'stop' };
/** POST /sandbox/reset: forgets every message here, wipes the bot's data folder, starts the bot anew. No body. */

/** POST /sandbox/faults: what a test (or a curious person) makes Discord do. Answers 204. */
export interface Fault {
  /** Of the request, e.g. `PATCH`; absent: any. */
  method?: string;
  /** A regular expression on the path, e.g. `/webhooks/.+/messages/`. */
  path: string;
  /** How many requests it meets; then it is gone. */
  times: number;
  /** HTTP status to answer, e.g. 429 or 502; absent with `delayMs` alone. */
  status?: number;
  /** Discord's error code in the body, e.g. 50027. */
  code?: number;
  retryAfterSeconds?: number;
  delayMs?: number;
  /** Do what was asked first, then wait for `delayMs` and answer with `status`. */
  applyFirst?: boolean;
}
/** POST /sandbox/world: changes the world in tests. Every field is optional. Answers 204. */
export interface WorldChange {
  /** All interaction tokens given out so far expire now. */
  expireTokens?: boolean;
  deleteMessage?: { channelId: string; messageId: string };
  channel?: { id: string; botLacks?: string[]; archived?: boolean; locked?: boolean };
  /** The bot is removed from the guild (or invited again). */
  botInGuild?: boolean;
  member?: { id: string; manager?: boolean; roles?: string[]; locale?: string; refusesDirectMessages?: boolean };
  /** The gateway drops every connection (`4000`), asks to reconnect (op 7), or goes silent. */
  gateway?: 'drop' | 'reconnect';
  /** Deliver the last INTERACTION_CREATE once more. */
  replayLastInteraction?: boolean;
  attachmentLimit?: number;
}
/** GET /sandbox/requests?since=<n>: every request of the bot, for counting. */
export interface SeenRequest {
  n: number;
  at: number;
  method: string;
  /** Decoded, without `/api/v10` and without the query. */
  path: string;
  status: number;
  bytes: number;
  /** JSON body, or the payload_json of a multipart one. */
  body: unknown;
  files: { name: string; contentType: string; bytes: number }[];
}
/** GET /sandbox/state?member=<id>: a Snapshot, without a WebSocket. */
/** GET /sandbox/violations: every Violation so far; DELETE forgets them. */
/** An act that Discord's own app would not have let through (a required option missing, a field too long) answers 400 with this. */
export interface ActRefused {
  message: string;
}
