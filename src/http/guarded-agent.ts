import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import type { OpenAgent } from './agent.ts';
import { proxiedConnector } from './proxied-connector.ts';
import type { HttpProxy } from './proxy.ts';
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
 * to, so that a name which resolves differently the next time gains nothing; that holds through a proxy too, which is
 * therefore told the address and not the name. A host that is an IP address is not looked up: ask {@link isRefusedLiteral} first.
 */
export function openGuardedAgent({ mayConnect }: AddressRules, proxy: HttpProxy | null = null): OpenAgent {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) callback(error, []);
      // One that is refused refuses the host: which of them is connected to is up to the system.
      else if (addresses.every(({ address }) => mayConnect(address))) callback(null, addresses);
      else callback(failure(refusedAddressCode), []);
    });
  };
  // With families selected by Node, a lookup is always asked for all addresses.
  const options = { lookup, timeout: connectTimeoutMs, autoSelectFamily: true };
  const dispatcher = new Agent({ connect: proxiedConnector(options, proxy, (host) => findAddress(host, lookup)) });
  return { dispatcher, close: () => dispatcher.destroy() };
}

/** The first address of the host, an IPv4 one where it has any: proxies reach those. */
function findAddress(host: string, lookup: LookupFunction): Promise<string> {
  const literal = host.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) return Promise.resolve(literal);
  return new Promise((done, fail) => {
    lookup(host, { all: true }, (error, found) => {
      if (error !== null) return fail(error);
      const addresses = [found].flat().map((each) => (typeof each === 'string' ? each : each.address));
      done(addresses.find((address) => isIP(address) === 4) ?? addresses[0] ?? host);
    });
  });
}

/** Whether the host is an IP address, in whatever spelling, that the rules do not allow. */
export function isRefusedLiteral({ hostname }: URL, { mayConnect }: AddressRules): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && !mayConnect(bare);
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
