import {
  ApplicationCommandType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { callbackBody, choicesBody, messageBody, modalBody } from '../bodies.ts';
import type { InteractionRecord } from '../interactions.ts';
import type { MessageRecord } from '../records.ts';
import { Refused, refuse } from '../refusal.ts';
import { APPLICATION } from '../world.ts';
import { isV2 } from './channels.ts';
import type { BotRequest, Reply, RestDeps, Route } from './route.ts';

const Answer = InteractionResponseType;

/** Which kinds of answer Discord takes for which interaction. */
const possibleAnswers = (record: InteractionRecord): number[] => {
  if (record.type === InteractionType.ApplicationCommandAutocomplete)
    return [Answer.ApplicationCommandAutocompleteResult];
  const message = [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource];
  const update = record.sourceId === null ? [] : [Answer.DeferredMessageUpdate, Answer.UpdateMessage];
  return [...message, ...update, ...(record.type === InteractionType.ModalSubmit ? [] : [Answer.Modal])];
};

const wrongType = (possible: number[]): Refused =>
  new Refused({
    status: 400,
    code: 50035,
    message: 'Invalid Form Body',
    errors: {
      type: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${possible.join(', ')}}.` }] },
    },
  });

/** The one first answer to an interaction: `POST /interactions/:id/:token/callback`. */
export const callbackRoutes = ({ messages, interactions, world, judge, tell }: RestDeps): Route[] => {
  const source = (record: InteractionRecord): MessageRecord | null =>
    record.sourceId ? messages.get(record.channelId, record.sourceId) : null;
  const isEphemeral = (flags: number | null | undefined) => ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const messageType = ({ sourceId, type, note }: InteractionRecord): MessageType => {
    if (sourceId) return MessageType.Reply;
    if (type !== InteractionType.ApplicationCommand) return MessageType.Default;
    const fromMenu = note.commandType !== undefined && note.commandType !== ApplicationCommandType.ChatInput;
    return fromMenu ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand;
  };

  const say = async (
    record: InteractionRecord,
    data: unknown,
    request: BotRequest,
    thinking: boolean,
  ): Promise<MessageRecord> => {
    const full = messageBody.parse(data ?? {});
    const body = thinking ? messageBody.parse({ flags: (full.flags ?? 0) & MessageFlags.Ephemeral }) : full;
    const answered = record.sourceId ?? record.note.targetId;
    const made = await messages.create({
      channelId: record.channelId,
      authorId: APPLICATION.id,
      body: answered ? { ...body, message_reference: { message_id: answered } } : body,
      uploads: thinking ? [] : request.uploads,
      onlyFor: isEphemeral(full.flags) ? record.memberId : null,
      thinking,
      interaction: record.note,
      type: messageType(record),
    });
    record.originalId = made.id;
    record.deferred = thinking;
    return made;
  };

  /** What each kind of answer does; the message it made or changed, if any. */
  const carryOut = async (
    record: InteractionRecord,
    type: number,
    data: unknown,
    request: BotRequest,
  ): Promise<MessageRecord | null> => {
    switch (type) {
      case Answer.ChannelMessageWithSource:
      case Answer.DeferredChannelMessageWithSource:
        return say(record, data, request, type === Answer.DeferredChannelMessageWithSource);
      case Answer.DeferredMessageUpdate:
        record.originalId = record.sourceId;
        return source(record);
      case Answer.UpdateMessage: {
        record.originalId = record.sourceId;
        const message = source(record) ?? refuse('unknownMessage');
        return messages.edit(message, messageBody.parse(data ?? {}), request.uploads);
      }
      case Answer.Modal: {
        record.modal = modalBody.parse(data);
        tell(
          { type: 'modal', nonce: record.actNonce, interactionId: record.id, modal: record.modal as never },
          record.memberId,
        );
        return null;
      }
      default: {
        const { choices } = choicesBody.parse(data ?? {});
        tell({ type: 'choices', nonce: record.actNonce, choices: choices ?? [] }, record.memberId);
        return null;
      }
    }
  };

  const withResponse = (record: InteractionRecord, type: number, message: MessageRecord | null): Reply => {
    const about = {
      id: record.id,
      type: record.type,
      channel_id: record.channelId,
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: record.deferred,
            response_message_ephemeral: message.onlyFor !== null,
          }
        : {}),
    };
    const resource = {
      type,
      ...(message && type !== Answer.DeferredMessageUpdate ? { message: messages.present(message) } : {}),
    };
    return { status: 200, body: { interaction: about, resource } };
  };

  const answer = async (request: BotRequest): Promise<Reply> => {
    const [id = '', token = ''] = request.params;
    const waiting = interactions.check(id, token);
    const sourceMessage = source(waiting);
    await judge('callback', request, { wasV2: sourceMessage ? isV2(sourceMessage) : false });
    const { type, data } = callbackBody.parse(request.body);
    const possible = possibleAnswers(waiting);
    if (!possible.includes(type)) throw wrongType(possible);
    if (request.uploads.some(({ bytes }) => bytes.length > world.settings.attachmentLimit)) refuse('tooLarge');
    // Checked again: another answer may have come while this one was judged.
    const record = interactions.acknowledge(id, token);
    const message = await carryOut(record, type, data, request).catch((refused: unknown) => {
      interactions.reopen(record);
      throw refused;
    });
    interactions.save(record);
    tell(
      { type: 'interaction', nonce: record.actNonce, state: 'answered', reason: null, messageId: message?.id ?? null },
      record.memberId,
    );
    return request.query.get('with_response') === 'true' ? withResponse(record, type, message) : { status: 204 };
  };

  return [
    { method: 'POST', pattern: /^\/interactions\/(\d+)\/([\w-]+)\/callback$/, authorized: false, handle: answer },
  ];
};
