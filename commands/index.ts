/** Everything a member can do, in one list. */
import type { Commands } from '../src/discord/command.ts';
import { approveButton, declineButton } from './approve.ts';
import { composeCommand, composeFormBeforeSent, composeFormSent, editButton, rewriteButton } from './compose.ts';
import { creditsCommand } from './credits.ts';
import type { CommandDeps } from './deps.ts';
import { extendButton, extendFormSent } from './extend.ts';
import { helpCommand } from './help.ts';
import { guarded } from './rights.ts';
import { settingsCommand } from './settings.ts';
import { againButton, cancelButton, ideaForm, lyricsButton, songCommand } from './song.ts';

const everything = (deps: CommandDeps): Commands => ({
  commands: [songCommand(deps), composeCommand(deps), creditsCommand(deps), settingsCommand(deps), helpCommand(deps)],
  menu: [],
  buttons: [
    extendButton(deps),
    againButton(deps),
    lyricsButton(deps),
    cancelButton(deps),
    editButton(deps),
    rewriteButton(deps),
    approveButton(deps),
    declineButton(deps),
  ],
  forms: [ideaForm(deps), composeFormSent(deps), composeFormBeforeSent(deps), extendFormSent(deps)],
});

/** Each behind its row of `rights.ts`. */
export const createCommands = (deps: CommandDeps): Commands => guarded(deps, everything(deps));
