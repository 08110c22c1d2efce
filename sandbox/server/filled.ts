import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import type { FilledOption } from '../protocol.ts';

/** Thrown when a member does what Discord's own app would not let them do; a sentence for them. */
export class ActImpossible extends Error {}

const declared = z.looseObject({
  type: z.number(),
  name: z.string(),
  required: z.boolean().nullish(),
  min_length: z.number().nullish(),
  max_length: z.number().nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  autocomplete: z.boolean().nullish(),
  choices: z.array(z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) })).nullish(),
  get options() {
    return z.array(declared).nullish();
  },
});
type Declared = z.output<typeof declared>;

const readDeclared = (options: unknown): Declared[] => z.array(declared).nullish().parse(options) ?? [];

const fail = (sentence: string): never => {
  throw new ActImpossible(sentence);
};

const isInner = (type: number): boolean => type === Type.Subcommand || type === Type.SubcommandGroup;

const checkNumber = (option: Declared, value: number): void => {
  if (!Number.isFinite(value) || (option.type === Type.Integer && !Number.isSafeInteger(value)))
    fail(`${option.name}: must be a number.`);
  if (typeof option.min_value === 'number' && value < option.min_value)
    fail(`${option.name}: must be ${option.min_value} or more.`);
  if (typeof option.max_value === 'number' && value > option.max_value)
    fail(`${option.name}: must be ${option.max_value} or less.`);
};

const checkText = (option: Declared, value: string): void => {
  if (typeof option.min_length === 'number' && value.length < option.min_length)
    fail(`${option.name}: must have ${option.min_length} characters or more.`);
  if (value.length > (option.max_length ?? 6000))
    fail(`${option.name}: must have ${option.max_length ?? 6000} characters or fewer.`);
};

const checkValue = (option: Declared, value: FilledOption['value']): void => {
  const isNumber = option.type === Type.Integer || option.type === Type.Number;
  const wanted = isNumber ? 'number' : option.type === Type.Boolean ? 'boolean' : 'string';
  if (typeof value !== wanted) fail(`${option.name}: must be a ${wanted}.`);
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value))
    fail(`${option.name}: is none of the choices.`);
  if (typeof value === 'number') checkNumber(option, value);
  if (typeof value === 'string' && option.type === Type.String) checkText(option, value);
};

/** What is filled against what the command declares, as Discord's composer does. @param typing not finished: anything may be missing. */
const check = (options: Declared[], filled: FilledOption[], typing: boolean): void => {
  for (const one of filled) {
    const option =
      options.find((candidate) => candidate.name === one.name) ?? fail(`${one.name}: there is no such option.`);
    if (option.type !== one.type) fail(`${one.name}: is of another type.`);
    if (isInner(option.type)) check(option.options ?? [], one.options ?? [], typing);
    else if (!typing) checkValue(option, one.value);
  }
  const missing = options.find((option) => option.required && !filled.some((one) => one.name === option.name));
  if (missing && !typing) fail(`${missing.name}: is required.`);
  const needsInner = options.some((option) => isInner(option.type));
  if (needsInner && filled.length !== 1) fail('Choose one of the subcommands.');
};

export const checkFilled = (options: unknown, filled: FilledOption[]): void =>
  check(readDeclared(options), filled, false);
export const checkTyping = (options: unknown, filled: FilledOption[]): void =>
  check(readDeclared(options), filled, true);

/** The values of all options of one type, however deep. */
export const valuesOfType = (filled: FilledOption[], type: number): string[] =>
  filled.flatMap((option) => [
    ...(option.type === type && typeof option.value === 'string' ? [option.value] : []),
    ...valuesOfType(option.options ?? [], type),
  ]);
