/** What a member can do on the page, bound to the state and the sandbox's door. */
import type { APIApplicationCommandOptionChoice, APIMessage } from 'discord-api-types/v10';
import type { FilledOption, LiveEvent, SubmitModal, Uploaded } from '../protocol.ts';
import { api, type Sent } from './api.ts';
import type { FieldValue } from './form/fields.ts';
import type { OpenAct, PageState } from './state.ts';
import type { Store } from './store.ts';

export interface Pressable {
  customId: string;
  componentType: number;
  label: string;
  values?: string[];
}

export interface Actions {
  openChannel(channelId: string): void;
  write(content: string): Promise<Sent>;
  run(commandId: string, name: string, options: FilledOption[]): Promise<Sent>;
  /** A command of the menu of a message. */
  runOn(message: APIMessage, commandId: string, name: string): Promise<Sent>;
  /** The bot's proposals for the focused option; `null` when it did not answer or a newer question replaced this one. */
  ask(commandId: string, options: FilledOption[]): Promise<APIApplicationCommandOptionChoice[] | null>;
  upload(file: File): Promise<Uploaded | { reason: string }>;
  press(message: APIMessage, pressed: Pressable): Promise<void>;
  submit(values: SubmitModal['values']): Promise<void>;
  closeForm(): void;
  /** What was typed into the form of this act and not answered yet, by the fields' ids. */
  typedInto(key: string): Map<string, FieldValue>;
  keepTyped(key: string, values: Map<string, FieldValue>): void;
  dismiss(id: string): void;
  bot(order: 'restart' | 'kill'): Promise<Sent>;
  reset(): Promise<Sent>;
  /** Every live event passes here too: some answer a question that was asked above. */
  heard(event: LiveEvent): void;
}

/** The page gives up waiting a little after the sandbox must have said "failed". */
const longestAskMs = 4_000;

export function createActions(store: Store): Actions {
  const typed = new Map<string, Map<string, FieldValue>>();
  const asked = new Map<string, (choices: APIApplicationCommandOptionChoice[] | null) => void>();

  function here(): { member: string; channel: string; nonce: string } {
    const state = store.get();
    return { member: state?.me.id ?? '', channel: state?.channelId ?? '', nonce: crypto.randomUUID() };
  }

  function begin(act: Pick<OpenAct, 'kind' | 'label' | 'key' | 'nonce' | 'channelId'> & Partial<OpenAct>) {
    const whole: OpenAct = { messageId: null, customId: null, state: 'waiting', reason: null, at: Date.now(), ...act };
    store.update((state) => {
      // Pressing again is the answer to a press that failed.
      const still = [...state.acts].filter(
        ([, each]) => each.messageId === null || each.messageId !== whole.messageId || each.state !== 'failed',
      );
      return { ...state, acts: new Map(still).set(whole.nonce, whole) };
    });
  }

  /** The door itself refused: the same as an act that failed. */
  function settle(nonce: string, sent: Sent): Sent {
    if (sent.ok) return sent;
    store.update((state) => {
      const act = state.acts.get(nonce);
      if (!act) return state;
      return { ...state, acts: new Map(state.acts).set(nonce, { ...act, state: 'failed', reason: sent.reason }) };
    });
    return sent;
  }

  function withForm(state: PageState, change: { submitted: string | null; error: string | null }): PageState {
    return state.form ? { ...state, form: { ...state.form, ...change } } : state;
  }

  return {
    openChannel(channelId) {
      store.update((state) => {
        const unread = new Set(state.unread);
        unread.delete(channelId);
        return { ...state, channelId, unread };
      });
    },
    write: (content) => api.message({ ...here(), content }),
    async run(commandId, name, options) {
      const act = here();
      const key = `command:${commandId}:${JSON.stringify(options)}`;
      begin({ kind: 'command', nonce: act.nonce, channelId: act.channel, label: name, key });
      return settle(act.nonce, await api.command({ ...act, commandId, options }));
    },
    async runOn(message, commandId, name) {
      const act = { ...here(), channel: message.channel_id };
      const key = `command:${commandId}:on:${message.id}`;
      begin({ kind: 'command', nonce: act.nonce, channelId: act.channel, label: name, key });
      return settle(act.nonce, await api.command({ ...act, commandId, options: [], targetId: message.id }));
    },
    async ask(commandId, options) {
      const act = here();
      const answer = new Promise<APIApplicationCommandOptionChoice[] | null>((resolve) => {
        asked.set(act.nonce, resolve);
        setTimeout(() => resolve(null), longestAskMs);
      });
      const sent = await api.autocomplete({ ...act, commandId, options });
      const choices = sent.ok ? await answer : null;
      asked.delete(act.nonce);
      return choices;
    },
    upload: (file) => api.upload(file, here().member, here().channel),
    async press(message, pressed) {
      const act = { ...here(), channel: message.channel_id };
      const { customId, componentType, label, values } = pressed;
      const key = `component:${message.id}:${customId}`;
      begin({
        kind: 'component',
        nonce: act.nonce,
        channelId: act.channel,
        label,
        key,
        messageId: message.id,
        customId,
      });
      settle(act.nonce, await api.component({ ...act, messageId: message.id, customId, componentType, values }));
    },
    async submit(values) {
      const form = store.get()?.form;
      if (!form || form.submitted) return;
      const act = { ...here(), channel: form.channelId };
      begin({ kind: 'modal', nonce: act.nonce, channelId: act.channel, label: form.modal.title, key: form.key });
      store.update((state) => withForm(state, { submitted: act.nonce, error: null }));
      const sent = await api.modal({ ...act, interactionId: form.interactionId, values });
      if (!sent.ok) store.update((state) => withForm(state, { submitted: null, error: sent.reason }));
    },
    closeForm: () => store.update((state) => ({ ...state, form: null })),
    typedInto: (key) => typed.get(key) ?? new Map(),
    keepTyped: (key, values) => void typed.set(key, values),
    dismiss(id) {
      store.update((state) => {
        const acts = new Map(state.acts);
        acts.delete(id);
        return { ...state, acts, dismissed: new Set(state.dismissed).add(id) };
      });
    },
    bot: (order) => api.bot({ do: order }),
    reset: () => api.reset(),
    heard(event) {
      if (event.type === 'choices') asked.get(event.nonce)?.(event.choices);
      const form = store.get()?.form;
      const answered = event.type === 'interaction' && event.state === 'answered';
      if (answered && form?.submitted === event.nonce) typed.delete(form.key);
      if (event.type === 'interaction' && event.state === 'failed') asked.get(event.nonce)?.(null);
    },
  };
}
