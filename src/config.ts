/** The environment, checked once and whole, as a frozen value. Nothing else in the bot reads `process.env`. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { exitCodes, StartError } from './errors.ts';
import { builtIn, keyVariableOf, knownIds, type Service, services, variableOf } from './providers/services.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const isService = (id: string): boolean => knownIds.includes(id);

/** What a hosted service is asked with. */
export interface ServiceConfig {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null: the service's own default. */
  readonly model: string | null;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Config {
  /** NODE_ENV is `production`. */
  readonly production: boolean;
  readonly discord: {
    /** Null: the sandbox. */
    readonly token: string | null;
    /** Without a slash at its end, e.g. `https://discord.com/api`. */
    readonly apiUrl: string;
    /** Null: commands are global. */
    readonly guildId: string | null;
    /** Null: the application's owner or team. */
    readonly operatorIds: readonly string[] | null;
  };
  /** `file:` and a path, relative to the working directory or absolute; or `postgres:`, which holds a password. */
  readonly database: { readonly url: string };
  readonly http: { readonly host: string; readonly port: number };
  /** Where music services reach us, without a slash at its end; null: they are asked instead. */
  readonly publicUrl: string | null;
  readonly providers: {
    /** Every hosted service with a key, by its id. */
    readonly hosted: Readonly<Record<string, ServiceConfig>>;
    /** Order of preference, at least one. */
    readonly order: readonly string[];
    /** `provider` or `provider/model` to credits; only what differs from the built-in price list. */
    readonly prices: Readonly<Record<string, number>>;
  };
  readonly credits: { readonly starter: number };
  /** Credits a UTC day, and songs with an open hold. */
  readonly caps: {
    readonly bot: number;
    readonly guild: number;
    readonly memberAtOnce: number;
    readonly guildAtOnce: number;
  };
  readonly media: { readonly directory: string; readonly maxBytes: number };
  readonly downloads: { readonly allowPrivate: boolean };
  readonly deadlines: { readonly songMs: number; readonly stopMs: number };
  readonly sandbox: { readonly port: number };
  readonly log: { readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent' };
  /** Values that no log line may hold. */
  readonly secrets: readonly string[];
}

const mustBe = (what: string) => ({ error: `must be ${what}` });

const whole = (from: number, to: number, unit: string) =>
  z
    .string()
    .transform((text) => (/^\d{1,16}$/.test(text) ? Number(text) : -1))
    .refine((value) => value >= from && value <= to, mustBe(`a whole number${unit} from ${from} to ${to}`));

/** A secret that goes into a header. */
const oneWord = (what: string) => z.string().regex(/^[\x21-\x7e]+$/, mustBe(what));

const snowflake = /^\d{17,20}$/;
const credits = whole(0, 1_000_000_000, ' of credits');
const port = whole(0, 65_535, '');
const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Where a text is one we shall understand one day: said as it is, instead of starting half. */
const notBuilt = (what: string, instead: string) => `${what} is not built yet; ${instead}`;

const fault = (context: z.RefinementCtx, message: string) => {
  context.addIssue({ code: 'custom', message });
};

const webAddress = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return url.href.replace(/\/+$/, '');
  fault(context, 'must be an http: or https: address without a name, password or query');
  return z.NEVER;
});

const databaseUrl = z.string().transform((text, context) => {
  const postgres = /^postgres(ql)?:\/\//i.test(text) ? URL.parse(text) : null;
  if (postgres !== null && postgres.pathname.length > 1 && passwordsIn(text) !== null) return text;
  const path = /^file:(?:\/\/(?=\/))?([^?#]+)$/.exec(text)?.[1];
  if (path && !path.startsWith('//') && !path.endsWith('/')) return `file:${path}`;
  fault(
    context,
    'must be file:<path> of the database, e.g. file:data/songcircle.db, or postgres://user:password@host/database',
  );
  return z.NEVER;
});

/** As they are, not as an address spells them; null when it spells them wrongly. */
function passwordsIn(url: string): string[] | null {
  const { password = '', searchParams } = URL.parse(url) ?? {};
  try {
    return [decodeURIComponent(password), searchParams?.get('password') ?? ''].filter((one) => one !== '');
  } catch {
    return null;
  }
}

const providerOrder = z.string().transform((text, context) => {
  const ids = list(text);
  for (const [index, id] of ids.entries()) {
    if (!isService(id)) fault(context, `entry ${index + 1} is none of ${knownIds.join(', ')}`);
    else if (ids.indexOf(id) !== index) fault(context, `names ${id} twice`);
  }
  if (ids.length === 0) fault(context, 'must name at least one provider');
  return ids;
});

const priceList = z.string().transform((text, context) => {
  const prices: Record<string, number> = {};
  for (const [index, entry] of list(text).entries()) {
    const [, key, id, credits] = /^(([a-z-]+)(?:\/[\w.-]+)?)\s*=\s*([1-9]\d{0,8})$/.exec(entry) ?? [];
    if (!key || !id || !credits)
      fault(
        context,
        `entry ${index + 1} must be provider=credits or provider/model=credits, credits a whole number from 1`,
      );
    else if (!isService(id)) fault(context, `entry ${index + 1} is for none of ${knownIds.join(', ')}`);
    else if (Object.hasOwn(prices, key)) fault(context, `entry ${index + 1} repeats a price`);
    else prices[key] = Number(credits);
  }
  return prices;
});

const units: Record<string, number> = { '': 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 };
const bytes = z.string().transform((text, context) => {
  const [, digits, unit] = /^(\d{1,15})\s*(|[kmgt]ib)$/i.exec(text) ?? [];
  const value = Number(digits) * (units[unit?.toLowerCase() ?? ''] ?? 1);
  if (digits !== undefined && Number.isSafeInteger(value) && value >= 1) return value;
  fault(context, 'must be a number of bytes, e.g. 5368709120 or 5 GiB');
  return z.NEVER;
});

/** What a hosted service may be told: the same for each, and what is its own. */
const variablesOf = ({
  id,
  keyOf,
  baseUrl,
  settings = {},
}: Service): Record<string, z.ZodType<string | undefined>> => ({
  ...(keyOf === undefined
    ? { [variableOf(id, 'API_KEY')]: oneWord('the key alone, without spaces and without the word Bearer').optional() }
    : {}),
  [variableOf(id, 'BASE_URL')]: webAddress.prefault(baseUrl),
  [variableOf(id, 'MODEL')]: z
    .string()
    .regex(/^[\w.:-]{1,60}$/, mustBe('a model as the service calls it'))
    .optional(),
  ...Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      variableOf(id, name),
      z.string().regex(setting.pattern, mustBe(setting.must)).prefault(setting.default),
    ]),
  ),
});

/** Every variable, by its name: the one table that `.env.example` is compared with. */
export const environment = z.object({
  NODE_ENV: z.string().optional(),
  DISCORD_TOKEN: oneWord("the bot's token alone, without spaces and without the word Bot").optional(),
  DISCORD_API_URL: webAddress.prefault('https://discord.com/api'),
  DISCORD_GUILD_ID: z.string().regex(snowflake, mustBe('the id of one server (17 to 20 digits)')).optional(),
  INTERACTIONS: z
    .string()
    .refine((value) => value === 'gateway', {
      error: ({ input }) => (input === 'http' ? notBuilt('http', 'use gateway') : 'must be gateway'),
    })
    .prefault('gateway'),
  SHARDS: z
    .string()
    .refine((value) => value === 'auto', {
      error: ({ input }) =>
        /^(none|\d+(,\d+)*\/\d+)$/.test(String(input)) ? notBuilt('anything but auto', 'use auto') : 'must be auto',
    })
    .prefault('auto'),
  OPERATOR_IDS: z
    .string()
    .transform(list)
    .refine(
      (ids) => ids.length > 0 && ids.every((id) => snowflake.test(id)),
      mustBe('Discord user ids (17 to 20 digits), separated by commas'),
    )
    .optional(),
  PROVIDERS: providerOrder.optional(),
  PRICES: priceList.optional(),
  PUBLIC_URL: webAddress.optional(),
  STARTER_CREDITS: credits.optional(),
  DAILY_CREDITS: credits.prefault('2000'),
  GUILD_DAILY_CREDITS: credits.prefault('500'),
  MEMBER_SONGS_AT_ONCE: whole(1, 1000, ' of songs').prefault('2'),
  GUILD_SONGS_AT_ONCE: whole(1, 10_000, ' of songs').prefault('10'),
  DATABASE_URL: databaseUrl.prefault('file:data/songcircle.db'),
  HTTP_HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, mustBe('a host name or address, without a port'))
    .prefault('127.0.0.1'),
  HTTP_PORT: port.prefault('8787'),
  SANDBOX_PORT: port.prefault('4900'),
  ALLOW_PRIVATE_DOWNLOADS: z
    .enum(['true', 'false'], mustBe('true or false'))
    .transform((value) => value === 'true')
    .prefault('false'),
  MEDIA_DIR: z.string().prefault('data/media'),
  MEDIA_MAX_BYTES: bytes.prefault('5 GiB'),
  SONG_DEADLINE_SECONDS: whole(1, 86_400, ' of seconds').prefault('900'),
  STOP_SECONDS: whole(0, 600, ' of seconds').prefault('20'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      mustBe('one of trace, debug, info, warn, error, fatal, silent'),
    )
    .prefault('info'),
  ...(Object.assign({}, ...services.map(variablesOf)) as Record<never, never>),
});

const names = Object.keys(environment.shape);

/** Variables of parts that this build does not have: refused, so that nobody believes them to work. */
const unbuilt: readonly (readonly [RegExp, string])[] = [
  [/^DISCORD_PUBLIC_KEY$/, notBuilt('interactions over HTTP', 'leave it out')],
  [/^SKETCH_(API_KEY|BASE_URL|MODEL)$/, 'has no meaning: the sketch has no key, no address and one model'],
  ...services
    .filter(({ keyOf }) => keyOf !== undefined)
    .map(
      (one) => [new RegExp(`^${variableOf(one.id, 'API_KEY')}$`), `has no meaning: set ${keyVariableOf(one)}`] as const,
    ),
];

/** How many characters must change to make `b` of `a`; more than `most` is answered as `most + 1`. */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return Math.min(row[b.length] ?? 0, most + 1);
};

/** Names that other programs use too: what lies near them may be theirs. */
const common = new Set(['NODE_ENV', 'HTTP_HOST', 'HTTP_PORT', 'LOG_LEVEL', 'PRICES', 'SHARDS', 'PROVIDERS']);

/** What is wrong with a variable that is not ours and yet looks as if it were meant for us, else null. */
const strangerFault = (name: string): string | null => {
  for (const [shape, sentence] of unbuilt) if (shape.test(name)) return sentence;
  const near = /^DISCORD_(BOT_)?(TOKEN|SECRET|KEY|API_KEY)$/.test(name)
    ? 'DISCORD_TOKEN'
    : names.find((known) => !common.has(known) && distance(name, known, 2) <= 2);
  return near ? `is unknown; did you mean ${near}?` : null;
};

/** What two variables are to each other; looked at whether or not the rest is right. */
const faultsBetween = (given: Readonly<Record<string, string>>): [string, string][] => {
  const faults: [string, string][] = [];
  for (const service of services) {
    const key = keyVariableOf(service);
    if (given[key] === undefined && list(given.PROVIDERS ?? '').includes(service.id))
      faults.push(['PROVIDERS', `names ${service.id}, which needs ${key}`]);
  }
  if (given.DISCORD_TOKEN !== undefined) return faults;
  if (given.NODE_ENV === 'production') faults.push(['DISCORD_TOKEN', 'is required when NODE_ENV is production']);
  const { HTTP_PORT: bot = '8787', SANDBOX_PORT: sandbox = '4900' } = given;
  if (bot !== '0' && bot === sandbox) faults.push(['SANDBOX_PORT', 'must differ from HTTP_PORT']);
  return faults;
};

/** The hosted services that have a key. */
const hostedOf = (values: Readonly<Record<string, unknown>>): Record<string, ServiceConfig> => {
  const told = (id: string, name: string) => (values[variableOf(id, name)] as string | undefined) ?? null;
  return Object.fromEntries(
    services.flatMap((service) => {
      const { id, baseUrl, settings = {} } = service;
      const apiKey = told(service.keyOf ?? id, 'API_KEY');
      if (apiKey === null) return [];
      const own = Object.entries(settings).map(([name, setting]) => [name, told(id, name) ?? setting.default]);
      return [
        [
          id,
          {
            apiKey,
            baseUrl: told(id, 'BASE_URL') ?? baseUrl,
            model: told(id, 'MODEL'),
            settings: Object.fromEntries(own),
          },
        ],
      ];
    }),
  );
};

/** As asked for, else every service with a key, else the one that needs none. */
const orderOf = (asked: readonly string[] | undefined, hosted: Readonly<Record<string, ServiceConfig>>) => {
  const withKey = Object.keys(hosted);
  return asked ?? (withKey.length > 0 ? withKey : [builtIn.id]);
};

/** Checked groups of the raw values; see `Config` for what they mean. */
const grouped = (values: z.output<typeof environment>, hosted = hostedOf(values)): Config => ({
  production: values.NODE_ENV === 'production',
  discord: {
    token: values.DISCORD_TOKEN ?? null,
    apiUrl: values.DISCORD_API_URL,
    guildId: values.DISCORD_GUILD_ID ?? null,
    operatorIds: values.OPERATOR_IDS ?? null,
  },
  database: { url: values.DATABASE_URL },
  http: { host: values.HTTP_HOST, port: values.HTTP_PORT },
  publicUrl: values.PUBLIC_URL ?? null,
  providers: { hosted, order: orderOf(values.PROVIDERS, hosted), prices: values.PRICES ?? {} },
  // Songs of the sketch cost nobody anything; what a paid service makes is given away by nobody but the operator.
  credits: {
    starter: values.STARTER_CREDITS ?? (orderOf(values.PROVIDERS, hosted).every((id) => id === builtIn.id) ? 50 : 0),
  },
  caps: {
    bot: values.DAILY_CREDITS,
    guild: values.GUILD_DAILY_CREDITS,
    memberAtOnce: values.MEMBER_SONGS_AT_ONCE,
    guildAtOnce: values.GUILD_SONGS_AT_ONCE,
  },
  media: { directory: values.MEDIA_DIR, maxBytes: values.MEDIA_MAX_BYTES },
  downloads: { allowPrivate: values.ALLOW_PRIVATE_DOWNLOADS },
  deadlines: { songMs: values.SONG_DEADLINE_SECONDS * 1000, stopMs: values.STOP_SECONDS * 1000 },
  sandbox: { port: values.SANDBOX_PORT },
  log: { level: values.LOG_LEVEL },
  secrets: [
    values.DISCORD_TOKEN,
    ...(passwordsIn(values.DATABASE_URL) ?? []),
    ...Object.values(hosted).map(({ apiKey }) => apiKey),
  ].filter((secret) => secret !== undefined),
});

const deepFreeze = <T extends object>(value: T): T => {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part);
  return Object.freeze(value);
};

/**
 * The whole environment as a frozen Config. An empty variable is an absent one.
 * @throws StartError (exit 78) that lists every fault at once, by variable; values are never repeated, they may be secret.
 */
export const readConfig = (env: Environment): Config => {
  const present = Object.entries(env)
    .map(([name, value]) => [name, value?.trim() ?? ''] as const)
    .filter(([, value]) => value !== '');
  const given = Object.fromEntries(present);
  const result = environment.safeParse(given);
  const faults = faultsBetween(given);
  for (const issue of result.error?.issues ?? []) faults.push([String(issue.path[0]), issue.message]);
  for (const name of Object.keys(given)) {
    const sentence = names.includes(name) ? null : strangerFault(name);
    if (sentence) faults.push([name, sentence]);
  }
  if (!result.success || faults.length > 0) {
    const lines = faults.map(([name, sentence]) => `  ${name}: ${sentence}`);
    throw new StartError(`The environment is wrong; nothing was started.\n${lines.join('\n')}`, exitCodes.config);
  }
  return deepFreeze(grouped(result.data));
};

/**
 * The Config of this process: its environment, and where that is silent the file `.env` of the working directory.
 * @throws StartError as `readConfig`, and for a `.env` that cannot be read.
 */
export const configFromEnvironment = (): Config => {
  let fromFile: Environment = {};
  try {
    fromFile = parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      throw new StartError('The file .env cannot be read.', exitCodes.config, { cause: error });
  }
  return readConfig({ ...fromFile, ...process.env });
};
