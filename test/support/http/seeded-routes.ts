import type { Fields, LoraRule, Route, Settings } from '#catalog/model.ts';
import type { RouteQuote } from '#catalog/plan.ts';

/** The five seeded endpoints, written out for the tests of the clients. @see reference/providers.md, section 1 */
const plain = {
  promptMaxCharacters: 20_000,
  steps: null,
  qualities: null,
  resolutions: null,
  formats: [],
  loras: null,
  nodeFields: null,
  source: 'test',
  confidence: 'H',
} as const satisfies Partial<Route>;

const cny = (amount: number) => ({ currency: 'CNY', amount, grid: null, estimated: false }) as const;
const usd = (amount: number) => ({ currency: 'USD', amount, grid: null, estimated: true }) as const;
const pixels = (minPx: number, maxPx: number) =>
  ({ kind: 'pixels', range: { minPx, maxPx, stepPx: 1 }, defaultRatio: '1:1' }) as const;
const presets = {
  kind: 'ratios',
  ratios: ['1:1', '3:4', '4:3', '9:16', '16:9', '2:3', '3:2'],
  custom: { minPx: 256, maxPx: 1536, stepPx: 1 },
  defaultRatio: '1:1',
} as const;
const flatFields: Fields = {
  prompt: 'prompt',
  ratio: 'aspectRatio',
  width: 'customWidth',
  height: 'customHight',
  format: 'outputFormat',
};
const anyLora: LoraRule = { known: [], minStrength: -100, maxStrength: 100, defaultStrength: 1 };

/** Section 1.1. */
export const klein9bRunningHub: Route = {
  ...plain,
  provider: 'runninghub',
  endpoint: 'rhart-image/f-2-klein-9b/text-to-image',
  price: cny(0.05),
  fields: flatFields,
  nodeFields: {
    prompt: '36##text',
    ratio: '51##select',
    width: '35##value',
    height: '34##value',
    format: '54##file_type',
  },
  sizes: presets,
  formats: ['png', 'jpeg', 'webp'],
};

/** Section 1.2. */
export const devLoraRunningHub: Route = {
  ...plain,
  provider: 'runninghub',
  endpoint: 'rhart-image/f-2-dev/text-to-image-lora',
  price: cny(0.17),
  fields: { ...flatFields, lora: 'lora', loraStrength: 'lora_strength' },
  nodeFields: {
    prompt: '12##text',
    ratio: '42##select',
    width: '43##value',
    height: '30##value',
    format: '44##file_type',
    lora: '16##lora_name',
    loraStrength: '16##strength_model',
  },
  sizes: presets,
  formats: ['png', 'jpeg', 'webp'],
  loras: anyLora,
};

/** Section 1.3. */
export const gptImage2RunningHub: Route = {
  ...plain,
  provider: 'runninghub',
  endpoint: 'rhart-image-g-2-official/text-to-image',
  price: cny(0.926),
  fields: { prompt: 'prompt', ratio: 'aspectRatio', quality: 'quality', resolution: 'resolution' },
  sizes: { kind: 'ratios', ratios: ['1:1', '16:9', '21:9'], custom: null, defaultRatio: '16:9' },
  qualities: { values: ['low', 'medium', 'high'], default: 'medium' },
  resolutions: { values: ['1k', '2k', '4k'], default: '2k' },
};

/** Section 1.5. */
export const klein9bRunComfy: Route = {
  ...plain,
  provider: 'runcomfy',
  endpoint: 'blackforestlabs/flux-2-klein/9b/text-to-image',
  price: usd(0.01),
  fields: { prompt: 'prompt', width: 'width', height: 'height', steps: 'steps' },
  sizes: pixels(512, 1536),
  steps: { min: 1, max: 100, default: 25 },
};

/** Section 1.6. */
export const klein4bRunComfy: Route = {
  ...plain,
  provider: 'runcomfy',
  endpoint: 'blackforestlabs/flux-2-klein/4b/text-to-image',
  price: usd(0.01),
  fields: { prompt: 'prompt', width: 'width', height: 'height' },
  sizes: pixels(64, 2048),
};

/** A workflow of one's own, as the catalogue file makes it. */
export const deploymentRunComfy: Route = {
  ...plain,
  provider: 'runcomfy',
  endpoint: 'deployments/8c1f',
  price: usd(0.5),
  fields: {},
  sizes: { kind: 'ratios', ratios: ['1:1'], custom: null, defaultRatio: '1:1' },
  form: [{ word: 'prompt', key: '6.text', isRequired: true, kind: 'text', maxCharacters: 6000, default: null }],
  isNodeList: true,
  constants: { '3.seed': 7 },
};

/** Settings with nothing chosen but the prompt. */
export function settingsFor(route: Route, chosen: Partial<Settings> = {}): Settings {
  const size =
    route.sizes.kind === 'pixels'
      ? ({ kind: 'pixels', widthPx: 1024, heightPx: 1024 } as const)
      : ({ kind: 'ratio', ratio: '1:1' } as const);
  return {
    prompt: 'a red fox',
    size,
    steps: null,
    quality: null,
    resolution: null,
    format: null,
    loras: [],
    images: [],
    count: 1,
    ...chosen,
  };
}

/** An offer of one route. */
export function offerOf(route: Route, chosen: Partial<Settings> = {}): RouteQuote {
  return { route, settings: settingsFor(route, chosen), credits: 7 };
}
