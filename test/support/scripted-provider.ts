import type { RouteQuote } from '#catalog/plan.ts';
import type { Clock } from '#core/clock.ts';
import { BotError, type ErrorCode, type ErrorFacts } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { ActualCost, CancelOutcome, CheckedInput, JobUpdate, Provider, Ticket } from '#providers/provider.ts';

/** What happens at one call. */
export type Step<T> = () => T | Promise<T>;

/** What happens at each call; the last step is repeated. */
export interface Script {
  readonly submit?: readonly Step<Ticket>[];
  readonly check?: readonly Step<JobUpdate>[];
  readonly cancel?: readonly Step<CancelOutcome>[];
  readonly upload?: readonly Step<string>[];
  /** Instead of `check` and `cancel`, where several remote jobs go different ways. */
  readonly checkOf?: (remoteId: string) => JobUpdate;
  readonly cancelOf?: (remoteId: string) => CancelOutcome;
  /** What each answer to a check tells that the remote job has cost. */
  readonly costsOf?: (remoteId: string) => readonly ActualCost[];
}

/** A provider that does what the script says and remembers what it was asked. */
export interface ScriptedProvider extends Provider {
  readonly submits: readonly { readonly quote: RouteQuote; readonly wakeUrl: string | null; readonly atMs: number }[];
  readonly uploads: readonly CheckedInput[];
  readonly checks: readonly { readonly ticket: Ticket; readonly atMs: number }[];
  /** What the member has typed, as each check was told. */
  readonly typed: readonly (readonly string[] | undefined)[];
  readonly cancels: readonly { readonly ticket: Ticket; readonly atMs: number }[];
}

/** Without a script every job is taken, and done at the first look. */
export function createScriptedProvider(name: ProviderName, clock: Clock, script: Script = {}): ScriptedProvider {
  const submits: { quote: RouteQuote; wakeUrl: string | null; atMs: number }[] = [];
  const uploads: CheckedInput[] = [];
  const checks: { ticket: Ticket; atMs: number }[] = [];
  const typed: (readonly string[] | undefined)[] = [];
  const cancels: { ticket: Ticket; atMs: number }[] = [];
  const takeNext = () => ({ provider: name, remoteId: `${name}-${submits.length}` });
  return {
    name,
    callsBack: () => true,
    submits,
    uploads,
    checks,
    typed,
    cancels,
    async submit(quote, wakeUrl) {
      submits.push({ quote, wakeUrl, atMs: clock.now() });
      return stepOf(script.submit, submits.length, takeNext)();
    },
    async upload(input, signal) {
      uploads.push(input);
      const address = await stepOf(script.upload, uploads.length, () => `https://${name}.example/${uploads.length}`)();
      signal.throwIfAborted();
      return address;
    },
    async check({ typed: words, onCost, ...ticket }) {
      checks.push({ ticket, atMs: clock.now() });
      typed.push(words);
      for (const cost of script.costsOf?.(ticket.remoteId) ?? []) onCost?.(cost);
      return script.checkOf ? script.checkOf(ticket.remoteId) : stepOf(script.check, checks.length, finished)();
    },
    async cancel(ticket) {
      cancels.push({ ticket, atMs: clock.now() });
      if (script.cancelOf) return script.cancelOf(ticket.remoteId);
      return stepOf(script.cancel, cancels.length, () => 'unknown' as const)();
    },
    account: async () => ({ balance: null, currency: null, running: null, queued: null, concurrencyLimit: null }),
  };
}

function stepOf<T>(steps: readonly Step<T>[] | undefined, call: number, otherwise: Step<T>): Step<T> {
  return steps?.[call - 1] ?? steps?.at(-1) ?? otherwise;
}

/** A call that fails. */
export function throws(code: ErrorCode, facts: ErrorFacts = {}): () => never {
  return () => {
    throw new BotError(code, `scripted ${code}`, facts);
  };
}

/** The job has ended with one picture. */
export function finished(): JobUpdate {
  return { kind: 'finished', media: [{ url: 'https://images.example/1.png' }] };
}

/** The job waits. */
export function queued(): JobUpdate {
  return { kind: 'queued', ahead: null };
}

/** The job runs. */
export function running(): JobUpdate {
  return { kind: 'running', fraction: null };
}

/** The job is accepted under this id. */
export function takesAs(provider: ProviderName, remoteId: string): Step<Ticket> {
  return () => ({ provider, remoteId });
}

/** A check by the clock: running until `endsAtMs`, finished from then on. */
export function runsUntil(clock: Clock, endsAtMs: () => number): Step<JobUpdate> {
  return () => (clock.now() >= endsAtMs() ? finished() : running());
}
