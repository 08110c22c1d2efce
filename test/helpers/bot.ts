import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { vi } from 'vitest';
import type { Member, Seen, Shown } from '../../sandbox/member.ts';
import type { MusicService } from '../../sandbox/services/service.ts';
import { type BotOptions, startBot } from '../../src/bot.ts';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/database/database.ts';
import { createHttp } from '../../src/http.ts';
import { audit } from '../../src/ledger/audit.ts';
import { createLog } from '../../src/log.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { createSunoapi } from '../../src/providers/sunoapi.ts';
import { createInstantProvider } from './instant-provider.ts';
import { createPunctual } from './punctual.ts';
import type { OpenSandbox } from './sandbox.ts';

/** What a song costs at the services of the tests. */
const price = 10;

export interface SongRow {
  id: string;
  state: string;
  money: string;
  ending: string | null;
}

export interface OpenBot {
  /** Where health is told. */
  port(): number;
  databaseUrl: string;
  /** Stops and starts on the same folder, with `env` over the old one. */
  restart(env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
  /** Everything logged so far, as JSON lines. */
  lines(): string[];
  /** Log lines of level error that the test caused on purpose. */
  forgive(): void;
  /** What the database says now, oldest first. */
  songs(): SongRow[];
  account(): { available: number; held: number };
  entries(): string[];
  /** Changes the database beside the bot, e.g. to let a day pass. */
  alter(statement: string): void;
  /** Resolves when no song is open, nothing is held, and no card waits to be shown. */
  idle(): Promise<void>;
  /** Stops it. Throws when it logged an error nobody forgave, or when the books do not agree. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface OpenBotOptions {
  sandbox: OpenSandbox;
  /** Default: the service that renders nothing. `built-in`: the bot's own. */
  service?: MusicService | 'instant' | 'built-in' | Provider[];
  env?: Record<string, string>;
}

const idleWithinMs = 15_000;

/** The service of the tests through its real adapter, looked at quickly. */
export const sunoapiOf = (service: MusicService, more: Partial<Provider> = {}): Provider => ({
  ...createSunoapi({
    http: createHttp({ allowPrivate: true, userAgent: 'Songcircle test' }),
    baseUrl: service.baseUrl,
    apiKey: service.key,
    model: null,
    settings: { CALLBACK_PLACEHOLDER: '' },
  }),
  lookEveryMs: 60,
  quota: { requests: 1000, perMs: 1000 },
  ...more,
});

function providersOf(service: OpenBotOptions['service']): BotOptions['services'] {
  if (service === 'built-in') return undefined;
  const providers = Array.isArray(service)
    ? service
    : [service === undefined || service === 'instant' ? createInstantProvider() : sunoapiOf(service)];
  return { providers, prices: new Map(providers.map((provider) => [provider.id, price])) };
}

/** The whole bot in this process, beside a sandbox, with a folder of its own that goes when it closes. */
export async function openBot({ sandbox, service, env = {} }: OpenBotOptions): Promise<OpenBot> {
  const dir = await mkdtemp(join(tmpdir(), 'songcircle-bot-'));
  const file = join(dir, 'songcircle.db');
  const lines: string[] = [];
  const isError = (line: string) => /"level":(50|60|"error"|"fatal")/.test(line);
  let forgiven = 0;
  let given: Record<string, string> = {
    DISCORD_TOKEN: sandbox.token,
    DISCORD_API_URL: sandbox.apiUrl,
    DATABASE_URL: `file:${file}`,
    MEDIA_DIR: join(dir, 'media'),
    HTTP_PORT: '0',
    STARTER_CREDITS: '1000',
    DAILY_CREDITS: '1000000',
    GUILD_DAILY_CREDITS: '1000000',
    MEMBER_SONGS_AT_ONCE: '1000',
    GUILD_SONGS_AT_ONCE: '1000',
    ALLOW_PRIVATE_DOWNLOADS: 'true',
  };
  const start = (more: Record<string, string>) => {
    given = { ...given, ...more };
    const config = readConfig(given);
    const log = createLog({ level: 'info', secrets: config.secrets, pretty: false, write: (line) => lines.push(line) });
    const services = providersOf(service);
    // What a test steps through by hand follows no law.
    return startBot({ config, log, ...(services === undefined ? {} : { services, schedule: createPunctual() }) });
  };
  const read = <T>(query: string): T[] => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(query).all() as T[];
    } finally {
      database.close();
    }
  };
  let bot = await start(env);
  const open: OpenBot = {
    port: () => bot.port,
    databaseUrl: `file:${file}`,
    async restart(more = {}) {
      await bot.stop();
      bot = await start(more);
    },
    stop: () => bot.stop(),
    lines: () => lines,
    forgive: () => {
      forgiven = lines.length;
    },
    songs: () => read<SongRow>('select id, state, money, ending from songs order by created_at, rowid'),
    account: () =>
      read<{ available: number; held: number }>('select available, held from accounts')[0] ?? {
        available: Number(given.STARTER_CREDITS),
        held: 0,
      },
    entries: () => read<{ kind: string }>('select kind from entries order by version').map((entry) => entry.kind),
    alter: (statement) => {
      const database = new DatabaseSync(file, { timeout: 2_000 });
      try {
        database.exec(statement);
      } finally {
        database.close();
      }
    },
    idle: () =>
      vi.waitFor(
        () => {
          const open = read<SongRow>(
            "select id, state, money, ending from songs where state not in ('done', 'refused', 'gave_up') or (due_at is not null and late_look_until is null)",
          );
          if (open.length > 0) throw new Error(`${open.length} songs are open: ${JSON.stringify(open)}`);
        },
        { timeout: idleWithinMs, interval: 20 },
      ),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      const faults = await checkBooks(`file:${file}`);
      await rm(dir, { recursive: true, force: true });
      const errors = lines.slice(forgiven).filter(isError);
      if (errors.length > 0) throw new Error(`The bot logged ${errors.length} errors:\n${errors.join('\n')}`);
      if (faults.length > 0) throw new Error(`The books do not agree:\n${faults.join('\n')}`);
    },
  };
  return open;
}

async function checkBooks(url: string): Promise<string[]> {
  const database = await openDatabase({ url, clock: systemClock });
  try {
    return (await audit(database)).faults;
  } finally {
    await database.close();
  }
}

/** Everybody reads English, so that sentences can be compared. */
export function speakEnglish(sandbox: OpenSandbox): void {
  for (const { id } of sandbox.members) sandbox.change({ member: { id, locale: 'en-US' } });
}

/** The message that an act brought; anything else fails the test. */
export async function messageOf(act: Promise<Seen>): Promise<Shown> {
  const seen = await act;
  if (seen.kind !== 'message') throw new Error(`no message came, but ${JSON.stringify(seen)}`);
  return seen.message;
}

/** The form that an act opened. */
export async function formOf(act: Promise<Seen>): Promise<Extract<Seen, { kind: 'modal' }>['form']> {
  const seen = await act;
  if (seen.kind !== 'modal') throw new Error(`no form opened, but ${JSON.stringify(seen)}`);
  return seen.form;
}

/** What this message says by now. */
export const seeAgain = (member: Member, card: Shown, satisfies: (message: Shown) => boolean): Promise<Shown> =>
  member.see((message) => message.id === card.id && satisfies(message), 10_000);

/** The same person's own conversation with the bot; it must exist by now. */
export async function privately(member: Member): Promise<Member> {
  const { channels } = await member.snapshot();
  const found = channels.find(({ kind }) => kind === 'dm');
  if (found === undefined) throw new Error(`the bot never wrote to ${member.name}`);
  return member.in(found.id);
}

/** The card with both takes on it. */
export const seeFinished = (member: Member, card: Shown): Promise<Shown> =>
  seeAgain(member, card, (message) => message.files.length === 2 && message.buttons.includes('Again'));
