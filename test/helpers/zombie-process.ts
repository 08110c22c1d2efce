/** Leases what is due for a moment, says so, and writes when it is told to: `node zombie-process.ts <url>`. */
import { once } from 'node:events';
import { systemClock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/database.ts';
import { createSteps } from '../../src/songs/steps.ts';

const database = await openDatabase({ url: process.argv[2] ?? '', clock: systemClock });
const steps = createSteps(database);
const [lease] = await steps.claim('zombie', Date.now(), 300, 1, []);
if (lease === undefined) throw new Error('nothing was due');
process.stdout.write(`leased ${lease.songId}\n`);
await once(process.stdin, 'data');
const written = await steps.commit(lease, Date.now(), { work: 'submitting', set: { stage: 'music' } });
process.stdout.write(`written: ${written}\n`);
await database.close();
process.exit();
