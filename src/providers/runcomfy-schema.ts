import { z } from 'zod';
import type { ListedInput } from '../domain/listing/listing.ts';
import { looseNumber } from './read-answer.ts';

/** Far above any model; the rest is left out. */
const most = { inputs: 100, words: 100, characters: 200 } as const;

/**
 * The inputs of a model by its schema, in the words of JSON Schema; null where none can be read. Keys that Easel does not know,
 * addresses of media, references and nested objects are of kind `other`.
 */
export function readInputs(schema: unknown): ListedInput[] | null {
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

function inputOf(name: string, property: unknown, isRequired: boolean): ListedInput {
  const whole = propertySchema.safeParse(property).data ?? propertySchema.parse({});
  const branches = [...whole.anyOf, ...whole.oneOf, ...whole.allOf].flatMap(
    (branch) => propertySchema.safeParse(branch).data ?? [],
  );
  const all = [whole, ...branches];
  const words = all.flatMap((each) => each.enum).filter((word) => typeof word === 'string');
  const isMedia = all.some(isMediaInput);
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
    entries: first(entriesOf),
  };
}

/** What the objects of a list hold; null where it is a list of something else. */
function entriesOf({ items, maxItems }: Property): ListedInput['entries'] {
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
const kinds: ReadonlyMap<string, ListedInput['kind']> = new Map([
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
function kindOf(types: readonly unknown[]): ListedInput['kind'] {
  const [type] = types.map((each) => String(each).toLowerCase()).filter((each) => each !== 'null');
  return kinds.get(type ?? '') ?? 'other';
}

/** `image_uri`, `image_uris`, and the same of videos and audio. */
function isMediaInput({ format }: Property): boolean {
  return /^(?:image|video|audio)_uris?$/iu.test(format);
}

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
  maxItems: looseNumber,
  anyOf: listSchema,
  oneOf: listSchema,
  allOf: listSchema,
});
type Property = z.output<typeof propertySchema>;
