/** The whole page. */
import { html, nothing, type TemplateResult } from 'lit';
import { botBar } from './botbar.ts';
import { icons } from './icons.ts';
import { messagesView } from './messages.ts';
import { channelsPanel, membersPanel } from './sidebar.ts';
import type { World } from './world.ts';

function header(world: World): TemplateResult {
  const channel = world.state.channels.find((each) => each.id === world.state.channelId);
  const mark = channel?.kind === 'thread' ? icons.thread : channel?.kind === 'dm' ? icons.at : icons.hash;
  const { panel, toggle } = world.shell;
  return html`
    <header class="head">
      <button type="button" class="icon-button narrow" aria-label="Channels" aria-expanded=${panel === 'channels'} aria-controls="channels" @click=${() => toggle('channels')}>${icons.menu}</button>
      <h1>${mark}<span>${channel?.name ?? ''}</span></h1>
      ${botBar(world)}
      <button type="button" class="icon-button members-toggle" aria-label="Members" aria-expanded=${panel === 'members'} aria-controls="members" @click=${() => toggle('members')}>${icons.people}</button>
    </header>`;
}

function composer(world: World): TemplateResult {
  const channel = world.state.channels.find((each) => each.id === world.state.channelId);
  const closed = channel?.archived || channel?.locked;
  return html`
    <song-composer id="composer" .world=${world} .place=${channel ? (channel.kind === 'dm' ? `@${channel.name}` : `#${channel.name}`) : ''}></song-composer>
    ${closed ? html`<p class="closed">This thread is ${channel?.locked ? 'locked' : 'archived'}.</p>` : nothing}`;
}

/** Behind a drawer; a press on it closes the drawer, as Escape does. */
function shade(world: World): TemplateResult | typeof nothing {
  const { panel, toggle } = world.shell;
  if (panel === null || panel === 'violations') return nothing;
  return html`<div class="shade" @click=${() => toggle(panel)}></div>`;
}

function toComposer(event: Event) {
  event.preventDefault();
  document.querySelector<HTMLElement>('song-composer [data-field]')?.focus();
}

export function appView(world: World, unseen: number, toBottom: () => void, said: string): TemplateResult {
  return html`
    <a class="skip" href="#composer" @click=${toComposer}>Skip to the composer</a>
    ${channelsPanel(world)}
    <main class="chat">
      ${header(world)}
      <div class="messages">${messagesView(world, unseen, toBottom)}</div>
      ${composer(world)}
    </main>
    ${membersPanel(world)}
    ${shade(world)}
    ${world.state.form ? html`<song-form .world=${world} .form=${world.state.form}></song-form>` : nothing}
    <div class="unseen" role="status" aria-live="polite" id="said">${said}</div>`;
}
