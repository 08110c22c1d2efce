/** What was typed into an option, checked as Discord checks it before it sends anything. Pure. */
import type { FilledOption } from '../../protocol.ts';
import { type OptionSpec, optionTypes } from './commands.ts';

export interface Entry {
  text: string;
  /** The proposal that was taken; typing on forgets it. */
  picked: { name: string; value: string | number } | null;
}

export type Checked = { ok: true; filled: FilledOption | null } | { ok: false; sentence: string };

const fault = (sentence: string): Checked => ({ ok: false, sentence });

function checkString(option: OptionSpec, text: string): string | null {
  const length = [...text].length;
  if (option.minLength !== null && length < option.minLength) {
    return `${option.name} must have at least ${option.minLength} characters; this has ${length}.`;
  }
  if (option.maxLength !== null && length > option.maxLength) {
    return `${option.name} may have at most ${option.maxLength} characters; this is ${length - option.maxLength} over.`;
  }
  return null;
}

function checkNumber(option: OptionSpec, text: string): string | null {
  const value = Number(text);
  if (!Number.isFinite(value)) return `${option.name} must be a number.`;
  if (option.type === optionTypes.integer && !Number.isInteger(value)) return `${option.name} must be a whole number.`;
  if (option.minValue !== null && value < option.minValue) return `${option.name} must be at least ${option.minValue}.`;
  if (option.maxValue !== null && value > option.maxValue) return `${option.name} must be at most ${option.maxValue}.`;
  return null;
}

function isNumeric(option: OptionSpec): boolean {
  return option.type === optionTypes.integer || option.type === optionTypes.number;
}

function fromChoices(option: OptionSpec, entry: Entry): Checked {
  const typed = entry.text.trim().toLowerCase();
  const choice = entry.picked ?? option.choices?.find((each) => each.name.toLowerCase() === typed);
  if (!choice) return fault(`${option.name} must be one of the listed choices.`);
  const value = option.type === optionTypes.boolean ? choice.value === 'true' : choice.value;
  return { ok: true, filled: { name: option.name, type: option.type, value } };
}

/** `filled` is null for an optional one that was left empty. */
export function checkEntry(option: OptionSpec, entry: Entry | undefined): Checked {
  if (!entry || entry.text.trim() === '') {
    return option.required ? fault(`${option.name} is required.`) : { ok: true, filled: null };
  }
  if (option.choices) return fromChoices(option, entry);
  if (option.type === optionTypes.attachment && !entry.picked)
    return fault(`The file for ${option.name} is not here yet.`);
  const raw = entry.picked ? String(entry.picked.value) : entry.text.trim();
  const sentence = isNumeric(option) ? checkNumber(option, raw) : checkString(option, raw);
  if (sentence) return fault(sentence);
  return { ok: true, filled: { name: option.name, type: option.type, value: isNumeric(option) ? Number(raw) : raw } };
}

/** One line on what the option takes, e.g. `Text, at most 400 characters · required`. */
export function describe(option: OptionSpec): string {
  const kinds: Record<number, string> = {
    [optionTypes.string]: 'Text',
    [optionTypes.integer]: 'Whole number',
    [optionTypes.number]: 'Number',
    [optionTypes.boolean]: 'True or False',
    [optionTypes.user]: 'Member',
    [optionTypes.channel]: 'Channel',
    [optionTypes.role]: 'Role',
    [optionTypes.attachment]: 'File',
  };
  const limits = [
    option.minLength ? `at least ${option.minLength} characters` : null,
    option.maxLength !== null ? `at most ${option.maxLength} characters` : null,
    option.minValue !== null ? `from ${option.minValue}` : null,
    option.maxValue !== null ? `to ${option.maxValue}` : null,
  ].filter((each) => each !== null);
  const kind = kinds[option.type] ?? 'Value';
  return `${[kind, ...limits].join(', ')} · ${option.required ? 'required' : 'optional'}`;
}
