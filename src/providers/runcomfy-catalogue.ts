import { z } from 'zod';
import type { Send, SendOutcome } from '../http/send.ts';
import { httpFailure, isSuccess, malformed, noAnswer } from './failures.ts';
import { looseNumber, looseText, readAnswer, withoutTrailingSlash } from './read-answer.ts';
import type { RunComfySettings } from './runcomfy.ts';
import { defaultTimeouts, type ProviderTools } from './tools.ts';

/** One model of RunComfy's own catalogue. */
export interface CatalogueEntry {
  readonly modelId: string;
  /** Per picture; null where the catalogue states no such price. */
  readonly priceUsd: number | null;
}

/** Reads every entry. @throws {@link BotError} `provider.*`, and the reason of `signal` */
export type ReadCatalogue = (signal: AbortSignal) => Promise<readonly CatalogueEntry[]>;

const pageLength = 100;
/** Far above any catalogue; an answer that never ends is an error. */
const maxPages = 50;
/** A page holds the schemas of its models. */
const maxPageBytes = 8_388_608;
/** Above it a price is a slip rather than a price. */
const highestPriceUsd = 100;

/** RunComfy's catalogue, which only an account may read. @see reference/providers.md, section 4.6; read 2026-11-20 */
export function createRunComfyCatalogue(
  { baseUrl, apiToken }: RunComfySettings,
  { send, timeouts = defaultTimeouts }: Pick<ProviderTools, 'send' | 'timeouts'>,
): ReadCatalogue {
  const pageAt = (offset: number, signal: AbortSignal): ReturnType<Send> =>
    send({
      method: 'GET',
      url: `${withoutTrailingSlash(baseUrl)}/v1/models?include_schema=true&limit=${pageLength}&offset=${offset}`,
      headers: { authorization: `Bearer ${apiToken}` },
      timeoutMs: timeouts.askMs,
      maxBytes: maxPageBytes,
      signal,
    });
  return async (signal) => {
    const rows: unknown[] = [];
    for (let page = 1; ; page += 1) {
      const { models, total } = readPage(await pageAt(rows.length, signal), page);
      rows.push(...models);
      const isLast = total === null ? models.length < pageLength : rows.length >= total;
      if (isLast || models.length === 0) return rows.flatMap(entriesOf);
    }
  };
}

/** Half a catalogue is none: what is missing from it would look as if it were gone. */
function readPage(outcome: SendOutcome, page: number): z.output<typeof pageSchema> {
  if (outcome.kind !== 'answered') throw noAnswer('runcomfy', outcome, 'account');
  if (!isSuccess(outcome)) throw httpFailure('runcomfy', outcome, 'account');
  const answer = readAnswer(outcome.text, pageSchema);
  if (answer === null || page > maxPages)
    throw malformed('runcomfy', outcome, 'not a catalogue that can be read to its end');
  return answer;
}

/** A row that cannot be read is no row: one odd model shall not hide the others. */
function entriesOf(row: unknown): CatalogueEntry[] {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return [];
  const { model_id: modelId, base_price_usd: usd, price_unit: unit } = parsed.data;
  const isPrice = usd !== null && usd > 0 && usd <= highestPriceUsd && unit.toLowerCase() === 'output';
  return [{ modelId, priceUsd: isPrice ? usd : null }];
}

const pageSchema = z.object({ models: z.array(z.unknown()), total: looseNumber });
const rowSchema = z.object({
  model_id: z.string().min(1),
  base_price_usd: looseNumber,
  price_unit: looseText.catch(''),
});
