import { type FieldWord, fieldWords, type IntegerRange, type LoraRule, type Route } from '#catalog/model.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { rangeOf } from '#catalog/size.ts';
import type { SideRange, SizeRule } from '#core/phrase.ts';
import type { Field, FieldRule, RunningHubModel } from './fields.ts';
import { runningHubModels } from './models.ts';

/** How long an endpoint works on a picture when nothing is known of it. */
const usualRunMs = 5000;
/** The fixed rate of the bot, turned round. */
const cnyPerUsd = 1 / 0.14;
const anyText: FieldRule = { kind: 'text', maxCharacters: 100_000 };

/**
 * An endpoint of the stand-in: its own reading of the provider's documents or, where nobody has written one yet, what the
 * catalogue's row says. A row checked against itself proves that the bot can use it, not that the provider takes it.
 */
export function findRunningHubModel(endpoint: string): RunningHubModel | undefined {
  const read = runningHubModels.find((model) => model.endpoint === endpoint);
  if (read !== undefined) return read;
  const routes = builtInModels.flatMap((model) => model.routes);
  const route = routes.find((row) => row.provider === 'runninghub' && row.endpoint === endpoint);
  return route && modelOfRow(route);
}

/** A row as an endpoint of the stand-in. */
export function modelOfRow(route: Route): RunningHubModel {
  const fields = [...wordFields(route), ...pictureFields(route), ...fixedFields(route)];
  return { endpoint: route.endpoint, fields, priceCny: priceOf(route), runMs: usualRunMs };
}

function wordFields(route: Route): readonly Field[] {
  return fieldWords.flatMap((word) => {
    const flat = route.fields[word];
    if (flat === undefined) return [];
    const node = route.nodeFields?.[word] ?? null;
    const isRequired = word === 'prompt';
    return [
      {
        word: word === 'steps' || word === 'negative' ? 'other' : word,
        flat,
        node,
        rule: rules[word](route),
        isRequired,
      },
    ];
  });
}

const rules: Readonly<Record<FieldWord, (route: Route) => FieldRule>> = {
  prompt: ({ promptMaxCharacters }) => ({ kind: 'text', maxCharacters: promptMaxCharacters }),
  ratio: ({ sizes }) => ratioRule(sizes),
  width: ({ sizes }) => sideRule(rangeOf(sizes)),
  height: ({ sizes }) => sideRule(rangeOf(sizes)?.height ?? rangeOf(sizes)),
  size: ({ sizes }) =>
    oneOf(sizes.kind === 'list' ? sizes.sizes.map((size) => size.replace('x', sizes.separator)) : []),
  format: () => ({ kind: 'format' }),
  steps: ({ steps }) => wholeRule(steps),
  count: ({ counts, countAs }) => (countAs === 'text' ? oneOf(countWords(counts)) : wholeRule(counts ?? null)),
  quality: ({ qualities }) => oneOf(qualities?.values ?? []),
  resolution: ({ resolutions }) => oneOf(resolutions?.values ?? []),
  lora: () => anyText,
  loraStrength: ({ loras }) => strengthRule(loras),
  seed: ({ seeds }) => wholeRule(seeds ?? null),
  negative: ({ negativeMaxCharacters = 0 }) => ({ kind: 'text', maxCharacters: negativeMaxCharacters }),
};

function pictureFields({ images }: Route): readonly Field[] {
  if (images === undefined) return [];
  const { keys, nodeKeys, most, maxBytes, isRequired } = images;
  if (keys.kind === 'list') {
    return [{ word: 'images', flat: keys.key, node: null, rule: { kind: 'pictures', most, maxBytes }, isRequired }];
  }
  return keys.keys.map((flat, index) => ({
    word: 'images',
    flat,
    node: nodeKeys?.[index] ?? null,
    rule: { kind: 'picture', maxBytes },
    isRequired: isRequired && index === 0,
  }));
}

/** What is always sent with the same value. */
function fixedFields({ constants = {} }: Route): readonly Field[] {
  return Object.entries(constants).map(([flat, value]) => ({
    word: 'other',
    flat,
    node: null,
    rule: fixedRule(value),
    isRequired: true,
  }));
}

function fixedRule(value: string | number | boolean): FieldRule {
  if (typeof value === 'boolean') return { kind: 'flag' };
  return typeof value === 'string' ? oneOf([value]) : { kind: 'number', min: value, max: value, isInteger: false };
}

function oneOf(values: readonly string[]): FieldRule {
  return { kind: 'choice', values };
}

function ratioRule(sizes: SizeRule): FieldRule {
  if (sizes.kind !== 'ratios') return anyText;
  return { kind: 'ratio', values: [...sizes.ratios, ...(sizes.custom ? ['custom'] : [])] };
}

function sideRule(range: SideRange | null): FieldRule {
  return range === null
    ? anyText
    : { kind: 'number', min: range.minPx, max: range.maxPx, isInteger: true, step: range.stepPx };
}

function countWords({ min, max }: Pick<IntegerRange, 'min' | 'max'> = { min: 1, max: 1 }): readonly string[] {
  return Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
}

function wholeRule(range: Pick<IntegerRange, 'min' | 'max'> | null): FieldRule {
  return range === null ? anyText : { kind: 'number', min: range.min, max: range.max, isInteger: true };
}

function strengthRule(rule: LoraRule | null): FieldRule {
  return rule === null ? anyText : { kind: 'number', min: rule.minStrength, max: rule.maxStrength, isInteger: false };
}

/** Sizes in a grid are written as the endpoint writes them. */
function priceOf({ price, sizes }: Route): RunningHubModel['priceCny'] {
  const rate = price.currency === 'USD' ? cnyPerUsd : 1;
  if (price.grid === null) return price.amount * rate;
  const keyOf = (name: string) => (sizes.kind === 'list' ? name.replace('x', sizes.separator) : name);
  const rows = Object.entries(price.grid).map(([quality, cells]): [string, Record<string, number>] => [
    quality,
    Object.fromEntries(Object.entries(cells).map(([name, amount]) => [keyOf(name), amount * rate])),
  ]);
  return Object.fromEntries(rows);
}
