import type { Balance, Totals } from '../../domain/credits.ts';
import type { GuildSettings } from '../../domain/guild-settings.ts';
import { limits } from '../limits.ts';
import { cut, inlineCode } from './escape.ts';
import { loraTexts } from './loras.ts';
import { credits } from './money.ts';
import { counted, listed, settingTexts } from './setup.ts';

/** What `/setup view` shows. */
export interface SetupView {
  readonly settings: GuildSettings;
  readonly totals: Totals;
  /** Of whoever looks: it knows the pool's mode and, where no allowance is set, the installation's. */
  readonly balance: Pick<Balance, 'pool' | 'allowance'>;
  /** Of the installation. */
  readonly defaultModelId: string;
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
    ...group('Credits', creditLines(view, shown)),
    ...group('Members and channels', placeLines(view, shown)),
    ...group('Models', modelLines(view, shown)),
    ...group('Moderation', moderationLines(view, shown)),
  ].join('\n');
}

function group(title: string, lines: readonly (readonly [string, string])[]): string[] {
  return [`**${title}**`, ...lines.map(([name, value]) => `- ${name}: ${value}`)];
}

type Lines = readonly (readonly [string, string])[];

function creditLines({ settings, totals, balance }: SetupView, shown: number): Lines {
  const { bonuses, held, spent } = totals;
  const pool =
    balance.pool === 'unlimited' ? `unlimited (${credits(totals.pool)} lie in it)` : `${credits(balance.pool)} left`;
  return [
    ['Pool', pool],
    ['Handed out', `${bonuses} as bonus, ${held} set aside for pictures in the making, ${spent} spent`],
    ['Refill', settingTexts.refill(settings.refill)],
    ['Allowance', allowances(settings, balance, shown)],
    ['Price confirmation', settingTexts.confirm(settings.confirmPercent)],
  ];
}

function allowances({ allowances: rows }: GuildSettings, { allowance }: SetupView['balance'], shown: number): string {
  if (rows.length === 0) return `${settingTexts.allowance(allowance)} (${settingTexts.allowance(null)})`;
  const named = rows.map(
    (row) => `${row.roleId === null ? 'everyone' : `<@&${row.roleId}>`} ${settingTexts.allowance(row)}`,
  );
  const others = rows.some(({ roleId }) => roleId === null) ? '' : `; others ${settingTexts.allowance(null)}`;
  return `${listed(named, shown)}${others}`;
}

function placeLines({ settings }: SetupView, shown: number): Lines {
  const { channels, memberRoles, newcomers, limits: atOnce } = settings;
  return [
    ['Open channels', settingTexts.openChannels(channels, shown)],
    ['Adult content', settingTexts.adultChannels(channels, shown)],
    ['Spoilers', settingTexts.spoilerChannels(channels, shown)],
    ['Who', settingTexts.roles(memberRoles, shown)],
    ['Age of the account', settingTexts.days(newcomers.minAccountDays)],
    ['Time on the server', settingTexts.days(newcomers.minMemberDays)],
    ['At once per member', settingTexts.limit(atOnce.perMember)],
    ['At once on the server', settingTexts.limit(atOnce.perGuild)],
  ];
}

function modelLines({ settings, defaultModelId }: SetupView, shown: number): Lines {
  const { denied, enabled, roles, prices } = settings.models;
  const { model, size, settingsInFile } = settings.defaults;
  const name = settingTexts.model;
  const byRole = Object.entries(roles).map(([id, ids]) => `${name(id)} ${settingTexts.roles(ids, shown)}`);
  const byPrice = Object.entries(prices).map(([id, price]) => `${name(id)} ${credits(price)}`);
  return [
    ['Default', `${settingTexts.defaultModel(model, defaultModelId)}, size ${settingTexts.defaultSize(size)}`],
    ['Settings in PNG files', settingTexts.settingsInFile(settingsInFile)],
    ['Closed', orNone(denied.map(name), shown)],
    ...(enabled.length > 0 ? [['Switched on besides', listed(enabled.map(name), shown)] as const] : []),
    ['For some roles only', orNone(byRole, shown)],
    ['Own prices', orNone(byPrice, shown)],
    ['LoRAs', loraTexts.count(settings.loras.length)],
  ];
}

function moderationLines({ settings }: SetupView, shown: number): Lines {
  const { logChannelId, approvals, strikes, words } = settings;
  const lists = `profanity ${words.profanity ? 'refused' : 'allowed'}, ${counted(words.blocked.length, 'own word')}, ${counted(words.allowed.length, 'exception')}`;
  return [
    ['Log', settingTexts.channel(logChannelId)],
    ['Approvals', settingTexts.approvals(approvals)],
    ['Suspended by strikes', settingTexts.strikes(strikes, shown)],
    ['Words', `${lists} (${inlineCode('/mod blocklist')})`],
  ];
}

function orNone(items: readonly string[], shown: number): string {
  return items.length === 0 ? 'none' : listed(items, shown);
}
