import { type Catalog, editModels, everyOptionalModel, findByName, nearestModels } from '#catalog/catalog.ts';
import { textWords } from '#catalog/form.ts';
import { modelsOfGuild, workflowProvider } from '#catalog/guild-workflow.ts';
import { type RequestWithLoras, readLoras } from '#catalog/loras.ts';
import { asEditor, asMaker, canMake, type LoraChoice, type Model, type Route, taskOf } from '#catalog/model.ts';
import { type AdmissionContext, admit, type Dearer, type Plan, type RouteQuote, whyDearer } from '#catalog/plan.ts';
import { shownPrice } from '#catalog/price.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { fitSize, parseSize } from '#catalog/size.ts';
import { asBotError, BotError, type ErrorFacts } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { withWordsCounted } from '#core/phrase.ts';
import type { CreditPolicy } from '#credits/credits.ts';
import type { Spending } from '#credits/spending.ts';
import { creditPolicyFor, type GuildSettings } from '#guilds/guild-settings.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import type { JobLimits } from '#jobs/job.ts';
import { applyGuildLoras, hasLora, type LoraRequest, loraNamesIn, modelOfLora } from '#loras/guild-lora.ts';
import { type LastChoice, type LastChoices, noChoice } from '#members/last-choices.ts';
import type { MemberRecords } from '#moderation/member-records.ts';
import {
  type Asking,
  checkAsker,
  checkKind,
  checkKindPrice,
  checkLora,
  checkUploadRequest,
  isSpoilerChannel,
  mayUseModel,
  type PromptVerdicts,
} from '#moderation/rules.ts';
import { type Admission, checkPaused, type Paused } from './flow.ts';

/** What admission needs. */
export interface AdmissionDeps {
  readonly context: AdmissionContext;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly members: Pick<MemberRecords, 'get'>;
  readonly memory: Pick<Memory, 'recall'>;
  readonly wordsOf: (settings: GuildSettings) => PromptVerdicts;
  /** For guilds that have set nothing. */
  readonly defaultPolicy: CreditPolicy;
  /** Upper bounds: a guild can set less, not more. */
  readonly highestLimits: JobLimits;
  readonly spending: Pick<Spending, 'check'>;
  readonly paused: Paused;
  readonly now: () => number;
}

/**
 * Admission with the guild's rules: who and where first, then what can be done, then whether it may. What was left out is what
 * the member last chose, else the guild's default, else the installation's.
 *
 * @throws {@link BotError} `refused.*`, `store.unavailable`
 */
export function createAdmission(deps: AdmissionDeps): (request: GenerationRequest) => Promise<Admission> {
  return async (request) => {
    const { guildId, userId, roleIds } = request;
    checkPaused(deps.paused);
    const [settings, member, choice] = await Promise.all([
      deps.settings.get(guildId),
      deps.members.get(guildId, userId),
      deps.memory.recall(request),
    ]);
    const context = { settings, member, words: deps.wordsOf(settings), nowMs: deps.now() };
    checkAsker(request, context);
    checkKind(request, settings);
    const mayUse = (model: Model) => mayUseModel(request, model, settings);
    const own = deps.context.catalog.forTask(request.task ?? 'image');
    const isPaused = ({ provider }: Route) => deps.paused.isService(provider);
    const world = { ...deps.context, catalog: guildCatalog(own, settings), mayUse, isPaused };
    const remembered = withLastModel(request, choice, settings, world);
    const asked = withLoraModel(request, remembered, settings, world);
    const wish = wishOf(asked, settings, world);
    const sized = admitted(asked, wish, [choice.size, settings.defaults.size], world);
    const listed = withLoras(sized.plan, wish);
    const plan = withPrices(listed, settings);
    const recalled = recalledOf(request, asked, sized.size === choice.size ? sized.size : null);
    checkLora(request, wish, context);
    checkUploadRequest(request, plan.model, wordsIn(wish.request), context);
    checkKindPrice(request, plan.credits, settings);
    const listCredits = Math.max(...listed.quotes.map(({ credits }) => credits));
    deps.spending.check(guildId, listCredits);
    return {
      plan,
      policy: creditPolicyFor(settings, roleIds, deps.defaultPolicy),
      limits: {
        perMember: Math.min(settings.limits.perMember ?? Infinity, deps.highestLimits.perMember),
        perGuild: Math.min(settings.limits.perGuild ?? Infinity, deps.highestLimits.perGuild),
      },
      listCredits,
      isSpoiler: isSpoilerChannel(request, settings),
      settings,
      recalled,
      dearer: dearerOf(
        { request, recalled: recalled ?? request, isModelOfLora: asked !== remembered, plan },
        settings,
        world,
      ),
    };
  };
}

/** Every text that leaves for a service: the prompt, lyrics, a style, a title, what should not be there, a voice by its name. */
function wordsIn({ prompt, options: { form = {} } }: GenerationRequest): string {
  return [prompt, ...[...textWords, 'voice' as const].flatMap((word) => form[word] ?? [])]
    .filter((text) => text !== '')
    .join('\n');
}

/** Sizes that may stand in for one that was left out, in the order in which they are tried. */
type Sizes = readonly (string | null)[];

/** A plan, and the size that stood in for it. */
interface Sized {
  readonly plan: Plan;
  readonly size: string | null;
}

/** A model that is gone, or closed to the member here, is no last choice. */
function withLastModel(
  request: GenerationRequest,
  choice: LastChoice,
  settings: GuildSettings,
  { catalog }: AdmissionContext,
): GenerationRequest {
  const model = request.model === null ? rememberedModel(choice, request, settings, catalog) : null;
  return model === null ? request : { ...request, model: model.id };
}

/** Where no model is named, one that has the LoRA goes before one that does not know its title. */
function withLoraModel(
  request: GenerationRequest,
  asked: GenerationRequest,
  { loras, ...settings }: GuildSettings,
  { catalog }: AdmissionContext,
): GenerationRequest {
  if (request.model !== null || request.options.lora === null) return asked;
  const usual = asked.model === null ? modelFor(null, settings, catalog) : catalog.find(asked.model);
  const title = readLoras(request.options, loraNamesIn(loras, catalog.models))[0]?.name;
  if (usual === null || title === undefined || hasLora(usual, loras, title)) return asked;
  const open = catalog.models.filter((each) => canMake(each) && mayUseModel(request, each, { loras, ...settings }));
  const owner = modelOfLora(title, open, loras);
  return owner === null ? asked : { ...request, model: owner.id };
}

/** Null where neither a last model nor a last size stood in. */
function recalledOf(
  request: GenerationRequest,
  asked: GenerationRequest,
  size: string | null,
): GenerationRequest | null {
  if (size !== null) return { ...asked, options: { ...asked.options, size } };
  return asked === request ? null : asked;
}

/** The guild's default model fills what is left out still, and the guild's LoRA stands for its name. */
function wishOf(request: GenerationRequest, settings: GuildSettings, context: AdmissionContext): LoraRequest {
  const wish = { ...request, model: request.model ?? knownModel(settings.defaults.model, context) };
  const name = wish.model ?? context.catalog.defaultModelId;
  const model = context.catalog.find(name);
  if (model === null) throw unknownModel(name, settings, context.catalog, request);
  return applyGuildLoras(wish, model, settings.loras, context.catalog.models);
}

/** A prompt that the LoRA's words made too long is refused with that said: the member counted without them. */
function admitted(asked: GenerationRequest, wish: LoraRequest, sizes: Sizes, context: AdmissionContext): Sized {
  try {
    return planOf(wish.request, sizes, context);
  } catch (thrown) {
    const { code, message, facts } = asBotError(thrown);
    if (code !== 'refused.prompt' || wish.request.prompt === asked.prompt) throw thrown;
    throw new BotError(code, message, withWordsCounted(facts, 'lora'), thrown);
  }
}

/** A last or default size that the model does not take is left out again; edits keep the shape of the picture that they change. */
function planOf(request: RequestWithLoras, sizes: Sizes, context: AdmissionContext): Sized {
  const { options, images } = request;
  const isOpen = options.size === null && images.length === 0 && request.task === undefined;
  for (const size of isOpen ? sizes : []) {
    if (size === null) continue;
    try {
      return { plan: admit({ ...request, options: { ...options, size } }, context), size };
    } catch {
      // The next one, or none, fits what was typed.
    }
  }
  return { plan: admit(request, context), size: null };
}

/** The guild's LoRAs, with their trigger words, are part of the settings: they are shown with the picture. */
function withLoras(plan: Plan, { applied }: LoraRequest): Plan {
  const choiceOf = (lora: LoraChoice) => applied.find(({ file }) => file === lora.file) ?? lora;
  const told = (quote: RouteQuote): RouteQuote => ({
    ...quote,
    settings: { ...quote.settings, loras: quote.settings.loras.map(choiceOf) },
  });
  const [first, ...rest] = plan.quotes;
  return { ...plan, quotes: [told(first), ...rest.map(told)] };
}

/** What is charged is held against what the member has read, which is the price with every route at work and nothing chosen. */
function dearerOf(
  {
    request,
    recalled,
    isModelOfLora,
    plan,
  }: { request: GenerationRequest; recalled: GenerationRequest; isModelOfLora: boolean; plan: Plan },
  settings: GuildSettings,
  world: AdmissionContext,
): Dearer | null {
  const { model, credits, quotes } = plan;
  const shownOf = (each: Model) => shownPrice(viewOf(each, request), settings) * quotes[0].settings.count;
  const named = request.model === null ? (modelFor(null, settings, world.catalog) ?? model) : model;
  const shownModel = mayUseModel(request, named, settings) ? named : model;
  const shown = request.shownCredits ?? shownOf(shownModel);
  const facts = { request, recalled, model: model.title, credits, shown, modelShown: shownOf(model), isModelOfLora };
  return whyDearer(facts, (other) =>
    quote(other, settings, { ...world, isTroubled: () => false, isPaused: () => false }),
  );
}

/** The routes that the member has seen the price of: those of `/edit`, or those of `/imagine`. */
function viewOf(model: Model, { images }: GenerationRequest): Model {
  const view = images.length > 0 ? asEditor(model) : asMaker(model);
  return view.routes.length > 0 ? view : model;
}

function quote(request: GenerationRequest, settings: GuildSettings, world: AdmissionContext): number | null {
  try {
    const wish = wishOf(request, settings, world);
    return withPrices(planOf(wish.request, [settings.defaults.size], world).plan, settings).credits;
  } catch {
    return null;
  }
}

/** A default that this installation no longer has is no default. */
function knownModel(id: string | null, { catalog }: AdmissionContext): string | null {
  return id !== null && catalog.find(id) !== null ? id : null;
}

/** A guild's own price, which is for one picture, goes before the provider's, on every route. */
function withPrices(plan: Plan, { models }: GuildSettings): Plan {
  const each = models.prices[plan.model.id];
  if (each === undefined) return plan;
  const priced = (quote: RouteQuote): RouteQuote => ({
    ...quote,
    credits: each * quote.settings.count,
    listCredits: quote.credits,
  });
  const first = priced(plan.quotes[0]);
  return { ...plan, credits: first.credits, quotes: [first, ...plan.quotes.slice(1).map(priced)] };
}

/**
 * The catalogue as one guild has it: what everyone has, of the candidates those that its operators have switched on, and its own
 * workflows.
 */
export function guildCatalog(catalog: Catalog, settings: Pick<GuildSettings, 'models' | 'workflows'>): Catalog {
  const { enabled } = settings.models;
  const { task, providers, optionalModels } = catalog;
  const optional = everyOptionalModel(catalog);
  const workflows = workflowsIn(settings, catalog);
  if (enabled.length === 0 && optional.length === 0 && workflows.length === 0) return catalog;
  const isOn = ({ id }: Model) => enabled.includes(id);
  const models = [...catalog.models, ...optionalModels.filter(isOn), ...(task === 'run' ? workflows : [])];
  // A command may have nothing but what the server has switched on.
  const defaultModelId = (findByName(models, catalog.defaultModelId) ?? models[0])?.id ?? catalog.defaultModelId;
  const everyModel = [...catalog.everyModel, ...optional.filter(isOn), ...workflows];
  return {
    task,
    providers,
    models,
    optionalModels,
    defaultModelId,
    everyModel,
    find: (name) => findByName(models, name),
    forTask: (other) => guildCatalog(catalog.forTask(other), settings),
  };
}

/** Of the guild's own workflows those that can run here. The operator's models go before one of the same id. */
function workflowsIn(
  { workflows }: Pick<GuildSettings, 'workflows'>,
  { providers, everyModel }: Catalog,
): readonly Model[] {
  if (workflows.length === 0 || !providers.has(workflowProvider)) return [];
  return modelsOfGuild(workflows).filter(({ id }) => everyModel.every((other) => other.id !== id));
}

/** Refuses a model that the guild does not have; one that was switched on and has left the list is told as such. Names no model that is closed to the member. */
export function unknownModel(name: string, settings: GuildSettings, catalog: Catalog, asking: Asking): BotError {
  const here = guildCatalog(catalog, settings);
  const models = here.models.filter((model) => mayUseModel(asking, model, settings));
  const isGone = settings.models.enabled.includes(name.trim().toLowerCase());
  return new BotError('refused.model', isGone ? 'a model that is listed no more' : 'unknown model', {
    option: catalog.task === 'run' ? 'workflow' : 'model',
    value: name,
    nearest: nearestModels(name, models),
    ...(isGone ? { isGone } : {}),
    ...elsewhere(name, here),
  });
}

/** A model of another command is named with that command. */
function elsewhere(name: string, { everyModel }: Catalog): ErrorFacts {
  const other = findByName(everyModel, name);
  return other === null ? {} : { model: other.title, task: taskOf(other) };
}

/** The model that a request comes to: what was typed, else the guild's default, else the installation's. Null for an unknown one. */
export function modelFor(
  typed: string | null,
  { defaults }: Pick<GuildSettings, 'defaults'>,
  catalog: Catalog,
): Model | null {
  if (typed !== null) return catalog.find(typed);
  return catalog.find(defaults.model ?? '') ?? catalog.find(catalog.defaultModelId);
}

/**
 * The model that an edit comes to when none is named: of those that edit and that this member may use here the guild's default,
 * else the first. Null where none edits; one that they may not use where there is no other, so that the rules say why.
 */
export function editorFor(settings: GuildSettings, asking: Asking, catalog: Catalog): Model | null {
  const editors = editModels(catalog);
  const usual = editors.find(({ id }) => id === settings.defaults.model);
  const inOrder = usual === undefined ? editors : [usual, ...editors];
  return inOrder.find((model) => mayUseModel(asking, model, settings)) ?? inOrder[0] ?? null;
}

/** The model last named, as long as the installation has it and the member may use it where they ask; else null. */
export function rememberedModel(
  { model: id }: LastChoice,
  asking: Asking,
  settings: GuildSettings,
  catalog: Pick<Catalog, 'find'>,
): Model | null {
  const model = id === null ? null : catalog.find(id);
  return model !== null && mayUseModel(asking, model, settings) ? model : null;
}

/** True for a size that some route of the model takes. */
export function takesSize({ routes }: Model, typed: string): boolean {
  const asked = parseSize(typed);
  return asked !== null && routes.some(({ sizes }) => fitSize(sizes, asked) !== null);
}

/** The model and size that members last named. A convenience: never throws. */
export interface Memory {
  /** Nothing where it cannot be read, for a request in which it stands already or that leaves out neither, and for one with pictures to edit. */
  recall(request: GenerationRequest): Promise<LastChoice>;
  /** Keeps what an admitted request names. */
  remember(request: GenerationRequest): Promise<void>;
}

/** @see Memory */
export function createMemory({
  choices,
  settings,
  catalog,
  log,
}: {
  readonly choices: Pick<LastChoices, 'get' | 'remember'>;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly catalog: Catalog;
  readonly log: Log;
}): Memory {
  const warn = ({ id }: GenerationRequest, error: unknown, message: string) =>
    log.warn({ job: id, detail: asBotError(error).message }, message);
  return {
    async recall(request) {
      const { isFilledIn, images, model, options, task } = request;
      if (task !== undefined || isFilledIn || images.length > 0 || (model !== null && options.size !== null))
        return noChoice;
      try {
        return await choices.get(request.guildId, request.userId);
      } catch (error) {
        warn(request, error, 'the last choice of a member cannot be read');
        return noChoice;
      }
    },
    async remember(request) {
      const { guildId, userId, options } = request;
      if (request.task !== undefined || (request.model === null && options.size === null)) return;
      try {
        const here = guildCatalog(catalog, await settings.get(guildId));
        const model = request.model === null ? null : (here.find(request.model)?.id ?? null);
        await choices.remember(guildId, userId, { model, size: options.size });
      } catch (error) {
        warn(request, error, 'the last choice of a member cannot be kept');
      }
    },
  };
}
