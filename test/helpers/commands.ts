/** Songs and credits as the commands see them: plain fakes that keep what they were asked. */
import type { CommandDeps } from '../../commands/deps.ts';
import { createTexts } from '../../src/discord/texts/texts.ts';
import { defaultSettings } from '../../src/songs/settings.ts';
import type { Draft, SongRequest, Songs } from '../../src/songs/songs.ts';
import { createTestClock } from './clock.ts';
import { ids, noon, songView } from './discord.ts';

export interface Fakes {
  requests: SongRequest[];
  grants: unknown[];
}

export function createCommandDeps(
  songs: Partial<Songs> = {},
  more: Partial<CommandDeps> = {},
): { deps: CommandDeps } & Fakes {
  const requests: SongRequest[] = [];
  const grants: unknown[] = [];
  const deps: CommandDeps = {
    songs: {
      request: async (request) => {
        requests.push(request);
        return { kind: 'accepted', song: songView(), fresh: true, firstInGuild: false, lasting: Promise.resolve() };
      },
      again: async () => null,
      approve: async () => ({ kind: 'unknown' }),
      decline: async () => ({ kind: 'unknown' }),
      answered: async () => undefined,
      cancel: async () => ({ kind: 'unknown' }),
      find: async () => null,
      draft: async () => null,
      latestDraft: async () => null,
      models: () => [
        { value: 'sketch/sketch', model: 'Sketch', service: 'Sketch (built in)', price: 1, extends: true },
        { value: 'apiin/suno-v4-5', model: 'Suno 4.5', service: 'apiin.one', price: 10, extends: true },
      ],
      ...songs,
    },
    settings: {
      of: async () => defaultSettings,
      set: async (_guildId, changes) => ({ ...defaultSettings, ...changes }),
      editList: async (_guildId, _list, { add }) => ({ kind: 'changed', list: add }),
      isBlocked: async () => false,
      block: async () => true,
      unblock: async () => true,
      blocked: async () => [],
    },
    approvals: { placed: async () => undefined, changed: () => undefined },
    clock: createTestClock(noon),
    lyricFiles: {
      name: async () => 'file000000000001',
      keep: async () => 'file000000000002',
      find: async () => null,
      begin: () => undefined,
      read: async () => ({ kind: 'unreadable', why: 'unreadable' }),
    },
    circles: {
      start: () => Promise.reject(new Error('no circle is begun here')),
      act: async () => null,
      load: async () => null,
      openIn: async () => [],
      handedBack: async () => null,
      notBegun: async () => null,
      tick: async () => null,
    },
    circleBoards: {
      draw: async () => ({ content: '', embeds: [], rows: [] }),
      placing: () => undefined,
      placed: async () => undefined,
      seen: () => undefined,
    },
    messages: { keep: async () => 'message000000001', whose: async () => ({ kind: 'nobody' }) },
    forgetting: { referenceOf: async () => 7, forget: async () => true },
    credits: {
      balance: async () => ({ available: 1250, held: 12, spentToday: 24, dailyCap: 500, allowance: null }),
      history: async () => [],
      statement: async () => ({ csv: '', entries: 0, isWhole: true }),
      spending: async () => ({ days: [], spent: [] }),
      memberDay: async () => null,
      setLimit: async (_guildId, _subject, perDay) => ({ kind: perDay === null ? 'removed' : 'set', before: null }),
      removeMemberLimit: async () => ({ kind: 'removed', before: null }),
      limits: async () => [],
      setAllowance: async () => ({ kind: 'ended' }),
      grant: async (input) => {
        grants.push(input);
        return { kind: 'granted', available: 150, repeated: false, firstInGuild: false };
      },
    },
    charts: { draw: async () => null },
    texts: createTexts(),
    operators: { ids: () => [ids.other] },
    limits: { memberAtOnce: 2, guildAtOnce: 10 },
    ...more,
  };
  return { deps, requests, grants };
}

export const draftOf = (words: Draft['words'], more: Partial<Draft> = {}): Draft => ({
  id: 'draft00000000001',
  guildId: ids.guild,
  userId: ids.member,
  words,
  model: null,
  ...more,
});
