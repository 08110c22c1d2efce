import type { BotStatus, LiveEvent, SandboxMember, Snapshot, Violation } from '../protocol.ts';
import type { Commands } from './commands.ts';
import type { Messages } from './messages.ts';
import { APPLICATION, GUILD, type World, type WorldMember } from './world.ts';

/** Messages of a channel that a tab gets when it opens. */
const SHOWN_PER_CHANNEL = 100;

export interface SnapshotsDeps {
  world: World;
  commands: Commands;
  messages: Messages;
  tell: (event: LiveEvent, to: string | null) => void;
  status: () => BotStatus;
  lastWords: () => string[];
  violations: () => Violation[];
}

export interface Snapshots {
  of(member: WorldMember): Snapshot;
  ofId(memberId: string): Snapshot | null;
  /** Tells every tab the commands that its member may use. */
  tellCommands(): void;
  tellChannels(): void;
  /** Everything anew, for a change that reaches everywhere. */
  tellAll(): void;
}

const publicMember = ({ id, name, avatar, locale, operator, manager }: WorldMember): SandboxMember => ({
  id,
  name,
  avatar,
  locale,
  operator,
  manager,
});

/** What a member sees, whole. */
export const createSnapshots = ({
  world,
  commands,
  messages,
  tell,
  status,
  lastWords,
  violations,
}: SnapshotsDeps): Snapshots => {
  const commandsFor = (member: WorldMember) => (world.settings.botInGuild ? commands.visibleTo(member) : []);
  const each = (eventFor: (member: WorldMember) => LiveEvent) => {
    for (const member of world.members.values()) tell(eventFor(member), member.id);
  };
  const of = (member: WorldMember): Snapshot => {
    const channels = world.channelsOf(member.id);
    return {
      guild: GUILD,
      application: APPLICATION,
      me: publicMember(member),
      members: [...world.members.values()].map(publicMember),
      channels,
      commands: commandsFor(member),
      messages: channels.flatMap(({ id }) => messages.list(id, member.id, SHOWN_PER_CHANNEL)).map(messages.show),
      bot: status(),
      botLog: lastWords(),
      violations: violations(),
    };
  };
  return {
    of,
    ofId(memberId) {
      const member = world.members.get(memberId);
      return member ? of(member) : null;
    },
    tellCommands: () => each((member) => ({ type: 'commands', commands: commandsFor(member) })),
    tellChannels: () => each((member) => ({ type: 'channels', channels: world.channelsOf(member.id) })),
    tellAll: () => each((member) => ({ type: 'snapshot', snapshot: of(member) })),
  };
};
