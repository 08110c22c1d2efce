/** What the page knows, and how each live event changes it. Pure: nothing here touches the document. */
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { LiveEvent, SandboxChannel, SandboxMessage, Snapshot } from '../protocol.ts';

/** Something this member did and whose outcome is still open, or failed. Autocompletion is not kept here. */
export interface OpenAct {
  nonce: string;
  kind: 'command' | 'component' | 'modal';
  channelId: string;
  /** What the member sees of it, e.g. `song`. */
  label: string;
  /** Names what was done, so that a form closed by accident finds its text again; the same act has the same key. */
  key: string;
  /** For a component: where it was pressed. */
  messageId: string | null;
  customId: string | null;
  state: 'waiting' | 'failed';
  reason: string | null;
  /** Epoch ms. */
  at: number;
}

export interface OpenForm {
  interactionId: string;
  channelId: string;
  /** The key of the act that opened it. */
  key: string;
  modal: APIModalInteractionResponseCallbackData;
  /** The nonce under which it was last submitted. */
  submitted: string | null;
  error: string | null;
}

export interface PageState extends Snapshot {
  /** `lost`: the sandbox itself cannot be reached; the page tries again by itself. */
  connection: 'open' | 'lost';
  channelId: string;
  unread: ReadonlySet<string>;
  dismissed: ReadonlySet<string>;
  acts: ReadonlyMap<string, OpenAct>;
  form: OpenForm | null;
}

/** As many as are kept of each channel; what is older scrolls out of memory. */
const keptPerChannel = 200;

/** Snowflakes compare as numbers; as text the longer one is the larger. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function withMessage(messages: readonly SandboxMessage[], incoming: SandboxMessage): SandboxMessage[] {
  const index = messages.findIndex((known) => known.message.id === incoming.message.id);
  if (index >= 0) return messages.with(index, incoming);
  const all = [...messages, incoming].sort((a, b) => compareIds(a.message.id, b.message.id));
  const inChannel = all.filter((known) => known.message.channel_id === incoming.message.channel_id);
  const oldest = inChannel.length > keptPerChannel ? inChannel[0] : undefined;
  return oldest ? all.filter((known) => known !== oldest) : all;
}

function landingChannel(channels: readonly SandboxChannel[], wanted: string | null): string {
  const found =
    channels.find((channel) => channel.id === wanted) ?? channels.find((channel) => channel.kind === 'text');
  return (found ?? channels[0])?.id ?? '';
}

/** The state a snapshot begins; what only this tab knows (the channel it looks at, what it dismissed) is carried over. */
export function fromSnapshot(snapshot: Snapshot, before: PageState | null, wantedChannel: string | null): PageState {
  const sameMember = before?.me.id === snapshot.me.id;
  return {
    ...snapshot,
    connection: 'open',
    channelId: landingChannel(snapshot.channels, before?.channelId ?? wantedChannel),
    unread: new Set(),
    dismissed: before?.dismissed ?? new Set(),
    // After a reset or a switch of member nothing of the old acts can still be answered.
    acts: new Map(),
    form: sameMember ? before.form : null,
  };
}

function withoutAct(acts: ReadonlyMap<string, OpenAct>, nonce: string): ReadonlyMap<string, OpenAct> {
  const rest = new Map(acts);
  rest.delete(nonce);
  return rest;
}

function onInteraction(state: PageState, event: Extract<LiveEvent, { type: 'interaction' }>): PageState {
  const act = state.acts.get(event.nonce);
  if (!act) return state;
  const ofForm = state.form?.submitted === event.nonce;
  if (event.state === 'answered') {
    return { ...state, acts: withoutAct(state.acts, event.nonce), form: ofForm ? null : state.form };
  }
  if (ofForm && state.form) {
    const error = `${state.application.name} did not answer. What you wrote is still here: try again in a moment.`;
    return { ...state, acts: withoutAct(state.acts, event.nonce), form: { ...state.form, submitted: null, error } };
  }
  const failed: OpenAct = { ...act, state: 'failed', reason: event.reason };
  return { ...state, acts: new Map(state.acts).set(event.nonce, failed) };
}

function onMessage(state: PageState, message: SandboxMessage): PageState {
  const channelId = message.message.channel_id;
  const isNew = !state.messages.some((known) => known.message.id === message.message.id);
  const unread = isNew && channelId !== state.channelId ? new Set(state.unread).add(channelId) : state.unread;
  return { ...state, messages: withMessage(state.messages, message), unread };
}

function onModal(state: PageState, event: Extract<LiveEvent, { type: 'modal' }>): PageState {
  const act = state.acts.get(event.nonce);
  const form: OpenForm = {
    interactionId: event.interactionId,
    channelId: act?.channelId ?? state.channelId,
    key: act?.key ?? event.modal.custom_id,
    modal: event.modal,
    submitted: null,
    error: null,
  };
  return { ...state, form, acts: withoutAct(state.acts, event.nonce) };
}

/** The state after `event`. `snapshot` and `choices` are not handled here. */
export function reduce(state: PageState, event: LiveEvent): PageState {
  switch (event.type) {
    case 'message':
      return onMessage(state, event.message);
    case 'message_delete':
      return { ...state, messages: state.messages.filter((known) => known.message.id !== event.messageId) };
    case 'channels':
      return { ...state, channels: event.channels, channelId: landingChannel(event.channels, state.channelId) };
    case 'commands':
      return { ...state, commands: event.commands };
    case 'bot':
      return { ...state, bot: event.bot, botLog: event.botLog ?? state.botLog };
    case 'violation':
      return { ...state, violations: [...state.violations, event.violation] };
    case 'interaction':
      return onInteraction(state, event);
    case 'modal':
      return onModal(state, event);
    case 'snapshot':
    case 'choices':
      return state;
  }
}
