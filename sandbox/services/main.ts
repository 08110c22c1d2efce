/** The music services as a process, for trying the bot by hand: `npm run services`. */
import { z } from 'zod';
import { environmentFor, startAll } from './all.ts';
import { startPage } from './page.ts';

const songMs = 12_000;
/** The page, and five services after it. */
const usualPort = 4910;

const environment = z.object({
  SERVICES_PORT: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text === '' ? usualPort : /^\d{1,5}$/.test(text) ? Number(text) : -1))
    .refine((port) => port >= 1 && port <= 65_530, 'SERVICES_PORT must be a whole number from 1 to 65530.'),
});

const giveUp = (sentence: string, code: number): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
};

const whyNot = (error: unknown): string => {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return `Port ${port} cannot be had: close what uses it, or set SERVICES_PORT to the first of six free ones.`;
  }
  return `The services cannot start: ${message}.`;
};

const settings = environment.safeParse(process.env);
const port = settings.success
  ? settings.data.SERVICES_PORT
  : giveUp(settings.error.issues.map(({ message }) => message).join('\n'), 78);

const services = await startAll(port, { script: { completion: songMs } }).catch((error: unknown) =>
  giveUp(whyNot(error), 1),
);
const page = await startPage({ services, port }).catch((error: unknown) => giveUp(whyNot(error), 1));

const stop = async (): Promise<void> => {
  await Promise.all([page.close(), ...services.map((service) => service.close())]);
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
// Whoever started us is gone: so are we.
process.on('disconnect', () => void stop());

process.stdout.write(
  [
    '',
    `  The music services are open. How each of them behaves is chosen at ${page.url}`,
    '  Put these lines into .env, and start the bot with npm start. Ctrl+C stops the services.',
    '',
    ...environmentFor(services),
    '',
    '',
  ].join('\n'),
);
