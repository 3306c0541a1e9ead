import { type Answer, json } from '../answer.ts';
import { endsAtMs, type Phase, phaseAt, type Timeline } from '../pace.ts';
import type { Verdict } from '../service.ts';
import { TaskBook } from '../task-book.ts';
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
  /** When a cancel stopped it, or null. */
  cancelledAtMs: number | null;
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
    priceOf,
  });
}

/** By the picture. */
export function priceOf({ model, outputNames }: Pick<RunComfyTask, 'model' | 'outputNames'>): number {
  return model.basePriceUsd * outputNames.length;
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
  const images = task.outputNames.map((name) => `${view.origin}/output/${name}`);
  const output = task.model.outputKey === 'image' ? { image: images[0] } : { images };
  return json(200, {
    ...result,
    status: 'succeeded',
    output,
    ...(view.includeCost ? { cost: priceOf(task) } : {}),
  });
}

/** Stops a queued request; one that runs or has ended goes on. */
export function cancelAnswer(task: RunComfyTask, nowMs: number): Answer {
  const isQueued = ['created', 'queued'].includes(phaseAt(task.timeline, nowMs).kind) && task.cancelledAtMs === null;
  if (isQueued) task.cancelledAtMs = nowMs;
  const { request_id, status } = stateOf(task, nowMs);
  return json(200, { request_id, status, outcome: isQueued ? 'cancelled' : 'not_cancellable' });
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
  const root = `${origin}/v1/requests/${task.requestId}`;
  return { status_url: `${root}/status`, result_url: `${root}/result`, cancel_url: `${root}/cancel` };
}
