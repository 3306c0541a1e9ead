import { ApplicationCommandOptionType } from 'discord.js';
import { BotError } from '#core/errors.ts';
import { userId } from '#core/ids.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { described } from '#i18n/t.ts';
import {
  creditsOption,
  memberOption,
  plainAnswer,
  reasonOption,
  type Subcommand,
  withCredits,
  withReason,
} from './subcommand.ts';
import { grantText, poolTooSmallText, revokeText } from './view.ts';

const options = [memberOption, creditsOption, reasonOption] as const;

/** `/mod grant`: out of the pool into a member's bonus. */
export const grant: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'grant',
    ...described('mod.grant.description'),
    options,
  },
  run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const member = userId(typed.requiredId('member'));
    return withCredits(typed.number('credits'), (credits) =>
      withReason(caller, typed.text('reason'), async (by) => {
        try {
          const balance = await bot.moderation.grant(by, member, credits);
          return plainAnswer(grantText(member, credits, balance));
        } catch (error) {
          return refusalOf(error);
        }
      }),
    );
  },
};

/** `/mod revoke`: out of the bonus, at most what is there. */
export const revoke: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'revoke',
    ...described('mod.revoke.description'),
    options,
  },
  run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const member = userId(typed.requiredId('member'));
    return withCredits(typed.number('credits'), (credits) =>
      withReason(caller, typed.text('reason'), async (by) => {
        const taken = await bot.moderation.revoke(by, member, credits);
        const { bonus } = await bot.balance(caller.guildId, member, []);
        return plainAnswer(revokeText(member, { asked: credits, taken, bonus }));
      }),
    );
  },
};

/** Where the pool is short, the text for members would speak of their own credits. */
function refusalOf(error: unknown): OutgoingMessage {
  if (error instanceof BotError && error.code === 'refused.quota')
    return plainAnswer(poolTooSmallText(error.facts.left));
  throw error;
}
