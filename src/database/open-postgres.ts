import { sql } from 'kysely';
import { Client } from 'pg';
import { exitCodes, StartError } from '../errors.ts';
import type { DatabaseOptions, Engine } from './engine.ts';
import { DatabaseFailure, toPostgresFailure } from './failure.ts';
import { migrate, type Standing } from './migrate.ts';
import { migrations as ownMigrations } from './migrations.ts';
import { clientOptions, kyselyOver, send } from './postgres.ts';
import { connectPostgres } from './postgres-work.ts';
import type { Reader } from './schema.ts';
import { postgresSpelling } from './spelling.ts';
import { postgresSentences } from './start.ts';

export const isPostgres = (url: string): boolean => /^postgres(ql)?:/i.test(url);

/** Where it lies, without who may enter: what people are told, and what stands in logs. */
const placeOf = (url: string): string => {
  const { host, pathname } = URL.parse(url) ?? { host: '', pathname: '' };
  return `postgres://${host}${pathname}`;
};

/** Where the schema stands that tables would be made in. What an extension brought is nobody's. */
const standing = async (db: Reader): Promise<Standing> => {
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')`.execute(db);
  if (rows.length === 0) return { kind: 'empty', version: 0 };
  if (!rows.some(({ name }) => name === 'songcircle_migrations')) return { kind: 'foreign', version: 0 };
  const newest = await sql<{ version: number }>`
    SELECT coalesce(max(version), 0) AS version FROM songcircle_migrations`.execute(db);
  return { kind: 'ours', version: newest.rows[0]?.version ?? 0 };
};

/** Any number of processes may be here at once: the first one migrates, the others find it done. */
const bringUpToDate = async (options: DatabaseOptions, db: Reader): Promise<void> => {
  const { url, clock, log, migrations = ownMigrations } = options;
  const newest = migrations.at(-1)?.version ?? 0;
  const found = await standing(db);
  if (found.kind === 'foreign') throw new StartError(postgresSentences.foreign(placeOf(url)), exitCodes.config);
  if (found.version > newest)
    throw new StartError(postgresSentences.newer(placeOf(url), found.version, newest), exitCodes.config);
  if (found.version === newest) return;
  // Who works beside the bots leaves making and migrating to them.
  if (options.beside === true)
    throw new StartError(postgresSentences.older(placeOf(url), found.version, newest), exitCodes.config);
  await migrate(db, migrations, postgresSpelling, clock.now());
  log?.info({ from: found.version, to: newest }, 'database migrated');
};

const asStartError = (error: unknown, url: string): unknown => {
  if (error instanceof StartError || !(error instanceof DatabaseFailure)) return error;
  const place = placeOf(url);
  const { state = '', message } = error;
  // What the address itself says is wrong, or lacks: a restart changes nothing.
  if (/^(28|3D)/.test(state) || /client password/.test(message))
    return new StartError(postgresSentences.refused(place, message), exitCodes.config);
  const sentence =
    error.kind === 'unopenable'
      ? postgresSentences.unreachable(place, message)
      : postgresSentences.unusable(place, message);
  return new StartError(sentence, exitCodes.unavailable, { cause: error });
};

/** The engine for several processes: each its own connections, all of them one database. */
export const openPostgres = async (options: DatabaseOptions): Promise<Engine> => {
  const { url, log } = options;
  // A connection of its own: a migration may take longer than any statement may later.
  const client = new Client(clientOptions(url));
  client.on('error', () => {});
  try {
    await client.connect().catch((error: unknown) => {
      throw toPostgresFailure(error);
    });
    await bringUpToDate(
      options,
      kyselyOver((query) => send(client, query)),
    );
  } catch (error) {
    throw asStartError(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
  const { transact, reader, close } = connectPostgres(url, log);
  return {
    name: 'postgres',
    shared: true,
    transact,
    reader,
    // The server answers a commit when it is on the disk, and one flush of its serves everybody who commits.
    settled: async () => {},
    assertSound: () => {},
    close,
  };
};
