import type { TestClock } from './clock.ts';
import type { HoldOf, Till } from './ledger.ts';

/** One thing that happens to the till; the defaults are guild `g`, member `u`, operator `op`. */
export type Step = (till: Till, clock: TestClock) => Promise<unknown>;

export const grant =
  (amount: number, rest: { key?: string; guildId?: string; reason?: string; byUserId?: string } = {}): Step =>
  (till) =>
    till.grant({ key: 'k', guildId: 'g', reason: 'gift', byUserId: 'op', ...rest, amount });
export const hold =
  (songId: string, amount: number, rest: Partial<HoldOf> = {}): Step =>
  (till) =>
    till.hold({ guildId: 'g', userId: 'u', ...rest, songId, amount });
export const capture =
  (songId: string, amount: number): Step =>
  (till) =>
    till.capture({ songId, amount });
export const release =
  (songId: string, reason = 'service'): Step =>
  (till) =>
    till.release({ songId, reason });
export const pass =
  (ms: number): Step =>
  async (_, clock) =>
    clock.advance(ms);
