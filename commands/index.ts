/** Everything a member can do, in one list. */
import type { Commands } from '../src/discord/command.ts';
import { approveButton, declineButton } from './approve.ts';
import { circleCommand, circlePicked } from './circle.ts';
import { circleLyricsButton, generateButton } from './circle-making.ts';
import {
  handOverPicked,
  leaveButton,
  lockPicked,
  manageButton,
  movePicked,
  moveToPicked,
  removePicked,
} from './circle-manage.ts';
import { circleExtendButton, takeButton, voteButton, voteCast } from './circle-voting.ts';
import {
  addSectionButton,
  addSectionSent,
  editMineButton,
  editOnePicked,
  editSectionSent,
  retryButton,
  suggestButton,
  suggestSent,
} from './circle-writing.ts';
import {
  composeCommand,
  composeFormBeforeSent,
  composeFormSent,
  editButton,
  messageFormSent,
  rewriteButton,
} from './compose.ts';
import { creditsCommand } from './credits.ts';
import { historyButton, statementButton } from './credits-history.ts';
import { limitsList } from './credits-limits.ts';
import type { CommandDeps } from './deps.ts';
import { extendButton, extendFormSent } from './extend.ts';
import { helpCommand } from './help.ts';
import { messageCommand } from './message.ts';
import { guarded } from './rights.ts';
import { settingsCommand } from './settings.ts';
import { againButton, cancelButton, ideaForm, lyricsButton, songCommand } from './song.ts';
import { forgetButton, songsCommand } from './songs.ts';

const everything = (deps: CommandDeps): Commands => ({
  commands: [
    songCommand,
    composeCommand,
    circleCommand,
    songsCommand,
    creditsCommand,
    settingsCommand,
    helpCommand,
  ].map((make) => make(deps)),
  menu: [messageCommand(deps)],
  buttons: [
    extendButton,
    againButton,
    lyricsButton,
    cancelButton,
    editButton,
    rewriteButton,
    circlePicked,
    addSectionButton,
    suggestButton,
    voteButton,
    voteCast,
    editMineButton,
    editOnePicked,
    generateButton,
    circleLyricsButton,
    leaveButton,
    manageButton,
    lockPicked,
    movePicked,
    moveToPicked,
    removePicked,
    handOverPicked,
    takeButton,
    circleExtendButton,
    retryButton,
    forgetButton,
    approveButton,
    declineButton,
    historyButton,
    statementButton,
    limitsList,
  ].map((make) => make(deps)),
  forms: [
    ideaForm,
    composeFormSent,
    messageFormSent,
    composeFormBeforeSent,
    extendFormSent,
    addSectionSent,
    editSectionSent,
    suggestSent,
  ].map((make) => make(deps)),
});

/** Each behind its row of `rights.ts`. */
export const createCommands = (deps: CommandDeps): Commands => guarded(deps, everything(deps));
