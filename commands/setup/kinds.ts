import { ChannelType } from 'discord.js';
import { shownPrice } from '#catalog/price.ts';
import { channelId } from '#core/ids.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { defaultKindRule, type KindRule, kinds as kindNames, kindRuleOf } from '#guilds/guild-settings.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { Subcommand } from '../command.ts';
import { choices, option, subcommand } from '../options.ts';
import { type Asked, actionIn, changing, listWith, listWithout, maxListed, type Plan, type Refusal } from './plan.ts';
import { settingTexts } from './view.ts';

const options = [
  option.text('kind', 'setup.kinds.kind.description', {
    required: true,
    ...choices(kindNames, (kind) => `kind.${kind}.choice`),
  }),
  option.text('action', 'setup.kinds.action.description', {
    required: true,
    ...choices(
      ['on', 'off', 'channel', 'no_channel', 'limit', 'no_limit'],
      (action) => `setup.kinds.action.${action}.choice`,
    ),
  }),
  option.channel('channel', 'setup.channels.channel.description', {
    channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum],
  }),
  option.integer('credits', 'setup.kinds.credits.description', { min_value: 1, max_value: 1_000_000 }),
] as const;

type Step = (
  rule: KindRule,
  typed: { readonly channel: string | null; readonly credits: number | null },
) => KindRule | Refusal;

const actions: Readonly<Record<string, Step>> = {
  on: (rule) => ({ ...rule, isOn: true }),
  off: (rule) => ({ ...rule, isOn: false }),
  channel: (rule, { channel }) =>
    channel === null
      ? { refusal: t('channels.channelMissing') }
      : { ...rule, channelIds: listWith(rule.channelIds, channelId(channel)) },
  no_channel: (rule, { channel }) => ({
    ...rule,
    channelIds: channel === null ? [] : listWithout(rule.channelIds, channelId(channel)),
  }),
  limit: (rule, { credits: most }) =>
    most === null ? { refusal: t('kinds.creditsMissing') } : { ...rule, mostCredits: most },
  no_limit: (rule) => ({ ...rule, mostCredits: null }),
};

const plan: Plan = (asked, settings) => {
  const typed = readOptions(options, asked.options);
  const name = typed.requiredText('kind');
  const kind = kindNames.find((each) => each === name);
  if (kind === undefined) return { refusal: t('kinds.unknown') };
  const before = kindRuleOf(settings, kind);
  const step = actionIn(actions, typed.requiredText('action'));
  const next = step(before, { channel: typed.id('channel'), credits: typed.number('credits') });
  if ('refusal' in next) return next;
  if (next.channelIds.length > maxListed) return { refusal: t('channels.full', { most: maxListed }) };
  const what = t(`kind.${kind}.choice`);
  const [was, now] = [settingTexts.kind(before), settingTexts.kind(next)];
  const kinds = { ...settings.kinds, [kind]: next };
  return { next: { ...settings, kinds }, what, was, now, hints: priceHints(kind, next, asked, settings) };
};

/** What the model costs that is used where none is named: the operator sees what is switched on. */
function priceHints(
  kind: (typeof kindNames)[number],
  { isOn }: KindRule,
  { catalog }: Asked,
  settings: Parameters<typeof shownPrice>[1],
) {
  const own = catalog.forTask(kind);
  const model = own.find(own.defaultModelId);
  if (!isOn || model === null) return [];
  return [t('kinds.price', { model: model.title, credits: credits(shownPrice(model, settings)) })];
}

/** `/setup kinds`. */
export const kinds: Subcommand = {
  data: subcommand('kinds', 'setup.kinds.description', options),
  run: changing(plan),
};

/** Kinds that are not as they are at first, for `/setup view`. */
export function changedKinds(settings: Parameters<typeof kindRuleOf>[0]): readonly (readonly [string, string])[] {
  return kindNames
    .map((kind) => [kind, kindRuleOf(settings, kind)] as const)
    .filter(([kind, rule]) => JSON.stringify(rule) !== JSON.stringify(defaultKindRule(kind)))
    .map(([kind, rule]) => [t(`kind.${kind}.choice`), settingTexts.kind(rule)]);
}
