import type { SideRange, SizeRule } from '#core/phrase.ts';
import type { FieldWord, IntegerRange, LoraRule, Route } from './model.ts';
import { autoRatio, fitSize, parseListedSize, rangeOf } from './size.ts';

/** What is wrong with a route, and where: keys below the route. */
interface RouteProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Everything that makes a well-formed route useless: each of these would refuse or break every request that comes to it,
 * so it is told when the catalogue is read, not when a member asks.
 */
export function problemsOfRoute(route: Route): readonly RouteProblem[] {
  return [
    ...sizeProblems(route.sizes),
    ...fieldProblems(route),
    ...constantProblems(route),
    ...stepProblems(route),
    ...loraProblems(route.loras),
    ...imageProblems(route),
  ];
}

function sizeProblems(rule: SizeRule): RouteProblem[] {
  const range = rangeOf(rule);
  const key = rule.kind === 'pixels' ? 'range' : 'custom';
  if (range && isEmpty(range)) return [{ path: ['sizes', key, 'maxPx'], message: 'must be minPx or more' }];
  if (range?.height && isEmpty(range.height))
    return [{ path: ['sizes', key, 'height', 'maxPx'], message: 'must be minPx or more' }];
  const asked = parseListedSize(rule.defaultRatio);
  if (asked && asked.kind !== 'pixels' && fitSize(rule, asked)) return [];
  return [{ path: ['sizes', 'defaultRatio'], message: 'must be one of the sizes of this route' }];
}

function isEmpty({ minPx, maxPx }: SideRange): boolean {
  return minPx > maxPx;
}

function fieldProblems(route: Route): RouteProblem[] {
  const wanted = wantedFields(route);
  const missing = (name: 'fields' | 'nodeFields') =>
    wanted
      .filter((word) => route[name]?.[word] === undefined)
      .map((word) => ({ path: [name, word], message: `is missing: this route has ${word}` }));
  return [...missing('fields'), ...(route.nodeFields === null ? [] : missing('nodeFields'))];
}

/** A constant under the key of an input would be overwritten by it, or the other way round. */
function constantProblems(route: Route): RouteProblem[] {
  const taken = inputKeysOf(route);
  return Object.keys(route.constants ?? {})
    .filter((key) => taken.includes(key))
    .map((key) => ({ path: ['constants', key], message: 'is the key of an input' }));
}

/** Every flat key under which a request to the route can send something of its own. */
export function inputKeysOf({ fields, images, loras }: Pick<Route, 'fields' | 'images' | 'loras'>): readonly string[] {
  return [
    ...Object.values(fields),
    ...imageKeysOf(images),
    ...(images?.closeness ? [images.closeness.key] : []),
    ...(loras?.list ? [loras.list.key] : []),
  ];
}

/** The words that a request to this route can use. */
function wantedFields(route: Route): FieldWord[] {
  const { sizes, steps, qualities, resolutions, formats, loras, counts, seeds, negativeMaxCharacters } = route;
  const words: readonly (readonly [boolean, readonly FieldWord[]])[] = [
    [true, ['prompt']],
    [sizes.kind === 'ratios' && !isShapeless(sizes.ratios), ['ratio']],
    [rangeOf(sizes) !== null, ['width', 'height']],
    [sizes.kind === 'list', ['size']],
    [steps !== null, ['steps']],
    [qualities !== null, ['quality']],
    [resolutions !== null, ['resolution']],
    [formats.length > 0, ['format']],
    [loras !== null && loras.list === undefined, ['lora', 'loraStrength']],
    [counts !== undefined, ['count']],
    [seeds !== undefined, ['seed']],
    [negativeMaxCharacters !== undefined, ['negative']],
  ];
  return words.flatMap(([isWanted, some]) => (isWanted ? some : []));
}

/** An endpoint that gives every picture the shape of the one it changes need not have a key for that. */
function isShapeless(ratios: readonly string[]): boolean {
  return ratios.every((ratio) => ratio === autoRatio);
}

function stepProblems({ steps }: Route): RouteProblem[] {
  return steps === null || isWithin(steps, steps.default) ? [] : [{ path: ['steps', 'default'], message: outside }];
}

function loraProblems(rule: LoraRule | null): RouteProblem[] {
  if (rule === null) return [];
  const range = { min: rule.minStrength, max: rule.maxStrength };
  return [
    ...(isWithin(range, rule.defaultStrength) ? [] : [{ path: ['loras', 'defaultStrength'], message: outside }]),
    ...((rule.most ?? 1) > 1 && rule.list === undefined
      ? [{ path: ['loras', 'list'], message: 'is missing: several LoRAs are sent as a list' }]
      : []),
  ];
}

/** Each picture needs a key of its own, or all of them one that takes a list; node keys are never lists. */
function imageProblems({ images, nodeFields }: Route): RouteProblem[] {
  if (images === undefined) return [];
  const { keys, nodeKeys, most } = images;
  const tooFew = `must be ${most} or more keys, one for each picture`;
  const hasNodeKeys = nodeFields === null || (nodeKeys?.length ?? 0) >= most;
  return [
    ...(keys.kind === 'each' && keys.keys.length < most ? [{ path: ['images', 'keys', 'keys'], message: tooFew }] : []),
    ...(hasNodeKeys ? [] : [{ path: ['images', 'nodeKeys'], message: tooFew }]),
  ];
}

/** The flat keys of the pictures of a route, in their order; none where it takes none. */
export function imageKeysOf(images: Route['images']): readonly string[] {
  if (images === undefined) return [];
  return images.keys.kind === 'list' ? [images.keys.key] : images.keys.keys;
}

const outside = 'must lie between the smallest and the largest value';

function isWithin({ min, max }: Pick<IntegerRange, 'min' | 'max'>, value: number): boolean {
  return min <= value && value <= max;
}
