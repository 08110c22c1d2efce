import { type APIMessage, ApplicationCommandType, InteractionType } from 'discord-api-types/v10';
import type { Files, StoredFile } from './files.ts';
import { markedFiles, showFiles } from './media.ts';
import type { InteractionNote, MessageRecord } from './records.ts';
import { APPLICATION, botUser, GUILD, userOf, type World } from './world.ts';

type Json = Record<string, unknown>;

export interface MessageViewDeps {
  world: World;
  files: Files;
  /** `http://host:port`. */
  origin: () => string;
}

/** As Discord writes an instant. */
const isoTime = (at: number): string => new Date(at).toISOString().replace('Z', '000+00:00');

const kindOf = (note: InteractionNote): number => note.commandType ?? ApplicationCommandType.ChatInput;

const interactionMetadata = (note: InteractionNote, world: World): Json => {
  const member = world.members.get(note.userId);
  const isPress = note.messageId !== null && note.type === InteractionType.MessageComponent;
  return {
    id: note.id,
    type: note.type,
    user: member ? userOf(member) : undefined,
    authorizing_integration_owners: { 0: GUILD.id },
    ...(note.type === InteractionType.ApplicationCommand ? { name: note.name, command_type: kindOf(note) } : {}),
    ...(note.targetId ? { target_message_id: note.targetId } : {}),
    ...(note.originalId ? { original_response_message_id: note.originalId } : {}),
    ...(isPress ? { interacted_message_id: note.messageId } : {}),
    ...(note.trigger ? { triggering_interaction_metadata: interactionMetadata(note.trigger, world) } : {}),
  };
};

/** A message as Discord gives it; addresses of files are signed anew each time. */
export const createMessageView = ({
  world,
  files,
  origin,
}: MessageViewDeps): ((record: MessageRecord) => APIMessage) => {
  const size = (file: StoredFile) => (file.width === undefined ? {} : { width: file.width, height: file.height });
  const words = (file: StoredFile) => (file.description === null ? {} : { description: file.description });

  const mediaFields = (record: MessageRecord, id: string): Json => {
    const file = record.files.find((candidate) => candidate.id === id);
    if (!file) return { url: `${origin()}/attachments/${record.channelId}/${id}/gone` };
    const url = files.address(file, origin());
    return { url, proxy_url: url, ...size(file), ...words(file), content_type: file.contentType };
  };
  const attachment = (file: StoredFile, ephemeral: boolean): Json => {
    const url = files.address(file, origin());
    return {
      id: file.id,
      filename: file.filename,
      size: file.size,
      url,
      proxy_url: url,
      content_type: file.contentType,
      ...(file.title === null ? {} : { title: file.title }),
      ...words(file),
      ...size(file),
      ...(ephemeral ? { ephemeral: true } : {}),
    };
  };
  const interaction = ({ interaction: note }: MessageRecord): Json => {
    if (!note) return {};
    const member = world.members.get(note.userId);
    const isCommand = note.type === InteractionType.ApplicationCommand && !note.originalId;
    const named =
      isCommand && member
        ? { interaction: { id: note.id, type: note.type, name: note.name, user: userOf(member) } }
        : {};
    return {
      application_id: APPLICATION.id,
      webhook_id: APPLICATION.id,
      interaction_metadata: interactionMetadata(note, world),
      ...named,
    };
  };
  const reference = ({ replyTo, channelId }: MessageRecord): Json =>
    replyTo === null
      ? {}
      : { message_reference: { type: 0, channel_id: channelId, message_id: replyTo, guild_id: GUILD.id } };

  return (record) => {
    // A file that an embed shows is not among the attachments, as on Discord.
    const shown = markedFiles(record.embeds);
    const author = world.members.get(record.authorId);
    const fields = (id: string) => mediaFields(record, id);
    const mentioned = record.mentions.map((id) => world.members.get(id)).filter((member) => member !== undefined);
    const message = {
      id: record.id,
      channel_id: record.channelId,
      type: record.type,
      content: record.content,
      author: author ? userOf(author) : botUser(),
      attachments: record.files
        .filter(({ id }) => !shown.has(id))
        .map((file) => attachment(file, record.onlyFor !== null)),
      embeds: showFiles(record.embeds, fields),
      components: showFiles(record.components, fields),
      mentions: mentioned.map(userOf),
      mention_roles: [],
      mention_everyone: false,
      pinned: false,
      tts: false,
      flags: record.flags,
      timestamp: isoTime(record.createdAt),
      edited_timestamp: record.editedAt === null ? null : isoTime(record.editedAt),
      ...(record.nonce === null ? {} : { nonce: record.nonce }),
      ...reference(record),
      ...interaction(record),
    };
    return message as unknown as APIMessage;
  };
};
