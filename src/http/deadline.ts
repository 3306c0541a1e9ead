/** The end of a piece of work: the caller's wish or the clock, whichever is first. */
export interface Deadline {
  /** Aborted by either. */
  readonly signal: AbortSignal;
  /** The caller's own. */
  readonly caller: AbortSignal;
  /** True once the time was up. */
  hasPassed(): boolean;
}

/**
 * Runs `work` under a deadline. The timer and the listener are gone when it settles.
 *
 * @throws the caller's reason when it has already aborted; otherwise whatever `work` throws
 */
export async function withDeadline<Result>(
  caller: AbortSignal,
  timeoutMs: number,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  caller.throwIfAborted();
  const controller = new AbortController();
  let passed = false;
  const stop = () => controller.abort(new Error('aborted by the caller'));
  const timer = setTimeout(() => {
    passed = true;
    controller.abort(new Error(`no whole answer within ${timeoutMs} ms`));
  }, timeoutMs);
  caller.addEventListener('abort', stop, { once: true });
  try {
    return await work({ signal: controller.signal, caller, hasPassed: () => passed });
  } finally {
    clearTimeout(timer);
    caller.removeEventListener('abort', stop);
  }
}
