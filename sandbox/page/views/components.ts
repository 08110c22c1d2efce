/** Buttons and selects below a message. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIMessage,
  APIMessageTopLevelComponent,
} from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit';
import type { OpenAct } from '../state.ts';
import { icons } from './icons.ts';
import type { World } from './world.ts';

/** Of Discord's documentation. */
const actionRow = 1;
const button = 2;
const stringSelect = 3;
const linkStyle = 5;
const styleNames: Record<number, string> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };

function waitingOn(world: World, message: APIMessage, customId: string): OpenAct | undefined {
  return [...world.state.acts.values()].find(
    (act) => act.messageId === message.id && act.customId === customId && act.state === 'waiting',
  );
}

function emojiOf(component: APIButtonComponent): string {
  return 'emoji' in component && component.emoji?.name ? `${component.emoji.name} ` : '';
}

function buttonView(component: APIButtonComponent, message: APIMessage, world: World): TemplateResult | typeof nothing {
  const label = `${emojiOf(component)}${'label' in component ? (component.label ?? '') : ''}`;
  if (component.style === linkStyle) {
    if (!('url' in component) || !/^https?:/i.test(component.url)) return nothing;
    return html`<a class="discord-button secondary" href=${component.url} target="_blank" rel="noopener noreferrer">${label}${icons.open}<span class="unseen"> (opens a new tab)</span></a>`;
  }
  if (!('custom_id' in component)) return nothing;
  const customId = component.custom_id;
  const busy = waitingOn(world, message, customId) !== undefined;
  const press = () => {
    if (!busy) void world.actions.press(message, { customId, componentType: button, label });
  };
  return html`
    <button type="button" class="discord-button ${styleNames[component.style] ?? 'secondary'}" ?disabled=${component.disabled ?? false}
      aria-busy=${busy} @click=${press}>
      <span class="button-label">${label}</span>${busy ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
    </button>`;
}

function selectView(component: APIComponentInMessageActionRow, message: APIMessage, world: World) {
  if (component.type !== stringSelect) return nothing;
  const { custom_id: customId, placeholder, options } = component;
  const choose = (event: CustomEvent<string[]>) => {
    const pressed = { customId, componentType: stringSelect, label: placeholder ?? 'a choice', values: event.detail };
    void world.actions.press(message, pressed);
  };
  const words = placeholder ?? 'Make a selection';
  return html`
    <choice-menu .label=${words} .placeholder=${words} .options=${options} .min=${component.min_values ?? 1} .max=${component.max_values ?? 1}
      .disabled=${component.disabled ?? false} .busy=${waitingOn(world, message, customId) !== undefined} @chosen=${choose}></choice-menu>`;
}

function rowView(row: APIActionRowComponent<APIComponentInMessageActionRow>, message: APIMessage, world: World) {
  return html`
    <discord-action-row>
      ${row.components.map((each) => (each.type === button ? buttonView(each, message, world) : selectView(each, message, world)))}
    </discord-action-row>`;
}

function failedOn(world: World, message: APIMessage) {
  const failed = [...world.state.acts.values()].find((act) => act.messageId === message.id && act.state === 'failed');
  if (!failed) return nothing;
  return html`
    <p class="failed" role="alert">
      ${icons.alert} This interaction failed. ${failed.reason ?? `${world.state.application.name} did not answer in time.`}
      <button type="button" class="link" @click=${() => world.actions.dismiss(failed.nonce)}>Dismiss</button>
    </p>`;
}

export function componentsView(message: APIMessage, world: World) {
  const rows = (message.components ?? []).filter(
    (each: APIMessageTopLevelComponent): each is APIActionRowComponent<APIComponentInMessageActionRow> =>
      each.type === actionRow,
  );
  const failed = failedOn(world, message);
  if (rows.length === 0 && failed === nothing) return nothing;
  return html`<div slot="components" class="components">${rows.map((row) => rowView(row, message, world))}${failed}</div>`;
}
