/** The operator's hand: `npm run admin -- <command>`, beside the running bot, without joining a server. */
import { backUp } from './admin/backup.ts';
import { obey, type Report } from './admin/orders.ts';
import { restore } from './admin/restore.ts';
import { type Order, readOrder, usage } from './admin/usage.ts';
import { systemClock as clock } from './clock.ts';
import { type Config, configFromEnvironment } from './config.ts';
import { openDatabase } from './database/database.ts';
import { exitCodes, StartError } from './errors.ts';

async function run(order: Order, config: Config): Promise<Report> {
  const { url } = config.database;
  if (order.command === 'backup') return backedUp(url, order.file, config);
  if (order.command === 'restore') return restored(url, order.file);
  const database = await openDatabase({ url, clock, beside: true });
  try {
    return await obey({ database, clock, starterCredits: config.credits.starter }, order);
  } finally {
    await database.close();
  }
}

async function backedUp(url: string, file: string, config: Config): Promise<Report> {
  const { version, guilds, faults } = await backUp(url, file);
  const lines = [
    `Backed up to ${file}: version ${version}, ${guilds} guilds.`,
    `Not in it: the folder ${config.media.directory} with tracks and covers, and the file .env.`,
  ];
  if (faults.length === 0) return { lines: [...lines, 'OK: read again, every balance recomputed.'], exitCode: 0 };
  return {
    lines: [...lines, 'The books do not agree, in the copy as in the database:', ...faults],
    exitCode: exitCodes.faults,
  };
}

async function restored(url: string, file: string): Promise<Report> {
  const { version, guilds, kept } = await restore(url, file, clock.now());
  const lines = [`Restored ${file}: version ${version}, ${guilds} guilds, every balance recomputed.`];
  if (kept !== null) lines.push(`What was there is kept as ${kept}.`);
  return { lines: [...lines, 'Start the bot again.'], exitCode: 0 };
}

async function main(): Promise<number> {
  const read = readOrder(process.argv.slice(2));
  if (read.kind === 'wrong') {
    process.stderr.write(`${read.why}\n\n${usage}\n`);
    return exitCodes.usage;
  }
  try {
    const { lines, exitCode } = await run(read.order, configFromEnvironment());
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return exitCode;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.sentence}\n`);
    return error.exitCode;
  }
}

process.exitCode = await main();
