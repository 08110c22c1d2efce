/** Everything a member can do, in one list. */
import type { Commands } from '../src/discord/command.ts';
import {
  composeCommand,
  composeFormBeforeSent,
  composeFormSent,
  editButton,
  messageFormSent,
  rewriteButton,
} from './compose.ts';
import { creditsCommand } from './credits.ts';
import type { CommandDeps } from './deps.ts';
import { extendButton, extendFormSent } from './extend.ts';
import { helpCommand } from './help.ts';
import { messageCommand } from './message.ts';
import { againButton, cancelButton, ideaForm, lyricsButton, songCommand } from './song.ts';
import { forgetButton, songsCommand } from './songs.ts';

export const createCommands = (deps: CommandDeps): Commands => ({
  commands: [songCommand(deps), composeCommand(deps), songsCommand(deps), creditsCommand(deps), helpCommand(deps)],
  menu: [messageCommand(deps)],
  buttons: [
    extendButton(deps),
    againButton(deps),
    lyricsButton(deps),
    cancelButton(deps),
    editButton(deps),
    rewriteButton(deps),
    forgetButton(deps),
  ],
  forms: [
    ideaForm(deps),
    composeFormSent(deps),
    messageFormSent(deps),
    composeFormBeforeSent(deps),
    extendFormSent(deps),
  ],
});
