import { asBotError } from '#core/errors.ts';
import { type RoleId, roleId } from '#core/ids.ts';
import { seenText } from '#core/text.ts';
import { type Allowance, type PoolMode, periods } from '#credits/credits.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { credits as creditsText } from '#i18n/money.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import type { Bot, Subcommand } from '../command.ts';
import { choices, option, subcommand } from '../options.ts';
import { actorOf } from '../place.ts';
import { type Asked, actionIn, type Change, changing, isEveryone, maxListed, type Plan, type Refusal } from './plan.ts';
import { settingTexts, setupTexts } from './view.ts';

const periodChoices = choices(periods, (period) => `period.${period}.choice`);

const poolOptions = [
  option.text('action', 'setup.pool.action.description', {
    required: true,
    ...choices(
      ['add', 'remove', 'unlimited', 'limited', 'refill', 'no_refill'],
      (action) => `setup.pool.action.${action}.choice`,
    ),
  }),
  option.integer('credits', 'setup.pool.credits.description', { min_value: 1, max_value: 1_000_000_000 }),
  option.text('period', 'setup.pool.period.description', periodChoices),
  option.text('reason', 'setup.pool.reason.description', { max_length: 300 }),
] as const;

const poolActions: Readonly<Record<string, Subcommand['run']>> = {
  add: move,
  remove: move,
  unlimited: changingMode('unlimited'),
  limited: changingMode('limited'),
  refill: changing(planRefill),
  no_refill: changing(planRefill),
};

/** `/setup pool`. */
export const pool: Subcommand = {
  data: subcommand('pool', 'setup.pool.description', poolOptions),
  async run(call, bot) {
    const typed = readPool(call);
    const run = actionIn(poolActions, typed.action);
    const misfit = misfitIn(typed);
    return misfit === null ? run(call, bot) : setupTexts.refused(misfit);
  },
};

/** Why an action and its amounts do not go together, or null. */
function misfitIn({ action, credits, period }: ReturnType<typeof readPool>): string | null {
  const wantsCredits = action === 'add' || action === 'remove' || action === 'refill';
  if (wantsCredits !== (credits !== null)) return t(wantsCredits ? 'pool.creditsMissing' : 'pool.creditsMisplaced');
  const wantsPeriod = action === 'refill';
  if (wantsPeriod !== (period !== null)) return t(wantsPeriod ? 'pool.periodMissing' : 'pool.periodMisplaced');
  return null;
}

async function move(call: CommandCall, bot: Bot): Promise<string> {
  const { caller } = call;
  const { action, credits, reason } = readPool(call);
  const amount = credits ?? 0;
  const by = actorOf(caller, reason ?? withGuildLocale(() => t('form.noReason')));
  // Read first: once credits have moved nothing may fail, or the operator would move them again.
  const { pool: left } = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
  try {
    const isAdding = action === 'add';
    const after = await (isAdding ? bot.moderation.addToPool(by, amount) : bot.moderation.removeFromPool(by, amount));
    const before = isAdding ? after.pool - amount : after.pool + amount;
    const hints = left === 'unlimited' ? [t('pool.countsWhenLimited')] : emptyHint(after.pool);
    return setupTexts.changed({
      what: t('setup.what.pool'),
      was: creditsText(before),
      now: creditsText(after.pool),
      hints,
    });
  } catch (thrown) {
    const { code, facts } = asBotError(thrown);
    if (code !== 'refused.quota') throw thrown;
    return setupTexts.refused(t('pool.tooFew', { credits: creditsText(facts.left ?? 0) }));
  }
}

/** `/setup pool action:limited` and `action:unlimited`. */
export function changingMode(
  mode: PoolMode,
): (call: Pick<CommandCall, 'caller' | 'options'>, bot: Bot) => Promise<string> {
  return async (call, bot) => {
    const { caller } = call;
    const what = t('setup.what.pool');
    const { pool: left } = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
    const was = left === 'unlimited' ? settingTexts.poolMode('unlimited', 0) : settingTexts.poolMode('limited', left);
    if ((left === 'unlimited') === (mode === 'unlimited')) {
      return setupTexts.unchanged({ what, was, now: was, hints: [] });
    }
    // The journal's entry itself does not say which mode it is now.
    const { reason } = readPool(call);
    const now = withGuildLocale(() => t(`journal.${mode}`));
    const by = actorOf(caller, reason === null ? now : `${reason} (${now})`);
    const after = await bot.moderation.setPoolMode(by, mode);
    const hints = mode === 'unlimited' ? [t('pool.countsWhenLimited')] : emptyHint(after.pool);
    return setupTexts.changed({ what, was, now: settingTexts.poolMode(mode, after.pool), hints });
  };
}

/** `action` refill or no_refill, with what goes with it. */
export function planRefill(asked: Asked, settings: GuildSettings): Change | Refusal {
  const typed = readPool(asked);
  const misfit = misfitIn(typed);
  if (misfit !== null) return { refusal: misfit };
  const { credits, period, reason } = typed;
  const next = credits === null || period === null ? null : { credits, period };
  return {
    next: { ...settings, refill: next },
    what: t('setup.what.refill'),
    was: settingTexts.refill(settings.refill),
    now: settingTexts.refill(next),
    hints: next === null ? [] : [t('pool.refill')],
    note: reason,
  };
}

function emptyHint(poolCredits: number): string[] {
  return poolCredits === 0 ? [t('pool.empty')] : [];
}

function readPool({ options }: Pick<CommandCall, 'options'>) {
  const typed = readOptions(poolOptions, options);
  const period = typed.text('period');
  return {
    action: typed.requiredText('action'),
    credits: typed.number('credits'),
    period: periods.find((each) => each === period) ?? null,
    reason: seenText(typed.text('reason')) || null,
  };
}

const allowanceOptions = [
  option.role('role', 'setup.allowance.role.description'),
  option.integer('credits', 'setup.allowance.credits.description', { min_value: 0, max_value: 1_000_000_000 }),
  option.text('period', 'setup.allowance.period.description', periodChoices),
  option.flag('remove', 'setup.allowance.remove.description'),
] as const;

/** Of everyone, where no role is given. */
export const planAllowance: Plan = (asked, settings) => {
  const given = readAllowance(asked);
  if ('refusal' in given) return given;
  const { id, row } = given;
  const { allowances } = settings;
  const before = allowances.find(({ roleId: each }) => each === id) ?? null;
  if (row !== null && before === null && allowances.length >= maxListed) {
    return { refusal: t('allowance.full', { most: maxListed }) };
  }
  const inWords = (each: Allowance | null) =>
    each === null && id !== null ? t('allowance.none') : settingTexts.allowance(each);
  return {
    next: { ...settings, allowances: rowsWith(allowances, id, row) },
    what: id === null ? t('setup.what.allowanceOfAll') : t('setup.what.allowance', { role: `<@&${id}>` }),
    was: inWords(before),
    now: inWords(row),
    hints: [t('allowance.best')],
  };
};

/** The role, null for everyone, and its new allowance, null to remove it. */
function readAllowance({ options, caller }: Asked): { id: RoleId | null; row: Allowance | null } | Refusal {
  const typed = readOptions(allowanceOptions, options);
  const [role, credits] = [typed.id('role'), typed.number('credits')];
  const period = periods.find((each) => each === typed.text('period')) ?? null;
  const id = role === null || isEveryone(role, caller) ? null : roleId(role);
  if (typed.flag('remove')) {
    return credits === null && period === null ? { id, row: null } : { refusal: t('allowance.removeAlone') };
  }
  if (credits === null || period === null) return { refusal: t('allowance.incomplete') };
  return { id, row: { credits, period } };
}

/** `/setup allowance`. */
export const allowance: Subcommand = {
  data: subcommand('allowance', 'setup.allowance.description', allowanceOptions),
  run: changing(planAllowance),
};

type Rows = GuildSettings['allowances'];

/** A row keeps its place; null removes it. */
function rowsWith(rows: Rows, id: RoleId | null, given: Allowance | null): Rows {
  if (given === null) return rows.filter((row) => row.roleId !== id);
  const row = { roleId: id, ...given };
  return rows.some((each) => each.roleId === id)
    ? rows.map((each) => (each.roleId === id ? row : each))
    : [...rows, row];
}
