import { type FieldWord, fieldWords, type IntegerRange, type Route } from '#catalog/model.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { creditsPerUsd, defaultCredits } from '#catalog/price.ts';
import { rangeOf } from '#catalog/size.ts';
import type { SideRange } from '#core/phrase.ts';
import { listedModels } from './further-models.ts';
import type { InputSchema } from './inputs.ts';
import type { RunComfyModel } from './models.ts';

/** How long a model works on a picture when nothing is known of it. */
const usualRunMs = 5000;

/**
 * A model of the stand-in: its own reading of the provider's documents or, where nobody has written one yet, what the
 * catalogue's row says. A row checked against itself proves that the bot can use it, not that the provider takes it.
 */
export function findRunComfyModel(modelId: string): RunComfyModel | undefined {
  const read = listedModels.find((model) => model.modelId === modelId);
  if (read !== undefined) return read;
  for (const { title, routes } of builtInModels) {
    const route = routes.find(({ provider, endpoint }) => provider === 'runcomfy' && endpoint === modelId);
    if (route !== undefined) return modelOfRow(title, route);
  }
  return undefined;
}

/** A row as a model of the stand-in. */
export function modelOfRow(displayName: string, route: Route): RunComfyModel {
  const { images } = route;
  const properties = { ...wordInputs(route), ...pictureInputs(route), ...fixedInputs(route) };
  return {
    modelId: route.endpoint,
    displayName,
    categories: [images?.isRequired === true ? 'image-to-image' : 'text-to-image'],
    schema: { type: 'object', title: 'Input schema', required: ['prompt'], properties },
    basePriceUsd: defaultCredits(route) / creditsPerUsd,
    runMs: usualRunMs,
    outputKey: 'images',
  };
}

function wordInputs(route: Route): Record<string, InputSchema> {
  const inputs: Record<string, InputSchema> = {};
  for (const word of fieldWords) {
    const name = route.fields[word];
    if (name !== undefined) inputs[name] = { title: name, description: '', ...rules[word](route) };
  }
  return inputs;
}

type Rule = Omit<InputSchema, 'title' | 'description'>;

const anyText: Rule = { type: 'string' };

const rules: Readonly<Record<FieldWord, (route: Route) => Rule>> = {
  prompt: () => anyText,
  ratio: ({ sizes }) => (sizes.kind === 'ratios' ? oneOf(sizes.ratios) : anyText),
  width: ({ sizes }) => sideRule(rangeOf(sizes)),
  height: ({ sizes }) => sideRule(rangeOf(sizes)?.height ?? rangeOf(sizes)),
  size: ({ sizes }) =>
    oneOf(sizes.kind === 'list' ? sizes.sizes.map((size) => size.replace('x', sizes.separator)) : []),
  format: ({ formats }) => oneOf(formats),
  steps: ({ steps }) => wholeRule(steps),
  count: ({ counts }) => wholeRule(counts ?? null),
  quality: ({ qualities }) => oneOf(qualities?.values ?? []),
  resolution: ({ resolutions }) => oneOf(resolutions?.values ?? []),
  lora: () => anyText,
  loraStrength: () => anyText,
  seed: ({ seeds }) => wholeRule(seeds ?? null),
  negative: () => anyText,
};

function oneOf(values: readonly string[]): Rule {
  return { type: 'string', enum: values };
}

function sideRule(range: SideRange | null): Rule {
  return range === null ? anyText : { type: 'integer', minimum: range.minPx, maximum: range.maxPx };
}

function wholeRule(range: Pick<IntegerRange, 'min' | 'max'> | null): Rule {
  return range === null ? anyText : { type: 'integer', minimum: range.min, maximum: range.max };
}

/** What is always sent with the same value. */
function fixedInputs({ constants = {} }: Route): Record<string, InputSchema> {
  const inputs = Object.entries(constants).map(([name, value]): [string, InputSchema] => [
    name,
    { title: name, description: '', ...fixedRule(value) },
  ]);
  return Object.fromEntries(inputs);
}

function fixedRule(value: string | number | boolean): Rule {
  if (typeof value === 'boolean') return { type: 'boolean' };
  return typeof value === 'string' ? oneOf([value]) : { type: 'integer', minimum: value, maximum: value };
}

function pictureInputs({ images }: Route): Record<string, InputSchema> {
  if (images === undefined) return {};
  const text = { title: 'Picture', description: '' };
  const { keys, most } = images;
  const several = { ...text, type: 'array', format: 'image_uris', items: { type: 'string' }, minItems: 1 } as const;
  return keys.kind === 'list'
    ? { [keys.key]: { ...several, maxItems: most } }
    : Object.fromEntries(keys.keys.map((key) => [key, { ...text, type: 'string', format: 'image_uri' }]));
}
