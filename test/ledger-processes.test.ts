/** Several processes ask for the same credits at once: exactly as many get them as may. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { engines, type Opened } from './helpers/engines.ts';
import { createTill, roomyCaps } from './helpers/ledger.ts';
import { race } from './helpers/race.ts';

const processes = 4;
const requests = 200;

describe.each(engines)('several processes on $name', (engine) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await engine.open();
  });
  afterEach(() => opened.dispose());

  test.each([
    { what: 'one credit', credits: 1, caps: roomyCaps, held: 1, refused: 'not_enough' },
    { what: 'as many as there are', credits: 23, caps: roomyCaps, held: 23, refused: 'not_enough' },
    { what: 'the day of a guild', credits: 1_000, caps: { ...roomyCaps, guild: 31 }, held: 31, refused: 'guild_daily' },
    { what: 'the day of the bot', credits: 1_000, caps: { ...roomyCaps, bot: 17 }, held: 17, refused: 'bot_daily' },
    {
      what: 'songs at once',
      credits: 1_000,
      caps: { ...roomyCaps, guildAtOnce: 9 },
      held: 9,
      refused: 'guild_at_once',
    },
  ])('share $what exactly', async ({ credits, caps, held, refused }) => {
    const till = createTill(opened.database, { caps, clock: systemClock });
    await till.grant({ key: 'k', guildId: 'g', amount: credits, reason: 'gift', byUserId: null });
    const url = opened.database.shared ? opened.url : null;
    const { tally } = await race({ url, till, caps, processes, requests });
    expect(tally).toEqual({ held, [refused]: requests - held });
    expect(await till.balance('g')).toMatchObject({ available: credits - held, held });
    const versions = (await till.history('g', { limit: 1_000 })).map(({ version }) => version).reverse();
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    expect(await till.audit()).toEqual({ guilds: 1, faults: [] });
  });
});
