import { join, resolve } from 'node:path';
import { z } from 'zod';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a whole number from 0 to 65535');

/** What the sandbox itself takes from the environment; the rest is the bot's. An empty value is none. */
const schema = z.object({
  SANDBOX_PORT: port.default(4900),
  DATABASE_URL: z.string().default('file:data/songcircle.db'),
  MEDIA_DIR: z.string().default('data/media'),
  LOG_LEVEL: z.string().optional(),
});

export interface SandboxEnvironment {
  port: number;
  /** Every line of the bot is printed, not the warnings alone: somebody asked for more than the usual level. */
  chatty: boolean;
  /** What a reset removes: the bot's database and files, and nothing outside what the bot was told to use. */
  memory: string[];
}

const databaseFiles = (url: string, cwd: string): string[] => {
  if (!url.startsWith('file:')) return [];
  const file = resolve(cwd, url.slice('file:'.length));
  return ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal'].map((ending) => `${file}${ending}`);
};

/** The settings, or a sentence that says what is wrong with them. */
export const readEnvironment = (
  environment: Record<string, string | undefined>,
  cwd: string,
): SandboxEnvironment | { wrong: string } => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return { wrong: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n') };
  }
  const { SANDBOX_PORT, DATABASE_URL, MEDIA_DIR, LOG_LEVEL } = parsed.data;
  return {
    port: SANDBOX_PORT,
    chatty: LOG_LEVEL === 'debug' || LOG_LEVEL === 'trace',
    memory: [...databaseFiles(DATABASE_URL, cwd), resolve(cwd, MEDIA_DIR), join(cwd, 'data', 'sketch')],
  };
};
