import type { RouteQuote } from '#catalog/plan.ts';
import { openAgent } from '#http/agent.ts';
import { createSend } from '#http/send.ts';
import type { Provider } from '#providers/provider.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { createRunningHub } from '#providers/runninghub/runninghub.ts';
import type { CallTimeouts, ProviderTools } from '#providers/tools.ts';
import type { CancelAct, CheckAct, ProviderHarness, SubmitAct } from '../../contract/provider-harness.ts';
import { createRecordingLog } from './recording-log.ts';
import { json, type Reaction, type ScriptedServer, type SeenRequest, startScriptedServer } from './scripted-server.ts';
import { deploymentRunComfy, klein9bRunComfy, klein9bRunningHub, offerOf } from './seeded-routes.ts';

const apiKey = 'key-0123456789abcdef';
const prompt = 'a very private prompt';
const imageUrl = 'https://storage.runcomfy.net/1.png';

type Acts = { submit: SubmitAct; check: CheckAct; cancel: CancelAct };
type Act = Acts[keyof Acts];

/** How one service says each act; what is missing is said the same by both. */
interface Dialect {
  readonly endpointOf: (request: SeenRequest) => keyof Acts | 'result' | 'account';
  readonly submit: Readonly<Partial<Record<SubmitAct, Reaction>>>;
  readonly check: Readonly<Partial<Record<CheckAct, Reaction>>>;
  readonly result?: Readonly<Partial<Record<CheckAct, Reaction>>>;
  readonly cancel: Readonly<Partial<Record<CancelAct, Reaction>>>;
  readonly account: Reaction;
  readonly makeProvider: (baseUrl: string, tools: ProviderTools) => Provider;
  readonly quote: RouteQuote;
}

const page: Reaction = {
  kind: 'answer',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Welcome</title>',
};
const half: Reaction = { kind: 'answer', status: 200, body: '{"taskId":"20135","request_id":"7f3' };
const shared: Readonly<Partial<Record<Act, Reaction>>> = {
  html: page,
  truncated: half,
  wrong_shape: json({ taskId: { of: 'another' }, request_id: ['shape'], status: 7, code: null }),
  endless: { kind: 'endless' },
  slow_body: { kind: 'slow_body' },
  silence: { kind: 'silence' },
  hang_up: { kind: 'hang_up' },
  broken: { kind: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body: '<title>Bad gateway</title>' },
};

const blank = { errorCode: '', errorMessage: '', results: null, clientId: '', promptTips: '' };
const taskId = '2013508786110730241';
const runningHubError = (errorCode: string, more: object = {}) =>
  json({ ...blank, taskId: '', errorCode, errorMessage: `refused ${apiKey}: ${prompt}`, ...more });

const runningHub: Dialect = {
  endpointOf({ path }) {
    if (path === '/openapi/v2/query') return 'check';
    if (path === '/task/openapi/cancel') return 'cancel';
    return path.startsWith('/uc/') || path === '/openapi/v2/queue/status' ? 'account' : 'submit';
  },
  submit: {
    accept: json({ ...blank, taskId, status: 'RUNNING' }),
    other_content_type: json({ ...blank, taskId, status: 'RUNNING' }, 200, { 'content-type': 'text/plain' }),
    // A refused body would be sent once more, in the other form.
    reject: json({ errorCode: '1008', errorMessage: `bad ${prompt}` }, 400),
    busy: runningHubError('421'),
    error_in_200: runningHubError('1501'),
  },
  check: {
    queued: json({ ...blank, taskId, status: 'QUEUED' }),
    running: json({ ...blank, taskId, status: 'RUNNING' }),
    finished: json({
      ...blank,
      taskId,
      status: 'SUCCESS',
      results: [{ url: imageUrl, outputType: 'png', text: null }],
    }),
    failed: runningHubError('1000', { taskId, status: 'FAILED', failedReason: { exception_type: 'TypeError' } }),
    filtered: runningHubError('1501', { taskId, status: 'FAILED', failedReason: 'moderation' }),
    cancelled: json({ ...blank, taskId, status: 'CANCEL' }),
    succeeded_empty: json({ ...blank, taskId, status: 'SUCCESS', results: [] }),
    busy: runningHubError('1003'),
    error_in_200: runningHubError('1005'),
  },
  cancel: {
    obey: json({ code: 0, msg: 'success', data: null }),
    too_late: json({ code: 805, msg: 'APIKEY_TASK_STATUS_ERROR', data: null }),
  },
  account: json({
    code: 0,
    msg: 'success',
    data: { remainCoins: '177814', currentTaskCounts: '0', remainMoney: '88.50', currency: 'CNY', apiType: 'SHARED' },
  }),
  makeProvider: (baseUrl, tools) => createRunningHub({ apiKey, baseUrl, bodyForm: 'auto' }, tools),
  quote: offerOf(klein9bRunningHub, { prompt }),
};

const requestId = '7f3c1c4e-5a0e-4d8c-9d0e-0a1b2c3d4e5f';
const runComfyError = { error_code: 1234, error_message: `refused ${apiKey}: ${prompt}` };
const completed = json({ status: 'completed', request_id: requestId });
const input = { prompt, image: ['https://storage.runcomfy.net/input.png'] };

const runComfy: Dialect = {
  endpointOf({ path }) {
    if (path.endsWith('/status')) return 'check';
    if (path.endsWith('/result?include_cost=true')) return 'result';
    if (path.endsWith('/cancel')) return 'cancel';
    return path === '/prod/v2/balance' ? 'account' : 'submit';
  },
  submit: {
    accept: json({ request_id: requestId, status_url: 'https://elsewhere.example/status' }),
    other_content_type: json({ request_id: requestId }, 200, { 'content-type': 'text/plain' }),
    reject: json({ detail: `bad ${prompt}` }, 422),
    busy: json({ error: 'too many' }, 429),
    error_in_200: json(runComfyError),
  },
  check: {
    queued: json({ status: 'in_queue', queue_position: 3 }),
    running: json({ status: 'in_progress' }),
    finished: completed,
    failed: completed,
    filtered: completed,
    cancelled: json({ status: 'cancelled' }),
    succeeded_empty: completed,
    busy: json({ error: 'too many' }, 429),
    error_in_200: json(runComfyError),
  },
  result: {
    finished: json({ status: 'succeeded', input, output: { image: imageUrl } }),
    failed: json({ status: 'failed', error: `out of memory: ${prompt}` }),
    filtered: json({ status: 'failed', error: 'model refused the prompt' }),
    succeeded_empty: json({ status: 'succeeded', input, output: {} }),
  },
  cancel: {
    obey: json({ request_id: requestId, status: 'cancelled', outcome: 'cancelled' }),
    too_late: json({ request_id: requestId, status: 'in_progress', outcome: 'not_cancellable' }),
  },
  account: json({ balance_usd: 12.5, currency: 'USD' }),
  makeProvider: (baseUrl, tools) => createRunComfy({ apiKey: apiKey, baseUrl, accountBaseUrl: baseUrl }, tools),
  quote: offerOf(klein9bRunComfy, { prompt, steps: 25 }),
};

/** The same client with a workflow of one's own, which the other host runs. */
const runComfyDeployment: Dialect = {
  ...runComfy,
  endpointOf({ path }) {
    if (path.endsWith('/status')) return 'check';
    if (path.endsWith('/result')) return 'result';
    if (path.endsWith('/cancel')) return 'cancel';
    return path === '/prod/v2/balance' ? 'account' : 'submit';
  },
  result: {
    ...runComfy.result,
    finished: json({ status: 'succeeded', outputs: { 9: { images: [{ url: imageUrl, type: 'output' }] } } }),
    succeeded_empty: json({ status: 'succeeded', outputs: {} }),
  },
  quote: offerOf(deploymentRunComfy, { prompt }),
};

/** The RunningHub client in front of a scripted loopback server. */
export const makeRunningHubHarness = (timeouts: CallTimeouts) => makeHarness(runningHub, timeouts);
/** The RunComfy client in front of a scripted loopback server. */
export const makeRunComfyHarness = (timeouts: CallTimeouts) => makeHarness(runComfy, timeouts);

/** @see runComfyDeployment */
export const makeRunComfyDeploymentHarness = (timeouts: CallTimeouts) => makeHarness(runComfyDeployment, timeouts);

async function makeHarness(dialect: Dialect, timeouts: CallTimeouts): Promise<ProviderHarness> {
  const server = await startScriptedServer();
  const agent = openAgent();
  const acts: Acts = { submit: 'accept', check: 'running', cancel: 'obey' };
  server.react = (request) => reactionTo(dialect, acts, request);
  const tools = { send: createSend(agent), log: createRecordingLog(), timeouts };
  return {
    provider: dialect.makeProvider(server.url, tools),
    quote: dialect.quote,
    secrets: [apiKey, prompt],
    script: (changes) => {
      Object.assign(acts, changes);
    },
    calls: () => server.requests.length,
    nextCall: async () => {
      await server.nextRequest();
    },
    goOffline: () => server.close(),
    close: () => closeBoth(agent, server),
  };
}

function reactionTo(dialect: Dialect, acts: Acts, request: SeenRequest): Reaction {
  const endpoint = dialect.endpointOf(request);
  if (endpoint === 'account') return dialect.account;
  const reaction =
    endpoint === 'submit'
      ? (dialect.submit[acts.submit] ?? shared[acts.submit])
      : endpoint === 'cancel'
        ? (dialect.cancel[acts.cancel] ?? shared[acts.cancel])
        : (dialect[endpoint]?.[acts.check] ?? shared[acts.check]);
  if (reaction === undefined) throw new Error(`nothing is scripted for ${request.path}`);
  return reaction;
}

async function closeBoth(agent: ReturnType<typeof openAgent>, server: ScriptedServer): Promise<void> {
  await agent.close();
  await server.close();
}
