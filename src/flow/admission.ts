import { type AdmissionContext, admit } from '../domain/admit.ts';
import type { Terms } from '../domain/credits.ts';
import { asBotError, BotError } from '../domain/errors.ts';
import type { WishedRequest } from '../domain/fit-loras.ts';
import { guildCatalog, unknownModel } from '../domain/guild-catalog.ts';
import { applyGuildLoras, type LoraWish } from '../domain/guild-lora.ts';
import { type GuildSettings, termsFor } from '../domain/guild-settings.ts';
import type { GuildId } from '../domain/ids.ts';
import type { Offer, Plan } from '../domain/job.ts';
import { type LastChoice, rememberedModel } from '../domain/last-choice.ts';
import type { LoraChoice } from '../domain/model.ts';
import type { GuildSettingsStore, MemberRecords } from '../domain/moderation.ts';
import { withWordsCounted } from '../domain/phrase.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { checkAsker, checkLora, checkWish, isSpoilerChannel, type PromptVerdicts } from '../domain/rules.ts';
import type { ActiveLimits } from './active-jobs.ts';
import type { Admission } from './flow.ts';
import type { Memory } from './memory.ts';
import type { Spending } from './spending.ts';

/** What admission is made of. */
export interface AdmissionParts {
  readonly context: AdmissionContext;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly members: Pick<MemberRecords, 'get'>;
  readonly memory: Pick<Memory, 'recall'>;
  readonly wordsOf: (guildId: GuildId, settings: GuildSettings) => PromptVerdicts;
  /** For guilds that have set nothing. */
  readonly defaultTerms: Terms;
  /** Upper bounds: a guild can set less, not more. */
  readonly highestLimits: ActiveLimits;
  readonly spending: Pick<Spending, 'check'>;
  readonly now: () => number;
}

/**
 * Admission with the guild's rules: who and where first, then what can be done, then whether it may. What was left out is what
 * the member last chose, else the guild's default, else the installation's.
 *
 * @throws {@link BotError} `refused.*`, `store.unavailable`
 */
export function createAdmission(parts: AdmissionParts): (request: GenerationRequest) => Promise<Admission> {
  return async (request) => {
    const { guildId, userId, roleIds } = request;
    const [settings, member, choice] = await Promise.all([
      parts.settings.get(guildId),
      parts.members.get(guildId, userId),
      parts.memory.recall(request),
    ]);
    const context = { settings, member, words: parts.wordsOf(guildId, settings), nowMs: parts.now() };
    checkAsker(request, context);
    const world = { ...parts.context, catalog: guildCatalog(parts.context.catalog, settings) };
    const asked = withLastModel(request, choice, settings, world);
    const wish = wishOf(asked, settings, world);
    const sized = admitted(asked, wish, [choice.size, settings.defaults.size], world);
    const listed = withLoras(sized.plan, wish);
    const plan = withPrices(listed, settings);
    checkLora(request, wish, context);
    checkWish(request, plan.model, wish.request.prompt, context);
    const listCredits = Math.max(...listed.offers.map(({ credits }) => credits));
    parts.spending.check(guildId, listCredits);
    return {
      plan,
      terms: termsFor(settings, roleIds, parts.defaultTerms),
      limits: {
        perMember: atMost(settings.limits.perMember, parts.highestLimits.perMember),
        perGuild: atMost(settings.limits.perGuild, parts.highestLimits.perGuild),
      },
      listCredits,
      isSpoiler: isSpoilerChannel(request, settings),
      settings,
      recalled: recalledOf(request, asked, sized.size === choice.size ? sized.size : null),
    };
  };
}

/** What a guild has set, within what the operator allows. */
function atMost(own: number | null, highest: number): number {
  return Math.min(own ?? highest, highest);
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
function wishOf(request: GenerationRequest, settings: GuildSettings, context: AdmissionContext): LoraWish {
  const wish = { ...request, model: request.model ?? knownModel(settings.defaults.model, context) };
  const name = wish.model ?? context.catalog.defaultModelId;
  const model = context.catalog.find(name);
  if (model === null) throw unknownModel(name, settings, context.catalog);
  return applyGuildLoras(wish, model, settings.loras);
}

/** A prompt that the LoRA's words made too long is refused with that said: the member counted without them. */
function admitted(asked: GenerationRequest, wish: LoraWish, sizes: Sizes, context: AdmissionContext): Sized {
  try {
    return planOf(wish.request, sizes, context);
  } catch (thrown) {
    const { code, message, facts } = asBotError(thrown);
    if (code !== 'refused.prompt' || wish.request.prompt === asked.prompt) throw thrown;
    throw new BotError(code, message, withWordsCounted(facts, 'lora'), thrown);
  }
}

/** A last or default size that the model does not take is left out again; edits keep the shape of the picture that they change. */
function planOf(request: WishedRequest, sizes: Sizes, context: AdmissionContext): Sized {
  const { options, images } = request;
  for (const size of options.size === null && images.length === 0 ? sizes : []) {
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
function withLoras(plan: Plan, { applied }: LoraWish): Plan {
  const choiceOf = (lora: LoraChoice) => applied.find(({ file }) => file === lora.file) ?? lora;
  const told = (offer: Offer): Offer => ({
    ...offer,
    settings: { ...offer.settings, loras: offer.settings.loras.map(choiceOf) },
  });
  const [first, ...rest] = plan.offers;
  return { ...plan, offers: [told(first), ...rest.map(told)] };
}

/** A default that this installation no longer has is no default. */
function knownModel(id: string | null, { catalog }: AdmissionContext): string | null {
  return id !== null && catalog.find(id) !== null ? id : null;
}

/** A guild's own price, which is for one picture, goes before the provider's, on every route. */
function withPrices(plan: Plan, { models }: GuildSettings): Plan {
  const each = models.prices[plan.model.id];
  if (each === undefined) return plan;
  const priced = (offer: Offer): Offer => ({
    ...offer,
    credits: each * offer.settings.count,
    listCredits: offer.credits,
  });
  const first = priced(plan.offers[0]);
  return { ...plan, credits: first.credits, offers: [first, ...plan.offers.slice(1).map(priced)] };
}
