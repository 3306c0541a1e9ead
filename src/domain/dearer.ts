import type { GenerationRequest, RequestOptions } from './request.ts';

/**
 * Why a request costs more than the price that its member has read. `route`: the cheaper route is in trouble; `options`: the
 * cheaper route does not take what was chosen; `last_choice`: the member's last choice stands in for what was left out;
 * `repeat`: the picture that is made again cost less.
 */
export type DearerReason = 'route' | 'options' | 'last_choice' | 'repeat';

/** A price above the one that the member has read. */
export interface Dearer {
  readonly reason: DearerReason;
  /** What the member has read, for all pictures asked for: whole credits. */
  readonly shown: number;
  /** The title of the model that runs. */
  readonly model: string;
  /** The slash command's options that make it dearer; empty where none of them does alone. */
  readonly options: readonly string[];
}

/** What a request came to, for {@link whyDearer}. */
export interface Charge {
  /** As it is asked for: what was left out is still left out. */
  readonly request: GenerationRequest;
  /** The same with the member's last choice where it stood in; the request itself where nothing did. */
  readonly recalled: GenerationRequest;
  readonly model: string;
  readonly credits: number;
  /** What the member has read. */
  readonly shown: number;
  /** What the model that stood in is shown with. */
  readonly modelShown: number;
  /** True where the model stood in because it has the LoRA. */
  readonly isModelOfLora: boolean;
}

/**
 * Why the price is above the one that the member has read; null where it is not. `quote` tells what a request would cost if
 * every route worked, null where it could not be made.
 */
export function whyDearer(charge: Charge, quote: (request: GenerationRequest) => number | null): Dearer | null {
  const { credits, shown, model } = charge;
  if (credits <= shown) return null;
  return { shown, model, ...reasonOf(charge, (request) => fits(quote(request), shown)) };
}

function reasonOf(
  { request, recalled, shown, modelShown, isModelOfLora }: Charge,
  isCheap: (request: GenerationRequest) => boolean,
): Pick<Dearer, 'reason' | 'options'> {
  const isOtherModel = recalled.model !== request.model;
  if (isOtherModel && isModelOfLora) return { reason: 'options', options: ['lora'] };
  if (isOtherModel && modelShown > shown) return { reason: 'last_choice', options: [] };
  if (isCheap(recalled)) return { reason: 'route', options: [] };
  if (recalled !== request && isCheap(request)) return { reason: 'last_choice', options: [] };
  const options = dearOptions(recalled, isCheap);
  return { reason: request.shownCredits !== undefined && options.length === 0 ? 'repeat' : 'options', options };
}

/** Those without which it would cost what was shown; all that were chosen where none of them does it alone. */
function dearOptions(request: GenerationRequest, isCheap: (request: GenerationRequest) => boolean): readonly string[] {
  const chosen = choicesOf(request);
  const alone = chosen.filter(({ without }) => isCheap(without));
  return (alone.length > 0 ? alone : request.shownCredits === undefined ? chosen : []).map(({ name }) => name);
}

function choicesOf(
  request: GenerationRequest,
): readonly { readonly name: string; readonly without: GenerationRequest }[] {
  const { options, images } = request;
  const left = (changes: Partial<RequestOptions>) => ({ ...request, options: { ...options, ...changes } });
  const chosen = [
    { name: 'lora', isSet: options.lora !== null, without: left({ lora: null, loraStrength: null }) },
    { name: 'size', isSet: options.size !== null, without: left({ size: null }) },
    { name: 'quality', isSet: options.quality !== null, without: left({ quality: null }) },
    { name: 'resolution', isSet: options.resolution !== null, without: left({ resolution: null }) },
    { name: 'steps', isSet: options.steps !== null, without: left({ steps: null }) },
    { name: 'format', isSet: options.format !== null, without: left({ format: null }) },
    { name: 'image2', isSet: images.length > 1, without: { ...request, images: images.slice(0, 1) } },
  ];
  return chosen.filter(({ isSet }) => isSet);
}

function fits(credits: number | null, shown: number): boolean {
  return credits !== null && credits <= shown;
}
