import { Agent, type Dispatcher } from 'undici';
import { proxiedConnector } from './proxied-connector.ts';
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

/** @see openAgent */
export interface AgentOptions {
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
