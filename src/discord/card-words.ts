/** What the song card says of a song, line by line; pure. */
import { isPublicUrl } from '../http-guard.ts';
import { type SongView, type TrackView, takeName } from '../songs/song.ts';
import { cut, plainLine, safeLine } from './plain-text.ts';
import type { TextKey } from './texts/catalogue.ts';
import type { Speech } from './texts/texts.ts';

/** `1:05` for 65 seconds and for 65.9: whole seconds, down, as players count them. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const isSectionTag = /^\s*\[[^\]]*\]\s*$/;

/** The first line of lyrics that is sung. */
const firstSung = (lyrics: string): string =>
  lyrics.split('\n').find((line) => line.trim() !== '' && !isSectionTag.test(line)) ?? '';

/** What people call the song, plain and at most `most` units; never empty. */
export function songTitle(song: SongView, speech: Speech, most = 80): string {
  const { work } = song;
  const typed = work.kind === 'idea' ? work.idea : work.title || firstSung(work.lyrics);
  return plainLine(song.title ?? '', most) || plainLine(typed, most) || speech.say('card.untitled');
}

/** Everything that can come has come: the card is at its end. */
export const isFinished = (song: SongView): boolean =>
  (song.state === 'delivering' || song.state === 'done') &&
  song.tracks.length > 0 &&
  song.tracks.every((track) => track.state === 'fetched' || track.state === 'failed');

export const isOver = (song: SongView): boolean => song.state === 'refused' || song.state === 'gave_up';

/** Date and time as Discord timestamps, short, in the reader's own way. */
export const moment = (at: number): string => {
  const second = Math.floor(at / 1000);
  return `<t:${second}:d> <t:${second}:t>`;
};

export const relative = (at: number): string => `<t:${Math.floor(at / 1000)}:R>`;

const barLength = 10;
/** Two characters that practically every font has; rarer ones show as empty boxes on many a machine. */
const bar = { done: '■', open: '□' };

/** `■■■□□□□□□□` for a share of 0 to 1; what is there at all shows at least one. */
export function textBar(share: number): string {
  const filled = Math.min(barLength, share > 0 ? Math.max(1, Math.floor(share * barLength)) : 0);
  return `${bar.done.repeat(filled)}${bar.open.repeat(barLength - filled)}`;
}

/** How much of `most` is used, at a glance: all of it only when nothing is left. */
export const barOf = (used: number, most: number): string => textBar(used >= most ? 1 : used / most);

/** 0 to 95 in steps of ten: by the clock when `now` is given, else by what has happened. */
function percent(song: SongView, now: number | undefined): number {
  const byStage = { queued: 0, words: 20, music: 40, closing: 60 }[song.stage];
  const happened = song.tracks.some((track) => track.state === 'fetched') ? 70 : byStage;
  if (now === undefined || song.readyEstimateAt === null || song.readyEstimateAt <= song.createdAt) return happened;
  const share = (now - song.createdAt) / (song.readyEstimateAt - song.createdAt);
  const byClock = Math.floor(Math.max(0, Math.min(share, 0.9)) * barLength) * (100 / barLength);
  return Math.max(happened, byClock);
}

const stageWords = (song: SongView, speech: Speech): string => {
  if (song.tracks.some((track) => track.state === 'fetched')) return speech.say('stage.first');
  if (song.state === 'delivering') return speech.say('stage.fetching');
  return speech.say(`stage.${song.stage === 'closing' ? 'music' : song.stage}`);
};

/** Stage in words, a bar, and when it should be done. Nothing here moves unless `now` is given. */
export function progressLines(song: SongView, speech: Speech, now: number | undefined): string[] {
  if (song.uncertain) return [speech.say('stage.uncertain', { service: serviceName(song) })];
  const done = percent(song, now);
  const lines = [`**${stageWords(song, speech)}**`, `${textBar(done / 100)} ${speech.number(done)} %`];
  if (song.readyEstimateAt === null) return lines;
  const past = now !== undefined && now > song.readyEstimateAt;
  lines.push(
    past
      ? speech.say('stage.pastEstimate', { when: relative(song.createdAt) })
      : speech.say('stage.estimate', { when: relative(song.readyEstimateAt) }),
  );
  return lines;
}

/** `Price: 12 credits · 38 credits left` */
export function priceLine(song: SongView, speech: Speech): string {
  const price = speech.say('card.price', { count: song.price, amount: speech.number(song.price) });
  if (song.balanceAfter === null || isFinished(song)) return price;
  return `${price} · ${speech.say('card.left', { count: song.balanceAfter, amount: speech.number(song.balanceAfter) })}`;
}

/** `mostLink`: characters of its video's address; a longer one is not shown. */
export function trackLine(track: TrackView, speech: Speech, mostLink: number): string {
  const video = linkable(track.videoUrl, mostLink);
  const line = stateLine(track, speech);
  return video === null ? line : `${line} · [${speech.say('card.video')}](${video})`;
}

function stateLine(track: TrackView, speech: Speech): string {
  const take = takeName(track.index);
  if (track.state === 'failed') return speech.say('card.takeFailed', { take });
  if (track.state !== 'fetched') return speech.say('card.takeWorking', { take });
  const length = track.durationSeconds === null ? '' : clockTime(track.durationSeconds);
  return length === '' ? speech.say('card.take', { take }) : speech.say('card.takeLength', { take, length });
}

/** What must be said of a take's file: that it is not here, and where else it is; or that it is not as good as it was. */
export function fileLines(track: TrackView, isLeftOut: boolean, speech: Speech, mostLink: number): string[] {
  const take = takeName(track.index);
  if (isLeftOut) {
    const link = linkable(track.audioUrl, mostLink);
    const line = speech.say('card.leftOut', { take });
    return [link === null ? line : `${line} ${speech.say('card.linked', { link })}`];
  }
  if (track.kilobits === null) return [];
  return [speech.say('card.encoded', { take, rate: speech.number(track.kilobits) })];
}

const sectionNames: Readonly<Record<string, TextKey>> = {
  Verse: 'section.verse',
  Chorus: 'section.chorus',
  'Pre-Chorus': 'section.pre_chorus',
  Hook: 'section.hook',
  Bridge: 'section.bridge',
  Intro: 'section.intro',
  Interlude: 'section.interlude',
  Outro: 'section.outro',
};

/** A section's tag, which is English in every language, as people call it. */
export function sectionName(tag: string, speech: Speech): string {
  const key = sectionNames[tag];
  return key === undefined ? safeLine(tag, 30) : speech.say(key);
}

/** What a field of an embed holds. */
const fieldRoom = 1024;

/** Each author once, with the sections that are theirs; as many as a field holds. */
export function authorLines({ authors }: SongView, speech: Speech): string {
  const byAuthor = Map.groupBy(authors, ({ userId }) => userId);
  const lines = [...byAuthor].map(([userId, theirs]) => {
    const who = userId === null ? speech.say('card.forgotten') : `<@${userId}>`;
    const named = theirs.flatMap(({ section }) => (section === null ? [] : sectionName(section, speech)));
    const counted = Map.groupBy(named, (name) => name);
    const sections = [...counted].map(([name, all]) => (all.length === 1 ? name : `${name} × ${all.length}`));
    return sections.length === 0 ? who : `${who}: ${sections.join(', ')}`;
  });
  return fitting(lines, fieldRoom);
}

/** Whole lines of at most `room` characters together; an ellipsis stands for those that are left out. */
export function fitting(lines: readonly string[], room: number): string {
  let text = '';
  for (const [at, line] of lines.entries()) {
    const more = text === '' ? line : `${text}\n${line}`;
    const isLast = at === lines.length - 1;
    if (more.length > room - (isLast ? 0 : 2)) return text === '' ? cut(line, room) : `${text}\n…`;
    text = more;
  }
  return text;
}

/** Why it ended and what became of the credits. */
export function endingLines(song: SongView, speech: Speech): string[] {
  const lines = [speech.say(`ending.${song.ending ?? 'service'}`, { service: serviceName(song) })];
  if (song.money === 'released')
    lines.push(speech.say('ending.creditsBack', { count: song.price, amount: speech.number(song.price) }));
  if (song.money === 'held') lines.push(speech.say('ending.creditsHeld'));
  if (song.circle !== null) lines.push(speech.say('circle.cardGoesOn'));
  return lines;
}

/** What must be said beside the song: free, incomplete, continuation only, fields without effect. */
export function remarkLines(song: SongView, speech: Speech): string[] {
  const lines: string[] = [];
  if (song.late) lines.push(speech.say('card.late'));
  if (song.money === 'captured' && song.captured !== null && song.captured < song.price) {
    const back = song.price - song.captured;
    lines.push(speech.say('card.partBack', { count: back, amount: speech.number(back) }));
  }
  if (song.tailOnly && song.work.kind === 'extend') lines.push(speech.say('card.tailOnly'));
  if (song.notHonoured.length > 0) {
    const fields = song.notHonoured.map((name) => speech.say(`field.name.${name}`));
    lines.push(speech.say('card.notHonoured', { service: serviceName(song), fields: speech.list(fields) }));
  }
  return lines;
}

export const serviceName = (song: SongView): string => safeLine(song.provider.name, 60) || '–';

const isSnowflake = /^\d{17,20}$/;

/** Null when it is not known where the message stands. */
export function messageLink(guildId: string, channelId: string | null, messageId: string | null): string | null {
  if (channelId === null || messageId === null) return null;
  if (![guildId, channelId, messageId].every((id) => isSnowflake.test(id))) return null;
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

/** An address of a service as it may stand in a link; null unless it is a plain public one of at most `most` characters. */
function linkable(address: string | null, most: number): string | null {
  if (address === null || address.length > most || !isPublicUrl(address)) return null;
  const { href } = new URL(address);
  const safe = href.replace(/[()*_~`|\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return safe.length > most ? null : safe;
}
