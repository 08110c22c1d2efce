/** What the operator typed after `npm run admin --`, as one order. Pure. */
import { parseArgs } from 'node:util';

export type Subject = 'member' | 'guild';

export type Order =
  | { command: 'grant'; guildId: string; amount: number; reason: string; key: string | null }
  | { command: 'block' | 'unblock'; subject: Subject; id: string; reason: string | null }
  | { command: 'words'; act: 'add' | 'remove'; word: string }
  | { command: 'words'; act: 'list' }
  | { command: 'audit' }
  | { command: 'forget'; subject: Subject; id: string }
  | { command: 'backup'; file: string }
  | { command: 'restore'; file: string };

export const usage = `Usage: npm run admin -- <command>

  grant <guild> <amount> <reason> [--key <key>]   adds credits; the same key adds them once
  block member|guild <id> [<reason>]              answers them with one sentence, everywhere
  unblock member|guild <id> [<reason>]
  words add|remove <word>                         words that are refused in every server
  words list
  audit                                           recomputes every balance; exit 1 when one is wrong
  forget member|guild <id>                        words, names and media; never an amount
  backup <file>                                   while the bot runs
  restore <file>                                  while it does not

Ids are Discord's, of 17 to 20 digits. The database is the bot's own: DATABASE_URL, or .env.`;

const longestReason = 200;
const longestWord = 60;
const longestKey = 100;

/** What is wrong, as one sentence; or the order. */
export type Read = { kind: 'order'; order: Order } | { kind: 'wrong'; why: string };

const wrong = (why: string): Read => ({ kind: 'wrong', why });
const order = (order: Order): Read => ({ kind: 'order', order });

const isId = (text: string | undefined): text is string => text !== undefined && /^\d{17,20}$/.test(text);
const isSubject = (text: string | undefined): text is Subject => text === 'member' || text === 'guild';
/** However it was quoted, it is one line. */
const oneLine = (words: readonly string[]): string => words.join(' ').replace(/\s+/g, ' ').trim();

export function readOrder(argv: readonly string[]): Read {
  try {
    const options = { key: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [command, ...rest] = positionals;
    if (values.key !== undefined && command !== 'grant') return wrong('Only grant takes --key.');
    return readCommand(command, rest, values.key);
  } catch (error) {
    // A dash that begins no option, a --key without one.
    if (error instanceof TypeError && 'code' in error) return wrong(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}

function readCommand(command: string | undefined, rest: readonly string[], key: string | undefined): Read {
  switch (command) {
    case undefined:
      return wrong('Which command?');
    case 'grant':
      return readGrant(rest, key);
    case 'block':
    case 'unblock': {
      const [subject, id, ...words] = rest;
      if (!isSubject(subject) || !isId(id)) return wrong(`${command} takes member or guild, and its id.`);
      const reason = oneLine(words);
      if (reason.length > longestReason) return wrong(`The reason is longer than ${longestReason} characters.`);
      return order({ command, subject, id, reason: reason || null });
    }
    case 'words':
      return readWords(rest);
    case 'audit':
      return rest.length > 0 ? wrong('audit takes nothing.') : order({ command });
    case 'forget': {
      const [subject, id, ...more] = rest;
      if (!isSubject(subject) || !isId(id) || more.length > 0)
        return wrong('forget takes member or guild, and its id.');
      return order({ command, subject, id });
    }
    case 'backup':
    case 'restore': {
      const [file, ...more] = rest;
      return file === undefined || file === '' || more.length > 0
        ? wrong(`${command} takes one file.`)
        : order({ command, file });
    }
    default:
      return wrong(`There is no command ${JSON.stringify(command)}.`);
  }
}

function readGrant([guildId, digits, ...words]: readonly string[], key: string | undefined): Read {
  if (!isId(guildId)) return wrong('grant takes the id of a guild first.');
  const amount = /^[1-9]\d{0,15}$/.test(digits ?? '') ? Number(digits) : Number.NaN;
  if (!Number.isSafeInteger(amount)) return wrong('The amount is a whole number of credits from 1.');
  const reason = oneLine(words);
  if (reason === '') return wrong('A grant has a reason.');
  if (reason.length > longestReason) return wrong(`The reason is longer than ${longestReason} characters.`);
  if (key !== undefined && (key.trim() === '' || key.length > longestKey))
    return wrong(`A key has 1 to ${longestKey} characters.`);
  return order({ command: 'grant', guildId, amount, reason, key: key ?? null });
}

function readWords([act, ...words]: readonly string[]): Read {
  const word = oneLine(words);
  if (act === 'list' && word === '') return order({ command: 'words', act });
  if (act !== 'add' && act !== 'remove') return wrong('words takes add, remove or list.');
  if (word === '') return wrong(`words ${act} takes a word.`);
  if (word.length > longestWord) return wrong(`The word is longer than ${longestWord} characters.`);
  return order({ command: 'words', act, word });
}
