/** Everything a member can do, in one list. */
import type { Commands } from '../src/discord/command.ts';
import { composeCommand, composeFormBeforeSent, composeFormSent, editButton, rewriteButton } from './compose.ts';
import { creditsCommand } from './credits.ts';
import { historyButton, statementButton } from './credits-history.ts';
import { limitsList } from './credits-limits.ts';
import type { CommandDeps } from './deps.ts';
import { extendButton, extendFormSent } from './extend.ts';
import { helpCommand } from './help.ts';
import { againButton, cancelButton, ideaForm, lyricsButton, songCommand } from './song.ts';

export const createCommands = (deps: CommandDeps): Commands => ({
  commands: [songCommand(deps), composeCommand(deps), creditsCommand(deps), helpCommand(deps)],
  menu: [],
  buttons: [
    extendButton(deps),
    againButton(deps),
    lyricsButton(deps),
    cancelButton(deps),
    editButton(deps),
    rewriteButton(deps),
    historyButton(deps),
    statementButton(deps),
    limitsList(deps),
  ],
  forms: [ideaForm(deps), composeFormSent(deps), composeFormBeforeSent(deps), extendFormSent(deps)],
});
