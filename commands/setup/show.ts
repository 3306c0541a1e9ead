import type { Balance, Totals } from '#credits/credits.ts';
import { limits } from '#discord/messages/limits.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { cut } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { OperatorBounds, Subcommand } from '../command.ts';
import { subcommand } from '../options.ts';
import { setupButtons } from './forms.ts';
import { changedKinds } from './kinds.ts';
import { listed, settingTexts } from './view.ts';

/** `/setup view`. */
export const view: Subcommand = {
  data: subcommand('view', 'setup.view.description'),
  async run({ caller }, bot) {
    const { guildId, userId, roleIds } = caller;
    const settings = await bot.settings(guildId);
    // The balance first: it does a refill that is due, which the totals then have.
    const balance = await bot.balance(guildId, userId, roleIds);
    const totals = await bot.totals(guildId);
    const { defaultModelId } = bot.catalog;
    const content = setupViewText({ settings, totals, balance, defaultModelId, bounds: bot.bounds(guildId) });
    return { content, buttons: setupButtons(caller) };
  },
};

/** What `/setup view` shows. */
interface SetupView {
  readonly settings: GuildSettings;
  readonly totals: Totals;
  /** Of the caller: it has the pool's mode, and the installation's allowance where the server has none. */
  readonly balance: Pick<Balance, 'pool' | 'allowance'>;
  /** Of the installation. */
  readonly defaultModelId: string;
  readonly bounds: OperatorBounds;
}

/** How many entries of each list are named: the most that fit one message. */
const shownSteps = [20, 10, 6, 4, 3, 2, 1] as const;

/** All settings of a server on one page of at most 2000 characters. */
export function setupViewText(view: SetupView): string {
  const pages = shownSteps.map((shown) => page(view, shown));
  const fitting = pages.find((text) => text.length <= limits.contentCharacters);
  return fitting ?? cut(page(view, 1), limits.contentCharacters);
}

function page(view: SetupView, shown: number): string {
  return [
    group(t('view.credits'), creditLines(view, shown)),
    group(t('view.places'), placeLines(view, shown)),
    group(t('view.models'), modelLines(view, shown)),
    group(t('view.moderation'), moderationLines(view, shown)),
  ].join('\n');
}

type Lines = readonly (readonly [name: string, value: string])[];

function group(name: string, lines: Lines): string {
  const shown = lines.map(([each, value]) => t('view.line', { name: each, value }));
  return [t('view.group', { group: name }), ...shown].join('\n');
}

function creditLines({ settings, totals, balance, bounds: { spent: today } }: SetupView, shown: number): Lines {
  const { bonuses, held, spent } = totals;
  const pool =
    balance.pool === 'unlimited'
      ? t('view.poolUnlimited', { credits: credits(totals.pool) })
      : t('view.poolLeft', { credits: credits(balance.pool) });
  const ofServer = spentOf(today.guild, today.limits.perGuild);
  return [
    [t('view.pool'), pool],
    [t('view.handedOut'), t('view.handedOutText', { bonuses, held, spent })],
    [t('view.refill'), settingTexts.refill(settings.refill)],
    [t('view.allowance'), allowances(settings, balance, shown)],
    [t('view.confirm'), settingTexts.confirm(settings.confirmPercent)],
    [t('view.operatorLimit'), spentOf(today.all, today.limits.all)],
    ...(today.limits.perGuild === null ? [] : [[t('view.operatorLimitServer'), ofServer] as const]),
  ];
}

function spentOf(spent: number, limit: number | null): string {
  return limit === null
    ? t('view.spentUnlimited', { spent: credits(spent) })
    : t('view.spentOf', { spent, limit: credits(limit) });
}

/** The server's own limit, and the operator's where that is lower. */
function bounded(own: number | null, bound: number): string {
  const value = settingTexts.limit(own);
  return own === null || own > bound ? t('view.bounded', { value, bound }) : value;
}

function allowances({ allowances: rows }: GuildSettings, { allowance }: SetupView['balance'], shown: number): string {
  const installation = t('setting.installation');
  if (rows.length === 0) {
    return t('view.installedAllowance', { allowance: settingTexts.allowance(allowance), installation });
  }
  const each = rows.map((row) => {
    const who = settingTexts.roles(row.roleId === null ? [] : [row.roleId]);
    return t('view.allowanceOf', { who, allowance: settingTexts.allowance(row) });
  });
  const named = listed(each, shown);
  const isForAll = rows.some(({ roleId }) => roleId === null);
  return isForAll ? named : t('view.andOthers', { allowances: named, installation });
}

function placeLines({ settings, bounds }: SetupView, shown: number): Lines {
  const { channels, memberRoles, newcomers, limits: atOnce } = settings;
  return [
    [t('view.openChannels'), settingTexts.openChannels(channels, shown)],
    [t('view.adult'), settingTexts.adultChannels(channels, shown)],
    [t('view.spoilers'), settingTexts.spoilerChannels(channels, shown)],
    [t('view.who'), settingTexts.roles(memberRoles, shown)],
    [t('view.accountDays'), settingTexts.days(newcomers.minAccountDays)],
    [t('view.memberDays'), settingTexts.days(newcomers.minMemberDays)],
    [t('view.perMember'), bounded(atOnce.perMember, bounds.perMember)],
    [t('view.perServer'), bounded(atOnce.perGuild, bounds.perGuild)],
  ];
}

function modelLines({ settings, defaultModelId }: SetupView, shown: number): Lines {
  const { denied, enabled, roles, prices } = settings.models;
  const { model, size, settingsInFile } = settings.defaults;
  const of = (id: string, value: string) => t('view.byModel', { model: settingTexts.model(id), value });
  const byRole = Object.entries(roles).map(([id, ids]) => of(id, settingTexts.roles(ids, shown)));
  const byPrice = Object.entries(prices).map(([id, price]) => of(id, credits(price)));
  const defaults = { model: settingTexts.defaultModel(model, defaultModelId), size: settingTexts.defaultSize(size) };
  const loras = settings.loras.length;
  const workflows = settings.workflows.length;
  return [
    [t('view.default'), t('view.defaultText', defaults)],
    [t('view.settingsInFile'), settingTexts.settingsInFile(settingsInFile)],
    ...changedKinds(settings),
    [t('view.closed'), orNone(denied.map(settingTexts.model), shown)],
    ...(enabled.length > 0 ? [[t('view.enabled'), settingTexts.models(enabled, shown)] as const] : []),
    [t('view.byRole'), orNone(byRole, shown)],
    [t('view.prices'), orNone(byPrice, shown)],
    ...(workflows > 0 ? [[t('view.workflows'), t('workflows.count', { count: workflows })] as const] : []),
    [t('view.loras'), loras === 0 ? t('loras.noneOfItsOwn') : t('loras.count', { count: loras })],
  ];
}

function moderationLines({ settings }: SetupView, shown: number): Lines {
  const { logChannelId, approvals, strikes, words } = settings;
  const lists = t(words.profanity ? 'view.profanityRefused' : 'view.profanityAllowed', {
    own: t('view.ownWords', { count: words.blocked.length }),
    exceptions: t('view.exceptions', { count: words.allowed.length }),
  });
  return [
    [t('view.log'), settingTexts.channel(logChannelId)],
    [t('view.approvals'), settingTexts.approvals(approvals)],
    [t('view.strikes'), settingTexts.strikes(strikes, shown)],
    [t('view.words'), lists],
  ];
}

function orNone(items: readonly string[], shown: number): string {
  return items.length === 0 ? t('view.none') : listed(items, shown);
}
