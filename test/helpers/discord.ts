/** Plain values that the Discord room and the commands are tried with. */
import type { Asker } from '../../src/discord/answer.ts';
import type { ApiCall, ApiOutcome, DiscordApi } from '../../src/discord/api.ts';
import type { Log } from '../../src/log.ts';
import type { Place, SongView, TrackView } from '../../src/songs/song.ts';

export const ids = {
  application: '100000000000000001',
  guild: '200000000000000002',
  channel: '300000000000000003',
  member: '400000000000000004',
  other: '400000000000000005',
  message: '500000000000000006',
  interaction: '600000000000000007',
};

export const noon = Date.UTC(2026, 0, 15, 12);

export const track = (index: number, more: Partial<TrackView> = {}): TrackView => ({
  index,
  state: 'fetched',
  title: null,
  durationSeconds: 31.7,
  videoUrl: null,
  audioPath: `/media/song/${index}.mp3`,
  coverPath: `/media/song/${index}.png`,
  audioBytes: 500_000,
  coverBytes: 500,
  kilobits: null,
  audioUrl: null,
  ...more,
});

export const songView = (more: Partial<SongView> = {}): SongView => ({
  id: 'AbCdEf0123456789',
  guildId: ids.guild,
  channelId: ids.channel,
  userId: ids.member,
  locale: 'en-US',
  work: { kind: 'idea', idea: 'rain on a tin roof', instrumental: false },
  title: null,
  style: null,
  lyrics: null,
  parent: null,
  provider: { id: 'sketch', name: 'Sketch (built in)' },
  model: { id: 'sketch', name: 'Sketch' },
  price: 12,
  state: 'requested',
  money: 'held',
  captured: null,
  balanceAfter: 38,
  ending: null,
  stage: 'queued',
  createdAt: noon,
  readyEstimateAt: noon + 60_000,
  cancelledByUserId: null,
  late: false,
  tracks: [],
  extendable: true,
  tailOnly: false,
  uncertain: false,
  notHonoured: [],
  messageChannelId: null,
  messageId: null,
  ...more,
});

export const finishedSong = (more: Partial<SongView> = {}): SongView =>
  songView({
    state: 'done',
    money: 'captured',
    captured: 12,
    stage: 'music',
    title: 'Tin Roof',
    style: 'dream pop, 96 bpm',
    lyrics: '[Verse]\nRain on the roof',
    tracks: [track(0), track(1)],
    ...more,
  });

export const placeOf = (more: Partial<Place> = {}): Place => ({
  guildId: ids.guild,
  channelId: ids.channel,
  applicationId: ids.application,
  token: 'aW50ZXJhY3Rpb24tokenOfThisTest',
  tokenExpiresAt: noon + 15 * 60_000,
  userId: ids.member,
  placed: 'reply',
  messageChannelId: ids.channel,
  messageId: ids.message,
  attachments: [],
  shown: null,
  attachmentLimit: 10 * 1024 * 1024,
  ...more,
});

export const askerOf = (more: Partial<Asker> = {}): Asker => ({
  interactionId: ids.interaction,
  applicationId: ids.application,
  token: 'aW50ZXJhY3Rpb24tokenOfThisTest',
  guildId: ids.guild,
  channelId: ids.channel,
  userId: ids.member,
  roles: [],
  locale: 'en-US',
  guildLocale: 'en-US',
  isManager: false,
  isOperator: false,
  missing: [],
  threadClosed: false,
  attachmentLimit: 10 * 1024 * 1024,
  receivedAt: noon,
  ...more,
});

/** All rights that the bot needs: View Channel, Send Messages (also in threads), Embed Links, Attach Files. */
export const enoughRights = String((1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 15n) | (1n << 38n));

/** An interaction as the gateway sends it. */
export const rawInteraction = (type: number, data: object, more: object = {}): Record<string, unknown> => ({
  id: ids.interaction,
  application_id: ids.application,
  type,
  version: 1,
  token: 'aW50ZXJhY3Rpb24tokenOfThisTest',
  guild_id: ids.guild,
  guild: { id: ids.guild, locale: 'de', features: [] },
  channel_id: ids.channel,
  channel: { id: ids.channel, type: 0, name: 'songs', permissions: '0' },
  member: { user: { id: ids.member, username: 'ada' }, permissions: '0', roles: [] },
  locale: 'en-US',
  guild_locale: 'de',
  app_permissions: enoughRights,
  attachment_size_limit: 26_214_400,
  entitlements: [],
  authorizing_integration_owners: { 0: ids.guild },
  context: 0,
  data,
  ...more,
});

export interface LogLine {
  level: string;
  fields: Record<string, unknown>;
  message: string;
}

export const createTestLog = (): Log & { lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const say =
    (level: string) =>
    (first: object | string, message = ''): void => {
      if (typeof first === 'string') lines.push({ level, fields: {}, message: first });
      else lines.push({ level, fields: { ...first }, message });
    };
  const log = {
    lines,
    trace: say('trace'),
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('fatal'),
    child: () => log,
  };
  return log;
};

/** Discord, as far as one request and its answer go: calls are kept in order. */
export const createTestApi = (
  answer: (call: ApiCall) => ApiOutcome | Promise<ApiOutcome>,
): DiscordApi & { calls: ApiCall[] } => {
  const calls: ApiCall[] = [];
  return {
    calls,
    async request(call) {
      calls.push(call);
      return answer(call);
    },
  };
};
