import { BotError, type ErrorCode, type ErrorFacts } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { NoAnswer } from '#http/exchange.ts';
import type { Answer, SendOutcome } from '#http/send.ts';

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

/** An answer, and its body as `read` understands it. @throws {@link BotError} `provider.*` where there is none, or one of another shape */
export function opened<Said>(
  provider: ProviderName,
  outcome: SendOutcome,
  { phase, read }: { readonly phase: Phase; readonly read: (text: string | null) => Said | null },
): [Answer, Said] {
  if (outcome.kind !== 'answered') throw noAnswer(provider, outcome, phase);
  const said = read(outcome.text);
  if (said !== null) return [outcome, said];
  if (!isSuccess(outcome)) throw httpFailure(provider, outcome, phase);
  throw malformed(provider, outcome, outcome.text === null ? 'an answer over the limit' : 'an answer of another shape');
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

/**
 * What a refusal means by its words alone, for answers whose code and status say no more than that the request was refused.
 * Null where the words say nothing either. `typed` is what the member typed, which a reason may repeat.
 *
 * @see reference/providers.md, sections 2.2, 2.12 and 4.7; read 2026-11-28
 */
export function classByWords(
  reason: string,
  typed: readonly string[],
): Extract<FailureClass, 'filter' | 'auth' | 'balance'> | null {
  if (speaksOfModeration(reason, typed)) return 'filter';
  const own = withoutTyped(reason, typed);
  if (balanceWords.test(own)) return 'balance';
  return authWords.test(own) ? 'auth' : null;
}

const authWords =
  /api ?key ?(?:不存在|无效|is (?:invalid|disabled|expired|unknown)|does not exist|not found)|invalid (?:api ?key|token)|unauthori[sz]ed|useraccounterror/u;
const balanceWords =
  /insufficient (?:\S+ )?(?:balance|funds?|money|credits?)|not enough (?:balance|money|funds?|coins|credits?)|payment required|余额不足|欠费/u;

/**
 * True where a service's reason says that its content filter refused. What the member typed is taken out first: a reason may
 * repeat the prompt, whole or in part, in other letters or escaped, and a prompt of "a safety poster" is no offence. Talk of
 * a filter that could not do its work is a fault of the service.
 */
export function speaksOfModeration(reason: string, typed: readonly string[]): boolean {
  const text = withoutTyped(reason, typed);
  const isRefusal = moderationWords.test(text) || moderationSigns.test(text);
  return isRefusal && !technicalWords.test(text) && !technicalSigns.test(text);
}

/** Reasons are short; what is longer holds a traceback. */
const mostCharacters = 10_000;
/** A shorter piece of a typed word says nothing. */
const leastPiece = 3;

/** A reason of a filter says what it found or what it did; a word such as `safety` or `explicit` alone says neither. */
const moderationWords = wordsLike(
  /moderation/u,
  /moderated/u,
  /nsfw\b/u,
  /violat(?:es|ed|ing|e|ions?)\b/u,
  /inappropriate/u,
  /flagged/u,
  /nudity/u,
  /sexual/u,
  /real person/u,
  /explicit (?:content|image|material)/u,
  /(?:prohibited|forbidden|sensitive|unsafe|harmful|illegal) (?:content|words?|prompts?|images?|terms?)/u,
  /content (?:is |was )?(?:polic|filter|verification|restrict|review|prohibited|not allowed|unsafe)/u,
  /safety (?:system|filter|check|polic|guideline|setting|reason|concern)/u,
  /(?:refused|rejected|blocked) (?:\S+ )?prompt/u,
  /prompt (?:\S+ ){0,2}(?:refused|rejected|blocked)/u,
);

/** Written without gaps, so that nothing tells where a word begins. */
const moderationSigns = /审核|审查|违规|违禁|敏感|不合规|涉黄|色情/u;

/** The filter, or the way to it, was broken. */
const technicalWords = wordsLike(
  /unavailable/u,
  /time(?:d )?out/u,
  /not (?:found|loaded|reachable|installed|available)/u,
  /no module/u,
  /(?:could not|cannot|can t|failed to|unable to|error) (?:be )?(?:load|reach|connect|import|open|read|initiali[sz]e)/u,
  /connection/u,
  /out of memory/u,
  /overloaded/u,
  /internal (?:server )?error/u,
  /try again later/u,
  /service error/u,
  /bad gateway/u,
  /(?:access|constraint|schema|type|memory|sharing) violation/u,
);
const technicalSigns = /超时|不可用|加载失败/u;

function wordsLike(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(`\\b(?:${patterns.map(({ source }) => source).join('|')})`, 'u');
}

/** A reason in lower case, its words apart by one space; of what the member typed only marks are left. */
export function withoutTyped(reason: string, typed: readonly string[]): string {
  const typedWords = new Set(typed.flatMap((each) => wordsOf(plain(each))));
  const glued = [...typedWords].join(' ');
  const kept = wordsOf(plain(reason.slice(0, mostCharacters))).map((word) => {
    if (typedWords.has(word) || (word.length >= leastPiece && glued.includes(word))) return '·';
    return hasHan(word) ? withoutRuns(word, glued) : word;
  });
  return kept.join(' ');
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

function hasHan(word: string): boolean {
  return /\p{Script=Han}/u.test(word);
}

/** Chinese is written without gaps, so that pieces of two characters are what a word is elsewhere. */
function withoutRuns(word: string, typed: string): string {
  const characters = [...word];
  const isTyped = characters.map((each, at) => {
    const pairs = [each + (characters[at + 1] ?? '·'), (characters[at - 1] ?? '·') + each];
    return pairs.some((pair) => typed.includes(pair));
  });
  return characters.map((each, at) => (isTyped[at] ? '·' : each)).join('');
}

/** JSON in JSON, an address or a page, each inside another at most. */
const mostLayers = 3;

/** The text without its escapes, in lower case. */
function plain(text: string): string {
  let unescaped = text;
  for (let layer = 0; layer < mostLayers; layer += 1) unescaped = unescapeOnce(unescaped);
  return unescaped
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\p{Cc}]/gu, ' ');
}

function unescapeOnce(text: string): string {
  return text
    .replace(/\\+u([0-9a-f]{4})/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+[nrtbf]/gu, ' ')
    .replace(/\\+(?=["'/\\])/gu, '')
    .replace(/(?:%[0-9a-f]{2})+/giu, decodePercents)
    .replace(/&#x([0-9a-f]{1,5});/giu, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,6});/gu, (_all, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(?:quot|apos|amp|lt|gt|nbsp);/giu, ' ');
}

function decodePercents(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}
