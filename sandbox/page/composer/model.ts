/** What the composer's look needs to know of it. */
import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import type { Entry } from './check.ts';
import type { CommandPick, OptionSpec } from './commands.ts';

/** The field after the options: names further options, and sends. */
export const tail = '#tail';

/** One line of the list above the field. */
export interface Proposal {
  title: string;
  detail: string;
  hint: string;
  take(): void;
}

export interface CommandDraft {
  pick: CommandPick;
  /** Names of the options that are shown, in order. */
  shown: string[];
  entries: Map<string, Entry>;
}

/** The bot's own proposals for an option; `choices` is null when it did not answer. */
export interface Found {
  option: string;
  choices: APIApplicationCommandOptionChoice[] | null;
  loading: boolean;
}

/** `field` is an option's name, `tail`, or null for the plain field. */
export interface ComposerModel {
  readonly place: string;
  readonly text: string;
  readonly command: CommandDraft | null;
  readonly field: string | null;
  active: number;
  closed: boolean;
  readonly found: Found | null;
  readonly error: { field: string | null; sentence: string } | null;
  readonly botName: string;
  readonly picks: CommandPick[];
  readonly proposals: Proposal[];
  readonly remaining: OptionSpec[];
  optionOf(name: string | null): OptionSpec | null;
  entryOf(name: string): Entry;
  begin(pick: CommandPick): void;
  addOption(name: string): void;
  takeChoice(option: OptionSpec, choice: APIApplicationCommandOptionChoice): void;
  typed(value: string): void;
  focused(field: string | null): void;
  listKey(key: string): boolean;
  back(field: string): void;
  leave(text: string): void;
  send(): Promise<void>;
  attach(option: OptionSpec, file: File): Promise<void>;
  querySelector(selector: string): Element | null;
}
