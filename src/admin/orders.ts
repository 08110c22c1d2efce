/** The orders that change or judge what is in the database, beside a bot that may be running. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { block, noteAct, operatorName, operatorWords, unblock } from '../database/operator.ts';
import type { Transaction } from '../database/schema.ts';
import { exitCodes, StartError } from '../errors.ts';
import { grant } from '../ledger/accounts.ts';
import { audit } from '../ledger/audit.ts';
import { createForgetting } from '../members/forget.ts';
import { forgetGuild } from '../members/forget-guild.ts';
import { canBeRefused, isSameWord } from '../songs/refused-words.ts';
import type { Order } from './usage.ts';

export interface Report {
  lines: readonly string[];
  exitCode: number;
}

export interface OrderDeps {
  database: Database;
  clock: Clock;
  /** What a guild has once its account is opened. */
  starterCredits: number;
}

type Inside = Exclude<Order, { command: 'backup' | 'restore' }>;
type Of<Command extends Order['command']> = Extract<Order, { command: Command }>;

const well = (...lines: string[]): Report => ({ lines, exitCode: 0 });

/** Does it, whole, and says so. @throws StartError of one sentence when it cannot be. */
export async function obey(deps: OrderDeps, order: Inside): Promise<Report> {
  switch (order.command) {
    case 'grant':
      return grantCredits(deps, order);
    case 'block':
    case 'unblock':
      return changeBlock(deps, order);
    case 'words':
      return changeWords(deps, order);
    case 'audit':
      return judge(deps.database);
    case 'forget':
      return order.subject === 'guild' ? forgetAGuild(deps, order.id) : forgetAMember(deps, order.id);
  }
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

async function grantCredits({ database, clock, starterCredits }: OrderDeps, order: Of<'grant'>): Promise<Report> {
  const { guildId, amount } = order;
  const key = `admin:${order.key ?? randomUUID()}`;
  const reason = `${operatorName}: ${order.reason}`;
  const outcome = await database.write((trx) =>
    grant(trx, { key, guildId, amount, reason, byUserId: null }, starterCredits, clock.now()),
  );
  switch (outcome.kind) {
    case 'bad_amount':
      throw new StartError(
        `With ${amount} more, guild ${guildId} would have more than can be counted.`,
        exitCodes.usage,
      );
    case 'altered':
      throw new StartError(
        `The key ${order.key} was used for another grant: nothing was added. Choose another key.`,
        exitCodes.usage,
      );
    case 'granted': {
      const added = outcome.repeated ? 'Was granted under this key already' : `Granted ${count(amount, 'credit')}`;
      const then = outcome.repeated ? 'it had' : 'it has';
      return well(`${added}: guild ${guildId}, and ${then} ${outcome.available} after that.`);
    }
  }
}

async function changeBlock({ database, clock }: OrderDeps, order: Of<'block' | 'unblock'>): Promise<Report> {
  const { command, subject, id, reason } = order;
  const change = command === 'block' ? block : unblock;
  const at = clock.now();
  const changed = await database.write(async (trx) => {
    if (!(await change(trx, subject, id, at))) return false;
    const who = subject === 'member' ? { userId: id } : { about: id };
    await noteAct(trx, { act: `${command} ${subject}`, ...who, reason }, at);
    return true;
  });
  if (!changed) return well(`The ${subject} ${id} was ${command === 'block' ? 'blocked already' : 'not blocked'}.`);
  return well(
    command === 'block'
      ? `Blocked the ${subject} ${id}: answered with one sentence from now on. Songs under way go on.`
      : `Unblocked the ${subject} ${id}.`,
  );
}

async function changeWords({ database, clock }: OrderDeps, order: Of<'words'>): Promise<Report> {
  if (order.act === 'list') return well(...(await database.read(operatorWords)));
  const { act, word } = order;
  if (!canBeRefused(word))
    throw new StartError('That word has no letter and no digit, so it could never be found.', exitCodes.usage);
  const at = clock.now();
  const change = act === 'add' ? addWord : removeWord;
  const changed = await database.write(async (trx) => {
    if (!(await change(trx, word, at))) return false;
    await noteAct(trx, { act: `words ${act}`, about: word }, at);
    return true;
  });
  if (act === 'add') return well(changed ? `Refused from now on: ${word}` : `Refused already: ${word}`);
  return well(changed ? `No longer refused: ${word}` : `Was not refused: ${word}`);
}

/** However it is written, it is refused once. */
const sameAs = async (trx: Transaction, word: string): Promise<string[]> =>
  (await operatorWords(trx)).filter((known) => isSameWord(known, word));

async function addWord(trx: Transaction, word: string, at: number): Promise<boolean> {
  if ((await sameAs(trx, word)).length > 0) return false;
  await trx.insertInto('operator_words').values({ word, at }).execute();
  return true;
}

async function removeWord(trx: Transaction, word: string): Promise<boolean> {
  const known = await sameAs(trx, word);
  if (known.length > 0) await trx.deleteFrom('operator_words').where('word', 'in', known).execute();
  return known.length > 0;
}

async function judge(database: Database): Promise<Report> {
  const { guilds, faults } = await audit(database);
  if (faults.length > 0) return { lines: faults, exitCode: exitCodes.faults };
  return well(`OK: ${count(guilds, 'guild')}, every balance recomputed from its entries.`);
}

const afterwards = 'Files and cards follow within seconds where the bot runs, else at its next start.';

async function forgetAMember({ database, clock }: OrderDeps, userId: string): Promise<Report> {
  const forgetting = createForgetting({ database, clock, wake: () => undefined });
  // Between the two they may have come, or have been forgotten: then once more, with what they are known as now.
  while (!(await forgetting.forget(userId, await forgetting.referenceOf(userId))));
  // Without the id: nobody is to find here who it was.
  await database.write((trx) => noteAct(trx, { act: 'forget member' }, clock.now()));
  return well(`Forgotten: words, names and media of the member ${userId}. Amounts stay.`, afterwards);
}

async function forgetAGuild({ database, clock }: OrderDeps, guildId: string): Promise<Report> {
  const songs = await forgetGuild(database, guildId, clock.now());
  await database.write((trx) => noteAct(trx, { act: 'forget guild', about: guildId }, clock.now()));
  const what = `words, names and media of ${count(songs, 'song')} in the guild ${guildId}`;
  return well(`Forgotten: ${what}. Amounts stay, and starter credits are not given again.`, afterwards);
}
