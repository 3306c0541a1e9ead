import { ApplicationCommandOptionType } from 'discord.js';
import type { Balance, Totals } from '#credits/credits.ts';
import type { OptionDefinition } from '#discord/interactions/options.ts';
import { limits } from '#discord/messages/limits.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { cut } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { described, t } from '#i18n/t.ts';
import { loraTexts } from '../loras/view.ts';
import type { Run } from './plan.ts';
import { listed, settingTexts } from './view.ts';

/** `/setup view`. */
export const viewDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'view',
  ...described('setup.view.description'),
} as const satisfies OptionDefinition;

/** @see viewDefinition */
export const view: Run = async ({ caller }, bot) => {
  const { guildId, userId, roleIds } = caller;
  const settings = await bot.settings(guildId);
  // The balance first: it does a refill that is due, which the totals then have.
  const balance = await bot.balance(guildId, userId, roleIds);
  const totals = await bot.totals(guildId);
  return setupViewText({
    settings,
    totals,
    balance,
    defaultModelId: bot.catalog.defaultModelId,
    bounds: bot.bounds(guildId),
  });
};

/** What `/setup view` shows. */
export interface SetupView {
  readonly settings: GuildSettings;
  readonly totals: Totals;
  /** Of whoever looks: it knows the pool's mode and, where no allowance is set, the installation's. */
  readonly balance: Pick<Balance, 'pool' | 'allowance'>;
  /** Of the installation. */
  readonly defaultModelId: string;
  /** What the operator allows at most. */
  readonly bounds: {
    readonly spent: SpentToday;
    readonly perMember: number;
    readonly perGuild: number;
  };
}

/** Credits of the price list that today has cost, and the limits of a day; null is none. */
export interface SpentToday {
  readonly all: number;
  readonly guild: number;
  readonly limits: { readonly all: number | null; readonly perGuild: number | null };
}

/** How many entries of each list are named: as many as leave the page within one message. */
const shownSteps = [20, 10, 6, 4, 3, 2, 1] as const;

/** All settings of a server on one page of at most 2000 characters. */
export function setupViewText(view: SetupView): string {
  const pages = shownSteps.map((shown) => page(view, shown));
  const fitting = pages.find((text) => text.length <= limits.contentCharacters);
  return fitting ?? cut(page(view, 1), limits.contentCharacters);
}

function page(view: SetupView, shown: number): string {
  return [
    ...group('credits', creditLines(view, shown)),
    ...group('places', placeLines(view, shown)),
    ...group('models', modelLines(view, shown)),
    ...group('moderation', moderationLines(view, shown)),
  ].join('\n');
}

type Group = 'credits' | 'places' | 'models' | 'moderation';
type Lines = readonly string[];

function group(name: Group, lines: Lines): Lines {
  return [t('view.group', { group: t(`view.${name}`) }), ...lines];
}

type Name =
  | 'pool'
  | 'handedOut'
  | 'operatorLimit'
  | 'operatorLimitServer'
  | 'refill'
  | 'allowance'
  | 'confirm'
  | 'openChannels'
  | 'adult'
  | 'spoilers'
  | 'who'
  | 'accountDays'
  | 'memberDays'
  | 'perMember'
  | 'perServer'
  | 'default'
  | 'settingsInFile'
  | 'closed'
  | 'enabled'
  | 'byRole'
  | 'prices'
  | 'loras'
  | 'log'
  | 'approvals'
  | 'strikes'
  | 'words';

function line(name: Name, value: string): string {
  return t('view.line', { name: t(`view.${name}`), value });
}

function creditLines({ settings, totals, balance, bounds: { spent: today } }: SetupView, shown: number): Lines {
  const { bonuses, held, spent } = totals;
  const pool =
    balance.pool === 'unlimited'
      ? t('view.poolUnlimited', { credits: credits(totals.pool) })
      : t('view.poolLeft', { credits: credits(balance.pool) });
  return [
    line('pool', pool),
    line('handedOut', t('view.handedOutText', { bonuses, held, spent })),
    line('refill', settingTexts.refill(settings.refill)),
    line('allowance', allowances(settings, balance, shown)),
    line('confirm', settingTexts.confirm(settings.confirmPercent)),
    line('operatorLimit', spentOf(today.all, today.limits.all)),
    ...(today.limits.perGuild === null
      ? []
      : [line('operatorLimitServer', spentOf(today.guild, today.limits.perGuild))]),
  ];
}

function spentOf(spent: number, limit: number | null): string {
  return limit === null
    ? t('view.spentUnlimited', { spent: credits(spent) })
    : t('view.spentOf', { spent, limit: credits(limit) });
}

/** What a server has set, and the bound where that is above it. */
function bounded(own: number | null, bound: number): string {
  const value = settingTexts.limit(own);
  return own === null || own > bound ? t('view.bounded', { value, bound }) : value;
}

function allowances({ allowances: rows }: GuildSettings, { allowance }: SetupView['balance'], shown: number): string {
  const installation = settingTexts.allowance(null);
  if (rows.length === 0) {
    return t('view.installedAllowance', { allowance: settingTexts.allowance(allowance), installation });
  }
  const each = rows.map((row) => {
    const who = row.roleId === null ? t('setting.everyone') : `<@&${row.roleId}>`;
    return t('view.allowanceOf', { who, allowance: settingTexts.allowance(row) });
  });
  const named = listed(each, shown);
  const isForAll = rows.some(({ roleId }) => roleId === null);
  return isForAll ? named : t('view.andOthers', { allowances: named, installation });
}

function placeLines({ settings, bounds }: SetupView, shown: number): Lines {
  const { channels, memberRoles, newcomers, limits: atOnce } = settings;
  return [
    line('openChannels', settingTexts.openChannels(channels, shown)),
    line('adult', settingTexts.adultChannels(channels, shown)),
    line('spoilers', settingTexts.spoilerChannels(channels, shown)),
    line('who', settingTexts.roles(memberRoles, shown)),
    line('accountDays', settingTexts.days(newcomers.minAccountDays)),
    line('memberDays', settingTexts.days(newcomers.minMemberDays)),
    line('perMember', bounded(atOnce.perMember, bounds.perMember)),
    line('perServer', bounded(atOnce.perGuild, bounds.perGuild)),
  ];
}

function modelLines({ settings, defaultModelId }: SetupView, shown: number): Lines {
  const { denied, enabled, roles, prices } = settings.models;
  const { model, size, settingsInFile } = settings.defaults;
  const of = (id: string, value: string) => t('view.byModel', { model: settingTexts.model(id), value });
  const byRole = Object.entries(roles).map(([id, ids]) => of(id, settingTexts.roles(ids, shown)));
  const byPrice = Object.entries(prices).map(([id, price]) => of(id, credits(price)));
  const usual = {
    model: settingTexts.defaultModel(model, defaultModelId),
    size: settingTexts.defaultSize(size),
  };
  return [
    line('default', t('view.defaultText', usual)),
    line('settingsInFile', settingTexts.settingsInFile(settingsInFile)),
    line('closed', orNone(denied.map(settingTexts.model), shown)),
    ...(enabled.length > 0 ? [line('enabled', listed(enabled.map(settingTexts.model), shown))] : []),
    line('byRole', orNone(byRole, shown)),
    line('prices', orNone(byPrice, shown)),
    line('loras', loraTexts.count(settings.loras.length)),
  ];
}

function moderationLines({ settings }: SetupView, shown: number): Lines {
  const { logChannelId, approvals, strikes, words } = settings;
  const lists = t(words.profanity ? 'view.profanityRefused' : 'view.profanityAllowed', {
    own: t('view.ownWords', { count: words.blocked.length }),
    exceptions: t('view.exceptions', { count: words.allowed.length }),
  });
  return [
    line('log', settingTexts.channel(logChannelId)),
    line('approvals', settingTexts.approvals(approvals)),
    line('strikes', settingTexts.strikes(strikes, shown)),
    line('words', lists),
  ];
}

function orNone(items: readonly string[], shown: number): string {
  return items.length === 0 ? t('view.none') : listed(items, shown);
}
