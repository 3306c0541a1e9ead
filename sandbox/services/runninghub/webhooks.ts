import { taskEndEvent } from './answers.ts';
import { isLive, type RunningHubTask, statusOf } from './tasks.ts';

/** One attempt to tell a receiver that a task has ended. */
export interface WebhookAttempt {
  readonly taskId: string;
  readonly url: string;
  /** HTTP status of the receiver; null when there was no contact or the address is not on this machine. */
  readonly status: number | null;
}

const maxAttempts = 4;
const timeoutMs = 2000;
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Tells receivers of ended tasks: each task until it is answered with 2xx, at most four times. */
export class Webhooks {
  readonly attempts: WebhookAttempt[] = [];
  /** With the attempts that are left; a task is missing while an attempt is on its way. */
  private readonly waiting = new Map<RunningHubTask, number>();

  /** Remembers a task that named a receiver. */
  add(task: RunningHubTask): void {
    if (task.webhookUrl !== null) this.waiting.set(task, maxAttempts);
  }

  /** Makes one attempt for every ended task that still waits for its answer; never two at once for the same task. */
  async deliver(nowMs: number, origin: string): Promise<void> {
    const due = [...this.waiting].filter(([task]) => !isLive(statusOf(task, nowMs)));
    for (const [task] of due) this.waiting.delete(task);
    await Promise.all(due.map(([task, left]) => this.attempt(task, left, taskEndEvent(task, nowMs, origin))));
  }

  private async attempt(task: RunningHubTask, left: number, event: string): Promise<void> {
    const url = task.webhookUrl ?? '';
    const status = await post(url, event);
    this.attempts.push({ taskId: task.taskId, url, status });
    const isAnswered = status !== null && status >= 200 && status < 300;
    if (!isAnswered && left > 1) this.waiting.set(task, left - 1);
  }
}

/** Never leaves this machine. */
async function post(url: string, event: string): Promise<number | null> {
  if (!URL.canParse(url) || !loopbackHosts.has(new URL(url).hostname)) return null;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: event,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
