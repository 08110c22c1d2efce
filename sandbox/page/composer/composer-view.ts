/** How the composer looks. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../views/icons.ts';
import { checkEntry, describe } from './check.ts';
import { type OptionSpec, optionTypes } from './commands.ts';
import { type ComposerModel, type Proposal, tail } from './model.ts';

const listId = 'proposals';

function proposalView(proposal: Proposal, index: number, composer: ComposerModel): TemplateResult {
  const active = index === composer.active;
  return html`
    <li id="${listId}-${index}" role="option" class="proposal ${active ? 'active' : ''}" aria-selected=${active}
      @mousedown=${(event: Event) => event.preventDefault()} @click=${() => proposal.take()} @mousemove=${() => {
        composer.active = index;
      }}>
      <span class="proposal-words"><strong>${proposal.title}</strong>${proposal.detail ? html`<small>${proposal.detail}</small>` : nothing}</span>
      ${proposal.hint ? html`<small class="proposal-hint">${proposal.hint}</small>` : nothing}
    </li>`;
}

function optionHelp(option: OptionSpec, composer: ComposerModel): TemplateResult {
  const { found } = composer;
  const asking = found?.option === option.name && found.loading && composer.proposals.length === 0;
  const silent = found?.option === option.name && !found.loading && found.choices === null;
  return html`
    <div class="option-help" id="option-help">
      <p><strong>${option.name}</strong> ${option.description}</p>
      <p class="option-kind">${describe(option)}</p>
      ${asking ? html`<p class="option-kind">Looking for choices…</p>` : nothing}
      ${silent ? html`<p class="option-kind">${icons.alert} The choices could not be loaded; you can type one.</p>` : nothing}
    </div>`;
}

function above(composer: ComposerModel, proposals: Proposal[]): TemplateResult | typeof nothing {
  const option = composer.command ? composer.optionOf(composer.field) : null;
  const title = composer.command ? (option ? 'Choices' : 'Optional options') : 'Commands';
  if (!option && proposals.length === 0 && !composer.error) return nothing;
  return html`
    <div class="above">
      ${composer.error ? html`<p class="composer-error" role="alert">${icons.alert} ${composer.error.sentence}</p>` : nothing}
      ${option ? optionHelp(option, composer) : nothing}
      ${
        proposals.length
          ? html`<p class="above-title" aria-hidden="true">${title}</p>
            <ul id=${listId} role="listbox" class="proposals" aria-label=${title}>${proposals.map((each, index) => proposalView(each, index, composer))}</ul>`
          : nothing
      }
    </div>`;
}

function keys(composer: ComposerModel, field: string | null) {
  return (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const input = event.target as HTMLInputElement;
    if (!event.shiftKey && composer.listKey(event.key)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void composer.send();
    } else if (event.key === 'Backspace' && input.value === '' && field !== null) {
      event.preventDefault();
      composer.back(field);
    }
  };
}

const typed = (composer: ComposerModel) => (event: Event) => composer.typed((event.target as HTMLInputElement).value);

/** A list belongs to the field only while it stands there; the highlighted line only when there is one. */
function listOf(composer: ComposerModel, proposals: Proposal[], field: string | null) {
  const mine = composer.field === field && proposals.length > 0;
  return {
    expanded: mine,
    controls: mine ? listId : nothing,
    active: mine && composer.active >= 0 ? `${listId}-${composer.active}` : nothing,
  };
}

function fileView(option: OptionSpec, composer: ComposerModel): TemplateResult {
  const { text, picked } = composer.entryOf(option.name);
  const label = `${option.name}, ${option.required ? 'required' : 'optional'} file. ${option.description}`;
  const change = (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) void composer.attach(option, file);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace') return;
    event.preventDefault();
    composer.back(option.name);
  };
  return html`
    <label class="pill file">
      <span class="pill-name" aria-hidden="true">${option.name}</span>
      <span class="pill-file">${icons.file} ${text ? `${text}${picked ? '' : ' …'}` : 'Choose a file'}</span>
      <input type="file" class="unseen" data-field=${option.name} aria-label=${label} @change=${change} @keydown=${key}
        @focus=${() => composer.focused(option.name)} />
    </label>`;
}

function optionView(name: string, composer: ComposerModel, proposals: Proposal[]): TemplateResult {
  const option = composer.optionOf(name);
  if (!option) return html``;
  if (option.type === optionTypes.attachment) return fileView(option, composer);
  const entry = composer.entryOf(name);
  const wrong = composer.error?.field === name;
  const left = composer.field !== name && entry.text !== '' && !checkEntry(option, entry).ok;
  const list = listOf(composer, proposals, name);
  const label = `${name}, ${option.required ? 'required' : 'optional'}. ${option.description}`;
  const listed = option.choices !== null || option.autocomplete;
  const help = composer.field === name ? 'option-help' : nothing;
  return html`
    <span class="pill ${wrong || left ? 'wrong' : ''} ${listed ? '' : 'wide'}">
      <span class="pill-name" aria-hidden="true">${name}</span>
      ${
        listed
          ? html`<input type="text" role="combobox" data-field=${name} aria-label=${label} aria-autocomplete="list" aria-expanded=${list.expanded}
              aria-controls=${list.controls} aria-activedescendant=${list.active} aria-invalid=${wrong || left} aria-describedby=${help} autocomplete="off"
              .value=${entry.text} @input=${typed(composer)} @keydown=${keys(composer, name)} @focus=${() => composer.focused(name)} />`
          : html`<textarea rows="1" data-field=${name} aria-label=${label} aria-required=${option.required} aria-invalid=${wrong || left} aria-describedby=${help}
              autocomplete="off" .value=${entry.text} @input=${typed(composer)} @keydown=${keys(composer, name)} @focus=${() => composer.focused(name)}></textarea>`
      }
    </span>`;
}

function commandView(composer: ComposerModel, proposals: Proposal[]): TemplateResult {
  const { command } = composer;
  if (!command) return html``;
  const more = composer.remaining.length;
  const list = listOf(composer, proposals, tail);
  const label = more
    ? `${more} optional options. Type or choose one; Enter sends /${command.pick.name}`
    : `Enter sends /${command.pick.name}`;
  return html`
    <div class="command" role="group" aria-label="/${command.pick.name}: ${command.pick.description}">
      <span class="command-name">/${command.pick.name}</span>
      ${command.shown.map((name) => optionView(name, composer, proposals))}
      <input type="text" role="combobox" class="tail" data-field=${tail} placeholder=${more ? `+${more} optional` : 'Enter sends'} aria-label=${label}
        aria-autocomplete="list" aria-expanded=${list.expanded} aria-controls=${list.controls} aria-activedescendant=${list.active} autocomplete="off"
        .value=${composer.text} @input=${typed(composer)} @keydown=${keys(composer, tail)} @focus=${() => composer.focused(tail)} />
    </div>
    <button type="button" class="icon-button" aria-label="Leave /${command.pick.name}" title="Leave the command" @click=${() => composer.leave('')}>${icons.close}</button>`;
}

function plainView(composer: ComposerModel, proposals: Proposal[]): TemplateResult {
  const list = listOf(composer, proposals, null);
  const toPicker = () => {
    composer.typed('/');
    (composer.querySelector('textarea') as HTMLElement | null)?.focus();
  };
  return html`
    <button type="button" class="slash" aria-label="/ Commands" title="Commands" @click=${toPicker}>/</button>
    <textarea rows="1" role="combobox" data-field="" aria-label="Message ${composer.place}" placeholder="Message ${composer.place} or type /"
      aria-autocomplete="list" aria-haspopup="listbox" aria-expanded=${list.expanded} aria-controls=${list.controls} aria-activedescendant=${list.active}
      autocomplete="off" maxlength="2000" .value=${composer.text} @input=${typed(composer)} @keydown=${keys(composer, null)} @focus=${() => composer.focused(null)}
      @blur=${() => {
        composer.closed = true;
      }}></textarea>`;
}

export function composerView(composer: ComposerModel): TemplateResult {
  const proposals = composer.proposals;
  const empty = !composer.command && composer.text.trim() === '';
  return html`
    <form class="composer" @submit=${(event: Event) => event.preventDefault()}>
      ${above(composer, proposals)}
      <div class="composer-line">
        ${composer.command ? commandView(composer, proposals) : plainView(composer, proposals)}
        <button type="button" class="icon-button send" aria-label="Send" title="Send" ?disabled=${empty} @click=${() => void composer.send()}>${icons.send}</button>
      </div>
    </form>`;
}
