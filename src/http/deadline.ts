/** The end of a piece of work: the caller's wish or the clock, whichever is first. */
export interface Deadline {
  /** Aborted by either. */
  readonly signal: AbortSignal;
  /** The caller's own. */
  readonly caller: AbortSignal;
  /** True once the time was up. */
  hasPassed(): boolean;
  /** Something has arrived: a silence begins from here. */
  progressed(): void;
}

/** How long a piece of work may take; milliseconds. */
export interface TimeLimits {
  readonly totalMs: number;
  /** Without anything that arrives; the whole time when left out. */
  readonly silenceMs?: number | undefined;
}

/**
 * Runs `work` under a deadline. Timers and listener are gone when it settles.
 *
 * @param limits a number is the whole time
 * @throws the caller's reason when it has already aborted; otherwise whatever `work` throws
 */
export async function withDeadline<Result>(
  caller: AbortSignal,
  limits: number | TimeLimits,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  caller.throwIfAborted();
  const { totalMs, silenceMs = null } = typeof limits === 'number' ? { totalMs: limits } : limits;
  const controller = new AbortController();
  let passed = false;
  const stop = () => controller.abort(new Error('aborted by the caller'));
  const end = (reason: string) => () => {
    passed = true;
    controller.abort(new Error(reason));
  };
  const timer = setTimeout(end(`no whole answer within ${totalMs} ms`), totalMs);
  const silence = silenceMs === null ? null : setTimeout(end(`nothing for ${silenceMs} ms`), silenceMs);
  caller.addEventListener('abort', stop, { once: true });
  const deadline: Deadline = {
    signal: controller.signal,
    caller,
    hasPassed: () => passed,
    progressed: () => void silence?.refresh(),
  };
  try {
    return await work(deadline);
  } finally {
    clearTimeout(timer);
    if (silence !== null) clearTimeout(silence);
    caller.removeEventListener('abort', stop);
  }
}
