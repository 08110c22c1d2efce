/** One message, or one row that only this tab sees (a command on its way, or one that was not answered). */
import type { APIMessage } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit';
import type { SandboxMessage } from '../../protocol.ts';
import { listMenu } from '../composer/commands.ts';
import { markdown, plainText } from '../markdown/render.ts';
import type { OpenAct } from '../state.ts';
import { attachmentsView } from './attachments.ts';
import { componentsView } from './components.ts';
import { embedView } from './embed.ts';
import { icons } from './icons.ts';
import { messageTime } from './text.ts';
import { faceOf, type World } from './world.ts';

/** Discord's interaction type of a pressed button or select. */
const componentInteraction = 3;

function commandName(message: APIMessage): string | null {
  const named = message.interaction?.name;
  const metadata = message.interaction_metadata;
  const inMetadata = metadata && 'name' in metadata && typeof metadata.name === 'string' ? metadata.name : null;
  return named ?? inMetadata;
}

function replied(message: APIMessage, world: World): APIMessage | 'gone' | null {
  const metadata = message.interaction_metadata;
  const pressedOn = metadata && 'interacted_message_id' in metadata ? metadata.interacted_message_id : null;
  const id = message.message_reference?.message_id ?? pressedOn;
  if (!id || id === message.id) return null;
  const known = world.state.messages.find((each) => each.message.id === id)?.message;
  return message.referenced_message ?? known ?? 'gone';
}

function excerpt(message: APIMessage, world: World): string {
  const text = message.content || (message.embeds[0]?.title ?? message.embeds[0]?.description ?? '');
  const plain = plainText(text, world.markdown).replaceAll('\n', ' ').trim();
  return plain.length > 90 ? `${plain.slice(0, 90)}…` : plain || 'Click to see attachment';
}

function replyView(message: APIMessage, world: World) {
  const to = replied(message, world);
  if (to === 'gone') return html`<discord-reply slot="reply" deleted></discord-reply>`;
  if (!to) return nothing;
  const face = faceOf(world.state, to.author);
  return html`
    <discord-reply slot="reply" .author=${face.name} .avatar=${face.avatar} .bot=${face.bot}
      ><button type="button" class="reply-link" aria-label="Go to the message: ${excerpt(to, world)}" @click=${() => world.shell.jumpTo(to.id)}>${excerpt(to, world)}</button
    ></discord-reply>`;
}

function headerView(message: APIMessage, world: World) {
  const name = commandName(message);
  const asker = message.interaction_metadata?.user ?? message.interaction?.user;
  if (!asker || !name || message.interaction_metadata?.type === componentInteraction) return replyView(message, world);
  const face = faceOf(world.state, asker);
  return html`<discord-command slot="reply" .author=${face.name} .avatar=${face.avatar} .command=${name}></discord-command>`;
}

/** Whether it stands under the same author's head as the one before it. */
export function continues(message: SandboxMessage, before: SandboxMessage | undefined, world: World): boolean {
  if (!before || message.onlyFor || before.onlyFor) return false;
  const [mine, previous] = [message.message, before.message];
  const minutes = (Date.parse(mine.timestamp) - Date.parse(previous.timestamp)) / 60_000;
  const headed = commandName(mine) !== null || replied(mine, world) !== null;
  return mine.author.id === previous.author.id && minutes < 7 && !headed;
}

/** What others cannot see, or is not said yet, is nothing for an app. */
function menuView(shown: SandboxMessage, name: string, world: World) {
  const { state, actions } = world;
  const channel = state.channels.find((each) => each.id === shown.message.channel_id);
  const commands = listMenu(state.commands, channel, state.me);
  if (commands.length === 0 || shown.onlyFor !== null || shown.thinking) return nothing;
  const items = commands.map((command) => ({
    name: command.name,
    take: () => void actions.runOn(shown.message, command.commandId, command.name),
  }));
  return html`<message-menu slot="components" .label="More for the message of ${name}" .face=${state.application.avatar} .items=${items}></message-menu>`;
}

function ephemeralFoot(message: SandboxMessage, world: World) {
  if (!message.onlyFor) return nothing;
  return html`
    <p class="ephemeral" slot="components">
      ${icons.eye} Only you can see this ·
      <button type="button" class="link" @click=${() => world.actions.dismiss(message.message.id)}>Dismiss message</button>
    </p>`;
}

const thinkingView = (name: string) =>
  html`<span class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${name} is thinking…</span>`;

export function messageView(shown: SandboxMessage, joined: boolean, world: World): TemplateResult {
  const { message } = shown;
  const face = faceOf(world.state, message.author);
  const time = messageTime(message.timestamp, Date.now());
  const edited = message.edited_timestamp !== null && message.content !== '' && !shown.thinking;
  return html`
    <discord-message role="article" aria-label="${face.name}, ${time}" data-id=${message.id} .author=${face.name} .avatar=${face.avatar}
      .bot=${face.bot} .timestamp=${time} .edited=${edited} ?data-ephemeral=${shown.onlyFor !== null} .messageBodyOnly=${joined}>
      ${headerView(message, world)}
      ${shown.thinking ? thinkingView(face.name) : markdown(message.content, world.markdown)}
      ${attachmentsView(message.attachments, message.embeds, world)}
      ${message.embeds.map((embed) => embedView(embed, message.attachments, world))}
      ${componentsView(message, world)} ${ephemeralFoot(shown, world)} ${menuView(shown, face.name, world)}
    </discord-message>`;
}

/** A command that was sent and has no message yet. */
export function actView(act: OpenAct, world: World): TemplateResult {
  const { application, me } = world.state;
  const time = messageTime(new Date(act.at).toISOString(), Date.now());
  const failed = act.state === 'failed';
  const reason = act.reason && !/did not respond/i.test(act.reason) ? ` (${act.reason})` : '';
  return html`
    <discord-message role="article" aria-label="${application.name}, ${time}" data-id=${act.nonce} .author=${application.name}
      .avatar=${application.avatar} .bot=${true} .timestamp=${time} ?data-ephemeral=${failed}>
      <discord-command slot="reply" .author=${me.name} .avatar=${me.avatar} .command=${act.label}></discord-command>
      ${failed ? html`<span class="failed-line">${icons.alert} The application did not respond${reason}</span>` : html`<span class="thinking">Sending command…</span>`}
      ${
        failed
          ? html`<p class="ephemeral" slot="components">${icons.eye} Only you can see this ·
            <button type="button" class="link" @click=${() => world.actions.dismiss(act.nonce)}>Dismiss message</button></p>`
          : nothing
      }
    </discord-message>`;
}

/** What a screen reader is told when this message comes. */
export function announcement(shown: SandboxMessage, world: World): string {
  const face = faceOf(world.state, shown.message.author);
  if (shown.thinking) return `${face.name} is thinking`;
  const files = shown.message.attachments.map((file) => file.filename).join(', ');
  return `${face.name}: ${excerpt(shown.message, world)}${files ? `. Attached: ${files}` : ''}`;
}
