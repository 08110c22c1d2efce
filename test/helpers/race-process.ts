/**
 * One of several processes that ask for the same credits: `node race-process.ts <url> <caps> <number> <requests>`. It says
 * when it is ready, asks as soon as it is told to, many at a time, and sends what it was answered, by kind. With `parent`
 * instead of an address it owns no database, and asks whoever forked it.
 */
import { systemClock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/database.ts';
import type { Caps } from '../../src/ledger/outcomes.ts';
import { createTill, type HoldOf } from './ledger.ts';
import { raced } from './race.ts';

const [url = '', caps = '{}', number = '0', requests = '0'] = process.argv.slice(2);
/** Requests in flight at once. */
const atOnce = 16;

const waiting = new Map<string, (kind: string) => void>();
process.on('message', (message: { songId?: string; kind?: string }) => {
  if (message.songId === undefined) return;
  waiting.get(message.songId)?.(message.kind ?? '');
  waiting.delete(message.songId);
});

const askParent = (hold: HoldOf): Promise<string> =>
  new Promise((resolve) => {
    waiting.set(hold.songId, resolve);
    process.send?.({ hold });
  });

const askDatabase = async () => {
  const database = await openDatabase({ url, clock: systemClock });
  const till = createTill(database, { caps: JSON.parse(caps) as Caps, clock: systemClock });
  return {
    ask: async (hold: HoldOf) => (await till.hold(hold)).kind,
    close: () => database.close(),
  };
};

const { ask, close } = url === 'parent' ? { ask: askParent, close: async () => {} } : await askDatabase();
const told = new Promise((resolve) => process.once('message', resolve));
process.send?.({ ready: true });
await told;
const tally: Record<string, number> = {};
let next = 0;
const askOn = async (): Promise<void> => {
  while (next < Number(requests)) {
    const songId = `${number}-${next}`;
    next += 1;
    const kind = await ask({ ...raced, songId, userId: `member ${number}` });
    tally[kind] = (tally[kind] ?? 0) + 1;
  }
};
await Promise.all(Array.from({ length: atOnce }, askOn));
await close();
process.send?.({ tally });
process.disconnect();
