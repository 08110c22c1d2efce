/** What the views are given besides the state. */
import type { APIUser } from 'discord-api-types/v10';
import type { Actions } from '../actions.ts';
import type { MarkdownWorld } from '../markdown/render.ts';
import type { PageState } from '../state.ts';

/** What only the shell of the page can do. */
export interface Shell {
  /** Puts a command into the composer and the cursor there. */
  startCommand(name: string): void;
  actAs(memberId: string): void;
  /** Opens or closes a panel at the side; they are drawers on a narrow screen. */
  toggle(panel: 'channels' | 'members' | 'violations'): void;
  panel: 'channels' | 'members' | 'violations' | null;
  confirmReset(): void;
  /** Scrolls to a message of this channel and lights it up. */
  jumpTo(messageId: string): void;
  showImage(url: string, alt: string): void;
}

export interface World {
  state: PageState;
  actions: Actions;
  shell: Shell;
  markdown: MarkdownWorld;
}

export function worldOf(state: PageState, actions: Actions, shell: Shell): World {
  return {
    state,
    actions,
    shell,
    markdown: {
      memberName: (id) => nameOf(state, id) ?? state.guild?.roles.find((role) => role.id === id)?.name ?? null,
      channelName: (id) => state.channels.find((channel) => channel.id === id)?.name ?? null,
      knowsCommand: (name) => state.commands.some((command) => command.name === name.split(' ')[0]),
      startCommand: (name) => shell.startCommand(name),
      openChannel: (id) => actions.openChannel(id),
      openMessage(channelId, messageId) {
        actions.openChannel(channelId);
        // Drawn first, then sought.
        setTimeout(() => shell.jumpTo(messageId));
      },
    },
  };
}

function nameOf(state: PageState, id: string): string | null {
  if (id === state.application.id) return state.application.name;
  return state.members.find((member) => member.id === id)?.name ?? null;
}

export interface Face {
  name: string;
  avatar: string;
  bot: boolean;
}

/** Name and picture of an author: the members' and the bot's own pictures come from the sandbox, nobody else's exist. */
export function faceOf(state: PageState, user: APIUser): Face {
  const member = state.members.find((each) => each.id === user.id);
  if (member) return { name: member.name, avatar: member.avatar, bot: false };
  const name = user.global_name ?? user.username;
  return { name, avatar: state.application.avatar, bot: user.bot ?? user.id === state.application.id };
}
