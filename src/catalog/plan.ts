import { BotError, type ErrorFacts } from '#core/errors.ts';
import { noPictures, noSuchOption, type Phrase, type SizeRule } from '#core/phrase.ts';
import { type Catalog, nearestModels } from './catalog.ts';
import { fitRoute, type Problem, type SizeMode } from './fit-route.ts';
import { formOptionWords, mediaWords, textWords } from './form.ts';
import type { RequestWithLoras } from './loras.ts';
import { canEdit, type Model, mostImagesOf, type Route, type Settings } from './model.ts';
import { mostNamed } from './nearest-names.ts';
import { creditsFor } from './price.ts';
import type { GenerationRequest, RequestOptions } from './request.ts';
import { type AskedSize, nearestSize, parseSize, sizeLabel } from './size.ts';

/** A route that can express the request, with what it would send and cost. */
export interface RouteQuote {
  readonly route: Route;
  readonly settings: Settings;
  /** For all pictures asked for: whole credits, 1 or more. */
  readonly credits: number;
  /** The same by the operator's price list, where the guild asks for another price. */
  readonly listCredits?: number | undefined;
  /** Where the provider finds the pictures of the settings, once they were handed over; in their order. */
  readonly inputs?: readonly string[] | undefined;
}

/** An admitted request: the offers in the order in which they are tried, the first one being the price shown. */
export interface Plan {
  readonly model: Model;
  readonly quotes: readonly [RouteQuote, ...RouteQuote[]];
  /** What is reserved: the first offer's price. Later offers never charge more than this. */
  readonly credits: number;
  /** The size that was asked for in pixels and what it becomes, where the model does not have it; left out where it has. */
  readonly resized?: { readonly asked: string; readonly size: string; readonly isMuch: boolean };
}

type AskedPixels = Extract<AskedSize, { readonly kind: 'pixels' }>;

/** What admission needs to know of the world; a snapshot, so that it stays pure. */
export interface AdmissionContext {
  readonly catalog: Catalog;
  /** True for a route whose last submits failed: it is offered last. */
  readonly isTroubled: (route: Route) => boolean;
  /** True for a route that takes no new requests for now: it is not offered. None is, when left out. */
  readonly isPaused?: (route: Route) => boolean;
  /** Models that the member may use, for what is named instead of a refused one; all of them when left out. */
  readonly mayUse?: (model: Model) => boolean;
}

/**
 * Turns what a member typed into a plan: the model, and every route that can express the request, cheapest first, troubled
 * routes last; a route that is kept in reserve comes after those that are not.
 *
 * @throws {@link BotError} `refused.model`, `refused.prompt`, `refused.options`, `refused.busy`; the facts name the option, the value and
 * what is allowed
 */
export function admit(request: RequestWithLoras, context: AdmissionContext): Plan {
  const { catalog, isTroubled, isPaused = () => false } = context;
  const model = findModel(request, catalog);
  const exact = offersOf(model, request, 'exact');
  // Only pixels that no route takes as they are have a nearest size.
  const asked = exact.length > 0 ? null : pixelsIn(request.options.size);
  const fitting = asked === null ? exact : offersOf(model, request, 'nearest');
  const quotes = fitting.filter(({ route }) => !isPaused(route));
  if (fitting.length > 0 && quotes.length === 0) throw pausedRefusal(model);
  quotes.sort(
    (one, other) =>
      Number(isTroubled(one.route)) - Number(isTroubled(other.route)) ||
      Number(one.route.isReserve === true) - Number(other.route.isReserve === true) ||
      one.credits - other.credits,
  );
  const [first, ...rest] = quotes;
  if (!first) throw refusalOf(model, request, context);
  const resized = asked && resizedOf(asked, first);
  return { model, quotes: [first, ...rest], credits: first.credits, ...(resized && { resized }) };
}

/** How soon a request that waits for its approval tries again. */
const pausedRetryMs = 60_000;

function pausedRefusal({ title: model }: Model): BotError {
  const facts = { rule: 'service', model, retryAfterMs: pausedRetryMs };
  return new BotError('refused.busy', 'every route is paused', facts);
}

function offersOf(model: Model, request: RequestWithLoras, mode: SizeMode): RouteQuote[] {
  return model.routes.flatMap((route) => {
    const fit = fitRoute(route, request, mode);
    if (!fit.ok) return [];
    const { settings } = fit;
    return [{ route, settings, credits: creditsFor(route.price, settings) * settings.count }];
  });
}

/** A side that changes by more than this is worth a question. */
const smallChange = 1.25;

/** The pixels that were asked for, or null. */
function pixelsIn(typed: string | null): AskedPixels | null {
  const asked = typed === null ? null : parseSize(typed);
  return asked?.kind === 'pixels' ? asked : null;
}

/** What was asked for and what it becomes. */
function resizedOf(asked: AskedPixels, { settings: { size } }: RouteQuote): Plan['resized'] {
  const change = size.kind === 'pixels' ? asked.widthPx / size.widthPx : 1;
  return {
    asked: sizeLabel(asked),
    size: sizeLabel(size),
    isMuch: Math.max(change, 1 / change) > smallChange,
  };
}

function findModel(request: RequestWithLoras, catalog: Catalog): Model {
  const name = request.model ?? catalog.defaultModelId;
  const model = catalog.find(name);
  if (model) return model;
  throw new BotError('refused.model', 'unknown model', {
    option: 'model',
    value: name,
    nearest: nearestModels(name, catalog.models),
  });
}

/** One thing that a member chose: the option's name, and the request without it. */
interface Choice {
  readonly name: string;
  readonly isMade: boolean;
  readonly drop: (request: RequestWithLoras) => RequestWithLoras;
}

/** In the order in which they are let go, to find those that exclude each other. */
const choices: readonly ((request: RequestWithLoras) => Choice)[] = [
  ({ options }) => ({ name: 'count', isMade: options.count !== null, drop: left({ count: null }) }),
  ({ options }) => ({ name: 'format', isMade: options.format !== null, drop: left({ format: null }) }),
  ({ options }) => ({ name: 'steps', isMade: options.steps !== null, drop: left({ steps: null }) }),
  ({ options }) => ({ name: 'resolution', isMade: options.resolution !== null, drop: left({ resolution: null }) }),
  ({ options }) => ({ name: 'quality', isMade: options.quality !== null, drop: left({ quality: null }) }),
  ({ options }) => ({ name: 'size', isMade: options.size !== null, drop: left({ size: null }) }),
  ({ options }) => ({
    name: 'lora_strength',
    isMade: options.loraStrength !== null,
    drop: left({ loraStrength: null }),
  }),
  ({ options }) => ({
    name: 'lora',
    isMade: options.lora !== null,
    drop: (request) => ({ ...left({ lora: null, loraStrength: null })(request), loras: [] }),
  }),
  ({ images }) => ({ name: 'image', isMade: images.length > 0, drop: (request) => ({ ...request, images: [] }) }),
  ...[...textWords, ...formOptionWords].map(
    (word) =>
      ({ options: { form = {} } }: RequestWithLoras): Choice => ({
        name: word,
        isMade: form[word] !== undefined,
        drop: (request) => left({ form: without({ ...request.options.form }, word) })(request),
      }),
  ),
  ...mediaWords.map(
    (word) =>
      ({ media = {} }: RequestWithLoras): Choice => ({
        name: word === 'lastImage' ? 'last_image' : word,
        isMade: media[word] !== undefined,
        drop: (request) => ({ ...request, media: without({ ...request.media }, word) }),
      }),
  ),
];

function without<Name extends string, Value>(
  values: Readonly<Partial<Record<Name, Value>>>,
  name: Name,
): Readonly<Partial<Record<Name, Value>>> {
  const rest: Partial<Record<Name, Value>> = { ...values };
  delete rest[name];
  return rest;
}

function left(changes: Partial<RequestWithLoras['options']>): (request: RequestWithLoras) => RequestWithLoras {
  return (request) => ({ ...request, options: { ...request.options, ...changes } });
}

/**
 * Why no route of the model takes the request: an option that none of them takes, else those that exclude each other. The
 * facts name what would do.
 */
export function refusalOf(model: Model, request: RequestWithLoras, context: AdmissionContext): BotError {
  const made = choices.map((choice) => choice(request)).filter(({ isMade }) => isMade);
  // A form can need what is left out to look at each choice by itself.
  const isOneForm = model.routes.length === 1 && model.routes[0]?.form !== undefined;
  const single = (isOneForm ? problemsOf(model, request) : null) ?? wrongAlone(model, request, made);
  if (single !== null) return problemRefusal(model, single, context);
  const core = made.reduce((kept, { drop }) => (fits(model, drop(kept)) ? kept : drop(kept)), request);
  const together = choices.map((choice) => choice(core)).flatMap(({ isMade, name }) => (isMade ? [name] : []));
  return new BotError('refused.options', 'options exclude each other', { model: model.title, together });
}

/** The problems of the first choice that no route takes beside the pictures; null where each is taken by itself. */
function wrongAlone(model: Model, request: RequestWithLoras, made: readonly Choice[]): readonly Problem[] | null {
  const bare = problemsOf(model, aloneOf(request, ['image'], made));
  // Some models have only routes for requests with a LoRA.
  const needed = bare === null ? ['image'] : ['image', 'lora'];
  if (bare !== null && !fits(model, aloneOf(request, needed, made))) return bare;
  for (const { name } of made.toReversed()) {
    const alone = aloneOf(request, [...needed, name, ...(name === 'lora_strength' ? ['lora'] : [])], made);
    const problems = problemsOf(model, alone);
    if (problems !== null && !isOnlyMissingHere(model, alone, problems)) return problems;
  }
  return null;
}

function aloneOf(request: RequestWithLoras, kept: readonly string[], made: readonly Choice[]): RequestWithLoras {
  return made.filter(({ name }) => !kept.includes(name)).reduce((rest, { drop }) => drop(rest), request);
}

/** The routes that take the pictures lack the option, and others have it. */
function isOnlyMissingHere(model: Model, alone: RequestWithLoras, problems: readonly Problem[]): boolean {
  const lacks = furthestOf(problems).allowed === noSuchOption;
  return lacks && fits(model, { ...alone, images: [] });
}

function fits(model: Model, request: RequestWithLoras): boolean {
  return problemsOf(model, request) === null;
}

/** Of each route its own; null where a route takes the request. */
function problemsOf(model: Model, request: RequestWithLoras): readonly Problem[] | null {
  const problems: Problem[] = [];
  for (const route of model.routes) {
    const fit = fitRoute(route, request, 'nearest');
    if (fit.ok) return null;
    problems.push(fit.problem);
  }
  return problems;
}

/** A route that fails only at a later option got further: its problem is the one left to solve. */
function furthestOf(problems: readonly Problem[]): Problem {
  return problems.reduce((best, each) => (each.position > best.position ? each : best));
}

function problemRefusal(model: Model, problems: readonly Problem[], context: AdmissionContext): BotError {
  if (problems.length === 0) {
    return new BotError('refused.model', 'model without routes', { option: 'model', value: model.id });
  }
  const furthest = furthestOf(problems);
  const sameOption = problems.filter(({ option }) => option === furthest.option);
  const { option, value, brought } = furthest;
  const allowed = anyOf(furthest, sameOption);
  const facts: ErrorFacts = { model: model.title, option, allowed, ...wayOut(furthest, allowed, context) };
  // Facts go into texts and logs, which never hold a prompt.
  if (option === 'prompt') return new BotError('refused.prompt', 'prompt refused', facts);
  return new BotError('refused.options', 'option refused', { ...facts, value, ...(brought && { brought }) });
}

/** One route lacks what is asked, another has it: then the model has it. */
function anyOf(furthest: Problem, problems: readonly Problem[]): Phrase {
  const telling = problems.map(({ allowed }) => allowed).filter((each) => each !== noSuchOption && each !== noPictures);
  const [first, ...others] = new Map(telling.map((each) => [JSON.stringify(each), each])).values();
  if (first === undefined) return furthest.allowed;
  return others.length === 0 ? first : { kind: 'anyOf', phrases: [first, ...others] };
}

/** The sizes that are nearest, or the models that take these pictures. */
function wayOut({ option, value, brought }: Problem, allowed: Phrase, context: AdmissionContext): ErrorFacts {
  if (option === 'size') return { nearest: nearestSizes(value, rulesIn(allowed)) };
  return brought?.kind === 'pictures' ? { nearest: takersOf(brought.count, context) } : {};
}

function rulesIn(allowed: Phrase): readonly SizeRule[] {
  const phrases = allowed.kind === 'anyOf' ? allowed.phrases : [allowed];
  return phrases.filter((phrase) => phrase.kind === 'sizes').map(({ rule }) => rule);
}

function nearestSizes(typed: string, rules: readonly SizeRule[]): readonly string[] {
  const asked = parseSize(typed);
  if (asked === null || asked.kind === 'auto') return [];
  return [...new Set(rules.map((rule) => sizeLabel(nearestSize(rule, asked))))].slice(0, mostNamed);
}

/** Models that take so many pictures and that the member may use. */
function takersOf(count: number, { catalog, mayUse }: AdmissionContext): readonly string[] {
  return catalog.models
    .filter((model) => canEdit(model) && mostImagesOf(model) >= count && (mayUse?.(model) ?? true))
    .map(({ id }) => id)
    .slice(0, mostNamed);
}

/**
 * Why a request costs more than the price that its member has read. `route`: the cheaper route is in trouble; `options`: the
 * cheaper route does not take what was chosen; `last_choice`: the member's last choice stands in for what was left out;
 * `repeat`: the picture that is made again cost less.
 */
type DearerReason = 'route' | 'options' | 'last_choice' | 'repeat';

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
  return { shown, model, ...reasonOf(charge, (request) => isAsShown(quote(request), shown)) };
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
    ...formOptionWords.map((word) => ({
      name: word,
      isSet: options.form?.[word] !== undefined,
      without: left({ form: without(options.form ?? {}, word) }),
    })),
  ];
  return chosen.filter(({ isSet }) => isSet);
}

function isAsShown(credits: number | null, shown: number): boolean {
  return credits !== null && credits <= shown;
}
