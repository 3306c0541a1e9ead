import { z } from 'zod';
import type { RemoteInput, RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import type { Send, SendOutcome } from '#http/send.ts';
import { malformed } from '../failures.ts';
import type { ProviderSettings, ReadCatalogue } from '../provider.ts';
import { looseNumber, looseText, readAnswer } from '../read-answer.ts';
import { defaultTimeouts, type ProviderTools } from '../tools.ts';
import { accepted } from './parse.ts';

const pageLength = 100;
/** Above any catalogue; an answer that never ends is an error. */
const maxPages = 50;
/** A page holds the schemas of its models. */
const maxPageBytes = 8_388_608;
/** Above it a price is a slip rather than a price. */
const highestPriceUsd = 100;

/** RunComfy's catalogue, which only an account may read. @see reference/providers.md, section 4.6; read 2026-11-28 */
export function createRunComfyCatalogue(
  { baseUrl, apiKey }: ProviderSettings,
  { send, timeouts = defaultTimeouts }: Pick<ProviderTools, 'send' | 'timeouts'>,
): ReadCatalogue {
  const pageAt = (offset: number, signal: AbortSignal): ReturnType<Send> =>
    send({
      method: 'GET',
      url: `${baseUrl}/v1/models?include_schema=true&limit=${pageLength}&offset=${offset}`,
      headers: { authorization: `Bearer ${apiKey}` },
      timeoutMs: timeouts.askMs,
      maxBytes: maxPageBytes,
      signal,
    });
  return async (signal) => {
    const listed: RemoteModel[] = [];
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
function entriesOf(row: unknown): RemoteModel[] {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success || !(parsed.data.kind === '' || parsed.data.kind.toLowerCase() === 'model')) return [];
  const { input_schema: inputSchema, schema: curatedSchema } = parsed.data;
  const { model_id: modelId, display_name: title, categories, base_price_usd: usd, price_unit: unit } = parsed.data;
  const isPrice = usd !== null && usd > 0 && usd <= highestPriceUsd;
  const priceIn = (wanted: string) => (isPrice && unit.toLowerCase() === wanted ? usd : null);
  return [
    {
      modelId,
      title,
      categories,
      priceUsd: priceIn('output'),
      priceUsdPerSecond: priceIn('second'),
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

/** Far above any model; the rest is left out. */
const most = { inputs: 100, words: 100, characters: 200 } as const;

/**
 * The inputs of a model by its schema, in the words of JSON Schema; null where none can be read. Keys that Easel does not know,
 * addresses of media, references and nested objects are of kind `other`.
 */
export function readInputs(schema: unknown): RemoteInput[] | null {
  const found = holders
    .map((path) => objectSchema.safeParse(path.reduce(memberOf, schema)).data)
    .find((each) => each !== undefined && Object.keys(each.properties).length > 0);
  if (found === undefined) return null;
  const required = new Set(found.required);
  return Object.entries(found.properties)
    .filter(([name]) => name.length <= most.characters)
    .slice(0, most.inputs)
    .map(([name, property]) => inputOf(name, property, required.has(name)));
}

/** Where the object may lie: the documents show the schema itself, neighbours wrap it. */
const holders: readonly (readonly string[])[] = [
  [],
  ['input'],
  ['input_schema'],
  ['inputSchema'],
  ['properties', 'input'],
];

function memberOf(value: unknown, name: string): unknown {
  return recordSchema.safeParse(value).data?.[name];
}

function inputOf(name: string, property: unknown, isRequired: boolean): RemoteInput {
  const whole = propertySchema.safeParse(property).data ?? propertySchema.parse({});
  const branches = [...whole.anyOf, ...whole.oneOf, ...whole.allOf].flatMap(
    (branch) => propertySchema.safeParse(branch).data ?? [],
  );
  const all = [whole, ...branches];
  const listed = all.flatMap((each) => each.enum);
  const words = listed.filter((word) => typeof word === 'string');
  const numbers = listed.filter((value) => typeof value === 'number');
  const media = mediaIn(all);
  const isMedia = media !== null;
  const first = <Value>(pick: (each: Property) => Value | null) =>
    all.map(pick).find((value) => value !== null) ?? null;
  return {
    name,
    kind: isMedia ? 'other' : words.length > 0 ? 'text' : kindOf(all.flatMap(({ type }) => type)),
    isRequired: isRequired || whole.required === true,
    minimum: first(({ minimum }) => minimum),
    maximum: first(({ maximum }) => maximum),
    multipleOf: first(({ multipleOf }) => (multipleOf === null || multipleOf > 0 ? multipleOf : null)),
    maxLength: first(({ maxLength }) => maxLength),
    words: words.length > 0 ? [...new Set(words)].slice(0, most.words) : null,
    // The default of a picture is the example of a page: a request that sends it draws from somebody else's picture.
    fallback: isMedia ? null : first(({ default: fallback }) => fallback),
    entries: first(schemaEntriesOf),
    media,
    // Words go before: a list that has both is one of texts.
    numbers: words.length === 0 && numbers.length > 0 ? [...new Set(numbers)].slice(0, most.words) : null,
  };
}

/** What the objects of a list hold; null where it is a list of something else. */
function schemaEntriesOf({ items, maxItems }: Property): RemoteInput['entries'] {
  const found = objectSchema.safeParse(items).data;
  if (found === undefined) return null;
  const keys = Object.entries(found.properties)
    .slice(0, most.inputs)
    .map(([name, property]) => {
      const { minimum, maximum } = propertySchema.safeParse(property).data ?? { minimum: null, maximum: null };
      return { name, minimum, maximum };
    });
  return { most: maxItems, keys };
}

/** The types of JSON Schema, and what this service writes besides. @see reference/providers.md, section 4.6; read 2026-11-28 */
const kinds: ReadonlyMap<string, RemoteInput['kind']> = new Map([
  ['string', 'text'],
  ['integer', 'whole'],
  ['int', 'whole'],
  ['number', 'number'],
  ['float', 'number'],
  ['double', 'number'],
  ['boolean', 'flag'],
  ['bool', 'flag'],
] as const);

/** By the first type that is not null, as `["integer", "null"]`. */
function kindOf(types: readonly unknown[]): RemoteInput['kind'] {
  const [type] = types.map((each) => String(each).toLowerCase()).filter((each) => each !== 'null');
  return kinds.get(type ?? '') ?? 'other';
}

/** `image_uri`, `image_uris`, and the same of videos and audio, of the input or of the items of its list. */
function mediaIn(all: readonly Property[]): RemoteInput['media'] {
  for (const { format, items, type, minItems, maxItems } of all) {
    const formats = [format, propertySchema.safeParse(items).data?.format ?? ''];
    const [, kind, plural] = formats.flatMap((each) => mediaFormat.exec(each) ?? []);
    const known = mediaKinds.find((each) => each === kind?.toLowerCase());
    if (known === undefined) continue;
    const isList = plural !== '' || type.some((each) => each === 'array');
    return { kind: known, isList, least: isList ? minItems : null, most: isList ? maxItems : null };
  }
  return null;
}

const mediaFormat = /^(image|video|audio)_uri(s?)$/iu;
const mediaKinds = ['image', 'video', 'audio'] as const;

const recordSchema = z.record(z.string(), z.unknown());
const listSchema = z.array(z.unknown()).catch([]);
const objectSchema = z.object({ properties: recordSchema, required: z.array(z.string()).catch([]) });
const propertySchema = z.object({
  type: z.union([listSchema.unwrap(), z.string().transform((type) => [type])]).catch([]),
  enum: listSchema.transform((values) =>
    values.filter((value) => typeof value !== 'string' || value.length <= most.characters),
  ),
  minimum: looseNumber,
  maximum: looseNumber,
  multipleOf: looseNumber,
  maxLength: looseNumber,
  default: z
    .union([z.string().max(most.characters * 10), z.number(), z.boolean()])
    .nullable()
    .catch(null),
  format: z.string().catch(''),
  required: z.unknown().optional(),
  items: z.unknown().optional(),
  minItems: looseNumber,
  maxItems: looseNumber,
  anyOf: listSchema,
  oneOf: listSchema,
  allOf: listSchema,
});
type Property = z.output<typeof propertySchema>;
