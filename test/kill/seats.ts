import { freePort } from '../support/house/free-port.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { redisUrlFor } from '../support/store/redis.ts';
import { type Gate, isWrite, openGate } from './gates.ts';
import type { Stage } from './stage.ts';

/** What a process of the cluster does. */
export type SeatRole = 'gateway' | 'http' | 'worker';

/** A place in the cluster, in which one process after the other sits. */
export interface Seat {
  readonly name: string;
  readonly role: SeatRole;
  readonly environment: Readonly<Record<string, string>>;
  /** Called at each write of this process to the database, before it gets there. Returns what stops it. */
  onWrite(listener: () => void): () => void;
}

/** The five places, each with gates of its own to everything outside. */
export interface Seats {
  readonly all: readonly Seat[];
  /** Where Discord posts interactions to the place that takes them so. */
  readonly endpointUrl: string;
  /** Whose gate it is. */
  readonly nameOf: (host: string) => string;
  close(): void;
}

const plan: readonly (readonly [string, SeatRole])[] = [
  ['door 1', 'gateway'],
  ['door 2', 'http'],
  ['worker 1', 'worker'],
  ['worker 2', 'worker'],
  ['worker 3', 'worker'],
];
/** What reached none of the processes. */
const noSeat = 'no place';
/** Apart from those of the tests. */
const redisDatabase = 7;

/** The address of the Redis server of a run. @throws Error where there is none */
export function redisUrlOfRuns(): string {
  const url = redisUrlFor(redisDatabase);
  if (url === null) throw new Error('--cluster needs TEST_REDIS_URL=redis://host:port.');
  return url;
}

/** A schema of its own for a run. @throws Error where there is no PostgreSQL */
export async function openRunDatabase(): Promise<TestDatabase> {
  const engine = engines.find(({ name }) => name === 'postgres');
  if (engine !== undefined) return engine.create();
  throw new Error('--cluster needs TEST_DATABASE_URL=postgres://user:password@host:port/database.');
}

/** Opens the gates; `databaseUrl` is the schema of the run. */
export async function openSeats(stage: Stage, databaseUrl: string): Promise<Seats> {
  const gates: Gate[] = [];
  const names = new Map<string, string>();
  const all: Seat[] = [];
  const httpPort = await freePort();
  const posts = await openGate({ hostname: '127.0.0.1', port: httpPort });
  gates.push(posts);
  const byHttp = {
    INTERACTIONS: 'http',
    DISCORD_PUBLIC_KEY: stage.discord.signingKey.publicKey,
    HTTP_PORT: String(httpPort),
  };
  for (const [name, role] of plan) {
    if (role === 'http') names.set(posts.host, name);
    const listeners = new Set<() => void>();
    const through = async (address: string, onSent?: (bytes: Buffer) => void): Promise<string> => {
      const url = new URL(address);
      const gate = await openGate({ hostname: url.hostname, port: Number(url.port || 5432) }, onSent);
      gates.push(gate);
      names.set(gate.host, name);
      return address.replace(url.host, gate.host);
    };
    const { DISCORD_API_BASE = '', RUNNINGHUB_BASE_URL = '', RUNCOMFY_BASE_URL = '' } = stage.environment;
    const onSent = (bytes: Buffer) => {
      if (isWrite(bytes)) for (const listener of [...listeners]) listener();
    };
    all.push({
      name,
      role,
      environment: {
        ...stage.environment,
        DISCORD_API_BASE: await through(DISCORD_API_BASE),
        RUNNINGHUB_BASE_URL: await through(RUNNINGHUB_BASE_URL),
        RUNCOMFY_BASE_URL: await through(RUNCOMFY_BASE_URL),
        STORE_URL: await through(databaseUrl, onSent),
        REDIS_URL: redisUrlOfRuns(),
        ROLE: role,
        ...(role === 'http' && byHttp),
      },
      onWrite(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
  }
  return {
    all,
    endpointUrl: `http://${posts.host}/interactions`,
    nameOf: (host) => names.get(host) ?? noSeat,
    close() {
      for (const gate of gates) gate.close();
    },
  };
}
