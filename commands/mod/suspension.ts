import { ApplicationCommandOptionType } from 'discord.js';
import { userId } from '#core/ids.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { described } from '#i18n/t.ts';
import { suspensionEnd } from '#i18n/time.ts';
import { memberOption, plainAnswer, reasonOption, type Subcommand, withReason } from './subcommand.ts';
import { modTexts, suspendText, unsuspendText } from './view.ts';

const suspendOptions = [
  memberOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'duration',
    ...described('mod.suspend.duration.description'),
    required: true,
    max_length: 20,
  },
  reasonOption,
] as const;

/** `/mod suspend`: no pictures until then; a suspension that is there is replaced. */
export const suspend: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'suspend',
    ...described('mod.suspend.description'),
    options: suspendOptions,
  },
  async run({ caller, options }, bot) {
    const typed = readOptions(suspendOptions, options);
    const member = userId(typed.requiredId('member'));
    const untilMs = suspensionEnd(typed.requiredText('duration'), bot.now());
    if (untilMs === null) return plainAnswer(modTexts.duration);
    return withReason(caller, typed.text('reason'), async (by) => {
      await bot.moderation.suspend(by, member, untilMs);
      return plainAnswer(suspendText(member, untilMs));
    });
  },
};

const unsuspendOptions = [memberOption, reasonOption] as const;

/** `/mod unsuspend`. */
export const unsuspend: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'unsuspend',
    ...described('mod.unsuspend.description'),
    options: unsuspendOptions,
  },
  run({ caller, options }, bot) {
    const typed = readOptions(unsuspendOptions, options);
    const member = userId(typed.requiredId('member'));
    return withReason(caller, typed.text('reason'), async (by) =>
      plainAnswer(unsuspendText(member, await bot.moderation.unsuspend(by, member))),
    );
  },
};
