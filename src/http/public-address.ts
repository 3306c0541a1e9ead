import { BlockList, isIP } from 'node:net';

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
