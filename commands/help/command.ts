import { helpCard } from '#discord/texts/answers.ts';
import type { Command } from '../command.ts';
import { guildCommand } from '../options.ts';

/** `/help`. */
export const help: Command = {
  data: guildCommand('help', 'help.description'),
  run: ({ answer }, bot) => answer(helpCard(bot.commandIds())),
};
