/**
 * Who may do what: one row for everything that a member can type, press or send. It is obeyed here, whatever Discord let
 * through: a server's admins may edit there who finds a command, and every id may be made up.
 */
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { Command, Commands, Conversation, MessageCommand } from '../src/discord/command.ts';
import type { CommandDeps } from './deps.ts';
import { operatorNames } from './request.ts';

/**
 * `everybody`: also those who are blocked. `member`: whoever is not. `manager`, `operator`: they alone. The others are told
 * apart by what the press is about, and checked there: `author` of the words; `author_or_manager`; `spender`, a member whose
 * own word spends the server's credits, and managers.
 */
export type Right = 'everybody' | 'member' | 'manager' | 'operator' | 'author' | 'author_or_manager' | 'spender';

/** Commands by name, or `name subcommand`; buttons and forms by the key of their route. */
export const rights: Readonly<Record<string, Right>> = {
  song: 'member',
  compose: 'member',
  'circle start': 'member',
  'circle show': 'member',
  'circle close': 'member',
  'songs forget': 'everybody',
  'Make a song of this': 'member',
  'credits balance': 'member',
  'credits history': 'member',
  'credits limit': 'manager',
  'credits grant': 'operator',
  'credits allowance': 'operator',
  'settings show': 'manager',
  'settings model': 'manager',
  'settings channels': 'manager',
  'settings role': 'manager',
  'settings words': 'manager',
  'settings songs_at_once': 'manager',
  'settings language': 'manager',
  'settings block': 'manager',
  help: 'everybody',
  'extend:1': 'member',
  'again:1': 'member',
  'lyrics:1': 'member',
  'cancel:1': 'author_or_manager',
  'edit:1': 'author',
  'rewrite:1': 'author',
  'approve:1': 'spender',
  'decline:1': 'spender',
  // The circle itself says whose a section is, and who hosts.
  'circle-add:1': 'member',
  'circle-suggest:1': 'member',
  'circle-vote:1': 'member',
  'circle-edit:1': 'member',
  'circle-generate:1': 'member',
  'circle-lyrics:1': 'member',
  'circle-leave:1': 'member',
  'circle-manage:1': 'member',
  'circle-take:1': 'member',
  'circle-extend:1': 'member',
  'circle-retry:1': 'author',
  'circle-pick:1': 'member',
  'circle-vote-for:1': 'member',
  'circle-edit-one:1': 'member',
  'circle-lock:1': 'member',
  'circle-move:1': 'member',
  'circle-move-to:1': 'member',
  'circle-remove:1': 'member',
  'circle-hand-over:1': 'member',
  'circle-add-form:1': 'member',
  'circle-edit-form:1': 'member',
  'circle-suggest-form:1': 'member',
  'history:1': 'member',
  'statement:1': 'manager',
  'limits:1': 'manager',
  'forget:1': 'everybody',
  'message-form:1': 'member',
  'idea-form:1': 'member',
  'compose-form:2': 'member',
  'compose-form:1': 'member',
  'extend-form:1': 'member',
};

/** What has no row is our own bug, found when the bot is built. */
function rightOf(name: string): Right {
  const right = rights[name];
  if (right === undefined) throw new Error(`Nobody said who may use ${name}.`);
  return right;
}

type Subcommand = { type: number; name: string };
const subcommandsOf = ({ declaration }: Command): string[] =>
  ((declaration.options ?? []) as Subcommand[]).filter(({ type }) => type === 1).map(({ name }) => name);

/** Every name that needs a row. */
export const namesOf = ({ commands, menu, buttons, forms }: Commands): string[] => [
  ...commands.flatMap((command) => {
    const subcommands = subcommandsOf(command);
    const { name } = command.declaration;
    return subcommands.length === 0 ? [name] : subcommands.map((sub) => `${name} ${sub}`);
  }),
  ...menu.map(({ declaration }) => declaration.name),
  ...[...buttons, ...forms].map(({ key }) => key),
];

type Deps = Pick<CommandDeps, 'settings' | 'texts' | 'operators'>;

/** A block holds for members; who manages the server could lift it, and who runs the bot is not the server's to block. */
const isBlocked = async ({ settings }: Pick<Deps, 'settings'>, asker: Asker): Promise<boolean> =>
  !asker.isManager && !asker.isOperator && (await settings.isBlocked(asker.guildId, asker.userId));

/** One sentence why not, with what was typed in a file, since no form opens it again; null: nothing is in the way. */
async function refusal(deps: Deps, asker: Asker, right: Right, typed: object = {}): Promise<Answer | null> {
  const sentence = await inTheWay(deps, asker, right);
  if (sentence === null) return null;
  const words = Object.entries(typed).filter(([, value]) => typeof value === 'string' && value !== '');
  if (words.length === 0) return { kind: 'note', text: sentence };
  const text = words.map(([name, value]) => `${name}:\n${value}\n`).join('\n');
  const description = deps.texts.in(asker.locale).say('trouble.typed');
  return { kind: 'note', text: sentence, file: { name: 'words.txt', text, description } };
}

async function inTheWay(deps: Deps, asker: Asker, right: Right): Promise<string | null> {
  if (right === 'everybody') return null;
  const speech = deps.texts.in(asker.locale);
  if (await isBlocked(deps, asker)) return speech.say('note.blocked');
  if (right === 'manager' && !asker.isManager) return speech.say('note.managersOnly');
  if (right === 'operator' && !asker.isOperator)
    return speech.say('credits.notOperator', { operators: operatorNames(deps, speech) });
  return null;
}

/** The same commands, each behind its row. */
export function guarded(deps: Deps, all: Commands): Commands {
  for (const name of namesOf(all)) rightOf(name);

  const ofCommand = (command: Command): Command => {
    const subcommands = subcommandsOf(command);
    const { name } = command.declaration;
    // A forged subcommand is taken for the first: it needs no less than that.
    const rightFor = (sub: string | null) =>
      rightOf(subcommands.length === 0 ? name : `${name} ${subcommands.find((one) => one === sub) ?? subcommands[0]}`);
    const { complete } = command;
    return {
      ...command,
      run: async (asker, sub, options) =>
        (await refusal(deps, asker, rightFor(sub), options)) ?? (await command.run(asker, sub, options)),
      ...(complete === undefined
        ? {}
        : {
            complete: async (asker, option, typed) =>
              (await isBlocked(deps, asker)) ? { kind: 'choices', choices: [] } : complete(asker, option, typed),
          }),
    };
  };

  const ofMessage = (command: MessageCommand): MessageCommand => ({
    ...command,
    run: async (asker, message) =>
      (await refusal(deps, asker, rightOf(command.declaration.name))) ?? (await command.run(asker, message)),
  });

  const ofConversation = (one: Conversation): Conversation => ({
    ...one,
    answer: async (asker, customId, typed, values) =>
      (await refusal(deps, asker, rightOf(one.key), typed)) ?? one.answer(asker, customId, typed, values),
  });

  return {
    commands: all.commands.map(ofCommand),
    menu: all.menu.map(ofMessage),
    buttons: all.buttons.map(ofConversation),
    forms: all.forms.map(ofConversation),
  };
}
