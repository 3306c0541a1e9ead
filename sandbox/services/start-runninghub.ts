import type { Faults } from './faults.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { Pictures } from './pictures.ts';
import { createRandom } from './random.ts';
import type { RecordedRequest } from './read-request.ts';
import { createLoraShelf, type UploadedLora } from './runninghub/loras.ts';
import { createRunningHubRoutes, type RunningHubContext } from './runninghub/routes.ts';
import type { BesideKind, NodeKeyRefusal } from './runninghub/submit.ts';
import { createTaskBook, type RunningHubTask } from './runninghub/tasks.ts';
import { Uploads } from './runninghub/uploads.ts';
import { type WebhookAttempt, Webhooks } from './runninghub/webhooks.ts';
import type { ServiceOptions } from './service.ts';

/** What the RunningHub stand-in can be told besides. */
export interface SandboxRunningHubOptions extends ServiceOptions {
  /** False answers node keys with errorCode 1007 and names the flat key, as has been seen live; true when left out. */
  readonly acceptNodeKeys?: boolean;
  /** In which words, where `acceptNodeKeys` is false; `instead` when left out. */
  readonly nodeKeyRefusal?: NodeKeyRefusal;
  /** For so long after its submit a query does not know a task: errorCode 1004. 0 when left out. */
  readonly knownAfterMs?: number;
  /** Endpoints whose price preview has no price: errorCode 1501. */
  readonly unpriced?: readonly string[];
  /** Files that stand before the pictures in every result; none when left out. */
  readonly resultsBeside?: readonly BesideKind[];
  /** True takes the price of a task that is stopped while it runs, and says so in its `usage`. */
  readonly billsStopped?: boolean;
  /** Keys that are not SHARED may not use the model endpoints: errorCode 1014. SHARED when left out. */
  readonly keyType?: 'NORMAL' | 'SHARED' | 'EXCLUSIVE';
  /** False answers a cancel with code 0 and lets the task run on; whether the service obeys is unverified. */
  readonly obeysCancel?: boolean;
  /** How often ended tasks are told to their webhooks; null only on `deliverWebhooks()`, which is what an own clock means. */
  readonly webhookEveryMs?: number | null;
  /** What every task makes, a PNG; each picture is drawn when left out. For measurements of what is not drawing. */
  readonly picture?: () => Buffer;
}

/** A running stand-in of RunningHub. */
export interface SandboxRunningHub {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requests: readonly RecordedRequest[];
  /** By task id. */
  readonly tasks: ReadonlyMap<string, RunningHubTask>;
  /** What was uploaded, by the service's file name. */
  readonly loras: ReadonlyMap<string, UploadedLora>;
  readonly faults: Faults;
  readonly onExchange: LoopbackServer['onExchange'];
  readonly door: LoopbackServer['door'];
  readonly webhookAttempts: readonly WebhookAttempt[];
  /** Makes one attempt for every ended task whose webhook has not answered yet. */
  deliverWebhooks(): Promise<void>;
  stop(): Promise<void>;
}

const defaultKey = '0123456789abcdef0123456789abcdef';
const defaultBalanceCny = 8850;
const defaultWebhookEveryMs = 200;

/** Starts a RunningHub on 127.0.0.1 that validates, queues, draws and fails like the real one. */
export async function startSandboxRunningHub(options: SandboxRunningHubOptions = {}): Promise<SandboxRunningHub> {
  const context = createContext(options);
  const { now, apiKey, tasks, loras, webhooks } = context;
  const { baseUrl, requests, faults, onExchange, door, stop } = await startLoopbackServer({
    port: options.port ?? 0,
    now,
    handle: createRunningHubRoutes(context),
    errorBody: { taskId: '', errorCode: '1005', errorMessage: 'internal error', results: null },
  });
  const deliverWebhooks = (): Promise<void> => webhooks.deliver(now(), baseUrl);
  const timer = repeat(deliverWebhooks, options.webhookEveryMs, options.now !== undefined);
  return {
    baseUrl,
    apiKey,
    requests,
    faults,
    onExchange,
    door,
    tasks: tasks.all,
    loras: loras.all,
    webhookAttempts: webhooks.attempts,
    deliverWebhooks,
    stop: () => {
      clearInterval(timer);
      return stop();
    },
  };
}

function createContext(options: SandboxRunningHubOptions): RunningHubContext {
  const { seed = 1, balance = defaultBalanceCny } = options;
  return {
    now: Date.now,
    apiKey: defaultKey,
    keyType: 'SHARED',
    obeysCancel: true,
    acceptNodeKeys: true,
    nodeKeyRefusal: 'instead',
    knownAfterMs: 0,
    unpriced: [],
    resultsBeside: [],
    billsStopped: false,
    concurrencyLimit: Number.POSITIVE_INFINITY,
    pace: undefined,
    ...options,
    tasks: createTaskBook(),
    loras: createLoraShelf(),
    webhooks: new Webhooks(),
    uploads: new Uploads(),
    pictures: new Pictures(options.picture),
    random: createRandom(seed),
    balanceCny: balance,
  };
}

/** With an own clock there is no time of the machine to go by: deliveries are made by hand then. */
function repeat(
  deliver: () => Promise<void>,
  everyMs: number | null | undefined,
  hasOwnClock: boolean,
): NodeJS.Timeout | undefined {
  const chosenMs = everyMs === undefined && !hasOwnClock ? defaultWebhookEveryMs : everyMs;
  return typeof chosenMs === 'number' ? setInterval(() => void deliver(), chosenMs).unref() : undefined;
}
