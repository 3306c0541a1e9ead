import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { type OpenAgent, proxiedConnector } from './agent.ts';
import type { HttpProxy } from './proxy.ts';

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

/**
 * IPv4 that is no public host: this network, private, shared (CGNAT, which holds a cloud's metadata), loopback, link-local
 * (which holds the others'), protocol assignments, documentation, benchmarks, multicast, reserved and broadcast, and the
 * one public address at which a cloud answers its own machines.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry, read 2026-11-21
 */
const refusedV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** IPv6 hosts are public in this range only: outside lie loopback, unique-local, link-local, multicast, IPv4 in disguise and NAT64. */
const publicV6 = [['2000::', 3]] as const;
/** Within it: tunnels that carry an IPv4 address (Teredo, 6to4), protocol assignments and documentation. */
const refusedV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused = listOf('ipv4', refusedV4);
const open = listOf('ipv6', publicV6);
const closed = listOf('ipv6', refusedV6);

/** Whether an IP address is one of the open internet. What is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refused.check(address, 'ipv4');
    case 6:
      return open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
    default:
      return false;
  }
}

function listOf(family: 'ipv4' | 'ipv6', rows: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of rows) list.addSubnet(net, prefix, family);
  return list;
}
