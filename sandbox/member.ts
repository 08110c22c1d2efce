/**
 * A member of the sandbox's guild, driven from a program: types commands, fills in forms, presses buttons, and sees what
 * a person would see, through the same door as the page.
 */
import { randomUUID } from 'node:crypto';
import {
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  ApplicationCommandOptionType,
  ComponentType,
} from 'discord-api-types/v10';
import { WebSocket } from 'ws';
import { buttonsOf, type Form, readForm, selectsOf, valuesByLabel, wordsOf } from './member-reading.ts';
import type { FilledOption, LiveEvent, SandboxCommand, SandboxMessage, Snapshot } from './protocol.ts';

/** A message as this member sees it. */
export interface Shown {
  id: string;
  channelId: string;
  content: string;
  /** All its words: content, embeds, text displays. */
  text: string;
  /** Labels of its buttons that can be pressed. */
  buttons: string[];
  /** Names of its files, pictures in embeds left out, as Discord lists them. */
  files: string[];
  ephemeral: boolean;
  /** "thinking…" */
  thinking: boolean;
  /** As Discord gives it. */
  message: APIMessage;
}

/** What the member sees next after an act. */
export type Seen =
  | { kind: 'message'; message: Shown }
  | { kind: 'modal'; form: Form }
  /** Taken note of, and nothing new to see yet. */
  | { kind: 'nothing' }
  | { kind: 'failed'; reason: string };

/** A value of an option; a file for an attachment option; a member's or channel's id for one of those. */
export type OptionValue = string | number | boolean | { name: string; bytes: Uint8Array };

export interface Member {
  readonly id: string;
  readonly name: string;
  /** The same person in another channel (an id). Shares the connection; closing one closes both. */
  in(channelId: string): Member;
  /** The same person in their DM with the bot. Throws when there is none yet. */
  directMessages(): Promise<Member>;
  /** @param command `song`, or with subcommands `credits grant`. */
  slash(command: string, options?: Record<string, OptionValue>): Promise<Seen>;
  /** What is offered while `typed` stands in `option`. */
  complete(
    command: string,
    option: string,
    typed: string,
    others?: Record<string, OptionValue>,
  ): Promise<APIApplicationCommandOptionChoice[]>;
  /** A command of a message's own menu. */
  menu(command: string, message: Shown | string): Promise<Seen>;
  /** @param button label or custom id. */
  press(message: Shown | string, button: string): Promise<Seen>;
  /** @param select placeholder or custom id; `values` by label or value. */
  choose(message: Shown | string, select: string, values: string[]): Promise<Seen>;
  /** Fills in the open form by label and sends it; what is not named stays as it is. A list's entry goes by label or value. */
  fill(values: Record<string, string | string[] | boolean>): Promise<Seen>;
  /** Simply writes in the channel. */
  write(content: string): Promise<void>;
  /** The newest message of this channel that satisfies, as soon as there is one. Rejects after `timeoutMs` (5 s) with what is there instead. */
  see(satisfies: (message: Shown) => boolean, timeoutMs?: number): Promise<Shown>;
  /** What this channel shows now, oldest first. */
  messages(): Shown[];
  message(id: string): Shown | null;
  /** The open form, if any. */
  modal(): Form | null;
  /** The newest answer that only this member sees. */
  ephemeral(): Shown | null;
  /** Why the last act failed; null: it did not. */
  failed(): string | null;
  /** The commands this member may use, as the bot declared them. */
  commands(): SandboxCommand[];
  /** A file's bytes from its address. */
  download(url: string): Promise<Buffer>;
  snapshot(): Promise<Snapshot>;
  close(): void;
}

export interface MemberOptions {
  /** The sandbox's address. */
  url: string;
  memberId: string;
  /** A channel's id; default: the first. */
  channel?: string;
}

const SEE_WITHIN_MS = 5_000;
/** An act ends after 3 s at the latest, by Discord's own clock; a clock held by a test may take longer. */
const ACT_WITHIN_MS = 20_000;

const show = ({ message, onlyFor, thinking }: SandboxMessage): Shown => ({
  id: message.id,
  channelId: message.channel_id,
  content: message.content,
  text: wordsOf(message),
  buttons: buttonsOf(message).flatMap((button) => (button.disabled || !button.label ? [] : [button.label])),
  files: message.attachments.map((attachment) => attachment.filename),
  ephemeral: onlyFor !== null,
  thinking,
  message,
});

type Waiter = (event: LiveEvent) => void;

interface Connection {
  snapshot: Snapshot;
  messages: Map<string, SandboxMessage>;
  commands: SandboxCommand[];
  listen(waiter: Waiter): () => void;
  close(): void;
}

const connect = async (url: string, memberId: string): Promise<Connection> => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/sandbox/live?member=${memberId}`);
  const waiters = new Set<Waiter>();
  const messages = new Map<string, SandboxMessage>();
  const take = (snapshot: Snapshot) => {
    messages.clear();
    for (const one of snapshot.messages) messages.set(one.message.id, one);
    connection.snapshot = snapshot;
    connection.commands = snapshot.commands;
  };
  const hear = (event: LiveEvent) => {
    if (event.type === 'snapshot') take(event.snapshot);
    if (event.type === 'message') messages.set(event.message.message.id, event.message);
    if (event.type === 'message_delete') messages.delete(event.messageId);
    if (event.type === 'commands') connection.commands = event.commands;
    for (const waiter of [...waiters]) waiter(event);
  };
  const connection: Connection = {
    snapshot: undefined as unknown as Snapshot,
    messages,
    commands: [],
    listen(waiter) {
      waiters.add(waiter);
      return () => waiters.delete(waiter);
    },
    close: () => socket.close(),
  };
  await new Promise<void>((resolve, reject) => {
    const stop = connection.listen(() => {
      stop();
      resolve();
    });
    socket.once('error', reject);
    socket.on('message', (data) => hear(JSON.parse(String(data)) as LiveEvent));
  });
  socket.on('error', () => socket.terminate());
  return connection;
};

const post = async (url: string, path: string, body: unknown): Promise<void> => {
  const response = await fetch(`${url}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${((await response.json()) as { message: string }).message}`);
  await response.arrayBuffer();
};

const uploadFile = async (
  url: string,
  member: string,
  channel: string,
  file: { name: string; bytes: Uint8Array },
): Promise<string> => {
  const query = new URLSearchParams({ member, channel, name: file.name });
  const response = await fetch(`${url}/sandbox/upload?${query}`, { method: 'POST', body: new Uint8Array(file.bytes) });
  return ((await response.json()) as { id: string }).id;
};

/** A member with a tab of their own. Throws when there is no sandbox at `url` or no such member. */
export const createMember = async ({ url, memberId, channel }: MemberOptions): Promise<Member> => {
  const connection = await connect(url, memberId);
  const first = connection.snapshot.channels[0]?.id ?? '';
  return memberIn(url, connection, channel ?? first, { form: null, failure: null });
};

interface State {
  form: Form | null;
  failure: string | null;
}

type Declared = { name: string; type: number; options?: Declared[] };

const memberIn = (url: string, connection: Connection, channel: string, state: State): Member => {
  const me = connection.snapshot.me;

  /** Does one act and gathers what comes of it under its nonce. */
  const act = async (
    path: string,
    body: object,
  ): Promise<{
    event: LiveEvent & { type: 'interaction' };
    form: Form | null;
    choices: APIApplicationCommandOptionChoice[];
  }> => {
    const nonce = randomUUID();
    state.failure = null;
    let form: Form | null = null;
    let choices: APIApplicationCommandOptionChoice[] = [];
    const ended = Promise.withResolvers<LiveEvent & { type: 'interaction' }>();
    const stop = connection.listen((event) => {
      if (event.type === 'modal' && event.nonce === nonce) form = readForm(event.interactionId, event.modal);
      if (event.type === 'choices' && event.nonce === nonce) choices = event.choices;
      if (event.type === 'interaction' && event.nonce === nonce) ended.resolve(event);
    });
    const timer = setTimeout(
      () => ended.reject(new Error(`${path}: nothing came of it in ${ACT_WITHIN_MS} ms`)),
      ACT_WITHIN_MS,
    );
    try {
      await post(url, path, { member: me.id, channel, nonce, ...body });
      return { event: await ended.promise, form, choices };
    } finally {
      clearTimeout(timer);
      stop();
    }
  };
  const seen = async (path: string, body: object): Promise<Seen> => {
    const { event, form } = await act(path, body);
    if (event.state === 'failed') {
      state.failure = event.reason ?? 'failed';
      return { kind: 'failed', reason: state.failure };
    }
    if (form) {
      state.form = form;
      return { kind: 'modal', form };
    }
    const message = event.messageId ? connection.messages.get(event.messageId) : undefined;
    return message ? { kind: 'message', message: show(message) } : { kind: 'nothing' };
  };

  const findCommand = (name: string, type: number): SandboxCommand => {
    const found = connection.commands.find((command) => command.name === name && (command.type ?? 1) === type);
    if (found) return found;
    throw new Error(
      `There is no command ${name}; there are ${connection.commands.map((command) => command.name).join(', ') || 'none'}`,
    );
  };
  const fillOptions = async (
    declared: Declared[],
    path: string[],
    values: Record<string, OptionValue>,
    focused?: string,
  ): Promise<FilledOption[]> => {
    const [step, ...rest] = path;
    if (step !== undefined) {
      const inner = declared.find((option) => option.name === step);
      if (!inner) throw new Error(`There is no subcommand ${step}`);
      return [
        { name: inner.name, type: inner.type, options: await fillOptions(inner.options ?? [], rest, values, focused) },
      ];
    }
    return Promise.all(
      Object.entries(values).map(async ([name, value]) => {
        const type = declared.find((option) => option.name === name)?.type ?? ApplicationCommandOptionType.String;
        const sent = typeof value === 'object' ? await uploadFile(url, me.id, channel, value) : value;
        return { name, type, value: sent, ...(name === focused ? { focused: true } : {}) };
      }),
    );
  };
  const command = async (words: string, values: Record<string, OptionValue>, focused?: string) => {
    const [name = '', ...path] = words.split(' ');
    const found = findCommand(name, 1);
    const declared = ('options' in found ? (found.options ?? []) : []) as Declared[];
    return { commandId: found.id, options: await fillOptions(declared, path, values, focused) };
  };

  const current = (message: Shown | string): SandboxMessage => {
    const id = typeof message === 'string' ? message : message.id;
    const found = connection.messages.get(id);
    if (found) return found;
    throw new Error(`${me.name} does not see message ${id}`);
  };
  const listed = () =>
    [...connection.messages.values()].filter(({ message }) => message.channel_id === channel).map(show);

  const member: Member = {
    id: me.id,
    name: me.name,
    in: (channelId) => memberIn(url, connection, channelId, state),
    async directMessages() {
      const { channels } = await member.snapshot();
      const direct = channels.find(({ kind }) => kind === 'dm');
      if (!direct) throw new Error(`${me.name} has no DM with the bot`);
      return member.in(direct.id);
    },
    slash: async (words, options = {}) => seen('command', await command(words, options)),
    async complete(words, option, typed, others = {}) {
      const { choices } = await act('autocomplete', await command(words, { ...others, [option]: typed }, option));
      return choices;
    },
    menu: (name, message) =>
      seen('command', { commandId: findCommand(name, 3).id, options: [], targetId: current(message).message.id }),
    async press(target, wanted) {
      const { message } = current(target);
      const buttons = buttonsOf(message);
      const button = buttons.find(({ label, custom_id: id }) => label === wanted || id === wanted);
      if (!button)
        throw new Error(
          `There is no button ${wanted}; there are ${buttons.map(({ label }) => label).join(', ') || 'none'}`,
        );
      return seen('component', {
        messageId: message.id,
        customId: button.custom_id,
        componentType: ComponentType.Button,
      });
    },
    async choose(target, wanted, values) {
      const { message } = current(target);
      const select = selectsOf(message).find(
        ({ placeholder, custom_id: id }) => placeholder === wanted || id === wanted,
      );
      if (!select) throw new Error(`There is no list ${wanted}`);
      const chosen = values.map((value) => select.options?.find(({ label }) => label === value)?.value ?? value);
      return seen('component', {
        messageId: message.id,
        customId: select.custom_id,
        componentType: select.type,
        values: chosen,
      });
    },
    async fill(values) {
      const { form } = state;
      if (!form) throw new Error('There is no open form');
      const next = await seen('modal', { interactionId: form.interactionId, values: valuesByLabel(form, values) });
      if (next.kind !== 'failed' && state.form === form) state.form = null;
      return next;
    },
    write: (content) => post(url, 'message', { member: me.id, channel, nonce: randomUUID().slice(0, 25), content }),
    see(satisfies, timeoutMs = SEE_WITHIN_MS) {
      const look = () => listed().findLast(satisfies);
      const { promise, resolve, reject } = Promise.withResolvers<Shown>();
      const check = () => {
        const found = look();
        if (found) resolve(found);
      };
      const stop = connection.listen(check);
      const timer = setTimeout(() => {
        const there = listed().map(
          ({ text, files, buttons }) => `- ${text} [${files.join(', ')}] (${buttons.join(', ')})`,
        );
        reject(
          new Error(`${me.name} did not see it in ${timeoutMs} ms. The channel shows:\n${there.slice(-5).join('\n')}`),
        );
      }, timeoutMs);
      check();
      return promise.finally(() => {
        clearTimeout(timer);
        stop();
      });
    },
    messages: listed,
    message(id) {
      const found = connection.messages.get(id);
      return found ? show(found) : null;
    },
    modal: () => state.form,
    ephemeral: () => listed().findLast(({ ephemeral }) => ephemeral) ?? null,
    failed: () => state.failure,
    commands: () => connection.commands,
    async download(address) {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
    async snapshot() {
      const response = await fetch(`${url}/sandbox/state?member=${me.id}`);
      return (await response.json()) as Snapshot;
    },
    close: () => connection.close(),
  };
  return member;
};
