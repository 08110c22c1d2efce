/**
 * Callbacks: a service tells that there is news. Each attempt has an address of its own that nobody can guess; what comes
 * there is believed in one thing only, which task it is about, and only where that was not known. All else is looked up.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Registry } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { Steps } from './steps.ts';

/** 128 bits: not to be guessed within the life of a song. */
const tokenBytes = 16;
const isToken = /^[\w-]{22}$/;

export interface CallbackAddress {
  url: string;
  /** What is stored of it: whoever reads the database cannot call in a service's name. */
  hash: string;
}

export interface Callbacks {
  /** A new address for one attempt; null where nobody can reach us or the service never calls. */
  address(provider: Provider): CallbackAddress | null;
  /**
   * True when the address is one that we gave to this service, whatever became of the song since. Its effect is
   * committed when this resolves; the song is looked at soon after.
   */
  receive(providerId: string, token: string, body: unknown): Promise<boolean>;
}

export function createCallbacks(deps: {
  steps: Steps;
  registry: Registry;
  clock: Clock;
  /** Where services reach us, without a slash at its end; null: nowhere. */
  publicUrl: string | null;
  wake: () => void;
}): Callbacks {
  const { steps, registry, clock, publicUrl } = deps;
  return {
    address: (provider) => {
      if (publicUrl === null || provider.callbacks === 'none') return null;
      const token = randomBytes(tokenBytes).toString('base64url');
      return { url: `${publicUrl}/callbacks/${provider.id}/${token}`, hash: hashOf(token) };
    },
    receive: async (providerId, token, body) => {
      const provider = registry.provider(providerId);
      if (provider === null || !isToken.test(token)) return false;
      const hash = hashOf(token);
      const attempt = await steps.attemptCalled(hash);
      if (attempt === null || attempt.provider !== providerId || !isSame(attempt.callbackHash, hash)) return false;
      const task = provider.taskIn?.(body) ?? null;
      const named = task === null ? null : JSON.stringify(task);
      // It names another task than the one we were told of: whoever calls is not who we gave this address to.
      if (named !== null && attempt.task !== null && named !== attempt.task) return false;
      if (await steps.called(attempt.id, named, clock.now())) deps.wake();
      return true;
    },
  };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
