import { BotError, type ErrorFacts } from '#core/errors.ts';
import type { Answer, SendOutcome } from '#http/send.ts';
import type { FailureCounter } from '../failure-counter.ts';
import {
  answerFacts,
  classByWords,
  type FailureClass,
  failureOf,
  httpFailure,
  isSuccess,
  malformed,
  opened,
  type Phase,
  speaksOfModeration,
} from '../failures.ts';
import type { AccountStatus, CancelOutcome, FollowedTicket, JobUpdate, Ticket, UploadTicket } from '../provider.ts';
import { plainCode, readAnswer } from '../read-answer.ts';
import { accountSchema, queueSchema, type RunningHubAnswer, readRunningHub, uploadTicketSchema } from './answers.ts';

const provider = 'runninghub';
const endedStatuses: ReadonlySet<string> = new Set(['FAILED', 'ERROR', 'TIMEOUT', 'CANCEL', 'CANCELED', 'CANCELLED']);
/** `SUCCESS` has been seen before its results were there. */
const maxEmptySuccesses = 3;
/** A query right after the submit may reach a copy of the service that does not know the job yet. */
const maxUnknownJobs = 5;

/** Codes that may be about the body's form: its keys and values, in whatever language. @see reference/providers.md, section 2.4; read 2026-11-28 */
const bodyCodes: ReadonlySet<string> = new Set(['301', '433', '803', '1007', '1101']);
const bodyText =
  /(?:is|are) (?:required|not allowed|missing|unknown)|not allowed|required|invalid param|parameter error|params?_?\s?invalid|please use|unknown (?:field|key|param)|参数|不能为空|必填/iu;

/**
 * True where the answer refuses the body, in whatever words, and names no job: only then may the request be sent again in
 * the other form.
 */
export function refusesBody(outcome: SendOutcome): boolean {
  const said = outcome.kind === 'answered' ? readRunningHub(outcome.text) : null;
  if (said === null || said.taskId !== '') return false;
  if (bodyCodes.has(said.code)) return true;
  const isListed = runningHubCodes.has(said.code);
  return !isListed && isClientError(outcome) && bodyText.test(`${said.errorText} ${said.message}`.slice(0, 2_000));
}

/** 2xx with an error in it, or a status that blames the request. */
function isClientError(outcome: SendOutcome): boolean {
  return outcome.kind === 'answered' && (isSuccess(outcome) || outcome.status === 400 || outcome.status === 422);
}

/**
 * A job that was given a name is followed, whatever else the answer says: its end is learnt from the check. `typed` is what
 * the member typed, which an error may repeat.
 */
export function readTicket(outcome: SendOutcome, typed: readonly string[]): Ticket {
  const [answer, said] = open(outcome, 'submit');
  if (said.badNodes.length > 0) throw brokenNodes(said.badNodes);
  const hasEnded = endedStatuses.has(said.status) && said.code !== '';
  if (said.taskId !== '' && !hasEnded) return { provider, remoteId: said.taskId };
  if (said.code !== '' || said.errorText !== '' || !isSuccess(answer)) throw refusal(answer, said, 'submit', typed);
  throw malformed(provider, answer, 'neither a task id nor an error');
}

/** Such a task never ends well, and takes nothing. The names of nodes are the operator's, not a member's. */
function brokenNodes(nodes: readonly string[]): BotError {
  const named = nodes.map((node) => plainCode(node)).join(', ');
  const detail = `runninghub: the workflow cannot run, see its nodes ${named}`;
  return failureOf('parameters', 'submit', detail, { provider, providerCode: 'NODE_ERRORS', nothingStarted: true });
}

/** What one job's checks remember between them. */
export interface CheckMemory {
  readonly emptySuccesses: FailureCounter;
  readonly unknownAnswers: FailureCounter;
}

/** @throws {@link BotError} as {@link Provider.check} */
export function readUpdate(outcome: SendOutcome, ticket: FollowedTicket, memory: CheckMemory): JobUpdate {
  const { emptySuccesses } = memory;
  const [answer, said] = open(outcome, 'follow');
  readEnd(answer, said, ticket);
  const media =
    ticket.output === 'text' ? [...said.media, ...said.texts.map((text) => ({ url: '', text }))] : said.media;
  if (said.status === 'SUCCESS' && media.length > 0) {
    emptySuccesses.end(ticket.remoteId);
    return { kind: 'finished', media };
  }
  if (said.code !== '') return updateOfCode(answer, said, ticket, memory);
  memory.unknownAnswers.end(ticket.remoteId);
  if (!isSuccess(answer)) throw refusal(answer, said, 'follow');
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

/** True where the job says that it was stopped, and nothing was taken for it. */
export function hasStopped(outcome: SendOutcome): boolean {
  const said = outcome.kind === 'answered' ? readRunningHub(outcome.text) : null;
  if (said === null) return false;
  return said.status.startsWith('CANCEL') && said.costs.every(({ amount }) => amount === 0);
}

/** @throws {@link BotError} `provider.unavailable`, `provider.malformed` */
export function readCancel(outcome: SendOutcome): CancelOutcome {
  const [answer, said] = open(outcome, 'follow');
  if (said.code === '' && isSuccess(answer)) {
    if (said.hasCode) return 'cancelled';
    throw malformed(provider, answer, 'a cancel answer without a code');
  }
  switch (meaningOf(answer, said, 'follow')?.class) {
    case 'unknown_job':
      return 'unknown';
    case 'auth':
    case 'balance':
    case 'busy':
    case 'broken':
    case undefined:
      throw refusal(answer, said, 'follow');
    case 'parameters':
    case 'unserved':
    case 'filter':
    case 'ended':
    case 'queued':
    case 'running':
      return 'too_late';
  }
}

/** The queue's figures are a courtesy: without them the balance is still told. @throws {@link BotError} `provider.*` */
export function readAccount(account: SendOutcome, queue: SendOutcome): AccountStatus {
  const answer = accepted(account);
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
  const answer = accepted(outcome);
  const ticket = readAnswer(answer.text, uploadTicketSchema)?.data;
  if (ticket === undefined) throw malformed(provider, answer, 'an upload ticket without a name or an address');
  return { file: ticket.fileName, url: ticket.url };
}

/** Tells what the job has cost, once it is over. @throws {@link BotError} `provider.failed` where it has ended without success */
function readEnd(answer: Answer, said: RunningHubAnswer, ticket: FollowedTicket): void {
  // With an HTTP error it may be the error page's own status: then it must name the job.
  if (!isSuccess(answer) && said.taskId !== ticket.remoteId) return;
  const hasEnded = endedStatuses.has(said.status);
  if (!hasEnded && said.status !== 'SUCCESS') return;
  for (const cost of said.costs) ticket.onCost?.(cost);
  if (hasEnded) throw jobEnded(answer, said, ticket);
}

/** An answer that has to do with no job and tells no error. @throws {@link BotError} `provider.*` */
function accepted(outcome: SendOutcome): Answer {
  const [answer, said] = open(outcome, 'account');
  if (said.code !== '' || !isSuccess(answer)) throw refusal(answer, said, 'account');
  return answer;
}

function open(outcome: SendOutcome, phase: Phase): [Answer, RunningHubAnswer] {
  return opened(provider, outcome, { phase, read: readRunningHub });
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

function updateOfCode(
  answer: Answer,
  said: RunningHubAnswer,
  { remoteId, typed }: FollowedTicket,
  { unknownAnswers }: CheckMemory,
): JobUpdate {
  const state = runningHubCodes.get(said.code)?.class;
  if (state === 'unknown_job' && unknownAnswers.next(remoteId) <= maxUnknownJobs) {
    throw failureOf('broken', 'follow', 'runninghub: no such job yet', {
      provider,
      providerCode: plainCode(said.code),
      ...answerFacts(answer),
    });
  }
  unknownAnswers.end(remoteId);
  if (state === 'queued') return { kind: 'queued', ahead: null };
  if (state === 'running') return { kind: 'running', fraction: null };
  throw refusal(answer, said, 'follow', typed);
}

function jobEnded(answer: Answer, said: RunningHubAnswer, { typed = [] }: FollowedTicket): BotError {
  const wasCancelled = said.status.startsWith('CANCEL');
  const providerCode = plainCode(wasCancelled ? 'CANCEL' : said.code || said.status);
  const isFiltered = !wasCancelled && classOfEnd(said, typed) === 'filter';
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

/** By the code where it is that of the filter. The service has been seen to tell a filter's word under codes that say nothing. */
function classOfEnd(said: RunningHubAnswer, typed: readonly string[]): FailureClass {
  if (runningHubCodes.get(said.code)?.class === 'filter') return 'filter';
  return speaksOfModeration(reasonsOf(said), typed) ? 'filter' : 'ended';
}

function reasonsOf({ errorText, message, failedReason }: RunningHubAnswer): string {
  return `${errorText} ${message} ${failedReason}`;
}

/** A refusal as the error it is at this point; where the answer itself tells nothing, by the HTTP status. @see meaningOf */
export function refusal(answer: Answer, said: RunningHubAnswer, phase: Phase, typed: readonly string[] = []): BotError {
  const row = meaningOf(answer, said, phase, typed);
  if (row === null) return httpFailure(provider, answer, phase);
  if (row.class === 'queued' || row.class === 'running')
    return malformed(provider, answer, `a state instead of a task id`);
  const facts: ErrorFacts = { provider, ...codeFacts(said, row), ...answerFacts(answer) };
  const isFiltered = row.class === 'parameters' && phase === 'submit' && speaksOfModeration(reasonsOf(said), typed);
  return failureOf(
    isFiltered ? 'filter' : row.class,
    phase,
    `runninghub: ${plainCode(said.code)} ${row.meaning}, status ${answer.status}`,
    facts,
  );
}

/**
 * What an answer that is a refusal means: by the table where it knows the code, otherwise by its words. Null where only the
 * HTTP status tells. The words of a fault (5xx) prove nothing: a gateway speaks of its own keys. No words end a job that is
 * asked about.
 */
export function meaningOf(
  answer: Answer,
  said: RunningHubAnswer,
  phase: Phase,
  typed: readonly string[] = [],
): RunningHubCode | null {
  const listed = runningHubCodes.get(said.code);
  if (listed !== undefined) return listed;
  const failureClass = answer.status < 500 ? classByWords(reasonsOf(said), typed) : null;
  if (failureClass !== null && !(failureClass === 'filter' && phase === 'follow'))
    return { class: failureClass, meaning: `by its words: ${failureClass}` };
  return isSuccess(answer) ? { class: 'parameters', meaning: 'a code that is not listed' } : null;
}

function codeFacts(said: RunningHubAnswer, row: RunningHubCode): ErrorFacts {
  const code = said.code === '' ? {} : { providerCode: plainCode(said.code) };
  return row.backOffMs === undefined ? code : { ...code, retryAfterMs: row.backOffMs };
}

/** One of RunningHub's codes, of either set. */
interface RunningHubCode {
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
