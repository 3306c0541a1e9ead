import type { ErrorFacts } from '../../domain/errors.ts';
import { mostNamed } from '../../domain/nearest-names.ts';
import { escapeText, inlineCode } from './escape.ts';
import { say } from './say.ts';
import { untilText } from './until.ts';

/** What a member reads about the rule that refused, and what to do about it. @see ErrorFacts.rule */
const ruleTexts: ReadonlyMap<string, (facts: ErrorFacts) => string> = new Map<string, (facts: ErrorFacts) => string>([
  ['account_age', ({ limit }) => (limit ? say('rule.accountAge', { count: limit }) : say('rule.accountAgeSome'))],
  ['member_age', ({ limit }) => (limit ? say('rule.memberAge', { count: limit }) : say('rule.memberAgeSome'))],
  ['role', ({ roleIds }) => (roleIds?.length ? say('rule.role', { roles: rolesText(roleIds) }) : say('rule.roleSome'))],
  ['channel', channelText],
  ['model', (facts) => say('rule.model', { model: modelName(facts) })],
  ['model_role', modelRoleText],
  ['adult_model', (facts) => adultText(say('rule.adultModel', { model: modelName(facts) }), facts)],
  ['adult_lora', (facts) => adultText(say('rule.adultLora'), facts)],
  ['lora_words', () => say('rule.loraWords')],
  ['preset_words', () => say('rule.presetWords')],
  ['adult_prompt', (facts) => adultText(say('rule.adultPrompt'), facts)],
  ['blocklist', blocked],
  ['approval', () => say('rule.approval')],
  ['threshold', () => say('rule.threshold')],
]);

function channelText({ channelIds = [] }: ErrorFacts): string {
  return channelIds.length > 0 ? say('rule.channelTry', { channels: channelsText(channelIds) }) : say('rule.channel');
}

function modelRoleText(facts: ErrorFacts): string {
  const { roleIds = [] } = facts;
  const model = modelName(facts);
  return roleIds.length > 0
    ? say('rule.modelRole', { model, roles: rolesText(roleIds) })
    : say('rule.modelRoleSome', { model });
}

/** With the channels that the server has opened for it, where it has named some. */
function adultText(what: string, { channelIds = [] }: ErrorFacts): string {
  return channelIds.length > 0 ? `${what} ${say('rule.tryChannels', { channels: channelsText(channelIds) })}` : what;
}

/** At most five, as Discord shows them: `@Patrons or @Staff`. */
export function rolesText(ids: readonly string[]): string {
  return mentions(ids, '@&');
}

function channelsText(ids: readonly string[]): string {
  return mentions(ids, '#');
}

function mentions(ids: readonly string[], sign: '#' | '@&'): string {
  return ids
    .slice(0, mostNamed)
    .map((id) => `<${sign}${id}>`)
    .join(say('rule.or'));
}

/** The rule in a sentence to the member. */
export function ruleText(facts: ErrorFacts): string {
  return ruleTexts.get(facts.rule ?? '')?.(facts) ?? say('rule.other');
}

/** What a refusal means for the member's standing; empty where it means nothing. Begins with a space. */
export function strikeText({ strikes, suspendedUntilMs }: ErrorFacts): string {
  if (strikes === undefined) return '';
  const strike = ` ${say('rule.strike', { strikes })}`;
  if (suspendedUntilMs === undefined) return strike;
  return `${strike} ${say('rule.suspended', { until: untilText(suspendedUntilMs) })}`;
}

/** What the list that is always on refuses is not repeated, not even to whoever wrote it. */
function blocked({ list, matched }: ErrorFacts): string {
  if (list === 'always') return say('rule.never');
  return matched ? say('rule.word', { word: inlineCode(matched) }) : say('rule.someWord');
}

function modelName({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : say('rule.someModel');
}
