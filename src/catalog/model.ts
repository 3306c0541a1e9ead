import type { ProviderName } from '#core/ids.ts';
import type { SizeRule } from '#core/phrase.ts';
import type { ImageFormat, MediaKind, SourceImage, StillImage } from '#media/media.ts';
import type { FormValues, FormWord, RequestMedia, RouteForm, Task, Variation } from './form.ts';
import { mostInputs } from './request.ts';

/** Picture inputs of an endpoint. */
export interface ImageRule {
  /** One key that takes a list of addresses, or one key for each picture in its order. */
  readonly keys: ImageKeys;
  /** RunningHub's node-keyed spelling, one key for each picture; null where there is none. */
  readonly nodeKeys: readonly string[] | null;
  /** Pictures at most, 1 or more. */
  readonly most: number;
  /** What one picture may weigh. */
  readonly maxBytes: number;
  /** The kinds that the endpoint lists; all three where left out. A picture of another kind is written as one of these. */
  readonly formats?: readonly StillImage['format'][] | undefined;
  /** True where the endpoint edits and makes nothing from words alone. */
  readonly isRequired: boolean;
  /** How close the result keeps to the picture; left out where the endpoint is not told. */
  readonly closeness?: Closeness | undefined;
}

/** The key, and the number for each of {@link variations}. */
type Closeness = { readonly key: string } & Readonly<Record<Variation, number>>;

type ImageKeys =
  | { readonly kind: 'list'; readonly key: string }
  | { readonly kind: 'each'; readonly keys: readonly string[] };

/** How sure a row of the catalogue is: H published by the provider, M two sources or a captured answer, L a single source. */
type Confidence = 'H' | 'M' | 'L';

/** A model is what a member picks; data, not code. */
export interface Model {
  /** `flux-2-klein-9b`: lower case, digits, dots, dashes. */
  readonly id: string;
  readonly title: string;
  /** One line, at most 100 characters. */
  readonly description: string;
  /** The same model at one or more providers; order is of no meaning, the cheapest that fits is taken. */
  readonly routes: readonly Route[];
  /** Marked adult: runs only in age-restricted channels. Not adult when left out. */
  readonly adult?: boolean | undefined;
  /** Which command offers it; `/imagine` and `/edit` when left out. */
  readonly task?: Task | undefined;
  /** What its results are, where the task doesn't say it. @see outputOf */
  readonly output?: MediaKind | undefined;
}

/** One model at one provider's endpoint. */
export interface Route {
  readonly provider: ProviderName;
  /** RunningHub: the path below `/openapi/v2/`. RunComfy: the `model_id`, or `deployments/ID` of a deployment. */
  readonly endpoint: string;
  readonly price: Price;
  /** Our words to the provider's flat keys; a word that is missing here is not an input of the endpoint. */
  readonly fields: Fields;
  /** RunningHub's node-keyed spelling of the same fields, sent first where it exists. @see reference: two body forms */
  readonly nodeFields: Fields | null;
  readonly promptMaxCharacters: number;
  readonly sizes: SizeRule;
  /** Where the endpoint has words of its own for ratios, such as `landscape_16_9`: a word for each ratio of `sizes`. */
  readonly ratioWords?: Readonly<Record<string, string>> | undefined;
  readonly steps: IntegerRange | null;
  readonly qualities: Choice | null;
  readonly resolutions: Choice | null;
  readonly formats: readonly ImageFormat[];
  readonly loras: LoraRule | null;
  /** Seeds that the endpoint takes; left out where it draws its own and does not tell. */
  readonly seeds?: SeedRange | undefined;
  /** How much may be said of what the picture shall not show; left out where the endpoint has no input for it. */
  readonly negativeMaxCharacters?: number | undefined;
  /** Pictures that the endpoint changes or looks at; left out where it takes words alone. */
  readonly images?: ImageRule | undefined;
  /** The inputs of an endpoint that makes something else than pictures from words; the fields, sizes and choices above are empty then. */
  readonly form?: RouteForm | undefined;
  /** A workflow: the keys of the form are `node.field`, and go out as the service writes nodes. */
  readonly isNodeList?: boolean | undefined;
  /** How many pictures one job of the endpoint can bring, under the key of `count`; left out where it is always one. */
  readonly counts?: IntegerRange | undefined;
  /** Where the endpoint wants the number of pictures as text, `"2"`. */
  readonly countAs?: 'text' | undefined;
  /** Keys that the endpoint wants besides, always with the same value: one picture per job, a fixed sub-model. */
  readonly constants?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Asked after every other route, whatever it costs: it stands in when they fail, and sets no price. */
  readonly isReserve?: boolean | undefined;
  readonly source: string;
  readonly confidence: Confidence;
}

/** The words Easel has for an input. */
export const fieldWords = [
  'prompt',
  'ratio',
  'width',
  'height',
  'size',
  'format',
  'steps',
  'quality',
  'resolution',
  'lora',
  'loraStrength',
  'count',
  'seed',
  'negative',
] as const;
/** @see fieldWords */
export type FieldWord = (typeof fieldWords)[number];
/** Our word to the provider's key. */
export type Fields = Readonly<Partial<Record<FieldWord, string>>>;

/** Whole numbers, both ends included. */
export interface IntegerRange {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** Whole numbers, both ends included. */
export type SeedRange = Pick<IntegerRange, 'min' | 'max'>;

/** One of a few words, sent as text. */
export interface Choice {
  readonly values: readonly string[];
  readonly default: string;
}

/** LoRA inputs of an endpoint. An empty list of known files means that any file name of the provider's library is taken. */
export interface LoraRule {
  readonly known: readonly Lora[];
  readonly minStrength: number;
  readonly maxStrength: number;
  /** Never 0: a strength of 0 has no effect. */
  readonly defaultStrength: number;
  /** True where the route is there for requests with a LoRA only, since another route of the model runs those without. */
  readonly isRequired?: boolean | undefined;
  /** What LoRAs are called: files of the provider's library when left out, else repositories (`owner/name`) or https addresses. */
  readonly names?: 'library' | 'path' | undefined;
  /** How many at once; 1 when left out. Several go as a list under `list`. */
  readonly most?: number | undefined;
  /** How a list of LoRAs is written; left out where name and strength have keys of their own. */
  readonly list?: LoraListKeys | undefined;
}

/** The key of a list of LoRAs, and the keys of one entry's file (a path or an https address) and strength. */
interface LoraListKeys {
  readonly key: string;
  readonly file: string;
  readonly strength: string;
}

/** A LoRA that Easel offers by name. */
export interface Lora {
  /** Shown to members, 1..100 characters. */
  readonly title: string;
  /** The provider's file name, byte-exact: no trimming, no normalising. */
  readonly file: string;
}

/**
 * What a picture costs at the provider. `grid` is by quality (`''` where the route has none), then by resolution or by size
 * (`1024x1536`); a missing cell falls back to `amount`.
 * `estimated` marks a price that no published source states; an operator overrides it in CATALOG_FILE.
 */
export interface Price {
  readonly currency: 'USD' | 'CNY';
  /** Per picture, in the currency's main unit. */
  readonly amount: number;
  readonly grid: Readonly<Record<string, Readonly<Record<string, number>>>> | null;
  readonly estimated: boolean;
  /** Of a route with a form; left out for a price per picture. */
  readonly meter?: Meter | undefined;
}

/**
 * How a price is counted. `second` is of the result, `thousandCharacters` of the prompt, each begun one in full. `amounts` is by the values of the words `by`, with
 * a space between them; a missing one falls back to the price's `amount`.
 */
export interface Meter {
  readonly unit: 'run' | 'second' | 'thousandCharacters';
  readonly by: readonly FormWord[];
  readonly amounts: Readonly<Record<string, number>>;
}

/** A size that an endpoint takes as it is. */
export type Size =
  | { readonly kind: 'ratio'; readonly ratio: string }
  | { readonly kind: 'pixels'; readonly widthPx: number; readonly heightPx: number };

/** A LoRA as it is applied. */
export interface LoraChoice {
  readonly file: string;
  readonly strength: number;
  /** What the guild's row says that the LoRA answers to; the prompt has them. */
  readonly triggerWords?: readonly string[] | undefined;
}

/** A request's options after the rules: complete for one route, nothing left to default. */
export interface Settings {
  readonly prompt: string;
  readonly size: Size;
  readonly steps: number | null;
  readonly quality: string | null;
  readonly resolution: string | null;
  readonly format: ImageFormat | null;
  /** In the order typed; the prompt has the trigger words of each. */
  readonly loras: readonly LoraChoice[];
  /** What is edited, in the order given; empty where words are all there is. */
  readonly images: readonly SourceImage[];
  /** Pictures asked for, 1 or more. */
  readonly count: number;
  /** Every value that is sent but the prompt, the files and what is above: all of a route with a form, the seed and such of a picture. */
  readonly form?: FormValues | undefined;
  /** Files besides the pictures. */
  readonly media?: RequestMedia | undefined;
}

/**
 * Every text in the settings of a request: the prompt, names of LoRAs and files, whatever else a member can type. A service's
 * reason may repeat each of them, and then says nothing of its own.
 */
export function typedIn(settings: Settings): readonly string[] {
  return textsIn(Object.values(settings));
}

function textsIn(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? textsIn(Object.values(value)) : [];
  });
}

/** The command that offers the model. */
export function taskOf({ task = 'image' }: Pick<Model, 'task'>): Task {
  return task;
}

const outputs: Readonly<Record<Task, MediaKind>> = {
  image: 'image',
  upscale: 'image',
  video: 'video',
  speech: 'audio',
  music: 'audio',
  model3d: 'model3d',
  run: 'image',
};

/** What the results of the model show, play or hold. */
export function outputOf(model: Pick<Model, 'task' | 'output'>): MediaKind {
  return model.output ?? outputs[taskOf(model)];
}

/** True where a route of the model changes pictures or looks at them. */
export function canEdit(model: Model): boolean {
  return mostImagesOf(model) > 0;
}

/** Pictures that a request to the model can bring at most; 0 where it makes them from words alone. */
export function mostImagesOf({ routes }: Model): number {
  return Math.min(mostInputs, Math.max(0, ...routes.map(({ images }) => images?.most ?? 0)));
}

/** True where a route of the model makes pictures from words alone. */
export function canMake(model: Model): boolean {
  return taskOf(model) === 'image' && model.routes.some(({ images }) => images?.isRequired !== true);
}

/** True where a route of the model can make a picture like another one, close to it or less. */
export function canVary(model: Pick<Model, 'routes'>): boolean {
  return model.routes.some(({ images }) => images?.closeness !== undefined);
}

/** The model with those of its routes alone that take pictures: its sizes, options and price in `/edit`. */
export function asEditor(model: Model): Model {
  return { ...model, routes: model.routes.filter(({ images }) => images !== undefined) };
}

/** The model with those of its routes alone that need no picture: its sizes and options in `/imagine`. */
export function asMaker(model: Model): Model {
  return { ...model, routes: model.routes.filter(({ images }) => images?.isRequired !== true) };
}
