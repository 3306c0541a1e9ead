import { z } from 'zod';
import type { ListedModel } from '../domain/listing/listing.ts';
import type { Send, SendOutcome } from '../http/send.ts';
import { malformed } from './failures.ts';
import { looseNumber, looseText, readAnswer, withoutTrailingSlash } from './read-answer.ts';
import type { RunComfySettings } from './runcomfy.ts';
import { accepted } from './runcomfy-readings.ts';
import { readInputs } from './runcomfy-schema.ts';
import { defaultTimeouts, type ProviderTools } from './tools.ts';

/** Reads every model, with its schema. @throws {@link BotError} `provider.*`, and the reason of `signal` */
export type ReadCatalogue = (signal: AbortSignal) => Promise<readonly ListedModel[]>;

const pageLength = 100;
/** Above any catalogue; an answer that never ends is an error. */
const maxPages = 50;
/** A page holds the schemas of its models. */
const maxPageBytes = 8_388_608;
/** Above it a price is a slip rather than a price. */
const highestPriceUsd = 100;

/** RunComfy's catalogue, which only an account may read. @see reference/providers.md, section 4.6; read 2026-11-28 */
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
    const listed: ListedModel[] = [];
    let rows = 0;
    for (let page = 1; ; page += 1) {
      const { models, total } = readPage(await pageAt(rows, signal), page);
      rows += models.length;
      listed.push(...models.flatMap(entriesOf));
      const isLast = total === null ? models.length < pageLength : rows >= total;
      if (isLast || models.length === 0) return listed;
    }
  };
}

/** Half a catalogue is none: what is missing from it would look as if it were gone. */
function readPage(outcome: SendOutcome, page: number): z.output<typeof pageSchema> {
  const answer = accepted(outcome);
  const read = readAnswer(answer.text, pageSchema);
  if (read === null || page > maxPages)
    throw malformed('runcomfy', answer, 'not a catalogue that can be read to its end');
  return read;
}

/** A row that cannot be read, or is no model (a workflow has an API of its own), is left out: it does not hide the others. */
function entriesOf(row: unknown): ListedModel[] {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success || !(parsed.data.kind === '' || parsed.data.kind.toLowerCase() === 'model')) return [];
  const { input_schema: inputSchema, schema: curatedSchema } = parsed.data;
  const { model_id: modelId, display_name: title, categories, base_price_usd: usd, price_unit: unit } = parsed.data;
  const isPrice = usd !== null && usd > 0 && usd <= highestPriceUsd && unit.toLowerCase() === 'output';
  return [
    {
      modelId,
      title,
      categories,
      priceUsd: isPrice ? usd : null,
      inputs: readInputs(inputSchema) ?? readInputs(curatedSchema),
    },
  ];
}

const pageSchema = z.object({ models: z.array(z.unknown()), total: looseNumber });
const rowSchema = z.object({
  // It becomes part of the address of a submit.
  model_id: z
    .string()
    .max(200)
    .regex(/^[\w.-]*\w[\w.-]*(?:\/[\w.-]*\w[\w.-]*)*$/u),
  display_name: z.string().max(500).catch(''),
  categories: z.array(z.string().max(100)).max(50).catch([]),
  base_price_usd: looseNumber,
  price_unit: looseText.catch(''),
  kind: looseText.catch(''),
  /** `schema` is the key of the provider's own curated file. @see reference/providers.md, section 4.6; read 2026-11-28 */
  input_schema: z.unknown().optional(),
  schema: z.unknown().optional(),
});
