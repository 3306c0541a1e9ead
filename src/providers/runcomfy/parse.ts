import { z } from 'zod';
import { BotError } from '#core/errors.ts';
import type { Answer, SendOutcome } from '#http/send.ts';
import type { RemoteMedia } from '#media/media.ts';
import type { FailureCounter } from '../failure-counter.ts';
import {
  answerFacts,
  classByWords,
  classOfStatus,
  type FailureClass,
  failureOf,
  isSuccess,
  malformed,
  opened,
  type Phase,
  speaksOfModeration,
} from '../failures.ts';
import type { AccountStatus, ActualCost, CancelOutcome, FollowedTicket, JobUpdate, Ticket } from '../provider.ts';
import { looseNumber, looseText, plainCode, readAnswer, tolerantText } from '../read-answer.ts';
import { filesOfModel, filesOfNodes, textsOfNodes } from './outputs.ts';

const provider = 'runcomfy';
/** Checks in a row that may find no output, or no such job, before that is believed. */
const maxEmptyChecks = 5;

/** Ids go into paths: nothing but these characters, so that no id can lead elsewhere. */
const plainPart = '[A-Za-z0-9_-]{1,128}';
const plainId = new RegExp(`^${plainPart}$`);
const deploymentJob = new RegExp(`^deployments/(${plainPart})/(${plainPart})$`);

/**
 * A plain refusal may carry the id of the call, which names no job. After any other fault an id is followed: if there is
 * no such job, the checks will tell.
 */
export function readTicket(outcome: SendOutcome, typed: readonly string[]): Ticket {
  const [answer, said] = open(outcome, 'submit');
  const isRefused = said.code !== '' || !isSuccess(answer);
  if (isRefused && classOf(said.code, answer.status) !== 'broken') throw refusal(answer, said, 'submit', typed);
  if (plainId.test(said.requestId)) return { provider, remoteId: said.requestId };
  if (said.requestId !== '') throw malformed(provider, answer, 'a request id of other characters');
  if (isRefused) throw refusal(answer, said, 'submit');
  throw malformed(provider, answer, 'neither a request id nor an error');
}

/** Where a job is asked about. */
interface JobAddress {
  /** Null for a job of a model. */
  readonly deploymentId: string | null;
  readonly requestId: string;
}

/** A deployment's jobs are asked about below the deployment, so that their names have both ids. */
export function deploymentTicket(endpoint: string, { remoteId }: Ticket): Ticket {
  return { provider, remoteId: `${endpoint}/${remoteId}` };
}

/** @throws {@link BotError} `bug` for an id that no submit can have returned */
export function jobAddress({ remoteId }: Ticket): JobAddress {
  if (plainId.test(remoteId)) return { deploymentId: null, requestId: remoteId };
  const [, deploymentId, requestId] = deploymentJob.exec(remoteId) ?? [];
  if (deploymentId !== undefined && requestId !== undefined) return { deploymentId, requestId };
  throw new BotError('bug', 'runcomfy: a stored request id of other characters', { provider });
}

/** What one job's checks remember between them. */
export interface CheckMemory {
  readonly emptyResults: FailureCounter;
  readonly unknownAnswers: FailureCounter;
}

/** Reads the first of the two levels. `completed` says only that the result may be asked for. */
export function readStatus(outcome: SendOutcome, ticket: FollowedTicket, memory: CheckMemory): JobUpdate | 'completed' {
  const [answer, said] = openJob(outcome, ticket, memory);
  switch (stages.get(said.status)) {
    case 'queued':
      return { kind: 'queued', ahead: said.queuePosition };
    case 'running':
      return { kind: 'running', fraction: null };
    case 'completed':
      return 'completed';
    case 'ended':
      if (said.cost !== null) ticket.onCost?.(said.cost);
      throw jobEnded(answer, said, ticket);
    case undefined:
      throw malformed(provider, answer, `an unknown status ${plainCode(said.status)}`);
  }
}

/** Reads the second level: only output makes a success. */
export function readResult(outcome: SendOutcome, ticket: FollowedTicket, memory: CheckMemory): JobUpdate {
  const [answer, said] = openJob(outcome, ticket, memory);
  if (said.cost !== null) ticket.onCost?.(said.cost);
  const stage = stages.get(said.status);
  if (stage === 'ended') throw jobEnded(answer, said, ticket);
  if (stage === 'queued' || stage === 'running') return { kind: 'running', fraction: null };
  if (stage === undefined && said.status !== '') throw malformed(provider, answer, 'an unknown result status');
  const media = filesFor(said, ticket);
  if (media.length > 0) {
    memory.emptyResults.end(ticket.remoteId);
    return { kind: 'finished', media };
  }
  if (stage === undefined) throw malformed(provider, answer, 'neither a status nor an output');
  if (memory.emptyResults.next(ticket.remoteId) <= maxEmptyChecks) return { kind: 'running', fraction: null };
  memory.emptyResults.end(ticket.remoteId);
  throw new BotError('provider.failed', 'runcomfy: the job completed without a picture', { provider, reason: 'empty' });
}

/** A film or a sound is nothing to a job that draws: such a result is still without its picture. */
function filesFor({ files, texts }: RunComfyAnswer, { output = 'image' }: FollowedTicket): readonly RemoteMedia[] {
  if (output === 'text') return [...files, ...texts.map((text) => ({ url: '', text }))];
  return output === 'image' ? files.filter(({ kind }) => kind !== 'video' && kind !== 'audio') : files;
}

/** @throws {@link BotError} `provider.unavailable`, `provider.malformed` */
export function readCancel(outcome: SendOutcome): CancelOutcome {
  const [answer, said] = open(outcome, 'follow');
  if (isUnknownJob(said.code, answer.status)) return 'unknown';
  if (answer.status === 409) return 'too_late';
  if (said.code !== '' || !isSuccess(answer)) throw refusal(answer, said, 'follow');
  switch (said.outcome || said.status) {
    case 'cancelled':
    case 'canceled':
      return 'cancelled';
    case 'not_cancellable':
      return 'too_late';
    case '':
      throw malformed(provider, answer, 'a cancel answer without an outcome');
    default:
      return 'unknown';
  }
}

/** RunComfy tells no queue. @throws {@link BotError} `provider.*` */
export function readBalance(outcome: SendOutcome): AccountStatus {
  const answer = accepted(outcome);
  const account = readAnswer(answer.text, balanceSchema);
  if (account === null || account.balance_usd === null) throw malformed(provider, answer, 'no balance');
  const currency = account.currency === '' ? 'USD' : account.currency;
  return { balance: account.balance_usd, currency, running: null, queued: null, concurrencyLimit: null };
}

/** An answer that has to do with no job and tells no error, in its status or in its body. @throws {@link BotError} `provider.*` */
export function accepted(outcome: SendOutcome): Answer {
  const [answer, said] = open(outcome, 'account');
  if (said.code !== '' || !isSuccess(answer)) throw refusal(answer, said, 'account');
  return answer;
}

function open(outcome: SendOutcome, phase: Phase): [Answer, RunComfyAnswer] {
  return opened(provider, outcome, { phase, read: readRunComfy });
}

/** An answer about a job. One with an HTTP error counts only when it names the job and says that it has ended. */
function openJob(outcome: SendOutcome, ticket: Ticket, memory: CheckMemory): [Answer, RunComfyAnswer] {
  if (outcome.kind === 'answered' && outcome.status === 404) throw unknownJob(outcome, ticket, memory);
  const [answer, said] = open(outcome, 'follow');
  const isFailure = !isSuccess(answer) || (said.code !== '' && said.status === '');
  const tellsEnd = said.requestId === jobAddress(ticket).requestId && stages.get(said.status) === 'ended';
  if (isFailure && !tellsEnd) {
    throw isUnknownJob(said.code, answer.status) ? unknownJob(answer, ticket, memory) : refusal(answer, said, 'follow');
  }
  memory.unknownAnswers.end(ticket.remoteId);
  return [answer, said];
}

/** A job may be named before every part of the service knows it, so that it is only believed after a while. */
function unknownJob(answer: Answer, ticket: Ticket, { unknownAnswers }: CheckMemory): BotError {
  if (unknownAnswers.next(ticket.remoteId) <= maxEmptyChecks) {
    return failureOf('broken', 'follow', 'runcomfy: no such job yet', { provider, ...answerFacts(answer) });
  }
  unknownAnswers.end(ticket.remoteId);
  return failureOf('unknown_job', 'follow', 'runcomfy: no such job', { provider, ...answerFacts(answer) });
}

function jobEnded(answer: Answer, said: RunComfyAnswer, { typed = [] }: FollowedTicket): BotError {
  const providerCode = said.status.startsWith('cancel') ? 'CANCEL' : plainCode(said.code || said.status);
  const isFiltered = said.status === 'failed' && speaksOfModeration(said.errorText, typed);
  return failureOf(
    isFiltered ? 'filter' : 'ended',
    'follow',
    `runcomfy: the job ended as ${said.status}, ${providerCode}`,
    {
      provider,
      providerCode,
      httpStatus: answer.status,
    },
  );
}

function refusal(answer: Answer, said: RunComfyAnswer, phase: Phase, typed: readonly string[] = []): BotError {
  const code = plainCode(said.code);
  const detail = `runcomfy: status ${answer.status}${code === '' ? '' : `, ${code}`}`;
  const facts = { provider, ...(code === '' ? {} : { providerCode: code }), ...answerFacts(answer) };
  return failureOf(classOfRefusal(answer, said, phase, typed), phase, detail, facts);
}

/**
 * 403 is the status of a key without rights, of a filter and of a gateway alike: its words, or their want, say which. No words
 * end a job that is asked about.
 */
function classOfRefusal(answer: Answer, said: RunComfyAnswer, phase: Phase, typed: readonly string[]): FailureClass {
  const stated = classOf(said.code, answer.status);
  const isOpen = stated === 'parameters' || (stated === 'auth' && answer.status === 403);
  const told = isOpen ? classByWords(said.errorText, typed) : null;
  return told === null || (told === 'filter' && phase === 'follow') ? stated : told;
}

/** Any of RunComfy's answers in our words. Empty text means that it was not said. */
interface RunComfyAnswer {
  readonly requestId: string;
  /** Lower case. */
  readonly status: string;
  readonly queuePosition: number | null;
  /** Empty where there is no error. */
  readonly code: string;
  /** May repeat the prompt: only to be matched, never to be logged or shown. */
  readonly errorText: string;
  readonly outcome: string;
  readonly files: readonly RemoteMedia[];
  /** Of a deployment. */
  readonly texts: readonly string[];
  /** Null where it is not told. */
  readonly cost: ActualCost | null;
}

/** Null where the answer is no such JSON. */
function readRunComfy(text: string | null): RunComfyAnswer | null {
  const answer = readAnswer(text, answerSchema);
  if (answer === null) return null;
  const texts = [answer.error_message, answer.message, answer.error, answer.detail];
  return {
    requestId: answer.request_id,
    status: answer.status.toLowerCase(),
    queuePosition: answer.queue_position !== null && answer.queue_position >= 0 ? answer.queue_position : null,
    code: [answer.error_code, answer.code].find((code) => !noError.has(code)) ?? '',
    errorText: texts.map((value) => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))).join(' '),
    outcome: answer.outcome.toLowerCase(),
    files: [...filesOfModel(answer.output), ...filesOfNodes(answer.outputs)],
    texts: textsOfNodes(answer.outputs),
    cost: answer.cost !== null && answer.cost >= 0 ? { currency: 'USD', amount: answer.cost } : null,
  };
}

const noError: ReadonlySet<string> = new Set(['', '0', '200']);

/** Only `output` and `outputs` may hold files: a result may repeat the input. @see reference/providers.md, sections 4.2 to 4.7; read 2026-11-20 */
const answerSchema = z.object({
  request_id: looseText,
  status: tolerantText,
  queue_position: looseNumber,
  error_code: tolerantText,
  code: tolerantText,
  error_message: z.unknown().optional(),
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  detail: z.unknown().optional(),
  outcome: tolerantText,
  output: z.unknown().optional(),
  outputs: z.unknown().optional(),
  cost: looseNumber,
});

/** `GET /prod/v2/balance`. @see reference/providers.md, section 4.6 */
const balanceSchema = z.object({ balance_usd: looseNumber, currency: tolerantText });

/** RunComfy's own codes that mean something else than their number suggests. @see reference/providers.md, section 4.7 */
const exceptions: ReadonlyMap<string, FailureClass> = new Map([['400004', 'auth']]);

/** Where a job stands by either of RunComfy's two statuses. `completed` is no proof of success: the result has the last word. */
export type Stage = 'queued' | 'running' | 'completed' | 'ended';

/** @see reference/providers.md, section 4.3; read 2026-11-20 */
const stages: ReadonlyMap<string, Stage> = new Map([
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
function classOf(code: string, httpStatus: number): FailureClass {
  const status = statusWithin(code);
  return exceptions.get(code) ?? classOfStatus(status ?? (isError(httpStatus) ? httpStatus : 422));
}

/** True where the answer says that there is no such job. */
function isUnknownJob(code: string, httpStatus: number): boolean {
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
