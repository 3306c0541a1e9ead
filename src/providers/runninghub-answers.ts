import { z } from 'zod';
import { isLoraFile } from '../domain/lora-bounds.ts';
import { looseNumber, looseText, readAnswer, webUrls } from './read-answer.ts';

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
  readonly imageUrls: readonly string[];
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
    imageUrls: webUrls((answer.results ?? []).map((result) => result.url || result.outputUrl)),
  };
}

const noError: ReadonlySet<string> = new Set(['', '0', '200']);

/** Ids have 19 digits, more than a JavaScript number holds: one that comes as a number would name another job. */
function quoteLongIds(text: string): string {
  return text.replace(/("(?:taskId|task_id)"\s*:\s*)(\d+)(?=\s*[,}])/g, '$1"$2"');
}

/** @see reference/providers.md, sections 2.2, 2.3 and 7; read 2026-11-20 */
const answerSchema = z.object({
  taskId: looseText,
  task_id: looseText,
  status: z
    .string()
    .nullish()
    .transform((status) => status?.trim() ?? ''),
  errorCode: looseText,
  error_code: looseText,
  code: looseText,
  errorMessage: looseText,
  error_message: looseText,
  msg: looseText,
  message: looseText,
  results: z.array(z.object({ url: looseText, outputUrl: looseText })).nullish(),
});

/** `POST /uc/openapi/accountStatus`; figures come as text or numbers. @see reference/providers.md, section 2.8 */
export const accountSchema = z.object({
  data: z.object({ remainMoney: looseNumber, currency: looseText, currentTaskCounts: looseNumber }),
});

/** `POST /openapi/v2/media/upload/binary`; the link is good for a day. @see reference/providers.md, section 2.6; read 2026-11-21 */
export const uploadSchema = z.object({ data: z.object({ download_url: z.string() }) });

/** `GET /openapi/v2/queue/status`. @see reference/providers.md, section 2.8 */
export const queueSchema = z.object({
  data: z.object({ runningCount: looseNumber, queuedCount: looseNumber, concurrentLimit: looseNumber }),
});

/** `POST /api/openapi/getLoraUploadUrl`. @see reference/providers.md, section 2.7 */
export const uploadTicketSchema = z.object({
  data: z.object({ fileName: z.string().refine(isLoraFile), url: z.string().min(1) }),
});
