import { mostNamed } from '#catalog/nearest-names.ts';
import type { ErrorFacts } from '#core/errors.ts';
import type { Phrase } from '#core/phrase.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { phraseText } from '#i18n/phrases.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';

/** Why an option is refused, and what to type instead. */
export function refusedOptionText(facts: ErrorFacts): string {
  const { together = [], allowed } = facts;
  if (together.length > 1) return t('option.together', { model: modelOf(facts), options: codes(together) });
  return (allowed && ownText(allowed, facts)) ?? `${what(facts)}${allowedText(facts)}`;
}

/** `did you mean …`, and nothing where nothing is near. Begins with a space. */
export function nearestText({ nearest = [] }: ErrorFacts): string {
  return nearest.length === 0 ? '' : ` ${t('option.didYouMean', { names: codes(nearest, t('option.or')) })}`;
}

/** A sentence of its own for what members meet most; null for the rest. */
function ownText(allowed: Phrase, facts: ErrorFacts): string | null {
  const named = { model: modelOf(facts), option: optionOf(facts), value: inlineCode(facts.value ?? '') };
  switch (allowed.kind) {
    case 'plain':
      return plainText(allowed.what, named, facts);
    case 'atMost':
      return allowed.of === 'pictures' && facts.model ? picturesText(allowed.most, facts) : null;
    case 'sizes':
      return sizeText(named, facts);
    case 'names':
      return namesText(allowed.names, named, facts);
    case 'anyOf':
      return anyOfText(allowed.phrases, named, facts);
    default:
      return null;
  }
}

type Named = Readonly<Record<'model' | 'option' | 'value', string>>;

function plainText(kind: string, named: Named, facts: ErrorFacts): string | null {
  switch (kind) {
    case 'noSuchOption':
      return t('option.unsupported', named);
    case 'noPictures':
      return `${t('option.wordsOnly', named)}${othersText(facts)}`;
    case 'needsPicture':
      return t('option.editsOnly', named);
    case 'visibleText':
      return t('option.empty', named);
    case 'loraFileName':
      return `${t('option.unknownLora', named)}${nearestText(facts)} ${t('option.loraNames')}`;
    default:
      return null;
  }
}

/** How many pictures the model takes, and which models take as many as there are. */
function picturesText(most: number, facts: ErrorFacts): string {
  const count = facts.brought?.kind === 'pictures' ? facts.brought.count : most + 1;
  const { nearest = [] } = facts;
  const refusal = t('option.pictures', { model: modelOf(facts), count: most });
  if (nearest.length === 0) return `${refusal} ${t('option.fewerPictures')}`;
  return `${refusal} ${t('option.picturesTry', { count, models: codes(nearest, t('option.or')) })}`;
}

/** Without a nearest one it is no size at all. */
function sizeText(named: Named, { nearest = [] }: ErrorFacts): string {
  if (nearest.length === 0) return t('option.noSize', named);
  return t('option.size', { ...named, sizes: codes(nearest, t('option.or')) });
}

function namesText(names: readonly string[], named: Named, facts: ErrorFacts): string {
  const all = names.slice(0, mostNamed);
  if (all.length === 0) return what(facts);
  return t('option.values', { ...named, values: codes(all, t('option.or')) });
}

/** Routes that differ in their values or sizes are one answer to the member. */
function anyOfText(phrases: readonly Phrase[], named: Named, facts: ErrorFacts): string | null {
  if (phrases.every(({ kind }) => kind === 'sizes')) return sizeText(named, facts);
  const names = phrases.flatMap((phrase) => (phrase.kind === 'names' ? phrase.names : []));
  const isFirst = (name: string, at: number) =>
    names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === at;
  return phrases.every(({ kind }) => kind === 'names') ? namesText(names.filter(isFirst), named, facts) : null;
}

function what(facts: ErrorFacts): string {
  const { model, brought, value } = facts;
  const option = optionOf(facts);
  const shown = brought === undefined ? value : phraseText(brought);
  if (!shown) {
    return model ? t('error.optionWith', { option, model: modelOf(facts) }) : t('error.option', { option });
  }
  return model
    ? t('error.optionValueWith', { option, value: inlineCode(shown), model: modelOf(facts) })
    : t('error.optionValue', { option, value: inlineCode(shown) });
}

/** What may stand in an option, after a refusal. Begins with a space. */
export function allowedText({ allowed }: ErrorFacts): string {
  const text = allowed === undefined ? '' : phraseText(allowed);
  return text === '' ? '' : ` ${t('error.allowed', { allowed: escapeText(text, 1000) })}`;
}

/** Models that would do. Begins with a space. */
function othersText({ nearest = [] }: ErrorFacts): string {
  return nearest.length === 0 ? '' : ` ${t('option.editors', { models: codes(nearest, t('option.or')) })}`;
}

function modelOf({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : t('option.someModel');
}

function optionOf({ option = 'option' }: ErrorFacts): string {
  return inlineCode(option);
}

function codes(names: readonly string[], joint = t('option.and')): string {
  return names
    .slice(0, mostNamed)
    .map((name) => inlineCode(name, 80))
    .join(joint);
}

/** What a member reads about the rule that refused, and what to do about it. @see ErrorFacts.rule */
const ruleTexts: ReadonlyMap<string, (facts: ErrorFacts) => string> = new Map<string, (facts: ErrorFacts) => string>([
  ['account_age', ({ limit }) => (limit ? t('rule.accountAge', { count: limit }) : t('rule.accountAgeSome'))],
  ['member_age', ({ limit }) => (limit ? t('rule.memberAge', { count: limit }) : t('rule.memberAgeSome'))],
  ['role', ({ roleIds }) => (roleIds?.length ? t('rule.role', { roles: rolesText(roleIds) }) : t('rule.roleSome'))],
  ['channel', channelText],
  ['model', (facts) => t('rule.model', { model: modelName(facts) })],
  ['model_role', modelRoleText],
  ['adult_model', (facts) => adultText(t('rule.adultModel', { model: modelName(facts) }), facts)],
  ['adult_lora', (facts) => adultText(t('rule.adultLora'), facts)],
  ['lora_words', () => t('rule.loraWords')],
  ['preset_words', () => t('rule.presetWords')],
  ['adult_prompt', (facts) => adultText(t('rule.adultPrompt'), facts)],
  ['blocklist', blocked],
  ['approval', () => t('rule.approval')],
  ['threshold', () => t('rule.threshold')],
]);

function channelText({ channelIds = [] }: ErrorFacts): string {
  return channelIds.length > 0 ? t('rule.channelTry', { channels: channelsText(channelIds) }) : t('rule.channel');
}

function modelRoleText(facts: ErrorFacts): string {
  const { roleIds = [] } = facts;
  const model = modelName(facts);
  return roleIds.length > 0
    ? t('rule.modelRole', { model, roles: rolesText(roleIds) })
    : t('rule.modelRoleSome', { model });
}

/** With the channels that the server has opened for it, where it has named some. */
function adultText(what: string, { channelIds = [] }: ErrorFacts): string {
  return channelIds.length > 0 ? `${what} ${t('rule.tryChannels', { channels: channelsText(channelIds) })}` : what;
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
    .join(t('rule.or'));
}

/** The rule in a sentence to the member. */
export function ruleText(facts: ErrorFacts): string {
  return ruleTexts.get(facts.rule ?? '')?.(facts) ?? t('rule.other');
}

/** What a refusal means for the member's standing; empty where it means nothing. Begins with a space. */
export function strikeText({ strikes, suspendedUntilMs }: ErrorFacts): string {
  if (strikes === undefined) return '';
  const strike = ` ${t('rule.strike', { strikes })}`;
  if (suspendedUntilMs === undefined) return strike;
  return `${strike} ${t('rule.suspended', { until: untilText(suspendedUntilMs) })}`;
}

/** What the list that is always on refuses is not repeated, not even to whoever wrote it. */
function blocked({ list, matched }: ErrorFacts): string {
  if (list === 'always') return t('rule.never');
  return matched ? t('rule.word', { word: inlineCode(matched) }) : t('rule.someWord');
}

function modelName({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : t('rule.someModel');
}
