/**
 * The components that draw messages, and what is changed on them: today's Discord colours with contrast AA, and our own
 * font stack. Only those that fetch nothing and are whole for the keyboard are used; buttons, players, selects, forms and
 * images are our own.
 */
import { DiscordCommand } from '@skyra/discord-components-core/discord-command.js';
import { DiscordEmbed } from '@skyra/discord-components-core/discord-embed.js';
import { DiscordMessage } from '@skyra/discord-components-core/discord-message.js';
import { DiscordMessages } from '@skyra/discord-components-core/discord-messages.js';
import { DiscordReply } from '@skyra/discord-components-core/discord-reply.js';
import '@skyra/discord-components-core/discord-action-row.js';
import '@skyra/discord-components-core/discord-attachments.js';
import '@skyra/discord-components-core/discord-embed-description.js';
import '@skyra/discord-components-core/discord-embed-field.js';
import '@skyra/discord-components-core/discord-embed-fields.js';
import '@skyra/discord-components-core/discord-embed-footer.js';
import { type CSSResult, css, type LitElement } from 'lit';

/** Later sheets win; each element adopts its class's list when it is made, so this runs before the first one is. */
function restyle(component: typeof LitElement, sheet: CSSResult) {
  component.elementStyles.push(sheet);
}

const messages = css`
  :host { background: none; border: 0; font: inherit; line-height: inherit; color: var(--text); }
  ::slotted(*) { padding-top: 2px; padding-bottom: 2px; }
  ::slotted(*:first-child) { margin-top: 0; }
  ::slotted(*:not(:first-child)) { margin-top: 17px; }
  ::slotted(*:last-child) { margin-bottom: 24px; }
`;

const message = css`
  :host { font: inherit; color: var(--text); padding-left: 16px; padding-right: 16px; }
  :host(:hover) { background-color: var(--hover-message); }
  /* Not the component's own attribute: that brings a line whose button no key reaches. */
  :host([data-ephemeral]), :host([data-ephemeral]:hover) { background-color: var(--ephemeral); }
  :host([data-ephemeral])::before { content: ''; position: absolute; inset: 0 auto 0 0; width: 2px; background-color: var(--blurple-bright); }
  .discord-message-content { min-width: 0; line-height: 1.375; }
  .discord-author-avatar img { cursor: default; object-fit: cover; background: var(--panel); }
  .discord-message-timestamp, .discord-message-edited { color: var(--muted); font-size: 12px; margin-left: 6px; }
  .discord-message-edited { font-size: 11px; margin-left: 2px; }
  .discord-message-body-only-indent { flex: none; width: 56px; margin: 0; }
  .discord-message-body-only-indent::before { content: none !important; }
  .discord-message-compact-indent { min-width: 0; }
  .discord-message-markup { display: inline; }
  @media (max-width: 560px) {
    :host { padding-left: 10px; padding-right: 10px; }
    .discord-author-avatar { margin-right: 10px; min-width: 32px; }
    .discord-author-avatar img { width: 32px; height: 32px; }
    .discord-message-body-only-indent { width: 42px; }
  }
`;

const embed = css`
  :host { color: var(--text); margin: 6px 0 2px; max-width: 100%; }
  :host .discord-left-border { background-color: var(--embed-edge); }
  :host .discord-embed-root { flex: 0 1 auto; }
  :host .discord-embed-wrapper { background-color: var(--embed); border: 0; max-width: 516px; min-width: min(320px, 100%); justify-self: stretch; }
  :host .discord-embed-wrapper .discord-embed-grid { display: flex; flex-direction: column; min-width: 0; padding: 6px 16px 14px 12px; }
`;

const reply = css`
  :host { font: inherit; font-size: 14px; color: var(--muted); min-width: 0; white-space: pre; }
  :host:before { border-color: var(--line-strong) !important; }
  .discord-replied-message-username { opacity: 1; color: var(--text); cursor: default; }
  .discord-replied-message-username:hover { text-decoration: none; }
  .discord-replied-message-content { min-width: 0; overflow: hidden; cursor: default; }
  :host .discord-slash-command-name, :host .discord-slash-command-name:hover { color: var(--mention-text) !important; background: var(--mention); }
  @media (max-width: 560px) { :host { margin-left: 42px; } }
`;

restyle(DiscordMessages, messages);
restyle(DiscordMessage, message);
restyle(DiscordEmbed, embed);
restyle(DiscordReply, reply);
restyle(DiscordCommand, reply);
