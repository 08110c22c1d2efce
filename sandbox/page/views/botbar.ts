/** How the bot is, what one can do to it, and which of Discord's rules it broke. */
import { html, nothing, type TemplateResult } from 'lit';
import type { BotStatus, Violation } from '../../protocol.ts';
import { icons } from './icons.ts';
import { plural } from './text.ts';
import type { World } from './world.ts';

const words: Record<BotStatus, string> = {
  online: 'is online',
  starting: 'is starting…',
  down: 'is down',
  unmanaged: 'runs elsewhere',
};

function orders(world: World): TemplateResult | typeof nothing {
  const { bot } = world.state;
  if (bot === 'unmanaged') return nothing;
  return html`
    <button type="button" class="order" @click=${() => void world.actions.bot('restart')} title="Stops it if it runs and starts it again">${icons.restart}<span>Restart the bot</span></button>
    <button type="button" class="order danger" ?disabled=${bot === 'down'} @click=${() => void world.actions.bot('kill')} title="kill -9: nothing is tidied up">${icons.kill}<span>Kill it</span></button>
    <button type="button" class="order danger" @click=${world.shell.confirmReset} title="Forgets every message and the bot's data">${icons.trash}<span>Reset both</span></button>`;
}

function violationItem(violation: Violation): TemplateResult {
  return html`
    <li>
      <p><strong>${violation.method}</strong> <code>${violation.path}</code></p>
      <p>${violation.rule}</p>
      <details><summary>What was sent</summary><pre tabindex="0" role="group" aria-label="Body of the request">${JSON.stringify(violation.body, null, 2)}</pre></details>
    </li>`;
}

function violationsPanel(world: World): TemplateResult | typeof nothing {
  if (world.shell.panel !== 'violations') return nothing;
  const { violations } = world.state;
  return html`
    <section class="violations" aria-label="Broken rules" id="violations">
      <h2>Rules of Discord's that the bot broke</h2>
      <button type="button" class="icon-button" aria-label="Close" @click=${() => world.shell.toggle('violations')}>${icons.close}</button>
      <ul>${violations.toReversed().map(violationItem)}</ul>
    </section>`;
}

function badge(world: World): TemplateResult | typeof nothing {
  const count = world.state.violations.length;
  if (count === 0) return nothing;
  return html`
    <button type="button" class="badge" aria-expanded=${world.shell.panel === 'violations'} aria-controls="violations" @click=${() => world.shell.toggle('violations')}>
      ${icons.alert} ${plural(count, 'broken rule', 'broken rules')}
    </button>`;
}

/** Why it is down, in its own last words. */
function lastWords(world: World): TemplateResult | typeof nothing {
  const { bot, botLog } = world.state;
  if (bot !== 'down' || !botLog?.length) return nothing;
  return html`
    <details class="last-words">
      <summary>What the bot wrote last</summary>
      <pre tabindex="0" role="group" aria-label="The bot's last lines">${botLog.join('\n')}</pre>
    </details>`;
}

export function botBar(world: World): TemplateResult {
  const { application, bot, connection } = world.state;
  return html`
    <div class="botbar" role="group" aria-label="The bot">
      <span class="status ${bot}" role="status"><span class="lamp" aria-hidden="true"></span>${application.name} ${words[bot]}</span>
      ${badge(world)} ${orders(world)}
    </div>
    ${lastWords(world)} ${violationsPanel(world)}
    ${connection === 'lost' ? html`<p class="lost" role="alert">${icons.alert} The sandbox cannot be reached. Trying again…</p>` : nothing}`;
}
