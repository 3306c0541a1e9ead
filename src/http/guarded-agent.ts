import { lookup as resolve } from 'node:dns';
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
export function openGuardedAgent({ mayConnect }: AddressRules): OpenAgent {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) callback(error, []);
      // One that is refused refuses the host: which of them is connected to is up to the system.
      else if (addresses.every(({ address }) => mayConnect(address))) callback(null, addresses);
      else callback(failure(refusedAddressCode), []);
    });
  };
  // With families selected by Node, a lookup is always asked for all addresses.
  const connect = { lookup, timeout: connectTimeoutMs, autoSelectFamily: true };
  const dispatcher = new Agent({ connect });
  return { dispatcher, close: () => dispatcher.destroy() };
}

/** Whether the host is an IP address, in whatever spelling, that the rules do not allow. */
export function isRefusedLiteral({ hostname }: URL, { mayConnect }: AddressRules): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && !mayConnect(bare);
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
