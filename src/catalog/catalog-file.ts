import { z } from 'zod';
import type { ProviderName } from '#core/ids.ts';
import { defaultInputLimits } from '#media/input.ts';
import { imageFormats } from '#media/media.ts';
import { type CatalogChanges, isPriced, mergeModels, nearestModels } from './catalog.ts';
import { problemsOfRoute } from './check-route.ts';
import { fieldWords, type Model } from './model.ts';
import { mostSeed } from './seed.ts';
import { autoRatio } from './size.ts';
import { modelOfWorkflow, workflowSchema } from './workflow-file.ts';

/** A parsed CATALOG_FILE, or everything that is wrong with it, each line naming the path in the file. */
type CatalogFile =
  | { readonly ok: true; readonly changes: CatalogChanges }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the JSON text of a CATALOG_FILE. Unknown keys are problems, since a misspelt key is a price that is not what the
 * operator believes. `providers` are the names of the services that there are.
 */
export function parseCatalogFile(text: string, providers: readonly ProviderName[]): CatalogFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`is not JSON: ${String(error)}`] };
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`) };
  }
  const { workflows, ...given } = parsed.data;
  const changes: CatalogChanges = { ...given, models: [...given.models, ...workflows.map(modelOfWorkflow)] };
  const problems = [...unknownProviders(changes, providers), ...unknownNames(changes)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, changes };
}

function pathOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./u, '') || 'the file';
}

function unknownProviders({ models, prices }: CatalogChanges, providers: readonly ProviderName[]): string[] {
  const named = [
    ...models.flatMap(({ routes }, at) =>
      routes.map((route, index) => [`models[${at}].routes[${index}]`, route] as const),
    ),
    ...prices.map((row, index) => [`prices[${index}]`, row] as const),
  ];
  return named
    .filter(([, { provider }]) => !providers.includes(provider))
    .map(
      ([path, { provider }]) => `${path}.provider: "${provider}" is not a provider; known are ${providers.join(', ')}`,
    );
}

/** Rows that name a model, route or input which does not exist. */
function unknownNames(changes: CatalogChanges): string[] {
  const models = new Map<string, Model>(mergeModels(changes).map((model) => [model.id, model]));
  const problems = repeatedIds(changes.models);
  const check = (path: string, id: string, test: (model: Model) => boolean, missing: string) => {
    const model = models.get(id);
    if (!model) problems.push(`${path}.model: "${id}" is not a model${nearestTo(id, models)}`);
    else if (!test(model)) problems.push(`${path}: ${id} has no ${missing}`);
  };
  changes.loras.forEach(({ model }, index) => {
    check(
      `loras[${index}]`,
      model,
      ({ routes }) => routes.some(({ loras }) => loras !== null),
      'route that takes LoRAs',
    );
  });
  changes.prices.forEach((row, index) => {
    const hasRoute = ({ routes }: Model) => routes.some((route) => isPriced(row, route));
    const where = row.endpoint === undefined ? row.provider : `${row.provider}, ${row.endpoint}`;
    check(`prices[${index}]`, row.model, hasRoute, `route at ${where}`);
  });
  if (changes.defaultModel !== null && !models.has(changes.defaultModel)) {
    problems.push(`defaultModel: "${changes.defaultModel}" is not a model${nearestTo(changes.defaultModel, models)}`);
  }
  return problems;
}

/** There are too many to list. */
function nearestTo(id: string, models: ReadonlyMap<string, Model>): string {
  const nearest = nearestModels(id, [...models.values()]);
  return `; did you mean ${nearest.join(', ')}? docs/models.md lists them`;
}

function repeatedIds(models: readonly Model[]): string[] {
  return models.flatMap(({ id }, index) => {
    const isRepeated = models.findIndex((model) => model.id === id) !== index;
    return isRepeated ? [`models[${index}].id: "${id}" is there twice`] : [];
  });
}

const provider = z.string();
const text = (max: number) => z.string().min(1).max(max);
const side = z.strictObject({
  minPx: z.int().min(1),
  maxPx: z.int().min(1).max(16_384),
  stepPx: z.int().min(1).default(1),
});
const range = side.extend({ height: side.optional(), targetPixels: z.int().min(1).optional() });
const ratio = z.string().regex(/^[1-9]\d{0,2}:[1-9]\d{0,2}$/u, 'a ratio such as 16:9');
const ratioOrAuto = z.literal(autoRatio).or(ratio);
const price = z.strictObject({
  currency: z.enum(['USD', 'CNY']),
  amount: z.number().positive().max(10_000),
  grid: z
    .record(z.string(), z.record(z.string(), z.number().positive().max(10_000)))
    .nullable()
    .default(null),
  estimated: z.boolean().default(false),
});
const lora = z.strictObject({ title: text(100), file: text(200) });
const choice = z
  .strictObject({ values: z.array(text(50)).min(1).max(25), default: z.string() })
  .refine((value) => value.values.includes(value.default), { path: ['default'], message: 'must be one of values' });
const fields = z.partialRecord(z.enum(fieldWords), text(100));
const sizes = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pixels'), range, defaultRatio: ratio.default('1:1') }),
  z.strictObject({
    kind: z.literal('ratios'),
    ratios: z.array(ratioOrAuto).min(1).max(25),
    custom: range.nullable().default(null),
    defaultRatio: ratioOrAuto.default('1:1'),
  }),
  z.strictObject({
    kind: z.literal('list'),
    sizes: z
      .array(z.string().regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/u, 'a size such as 1024x768'))
      .min(1)
      .max(25),
    separator: z.string().max(5).default('x'),
    defaultRatio: ratio.default('1:1'),
  }),
]);
const keys = z.array(text(100)).min(1).max(20);
const images = z.strictObject({
  keys: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('list'), key: text(100) }),
    z.strictObject({ kind: z.literal('each'), keys }),
  ]),
  nodeKeys: keys.nullable().default(null),
  most: z.int().min(1).max(20).default(1),
  maxBytes: z.int().min(1).default(defaultInputLimits.maxBytes),
  isRequired: z.boolean().default(true),
  closeness: z.strictObject({ key: text(100), subtle: z.number(), strong: z.number() }).optional(),
});
const routeShape = z.strictObject({
  provider,
  endpoint: z.string().regex(/^[a-z0-9][\w.[\]-]*(\/[\w.[\]-]+)*$/iu, 'a path such as vendor/model/text-to-image'),
  price,
  fields,
  nodeFields: fields.nullable().default(null),
  promptMaxCharacters: z.int().min(1).max(100_000).default(6000),
  sizes,
  steps: z.strictObject({ min: z.int(), max: z.int(), default: z.int() }).nullable().default(null),
  qualities: choice.nullable().default(null),
  resolutions: choice.nullable().default(null),
  formats: z.array(z.enum(imageFormats)).default([]),
  loras: z
    .strictObject({
      known: z.array(lora).max(10_000).default([]),
      minStrength: z.number().default(-100),
      maxStrength: z.number().default(100),
      defaultStrength: z
        .number()
        .refine((value) => value !== 0, 'a strength of 0 has no effect')
        .default(0.8),
      isRequired: z.boolean().optional(),
      names: z.enum(['library', 'path']).optional(),
      most: z.int().min(1).max(10).optional(),
      list: z.strictObject({ key: text(100), file: text(100), strength: text(100) }).optional(),
    })
    .nullable()
    .default(null),
  seeds: z.strictObject({ min: z.literal(0).default(0), max: z.int().min(0).max(mostSeed) }).optional(),
  negativeMaxCharacters: z.int().min(1).max(100_000).optional(),
  images: images.optional(),
  counts: z
    .strictObject({ min: z.literal(1).default(1), max: z.int().min(2).max(100), default: z.literal(1).default(1) })
    .optional(),
  countAs: z.literal('text').optional(),
  constants: z.record(text(100), z.union([z.string(), z.number(), z.boolean()])).optional(),
  isReserve: z.boolean().optional(),
  source: z.string().default('CATALOG_FILE'),
  confidence: z.enum(['H', 'M', 'L']).default('L'),
});
const route = routeShape.superRefine((value, context) => {
  for (const { path, message } of problemsOfRoute(value))
    context.addIssue({ code: 'custom', path: [...path], message });
});
const model = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,49}$/u, 'lower case letters, digits, dots and dashes, at most 50'),
  title: text(80),
  description: text(100),
  adult: z.boolean().default(false),
  routes: z.array(route).min(1).max(10),
});
const fileSchema = z.strictObject({
  defaultModel: z.string().nullable().default(null),
  models: z.array(model).default([]),
  workflows: z.array(workflowSchema).default([]),
  loras: z
    .array(lora.extend({ model: z.string() }))
    .max(10_000)
    .default([]),
  prices: z.array(z.strictObject({ model: z.string(), provider, endpoint: z.string().optional(), price })).default([]),
});
