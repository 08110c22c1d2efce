/** Files of a message: players, pictures, and everything else as a card to download. */
import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from './icons.ts';
import { ownUrl, sizeText } from './text.ts';
import type { World } from './world.ts';

/** The file that an embed shows, whether it is still named `attachment://…` or resolved already. */
export function attachedAs(url: string | undefined, attachments: readonly APIAttachment[]): APIAttachment | undefined {
  if (!url) return undefined;
  const name = url.startsWith('attachment://') ? url.slice('attachment://'.length) : null;
  return attachments.find((file) => (name ? file.filename === name : file.url === url));
}

export interface Picture {
  url: string;
  alt: string;
  width?: number;
  height?: number;
}

/** Longest side of a picture in a message, in CSS pixels. */
const longestSide = 300;

/** The box of a picture is known before the file is there, so that nothing jumps when it comes. */
function boxOf({ width, height }: Picture): string {
  if (!width || !height) return '';
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return `width:${Math.round(width * scale)}px;aspect-ratio:${width}/${height}`;
}

/** A picture that opens large. */
export function picture(shown: Picture, world: World): TemplateResult {
  const url = ownUrl(shown.url);
  return html`
    <button type="button" class="picture" aria-label="Open large: ${shown.alt}" @click=${() => world.shell.showImage(url, shown.alt)}>
      <img src=${url} alt=${shown.alt} style=${boxOf(shown)} />
    </button>`;
}

function kindOf(file: APIAttachment): 'audio' | 'image' | 'file' {
  const type = file.content_type ?? '';
  if (type.startsWith('audio/') || /\.(mp3|m4a|ogg|opus|wav|flac)$/i.test(file.filename)) return 'audio';
  return type.startsWith('image/') || /\.(png|jpe?g|webp|gif)$/i.test(file.filename) ? 'image' : 'file';
}

/** Discord keeps the spelling of a name in `title` where the file's own name had to change. */
function nameOf(file: APIAttachment): string {
  const extension = /\.\w+$/.exec(file.filename)?.[0] ?? '';
  const titled = 'title' in file && typeof file.title === 'string' ? file.title : null;
  return titled ? (titled.endsWith(extension) ? titled : titled + extension) : file.filename;
}

function fileCard(file: APIAttachment): TemplateResult {
  const name = nameOf(file);
  return html`
    <div class="file-card">
      <span class="file-icon">${icons.file}</span>
      <span class="file-words">
        <a href=${ownUrl(file.url)} target="_blank" rel="noopener" class="file-name">${name}</a>
        <span class="file-size">${sizeText(file.size)}</span>
      </span>
      <a class="icon-button" href=${ownUrl(file.url)} download=${name} aria-label="Download ${name}" title="Download">${icons.download}</a>
    </div>`;
}

function fileView(file: APIAttachment, world: World): TemplateResult {
  const kind = kindOf(file);
  if (kind === 'audio') {
    return html`<song-player .src=${ownUrl(file.url)} .name=${nameOf(file)} .size=${file.size}></song-player>`;
  }
  if (kind === 'file') return fileCard(file);
  const alt = file.description ?? file.filename;
  return picture({ url: file.url, alt, width: file.width ?? undefined, height: file.height ?? undefined }, world);
}

/**
 * The files that no embed shows. They keep their place by id, so that what plays is not disturbed when others come or go.
 */
export function attachmentsView(files: readonly APIAttachment[], embeds: readonly APIEmbed[], world: World) {
  const inEmbeds = new Set(
    embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]).map((url) => attachedAs(url, files)?.id),
  );
  const shown = files.filter((file) => !inEmbeds.has(file.id));
  if (shown.length === 0) return nothing;
  return html`
    <discord-attachments slot="attachments">
      ${repeat(
        shown,
        (file) => file.id,
        (file) => fileView(file, world),
      )}
    </discord-attachments>`;
}
