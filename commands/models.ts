import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandCall } from '../src/discord/calls.ts';
import type { Button, OutgoingMessage } from '../src/discord/message.ts';
import { type CommandDefinition, readOptions } from '../src/discord/options.ts';
import { modelsPageText, modelsPerPage, modelText } from '../src/discord/wording/models.ts';
import { BotError } from '../src/domain/errors.ts';
import type { Bot, Command } from './command.ts';
import { suggestModels } from './suggest.ts';

const data = {
  name: 'models',
  description: 'What can make pictures here, with prices, sizes and options',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'model',
      description: 'Everything about this one',
      autocomplete: true,
    },
  ],
} as const satisfies CommandDefinition;

const pageAction = 'models';

/** `/models`: the list, or one model in full. */
export const models: Command = {
  data,
  run: (call, bot) => call.answer(answerTo(call, bot)),
  complete: ({ focused }, bot) => suggestModels(bot, focused.typed),
  presses: { [pageAction]: ({ id, update }, bot) => update(pageOf(bot, Number(id.subject))) },
};

function answerTo({ options }: CommandCall, bot: Bot): OutgoingMessage {
  const name = readOptions(data.options, options).text('model');
  if (name === null) return pageOf(bot, 0);
  const model = bot.catalog.find(name);
  if (model) return { content: modelText({ model, credits: bot.priceOf(model) }), buttons: [] };
  const allowed = bot.catalog.models.map(({ id }) => id).join(', ');
  throw new BotError('refused.model', 'unknown model', { option: 'model', value: name, allowed });
}

/** A page that does not exist any more is the nearest one that does. */
function pageOf({ catalog, priceOf }: Bot, asked: number): OutgoingMessage {
  const pages = Math.max(1, Math.ceil(catalog.models.length / modelsPerPage));
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), pages - 1) : 0;
  const shown = catalog.models.slice(page * modelsPerPage, (page + 1) * modelsPerPage);
  const priced = shown.map((model) => ({ model, credits: priceOf(model) }));
  const buttons = [
    ...(page > 0 ? [pageButton('Previous', page - 1)] : []),
    ...(page + 1 < pages ? [pageButton('Next', page + 1)] : []),
  ];
  return { content: modelsPageText(priced, page, pages), buttons };
}

function pageButton(label: string, page: number): Button {
  return { id: { action: pageAction, subject: String(page), extra: null }, label, look: 'plain' };
}
