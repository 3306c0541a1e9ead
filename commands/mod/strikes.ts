import { ApplicationCommandOptionType } from 'discord.js';
import { userId } from '#core/ids.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { described, named } from '#i18n/t.ts';
import { memberOption, plainAnswer, reasonOption, type Subcommand, withReason } from './subcommand.ts';
import { forgivenText, strikesText } from './view.ts';

const options = [
  memberOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'forgive',
    ...described('mod.strikes.forgive.description'),
    choices: [
      { ...named('mod.strikes.forgive.newest.choice'), value: 'newest' },
      { ...named('mod.strikes.forgive.all.choice'), value: 'all' },
    ],
  },
  { ...reasonOption, ...described('mod.strikes.reason.description'), required: false },
] as const;

/** `/mod strikes`: shows a member's strikes, and forgives them. */
export const strikes: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'strikes',
    ...described('mod.strikes.description'),
    options,
  },
  async run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const member = userId(typed.requiredId('member'));
    const list = async () => strikesText(member, await bot.memberRecord(caller.guildId, member), bot.now());
    const which = typed.text('forgive');
    if (which !== 'newest' && which !== 'all') return plainAnswer(await list());
    return withReason(caller, typed.text('reason'), async (by) => {
      const forgiven = await bot.moderation.forgive(by, member, which);
      return plainAnswer(`${forgivenText(forgiven)}\n${await list()}`);
    });
  },
};
