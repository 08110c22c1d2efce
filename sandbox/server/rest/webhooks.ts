import { MessageFlags, MessageType } from 'discord-api-types/v10';
import { messageBody } from '../bodies.ts';
import type { InteractionRecord } from '../interactions.ts';
import type { MessageRecord } from '../records.ts';
import { refuse } from '../refusal.ts';
import { APPLICATION } from '../world.ts';
import { isV2 } from './channels.ts';
import type { BotRequest, Reply, RestDeps, Route } from './route.ts';

/** What an interaction's token opens for 15 minutes: its first answer (`@original`) and its follow-ups. */
export const webhookRoutes = (deps: RestDeps, oldEdit: (record: MessageRecord) => void): Route[] => {
  const { messages, interactions, judge } = deps;

  const interactionOf = ({ params: [applicationId, token] }: BotRequest): InteractionRecord =>
    applicationId === APPLICATION.id ? interactions.byToken(token ?? '') : refuse('unknownWebhook');

  const messageOf = (request: BotRequest, interaction: InteractionRecord): MessageRecord => {
    const wanted = request.params[2] ?? '';
    const id = wanted === '@original' ? interaction.originalId : wanted;
    if (id === null) return refuse('unknownWebhook');
    const isItsOwn = id === interaction.originalId || id === interaction.sourceId || interaction.followUps.includes(id);
    const record = isItsOwn ? messages.get(interaction.channelId, id) : null;
    return record ?? refuse('unknownMessage');
  };

  const applyEdit = async (
    interaction: InteractionRecord,
    record: MessageRecord,
    request: BotRequest,
  ): Promise<Reply> => {
    oldEdit(record);
    const edited = await messages.edit(record, messageBody.parse(request.body), request.uploads);
    if (record.id === interaction.originalId && interaction.deferred) {
      interaction.deferred = false;
      interactions.save(interaction);
    }
    return { status: 200, body: messages.present(edited) };
  };

  const edit = async (request: BotRequest): Promise<Reply> => {
    const interaction = interactionOf(request);
    const record = messageOf(request, interaction);
    await judge('webhookEdit', request, { wasV2: isV2(record) });
    return applyEdit(interaction, record, request);
  };

  const followUp = async (request: BotRequest): Promise<Reply> => {
    const interaction = interactionOf(request);
    await judge('followUp', request);
    const waiting =
      interaction.deferred && interaction.originalId
        ? messages.get(interaction.channelId, interaction.originalId)
        : null;
    // The first follow-up to a deferral becomes its answer, and is as ephemeral as the deferral was.
    if (waiting) return applyEdit(interaction, waiting, request);
    const body = messageBody.parse(request.body);
    const ephemeral = ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
    const record = await messages.create({
      channelId: interaction.channelId,
      authorId: APPLICATION.id,
      body: interaction.originalId ? { ...body, message_reference: { message_id: interaction.originalId } } : body,
      uploads: request.uploads,
      onlyFor: ephemeral ? interaction.memberId : null,
      interaction: { ...interaction.note, originalId: interaction.originalId },
      type: interaction.originalId ? MessageType.Reply : MessageType.Default,
    });
    interaction.followUps.push(record.id);
    interactions.save(interaction);
    return { status: 200, body: messages.present(record) };
  };

  const remove = (request: BotRequest): Reply => {
    const interaction = interactionOf(request);
    const record = messageOf(request, interaction);
    messages.remove(record);
    interaction.deferred &&= record.id !== interaction.originalId;
    interactions.save(interaction);
    return { status: 204 };
  };

  const one = /^\/webhooks\/(\d+)\/([\w-]+)\/messages\/(@original|\d+)$/;
  const bucket = (kind: string) => (params: (string | undefined)[]) => `${kind} ${params[1]}`;
  return [
    {
      method: 'POST',
      pattern: /^\/webhooks\/(\d+)\/([\w-]+)$/,
      authorized: false,
      bucket: bucket('follow'),
      handle: followUp,
    },
    {
      method: 'GET',
      pattern: one,
      authorized: false,
      handle: (request) => ({ status: 200, body: messages.present(messageOf(request, interactionOf(request))) }),
    },
    { method: 'PATCH', pattern: one, authorized: false, bucket: bucket('edit'), handle: edit },
    { method: 'DELETE', pattern: one, authorized: false, handle: remove },
  ];
};
