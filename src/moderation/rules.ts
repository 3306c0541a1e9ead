import type { Model } from '#catalog/model.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { dayMs } from '#core/clock.ts';
import { BotError, type ErrorFacts } from '#core/errors.ts';
import { type GuildSettings, kindRuleOf, type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import type { LoraRequest } from '#loras/guild-lora.ts';

/** What the word filter says of a prompt. @see word-filter */
export interface PromptVerdicts {
  /** The first word that is not allowed, or null. */
  check(prompt: string): { readonly list: string; readonly matched: string; readonly isClear: boolean } | null;
  /** True for a prompt that belongs in age-restricted channels only. */
  isAdult(prompt: string): boolean;
}

/** The facts that the rules need beside the request, read once so that the rules stay pure. */
export interface RuleContext {
  readonly settings: GuildSettings;
  readonly member: MemberRecord;
  readonly words: PromptVerdicts;
  readonly nowMs: number;
}

/** Who asks, and where. */
export type Asking = Pick<
  GenerationRequest,
  'roleIds' | 'joinedAtMs' | 'accountMadeAtMs' | 'channelId' | 'parentChannelId' | 'isAgeRestricted'
>;

/**
 * May this member make pictures here at all? In the order in which they should hear of it.
 *
 * @throws {@link BotError} `refused.suspended`; `refused.rules` with `facts.rule` `account_age`, `member_age`, `role` or
 * `channel`
 */
export function checkAsker(asking: Asking, { settings, member, nowMs }: Omit<RuleContext, 'words'>): void {
  const untilMs = suspensionEndsAtMs(member, nowMs);
  if (untilMs !== null) {
    const facts = { untilMs, reason: member.suspensionReason };
    throw new BotError('refused.suspended', 'suspended', facts);
  }
  const { minAccountDays, minMemberDays } = settings.newcomers;
  if (isYounger(asking.accountMadeAtMs, minAccountDays, nowMs)) throw refusal('account_age', { limit: minAccountDays });
  if (isYounger(asking.joinedAtMs, minMemberDays, nowMs)) throw refusal('member_age', { limit: minMemberDays });
  if (!hasOneOf(asking, settings.memberRoles)) throw refusal('role', { roleIds: settings.memberRoles });
  if (!isOpenChannel(asking, settings)) throw refusal('channel', { channelIds: openChannels(settings) });
}

/**
 * May this be made here at all? Pictures always.
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `kind_off` or `kind_channel`
 */
export function checkKind(asking: Asking & Pick<GenerationRequest, 'task'>, settings: GuildSettings): void {
  const { task = 'image' } = asking;
  if (task === 'image') return;
  const { isOn, channelIds } = kindRuleOf(settings, task);
  if (!isOn) throw refusal('kind_off', { task });
  if (channelIds.length > 0 && !isListed(asking, channelIds)) throw refusal('kind_channel', { task, channelIds });
}

/** Whether a request costs more than its kind may here. @throws {@link BotError} `refused.rules` with `facts.rule` `kind_price` */
export function checkKindPrice(
  { task = 'image' }: Pick<GenerationRequest, 'task'>,
  price: number,
  settings: GuildSettings,
): void {
  const most = task === 'image' ? null : kindRuleOf(settings, task).mostCredits;
  if (most !== null && price > most) throw refusal('kind_price', { task, price, limit: most });
}

/**
 * May this member use this model with these words here?
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `model`, `model_role`, `adult_model`, `blocklist` (with
 * `facts.list`) or `adult_prompt`
 */
export function checkUploadRequest(
  asking: Asking,
  model: Model,
  prompt: string,
  { settings, words }: RuleContext,
): void {
  checkModel(asking, model, settings);
  const hit = words.check(prompt);
  if (hit) throw refusal('blocklist', { list: hit.list, matched: hit.matched, isDoubtful: !hit.isClear });
  if (!isAdultChannel(asking, settings) && words.isAdult(prompt)) {
    throw refusal('adult_prompt', { channelIds: adultChannels(settings) });
  }
}

/**
 * May this member use this model here, whatever the words?
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `model`, `model_role` or `adult_model`, and the way out
 */
export function checkModel(asking: Asking, model: Model, settings: GuildSettings): void {
  const rule = modelRule(asking, model, settings);
  if (rule !== null) throw refusal(rule, { model: model.title, ...wayOut(rule, model, settings) });
}

/** Which role or channel would do. */
function wayOut(rule: string, { id }: Model, settings: GuildSettings): ErrorFacts {
  if (rule === 'model_role') return { roleIds: rolesFor(id, settings) };
  return rule === 'adult_model' ? { channelIds: adultChannels(settings) } : {};
}

/** The roles that a model is for; empty where it is for everyone. */
function rolesFor(id: string, { models }: GuildSettings): readonly string[] {
  return models.roles[id] ?? [];
}

/** Channels that the server has opened by name; empty where it has named none. */
function openChannels({ channels }: GuildSettings): readonly string[] {
  return channels.mode === 'only' ? channels.ids : [];
}

function adultChannels({ channels }: GuildSettings): readonly string[] {
  return channels.adultIds ?? [];
}

/** May this member use this model here, whatever the words? */
export function mayUseModel(asking: Asking, model: Model, settings: GuildSettings): boolean {
  return modelRule(asking, model, settings) === null;
}

/** True for a model that the server has closed to everyone. */
export function isDenied({ id }: Pick<Model, 'id'>, { models }: Pick<GuildSettings, 'models'>): boolean {
  return models.denied.includes(id);
}

/** Refuses a model that the server has closed to everyone. */
export function deniedModel({ title }: Model): BotError {
  return refusal('model', { model: title });
}

/** The rule that closes the model to this member here, or null. */
function modelRule(asking: Asking, model: Model, settings: GuildSettings): string | null {
  if (isDenied(model, settings)) return 'model';
  if (!hasOneOf(asking, rolesFor(model.id, settings))) return 'model_role';
  return model.adult && !isAdultChannel(asking, settings) ? 'adult_model' : null;
}

/**
 * May this member use the guild's LoRA here? Trigger words that are not allowed are the operators' doing, not the member's.
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `adult_lora` or `lora_words`
 */
export function checkLora(asking: Asking, { applied, isAdult }: LoraRequest, { settings, words }: RuleContext): void {
  if (isAdult && !isAdultChannel(asking, settings))
    throw refusal('adult_lora', { channelIds: adultChannels(settings) });
  if (words.check(applied.flatMap(({ triggerWords = [] }) => triggerWords).join(', ')) !== null)
    throw refusal('lora_words');
}

/** Whether results in this channel are put behind a spoiler. */
export function isSpoilerChannel(asking: Asking, { channels }: GuildSettings): boolean {
  return isListed(asking, channels.spoilerIds);
}

function isOpenChannel(asking: Asking, { channels }: GuildSettings): boolean {
  switch (channels.mode) {
    case 'everywhere':
      return true;
    case 'only':
      return isListed(asking, channels.ids);
    case 'except':
      return !isListed(asking, channels.ids);
  }
}

/** Age-restricted at Discord, and not taken out by the guild. */
export function isAdultChannel(
  asking: Pick<Asking, 'channelId' | 'parentChannelId' | 'isAgeRestricted'>,
  { channels }: GuildSettings,
): boolean {
  return asking.isAgeRestricted && (channels.adultIds === null || isListed(asking, channels.adultIds));
}

/** A thread counts as its channel. */
function isListed(
  { channelId, parentChannelId }: Pick<Asking, 'channelId' | 'parentChannelId'>,
  ids: readonly string[],
): boolean {
  return ids.some((id) => id === channelId || id === parentChannelId);
}

function isYounger(sinceMs: number | null, days: number, nowMs: number): boolean {
  return days > 0 && (sinceMs === null || nowMs - sinceMs < days * dayMs);
}

function hasOneOf({ roleIds }: Asking, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((id) => roleIds.some((own) => own === id));
}

function refusal(rule: string, facts: ErrorFacts = {}): BotError {
  return new BotError('refused.rules', `rule: ${rule}`, { rule, ...facts });
}
