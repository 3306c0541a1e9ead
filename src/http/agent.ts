import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { HttpProxy } from './proxy.ts';

/** What carries the bytes. It is always handed on; undici's global dispatcher is shared with discord.js and is never touched. */
export type Wire = Dispatcher;

/** A pool of connections of our own. */
export interface OpenAgent {
  readonly dispatcher: Wire;
  /** Aborts what is under way and closes every socket. */
  close(): Promise<void>;
}

const defaultConnectTimeoutMs = 10_000;
/** Idle sockets are dropped early: a paid request written to a socket that the server has just closed would end as "unsure". */
const idleSocketMs = 2_000;

interface AgentOptions {
  readonly connectTimeoutMs?: number;
  /** Null, or left out: every host is connected to directly. */
  readonly proxy?: HttpProxy | null;
}

/** Opens the pool that every outgoing call of the process shares. */
export function openAgent({ connectTimeoutMs = defaultConnectTimeoutMs, proxy = null }: AgentOptions = {}): OpenAgent {
  const dispatcher = new Agent({
    connect: proxiedConnector({ timeout: connectTimeoutMs }, proxy),
    keepAliveTimeout: idleSocketMs,
    keepAliveMaxTimeout: idleSocketMs,
  });
  return { dispatcher, close: () => dispatcher.destroy() };
}

type Connector = ReturnType<typeof buildConnector>;

/** Finds the address of a host that is to be connected to; the host itself where the proxy may look it up. */
type FindAddress = (host: string) => Promise<string>;

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
