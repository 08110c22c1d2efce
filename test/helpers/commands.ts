/** Songs and credits as the commands see them: plain fakes that keep what they were asked. */
import type { CommandDeps } from '../../commands/deps.ts';
import { createTexts } from '../../src/discord/texts/texts.ts';
import type { Draft, SongRequest, Songs } from '../../src/songs/songs.ts';
import { ids, songView } from './discord.ts';

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
    lyricFiles: {
      name: async () => 'file000000000001',
      keep: async () => 'file000000000002',
      find: async () => null,
      begin: () => undefined,
      read: async () => ({ kind: 'unreadable', why: 'unreadable' }),
    },
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
