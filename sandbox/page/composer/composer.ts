/**
 * `<song-composer>`: where a member writes. Plain text is a message; a `/` opens the picker; a picked command is filled
 * option by option. Every field is a combobox over one list that stands above it, so one set of keys serves them all.
 */
import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { LitElement } from 'lit';
import type { World } from '../views/world.ts';
import { checkEntry, type Entry } from './check.ts';
import { type CommandPick, listPicks, nest, type OptionSpec } from './commands.ts';
import { composerView } from './composer-view.ts';
import { type CommandDraft, type ComposerModel, type Found, type Proposal, tail } from './model.ts';
import { proposalsFor } from './proposals.ts';

const autocompleteAfterMs = 250;

export class SongComposer extends LitElement implements ComposerModel {
  static override properties = {
    world: { attribute: false },
    place: {},
    text: { state: true },
    command: { state: true },
    field: { state: true },
    active: { state: true },
    closed: { state: true },
    found: { state: true },
    error: { state: true },
  };

  declare world: World;
  declare place: string;
  /** What stands in the plain field; of the tail when a command is being filled. */
  declare text: string;
  declare command: CommandDraft | null;
  /** Which option has the cursor. */
  declare field: string | null;
  /** The highlighted proposal; -1: none, Enter then sends. */
  declare active: number;
  /** Escape closed the list until something is typed. */
  declare closed: boolean;
  /** The bot's own proposals for the focused option. */
  declare found: Found | null;
  declare error: { field: string | null; sentence: string } | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  /** Commands that were left half filled, by name: typing them again brings everything back. */
  #kept = new Map<string, CommandDraft>();

  constructor() {
    super();
    this.place = '';
    this.text = '';
    this.command = null;
    this.field = null;
    this.active = 0;
    this.closed = false;
    this.found = null;
    this.error = null;
  }

  override createRenderRoot() {
    return this;
  }

  get botName(): string {
    return this.world.state.application.name;
  }

  get picks(): CommandPick[] {
    const { state } = this.world;
    const channel = state.channels.find((each) => each.id === state.channelId);
    return listPicks(state.commands, channel, state);
  }

  get remaining(): OptionSpec[] {
    const { command } = this;
    return command ? command.pick.options.filter((option) => !command.shown.includes(option.name)) : [];
  }

  optionOf(name: string | null): OptionSpec | null {
    return this.command?.pick.options.find((option) => option.name === name) ?? null;
  }

  entryOf(name: string): Entry {
    return this.command?.entries.get(name) ?? { text: '', picked: null };
  }

  get proposals(): Proposal[] {
    return proposalsFor(this);
  }

  /** Puts the command of this name into the field; unknown ones stay as text. */
  start(name: string) {
    const pick = this.picks.find((each) => each.name === name);
    if (pick) this.begin(pick);
    else {
      this.command = null;
      this.typed(`/${name}`);
      this.#focus(null);
    }
  }

  begin(pick: CommandPick) {
    const required = pick.options.filter((option) => option.required).map((option) => option.name);
    const kept = this.#kept.get(pick.name);
    // The bot may have declared the command anew in between.
    const shown = (kept?.shown ?? required).filter((name) => pick.options.some((option) => option.name === name));
    this.command = { pick, shown, entries: kept?.entries ?? new Map() };
    this.text = '';
    this.error = null;
    this.#focus(this.command.shown[0] ?? tail);
  }

  addOption(name: string) {
    if (!this.command) return;
    this.command = { ...this.command, shown: [...this.command.shown, name] };
    this.text = '';
    this.#focus(name);
  }

  takeChoice(option: OptionSpec, choice: APIApplicationCommandOptionChoice) {
    this.#forgetQuestion();
    this.#enter(option.name, { text: choice.name, picked: { name: choice.name, value: choice.value } });
    const shown = this.command?.shown ?? [];
    this.#focus(shown[shown.indexOf(option.name) + 1] ?? tail);
  }

  #enter(name: string, entry: Entry) {
    if (!this.command) return;
    this.command = { ...this.command, entries: new Map(this.command.entries).set(name, entry) };
    if (this.error?.field === name) this.error = null;
  }

  /** The member typed in the field that has the cursor. */
  typed(value: string) {
    this.closed = false;
    if (!this.command || this.field === tail) {
      this.text = value;
      this.active = this.command ? (value ? 0 : -1) : 0;
      return;
    }
    const option = this.optionOf(this.field);
    if (!option) return;
    this.#enter(option.name, { text: value, picked: null });
    this.active = value ? 0 : -1;
    if (option.autocomplete) this.#ask(option, autocompleteAfterMs);
  }

  focused(field: string | null) {
    if (this.field === field && this.found?.option === field) return;
    this.field = field;
    this.closed = false;
    const option = this.optionOf(field);
    const begun = option ? this.entryOf(option.name) : null;
    // In a closed list the first is proposed at once; anywhere else Enter must be free to send.
    this.active = !this.command || (option?.choices && !begun?.picked) ? 0 : -1;
    if (option?.autocomplete) this.#ask(option, 0);
  }

  /** What is still asked of the bot is no longer waited for. */
  #forgetQuestion() {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  #ask(option: OptionSpec, afterMs: number) {
    this.#forgetQuestion();
    const mine = this.#asked;
    const before = this.found?.option === option.name ? this.found.choices : null;
    this.found = { option: option.name, choices: before, loading: true };
    this.#timer = setTimeout(async () => {
      const { command } = this;
      if (!command || mine !== this.#asked) return;
      const text = this.entryOf(option.name).text;
      const focused = { name: option.name, type: option.type, value: text, focused: true };
      const others = this.#filled().filter((each) => each.name !== option.name);
      const choices = await this.world.actions.ask(command.pick.commandId, nest(command.pick, [...others, focused]));
      if (mine === this.#asked) this.found = { option: option.name, choices, loading: false };
    }, afterMs);
  }

  /** Hands the file over at once, so that sending does not wait for it. */
  async attach(option: OptionSpec, file: File) {
    this.#enter(option.name, { text: file.name, picked: null });
    const uploaded = await this.world.actions.upload(file);
    if (this.entryOf(option.name).text !== file.name) return;
    if ('id' in uploaded)
      this.#enter(option.name, { text: file.name, picked: { name: file.name, value: uploaded.id } });
    else {
      this.#enter(option.name, { text: '', picked: null });
      this.error = { field: option.name, sentence: uploaded.reason };
    }
  }

  #filled() {
    return (this.command?.shown ?? []).flatMap((name) => {
      const option = this.optionOf(name);
      const checked = option ? checkEntry(option, this.entryOf(name)) : null;
      return checked?.ok && checked.filled ? [checked.filled] : [];
    });
  }

  /** Sends what stands there, or says which option is wrong and puts the cursor there. */
  async send() {
    if (!this.command) return this.#write();
    for (const name of this.command.shown) {
      const option = this.optionOf(name);
      const checked = option ? checkEntry(option, this.entryOf(name)) : null;
      if (checked && !checked.ok) {
        this.#focus(name);
        this.error = { field: name, sentence: checked.sentence };
        return;
      }
    }
    const { pick } = this.command;
    const options = nest(pick, this.#filled());
    this.leave('');
    this.#kept.delete(pick.name);
    await this.world.actions.run(pick.commandId, pick.name, options);
  }

  async #write() {
    const content = this.text.trim();
    if (!content) return;
    this.text = '';
    const sent = await this.world.actions.write(content);
    if (sent.ok) return;
    this.text ||= content;
    this.error = { field: null, sentence: sent.reason };
  }

  /** Out of the command, back to plain text. */
  leave(text: string) {
    if (this.command) this.#kept.set(this.command.pick.name, this.command);
    this.command = null;
    this.found = null;
    this.error = null;
    this.text = text;
    this.#focus(null);
  }

  /** Backspace in an empty field: an optional one goes away, the first leads back out of the command. */
  back(field: string) {
    const { command } = this;
    if (!command) return;
    const index = field === tail ? command.shown.length : command.shown.indexOf(field);
    const before = command.shown[index - 1];
    if (field !== tail && !this.optionOf(field)?.required) {
      command.entries.delete(field);
      this.command = { ...command, shown: command.shown.filter((name) => name !== field) };
    }
    if (before === undefined) this.leave(`/${command.pick.name}`);
    else this.#focus(before);
  }

  /** The keys of the list; true when the key was for it. */
  listKey(key: string): boolean {
    const list = this.proposals;
    if (list.length === 0) return false;
    if (key === 'ArrowDown') this.active = (this.active + 1) % list.length;
    else if (key === 'ArrowUp') this.active = (Math.max(this.active, 0) + list.length - 1) % list.length;
    else if (key === 'Escape') this.closed = true;
    else if (key === 'Enter' || (key === 'Tab' && this.active >= 0)) {
      const chosen = list[this.active];
      chosen?.take();
      return chosen !== undefined;
    } else return false;
    return true;
  }

  #focus(field: string | null) {
    this.field = field;
    void this.updateComplete.then(() => {
      const input = this.querySelector<HTMLInputElement>(
        field === null ? '[data-field=""]' : `[data-field="${field}"]`,
      );
      input?.focus();
      if (input && input.type !== 'file') input.setSelectionRange(input.value.length, input.value.length);
      this.focused(field);
    });
  }

  override updated() {
    this.querySelector('.proposal.active')?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    return composerView(this);
  }
}
