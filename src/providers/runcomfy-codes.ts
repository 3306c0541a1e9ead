import { classOfStatus, type FailureClass } from './failures.ts';

/** RunComfy's own codes that mean something else than their number suggests. @see reference/providers.md, section 4.7 */
const exceptions: ReadonlyMap<string, FailureClass> = new Map([['400004', 'auth']]);

/** Where a job stands by either of RunComfy's two statuses. `completed` is no proof of success: the result has the last word. */
export type Stage = 'queued' | 'running' | 'completed' | 'ended';

/** @see reference/providers.md, section 4.3; read 2026-11-20 */
export const stages: ReadonlyMap<string, Stage> = new Map([
  ['in_queue', 'queued'],
  ['pending', 'queued'],
  ['waiting', 'queued'],
  ['starting', 'queued'],
  ['in_progress', 'running'],
  ['processing', 'running'],
  ['completed', 'completed'],
  ['succeeded', 'completed'],
  ['failed', 'ended'],
  ['cancelled', 'ended'],
  ['canceled', 'ended'],
]);

/** What a refusal means: by its code where there is one, else by the HTTP status. `code` may be empty. */
export function classOf(code: string, httpStatus: number): FailureClass {
  const status = statusWithin(code);
  return exceptions.get(code) ?? classOfStatus(status ?? (isError(httpStatus) ? httpStatus : 422));
}

/** True where the answer says that there is no such job. */
export function isUnknownJob(code: string, httpStatus: number): boolean {
  return (statusWithin(code) ?? httpStatus) === 404;
}

/** Codes are HTTP statuses or begin with one: `404`, `404001`. */
function statusWithin(code: string): number | null {
  const number = /^\d{3}(\d{3})?$/.test(code) ? Number(code.slice(0, 3)) : 0;
  return isError(number) ? number : null;
}

function isError(status: number): boolean {
  return status >= 300 && status < 600;
}
