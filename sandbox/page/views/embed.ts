/** One embed. The shell is Discord's; what is in it goes through our own markdown, never through the shell's titles. */
import type { APIAttachment, APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit';
import { drawLink, inlineMarkdown, markdown, plainText } from '../markdown/render.ts';
import { attachedAs, picture } from './attachments.ts';
import { messageTime, ownUrl } from './text.ts';
import type { World } from './world.ts';

function colour(embed: APIEmbed): string {
  return embed.color === undefined ? '' : `#${embed.color.toString(16).padStart(6, '0')}`;
}

function titleView(embed: APIEmbed, world: World) {
  if (!embed.title) return nothing;
  const words = inlineMarkdown(embed.title, world.markdown);
  if (!embed.url || !/^https?:/i.test(embed.url)) return html`<p class="embed-title">${words}</p>`;
  return html`<p class="embed-title">${drawLink(embed.url, words, world.markdown)}</p>`;
}

function authorView(embed: APIEmbed) {
  if (!embed.author) return nothing;
  const { name, url, icon_url: face } = embed.author;
  const image = face ? html`<img src=${ownUrl(face)} alt="" />` : nothing;
  if (!url || !/^https?:/i.test(url)) return html`<p class="embed-author">${image}${name}</p>`;
  return html`<p class="embed-author">${image}<a href=${url} target="_blank" rel="noopener noreferrer">${name}</a></p>`;
}

/** Inline fields stand side by side, three at most; one that is not inline begins a row of its own. */
function fieldViews(fields: readonly APIEmbedField[], world: World) {
  let column = 0;
  return fields.map((field) => {
    column = field.inline ? (column % 3) + 1 : 0;
    return html`
      <discord-embed-field ?inline=${field.inline ?? false} inline-index=${column || nothing}>
        <p class="field-name">${inlineMarkdown(field.name, world.markdown)}</p>
        ${markdown(field.value, world.markdown)}
      </discord-embed-field>`;
  });
}

function imageView(embed: APIEmbed, attachments: readonly APIAttachment[], world: World) {
  if (!embed.image) return nothing;
  const file = attachedAs(embed.image.url, attachments);
  const said =
    'description' in embed.image && typeof embed.image.description === 'string' ? embed.image.description : null;
  const alt = file?.description ?? said ?? `Picture of ${plainText(embed.title ?? 'this message', world.markdown)}`;
  const width = file?.width ?? embed.image.width ?? undefined;
  const height = file?.height ?? embed.image.height ?? undefined;
  return html`<div class="embed-image">${picture({ url: file?.url ?? embed.image.url, alt, width, height }, world)}</div>`;
}

function footerView(embed: APIEmbed) {
  const when = embed.timestamp ? messageTime(embed.timestamp, Date.now()) : '';
  if (!embed.footer && !when) return nothing;
  const face = embed.footer?.icon_url;
  return html`
    <discord-embed-footer slot="footer">
      ${face ? html`<img class="footer-face" src=${ownUrl(face)} alt="" />` : nothing}
      <span>${[embed.footer?.text, when].filter(Boolean).join(' • ')}</span>
    </discord-embed-footer>`;
}

export function embedView(embed: APIEmbed, attachments: readonly APIAttachment[], world: World): TemplateResult {
  const thumbnail = embed.thumbnail ? (attachedAs(embed.thumbnail.url, attachments)?.url ?? embed.thumbnail.url) : null;
  return html`
    <discord-embed slot="embeds" .color=${colour(embed) || undefined}>
      <discord-embed-description slot="description">
        ${thumbnail ? html`<img class="embed-thumbnail" src=${ownUrl(thumbnail)} alt="" />` : nothing}
        ${authorView(embed)} ${titleView(embed, world)} ${markdown(embed.description, world.markdown)}
      </discord-embed-description>
      ${embed.fields?.length ? html`<discord-embed-fields slot="fields">${fieldViews(embed.fields, world)}</discord-embed-fields>` : nothing}
      ${embed.image ? html`<div slot="fields">${imageView(embed, attachments, world)}</div>` : nothing}
      ${footerView(embed)}
    </discord-embed>`;
}
