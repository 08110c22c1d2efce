/** The channel: its beginning, its messages, the way down. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SandboxChannel, SandboxMessage } from '../../protocol.ts';
import type { OpenAct } from '../state.ts';
import { icons } from './icons.ts';
import { actView, continues, messageView } from './message.ts';
import type { World } from './world.ts';

/** A command is shown as "Sending command…" only when its answer takes longer than one notices. */
export const noticedAfterMs = 400;

export function shownMessages(world: World): SandboxMessage[] {
  const { messages, channelId, dismissed, me } = world.state;
  return messages.filter(
    (each) =>
      each.message.channel_id === channelId &&
      !dismissed.has(each.message.id) &&
      (each.onlyFor === null || each.onlyFor === me.id),
  );
}

function shownActs(world: World): OpenAct[] {
  return [...world.state.acts.values()].filter(
    (act) =>
      act.kind === 'command' &&
      act.channelId === world.state.channelId &&
      (act.state === 'failed' || Date.now() - act.at >= noticedAfterMs),
  );
}

function beginning(channel: SandboxChannel, empty: boolean, world: World): TemplateResult {
  const title = channel.kind === 'dm' ? world.state.application.name : `Welcome to #${channel.name}!`;
  const start = () => world.shell.startCommand('song');
  const canSing = world.markdown.knowsCommand('song') && channel.kind !== 'dm';
  return html`
    <div class="beginning">
      <span class="beginning-icon">${channel.kind === 'dm' ? icons.at : channel.kind === 'thread' ? icons.thread : icons.music}</span>
      <h2>${title}</h2>
      ${
        canSing && empty
          ? html`<p>Type <kbd>/</kbd> and pick <strong>song</strong>: one sentence in, a song out.</p>
            <button type="button" class="discord-button primary big" @click=${start}>${icons.music} Write the first song</button>`
          : html`<p>${channel.kind === 'dm' ? 'What the bot tells you alone stands here.' : 'This is where the channel begins.'}</p>`
      }
    </div>`;
}

function row(each: SandboxMessage, before: SandboxMessage | undefined, world: World): TemplateResult {
  return messageView(each, continues(each, before, world), world);
}

export function messagesView(world: World, unseen: number, toBottom: () => void): TemplateResult {
  const channel = world.state.channels.find((each) => each.id === world.state.channelId);
  if (!channel) return html`<div class="scroller"></div>`;
  const shown = shownMessages(world);
  const acts = shownActs(world);
  const name = channel.kind === 'dm' ? channel.name : `#${channel.name}`;
  return html`
    <div class="scroller" tabindex="0" role="region" aria-label="Messages in ${name}">
      <div class="scrolled">
        ${beginning(channel, shown.length + acts.length === 0, world)}
        ${keyed(
          channel.id,
          html`<discord-messages no-background>
            ${repeat(
              shown,
              (each) => each.message.id,
              (each, index) => row(each, shown[index - 1], world),
            )}
            ${repeat(
              acts,
              (act) => act.nonce,
              (act) => actView(act, world),
            )}
          </discord-messages>`,
        )}
      </div>
    </div>
    ${unseen > 0 ? html`<button type="button" class="new-messages" @click=${toBottom}>${unseen === 1 ? 'New message' : `${unseen} new messages`} ${icons.down}</button>` : nothing}`;
}
