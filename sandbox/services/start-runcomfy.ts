import type { Faults } from './faults.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { Pictures } from './pictures.ts';
import { createRandom } from './random.ts';
import type { RecordedRequest } from './read-request.ts';
import { createTaskBook, type RunComfyTask } from './runcomfy/requests.ts';
import { createRunComfyRoutes } from './runcomfy/routes.ts';
import type { ServiceOptions } from './service.ts';

/** A running stand-in of RunComfy. */
export interface SandboxRunComfy {
  /** Without `/v1`. */
  readonly baseUrl: string;
  /** Where the balance is asked for, without `/prod/v2/balance`; another host at the real service, the same one here. */
  readonly accountBaseUrl: string;
  readonly apiKey: string;
  readonly requests: readonly RecordedRequest[];
  /** By request id. */
  readonly tasks: ReadonlyMap<string, RunComfyTask>;
  readonly faults: Faults;
  readonly onExchange: LoopbackServer['onExchange'];
  readonly door: LoopbackServer['door'];
  stop(): Promise<void>;
}

const defaultToken = 'sandbox-runcomfy-token';
const defaultBalanceUsd = 1000;

/** Starts a RunComfy on 127.0.0.1 that validates, queues, draws and fails like the real one. */
export async function startSandboxRunComfy(options: ServiceOptions = {}): Promise<SandboxRunComfy> {
  const now = options.now ?? Date.now;
  const apiKey = options.apiKey ?? defaultToken;
  const tasks = createTaskBook();
  const handle = createRunComfyRoutes({
    apiKey,
    now,
    tasks,
    pictures: new Pictures(),
    random: createRandom(options.seed ?? 2),
    pace: options.pace,
    concurrencyLimit: options.concurrencyLimit ?? Number.POSITIVE_INFINITY,
    balanceUsd: options.balance ?? defaultBalanceUsd,
  });
  const errorBody = { error_code: 500001, error_message: 'internal error', detail: null };
  const { baseUrl, requests, faults, onExchange, door, stop } = await startLoopbackServer({
    port: options.port ?? 0,
    now,
    handle,
    errorBody,
  });
  return { baseUrl, accountBaseUrl: baseUrl, apiKey, requests, tasks: tasks.all, faults, onExchange, door, stop };
}
