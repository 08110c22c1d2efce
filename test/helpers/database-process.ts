/**
 * A process of its own on the database it is given: `node database-process.ts <url> <what>`. It says on stdout, line by
 * line, what it has reached. Whoever started it kills it.
 */
import { systemClock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/database.ts';
import { StartError } from '../../src/errors.ts';
import { createTill } from './ledger.ts';

const [url = '', what = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const forEver = () => new Promise<never>(() => setInterval(() => {}, 60_000));

/** The administrator may write everything; so an unprivileged somebody tries, once all the code is loaded. */
const becomeNobody = () => {
  if (process.getuid?.() !== 0) return;
  process.setgid?.(65_534);
  process.setuid?.(65_534);
};

const run = async () => {
  if (what === 'open as nobody') becomeNobody();
  const database = await openDatabase({ url, clock: systemClock });
  const till = createTill(database, { clock: systemClock });
  if (what === 'hold the file') {
    say('open');
    await forEver();
  }
  if (what === 'stop halfway') {
    await till.grant({ key: 'first', guildId: 'g', amount: 10, reason: 'gift', byUserId: null });
    await database.write(async (trx) => {
      await trx.updateTable('accounts').set({ available: 1 }).execute();
      await trx.insertInto('keyv').values({ key: 'half', value: 'x', expires_at: null }).execute();
      say('halfway');
      await forEver();
    });
  }
  if (what === 'work') {
    for (let n = 0; ; n += 1) {
      await till.grant({ key: `${n}`, guildId: 'g', amount: 2, reason: 'gift', byUserId: 'u' });
      await till.hold({ songId: `${n}`, guildId: 'g', userId: 'u', amount: 2 });
      await till.capture({ songId: `${n}`, amount: 1 });
      say(`${n}`);
    }
  }
  await database.close();
};

try {
  await run();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  say(error.sentence);
  process.exitCode = error.exitCode;
}
