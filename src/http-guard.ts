/** Where downloads may go: judged on the written address, when a name is resolved, and on the connected socket. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ForeignError } from './errors.ts';

export interface GuardOptions {
  /** `http:`, any port, and addresses of this machine and its own network. */
  allowPrivate: boolean;
  /** Name resolution, as `dns.lookup`. */
  lookup?: LookupFunction;
  /** Ports in use while private addresses are not allowed; default: 443 alone. */
  ports?: readonly number[];
  /** Origins (`http://127.0.0.1:4900`) that the operator named: reached wherever they lie. */
  trusted?: readonly string[];
}

export interface Guard {
  /** Null, or why this URL is not followed: no address of ours (`url`), or a written address that is forbidden. */
  judge(url: string): 'url' | 'address' | null;
  /** Whether a connection goes to an origin that the operator named; an IPv6 address with brackets or without. */
  isTrusted(to: { protocol: string; hostname: string; port: string }): boolean;
  /** Whether an IP address, without brackets, may be connected to. */
  isAllowed(address: string): boolean;
  /** Resolves names to allowed addresses only. Node asks it for names, never for written addresses. */
  lookup: LookupFunction;
  /** What a connection to a forbidden address fails with. */
  forbidden(what: string): ForeignError;
}

export function createGuard(options: GuardOptions): Guard {
  const ranges = new Set(options.allowPrivate ? ['unicast', 'loopback', 'private', 'uniqueLocal'] : ['unicast']);
  const ports = new Set((options.ports ?? [443]).map(String));
  const trusted = new Set((options.trusted ?? []).map((url) => new URL(url).origin));
  const forbidden = (what: string) => new ForeignError('forbidden_address', `${what} is no public address`);
  const isAllowed = (address: string): boolean => ipaddr.isValid(address) && ranges.has(rangeOf(address));

  /** One forbidden address among several forbids the name: which one is used would be chance. */
  const lookup: LookupFunction = (hostname, how, done) => {
    (options.lookup ?? systemLookup)(hostname, { ...how, all: true }, (error, found) => {
      if (error !== null) return done(error, '');
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return done(forbidden(hostname), '');
      }
      return how.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };

  const isDoor = (protocol: string, port: string): boolean =>
    options.allowPrivate
      ? protocol === 'https:' || protocol === 'http:'
      : protocol === 'https:' && ports.has(port === '' ? '443' : port);

  const judge = (url: string): 'url' | 'address' | null => {
    if (!URL.canParse(url)) return 'url';
    const { origin, protocol, hostname, port, username, password } = new URL(url);
    if (username !== '' || password !== '') return 'url';
    if (trusted.has(origin)) return null;
    // URL has turned 2130706433, 0x7f.1, 0177.0.0.1 and 127.1 into 127.0.0.1 by now.
    if (isIP(bare(hostname)) !== 0 && !isAllowed(bare(hostname))) return 'address';
    return isDoor(protocol, port) ? null : 'url';
  };

  const isTrusted: Guard['isTrusted'] = ({ protocol, hostname, port }) => {
    const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
    return trusted.has(new URL(`${protocol}//${host}${port === '' ? '' : `:${port}`}`).origin);
  };

  return { judge, isTrusted, isAllowed, lookup, forbidden };
}

/** Names that own networks give, and that nobody outside of them can mean. */
const ownNames = /(^|\.)(local|localhost|internal|intranet|lan|home|corp|private|arpa|onion)$/;

/**
 * Whether anybody may be sent there: plain https, no address or name of an own network. Nothing is looked up, so this is for
 * links that are shown, never for what we fetch ourselves.
 */
export function isPublicUrl(url: string): boolean {
  if (createGuard({ allowPrivate: false }).judge(url) !== null) return false;
  const host = new URL(url).hostname.replace(/\.$/, '');
  return isIP(bare(host)) !== 0 || (host.includes('.') && !ownNames.test(host));
}

/** True for what `createGuard` forbade, however it was wrapped on its way. */
export function isForbiddenAddress(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isForbiddenAddress);
  if (!(error instanceof Error)) return false;
  return (error instanceof ForeignError && error.kind === 'forbidden_address') || isForbiddenAddress(error.cause);
}

/** An IPv6 address as URLs write it, without its brackets. */
export const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** Of IPv6 only 2000::/3 is in public use; the rest, IPv4 in its retired forms too, counts as ordinary elsewhere. */
function rangeOf(address: string): string {
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  const isStray = parsed instanceof ipaddr.IPv6 && range === 'unicast' && ((parsed.parts[0] ?? 0) & 0xe000) !== 0x2000;
  return isStray ? 'reserved' : range;
}
