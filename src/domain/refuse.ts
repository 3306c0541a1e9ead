import type { AdmissionContext } from './admit.ts';
import { BotError, type ErrorFacts } from './errors.ts';
import type { WishedRequest } from './fit-loras.ts';
import { fitRoute, type Problem } from './fit-route.ts';
import { canEdit, mostImagesOf } from './image-inputs.ts';
import type { Model, SizeRule } from './model.ts';
import { mostNamed } from './nearest-names.ts';
import { noPictures, noSuchOption, type Phrase } from './phrase.ts';
import { parseSize, sizeLabel } from './size.ts';
import { nearestSize } from './size-like.ts';

/** One thing that a member chose: the option's name, and the request without it. */
interface Choice {
  readonly name: string;
  readonly isMade: boolean;
  readonly drop: (request: WishedRequest) => WishedRequest;
}

/** In the order in which they are let go, to find those that exclude each other. */
const choices: readonly ((request: WishedRequest) => Choice)[] = [
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
];

function left(changes: Partial<WishedRequest['options']>): (request: WishedRequest) => WishedRequest {
  return (request) => ({ ...request, options: { ...request.options, ...changes } });
}

/**
 * Why no route of the model takes the request: an option that none of them takes, else those that exclude each other. The
 * facts name what would do.
 */
export function refusalOf(model: Model, request: WishedRequest, context: AdmissionContext): BotError {
  const made = choices.map((choice) => choice(request)).filter(({ isMade }) => isMade);
  const single = wrongAlone(model, request, made);
  if (single !== null) return problemRefusal(model, single, context);
  const core = made.reduce((kept, { drop }) => (fits(model, drop(kept)) ? kept : drop(kept)), request);
  const together = choices.map((choice) => choice(core)).flatMap(({ isMade, name }) => (isMade ? [name] : []));
  return new BotError('refused.options', 'options exclude each other', { model: model.title, together });
}

/** The problems of the first choice that no route takes beside the pictures; null where each is taken by itself. */
function wrongAlone(model: Model, request: WishedRequest, made: readonly Choice[]): readonly Problem[] | null {
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

function aloneOf(request: WishedRequest, kept: readonly string[], made: readonly Choice[]): WishedRequest {
  return made.filter(({ name }) => !kept.includes(name)).reduce((rest, { drop }) => drop(rest), request);
}

/** The routes that take the pictures lack the option, and others have it. */
function isOnlyMissingHere(model: Model, alone: WishedRequest, problems: readonly Problem[]): boolean {
  if (alone.images.length === 0) return false;
  const lacks = furthestOf(problems).allowed === noSuchOption;
  return lacks && fits(model, { ...alone, images: [] });
}

function fits(model: Model, request: WishedRequest): boolean {
  return problemsOf(model, request) === null;
}

/** Of each route its own; null where a route takes the request. */
function problemsOf(model: Model, request: WishedRequest): readonly Problem[] | null {
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
