import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Finding, finding, type Path } from './finding.ts';

/** Characters over all names, descriptions and values of one command. */
const COMMAND_CHARACTERS = 8000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const option = z.looseObject({
  type: z.number(),
  name: z.string(),
  description: z.string().nullish(),
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  choices: z.array(z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) })).nullish(),
  get options() {
    return z.array(option).nullish();
  },
});
type Option = z.output<typeof option>;
const command = z.looseObject({
  name: z.string(),
  type: z.number().nullish(),
  description: z.string().nullish(),
  options: z.array(option).nullish(),
});
type Command = z.output<typeof command>;

const isSubcommand = (type: number): boolean =>
  type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;

const nameRules = (name: string, path: Path): Finding[] =>
  NAME.test(name) && name === name.toLowerCase()
    ? []
    : [finding([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')];

const optionsRules = (options: Option[], path: Path): Finding[] => {
  const findings: Finding[] = [];
  let sawOptional = false;
  for (const [index, one] of options.entries()) {
    const at = [...path, 'options', index];
    findings.push(...nameRules(one.name, at));
    if (options.findIndex((other) => other.name === one.name) < index) {
      findings.push(
        finding([...at, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE', 'Option names must be unique'),
      );
    }
    if (one.autocomplete && one.choices?.length) {
      findings.push(
        finding(
          [...at, 'autocomplete'],
          'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES',
          'An option cannot have both choices and autocomplete',
        ),
      );
    }
    if (one.required && sawOptional) {
      findings.push(
        finding(
          at,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        ),
      );
    }
    if (isSubcommand(one.type) !== isSubcommand(options[0]?.type ?? one.type)) {
      findings.push(
        finding(
          [...at, 'type'],
          'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
          'Sub-command and sub-command group option types are mutually exclusive to all other types',
        ),
      );
    }
    sawOptional ||= !one.required && !isSubcommand(one.type);
    findings.push(...optionsRules(one.options ?? [], at));
  }
  return findings;
};

/** Localized texts count only by their longest; here the default ones are what there is to count. */
const characters = ({
  name,
  description,
  options,
}: {
  name: string;
  description?: string | null;
  options?: Option[] | null;
}): number =>
  name.length +
  (description?.length ?? 0) +
  (options ?? []).reduce((sum, one) => {
    const ofChoices = (one.choices ?? []).reduce(
      (inner, choice) => inner + choice.name.length + String(choice.value).length,
      0,
    );
    return sum + characters(one) + ofChoices;
  }, 0);

/** The documented rules of one command which Discord's description does not hold. */
export const commandRules = (raw: unknown, path: Path): Finding[] => {
  const parsed = command.safeParse(raw);
  if (!parsed.success) return [];
  const { name, type, description, options } = parsed.data;
  const isSlash = (type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
  const findings = isSlash ? [...nameRules(name, path), ...optionsRules(options ?? [], path)] : [];
  if (isSlash && !description)
    findings.push(finding([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required'));
  if (!isSlash && description)
    findings.push(
      finding(
        [...path, 'description'],
        'APPLICATION_COMMAND_NO_DESCRIPTION',
        'Context menu commands cannot have description',
      ),
    );
  if (characters(parsed.data) > COMMAND_CHARACTERS) {
    findings.push(
      finding(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${COMMAND_CHARACTERS})`),
    );
  }
  return findings;
};

/** Of a list that takes the place of all: each by itself, and no name twice in one kind. */
export const commandListRules = (raw: unknown): Finding[] => {
  const listed = z.array(z.unknown()).safeParse(raw).data ?? [];
  const seen = new Set<string>();
  return listed.flatMap((one, index) => {
    const parsed = command.safeParse(one);
    const key = parsed.success ? keyOf(parsed.data) : `?${index}`;
    const again = seen.has(key);
    seen.add(key);
    const twice = again
      ? [finding([index, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')]
      : [];
    return [...commandRules(one, [index]), ...twice];
  });
};

const keyOf = ({ type, name }: Command): string => `${type ?? ApplicationCommandType.ChatInput} ${name}`;
