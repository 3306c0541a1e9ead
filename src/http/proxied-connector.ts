import { buildConnector } from 'undici';
import type { HttpProxy } from './proxy.ts';

type Connector = ReturnType<typeof buildConnector>;

/** Finds the address of a host that is to be connected to; the host itself where the proxy may look it up. */
export type FindAddress = (host: string) => Promise<string>;

/** How undici connects: directly, or through the proxy where it covers the host. TLS is with the host in both cases. */
export function proxiedConnector(
  options: buildConnector.BuildOptions,
  proxy: HttpProxy | null,
  findAddress: FindAddress = async (host) => host,
): Connector {
  const direct = buildConnector(options);
  if (proxy === null) return direct;
  return (target, callback) => {
    const { hostname, protocol } = target;
    const port = Number(target.port || (protocol === 'https:' ? 443 : 80));
    if (!proxy.covers(hostname, port)) return direct(target, callback);
    findAddress(hostname)
      .then((address) => proxy.open(address, port))
      .then(
        (socket) => {
          if (protocol === 'https:') direct({ ...target, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
  };
}
