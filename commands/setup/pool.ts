import { ApplicationCommandOptionType } from 'discord.js';
import { asBotError } from '#core/errors.ts';
import { seenText } from '#core/text.ts';
import { type PoolMode, periods } from '#credits/credits.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import { journalTexts } from '#discord/texts/audit.ts';
import { noReasonText } from '#discord/texts/pictures.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { credits as creditsText } from '#i18n/money.ts';
import { described, named, withGuildLocale } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { poolTexts } from './hints.ts';
import { type Asked, actionIn, type Change, changing, operator, type Run } from './plan.ts';
import { changeNames, settingTexts, setupTexts } from './view.ts';

const options = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'action',
    ...described('setup.pool.action.description'),
    required: true,
    choices: [
      { ...named('setup.pool.action.add.choice'), value: 'add' },
      { ...named('setup.pool.action.remove.choice'), value: 'remove' },
      { ...named('setup.pool.action.unlimited.choice'), value: 'unlimited' },
      { ...named('setup.pool.action.limited.choice'), value: 'limited' },
      { ...named('setup.pool.action.refill.choice'), value: 'refill' },
      { ...named('setup.pool.action.no_refill.choice'), value: 'no_refill' },
    ],
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'credits',
    ...described('setup.pool.credits.description'),
    min_value: 1,
    max_value: 1_000_000_000,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'period',
    ...described('setup.pool.period.description'),
    choices: periods.map((period) => ({ ...named(`period.${period}.choice`), value: period })),
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'reason',
    ...described('setup.pool.reason.description'),
    max_length: 300,
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup pool`. */
export const poolDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'pool',
  ...described('setup.pool.description'),
  options,
} as const satisfies OptionDefinition;

type Typed = ReturnType<typeof read>;

const actions: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['add', move],
  ['remove', move],
  ['unlimited', changingMode('unlimited')],
  ['limited', changingMode('limited')],
  ['refill', changing(planRefill)],
  ['no_refill', changing(planRefill)],
]);

/** @see poolDefinition */
export const pool: Run = async (call, bot) => {
  const typed = read(call);
  const run = actionIn(actions, typed.action);
  const misfit = misfitIn(typed);
  return misfit === null ? run(call, bot) : setupTexts.refused(misfit);
};

/** Why an action and its amounts do not go together, or null. */
function misfitIn({ action, credits, period }: Typed): string | null {
  const wantsCredits = action === 'add' || action === 'remove' || action === 'refill';
  if (wantsCredits !== (credits !== null)) return wantsCredits ? poolTexts.creditsMissing : poolTexts.creditsMisplaced;
  const wantsPeriod = action === 'refill';
  if (wantsPeriod !== (period !== null)) return wantsPeriod ? poolTexts.periodMissing : poolTexts.periodMisplaced;
  return null;
}

async function move({ caller, options: raw }: CommandCall, bot: Bot): Promise<string> {
  const { action, credits, reason } = read({ options: raw });
  const amount = credits ?? 0;
  const by = operator(caller, reason ?? withGuildLocale(noReasonText));
  // Read first: once credits have moved nothing may fail, or the operator would move them again.
  const { pool: left } = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
  try {
    const isAdding = action === 'add';
    const after = await (isAdding ? bot.moderation.addToPool(by, amount) : bot.moderation.removeFromPool(by, amount));
    const before = isAdding ? after.pool - amount : after.pool + amount;
    const hints = left === 'unlimited' ? [poolTexts.countsWhenLimited] : emptyHint(after.pool);
    return setupTexts.changed({
      what: changeNames.pool,
      was: creditsText(before),
      now: creditsText(after.pool),
      hints,
    });
  } catch (thrown) {
    const { code, facts } = asBotError(thrown);
    if (code !== 'refused.quota') throw thrown;
    return setupTexts.refused(poolTexts.tooFew(facts.left ?? 0));
  }
}

function changingMode(mode: PoolMode): Run {
  return async ({ caller, options: raw }, bot) => {
    const { pool: left } = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
    const was = left === 'unlimited' ? settingTexts.poolMode('unlimited', 0) : settingTexts.poolMode('limited', left);
    if ((left === 'unlimited') === (mode === 'unlimited')) {
      return setupTexts.unchanged({ what: changeNames.pool, was, now: was, hints: [] });
    }
    // The journal's entry itself does not say which mode it is now.
    const { reason } = read({ options: raw });
    const now = withGuildLocale(() => journalTexts[mode]);
    const by = operator(caller, reason === null ? now : `${reason} (${now})`);
    const after = await bot.moderation.setPoolMode(by, mode);
    const hints = mode === 'unlimited' ? [poolTexts.countsWhenLimited] : emptyHint(after.pool);
    return setupTexts.changed({ what: changeNames.pool, was, now: settingTexts.poolMode(mode, after.pool), hints });
  };
}

function planRefill(asked: Asked, settings: GuildSettings): Change {
  const { credits, period, reason } = read(asked);
  const next = credits === null || period === null ? null : { credits, period };
  return {
    next: { ...settings, refill: next },
    what: changeNames.refill,
    was: settingTexts.refill(settings.refill),
    now: settingTexts.refill(next),
    hints: next === null ? [] : [poolTexts.refill],
    note: reason,
  };
}

function emptyHint(poolCredits: number): string[] {
  return poolCredits === 0 ? [poolTexts.empty] : [];
}

function read(asked: Pick<CommandCall, 'options'>) {
  const typed = readOptions(options, asked.options);
  const period = typed.text('period');
  return {
    action: typed.requiredText('action'),
    credits: typed.number('credits'),
    period: periods.find((each) => each === period) ?? null,
    reason: seenText(typed.text('reason')) || null,
  };
}
