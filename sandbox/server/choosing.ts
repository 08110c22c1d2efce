import { ActImpossible } from './filled.ts';

/** What of a list decides which choices Discord's app lets through. */
export interface ChoiceList {
  min_values?: number | undefined;
  /** Of user, role and channel lists absent: there anything that exists can be chosen. */
  options?: { value: string }[] | undefined;
}

/** Refuses what Discord's app would not send of a list: too few, too many, one twice, or what was never offered. */
export const checkChosen = (list: ChoiceList, label: string, values: string[], most: number): void => {
  const fail = (sentence: string): never => {
    throw new ActImpossible(`${label}: ${sentence}`);
  };
  const fewest = list.min_values ?? 1;
  const offered = list.options?.map((option) => option.value);
  for (const [index, value] of values.entries()) {
    if (offered && !offered.includes(value)) fail(`"${value}" is none of the options.`);
    if (values.indexOf(value) < index) fail(`"${value}" was chosen twice.`);
  }
  if (values.length < fewest) fail(`takes ${fewest} at least.`);
  if (values.length > most) fail(`takes ${most} at the most.`);
};
