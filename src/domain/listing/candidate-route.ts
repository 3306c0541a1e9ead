import type { Choice, Fields, Route, SizeRule } from '../model.ts';
import { flatRoute } from '../models/route-rows.ts';
import { imageFormats } from '../request.ts';
import { boundRoute } from './bound-route.ts';
import { candidateLoras } from './candidate-loras.ts';
import { candidatePrice } from './candidate-price.ts';
import { byName, type Inputs, type ListedInput, type ListedModel } from './listing.ts';
import { onePicture } from './one-picture.ts';
import { ratiosIn, ratioWordsIn, sizesIn } from './size-words.ts';

/**
 * The route of a listed model, made from its schema alone. Null where its price is not told or cannot be estimated, where Easel cannot say what it
 * requires, where it has no place for a prompt and a size, or where it makes more than one picture.
 */
export function candidateRoute({ modelId, priceUsd, inputs }: ListedModel, source: string): Route | null {
  if (priceUsd === null || inputs === null) return null;
  const listed = byName(inputs);
  const size = sizePart(listed);
  const constants = onePicture(listed);
  if (listed.get('prompt')?.kind !== 'text' || size === null || constants === null) return null;
  const options = optionParts(listed);
  const price = candidatePrice(priceUsd, options.row);
  if (price === null) return null;
  const route = flatRoute({
    provider: 'runcomfy',
    endpoint: modelId,
    price,
    ...options.row,
    loras: candidateLoras(listed),
    ...size.row,
    fields: { prompt: 'prompt', ...size.fields, ...options.fields },
    ...(Object.keys(constants).length > 0 ? { constants } : {}),
    source,
    confidence: 'H',
  });
  const bounded = boundRoute(route, inputs);
  return bounded.ok ? bounded.route : null;
}

interface SizePart {
  readonly fields: Fields;
  readonly row: Pick<Route, 'sizes' | 'ratioWords'>;
}

/** The first way of saying a size that the schema has. */
function sizePart(listed: Inputs): SizePart | null {
  const named = ['image_size', 'size'].flatMap((key) => listed.get(key) ?? []);
  return pixelPart(listed) ?? ratioPart(listed) ?? firstOf(named, listPart) ?? firstOf(named, wordPart);
}

function pixelPart(listed: Inputs): SizePart | null {
  const [width, height] = [listed.get('width'), listed.get('height')];
  if (!isBounded(width) || !isBounded(height)) return null;
  const pixels = Number(width.fallback) * Number(height.fallback);
  // The listed bounds take the place of these.
  const range = { minPx: 1, maxPx: 1, stepPx: 1, ...(pixels > 0 ? { targetPixels: pixels } : {}) };
  return {
    fields: { width: 'width', height: 'height' },
    row: { sizes: { kind: 'pixels', range, defaultRatio: '1:1' } },
  };
}

function ratioPart(listed: Inputs): SizePart | null {
  return firstOf(
    ['aspect_ratio', 'ratio'].flatMap((key) => listed.get(key) ?? []),
    ({ name, words, fallback }) => {
      const ratios = ratiosIn(words ?? []);
      return ratios.length === 0 ? null : { fields: { ratio: name }, row: { sizes: ratioRule(ratios, fallback) } };
    },
  );
}

function listPart({ name, words, fallback }: ListedInput): SizePart | null {
  const listed = sizesIn(words ?? []);
  if (listed === null) return null;
  const usual = (sizesIn([String(fallback)], listed.separator) ?? listed).sizes.slice(0, 1).join('');
  const hasSquare = listed.sizes.some((size) => new Set(size.split('x')).size === 1);
  const defaultRatio = hasSquare ? '1:1' : usual.replace('x', ':');
  return { fields: { size: name }, row: { sizes: { kind: 'list', ...listed, defaultRatio } } };
}

function wordPart({ name, words, fallback }: ListedInput): SizePart | null {
  const ratioWords = ratioWordsIn(words ?? []);
  const ratios = Object.keys(ratioWords);
  if (ratios.length === 0) return null;
  const usual = ratios.find((ratio) => ratioWords[ratio] === fallback) ?? null;
  return { fields: { ratio: name }, row: { sizes: ratioRule(ratios, usual), ratioWords } };
}

/** Where the schema's own default is no ratio (`auto`), a square is what members expect. */
function ratioRule(ratios: readonly string[], fallback: unknown): SizeRule {
  const defaultRatio = [fallback, '1:1', ratios[0]].find((ratio) => ratios.some((each) => each === ratio));
  return { kind: 'ratios', ratios, custom: null, defaultRatio: String(defaultRatio) };
}

interface OptionParts {
  readonly fields: Fields;
  readonly row: Pick<Route, 'steps' | 'qualities' | 'resolutions' | 'formats'>;
}

/** Options that have a listed default; without one nobody knows what leaving them out means. */
function optionParts(listed: Inputs): OptionParts {
  const steps = firstOf(
    ['steps', 'num_inference_steps'].flatMap((key) => listed.get(key) ?? []),
    (input) => (isBounded(input) && typeof input.fallback === 'number' ? { ...input, usual: input.fallback } : null),
  );
  const qualities = choiceIn(listed.get('quality'));
  const resolutions = choiceIn(listed.get('resolution'));
  const format = choiceIn(listed.get('output_format'))?.default;
  const formats = imageFormats.filter((each) => each === format);
  return {
    fields: {
      ...(steps && { steps: steps.name }),
      ...(qualities && { quality: 'quality' }),
      ...(resolutions && { resolution: 'resolution' }),
      ...(formats.length > 0 && { format: 'output_format' }),
    },
    row: { steps: steps && { min: 0, max: 0, default: steps.usual }, qualities, resolutions, formats },
  };
}

function choiceIn(input: ListedInput | undefined): Choice | null {
  const usual = input?.fallback;
  if (!input?.words || typeof usual !== 'string' || !input.words.includes(usual)) return null;
  return { values: input.words, default: usual };
}

function isBounded(input: ListedInput | undefined): input is ListedInput {
  if (input?.kind !== 'whole' && input?.kind !== 'number') return false;
  return input.minimum !== null && input.maximum !== null;
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
