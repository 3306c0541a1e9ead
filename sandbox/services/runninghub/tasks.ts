import { type Phase, phaseAt, type Timeline } from '../pace.ts';
import type { Verdict } from '../service.ts';
import { TaskBook } from '../task-book.ts';

/** A task as the stand-in keeps it. */
export interface RunningHubTask {
  /** 19 digits: more than a number can hold. */
  readonly taskId: string;
  readonly clientId: string;
  readonly endpoint: string;
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  readonly priceCny: number;
  /** One for each picture that was asked for. */
  readonly outputNames: readonly string[];
  readonly outputType: string;
  /** What it answers in words; null or left out for files. */
  readonly outputText?: string | null;
  /** Other files, which stand before the pictures in the result. */
  readonly besideNames: readonly { readonly name: string; readonly type: string }[];
  readonly webhookUrl: string | null;
  /** Its price is taken also where a cancel stops it after it has begun to run. */
  readonly isBilledWhenStopped: boolean;
  /** When a cancel stopped it, or null. */
  cancelledAtMs: number | null;
}

/** The service's own words for where a task is. */
export type TaskStatus = 'CREATE' | 'QUEUED' | 'RUNNING' | 'SUCCESS' | 'FAILED' | 'CANCEL';

/** A task's status is a function of the clock. */
export function statusOf(task: RunningHubTask, nowMs: number): TaskStatus {
  return task.cancelledAtMs === null ? statusByPhase(phaseAt(task.timeline, nowMs), task.verdict) : 'CANCEL';
}

/** Whether the account pays for an ended task: for a picture, and where it is so for one that was stopped while it ran. */
export function isPaid(task: RunningHubTask, nowMs: number): boolean {
  const { cancelledAtMs, isBilledWhenStopped, timeline } = task;
  if (cancelledAtMs === null) return statusOf(task, nowMs) === 'SUCCESS';
  return isBilledWhenStopped && phaseAt(timeline, cancelledAtMs).kind === 'running';
}

/** True until the task has come to any end. */
export function isLive(status: TaskStatus): boolean {
  return status === 'CREATE' || status === 'QUEUED' || status === 'RUNNING';
}

function statusByPhase(phase: Phase, verdict: Verdict): TaskStatus {
  switch (phase.kind) {
    case 'created':
      return 'CREATE';
    case 'queued':
      return 'QUEUED';
    case 'running':
      return 'RUNNING';
    case 'ended':
      return verdict === 'success' ? 'SUCCESS' : 'FAILED';
  }
}

/** A task is paid for when it has ended. */
export function createTaskBook(): TaskBook<RunningHubTask> {
  return new TaskBook<RunningHubTask>({
    isLive: (task, nowMs) => isLive(statusOf(task, nowMs)),
    isRunning: (task, nowMs) => statusOf(task, nowMs) === 'RUNNING',
    isPaid,
    priceOf: (task) => task.priceCny,
  });
}
