import { ApplicationCommandOptionType } from 'discord.js';
import { readOptions } from '../../src/discord/options.ts';
import { forgivenText, strikesText } from '../../src/discord/wording/mod.ts';
import { userId } from '../../src/domain/ids.ts';
import { memberOption, reasonOption, type Subcommand, say, withReason } from './subcommand.ts';

const options = [
  memberOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'forgive',
    description: 'Makes strikes count no more; needs a reason',
    choices: [
      { name: 'the newest', value: 'newest' },
      { name: 'all', value: 'all' },
    ],
  },
  { ...reasonOption, description: 'Why they are forgiven', required: false },
] as const;

/** `/mod strikes`: shows a member's strikes, and forgives them. */
export const strikes: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'strikes',
    description: 'Show a member’s strikes, or forgive them',
    options,
  },
  async run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const member = userId(typed.requiredId('member'));
    const list = async () => strikesText(member, await bot.memberRecord(caller.guildId, member), bot.now());
    const which = typed.text('forgive');
    if (which !== 'newest' && which !== 'all') return say(await list());
    return withReason(caller, typed.text('reason'), async (by) => {
      const forgiven = await bot.moderation.forgive(by, member, which);
      return say(`${forgivenText(forgiven)}\n${await list()}`);
    });
  },
};
