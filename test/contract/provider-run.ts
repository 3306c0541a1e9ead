import { expect } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { JobUpdate, Ticket } from '#providers/provider.ts';
import type { CallTimeouts } from '#providers/tools.ts';
import type { MakeProviderHarness, ProviderHarness } from './provider-harness.ts';

/** What the cases of the contract share: one harness, fresh for each of them. */
export interface ContractRun {
  readonly harness: () => ProviderHarness;
  readonly signal: () => AbortSignal;
  /** Aborts the signal of every call of the case. */
  readonly abort: (reason: Error) => void;
  /** Closes the harness and makes another one with these timeouts. */
  readonly start: (timeouts: CallTimeouts) => Promise<void>;
  readonly submit: () => Promise<Ticket>;
  readonly check: (ticket: Ticket) => Promise<JobUpdate>;
  /** The error that the call must end with; it may repeat neither key nor prompt. */
  readonly failure: (call: Promise<unknown>) => Promise<BotError>;
}

/** For answers that come. */
export const patient: CallTimeouts = { submitMs: 10_000, askMs: 10_000 };
/** Long enough to connect on a busy machine, short enough to be waited for. */
export const impatient: CallTimeouts = { submitMs: 300, askMs: 300 };
/** Acts whose answers cannot be read. */
export const unreadable = ['html', 'truncated', 'wrong_shape', 'endless'] as const;
/** Acts without a whole answer. */
export const unanswered = ['silence', 'slow_body', 'hang_up'] as const;

/** Nothing runs until `start`. */
export function createContractRun(makeHarness: MakeProviderHarness): ContractRun {
  let current: ProviderHarness | undefined;
  let controller = new AbortController();
  const harness = (): ProviderHarness => {
    if (current === undefined) throw new Error('the case has not started');
    return current;
  };
  const signal = () => controller.signal;
  return {
    harness,
    signal,
    abort: (reason) => controller.abort(reason),
    async start(timeouts) {
      await current?.close();
      controller = new AbortController();
      current = await makeHarness(timeouts);
    },
    submit: () => harness().provider.submit(harness().quote, null, signal()),
    check: (ticket) => harness().provider.check(ticket, signal()),
    failure: (call) => failureOf(call, harness()),
  };
}

async function failureOf(call: Promise<unknown>, { provider, secrets }: ProviderHarness): Promise<BotError> {
  const thrown = await call.then(
    () => new Error('the call did not fail'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof BotError)) throw thrown;
  const told = JSON.stringify([thrown.message, thrown.facts, String(thrown.cause), thrown.stack]);
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(thrown.facts.provider).toBe(provider.name);
  return thrown;
}
