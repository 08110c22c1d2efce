/** The sandbox as a process: a Discord in miniature on this machine, its page, and the bot as a process under it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { readEnvironment } from './environment.ts';
import { createBotProcess } from './server/bot-process.ts';
import { createPage } from './server/page.ts';
import { SANDBOX_TOKEN, type Sandbox, startSandbox } from './server/server.ts';

/** What a bot answers to a wrong environment; there is nothing to restart then. */
const WRONG_ENVIRONMENT = 78;
/** Levels of the bot's log that matter to somebody who only wants to try it. */
const LOUD = ['warn', 'error', 'fatal'];

const root = fileURLToPath(new URL('..', import.meta.url));
const cwd = process.cwd();
const say = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

const giveUp = (sentence: string, code: number): never => {
  complain(sentence);
  process.exit(code);
};

const whyNot = (error: unknown, port: number): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} is taken: close what uses it, or set SANDBOX_PORT to another one.`;
  if (code === 'EACCES' && message.includes('listen'))
    return `Port ${port} may not be used: set SANDBOX_PORT to another one.`;
  return `The sandbox cannot keep its state in ${join('data', 'sandbox')}: ${message}.`;
};

const logLine = z.looseObject({
  level: z.string(),
  msg: z.string().default(''),
  err: z.looseObject({ message: z.string() }).optional(),
});

/** A line of the bot's log in words; null: of no interest to somebody who only wants to try it. */
const inWords = (line: string): string | null => {
  try {
    const { level, msg, err } = logLine.parse(JSON.parse(line));
    return LOUD.includes(level) ? `bot: ${[msg, err?.message].filter(Boolean).join(': ')}` : null;
  } catch {
    return line;
  }
};

/** As the bot reads it: the environment, and where that is silent the file `.env`. */
const readDotEnv = (): NodeJS.Dict<string> => {
  try {
    return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'));
  } catch {
    // Absent; or unreadable, which the bot will say.
    return {};
  }
};

const settings = readEnvironment({ ...readDotEnv(), ...process.env }, cwd);
const { port, chatty, memory } = 'wrong' in settings ? giveUp(settings.wrong, WRONG_ENVIRONMENT) : settings;

/** Filled in before the bot starts: its port is known only when the sandbox listens. */
const botEnvironment: Record<string, string | undefined> = { ...process.env };
let wasOnline = false;
const bot = createBotProcess({
  script: join(root, 'src', 'main.ts'),
  cwd,
  environment: botEnvironment,
  memory,
  onLine(line) {
    const words = chatty ? line : inWords(line);
    if (words !== null) complain(words);
  },
  onCrash(code) {
    if (code === WRONG_ENVIRONMENT && !wasOnline) process.exit(WRONG_ENVIRONMENT);
    complain(`The bot ended with code ${code}. "Restart the bot" on the page brings it back.`);
  },
});

const sandbox: Sandbox = await startSandbox({
  port,
  dir: join(cwd, 'data', 'sandbox'),
  bot,
  page: createPage(join(root, 'sandbox', 'page')),
}).catch((error: unknown) => giveUp(whyNot(error, port), 1));

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  await bot.stop();
  await sandbox.close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
// Whoever started us is gone: so are we, and the bot with us.
process.on('disconnect', () => void stop());

sandbox.onBotStatus((status) => {
  if (status !== 'online' || wasOnline) return;
  wasOnline = true;
  say(
    [
      '',
      `  Songcircle is open: ${sandbox.url}`,
      '  Type /song in #songs. Everything stays on this machine; Ctrl+C stops it.',
      '  For a real server, put your bot’s DISCORD_TOKEN into .env and start again; README.md says how to get one.',
      '',
    ].join('\n'),
  );
});
// What points at the real Discord would find nothing here; empty is absent, whatever .env says.
const elsewhere = { DISCORD_GUILD_ID: '', OPERATOR_IDS: '', INTERACTIONS: '', SHARDS: '' };
Object.assign(botEnvironment, elsewhere, { DISCORD_TOKEN: SANDBOX_TOKEN, DISCORD_API_URL: sandbox.apiUrl });
bot.start();
