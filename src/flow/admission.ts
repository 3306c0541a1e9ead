import { type AdmissionContext, admit } from '../domain/admit.ts';
import type { Terms } from '../domain/credits.ts';
import { type GuildSettings, termsFor } from '../domain/guild-settings.ts';
import type { GuildId } from '../domain/ids.ts';
import type { Offer, Plan } from '../domain/job.ts';
import type { GuildSettingsStore, MemberRecords } from '../domain/moderation.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { checkAsker, checkWish, isSpoilerChannel, type PromptVerdicts } from '../domain/rules.ts';
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
    const plan = withPrices(planOf(request, settings, parts.context), settings);
    checkWish(request, plan.model, request.prompt, context);
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

/** The guild's defaults fill what the member left out; a default size that the model does not take is left out again. */
function planOf(request: GenerationRequest, { defaults }: GuildSettings, context: AdmissionContext): Plan {
  const wish = { ...request, model: request.model ?? knownModel(defaults.model, context) };
  if (request.options.size !== null || defaults.size === null) return admit(wish, context);
  try {
    return admit({ ...wish, options: { ...wish.options, size: defaults.size } }, context);
  } catch {
    return admit(wish, context);
  }
}

/** A default that this installation no longer has is no default. */
function knownModel(id: string | null, { catalog }: AdmissionContext): string | null {
  return id !== null && catalog.find(id) !== null ? id : null;
}

/** A guild's own price goes before the provider's, on every route. */
function withPrices(plan: Plan, { models }: GuildSettings): Plan {
  const credits = models.prices[plan.model.id];
  if (credits === undefined) return plan;
  const priced = (offer: Offer): Offer => ({ ...offer, credits });
  const [first, ...rest] = plan.offers;
  return { ...plan, credits, offers: [priced(first), ...rest.map(priced)] };
}
