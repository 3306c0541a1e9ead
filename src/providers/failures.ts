import { BotError, type ErrorCode, type ErrorFacts } from '../domain/errors.ts';
import type { ProviderName } from '../domain/model.ts';
import type { NoAnswer } from '../http/exchange.ts';
import type { Answer } from '../http/send.ts';

/** What a call is for: `submit` may start a job, `follow` asks about one that exists, `account` has to do with none. */
export type Phase = 'submit' | 'follow' | 'account';

/**
 * What a provider's refusal means, whatever its spelling: `auth` and `balance` the operator's key or account; `unserved` it
 * has no place for such a request, through nobody's prompt; `busy` it takes nothing more right now. After these nothing was
 * started. `broken` a fault on its side; `ended` the job is over without a picture; `unknown_job` it knows of no such job.
 */
export type FailureClass =
  | 'parameters'
  | 'auth'
  | 'balance'
  | 'filter'
  | 'unserved'
  | 'busy'
  | 'broken'
  | 'ended'
  | 'unknown_job';

interface Meaning {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
}

const meanings: Readonly<Record<Phase, Readonly<Record<FailureClass, Meaning>>>> = {
  submit: {
    parameters: { code: 'provider.rejected', facts: {} },
    auth: { code: 'provider.unfunded', facts: { reason: 'auth', nothingStarted: true } },
    balance: { code: 'provider.unfunded', facts: { reason: 'balance', nothingStarted: true } },
    filter: { code: 'provider.rejected', facts: { contentFilter: true } },
    unserved: { code: 'provider.unavailable', facts: { reason: 'unserved', nothingStarted: true } },
    unknown_job: { code: 'provider.rejected', facts: {} },
    busy: { code: 'provider.unavailable', facts: { nothingStarted: true } },
    broken: { code: 'provider.unavailable', facts: {} },
    ended: { code: 'provider.unavailable', facts: {} },
  },
  // Only what names the job's end may end it: everything else says nothing about the job, and it is asked again.
  follow: {
    parameters: { code: 'provider.unavailable', facts: {} },
    auth: { code: 'provider.unavailable', facts: { reason: 'auth' } },
    balance: { code: 'provider.unavailable', facts: { reason: 'balance' } },
    unserved: { code: 'provider.unavailable', facts: {} },
    busy: { code: 'provider.unavailable', facts: {} },
    broken: { code: 'provider.unavailable', facts: {} },
    filter: { code: 'provider.failed', facts: { contentFilter: true } },
    ended: { code: 'provider.failed', facts: {} },
    unknown_job: { code: 'provider.failed', facts: {} },
  },
  account: {
    parameters: { code: 'provider.rejected', facts: {} },
    auth: { code: 'provider.unfunded', facts: { reason: 'auth', nothingStarted: true } },
    balance: { code: 'provider.unfunded', facts: { reason: 'balance', nothingStarted: true } },
    filter: { code: 'provider.rejected', facts: {} },
    unserved: { code: 'provider.rejected', facts: {} },
    unknown_job: { code: 'provider.rejected', facts: {} },
    busy: { code: 'provider.unavailable', facts: {} },
    broken: { code: 'provider.unavailable', facts: {} },
    ended: { code: 'provider.unavailable', facts: {} },
  },
};

/** Turns a refusal into the error it is at this point. `detail` is for the log: no text of the provider, which may repeat the prompt. */
export function failureOf(failureClass: FailureClass, phase: Phase, detail: string, facts: ErrorFacts): BotError {
  const meaning = meanings[phase][failureClass];
  // No wait fills a wallet or mends a key: whatever the answer says, nobody waits for its turn there.
  const { retryAfterMs: _never, ...plain } = facts;
  return new BotError(meaning.code, detail, { ...(isOfOperator(failureClass) ? plain : facts), ...meaning.facts });
}

/** Only the operator can mend it. */
export function isOfOperator(failureClass: FailureClass): boolean {
  return failureClass === 'auth' || failureClass === 'balance';
}

/** No answer: before the job is known that is the one case in which money may be spent without anybody knowing. */
export function noAnswer(provider: ProviderName, outcome: NoAnswer, phase: Phase): BotError {
  const detail = `${provider}: no answer (${outcome.kind}, ${outcome.reason})`;
  if (phase !== 'submit') return new BotError('provider.unavailable', detail, { provider });
  if (outcome.kind === 'lost') return new BotError('provider.unsure', detail, { provider });
  return new BotError('provider.unavailable', detail, { provider, nothingStarted: true });
}

/** An answer that does not fit its schema. Before the job is known, one may exist. */
export function malformed(provider: ProviderName, answer: Answer, what: string): BotError {
  return new BotError('provider.malformed', `${provider}: ${what}, status ${answer.status}`, {
    provider,
    httpStatus: answer.status,
  });
}

/** An HTTP status that is an error by itself, where the body says nothing better. */
export function httpFailure(provider: ProviderName, answer: Answer, phase: Phase): BotError {
  return failureOf(classOfPage(answer), phase, `${provider}: status ${answer.status}`, {
    provider,
    ...answerFacts(answer),
  });
}

/** What of an answer's envelope belongs into an error. */
export function answerFacts(answer: Answer): ErrorFacts {
  return answer.retryAfterMs === null
    ? { httpStatus: answer.status }
    : { httpStatus: answer.status, retryAfterMs: answer.retryAfterMs };
}

/** 2xx. */
export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** By the status alone. A gateway that keeps callers out answers 403 with a page of its own: it knows nothing of keys. */
export function classOfPage({ status, text }: Pick<Answer, 'status' | 'text'>): FailureClass {
  return status === 403 && !isJson(text) ? 'unserved' : classOfStatus(status);
}

function isJson(text: string | null): boolean {
  return /^\s*[{["]/.test(text ?? '');
}

const statusClasses: ReadonlyMap<number, FailureClass> = new Map([
  [401, 'auth'],
  [402, 'balance'],
  [403, 'auth'],
  [404, 'unserved'],
  [405, 'unserved'],
  [408, 'broken'],
  [410, 'unserved'],
  [429, 'busy'],
  [503, 'busy'],
]);

/** A redirect is as good as a fault: none is followed. */
export function classOfStatus(status: number): FailureClass {
  return statusClasses.get(status) ?? (status >= 400 && status < 500 ? 'parameters' : 'broken');
}
