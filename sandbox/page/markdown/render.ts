/** Draws parsed markdown as lit templates: text goes in as text nodes, never as markup. */
import { html, nothing, type TemplateResult } from 'lit';
import { type Block, parseBlocks } from './blocks.ts';
import { type Inline, parseInline } from './inline.ts';

/** What mentions need to know of the world. */
export interface MarkdownWorld {
  memberName(id: string): string | null;
  channelName(id: string): string | null;
  /** Whether a command of this name exists; its mention then starts it. */
  knowsCommand(name: string): boolean;
  startCommand(name: string): void;
  openChannel(id: string): void;
  /** Shows a message that a link names. */
  openMessage(channelId: string, messageId: string): void;
}

type Drawn = TemplateResult | string;

/** Reveals once and stays open; lit never touches these attributes again, so an edit elsewhere does not close it. */
function reveal(event: Event) {
  const spoiler = event.currentTarget as HTMLElement;
  if (spoiler.hasAttribute('data-open')) return;
  if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  spoiler.setAttribute('data-open', '');
  for (const name of ['role', 'tabindex', 'aria-label']) spoiler.removeAttribute(name);
  spoiler.firstElementChild?.removeAttribute('aria-hidden');
}

function drawMention(mark: Extract<Inline, { id: string }>, world: MarkdownWorld): Drawn {
  if (mark.kind === 'command') {
    if (!world.knowsCommand(mark.name)) return html`<span class="mention">/${mark.name}</span>`;
    return html`<button type="button" class="mention" @click=${() => world.startCommand(mark.name)}>/${mark.name}</button>`;
  }
  if (mark.kind === 'channel') {
    const name = world.channelName(mark.id);
    if (!name) return html`<span class="mention">#unknown</span>`;
    return html`<button type="button" class="mention" @click=${() => world.openChannel(mark.id)}>#${name}</button>`;
  }
  return html`<span class="mention">@${world.memberName(mark.id) ?? 'unknown'}</span>`;
}

const messageLink = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/;

/** A link; one to a message of this server leads there, as in Discord's own app. */
export function drawLink(url: string, words: unknown, world: MarkdownWorld): TemplateResult {
  const [, channelId, messageId] = messageLink.exec(url) ?? [];
  if (!channelId || !messageId) return html`<a href=${url} target="_blank" rel="noopener noreferrer">${words}</a>`;
  const go = (event: Event) => {
    event.preventDefault();
    world.openMessage(channelId, messageId);
  };
  return html`<a href=${url} @click=${go}>${words}</a>`;
}

function drawOne(mark: Inline, world: MarkdownWorld): Drawn {
  switch (mark.kind) {
    case 'text':
      return mark.text;
    case 'bold':
      return html`<strong>${drawAll(mark.inside, world)}</strong>`;
    case 'italic':
      return html`<em>${drawAll(mark.inside, world)}</em>`;
    case 'underline':
      return html`<u>${drawAll(mark.inside, world)}</u>`;
    case 'strike':
      return html`<s>${drawAll(mark.inside, world)}</s>`;
    case 'spoiler':
      return html`<span class="spoiler" role="button" tabindex="0" aria-label="Spoiler: press to reveal" @click=${reveal} @keydown=${reveal}><span aria-hidden="true">${drawAll(mark.inside, world)}</span></span>`;
    case 'code':
      return html`<code>${mark.text}</code>`;
    case 'link':
      return drawLink(mark.url, drawAll(mark.inside, world), world);
    case 'time':
      return html`<live-time .at=${mark.epochSeconds * 1000} .look=${mark.style}></live-time>`;
    default:
      return drawMention(mark, world);
  }
}

function drawAll(marks: readonly Inline[], world: MarkdownWorld): Drawn[] {
  return marks.map((mark) => drawOne(mark, world));
}

function drawBlock(block: Block, world: MarkdownWorld): TemplateResult {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${drawAll(block.inside, world)}</p>`;
    case 'heading':
      // A heading inside a message must not tear the page's own outline.
      return html`<p class="heading-${block.level}">${drawAll(block.inside, world)}</p>`;
    case 'small':
      return html`<p class="small-print">${drawAll(block.inside, world)}</p>`;
    case 'quote':
      return html`<blockquote>${block.blocks.map((inner) => drawBlock(inner, world))}</blockquote>`;
    case 'code':
      return html`<pre tabindex="0" role="group" aria-label="Code"><code>${block.text}</code></pre>`;
    case 'list': {
      const items = block.items.map(
        (item) => html`<li style="margin-left:${item.depth * 1.25}em">${drawAll(item.inside, world)}</li>`,
      );
      return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
  }
}

/** A message's content, an embed's description or a field's value. */
export function markdown(text: string | null | undefined, world: MarkdownWorld): TemplateResult | typeof nothing {
  if (!text) return nothing;
  return html`<div class="markdown">${parseBlocks(text).map((block) => drawBlock(block, world))}</div>`;
}

/** A title or a field's name: marks within a line only. */
export function inlineMarkdown(text: string, world: MarkdownWorld): Drawn[] {
  return drawAll(parseInline(text), world);
}

/** The text without its marks, for labels and announcements. */
export function plainText(text: string, world: MarkdownWorld): string {
  return textOf(parseInline(text.replace(/^(?:#{1,3}|-#|>{1,3})\s+/gm, '')), world);
}

function textOf(marks: readonly Inline[], world: MarkdownWorld): string {
  return marks
    .map((mark) => {
      if ('text' in mark) return mark.text;
      if (mark.kind === 'spoiler') return 'spoiler';
      if ('inside' in mark) return textOf(mark.inside, world);
      if (mark.kind === 'member') return `@${world.memberName(mark.id) ?? 'unknown'}`;
      return mark.kind === 'command' ? `/${mark.name}` : '';
    })
    .join('');
}
