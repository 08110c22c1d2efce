/** The process: reads the environment, starts the bot or, without a token, the sandbox, and ends either in good order. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Config, configFromEnvironment } from './config.ts';
import { exitCodes, StartError } from './errors.ts';
import { createLog, type Log } from './log.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

async function runBot(config: Config): Promise<void> {
  const log = createLog({ level: config.log.level, secrets: config.secrets });
  // A bug that nobody awaited: the next start makes of the open work what the database says.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'an error that nobody caught');
    process.exit(exitCodes.software);
  });
  const { startBot } = await import('./bot.ts');
  const leaving = new AbortController();
  const starting = startBot({ config, log, signal: leaving.signal });
  stopOnSignal(async () => {
    leaving.abort();
    const bot = await starting.catch(() => null);
    await bot?.stop();
  }, log);
  await starting.catch((error: unknown) => {
    // Whoever stops us while we wait for Discord knows why we did not start.
    if (!leaving.signal.aborted) throw error;
  });
}

/** Stops once, whoever asks: a signal, or the end of the process that started us. */
function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const end = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    stop().then(
      () => process.exit(0),
      () => process.exit(exitCodes.software),
    );
  };
  for (const signal of signals) process.on(signal, () => end(signal));
  process.on('disconnect', () => end('the starter is gone'));
}

/** The sandbox is a process of its own, which starts the bot; it ends when we do, however we do. */
function runSandbox(): void {
  const path = fileURLToPath(new URL('../sandbox/main.ts', import.meta.url));
  const sandbox = spawn(process.execPath, [path], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A terminal sends its signals to both of us; a supervisor sends them here alone.
  for (const signal of signals) process.on(signal, () => sandbox.kill(signal));
  sandbox.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : exitCodes.software)));
}

async function main(): Promise<void> {
  try {
    const config = configFromEnvironment();
    if (config.discord.token === null) runSandbox();
    else await runBot(config);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.sentence}\n`);
    process.exit(error.exitCode);
  }
}

await main();
