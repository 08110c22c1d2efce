/** Why a request was not taken, as one sentence that also says what helps. */
import { mostLyricsBytes } from '../songs/lyric-files.ts';
import type { Refusal } from '../songs/song.ts';
import { clockTime, relative } from './card-words.ts';
import { safeLine } from './plain-text.ts';
import type { TextKey } from './texts/catalogue.ts';
import type { Speech } from './texts/texts.ts';

const permissions: Readonly<Record<string, TextKey>> = {
  'View Channel': 'permission.viewChannel',
  'Send Messages': 'permission.sendMessages',
  'Send Messages in Threads': 'permission.sendMessagesInThreads',
  'Attach Files': 'permission.attachFiles',
  'Embed Links': 'permission.embedLinks',
};

const permissionName = (name: string, speech: Speech): string => {
  const key = permissions[name];
  return key === undefined ? name : speech.say(key);
};

/** The first few are enough to find one's way. */
const channelNames = (channels: readonly string[], speech: Speech): string =>
  speech.list(channels.slice(0, 10).map((id) => `<#${id}>`));

/** `operators`: who can add credits, as it is to be read at the beginning of a sentence. */
export function refusalText(refusal: Refusal, speech: Speech, operators: string): string {
  switch (refusal.kind) {
    case 'empty':
      return refusal.field === 'lyrics'
        ? speech.say('refusal.empty.lyrics')
        : speech.say('refusal.empty', { field: speech.say(`field.name.${refusal.field}`) });
    case 'too_long':
      return speech.say('refusal.too_long', {
        field: speech.say(`field.name.${refusal.field}`),
        limit: speech.number(refusal.limit),
        length: speech.number(refusal.length),
        over: speech.number(refusal.length - refusal.limit),
      });
    case 'lyrics_file':
      return speech.say(`refusal.lyrics_file.${refusal.why}`, { limit: speech.number(mostLyricsBytes / 1024) });
    case 'bad_second':
      return speech.say('refusal.bad_second', {
        typed: safeLine(refusal.typed, 40),
        end: clockTime(refusal.durationSeconds),
      });
    case 'unknown_model':
      return speech.say('refusal.unknown_model', { typed: safeLine(refusal.typed, 80) });
    case 'bot_lacks':
      return speech.say('refusal.bot_lacks', {
        permissions: speech.list(refusal.missing.map((name) => `**${permissionName(name, speech)}**`)),
      });
    case 'credits':
      return speech.say('refusal.credits', {
        count: refusal.price,
        price: speech.number(refusal.price),
        available: speech.number(refusal.available),
        operators,
      });
    case 'member_daily':
      return refusal.price > refusal.limit
        ? speech.say('refusal.member_daily.never', {
            limit: speech.number(refusal.limit),
            price: speech.number(refusal.price),
          })
        : speech.say('refusal.member_daily', {
            limit: speech.number(refusal.limit),
            spent: speech.number(refusal.spent),
            price: speech.number(refusal.price),
            when: relative(refusal.againAt),
          });
    case 'guild_daily':
      return speech.say('refusal.guild_daily', {
        limit: speech.number(refusal.limit),
        spent: speech.number(refusal.spent),
        price: speech.number(refusal.price),
        when: relative(refusal.againAt),
      });
    case 'bot_daily':
      return speech.say('refusal.bot_daily', { when: relative(refusal.againAt) });
    case 'member_at_once':
    case 'guild_at_once':
      return speech.say(`refusal.${refusal.kind}`, { count: refusal.limit });
    case 'cannot_extend':
      return speech.say('refusal.cannot_extend', { service: safeLine(refusal.service, 60) });
    case 'refused_word':
      return speech.say('refusal.refused_word', { field: speech.say(`field.name.${refusal.field}`) });
    case 'refused_texts':
      return speech.say('refusal.refused_texts', {
        limit: speech.number(refusal.limit),
        when: relative(refusal.againAt),
      });
    case 'channel':
      return speech.say('refusal.channel', { channels: channelNames(refusal.channels, speech) });
    case 'waiting':
      return speech.say('refusal.waiting', { count: refusal.limit });
    case 'not_approved':
      return speech.say(`refusal.not_approved.${refusal.why}`);
    case 'thread_closed':
    case 'track_gone':
    case 'forgotten':
    case 'author_refuses':
    case 'unavailable':
      return speech.say(`refusal.${refusal.kind}`);
  }
}
