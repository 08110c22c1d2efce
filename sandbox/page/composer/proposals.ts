/** The list above the field that has the cursor: commands, further options, or the choices of one option. */
import { matchPicks, type OptionSpec } from './commands.ts';
import { type ComposerModel, type Proposal, tail } from './model.ts';

/** A command is still being named: a slash and at most three words. */
const naming = /^\/[^\s]*( [^\s]*)?( [^\s]*)?$/;

function commandProposals(composer: ComposerModel): Proposal[] {
  if (!naming.test(composer.text)) return [];
  return matchPicks(composer.picks, composer.text.slice(1)).map((pick) => ({
    title: `/${pick.name}`,
    detail: pick.description,
    hint: composer.botName,
    take: () => composer.begin(pick),
  }));
}

function optionProposals(composer: ComposerModel): Proposal[] {
  const typed = composer.text.trim().toLowerCase();
  return composer.remaining
    .filter((option) => option.name.includes(typed))
    .map((option) => ({
      title: option.name,
      detail: option.description,
      hint: 'optional',
      take: () => composer.addOption(option.name),
    }));
}

/** A closed list is narrowed here; what the bot proposes it narrowed itself. */
function choiceProposals(composer: ComposerModel, option: OptionSpec): Proposal[] {
  const entry = composer.entryOf(option.name);
  const typed = entry.picked ? '' : entry.text.trim().toLowerCase();
  const own = option.choices?.filter((choice) => choice.name.toLowerCase().includes(typed));
  const asked = composer.found?.option === option.name ? (composer.found.choices ?? []) : [];
  return (own ?? (option.autocomplete ? asked : [])).map((choice) => ({
    title: choice.name,
    detail: '',
    hint: '',
    take: () => composer.takeChoice(option, choice),
  }));
}

export function proposalsFor(composer: ComposerModel): Proposal[] {
  if (composer.closed) return [];
  if (!composer.command) return commandProposals(composer);
  if (composer.field === tail) return optionProposals(composer);
  const option = composer.optionOf(composer.field);
  return option ? choiceProposals(composer, option) : [];
}
