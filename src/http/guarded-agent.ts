import { type LookupAddress, lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import type { OpenAgent } from './agent.ts';
import { isPublicAddress } from './public-address.ts';

/** Where a file that somebody names may be fetched from. */
export interface AddressRules {
  mayFetch(url: URL): boolean;
  /** Asked with the IP address that is about to be connected to. */
  mayConnect(address: string): boolean;
}

/** https, without a user's name in the address, and hosts of the open internet only. */
export const publicWeb: AddressRules = {
  mayFetch: ({ protocol, username, password }) => protocol === 'https:' && username === '' && password === '',
  mayConnect: isPublicAddress,
};

const connectTimeoutMs = 10_000;
/** The code of the error with which connecting to such an address ends. */
export const refusedAddressCode = 'EASEL_ADDRESS_REFUSED';

/**
 * Connections to hosts whose every address the rules allow. The address that was looked at is the one that is connected
 * to, so that a name which resolves differently the next time gains nothing. A host that is an IP address is not looked
 * up: ask {@link isRefusedLiteral} first.
 */
export function openGuardedAgent(rules: AddressRules): OpenAgent {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const problem = error ?? problemWith(addresses, rules);
      if (problem !== null) callback(problem, []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
  const dispatcher = new Agent({ connect: { lookup, timeout: connectTimeoutMs } });
  return { dispatcher, close: () => dispatcher.destroy() };
}

/** One address that is refused refuses the host: which of them is connected to is up to the system. */
function problemWith(addresses: readonly LookupAddress[], { mayConnect }: AddressRules): NodeJS.ErrnoException | null {
  if (addresses.length === 0) return failure('ENOTFOUND');
  return addresses.every(({ address }) => mayConnect(address)) ? null : failure(refusedAddressCode);
}

/** Whether the host is an IP address, in whatever spelling, that the rules do not allow. */
export function isRefusedLiteral({ hostname }: URL, { mayConnect }: AddressRules): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && !mayConnect(bare);
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
