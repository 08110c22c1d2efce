/**
 * The reply to one interaction: it may be answered once within three seconds, and edited for fifteen minutes. Keeps what
 * has been sent so far, so that nothing is answered twice and nothing after the time.
 */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Form, Note } from './answer.ts';
import type { ApiCall, ApiOutcome, DiscordApi } from './api.ts';
import type { Card } from './card.ts';
import type { Reach } from './interaction.ts';
import { choicesBody, ephemeral, formBody, noMentions, noteBody } from './render.ts';

/**
 * Where a card or board stands. `hidden`: a message that only the member sees (a deferral). `nowhere`: certainly not there.
 * `unknown`: it may still arrive.
 */
export type Stands =
  | { kind: 'message'; channelId: string; messageId: string }
  | { kind: 'hidden' }
  | { kind: 'nowhere' }
  | { kind: 'unknown' };

export interface Reply {
  /** The way past the three seconds: an ephemeral "thinking…". True when later edits can be seen. */
  defer(): Promise<boolean>;
  deferred(): boolean;
  /** For everybody, as the reply. @param what for the log */
  share(what: string, message: Shared): Promise<Stands>;
  /** One that `replaces` answers a press, and changes the message that was pressed; after a deferral it is a message of its own. */
  note(note: Note): Promise<void>;
  /** An ephemeral message after the first one. */
  after(note: Note): Promise<void>;
  form(form: Form): Promise<void>;
  choices(choices: readonly { name: string; value: string }[]): Promise<void>;
  /** Nothing is to be seen: a "thinking…" goes away again. */
  acknowledge(): Promise<void>;
}

/** What of a card or a board is shown at once. */
type Shared = Pick<Card, 'content' | 'embeds'> & { components: readonly object[] };

export interface ReplyDeps {
  api: DiscordApi;
  clock: Clock;
  /** What Discord said no to, for the log. */
  onRefused(detail: { what: string; status: number; code: number; message: string }): void;
}

const message = z.object({ id: z.string(), channel_id: z.string(), flags: z.number().optional() });
const callbackAnswer = z.object({ resource: z.object({ message }) });

/** A callback that takes longer came too late anyway. */
const callbackTimeoutMs = 10_000;
/** Discord waits 3 s for the first answer: until then one that stumbled may be given again. A second one is refused. */
const answerAgainWithinMs = 2_400;
/** Edits of the deferral may be repeated: they show the same. */
const editTries = 3;
const alreadyAcknowledged = 40060;

export function createReply({ api, clock, onRefused }: ReplyDeps, reach: Reach): Reply {
  const begunAt = clock.now();
  let isDeferred = false;
  const webhook = `/webhooks/${reach.applicationId}/${reach.token}` as const;

  const heard = (what: string, outcome: ApiOutcome): ApiOutcome => {
    if (outcome.kind === 'refused')
      onRefused({ what, status: outcome.status, code: outcome.code, message: outcome.message });
    if (outcome.kind === 'later') onRefused({ what, status: 0, code: 0, message: outcome.detail });
    return outcome;
  };

  const callback = async (
    what: string,
    type: number,
    data: object | undefined,
    more: { withResponse?: boolean; files?: ReturnType<typeof noteBody>['files'] } = {},
  ): Promise<ApiOutcome> => {
    const call: ApiCall = {
      method: 'POST',
      route: `/interactions/${reach.interactionId}/${reach.token}/callback`,
      body: data === undefined ? { type } : { type, data },
      auth: false,
      ...(more.withResponse ? { query: { with_response: 'true' } } : {}),
      ...(more.files && more.files.length > 0 ? { files: more.files } : {}),
    };
    const send = () => api.request({ ...call, signal: AbortSignal.timeout(callbackTimeoutMs) });
    const first = heard(what, await send());
    if (first.kind !== 'later') return first;
    // A limit says how long it lasts; a stumble is over when it is seen.
    const waitMs = first.detail === 'rate limited' ? first.retryAfterMs : 0;
    if (clock.now() + waitMs - begunAt > answerAgainWithinMs) return first;
    await clock.sleep(waitMs);
    return heard(what, await send());
  };

  /** What became of a callback whose answer was lost, or that another delivery of the same interaction made. */
  const lookUp = async (): Promise<Stands> => {
    const outcome = await api.request({ method: 'GET', route: `${webhook}/messages/@original`, auth: false });
    const found = outcome.kind === 'ok' ? message.safeParse(outcome.body) : null;
    if (!found?.success) return { kind: outcome.kind === 'refused' ? 'nowhere' : 'unknown' };
    if (((found.data.flags ?? 0) & ephemeral) !== 0) return { kind: 'hidden' };
    return { kind: 'message', channelId: found.data.channel_id, messageId: found.data.id };
  };

  const editOriginal = async (note: Note): Promise<void> => {
    const { body, files } = noteBody(note);
    for (let tried = 1; tried <= editTries; tried += 1) {
      const outcome = await api.request({
        method: 'PATCH',
        route: `${webhook}/messages/@original`,
        body,
        files,
        auth: false,
      });
      heard('edit', outcome);
      if (outcome.kind !== 'later' || tried === editTries) return;
      await clock.sleep(outcome.retryAfterMs);
    }
  };

  return {
    deferred: () => isDeferred,
    async defer() {
      const outcome = await callback('defer', 5, { flags: ephemeral });
      isDeferred = true;
      return outcome.kind !== 'refused';
    },
    async share(what, { content, embeds, components }) {
      const data = { content, embeds, components, allowed_mentions: noMentions };
      const outcome = await callback(what, 4, data, { withResponse: true });
      if (outcome.kind === 'ok') {
        const answer = callbackAnswer.safeParse(outcome.body);
        if (answer.success) {
          const { id, channel_id } = answer.data.resource.message;
          return { kind: 'message', channelId: channel_id, messageId: id };
        }
      }
      if (outcome.kind === 'refused' && outcome.code !== alreadyAcknowledged) return { kind: 'nowhere' };
      const stands = await lookUp();
      // Without any answer the callback may still be on its way.
      const mayArrive = outcome.kind === 'later' && !isAnswered(outcome.detail);
      return stands.kind === 'nowhere' && mayArrive ? { kind: 'unknown' } : stands;
    },
    async note(note) {
      if (isDeferred) return editOriginal(note);
      const { body, files } = noteBody(note);
      // What is changed stays as visible as it was.
      if (note.replaces) await callback('note', 7, body, { files });
      else await callback('note', 4, { ...body, flags: ephemeral }, { files });
    },
    async after(note) {
      const { body, files } = noteBody(note);
      const outcome = await api.request({
        method: 'POST',
        route: webhook,
        body: { ...body, flags: ephemeral },
        files,
        auth: false,
      });
      heard('follow-up', outcome);
    },
    async form(form) {
      await callback('form', 9, formBody(form));
    },
    async choices(choices) {
      await callback('choices', 8, choicesBody(choices));
    },
    async acknowledge() {
      if (!isDeferred) await callback('acknowledgement', 6, undefined);
      else
        heard('deletion', await api.request({ method: 'DELETE', route: `${webhook}/messages/@original`, auth: false }));
    },
  };
}

/** Discord did answer, if only with a stumble: nothing of that request is under way any more. */
const isAnswered = (detail: string): boolean => detail === 'rate limited' || detail.startsWith('status ');
