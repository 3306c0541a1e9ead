import type { Fields, FieldWord, LoraRule, Price, Route } from '../model.ts';
import { graphFlatFields, graphFlatLoraFields, graphPixels, graphRatios, longestTypedPrompt } from './wire-words.ts';

/** A published price in yuan; `grid` where it depends on quality, resolution or size. */
export function cny(amount: number, grid: Price['grid'] = null): Price {
  return { currency: 'CNY', amount, grid, estimated: false };
}

/** What RunComfy may cost at most: its prices are published to accounts only. @see docs/decisions, estimated prices */
export function estimatedUsd(amount: number, grid: Price['grid'] = null): Price {
  return { currency: 'USD', amount, grid, estimated: true };
}

type Needed = 'endpoint' | 'price' | 'fields' | 'sizes' | 'source' | 'confidence';

/** A route with flat keys only, at RunningHub unless told, without any option that the row does not name. */
export function flatRoute(row: Pick<Route, Needed> & Partial<Route>): Route {
  return {
    provider: 'runninghub',
    nodeFields: null,
    promptMaxCharacters: longestTypedPrompt,
    steps: null,
    qualities: null,
    resolutions: null,
    formats: [],
    loras: null,
    ...row,
  };
}

/** What tells the endpoints of RunningHub's node-graph family apart. */
export interface GraphRow {
  readonly endpoint: string;
  readonly price: Price;
  /** Node keys; an input that has none here is no input of the endpoint. */
  readonly nodes: Fields;
  readonly loras?: LoraRule;
  /** The flat key of the height; most graphs misspell it. */
  readonly heightKey?: 'customHeight';
}

const graphWords = ['prompt', 'ratio', 'width', 'height', 'format', 'lora', 'loraStrength'] as const;

/** A route of the node-graph family: the same inputs under ever new node keys. */
export function graphRoute({ endpoint, price, nodes, loras, heightKey }: GraphRow): Route {
  const flatKeys = { ...graphFlatFields, ...graphFlatLoraFields, height: heightKey ?? graphFlatFields.height };
  const has = (word: FieldWord) => nodes[word] !== undefined;
  const fields: Partial<Record<FieldWord, string>> = {};
  for (const word of graphWords.filter(has)) fields[word] = flatKeys[word];
  return flatRoute({
    endpoint,
    price,
    fields,
    nodeFields: nodes,
    sizes: { kind: 'ratios', ratios: graphRatios, custom: has('width') ? graphPixels : null, defaultRatio: '1:1' },
    formats: has('format') ? ['png', 'jpeg', 'webp'] : [],
    loras: loras ?? null,
    source: 'RunningHub model page, 2026-06-18',
    confidence: 'M',
  });
}

/** Any LoRA of the service's library, at a strength where its effect is plain. The pages' own default of 0 has none. */
export const libraryLora: LoraRule = { known: [], minStrength: -100, maxStrength: 100, defaultStrength: 0.8 };

/** The same on an endpoint beside one without LoRAs. */
export const onlyWithLora: LoraRule = { ...libraryLora, isRequired: true };

/** Where the inputs and prices of the flat endpoints were read. */
export const registry = 'RunningHub model registry and price list, 2026-04-29';

/** The same, where only the content says that the endpoint is the model of this name. */
export const registryByContent = `${registry}; the name by content`;
