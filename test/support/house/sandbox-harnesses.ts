import type { RouteQuote } from '#catalog/plan.ts';
import { openAgent } from '#http/agent.ts';
import { createSend } from '#http/send.ts';
import type { Provider, Ticket } from '#providers/provider.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { createRunningHub } from '#providers/runninghub/runninghub.ts';
import type { CallTimeouts, ProviderTools } from '#providers/tools.ts';
import type { Fault, Faults } from '../../../sandbox/services/faults.ts';
import { promptTraps } from '../../../sandbox/services/service.ts';
import { startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import { startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';
import type { CancelAct, CheckAct, ProviderHarness, SubmitAct } from '../../contract/provider-harness.ts';
import { createRecordingLog } from '../http/recording-log.ts';
import { klein9bRunComfy, klein9bRunningHub, offerOf } from '../http/seeded-routes.ts';

type Acts = { submit: SubmitAct; check: CheckAct; cancel: CancelAct };
type Spoiled = Omit<Fault, 'path'>;

interface StandIn {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requests: readonly unknown[];
  readonly tasks: ReadonlyMap<string, { cancelledAtMs: number | null }>;
  readonly faults: Faults;
  stop(): Promise<void>;
}

/** One service: its paths, and the acts that it does not do by itself. */
interface Dialect {
  readonly start: (now: () => number) => Promise<StandIn>;
  readonly makeProvider: (standIn: StandIn, tools: ProviderTools) => Provider;
  /** Refused at 9000x9000 pixels, unless `submit` says how it refuses. */
  readonly quote: RouteQuote;
  readonly paths: Readonly<Record<keyof Acts | 'result', RegExp>>;
  readonly submit: Readonly<Partial<Record<SubmitAct, Spoiled>>>;
  readonly check: Readonly<Partial<Record<CheckAct, Spoiled>>>;
  readonly result: Readonly<Partial<Record<CheckAct, Spoiled>>>;
  readonly cancel: Readonly<Partial<Record<CancelAct, Spoiled>>>;
}

const pace = { queueMs: 1000, runMs: 1000 };
const startMs = 1_700_000_000_000;
/** When the clock is asked how a job is. */
const ageMs: Readonly<Partial<Record<CheckAct, number>>> = { queued: 500, running: 1500 };
const prompt = 'a very private prompt';
const answer = (body: unknown, status = 200): Spoiled => ({ kind: 'status', status, body });

/** Said the same by both services. */
const shared: Readonly<Partial<Record<Acts[keyof Acts], Spoiled>>> = {
  html: { kind: 'html', status: 200 },
  truncated: { kind: 'half_json' },
  wrong_shape: answer({ taskId: { of: 'another' }, request_id: ['shape'], status: 7, code: null }),
  endless: { kind: 'huge' },
  slow_body: { kind: 'slow_body', delayMs: 60_000 },
  silence: { kind: 'delay', delayMs: 60_000 },
  hang_up: { kind: 'reset_after' },
  broken: { kind: 'html', status: 502 },
  other_content_type: { kind: 'wrong_type' },
};

const runningHub: Dialect = {
  start: (now) => startSandboxRunningHub({ now, pace }),
  makeProvider: ({ apiKey, baseUrl }, tools) => createRunningHub({ apiKey, baseUrl, bodyForm: 'auto' }, tools),
  quote: offerOf(klein9bRunningHub, { prompt, format: 'png' }),
  paths: { submit: /v2\/rhart/u, check: /v2\/query/u, result: /no such path/u, cancel: /openapi\/cancel/u },
  submit: {
    // A refused body would be sent once more, in the other form.
    reject: answer({ errorCode: '1008', errorMessage: `bad ${prompt}` }, 400),
    error_in_200: answer({ errorCode: '1501', errorMessage: `bad ${prompt}` }),
    busy: answer({ errorCode: '421' }),
  },
  check: {
    succeeded_empty: answer({ status: 'SUCCESS', errorCode: '', results: [] }),
    busy: answer({ errorCode: '1003' }),
    error_in_200: { kind: 'error_200' },
  },
  result: {},
  cancel: { too_late: answer({ code: 805, msg: 'APIKEY_TASK_STATUS_ERROR', data: null }) },
};

const runComfy: Dialect = {
  start: (now) => startSandboxRunComfy({ now, pace }),
  makeProvider: ({ apiKey, baseUrl }, tools) =>
    createRunComfy({ apiKey: apiKey, baseUrl, accountBaseUrl: baseUrl }, tools),
  quote: offerOf(klein9bRunComfy, { prompt, steps: 25 }),
  paths: { submit: /v1\/models\//u, check: /\/status$/u, result: /\/result\?/u, cancel: /\/cancel$/u },
  submit: {
    busy: answer({ error: 'too many' }, 429),
    error_in_200: answer({ error_code: 1234, error_message: prompt }),
  },
  check: { busy: answer({ error: 'too many' }, 429), error_in_200: { kind: 'error_200' } },
  result: {
    failed: answer({ status: 'failed', error: `out of memory: ${prompt}` }),
    succeeded_empty: answer({ status: 'succeeded', output: {} }),
  },
  cancel: {},
};

/** The RunningHub client in front of its stand-in. */
export const makeRunningHubStandIn = (timeouts: CallTimeouts) => makeHarness(runningHub, timeouts);
/** The RunComfy client in front of its stand-in. */
export const makeRunComfyStandIn = (timeouts: CallTimeouts) => makeHarness(runComfy, timeouts);

async function makeHarness(dialect: Dialect, timeouts: CallTimeouts): Promise<ProviderHarness> {
  const acts: Acts = { submit: 'accept', check: 'running', cancel: 'obey' };
  const time = { nowMs: startMs };
  let reached = () => {};
  // The stand-in reads the clock when a request has reached it, before it answers.
  const standIn = await dialect.start(() => {
    reached();
    return time.nowMs;
  });
  const agent = openAgent();
  const client = dialect.makeProvider(standIn, { send: createSend(agent), log: createRecordingLog(), timeouts });
  return {
    provider: directed({ client, dialect, acts, time, standIn }),
    quote: dialect.quote,
    secrets: [standIn.apiKey, prompt],
    script(changes) {
      Object.assign(acts, changes);
      spoil(standIn.faults, dialect, acts);
    },
    calls: () => standIn.requests.length,
    nextCall: () =>
      new Promise((resolve) => {
        reached = resolve;
      }),
    goOffline: () => standIn.stop(),
    async close() {
      await agent.close();
      await standIn.stop();
    },
  };
}

function spoil(faults: Faults, dialect: Dialect, acts: Acts): void {
  faults.clear();
  const add = (path: RegExp, spoiled: Spoiled | undefined) => {
    if (spoiled) faults.add({ ...spoiled, path, times: Number.POSITIVE_INFINITY });
  };
  add(dialect.paths.submit, dialect.submit[acts.submit] ?? shared[acts.submit]);
  add(dialect.paths.check, dialect.check[acts.check] ?? shared[acts.check]);
  add(dialect.paths.result, dialect.result[acts.check]);
  add(dialect.paths.cancel, dialect.cancel[acts.cancel] ?? shared[acts.cancel]);
}

interface Directed {
  readonly client: Provider;
  readonly dialect: Dialect;
  readonly acts: Acts;
  readonly time: { nowMs: number };
  readonly standIn: StandIn;
}

/** The client, with the stand-in's clock set for each call so that it does by itself what is asked of it. */
function directed({ client, dialect, acts, time, standIn }: Directed): Provider {
  const submit: Provider['submit'] = (quote, wakeUrl, signal) => {
    time.nowMs = startMs;
    const isNatural = dialect.submit[acts.submit] === undefined;
    const isRefused = acts.submit === 'reject' || acts.submit === 'error_in_200';
    return client.submit(isNatural && isRefused ? oversized(quote) : quote, wakeUrl, signal);
  };
  const check = async (ticket: Ticket, signal: AbortSignal) => {
    const asked = await ticketFor(ticket, signal);
    time.nowMs = startMs + (ageMs[acts.check] ?? pace.queueMs + pace.runMs);
    return client.check(asked, signal);
  };
  /** How a job ends is written in its prompt, so that a job of another fate is asked for in its place. */
  const ticketFor = async (ticket: Ticket, signal: AbortSignal): Promise<Ticket> => {
    const task = standIn.tasks.get(ticket.remoteId);
    if (acts.check === 'cancelled' && task) task.cancelledAtMs = startMs;
    const trap =
      acts.check === 'filtered' ? promptTraps.forbidden : acts.check === 'failed' ? promptTraps.failing : null;
    if (trap === null) return ticket;
    const { settings } = dialect.quote;
    return submit({ ...dialect.quote, settings: { ...settings, prompt: `${settings.prompt} ${trap}` } }, null, signal);
  };
  const cancel: Provider['cancel'] = (ticket, signal) => {
    time.nowMs = startMs + (acts.cancel === 'too_late' ? pace.queueMs : 0);
    return client.cancel(ticket, signal);
  };
  return { ...client, submit, check, cancel };
}

/** Both services refuse it. */
function oversized(quote: RouteQuote): RouteQuote {
  return { ...quote, settings: { ...quote.settings, size: { kind: 'pixels', widthPx: 9000, heightPx: 9000 } } };
}
