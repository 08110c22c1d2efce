/** Left: the server, its channels, and who this tab is. Right: the members. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SandboxChannel, SandboxMember } from '../../protocol.ts';
import { icons } from './icons.ts';
import type { World } from './world.ts';

function channelIcon(channel: SandboxChannel): TemplateResult {
  return channel.kind === 'thread' ? icons.thread : channel.kind === 'dm' ? icons.at : icons.hash;
}

function notes(channel: SandboxChannel): string[] {
  return [
    ...(channel.archived ? ['archived'] : []),
    ...(channel.locked ? ['locked'] : []),
    ...(channel.botLacks.length ? [`bot lacks ${channel.botLacks.join(', ')}`] : []),
  ];
}

function channelItem(channel: SandboxChannel, world: World): TemplateResult {
  const here = channel.id === world.state.channelId;
  const unread = world.state.unread.has(channel.id);
  const said = notes(channel);
  const open = () => {
    world.actions.openChannel(channel.id);
    if (world.shell.panel === 'channels') world.shell.toggle('channels');
  };
  return html`
    <li>
      <button type="button" class="channel ${unread ? 'unread' : ''}" aria-current=${here ? 'page' : 'false'} @click=${open}>
        ${channelIcon(channel)}
        <span class="channel-words"><span class="channel-name">${channel.name}</span>${said.length ? html`<small>${said.join(' · ')}</small>` : nothing}</span>
        ${unread ? html`<span class="unread-mark"><span class="unseen">unread</span></span>` : nothing}
      </button>
    </li>`;
}

function roles(member: SandboxMember): TemplateResult | typeof nothing {
  const role = member.operator ? 'operator' : member.manager ? 'manager' : null;
  if (!role) return nothing;
  const why = role === 'operator' ? 'Runs the bot' : 'Has Manage Server';
  return html`<span class="role ${role}" title=${why}>${role === 'operator' ? icons.crown : icons.shield}${role}</span>`;
}

function actAsPanel(world: World): TemplateResult {
  const { me, members } = world.state;
  const change = (event: Event) => world.shell.actAs((event.target as HTMLSelectElement).value);
  return html`
    <div class="me">
      <img class="face" src=${me.avatar} alt="" />
      <label class="act-as">
        <span>Act as</span>
        <select @change=${change} .value=${me.id}>
          ${members.map((member) => {
            const role = member.operator ? ' (operator)' : member.manager ? ' (manager)' : '';
            return html`<option value=${member.id} ?selected=${member.id === me.id}>${member.name}${role}</option>`;
          })}
        </select>
      </label>
    </div>`;
}

function channelList(title: string, kind: SandboxChannel['kind'], world: World): TemplateResult | typeof nothing {
  const channels = world.state.channels.filter((channel) => channel.kind === kind);
  if (channels.length === 0) return nothing;
  return html`
    <h2 id="${kind}-list">${title}</h2>
    <ul aria-labelledby="${kind}-list">${channels.map((channel) => channelItem(channel, world))}</ul>`;
}

export function channelsPanel(world: World): TemplateResult {
  return html`
    <nav class="channels ${world.shell.panel === 'channels' ? 'opened' : ''}" aria-label="Channels" id="channels">
      <div class="guild"><span class="guild-icon">${icons.music}</span><span class="guild-name">${world.state.guild.name}</span></div>
      <div class="channel-lists">
        ${channelList('Text channels', 'text', world)} ${channelList('Threads', 'thread', world)} ${channelList('Direct messages', 'dm', world)}
      </div>
      ${actAsPanel(world)}
    </nav>`;
}

function memberItem(member: SandboxMember, world: World): TemplateResult {
  const mine = member.id === world.state.me.id;
  return html`
    <li class="member">
      <img class="face" src=${member.avatar} alt="" />
      <span class="member-words">
        <span class="member-name">${member.name}${mine ? html` <span class="you">you</span>` : nothing}</span>
        <span class="member-notes">${roles(member)}<span>${member.locale}</span></span>
      </span>
      ${
        mine
          ? nothing
          : html`<a class="icon-button" href="?member=${encodeURIComponent(member.id)}" target="_blank" aria-label="Open a second tab as ${member.name}"
            title="Open a second tab as ${member.name}">${icons.open}</a>`
      }
    </li>`;
}

const botStates = { online: 'Online', starting: 'Starting…', down: 'Down', unmanaged: 'Runs elsewhere' };

export function membersPanel(world: World): TemplateResult {
  const { members, application, bot } = world.state;
  return html`
    <aside class="members ${world.shell.panel === 'members' ? 'opened' : ''}" aria-label="Members" id="members">
      <h2>Members — ${members.length}</h2>
      <ul>${members.map((member) => memberItem(member, world))}</ul>
      <h2>Bot — 1</h2>
      <ul>
        <li class="member ${bot === 'down' ? 'asleep' : ''}">
          <img class="face" src=${application.avatar} alt="" />
          <span class="member-words">
            <span class="member-name">${application.name} <span class="app-tag">APP</span></span>
            <span class="member-notes"><span>${botStates[bot]}</span></span>
          </span>
        </li>
      </ul>
    </aside>`;
}
