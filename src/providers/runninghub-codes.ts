import type { FailureClass } from './failures.ts';

/** One of RunningHub's codes, of either set. */
export interface RunningHubCode {
  /** `queued` and `running` are states that come as codes. */
  readonly class: FailureClass | 'queued' | 'running';
  readonly meaning: string;
  /** Wait this long where the answer names no time. */
  readonly backOffMs?: number;
}

const busy = (meaning: string, backOffMs = 10_000): RunningHubCode => ({ class: 'busy', meaning, backOffMs });
const of = (failureClass: RunningHubCode['class'], meaning: string): RunningHubCode => ({
  class: failureClass,
  meaning,
});

/**
 * Both sets in one table, since the legacy numbers may surface in the newer interface.
 *
 * @see reference/providers.md, sections 2.12 and 7a; read 2026-11-28
 */
export const runningHubCodes: ReadonlyMap<string, RunningHubCode> = new Map([
  ['301', of('parameters', 'bad parameters')],
  ['380', of('unserved', 'workflow unknown')],
  ['401', of('auth', 'API key unknown')],
  ['402', of('balance', 'payment required')],
  ['403', of('auth', 'forbidden')],
  ['412', of('unserved', 'token invalid, usually a misspelt path')],
  ['415', busy('exclusive machines busy', 30_000)],
  ['416', of('balance', 'not enough money')],
  ['421', busy('queue full')],
  ['423', of('unknown_job', 'job unknown')],
  ['433', of('parameters', 'graph validation failed')],
  ['435', of('unserved', 'no matching instance')],
  ['436', of('unserved', 'exclusive instance required')],
  ['500', of('broken', 'unknown error')],
  ['801', of('auth', 'free account')],
  ['802', of('auth', 'API key not authorized')],
  ['803', of('parameters', 'node list does not match')],
  ['804', of('running', 'job is running')],
  ['805', of('ended', 'job failed')],
  ['806', of('unserved', 'user not found')],
  ['807', of('unknown_job', 'job not found')],
  ['808', of('broken', 'upload failed')],
  ['809', of('parameters', 'file too large')],
  ['810', of('unserved', 'workflow not saved or never run')],
  ['811', of('auth', 'enterprise key invalid')],
  ['812', of('balance', 'not enough money on the enterprise key')],
  ['813', of('queued', 'job is queued')],
  ['814', busy('personal queue full', 60_000)],
  ['901', of('unserved', 'web app unknown')],
  ['903', of('balance', 'wallet empty')],
  ['1000', of('broken', 'unknown error')],
  ['1001', of('unserved', 'no such endpoint')],
  ['1002', of('auth', 'API key invalid')],
  ['1003', busy('rate limited')],
  ['1004', of('unknown_job', 'job not found or expired')],
  ['1005', of('broken', 'internal error')],
  ['1006', of('ended', 'job timed out')],
  ['1007', of('parameters', 'parameter validation failed')],
  ['1008', of('parameters', 'file too large')],
  ['1009', of('unserved', 'method not allowed')],
  ['1010', busy('service unavailable')],
  ['1011', busy('busy')],
  ['1012', of('broken', 'upstream error')],
  ['1013', of('unserved', 'file processing failed')],
  ['1014', of('auth', 'enterprise-shared keys only')],
  ['1015', of('ended', 'generation failed')],
  ['1101', of('parameters', 'node info parse error')],
  ['1501', of('filter', 'content moderation')],
  ['1504', of('ended', 'model timeout')],
  ['1505', of('filter', 'real-person content prohibited')],
  ['1520', busy('too many jobs at once')],
]);
