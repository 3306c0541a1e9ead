import { z } from 'zod';
import { isLoraFile } from '#catalog/loras.ts';
import type { RemoteMedia } from '#media/media.ts';
import type { ActualCost } from '../provider.ts';
import { anyText, looseNumber, looseText, readAnswer, tolerantText, webUrls } from '../read-answer.ts';

/** RunningHub's answer in our words, from either of its two interfaces. Empty text means that it was not said. */
export interface RunningHubAnswer {
  readonly taskId: string;
  /** Upper case. */
  readonly status: string;
  /** Empty where there is no error: 0, `""` and null are none. */
  readonly code: string;
  /** True where a code was given, were it only 0. */
  readonly hasCode: boolean;
  /** May repeat the prompt: only to be matched, never to be logged or shown. */
  readonly errorText: string;
  readonly message: string;
  /** Why a job has failed, without the traces of a crash. As `errorText`. */
  readonly failedReason: string;
  /** What lies at an address, each once: texts in the answer itself are passed over. */
  readonly media: readonly RemoteMedia[];
  /** Texts in the answer itself. */
  readonly texts: readonly string[];
  /** What the job took from the account, where that is told. */
  readonly costs: readonly ActualCost[];
  /** Nodes of a workflow that cannot run, though the task was taken. */
  readonly badNodes: readonly string[];
}

/** Null where the answer is no such JSON. */
export function readRunningHub(text: string | null): RunningHubAnswer | null {
  const answer = readAnswer(text === null ? null : quoteLongIds(text), answerSchema);
  if (answer === null) return null;
  const codes = [answer.errorCode, answer.error_code, answer.code];
  return {
    taskId: answer.taskId || answer.task_id,
    status: answer.status.toUpperCase(),
    code: codes.find((code) => !noError.has(code)) ?? '',
    hasCode: codes.some((code) => code !== ''),
    errorText: answer.errorMessage || answer.error_message,
    message: answer.msg || answer.message,
    failedReason: reasonIn(answer.failedReason),
    media: mediaIn(answer.results),
    texts: textsIn(answer.results),
    costs: costsIn(answer.usage),
    badNodes: badNodesIn(answer.promptTips),
  };
}

const tipsSchema = z.object({ node_errors: z.record(z.string(), z.unknown()) });

/** The tips are JSON in a text. */
function badNodesIn(promptTips: string): readonly string[] {
  const tips = promptTips === '' ? null : readAnswer(promptTips, tipsSchema);
  return Object.keys(tips?.node_errors ?? {});
}

/** A crash is told as an object, whose names of nodes and files say nothing of the picture. */
function reasonIn(reason: unknown): string {
  const crash = crashSchema.safeParse(reason).data;
  return crash === undefined ? anyText.parse(reason) : `${crash.exception_message} ${crash.message}`.trim();
}

function mediaIn(results: z.output<typeof answerSchema>['results']): readonly RemoteMedia[] {
  const found = [results ?? []].flat().flatMap((result): RemoteMedia[] => {
    const item = typeof result === 'string' ? { url: result } : result;
    const { url, outputUrl, fileUrl, outputType, fileType } = resultSchema.safeParse(item).data ?? noResult;
    const kind = (outputType || fileType).toLowerCase().slice(0, 20);
    return webUrls([url, outputUrl, fileUrl])
      .slice(0, 1)
      .map((address) => (kind === '' ? { url: address } : { url: address, kind }));
  });
  return [...new Map(found.toReversed().map((each) => [each.url, each])).values()].toReversed();
}

function textsIn(results: z.output<typeof answerSchema>['results']): readonly string[] {
  return [results ?? []].flat().flatMap((result) => {
    const { text } = textSchema.safeParse(result).data ?? { text: '' };
    return text.trim() === '' ? [] : [text];
  });
}

const textSchema = z.object({ text: tolerantText });
const noResult = { url: '', outputUrl: '', fileUrl: '', outputType: '', fileType: '' };

/** What the service took itself, and what it paid to the maker of a model, are one sum. */
function costsIn(usage: unknown): readonly ActualCost[] {
  const told = usageSchema.safeParse(usage).data;
  if (told === undefined) return [];
  const money = [told.consumeMoney, told.thirdPartyConsumeMoney].filter((amount) => amount !== null);
  const costs: ActualCost[] = [];
  if (money.length > 0) costs.push({ currency: 'CNY', amount: money.reduce((sum, amount) => sum + amount, 0) });
  if (told.consumeCoins !== null) costs.push({ currency: 'coins', amount: told.consumeCoins });
  return costs.filter(({ amount }) => amount >= 0);
}

const noError: ReadonlySet<string> = new Set(['', '0', '200']);

/** Ids have 19 digits, more than a JavaScript number holds: one that comes as a number would name another job. */
function quoteLongIds(text: string): string {
  return text.replace(/("(?:taskId|task_id)"\s*:\s*)(\d+)(?=\s*[,}])/g, '$1"$2"');
}

/** @see reference/providers.md, sections 2.2, 2.3 and 7; read 2026-11-28 */
const answerSchema = z.object({
  taskId: looseText,
  task_id: looseText,
  status: z
    .string()
    .nullish()
    .transform((status) => status?.trim() ?? ''),
  errorCode: tolerantText,
  error_code: tolerantText,
  code: tolerantText,
  errorMessage: anyText,
  error_message: anyText,
  msg: anyText,
  message: anyText,
  failedReason: z.unknown().optional(),
  // One odd entry must not lose the pictures beside it.
  results: z.union([z.array(z.unknown()), z.looseObject({}), z.url({ protocol: /^https?$/ })]).nullish(),
  usage: z.unknown().optional(),
  promptTips: looseText,
});

const resultSchema = z.object({
  url: tolerantText,
  outputUrl: tolerantText,
  fileUrl: tolerantText,
  outputType: tolerantText,
  fileType: tolerantText,
});
const crashSchema = z.looseObject({ exception_message: anyText, message: anyText });
/** Figures come as text, numbers or null. @see reference/providers.md, sections 2.2 and 7a; read 2026-11-28 */
const usageSchema = z.object({
  consumeMoney: looseNumber,
  thirdPartyConsumeMoney: looseNumber,
  consumeCoins: looseNumber,
});

/** `POST /uc/openapi/accountStatus`; figures come as text or numbers. @see reference/providers.md, section 2.8 */
export const accountSchema = z.object({
  data: z.object({ remainMoney: looseNumber, currency: looseText, currentTaskCounts: looseNumber }),
});

/** `POST /openapi/v2/media/upload/binary`; the link is good for a day. @see reference/providers.md, section 2.6; read 2026-11-21 */
export const uploadSchema = z.object({ data: z.object({ download_url: z.string(), fileName: looseText }) });

/** `GET /openapi/v2/queue/status`. @see reference/providers.md, section 2.8 */
export const queueSchema = z.object({
  data: z.object({ runningCount: looseNumber, queuedCount: looseNumber, concurrentLimit: looseNumber }),
});

/** `POST /api/openapi/getLoraUploadUrl`. @see reference/providers.md, section 2.7 */
export const uploadTicketSchema = z.object({
  data: z.object({ fileName: z.string().refine(isLoraFile), url: z.string().min(1) }),
});
