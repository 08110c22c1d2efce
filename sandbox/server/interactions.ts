import { randomBytes } from 'node:crypto';
import { type ApplicationCommandType, GatewayDispatchEvents, InteractionType } from 'discord-api-types/v10';
import type { LiveEvent } from '../protocol.ts';
import type { ModalBody } from './bodies.ts';
import type { SandboxClock } from './clock.ts';
import type { Gateway } from './gateway.ts';
import type { Ids } from './ids.ts';
import { presentInteraction } from './payload.ts';
import type { InteractionNote, MessageRecord } from './records.ts';
import { refuse } from './refusal.ts';
import type { Store } from './store.ts';
import { GUILD, type World, type WorldChannel, type WorldMember } from './world.ts';

/** Discord's two clocks: to the first answer, and of the token. */
const ANSWER_WITHIN_MS = 3_000;
const TOKEN_LIVES_MS = 15 * 60_000;

export interface InteractionRecord {
  id: string;
  token: string;
  type: InteractionType;
  memberId: string;
  channelId: string;
  /** Of the act; what comes of it carries it. */
  actNonce: string;
  createdAt: number;
  state: 'waiting' | 'answered' | 'failed';
  expired: boolean;
  note: InteractionNote;
  /** Of a component, and of a modal opened from one: the message it sits on. */
  sourceId: string | null;
  /** What `@original` means. */
  originalId: string | null;
  /** Answered by a deferral that nothing has replaced yet: the first follow-up becomes the answer. */
  deferred: boolean;
  followUps: string[];
  /** The form it opened. */
  modal: ModalBody | null;
}

export interface NewInteraction {
  type: InteractionType;
  member: WorldMember;
  channel: WorldChannel;
  actNonce: string;
  data: Record<string, unknown>;
  source?: MessageRecord | null;
  /** Of a command, and of what is typed into one. `targetId`: the message it is used on. */
  command?: { name: string; commandType: ApplicationCommandType; targetId: string | null };
  /** Of a modal: what opened it. */
  trigger?: InteractionRecord;
}

export interface Interactions {
  /** Sends it to the bot and starts the clock of 3 seconds. */
  open(request: NewInteraction): InteractionRecord;
  get(id: string): InteractionRecord | null;
  /** The one that waits for its first answer under this id and token, marked as answered; refuses as Discord does. */
  acknowledge(id: string, token: string): InteractionRecord;
  /** An answer that was refused after all is none. */
  reopen(record: InteractionRecord): void;
  /** Refuses what `acknowledge` would, without marking anything. */
  check(id: string, token: string): InteractionRecord;
  /** By a token that has been answered and still lives. */
  byToken(token: string): InteractionRecord;
  save(record: InteractionRecord): void;
  fail(record: InteractionRecord, reason: string): void;
  expireAll(): void;
  forgetAll(): void;
  replayLast(): void;
  close(): void;
}

export interface InteractionsDeps {
  store: Store;
  ids: Ids;
  clock: SandboxClock;
  world: World;
  gateway: Gateway;
  /** Whether a bot could hear of it at all. */
  botIsUp: () => boolean;
  presentMessage: (record: MessageRecord) => unknown;
  tell: (event: LiveEvent, to: string | null) => void;
}

const NO_ANSWER = 'The application did not respond';

export const createInteractions = (deps: InteractionsDeps): Interactions => {
  const { store, ids, clock, world } = deps;
  const byId = new Map<string, InteractionRecord>();
  const byToken = new Map<string, InteractionRecord>();
  const ended = new AbortController();
  let last: { payload: object; guildId: string | null } | null = null;

  const remember = (record: InteractionRecord) => {
    byId.set(record.id, record);
    byToken.set(record.token, record);
  };
  const forget = (record: InteractionRecord) => {
    byId.delete(record.id);
    byToken.delete(record.token);
    store.remove('interaction', record.id);
  };
  for (const saved of store.all('interaction')) remember(saved as InteractionRecord);

  const isExpired = (record: InteractionRecord) => record.expired || clock.now() - record.createdAt > TOKEN_LIVES_MS;
  const fail = (record: InteractionRecord, reason: string) => {
    if (record.state !== 'waiting') return;
    record.state = 'failed';
    store.put('interaction', record.id, record);
    deps.tell({ type: 'interaction', nonce: record.actNonce, state: 'failed', reason }, record.memberId);
  };
  /** An expired token is still answered with its own error for an hour; then it is as if it never was. */
  const prune = () => {
    for (const record of byId.values()) {
      if (clock.now() - record.createdAt < 4 * TOKEN_LIVES_MS) return;
      forget(record);
    }
  };

  const check = (id: string, token: string): InteractionRecord => {
    const record = byId.get(id);
    if (!record || record.token !== token) return refuse('unknownInteraction');
    if (record.state === 'answered') return refuse('alreadyAcknowledged');
    if (clock.now() - record.createdAt > ANSWER_WITHIN_MS) fail(record, NO_ANSWER);
    if (record.state === 'failed') return refuse('unknownInteraction');
    return record;
  };

  return {
    open(request) {
      prune();
      const { member, channel, type, trigger } = request;
      const id = ids.next();
      const note: InteractionNote = {
        id,
        type,
        userId: member.id,
        name: request.command?.name ?? '',
        ...(request.command ? { commandType: request.command.commandType, targetId: request.command.targetId } : {}),
        messageId: request.source?.id ?? null,
        originalId: null,
        trigger: trigger?.note ?? null,
      };
      const record: InteractionRecord = {
        id,
        token: randomBytes(96).toString('base64url'),
        type,
        memberId: member.id,
        channelId: channel.id,
        actNonce: request.actNonce,
        createdAt: clock.now(),
        state: 'waiting',
        expired: false,
        note,
        sourceId: request.source?.id ?? null,
        originalId: null,
        deferred: false,
        followUps: [],
        modal: null,
      };
      remember(record);
      if (type !== InteractionType.ApplicationCommandAutocomplete) store.put('interaction', id, record);
      const message = request.source ? { message: deps.presentMessage(request.source) } : {};
      const payload = presentInteraction(
        { id, type, token: record.token, data: request.data, ...message },
        member,
        channel,
        world,
      );
      const guildId = channel.kind === 'dm' ? null : GUILD.id;
      last = { payload, guildId };
      const heard = deps.botIsUp() && deps.gateway.dispatch(GatewayDispatchEvents.InteractionCreate, payload, guildId);
      if (!heard) queueMicrotask(() => fail(record, NO_ANSWER));
      else void clock.sleep(ANSWER_WITHIN_MS, ended.signal).then(() => ended.signal.aborted || fail(record, NO_ANSWER));
      return record;
    },
    get: (id) => byId.get(id) ?? null,
    check,
    acknowledge(id, token) {
      const record = check(id, token);
      record.state = 'answered';
      store.put('interaction', record.id, record);
      return record;
    },
    reopen(record) {
      record.state = 'waiting';
    },
    byToken(token) {
      const record = byToken.get(token);
      if (!record) return refuse('unknownWebhook');
      if (isExpired(record)) return refuse('expiredToken');
      return record.state === 'answered' ? record : refuse('unknownWebhook');
    },
    save: (record) => store.put('interaction', record.id, record),
    fail,
    expireAll() {
      for (const record of byId.values()) {
        record.expired = true;
        store.put('interaction', record.id, record);
      }
    },
    forgetAll() {
      for (const record of [...byId.values()]) forget(record);
      last = null;
    },
    replayLast() {
      if (last) deps.gateway.dispatch(GatewayDispatchEvents.InteractionCreate, last.payload, last.guildId);
    },
    close: () => ended.abort(),
  };
};
