/** What a book has to know of its tasks. */
export interface TaskRules<Task> {
  /** True until the task has come to any end. */
  readonly isLive: (task: Task, nowMs: number) => boolean;
  readonly isRunning: (task: Task, nowMs: number) => boolean;
  /** True for an ended task that the account pays for. */
  readonly isPaid: (task: Task, nowMs: number) => boolean;
  readonly priceOf: (task: Task) => number;
}

/** Every task of a stand-in, with the account that pays for them. */
export class TaskBook<Task> {
  readonly all = new Map<string, Task>();
  private readonly live = new Set<Task>();
  private readonly rules: TaskRules<Task>;
  private paid = 0;

  constructor(rules: TaskRules<Task>) {
    this.rules = rules;
  }

  /** Takes a task in. */
  add(id: string, task: Task): void {
    this.all.set(id, task);
    this.live.add(task);
  }

  /** How many tasks wait and how many run at this moment. */
  counts(nowMs: number): { readonly queued: number; readonly running: number } {
    this.sweep(nowMs);
    const running = [...this.live].filter((task) => this.rules.isRunning(task, nowMs)).length;
    return { queued: this.live.size - running, running };
  }

  /** What ended tasks have cost so far. */
  spent(nowMs: number): number {
    this.sweep(nowMs);
    return this.paid;
  }

  /** What unfinished tasks will cost. */
  committed(nowMs: number): number {
    this.sweep(nowMs);
    return [...this.live].reduce((sum, task) => sum + this.rules.priceOf(task), 0);
  }

  /** Ended tasks leave the live ones once, and are paid for then. */
  private sweep(nowMs: number): void {
    for (const task of this.live) {
      if (this.rules.isLive(task, nowMs)) continue;
      this.live.delete(task);
      if (this.rules.isPaid(task, nowMs)) this.paid += this.rules.priceOf(task);
    }
  }
}
