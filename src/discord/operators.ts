/** Who runs the bot: the ids that were configured, else the application's owner or its team's owner and admins. */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { DiscordApi } from './api.ts';

export interface Operators {
  is(userId: string): boolean;
  ids(): readonly string[];
  /** Asks Discord, unless ids were configured. Answers whether it is known now; never throws. */
  load(): Promise<boolean>;
}

const user = z.object({ id: z.string().regex(/^\d{17,20}$/) });
const application = z.object({
  owner: user.nullish(),
  team: z
    .object({
      owner_user_id: z.string().nullish(),
      members: z.array(z.object({ user, role: z.string().nullish(), membership_state: z.number().nullish() })),
    })
    .nullish(),
});

const invited = 1;
/** A team changes seldom; a failed look is tried again sooner. */
const freshMs = 10 * 60 * 1000;
const retryMs = 60 * 1000;

function operatorsOf({ owner, team }: z.infer<typeof application>): string[] {
  // The owner of a team's application is an account of the team's own that nobody can use.
  if (!team) return owner ? [owner.id] : [];
  const members = team.members.filter((member) => member.membership_state !== invited);
  return members
    .filter((member) => member.user.id === team.owner_user_id || ['owner', 'admin'].includes(member.role ?? ''))
    .map((member) => member.user.id);
}

export interface OperatorsDeps {
  api: DiscordApi;
  clock: Clock;
  log: Log;
  /** OPERATOR_IDS; null: Discord is asked. */
  configured: readonly string[] | null;
}

export function createOperators({ api, clock, log, configured }: OperatorsDeps): Operators {
  let known: readonly string[] = configured ?? [];
  let askAgainAt = 0;

  const load = async (): Promise<boolean> => {
    if (configured !== null) return true;
    askAgainAt = clock.now() + retryMs;
    const outcome = await api.request({ method: 'GET', route: '/applications/@me', auth: true });
    const parsed = outcome.kind === 'ok' ? application.safeParse(outcome.body) : null;
    if (!parsed?.success) {
      log.warn({ outcome: outcome.kind }, 'Discord did not say who runs the bot');
      return false;
    }
    known = operatorsOf(parsed.data);
    askAgainAt = clock.now() + freshMs;
    return true;
  };

  /** In the background: whoever asks now gets what is known now. */
  const refresh = (): void => {
    if (configured === null && clock.now() >= askAgainAt) void load();
  };

  return {
    load,
    ids: () => known,
    is(userId) {
      refresh();
      return known.includes(userId);
    },
  };
}
