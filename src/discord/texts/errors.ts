import { mostNamed } from '#catalog/nearest-names.ts';
import type { BotError, ErrorCode, ErrorFacts } from '#core/errors.ts';
import type { Phrase } from '#core/phrase.ts';
import { kinds } from '#guilds/guild-settings.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { credits, moneySentence } from '#i18n/money.ts';
import { phraseText } from '#i18n/phrases.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { MoneyOutcome } from '#jobs/job.ts';
import { fileKinds, type InputProblem } from '#media/input.ts';
import { busy, quota } from './bounds.ts';
import { rejectedText, unavailableText } from './service-errors.ts';

/** What a member reads for each code: what happened, and what to change. The credits are said by {@link errorText}. */
export const errorTexts = {
  'refused.options': refusedOptionText,
  'refused.model': (facts) => `${noSuchModel(facts)}${nearestText(facts)} ${whereListed(facts)}`,
  'refused.prompt': promptText,
  'refused.image': inputText,
  'refused.rules': (facts) => `${ruleText(facts)}${because(facts)}`,
  'refused.suspended': (facts) =>
    `${facts.untilMs ? t('error.suspendedUntil', { until: untilText(facts.untilMs) }) : t('error.suspended')}${because(facts)}`,
  'refused.quota': quota,
  'refused.busy': busy,
  'provider.unavailable': unavailableText,
  'provider.unfunded': () => t('error.unfunded'),
  'provider.rejected': rejectedText,
  'provider.unsure': () => t('error.unsure'),
  'provider.malformed': () => t('error.malformed'),
  'provider.failed': (facts) => t(facts.contentFilter ? 'error.failedByFilter' : 'error.failed'),
  'provider.timeout': () => t('error.timeout'),
  'media.unfetchable': () => t('error.unfetchable'),
  'delivery.too_large': () => t('error.tooLarge'),
  'delivery.expired': expired,
  'delivery.forbidden': ({ rule }) => t(rule === 'approval' ? 'error.approversForbidden' : 'error.forbidden'),
  'store.unavailable': () => t('error.store'),
  'cancelled.user': ({ isBilled }) => t(isBilled ? 'error.cancelledBilled' : 'error.cancelled'),
  'cancelled.moderator': ({ isBilled }) =>
    t(isBilled ? 'error.cancelledByModeratorBilled' : 'error.cancelledByModerator'),
  'cancelled.shutdown': () => t('error.shutdown'),
  bug: () => t('error.bug'),
} as const satisfies Record<ErrorCode, (facts: ErrorFacts) => string>;

/** Codes whose message carries a reference, so that an operator finds the line in the log. */
const referenced: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bug',
  'provider.unsure',
  'provider.malformed',
  'store.unavailable',
]);

/** The whole message: what happened, what became of the credits (null: nothing was accepted yet), a reference if it helps. */
export function errorText(error: BotError, money: MoneyOutcome | null, reference: string): string {
  const { code, facts } = error;
  const { isKept, preset } = facts;
  const sentences = [
    errorTexts[code](facts),
    ...(isKept === undefined ? [] : [t(isKept ? 'error.kept' : 'error.notKept')]),
    ...(preset === undefined ? [] : [t('preset.blame', { name: inlineCode(preset) })]),
  ];
  const report = referenced.has(code) ? [t('error.reference', { reference: inlineCode(reference) })] : [];
  return [`${sentences.join(' ')}${strikeText(facts)}`, moneySentence(code, money), ...report].join(' ');
}

/** A job's or interaction's id in a form that a person can read out; the log has it too. */
export function referenceOf(id: string): string {
  return /^\d+$/.test(id) ? BigInt(id).toString(36) : id.slice(0, 16);
}

function noSuchModel({ value, isGone, task, model, option }: ErrorFacts): string {
  const command = commandOfTask(task);
  if (command !== null) return t('error.modelOfOther', { model: escapeText(model ?? '', 100), command });
  if (option === 'workflow' && value) return t('error.workflow', { workflow: inlineCode(value) });
  if (isGone) return t('error.modelGone', { model: inlineCode(value ?? '') });
  return value ? t('error.model', { model: inlineCode(value) }) : t('error.modelUnnamed');
}

function whereListed({ option }: ErrorFacts): string {
  return t(option === 'workflow' ? 'error.seeWorkflows' : 'error.seeModels');
}

/** The command of a task, as members type it; null where there is none. */
function commandOfTask(task: string | undefined): string | null {
  if (task === 'image') return '`/imagine`';
  if (task === 'model3d') return '`/3d`';
  return task === undefined ? null : inlineCode(`/${task}`);
}

/** An empty prompt is told from one that is too long. */
function promptText(facts: ErrorFacts): string {
  const { allowed } = facts;
  if (allowed?.kind === 'characters' && allowed.has === 0) return t('error.promptEmpty');
  return `${t('error.prompt')}${allowedText(facts)}`;
}

/** What came too late: the picture, unless told. */
function expired({ rule, nothingStarted }: ErrorFacts): string {
  if (rule === 'form') return t('error.formExpired');
  if (nothingStarted) return t('error.notBegun');
  return t(rule === 'approval' ? 'error.approversExpired' : 'error.expired');
}

function because({ reason }: ErrorFacts): string {
  return reason ? ` ${t('error.because', { reason: escapeText(reasonText(reason), 300) })}` : '';
}

type PictureText = (picture: string, facts: ErrorFacts) => string;

/** What is wrong, and what to do about it. */
const problemTexts = {
  not_a_picture: (picture, { value }) =>
    `${t(`input.is.${fileKinds.find((kind) => kind === value) ?? 'unknown'}`, { picture })} ${t('input.takes')}`,
  animated: (picture) => t('input.animated', { picture }),
  too_many_bytes: (picture, { limit }) =>
    sentences(t('input.too_many_bytes', { picture }), upTo(limit, 'megabytes', 1_048_576), t('input.attachSmaller')),
  too_many_bytes_together: (_picture, { limit }) =>
    sentences(t('input.too_many_bytes_together'), upTo(limit, 'megabytes', 1_048_576), t('input.attachFewer')),
  too_many_pixels: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, 'megapixels', 1_000_000), t('input.makeSmaller')),
  side_too_long: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, 'pixels'), t('input.makeSmaller')),
  side_too_short: (picture, { value, limit }) =>
    sentences(
      value ? t('input.tooSmallSized', { picture, size: inlineCode(value, 30) }) : t('input.tooSmall', { picture }),
      limit === undefined ? '' : t('input.least', { least: t('input.pixels', { pixels: limit }) }),
      t('input.attachLarger'),
    ),
  broken: (picture) => t('input.broken', { picture }),
  gone: (picture) => t('input.gone', { picture }),
  unreachable: (picture) => t('input.unreachable', { picture }),
  no_history: (picture) => t('input.no_history', { picture }),
  not_the_kind: (_picture, { value, file }) =>
    t(value === 'audio' ? 'input.not_audio' : 'input.not_video', { file: inlineCode(file ?? 'file', 60) }),
  too_long: (_picture, { limit, file }) =>
    t('input.too_long', { file: inlineCode(file ?? 'file', 60), seconds: limit ?? 0 }),
  untrusted_host: (picture) => t('input.untrusted_host', { picture }),
} as const satisfies Record<InputProblem, PictureText>;

const byReason: ReadonlyMap<string, PictureText> = new Map<string, PictureText>(Object.entries(problemTexts));
const ordinals = ['first', 'second', 'third'] as const;

/** Why a picture cannot be edited, and what to change. @see inputProblems */
export function inputText(facts: ErrorFacts): string {
  const picture = nameOf(facts);
  return byReason.get(facts.reason ?? '')?.(picture, facts) ?? t('input.other', { picture });
}

function nameOf({ picture: number, file }: ErrorFacts): string {
  const ordinal = ordinals[(number ?? 0) - 1];
  const numbered = ordinal === undefined ? t('input.nth', { number: number ?? 0 }) : t(`input.${ordinal}`);
  const picture = number === undefined ? t('input.picture') : numbered;
  return file ? t('input.file', { picture, file: inlineCode(file, 60) }) : picture;
}

function tooLarge(picture: string, value: string | undefined): string {
  return value ? t('input.tooLargeSized', { picture, size: inlineCode(value, 30) }) : t('input.tooLarge', { picture });
}

/** Rounded down, so that the named amount is allowed. */
function upTo(limit: number | undefined, unit: 'megabytes' | 'megapixels' | 'pixels', perUnit = 1): string {
  if (limit === undefined) return '';
  const amount = perUnit === 1 ? limit : Math.floor((limit / perUnit) * 10) / 10;
  const most = { megabytes: amount, megapixels: amount, pixels: amount };
  return t('input.most', { most: t(`input.${unit}`, most) });
}

function sentences(...all: readonly string[]): string {
  return all.filter((each) => each !== '').join(' ');
}

/** Why an option is refused, and what to type instead. */
function refusedOptionText(facts: ErrorFacts): string {
  const { together = [], allowed } = facts;
  if (together.length > 1) return t('option.together', { model: modelOf(facts), options: codes(together) });
  return (allowed && ownText(allowed, facts)) ?? `${what(facts)}${allowedText(facts)}`;
}

/** `did you mean …`, and nothing where nothing is near. Begins with a space. */
function nearestText({ nearest = [] }: ErrorFacts): string {
  return nearest.length === 0 ? '' : ` ${t('option.didYouMean', { names: codes(nearest, t('option.or')) })}`;
}

/** A sentence of its own for what members meet most; null for the rest. */
function ownText(allowed: Phrase, facts: ErrorFacts): string | null {
  const named = {
    model: modelOf(facts),
    option: inlineCode(facts.option ?? 'option'),
    value: inlineCode(facts.value ?? ''),
  };
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
  const { nearest = [] } = facts;
  switch (kind) {
    case 'noSuchOption':
      return t('option.unsupported', named);
    case 'noPictures':
      if (nearest.length === 0) return t('option.wordsOnly', named);
      return `${t('option.wordsOnly', named)} ${t('option.editors', { models: codes(nearest, t('option.or')) })}`;
    case 'needsPicture':
      return t('option.editsOnly', named);
    case 'visibleText':
      return t('option.empty', named);
    case 'needsImage':
    case 'needsLastImage':
    case 'needsVideo':
    case 'needsAudio':
      return t(`option.${kind}`, named);
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
  const option = inlineCode(facts.option ?? 'option');
  const shown = brought === undefined ? value : phraseText(brought);
  if (!shown) {
    return model ? t('error.optionWith', { option, model: modelOf(facts) }) : t('error.option', { option });
  }
  return model
    ? t('error.optionValueWith', { option, value: inlineCode(shown), model: modelOf(facts) })
    : t('error.optionValue', { option, value: inlineCode(shown) });
}

/** What may stand in an option, after a refusal. Begins with a space. */
function allowedText({ allowed }: ErrorFacts): string {
  const text = allowed === undefined ? '' : phraseText(allowed);
  return text === '' ? '' : ` ${t('error.allowed', { allowed: escapeText(text, 1000) })}`;
}

function modelOf({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : t('option.someModel');
}

function codes(names: readonly string[], joint = t('option.and')): string {
  return names
    .slice(0, mostNamed)
    .map((name) => inlineCode(name, 80))
    .join(joint);
}

/** What a member reads about the rule that refused, and what to do about it. @see ErrorFacts.rule */
const ruleTexts = {
  account_age: ({ limit }) => (limit ? t('rule.accountAge', { count: limit }) : t('rule.accountAgeSome')),
  member_age: ({ limit }) => (limit ? t('rule.memberAge', { count: limit }) : t('rule.memberAgeSome')),
  role: ({ roleIds }) => (roleIds?.length ? t('rule.role', { roles: rolesText(roleIds) }) : t('rule.roleSome')),
  channel: ({ channelIds }) =>
    channelIds?.length ? t('rule.channelTry', { channels: mentions(channelIds, '#') }) : t('rule.channel'),
  model: (facts) => t('rule.model', { model: modelName(facts) }),
  model_role: (facts) =>
    facts.roleIds?.length
      ? t('rule.modelRole', { model: modelName(facts), roles: rolesText(facts.roleIds) })
      : t('rule.modelRoleSome', { model: modelName(facts) }),
  adult_model: (facts) => adultText(t('rule.adultModel', { model: modelName(facts) }), facts),
  adult_lora: (facts) => adultText(t('rule.adultLora'), facts),
  lora_words: () => t('rule.loraWords'),
  preset_words: () => t('rule.presetWords'),
  adult_prompt: (facts) => adultText(t('rule.adultPrompt'), facts),
  blocklist: blocked,
  kind_off: ({ task }) => t('rule.kindOff', { kind: kindName(task) }),
  kind_channel: ({ task, channelIds = [] }) =>
    t('rule.kindChannel', { kind: kindName(task), channels: mentions(channelIds, '#') }),
  kind_price: ({ task, price = 0, limit = 0 }) =>
    t('rule.kindPrice', { kind: kindName(task), credits: credits(price), most: credits(limit) }),
  approval: () => t('rule.approval'),
  threshold: () => t('rule.threshold'),
} as const satisfies Readonly<Record<string, (facts: ErrorFacts) => string>>;

/** Whether this version knows the rule that a refusal names. @see ErrorFacts.rule */
export function isRule(name: string): name is keyof typeof ruleTexts {
  return Object.hasOwn(ruleTexts, name);
}

function kindName(task: string | undefined): string {
  const kind = kinds.find((each) => each === task);
  return t(`kind.${kind ?? 'video'}.choice`);
}

/** With the channels that the server has opened for it, where it has named some. */
function adultText(what: string, { channelIds = [] }: ErrorFacts): string {
  return channelIds.length > 0 ? `${what} ${t('rule.tryChannels', { channels: mentions(channelIds, '#') })}` : what;
}

/** At most five, as Discord shows them: `@Patrons or @Staff`. */
export function rolesText(ids: readonly string[]): string {
  return mentions(ids, '@&');
}

function mentions(ids: readonly string[], sign: '#' | '@&'): string {
  return ids
    .slice(0, mostNamed)
    .map((id) => `<${sign}${id}>`)
    .join(t('rule.or'));
}

/** The rule in a sentence to the member. */
export function ruleText(facts: ErrorFacts): string {
  const { rule = '' } = facts;
  return isRule(rule) ? ruleTexts[rule](facts) : t('rule.other');
}

/** What a refusal means for the member's standing; empty where it means nothing. Begins with a space. */
export function strikeText({ strikes, suspendedUntilMs }: ErrorFacts): string {
  if (strikes === undefined) return '';
  const strike = ` ${t('rule.strike', { strikes })}`;
  if (suspendedUntilMs === undefined) return strike;
  return `${strike} ${t('rule.suspended', { until: untilText(suspendedUntilMs) })}`;
}

/** A word of the list that is always on is never repeated, not even to the member who wrote it. */
function blocked({ list, matched }: ErrorFacts): string {
  if (list === 'always') return t('rule.never');
  return matched ? t('rule.word', { word: inlineCode(matched) }) : t('rule.someWord');
}

function modelName({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : t('rule.someModel');
}
