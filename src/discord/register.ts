/** Tells Discord of the commands, only when they changed: creating commands is rationed. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { DiscordApi } from './api.ts';
import type { Declaration, MenuDeclaration } from './command.ts';

export interface HashStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<unknown>;
}

export type Registered = { kind: 'registered' } | { kind: 'unchanged' } | { kind: 'failed'; detail: string };

export interface RegisterDeps {
  api: DiscordApi;
  store: HashStore;
  log: Log;
}

type Declared = Declaration | MenuDeclaration;

const listed = z.array(z.object({ name: z.string(), type: z.number().optional() }));
/** A slash command and one in a menu may have the same name. */
const keyOf = ({ name, type }: { name: string; type?: number | undefined }): string => `${type ?? 1} ${name}`;

/** Global commands say where they work: in servers that installed the bot. A server's own commands need not. */
const globally = { contexts: [0], integration_types: [0] };

/** `guildId` null: global. Safe to repeat; a failure leaves what Discord had. */
export async function registerCommands(
  { api, store, log }: RegisterDeps,
  target: { applicationId: string; guildId: string | null },
  declarations: readonly Declared[],
): Promise<Registered> {
  const { applicationId, guildId } = target;
  const body = declarations.map((declaration) => (guildId === null ? { ...declaration, ...globally } : declaration));
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  const key = `commands:${applicationId}:${guildId ?? 'global'}`;
  const route =
    guildId === null
      ? (`/applications/${applicationId}/commands` as const)
      : (`/applications/${applicationId}/guilds/${guildId}/commands` as const);
  if ((await store.get(key)) === hash && (await standsThere(api, route, declarations))) return { kind: 'unchanged' };
  const outcome = await api.request({ method: 'PUT', route, body, auth: true });
  if (outcome.kind !== 'ok')
    return { kind: 'failed', detail: outcome.kind === 'later' ? outcome.detail : `${outcome.code} ${outcome.message}` };
  await store.set(key, hash);
  log.info({ commands: body.length, guild: guildId ?? 'global' }, 'commands registered');
  return { kind: 'registered' };
}

/** A server that was left, or a test server that was emptied, has lost the commands though they never changed. */
async function standsThere(api: DiscordApi, route: `/${string}`, declarations: readonly Declared[]): Promise<boolean> {
  const outcome = await api.request({ method: 'GET', route, auth: true });
  const list = outcome.kind === 'ok' ? listed.safeParse(outcome.body) : null;
  // When Discord does not say, what was registered is believed.
  if (!list?.success) return true;
  const there = new Set(list.data.map(keyOf));
  return there.size === declarations.length && declarations.every((declaration) => there.has(keyOf(declaration)));
}
