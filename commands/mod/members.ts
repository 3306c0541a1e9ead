import { BotError } from '#core/errors.ts';
import { type UserId, userId } from '#core/ids.ts';
import { seenText } from '#core/text.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { t } from '#i18n/t.ts';
import { suspensionEnd } from '#i18n/time.ts';
import type { Moderator } from '#moderation/acts.ts';
import type { Subcommand } from '../command.ts';
import { choices, option, subcommand } from '../options.ts';
import { actorOf } from '../place.ts';
import {
  forgivenText,
  grantText,
  poolTooSmallText,
  revokeText,
  strikesText,
  suspendText,
  unsuspendText,
} from './view.ts';

const [minReasonCharacters, maxReasonCharacters] = [3, 300];
/** The most that one act can move. */
const maxCredits = 1_000_000;

/** The member that a subcommand is about. */
export const memberOption = option.user('member', 'mod.option.member.description', { required: true });

/** @see withReason */
export const reasonBounds = { min_length: minReasonCharacters, max_length: maxReasonCharacters } as const;

/** A required reason. @see withReason */
export const reasonOption = option.text('reason', 'mod.option.reason.description', { required: true, ...reasonBounds });

/** Acts in the caller's name if the reason has 3 to 300 characters without the white space around it; else asks for one. */
export async function withReason<Answer>(
  { caller }: Pick<CommandCall, 'caller'>,
  typed: string | null,
  act: (by: Moderator) => Promise<Answer>,
): Promise<Answer | string> {
  const reason = seenText(typed);
  const isReason = reason.length >= minReasonCharacters && reason.length <= maxReasonCharacters;
  return isReason ? act(actorOf(caller, reason)) : t('mod.reason');
}

const creditsOptions = [
  memberOption,
  option.integer('credits', 'mod.option.credits.description', {
    required: true,
    min_value: 1,
    max_value: maxCredits,
  }),
  reasonOption,
] as const;

function movingCredits(
  act: (by: Moderator, member: UserId, credits: number, bot: Parameters<Subcommand['run']>[1]) => Promise<string>,
): Subcommand['run'] {
  return async (call, bot) => {
    const typed = readOptions(creditsOptions, call.options);
    const member = userId(typed.requiredId('member'));
    const credits = typed.number('credits');
    if (credits === null) return t('mod.credits');
    return withReason(call, typed.text('reason'), (by) => act(by, member, credits, bot));
  };
}

/** `/mod grant`: out of the pool into a member's bonus. */
export const grant: Subcommand = {
  data: subcommand('grant', 'mod.grant.description', creditsOptions),
  run: movingCredits(async (by, member, credits, bot) => {
    try {
      return grantText(member, credits, await bot.moderation.grant(by, member, credits));
    } catch (error) {
      // The usual text would speak of the member's own credits.
      if (error instanceof BotError && error.code === 'refused.quota') return poolTooSmallText(error.facts.left);
      throw error;
    }
  }),
};

/** `/mod revoke`: out of the bonus, at most what is there. */
export const revoke: Subcommand = {
  data: subcommand('revoke', 'mod.revoke.description', creditsOptions),
  run: movingCredits(async (by, member, credits, bot) => {
    const taken = await bot.moderation.revoke(by, member, credits);
    const { bonus } = await bot.balance(by.guildId, member, []);
    return revokeText(member, { asked: credits, taken, bonus });
  }),
};

const suspendOptions = [
  memberOption,
  option.text('duration', 'mod.suspend.duration.description', { required: true, max_length: 20 }),
  reasonOption,
] as const;

/** `/mod suspend`: no pictures until then; replaces an earlier suspension. */
export const suspend: Subcommand = {
  data: subcommand('suspend', 'mod.suspend.description', suspendOptions),
  async run(call, bot) {
    const typed = readOptions(suspendOptions, call.options);
    const member = userId(typed.requiredId('member'));
    const untilMs = suspensionEnd(typed.requiredText('duration'), bot.now());
    if (untilMs === null) return t('mod.duration');
    return withReason(call, typed.text('reason'), async (by) => {
      await bot.moderation.suspend(by, member, untilMs);
      return suspendText(member, untilMs);
    });
  },
};

const unsuspendOptions = [memberOption, reasonOption] as const;

/** `/mod unsuspend`. */
export const unsuspend: Subcommand = {
  data: subcommand('unsuspend', 'mod.unsuspend.description', unsuspendOptions),
  async run(call, bot) {
    const typed = readOptions(unsuspendOptions, call.options);
    const member = userId(typed.requiredId('member'));
    return withReason(call, typed.text('reason'), async (by) =>
      unsuspendText(member, await bot.moderation.unsuspend(by, member)),
    );
  },
};

const strikesOptions = [
  memberOption,
  option.text(
    'forgive',
    'mod.strikes.forgive.description',
    choices(['newest', 'all'], (which) => `mod.strikes.forgive.${which}.choice`),
  ),
  option.text('reason', 'mod.strikes.reason.description', reasonBounds),
] as const;

/** `/mod strikes`: shows a member's strikes, and forgives them. */
export const strikes: Subcommand = {
  data: subcommand('strikes', 'mod.strikes.description', strikesOptions),
  async run(call, bot) {
    const typed = readOptions(strikesOptions, call.options);
    const member = userId(typed.requiredId('member'));
    const list = async () => strikesText(member, await bot.memberRecord(call.caller.guildId, member), bot.now());
    const which = typed.text('forgive');
    if (which !== 'newest' && which !== 'all') return list();
    return withReason(call, typed.text('reason'), async (by) => {
      const forgiven = await bot.moderation.forgive(by, member, which);
      return `${forgivenText(forgiven)}\n${await list()}`;
    });
  },
};
