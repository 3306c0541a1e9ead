import { z } from 'zod';
import type { ActualCost } from '../domain/job.ts';
import { looseNumber, looseText, readAnswer, tolerantText, webUrls } from './read-answer.ts';

/** Any of RunComfy's answers in our words. Empty text means that it was not said. */
export interface RunComfyAnswer {
  readonly requestId: string;
  /** Lower case. */
  readonly status: string;
  readonly queuePosition: number | null;
  /** Empty where there is no error. */
  readonly code: string;
  /** May repeat the prompt: only to be matched, never to be logged or shown. */
  readonly errorText: string;
  readonly outcome: string;
  readonly imageUrls: readonly string[];
  /** Null where it is not told. */
  readonly cost: ActualCost | null;
}

/** Null where the answer is no such JSON. */
export function readRunComfy(text: string | null): RunComfyAnswer | null {
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
    imageUrls: webUrls(imagesIn(answer.output)),
    cost: answer.cost !== null && answer.cost >= 0 ? { currency: 'USD', amount: answer.cost } : null,
  };
}

const noError: ReadonlySet<string> = new Set(['', '0', '200']);

/** Pictures are a text, `{url | uri | image | images}`, or a list of either; videos and all else are passed over. */
function imagesIn(output: unknown, depth = 0): readonly unknown[] {
  if (typeof output === 'string') return [output];
  if (depth > maxDepth) return [];
  if (Array.isArray(output)) return output.flatMap((item) => imagesIn(item, depth + 1));
  const parsed = outputSchema.safeParse(output);
  if (!parsed.success) return [];
  const { image, images, url, uri } = parsed.data;
  return [image, images, url, uri].flatMap((item) => imagesIn(item, depth + 1));
}

/** Deep enough for `{images: [{image: {url}}]}`. */
const maxDepth = 4;

const outputSchema = z.object({
  image: z.unknown().optional(),
  images: z.unknown().optional(),
  url: z.unknown().optional(),
  uri: z.unknown().optional(),
});

/** Only `output` may hold pictures: a result may repeat the input. @see reference/providers.md, sections 4.2 to 4.7; read 2026-11-20 */
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
  cost: looseNumber,
});

/** `GET /prod/v2/balance`. @see reference/providers.md, section 4.6 */
export const balanceSchema = z.object({ balance_usd: looseNumber, currency: tolerantText });
