import type { Exchange } from '../sandbox/discord/exchange.ts';
import type { Person } from '../sandbox/discord/person.ts';
import { endsAtMs, type Pace } from '../sandbox/services/pace.ts';
import { type DeliveryStage, startDeliveryStage } from './delivery-stage.ts';
import { quantile } from './quantile.ts';

/** A route that is measured: what is typed to reach it, and how long it runs, spread by a fifth up and down. */
interface Lane {
  readonly title: string;
  readonly options: string;
  readonly endpoint: string;
  readonly runMs: number;
}

const lanes: readonly Lane[] = [
  {
    title: 'RunningHub, 5 s',
    options: 'model:flux-2-klein-9b size:1:1',
    endpoint: 'rhart-image/f-2-klein-9b/text-to-image',
    runMs: 5_000,
  },
  {
    title: 'RunComfy, 15 s',
    options: 'model:flux-2-klein-9b size:1:1 steps:25',
    endpoint: 'blackforestlabs/flux-2-klein/9b/text-to-image',
    runMs: 15_000,
  },
  {
    title: 'RunningHub, 30 s',
    options: 'model:gpt-image-2 size:1:1 resolution:1k',
    endpoint: 'rhart-image-g-2-official/text-to-image',
    runMs: 30_000,
  },
];
const jitter = 0.2;
const queueMs = 1_500;
const warmUpPerLane = 5;
const jobsPerLane = 14;
const gapMs = 500;
const patienceMs = 120_000;

/** What one job came to. */
interface Outcome {
  readonly lane: Lane;
  readonly lagMs: number;
  readonly reads: number;
  readonly textEdits: number;
}

/** Prints how long a finished picture takes to reach Discord, and what that costs in requests. Takes less than two minutes. */
export async function benchDelivery(): Promise<void> {
  const stage = await startDeliveryStage(paceOf);
  try {
    const guild = stage.discord.addGuild({ name: 'Bench' });
    const person = guild.member({ name: 'Ada' });
    await runJobs(person, 'warm-up', warmUpPerLane);
    const jobs = await runJobs(person, 'measured', jobsPerLane);
    const outcomes = jobs.map(({ lane, prompt, exchange }) => outcomeOf(stage, lane, prompt, exchange));
    console.log(
      `delivery: ${outcomes.length} jobs, one asked every ${gapMs} ms, queue ${queueMs} ms and runs ±${jitter * 100} %, no webhooks, after ${warmUpPerLane} runs per route`,
    );
    for (const lane of lanes)
      print(
        lane.title,
        outcomes.filter((outcome) => outcome.lane === lane),
      );
    print('all', outcomes);
  } finally {
    await stage.stop();
  }
}

function paceOf(endpoint: string): Pace {
  const lane = lanes.find((each) => each.endpoint === endpoint);
  if (!lane) throw new Error(`no pace for ${endpoint}`);
  return { queueMs, runMs: lane.runMs, jitter };
}

interface AskedJob {
  readonly lane: Lane;
  readonly prompt: string;
  readonly exchange: Exchange;
}

/** Asks for `perLane` pictures of every route in turn and resolves when all of them are posted. */
async function runJobs(person: Person, name: string, perLane: number): Promise<readonly AskedJob[]> {
  const asked: AskedJob[] = [];
  for (let index = 0; index < perLane * lanes.length; index += 1) {
    const lane = lanes[index % lanes.length];
    if (!lane) throw new RangeError('no such lane');
    const prompt = `${name} picture ${index}`;
    asked.push({ lane, prompt, exchange: person.slash(`/imagine prompt:${prompt} ${lane.options}`) });
    await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  await Promise.all(
    asked.map(({ exchange }) => exchange.until((message) => message.attachments.length > 0, patienceMs)),
  );
  return asked;
}

function outcomeOf(stage: DeliveryStage, lane: Lane, prompt: string, exchange: Exchange): Outcome {
  const task = taskOf(stage, prompt);
  const posted = exchange.history.find(({ message }) => (message?.attachments.length ?? 0) > 0);
  if (!posted) throw new Error(`${prompt} was not posted`);
  const edits = stage.discord.requests.filter(
    ({ method, path, files }) => method === 'PATCH' && path.includes(exchange.token) && files.length === 0,
  );
  return { lane, lagMs: posted.atMs - task.endedAtMs, reads: task.reads, textEdits: edits.length };
}

/** The provider's side of a job. */
interface RemoteRun {
  readonly endedAtMs: number;
  /** Requests that asked how it is; the picture's download is not one. */
  readonly reads: number;
}

function taskOf(stage: DeliveryStage, prompt: string): RemoteRun {
  return onRunComfy(stage, prompt) ?? onRunningHub(stage, prompt);
}

function onRunComfy({ runcomfy }: DeliveryStage, prompt: string): RemoteRun | null {
  const task = [...runcomfy.tasks.values()].find(({ body }) => body.prompt === prompt);
  if (!task) return null;
  const reads = runcomfy.requests.filter(
    ({ method, path }) => method === 'GET' && path.includes(`/requests/${task.requestId}/`),
  );
  return { endedAtMs: endsAtMs(task.timeline), reads: reads.length };
}

/** Its tasks do not keep the prompt, but they are made in the order in which the submits arrive. */
function onRunningHub({ runninghub }: DeliveryStage, prompt: string): RemoteRun {
  const submits = runninghub.requests.filter(({ path }) => path.startsWith('/openapi/v2/rhart'));
  const index = submits.findIndex(({ body }) => valuesOf(body).includes(prompt));
  const task = [...runninghub.tasks.values()][index];
  if (!task || submits.length !== runninghub.tasks.size) throw new Error(`${prompt} was not submitted`);
  const reads = runninghub.requests.filter(
    ({ path, body }) => path === '/openapi/v2/query' && valuesOf(body).includes(task.taskId),
  );
  return { endedAtMs: endsAtMs(task.timeline), reads: reads.length };
}

function valuesOf(body: unknown): readonly unknown[] {
  return typeof body === 'object' && body !== null ? Object.values(body) : [];
}

function print(title: string, outcomes: readonly Outcome[]): void {
  const lags = outcomes.map(({ lagMs }) => Math.round(lagMs));
  const mean = (values: readonly number[]) =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
  const [reads, edits] = [mean(outcomes.map((each) => each.reads)), mean(outcomes.map((each) => each.textEdits))];
  console.log(
    `  ${title}: lag p50 ${quantile(lags, 0.5)} ms, p95 ${quantile(lags, 0.95)} ms, most ${Math.max(...lags)} ms; ${reads} provider reads and ${edits} text edits per job`,
  );
}
