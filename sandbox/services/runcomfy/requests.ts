import { type Answer, json } from '../answer.ts';
import { endsAtMs, type Phase, phaseAt, type Timeline } from '../pace.ts';
import type { Verdict } from '../service.ts';
import { TaskBook } from '../task-book.ts';
import type { Inputs } from './inputs.ts';
import { factorOf, secondsIn } from './media.ts';
import type { RunComfyModel } from './models.ts';

/** A request as the stand-in keeps it. */
export interface RunComfyTask {
  /** A UUID. */
  readonly requestId: string;
  readonly model: RunComfyModel;
  /** As it was sent. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  /** One for each picture that was asked for. */
  readonly outputNames: readonly string[];
  readonly priceUsd: number;
  /** Of a run of a deployment; null for one of a model. */
  readonly deployment: DeploymentRun | null;
  /** When a cancel stopped it, or null. */
  cancelledAtMs: number | null;
}

/** Which deployment runs, and where its result lies: the node that saves, and the key that it saves under. */
export interface DeploymentRun {
  readonly id: string;
  readonly node: string;
  readonly key: 'images' | 'gifs' | 'audio';
}

/** A link in every echoed input that is not the picture: who reads more than `output` takes the wrong one. */
export const decoyImageUrl = 'https://example.invalid/reference.png';

/** A request that made a picture is paid for when it has ended. */
export function createTaskBook(): TaskBook<RunComfyTask> {
  const statusOf = (task: RunComfyTask, nowMs: number): State['status'] => stateOf(task, nowMs).status;
  return new TaskBook<RunComfyTask>({
    isLive: (task, nowMs) => ['in_queue', 'in_progress'].includes(statusOf(task, nowMs)),
    isRunning: (task, nowMs) => statusOf(task, nowMs) === 'in_progress',
    isPaid: (task, nowMs) => statusOf(task, nowMs) === 'completed' && task.verdict === 'success',
    priceOf: ({ priceUsd }) => priceUsd,
  });
}

/** By the result, or by its seconds. */
export function priceOf(model: RunComfyModel, inputs: Inputs, results: number): number {
  const units = model.priceUnit === 'second' ? secondsIn(inputs) : results;
  return Number((model.basePriceUsd * units * factorOf(model, inputs)).toFixed(6));
}

/** The answer to a submit. */
export function submitAnswer(task: RunComfyTask, origin: string): Answer {
  return json(200, { request_id: task.requestId, ...linksOf(task, origin) });
}

/** The first level of the two statuses: `completed` says nothing about success. */
export function statusAnswer(task: RunComfyTask, nowMs: number, origin: string): Answer {
  const { status_url, result_url } = linksOf(task, origin);
  return json(200, { ...stateOf(task, nowMs), status_url, result_url });
}

/** The second level: `succeeded` or `failed`, both under HTTP 200; before the end the current state. */
export function resultAnswer(
  task: RunComfyTask,
  nowMs: number,
  view: { origin: string; includeCost: boolean },
): Answer {
  const state = stateOf(task, nowMs);
  if (state.status !== 'completed') return json(200, state);
  const result = {
    request_id: task.requestId,
    model_id: task.model.modelId,
    created_at: new Date(task.timeline.submittedAtMs).toISOString(),
    finished_at: new Date(endsAtMs(task.timeline)).toISOString(),
    input: { ...task.body, image: [decoyImageUrl] },
  };
  if (task.verdict !== 'success') return json(200, { ...result, status: 'failed', error: errorOf(task.verdict) });
  const urls = task.outputNames.map((name) => `${view.origin}/output/${name}`);
  return json(200, {
    ...result,
    status: 'succeeded',
    ...outputOf(task, urls),
    ...(view.includeCost ? { cost: task.priceUsd } : {}),
  });
}

/** A model's result lies in `output`, a deployment's by node in `outputs`. */
function outputOf({ model: { outputKey }, outputNames, deployment }: RunComfyTask, urls: readonly string[]): object {
  if (deployment === null) return { output: { [outputKey]: outputKey.endsWith('s') ? urls : urls[0] } };
  const saved = urls.map((url, at) => ({ url, filename: outputNames[at], subfolder: '', type: 'output' }));
  return { outputs: { [deployment.node]: { [deployment.key]: saved } } };
}

/** Stops a queued request, and a deployment's run that has begun; what has ended stays as it is. */
export function cancelAnswer(task: RunComfyTask, nowMs: number): Answer {
  const stoppable = ['created', 'queued', ...(task.deployment === null ? [] : ['running'])];
  const isStopped = stoppable.includes(phaseAt(task.timeline, nowMs).kind) && task.cancelledAtMs === null;
  if (isStopped) task.cancelledAtMs = nowMs;
  const { request_id, status } = stateOf(task, nowMs);
  return json(200, { request_id, status, outcome: isStopped ? 'cancelled' : 'not_cancellable' });
}

interface State {
  readonly request_id: string;
  readonly status: 'in_queue' | 'in_progress' | 'completed' | 'cancelled';
  /** Only while in the queue. */
  readonly queue_position?: number;
  /** Only while in progress. */
  readonly instance_id?: string;
}

function stateOf(task: RunComfyTask, nowMs: number): State {
  const request_id = task.requestId;
  if (task.cancelledAtMs !== null) return { request_id, status: 'cancelled' };
  return { request_id, ...stateByPhase(phaseAt(task.timeline, nowMs), request_id) };
}

function stateByPhase(phase: Phase, requestId: string): Omit<State, 'request_id'> {
  switch (phase.kind) {
    case 'created':
      return { status: 'in_queue' };
    case 'queued':
      return { status: 'in_queue', queue_position: phase.position };
    case 'running':
      return { status: 'in_progress', instance_id: `instance-${requestId.slice(0, 8)}` };
    case 'ended':
      return { status: 'completed' };
  }
}

/** Text in one case and an object in the other: both occur. */
function errorOf(verdict: 'forbidden' | 'failing'): unknown {
  return verdict === 'failing'
    ? 'model refused the prompt'
    : { code: 'content_policy_violation', message: 'the prompt violates the content policy' };
}

function linksOf(task: RunComfyTask, origin: string): { status_url: string; result_url: string; cancel_url: string } {
  const above = task.deployment === null ? '/v1' : `/prod/v2/deployments/${task.deployment.id}`;
  const root = `${origin}${above}/requests/${task.requestId}`;
  return { status_url: `${root}/status`, result_url: `${root}/result`, cancel_url: `${root}/cancel` };
}
