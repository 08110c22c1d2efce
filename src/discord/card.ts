/**
 * The song card: one classic message through all states of a song (the newer layout cannot play audio and could never be
 * taken back). Pure: the same view and options give the same card.
 */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  type APIEmbedField,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { isOpen, type SongView, type TrackView, takeName } from '../songs/song.ts';
import { routes } from './buttons.ts';
import {
  authorLines,
  clockTime,
  endingLines,
  fileLines,
  isFinished,
  isOver,
  messageLink,
  priceLine,
  progressLines,
  remarkLines,
  serviceName,
  songTitle,
  trackLine,
} from './card-words.ts';
import { fileName, plainLine, safeLine } from './plain-text.ts';
import type { Speech, Texts } from './texts/texts.ts';

export interface CardFile {
  name: string;
  /** Null when only what Discord still holds can be kept. */
  path: string | null;
  /** Alt text, at most 1024. */
  description: string;
  /** 0 is take A. */
  track: number;
}

/**
 * `card`: in its channel. `sent`: in its channel, after a cancelled song went out privately; `closed`: in its channel,
 * because it could not. `private` and `elsewhere`: as a direct message, without buttons, after a cancellation or because
 * the channel is closed to us.
 */
export type CardVariant = 'card' | 'sent' | 'closed' | 'private' | 'elsewhere';

export interface CardOptions {
  /** Epoch ms; without it nothing on the card follows the clock. */
  now?: number;
  /** Most bytes of one file; larger ones are left out and named. */
  attachmentLimit?: number;
  /** Names of files that Discord or the disk refused. */
  leftOut?: ReadonlySet<string>;
  variant?: CardVariant;
  /** The card that this one replaces, where it can no longer be edited. */
  earlier?: string | null;
}

export interface Card {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
  /** At most 10; what should be attached, kept or new. */
  files: CardFile[];
  /** Digest of all but the progress, and of the progress: a card that only moved on may wait. */
  steady: string;
  progress: string;
}

/** Discord takes ten files: five takes with their covers. */
const mostTracks = 5;
/** Characters of all addresses of one kind on a card: five takes with two links each must leave room for its words. */
const mostAddresses = 800;
const pictures = ['.png', '.jpg', '.jpeg', '.webp', '.gif'];

interface Making {
  song: SongView;
  speech: Speech;
  options: CardOptions;
  title: string;
  finished: boolean;
  /** Words that the service refused are not repeated. */
  hush: boolean;
  /** Tracks that are attached here. */
  attached: readonly TrackView[];
}

export function songCard(song: SongView, texts: Texts, options: CardOptions = {}): Card {
  const speech = texts.in(song.locale);
  if (song.forgotten && !isOpen(song.state)) return forgottenCard(speech);
  const hush = isOver(song) && song.ending === 'text';
  const making: Making = {
    song,
    speech,
    options,
    hush,
    title: hush ? speech.say('card.untitled') : songTitle(song, speech),
    finished: isFinished(song),
    attached: attachedTracks(song, options.variant ?? 'card'),
  };
  const progress = isOpen(song.state) && !making.finished ? progressLines(song, speech, options.now) : [];
  const files = making.attached.flatMap((track) => trackFiles(track, making));
  const rest = {
    content: contentOf(making),
    components: componentsOf(making),
    files,
  };
  const covers = making.attached.flatMap((track) => coverEmbed(track, making));
  const { embed, words } = mainEmbed(making, progress);
  const still = [rest.content, rest.components, words, embed.title, embed.fields, embed.footer, covers];
  return {
    ...rest,
    embeds: [embed, ...covers],
    steady: digest([still, files.map((file) => [file.name, file.description])]),
    progress: digest(progress),
  };
}

/** The message stays, since others may have answered it; nothing of the song does. */
function forgottenCard(speech: Speech): Card {
  const embed: APIEmbed = { title: speech.say('card.untitled'), description: speech.say('card.forgottenSong') };
  return { content: '', embeds: [embed], components: [], files: [], steady: digest([embed]), progress: digest([]) };
}

/** What was shown, as text for the database. */
export const cardDigest = (card: Card): string => `${card.steady}.${card.progress}`;

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);

function attachedTracks(song: SongView, variant: CardVariant): TrackView[] {
  if (isOver(song) || variant === 'sent') return [];
  // A cancelled song does not play in the channel while it is unsure whether it can go out privately.
  if (song.cancelled && variant === 'card') return [];
  return song.tracks.filter((track) => track.state === 'fetched').slice(0, mostTracks);
}

const audioName = (track: TrackView, making: Making): string =>
  fileName(
    making.title,
    ` - ${takeName(track.index)}${track.audioPath ? extname(track.audioPath) || '.mp3' : '.mp3'}`,
    'Song',
  );

const coverName = (track: TrackView): string => {
  const ending = extname(track.coverPath ?? '').toLowerCase();
  // Discord rewrites other names, and the embed must name the file exactly.
  return `cover-${takeName(track.index).toLowerCase()}${pictures.includes(ending) ? ending : '.png'}`;
};

const isLeftOut = (track: TrackView, making: Making): boolean =>
  (making.options.leftOut?.has(audioName(track, making)) ?? false) ||
  (track.audioBytes ?? 0) > (making.options.attachmentLimit ?? Number.POSITIVE_INFINITY);

/** A cover that is too large is missed by nobody as much as a song. */
const hasCover = (track: TrackView, making: Making): boolean =>
  track.coverPath !== null &&
  (track.coverBytes ?? 0) <= (making.options.attachmentLimit ?? Number.POSITIVE_INFINITY) &&
  !(making.options.leftOut?.has(coverName(track)) ?? false);

function trackFiles(track: TrackView, making: Making): CardFile[] {
  const { speech, title } = making;
  const words = { title, take: takeName(track.index) };
  const files: CardFile[] = [];
  if (!isLeftOut(track, making))
    files.push({
      name: audioName(track, making),
      path: track.audioPath,
      description: plainLine(speech.say('card.audio', words), 1024),
      track: track.index,
    });
  if (hasCover(track, making))
    files.push({
      name: coverName(track),
      path: track.coverPath,
      description: plainLine(speech.say('card.cover', words), 1024),
      track: track.index,
    });
  return files;
}

function contentOf({ speech, options }: Making): string {
  const lines: string[] = [];
  if (options.earlier) lines.push(speech.say('card.moved', { link: options.earlier }));
  if (options.variant === 'private') lines.push(speech.say('card.privateIntro'));
  if (options.variant === 'elsewhere') lines.push(speech.say('card.elsewhere'));
  return lines.join('\n');
}

/** What the asked-for song is, before there is anything to hear. */
function ideaLines({ song, hush, title }: Making): string[] {
  if (hush || song.work.kind !== 'idea') return [];
  const idea = safeLine(song.work.idea, 600);
  return idea === '' || plainLine(song.work.idea, 600) === title ? [] : [`> ${idea}`];
}

function cancelledLines({ song, speech, options, finished }: Making): string[] {
  if (!song.cancelled || isOver(song)) return [];
  const who = song.cancelledByUserId === null ? speech.say('card.forgotten') : `<@${song.cancelledByUserId}>`;
  if (options.variant === 'closed') return [speech.say('card.privatelyClosed', { who })];
  if (options.variant === 'private' || options.variant === 'elsewhere') return [];
  return [speech.say(finished && options.variant === 'sent' ? 'card.sentPrivately' : 'card.goesOn', { who })];
}

function takeLines(making: Making): string[] {
  const { song, speech, finished } = making;
  const begun = song.tracks.some((track) => track.state === 'fetched');
  if (isOver(song) || !(finished || begun)) return [];
  const failed = song.tracks.filter((track) => track.state === 'failed').length;
  const shown = song.tracks.slice(0, mostTracks);
  const mostLink = Math.floor(mostAddresses / shown.length);
  return [
    ...shown.map((track) => trackLine(track, speech, mostLink)),
    ...(finished && failed > 0 ? [speech.say('card.someFailed', { count: failed })] : []),
    ...making.attached.flatMap((track) => fileLines(track, isLeftOut(track, making), speech, mostLink)),
  ];
}

/** `words`: all that it says beside its progress. */
function mainEmbed(making: Making, progress: readonly string[]): { embed: APIEmbed; words: readonly string[][] } {
  const { song, speech, title, finished } = making;
  const before = [ideaLines(making), isOver(song) ? endingLines(song, speech) : []];
  const after = [
    takeLines(making),
    cancelledLines(making),
    isOver(song) ? [] : remarkLines(song, speech),
    isOver(song) || song.late ? [] : [priceLine(song, speech)],
  ];
  const playable = finished || making.attached.length > 0;
  const embed: APIEmbed = {
    title: safeLine(title, 250),
    description: [...before, progress, ...after]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
    fields: fieldsOf(making),
    ...(playable
      ? { footer: { text: plainLine(speech.say('card.aiMade', { service: song.provider.name }), 200) } }
      : {}),
  };
  return { embed, words: [...before, ...after] };
}

/** Who wrote the words: the service, unless members typed them; nobody while there are none. */
function writtenBy({ song, speech, hush, finished }: Making): APIEmbedField[] {
  if (hush || !finished || (song.lyrics ?? '').trim() === '') return [];
  const byService = song.work.kind === 'idea' || song.work.lyrics.trim() === '';
  if (song.authors.length > 0) return [{ name: speech.say('card.wrote'), value: authorLines(song, speech) }];
  const member = song.userId === null ? speech.say('card.forgotten') : `<@${song.userId}>`;
  return [{ name: speech.say('card.wrote'), value: byService ? serviceName(song) : member, inline: true }];
}

function fieldsOf(making: Making): APIEmbedField[] {
  const { song, speech, hush } = making;
  const fields: APIEmbedField[] = [];
  const style = hush ? '' : safeLine(song.style ?? '', 500);
  if (style !== '') fields.push({ name: speech.say('card.style'), value: style });
  const model = safeLine(song.model.name, 60);
  const service = serviceName(song);
  fields.push({
    name: speech.say('card.service'),
    value: model === service || model === '' ? service : `${model} · ${service}`,
    inline: true,
  });
  fields.push({
    name: speech.say('card.asked'),
    value: song.userId === null ? speech.say('card.forgotten') : `<@${song.userId}>`,
    inline: true,
  });
  if (song.approvedByUserId !== null)
    fields.push({ name: speech.say('card.approved'), value: `<@${song.approvedByUserId}>`, inline: true });
  fields.push(...writtenBy(making));
  if (song.parent !== null)
    fields.push({ name: speech.say('card.continues'), value: parentLine(song, song.parent, speech) });
  return fields;
}

function parentLine(song: SongView, parent: NonNullable<SongView['parent']>, speech: Speech): string {
  const title = safeLine(parent.title ?? '', 100) || speech.say('card.untitled');
  const link = messageLink(song.guildId, parent.channelId, parent.messageId);
  return speech.say('card.continuesFrom', {
    song: link === null ? title : `[${title}](${link})`,
    take: takeName(parent.track),
    second: clockTime(song.work.kind === 'extend' ? song.work.fromSecond : 0),
  });
}

function coverEmbed(track: TrackView, making: Making): APIEmbed[] {
  if (!hasCover(track, making)) return [];
  const take = making.speech.say('card.take', { take: takeName(track.index) });
  return [{ title: `${safeLine(making.title, 200)} · ${take}`, image: { url: `attachment://${coverName(track)}` } }];
}

type Button = APIButtonComponentWithCustomId;

const button = (label: string, style: Button['style'], customId: string): Button => ({
  type: ComponentType.Button,
  label,
  style,
  custom_id: customId,
});

function buttonsOf({ song, speech, options, finished }: Making): Button[] {
  const variant = options.variant ?? 'card';
  // In a direct message there is no server whose credits a press could spend.
  if (variant === 'private' || variant === 'elsewhere') return [];
  const id = { song: song.id };
  const again = button(speech.say('button.again'), ButtonStyle.Secondary, routes.again.make(id));
  // Its words are the circle's, which goes on by itself.
  if (isOver(song) && song.circle !== null) return [];
  if (isOver(song)) {
    const edit = button(speech.say('button.edit'), ButtonStyle.Primary, routes.rewrite.make(id));
    const mayHelp = song.ending !== 'text' && song.ending !== 'track_gone';
    return [...(song.userId === null ? [] : [edit]), ...(mayHelp ? [again] : [])];
  }
  if (!finished)
    return !song.cancelled && !song.late
      ? [button(speech.say('button.cancel'), ButtonStyle.Danger, routes.cancel.make(id))]
      : [];
  if (song.circle !== null) return circleButtons({ ...song, circle: song.circle }, speech, again);
  const extendable = song.extendable && variant !== 'sent' ? song.tracks.slice(0, mostTracks) : [];
  return [
    ...extendable
      .filter((track) => track.state === 'fetched')
      .map((track) =>
        button(
          speech.say('button.extend', { take: takeName(track.index) }),
          ButtonStyle.Primary,
          routes.extend.make({ song: song.id, track: track.index }),
        ),
      ),
    again,
    ...lyricsButton(song, speech),
  ];
}

const lyricsButton = ({ id, lyrics }: SongView, speech: Speech): Button[] =>
  (lyrics ?? '').trim() === ''
    ? []
    : [button(speech.say('button.lyrics'), ButtonStyle.Secondary, routes.lyrics.make({ song: id }))];

/** The circle chooses between the takes, and goes on from the one it chose. */
function circleButtons(
  song: SongView & { circle: NonNullable<SongView['circle']> },
  speech: Speech,
  again: Button,
): Button[] {
  const { id: circle, round } = song.circle;
  const takes = song.tracks.slice(0, mostTracks).filter(({ state }) => state === 'fetched');
  const votes = takes.map(({ index: take }) =>
    button(
      speech.say('card.take', { take: takeName(take) }),
      ButtonStyle.Primary,
      routes.circleTake.make({ circle, round, take }),
    ),
  );
  const extend = button(speech.say('button.goOn'), ButtonStyle.Primary, routes.circleExtend.make({ circle, round }));
  // Of one take nobody has to choose.
  return [
    ...(votes.length > 1 ? votes : []),
    ...(song.extendable ? [extend] : []),
    again,
    ...lyricsButton(song, speech),
  ];
}

function componentsOf(making: Making): Card['components'] {
  const buttons = buttonsOf(making);
  const rows: Card['components'] = [];
  for (let start = 0; start < buttons.length; start += 5)
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(start, start + 5) });
  return rows;
}
