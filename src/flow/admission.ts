import { type AdmissionContext, admit } from '../domain/admit.ts';
import type { Terms } from '../domain/credits.ts';
import { asBotError, BotError } from '../domain/errors.ts';
import type { WishedRequest } from '../domain/fit-loras.ts';
import { guildCatalog, unknownModel } from '../domain/guild-catalog.ts';
import { applyGuildLoras, type LoraWish } from '../domain/guild-lora.ts';
import { type GuildSettings, termsFor } from '../domain/guild-settings.ts';
import type { GuildId } from '../domain/ids.ts';
import type { Offer, Plan } from '../domain/job.ts';
import type { LoraChoice } from '../domain/model.ts';
import type { GuildSettingsStore, MemberRecords } from '../domain/moderation.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { checkAsker, checkLora, checkWish, isSpoilerChannel, type PromptVerdicts } from '../domain/rules.ts';
import type { ActiveLimits } from './active-jobs.ts';
import type { Admission } from './flow.ts';

/** What admission is made of. */
export interface AdmissionParts {
  readonly context: AdmissionContext;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly members: Pick<MemberRecords, 'get'>;
  readonly wordsOf: (guildId: GuildId, settings: GuildSettings) => PromptVerdicts;
  /** For guilds that have set nothing. */
  readonly defaultTerms: Terms;
  readonly defaultLimits: ActiveLimits;
  readonly now: () => number;
}

/**
 * Admission with the guild's rules: who and where first, then what can be done, then whether it may.
 *
 * @throws {@link BotError} `refused.*`, `store.unavailable`
 */
export function createAdmission(parts: AdmissionParts): (request: GenerationRequest) => Promise<Admission> {
  return async (request) => {
    const { guildId, userId, roleIds } = request;
    const [settings, member] = await Promise.all([parts.settings.get(guildId), parts.members.get(guildId, userId)]);
    const context = { settings, member, words: parts.wordsOf(guildId, settings), nowMs: parts.now() };
    checkAsker(request, context);
    const world = { ...parts.context, catalog: guildCatalog(parts.context.catalog, settings) };
    const wish = wishOf(request, settings, world);
    const plan = withPrices(withLoras(admitted(request, wish, settings, world), wish), settings);
    checkLora(request, wish, context);
    checkWish(request, plan.model, wish.request.prompt, context);
    return {
      plan,
      terms: termsFor(settings, roleIds, parts.defaultTerms),
      limits: {
        perMember: settings.limits.perMember ?? parts.defaultLimits.perMember,
        perGuild: settings.limits.perGuild ?? parts.defaultLimits.perGuild,
      },
      isSpoiler: isSpoilerChannel(request, settings),
      settings,
    };
  };
}

/** The guild's default model fills what the member left out, and the guild's LoRA stands for its name. */
function wishOf(request: GenerationRequest, settings: GuildSettings, context: AdmissionContext): LoraWish {
  const wish = { ...request, model: request.model ?? knownModel(settings.defaults.model, context) };
  const name = wish.model ?? context.catalog.defaultModelId;
  const model = context.catalog.find(name);
  if (model === null) throw unknownModel(name, settings, context.catalog);
  return applyGuildLoras(wish, model, settings.loras);
}

/** A prompt that the LoRA's words made too long is refused with that said: the member counted without them. */
function admitted(asked: GenerationRequest, wish: LoraWish, settings: GuildSettings, context: AdmissionContext): Plan {
  try {
    return planOf(wish.request, settings, context);
  } catch (thrown) {
    const { code, message, facts } = asBotError(thrown);
    if (code !== 'refused.prompt' || wish.request.prompt === asked.prompt) throw thrown;
    const allowed = `${facts.allowed}, the trigger words of the LoRA counted`;
    throw new BotError(code, message, { ...facts, allowed }, thrown);
  }
}

/** A default size that the model does not take is left out again; edits keep the shape of the picture that they change. */
function planOf(request: WishedRequest, { defaults }: GuildSettings, context: AdmissionContext): Plan {
  const { options, images } = request;
  if (options.size !== null || defaults.size === null || images.length > 0) return admit(request, context);
  try {
    return admit({ ...request, options: { ...options, size: defaults.size } }, context);
  } catch {
    return admit(request, context);
  }
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
  const priced = (offer: Offer): Offer => ({ ...offer, credits: each * offer.settings.count });
  const first = priced(plan.offers[0]);
  return { ...plan, credits: first.credits, offers: [first, ...plan.offers.slice(1).map(priced)] };
}
