/** From what was typed to an order: everything that can be refused without asking for a credit. */
import type { Clock } from '../clock.ts';
import type { Choice, Registry } from '../providers/index.ts';
import type { TrackReference, Work } from '../providers/provider.ts';
import { checkWork, parseSecond, refusedWord } from './check.ts';
import type { Schedule } from './schedule.ts';
import { type GuildSettings, songsAtOnce } from './settings.ts';
import type { Refusal } from './song.ts';
import type { SongRequest, Words } from './songs.ts';
import type { Steps } from './steps.ts';
import type { Order } from './take.ts';
import { titleFrom } from './title.ts';

export type Checked = { kind: 'order'; order: Order } | { kind: 'refusal'; refusal: Refusal };
const refuse = (refusal: Refusal): Checked => ({ kind: 'refusal', refusal });

/** Answers the order, or the first reason against it. Reads the parent of an extension, and nothing else. */
export type Ordering = (asked: SongRequest, settings: GuildSettings) => Promise<Checked>;

export function createOrdering(deps: {
  registry: Registry;
  steps: Pick<Steps, 'load'>;
  schedule: Pick<Schedule, 'estimate'>;
  clock: Clock;
  /** The operator's cap. */
  guildAtOnce: number;
}): Ordering {
  const { registry, steps, clock } = deps;

  const check: Ordering = async (asked, settings) => {
    if (asked.threadClosed) return refuse({ kind: 'thread_closed' });
    if (asked.missing.length > 0) return refuse({ kind: 'bot_lacks', missing: asked.missing });
    if (!isAllowedIn(asked, settings)) return refuse({ kind: 'channel', channels: settings.channels });
    if (asked.authorRefuses === true) return refuse({ kind: 'author_refuses' });
    if (asked.lyricsFileTrouble !== undefined) return refuse({ kind: 'lyrics_file', why: asked.lyricsFileTrouble });
    if (asked.words.form === 'extend') return checkExtension(asked, asked.words, settings);
    const choice = asked.model === null ? unnamed(settings) : registry.find(asked.model);
    if (choice === null) {
      return refuse(asked.model === null ? { kind: 'unavailable' } : { kind: 'unknown_model', typed: asked.model });
    }
    return ordered(workOf(asked.words), choice, settings, { modelChosen: asked.model !== null, parent: null });
  };

  /** The server's own model, as long as it is offered; else the preferred service's. */
  const unnamed = ({ model }: GuildSettings): Choice | null =>
    (model === null ? null : registry.find(model)) ?? registry.inOrder()[0] ?? null;

  const ordered = (
    work: Work,
    choice: Choice,
    settings: GuildSettings,
    how: Pick<Order, 'modelChosen' | 'parent'>,
  ): Checked => {
    const refusal = checkWork(work, choice.model) ?? refusedWord(work, settings.words);
    if (refusal !== null) return refuse(refusal);
    const { provider, model, price } = choice;
    const readyEstimateAt = clock.now() + deps.schedule.estimate(provider, model.id);
    const guildAtOnce = songsAtOnce(settings, deps.guildAtOnce);
    const made = { work, provider: provider.id, model: model.id, price, readyEstimateAt, guildAtOnce };
    return { kind: 'order', order: { ...made, ...how } };
  };

  /** Never another service than the parent's, and its own model. */
  const checkExtension = async (
    asked: SongRequest,
    words: Extract<Words, { form: 'extend' }>,
    settings: GuildSettings,
  ): Promise<Checked> => {
    const parent = await steps.load(words.parentId);
    if (parent === null || parent.song.guild_id !== asked.guildId) return refuse({ kind: 'track_gone' });
    if (parent.song.forgotten_at !== null) return refuse({ kind: 'forgotten' });
    const track = parent.tracks.find((one) => one.position === words.track && one.state === 'fetched');
    if (track === undefined) return refuse({ kind: 'track_gone' });
    const provider = registry.provider(parent.song.provider);
    const choice = registry.built(parent.song.provider, parent.song.model);
    if (provider?.extends !== true)
      return refuse({ kind: 'cannot_extend', service: provider?.name ?? parent.song.provider });
    if (choice === null) return refuse({ kind: 'unavailable' });
    const from = parseSecond(words.from, track.duration_seconds ?? 0);
    if (from.kind === 'bad_second') return refuse(from);
    const work: Work = {
      kind: 'extend',
      parent: JSON.parse(track.reference) as TrackReference,
      fromSecond: from.second,
      title: words.title.trim() || (parent.song.title ?? ''),
      style: words.style.trim() || (parent.song.style ?? ''),
      lyrics: words.lyrics.trim(),
    };
    const { id: songId, title, message_channel_id: channelId, message_id: messageId } = parent.song;
    const origin = { songId, track: track.position, title, channelId, messageId };
    return ordered(work, choice, settings, { modelChosen: true, parent: origin });
  };

  return check;
}

/** A thread belongs to the channel it hangs on. */
const isAllowedIn = (asked: Pick<SongRequest, 'channelId' | 'parentChannelId'>, { channels }: GuildSettings): boolean =>
  channels.length === 0 || channels.includes(asked.channelId) || channels.includes(asked.parentChannelId ?? '');

function workOf(words: Exclude<Words, { form: 'extend' }>): Work {
  if (words.form === 'song') return { kind: 'idea', idea: words.idea.trim(), instrumental: words.instrumental };
  const lyrics = words.vocals === 'none' ? '' : words.lyrics.trim();
  return {
    kind: 'lyrics',
    title: words.title.trim() || titleFrom(lyrics) || titleFrom(words.style),
    style: words.style.trim(),
    lyrics,
    avoid: words.avoid.trim(),
    vocals: words.vocals,
  };
}
