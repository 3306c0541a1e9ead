import { BotError, type ErrorFacts } from '../domain/errors.ts';
import type { AccountStatus, CancelOutcome, JobUpdate, Ticket } from '../domain/job.ts';
import type { UploadTicket } from '../domain/lora-upload.ts';
import type { Answer, SendOutcome } from '../http/send.ts';
import { answerFacts, failureOf, httpFailure, isSuccess, malformed, noAnswer, type Phase } from './failures.ts';
import { plainCode, readAnswer } from './read-answer.ts';
import {
  accountSchema,
  queueSchema,
  type RunningHubAnswer,
  readRunningHub,
  uploadTicketSchema,
} from './runninghub-answers.ts';
import { type RunningHubCode, runningHubCodes } from './runninghub-codes.ts';
import type { Streaks } from './streaks.ts';

const provider = 'runninghub';
const endedStatuses: ReadonlySet<string> = new Set(['FAILED', 'ERROR', 'TIMEOUT', 'CANCEL', 'CANCELED', 'CANCELLED']);
/** `SUCCESS` has been seen before its results were there. */
const maxEmptySuccesses = 3;

/** @see reference/providers.md, section 2.4 */
const flatFormText = /parameter\s+['"]?(.+?)['"]?\s+is not allowed, please use\s+['"]?(.+?)['"]?\s+instead/i;

/** True where the answer refuses the body's form by name and names no job: only then may the request be sent again. */
export function asksForFlatForm(outcome: SendOutcome): boolean {
  const said = outcome.kind === 'answered' ? readRunningHub(outcome.text) : null;
  if (said === null || said.taskId !== '' || said.code !== '1007') return false;
  return flatFormText.test(`${said.errorText} ${said.message}`.slice(0, 2_000));
}

/** A job that was given a name is followed, whatever else the answer says: its end is learnt from the check. */
export function readTicket(outcome: SendOutcome): Ticket {
  const [answer, said] = open(outcome, 'submit');
  const hasEnded = endedStatuses.has(said.status) && said.code !== '';
  if (said.taskId !== '' && !hasEnded) return { provider, remoteId: said.taskId };
  if (said.code !== '' || said.errorText !== '') throw refusal(answer, said, 'submit');
  if (!isSuccess(answer)) throw httpFailure(provider, answer, 'submit');
  throw malformed(provider, answer, 'neither a task id nor an error');
}

/** @throws {@link BotError} as {@link Provider.check} */
export function readUpdate(outcome: SendOutcome, ticket: Ticket, emptySuccesses: Streaks): JobUpdate {
  const [answer, said] = open(outcome, 'follow');
  // With an HTTP error it may be the error page's own status: then it must name the job.
  const isAboutJob = isSuccess(answer) || said.taskId === ticket.remoteId;
  if (isAboutJob && endedStatuses.has(said.status)) throw jobEnded(answer, said);
  if (said.status === 'SUCCESS' && said.imageUrls.length > 0) {
    emptySuccesses.end(ticket.remoteId);
    return { kind: 'finished', images: said.imageUrls.map((url) => ({ url })) };
  }
  if (said.code !== '') return updateOfCode(answer, said);
  if (!isSuccess(answer)) throw httpFailure(provider, answer, 'follow');
  if (said.status !== 'SUCCESS') {
    emptySuccesses.end(ticket.remoteId);
    return updateOfStatus(answer, said);
  }
  if (emptySuccesses.next(ticket.remoteId) <= maxEmptySuccesses) return { kind: 'running', fraction: null };
  emptySuccesses.end(ticket.remoteId);
  throw new BotError('provider.failed', 'runninghub: the job succeeded without a picture', {
    provider,
    reason: 'empty',
  });
}

/** @throws {@link BotError} `provider.unavailable`, `provider.malformed` */
export function readCancel(outcome: SendOutcome): CancelOutcome {
  const [answer, said] = open(outcome, 'follow');
  if (said.code === '' && isSuccess(answer)) {
    if (said.hasCode) return 'cancelled';
    throw malformed(provider, answer, 'a cancel answer without a code');
  }
  const row = runningHubCodes.get(said.code);
  if (row === undefined && !isSuccess(answer)) throw httpFailure(provider, answer, 'follow');
  switch (row?.class) {
    case 'unknown_job':
      return 'unknown';
    case 'auth':
    case 'balance':
    case 'busy':
    case 'broken':
      throw refusal(answer, said, 'follow');
    case 'parameters':
    case 'filter':
    case 'ended':
    case 'queued':
    case 'running':
    case undefined:
      return 'too_late';
  }
}

/** The queue's figures are a courtesy: without them the balance is still told. @throws {@link BotError} `provider.*` */
export function readAccount(account: SendOutcome, queue: SendOutcome): AccountStatus {
  const [answer, said] = open(account, 'account');
  if (said.code !== '') throw refusal(answer, said, 'account');
  if (!isSuccess(answer)) throw httpFailure(provider, answer, 'account');
  const money = readAnswer(answer.text, accountSchema)?.data;
  if (money === undefined) throw malformed(provider, answer, 'an account answer without data');
  const load = queue.kind === 'answered' ? readAnswer(queue.text, queueSchema)?.data : undefined;
  return {
    balance: money.remainMoney,
    currency: money.currency === '' ? null : money.currency,
    running: load?.runningCount ?? money.currentTaskCounts,
    queued: load?.queuedCount ?? null,
    concurrencyLimit: load?.concurrentLimit ?? null,
  };
}

/** @throws {@link BotError} `provider.*` */
export function readUploadTicket(outcome: SendOutcome): UploadTicket {
  const [answer, said] = open(outcome, 'account');
  if (said.code !== '') throw refusal(answer, said, 'account');
  if (!isSuccess(answer)) throw httpFailure(provider, answer, 'account');
  const ticket = readAnswer(answer.text, uploadTicketSchema)?.data;
  if (ticket === undefined) throw malformed(provider, answer, 'an upload ticket without a name or an address');
  return { file: ticket.fileName, url: ticket.url };
}

function open(outcome: SendOutcome, phase: Phase): [Answer, RunningHubAnswer] {
  if (outcome.kind !== 'answered') throw noAnswer(provider, outcome, phase);
  const said = readRunningHub(outcome.text);
  if (said !== null) return [outcome, said];
  if (!isSuccess(outcome)) throw httpFailure(provider, outcome, phase);
  throw malformed(provider, outcome, outcome.text === null ? 'an answer over the limit' : 'an answer of another shape');
}

function updateOfStatus(answer: Answer, said: RunningHubAnswer): JobUpdate {
  switch (said.status) {
    case 'CREATE':
    case 'QUEUED':
      return { kind: 'queued', ahead: null };
    case 'RUNNING':
      return { kind: 'running', fraction: null };
    default:
      throw malformed(provider, answer, `an unknown status ${plainCode(said.status)}`);
  }
}

function updateOfCode(answer: Answer, said: RunningHubAnswer): JobUpdate {
  const state = runningHubCodes.get(said.code)?.class;
  if (state === 'queued') return { kind: 'queued', ahead: null };
  if (state === 'running') return { kind: 'running', fraction: null };
  throw refusal(answer, said, 'follow');
}

function jobEnded(answer: Answer, said: RunningHubAnswer): BotError {
  const wasCancelled = said.status.startsWith('CANCEL');
  const providerCode = plainCode(wasCancelled ? 'CANCEL' : said.code || said.status);
  const isFiltered = runningHubCodes.get(said.code)?.class === 'filter';
  return failureOf(
    isFiltered ? 'filter' : 'ended',
    'follow',
    `runninghub: the job ended as ${said.status}, ${providerCode}`,
    {
      provider,
      providerCode,
      httpStatus: answer.status,
    },
  );
}

/** By the table where it knows the code; otherwise by the HTTP status. */
function refusal(answer: Answer, said: RunningHubAnswer, phase: Phase): BotError {
  const row = runningHubCodes.get(said.code) ?? unlisted(answer, said);
  if (row === null) return httpFailure(provider, answer, phase);
  if (row.class === 'queued' || row.class === 'running')
    return malformed(provider, answer, `a state instead of a task id`);
  const facts: ErrorFacts = { provider, ...codeFacts(said, row), ...answerFacts(answer) };
  return failureOf(
    row.class,
    phase,
    `runninghub: ${plainCode(said.code)} ${row.meaning}, status ${answer.status}`,
    facts,
  );
}

function unlisted(answer: Answer, said: RunningHubAnswer): RunningHubCode | null {
  if (/API Key\s*不存在/i.test(said.errorText + said.message)) return { class: 'auth', meaning: 'API key unknown' };
  return isSuccess(answer) ? { class: 'parameters', meaning: 'a code that is not listed' } : null;
}

function codeFacts(said: RunningHubAnswer, row: RunningHubCode): ErrorFacts {
  const code = said.code === '' ? {} : { providerCode: plainCode(said.code) };
  return row.backOffMs === undefined ? code : { ...code, retryAfterMs: row.backOffMs };
}
