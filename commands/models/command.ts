import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { Model } from '#catalog/model.ts';
import { fromPrice } from '#catalog/price.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { type CommandDefinition, readOptions } from '#discord/interactions/options.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import { guildCatalog, unknownModel } from '#generation/choose-model.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described, t } from '#i18n/t.ts';
import { deniedModel, isDenied } from '#moderation/rules.ts';
import type { Bot, Command } from '../command.ts';
import { offeringFor } from '../resolve-model.ts';
import { suggestModels } from '../suggest.ts';
import { modelsPageText, modelText, type PricedModel, pagesOfModels } from './view.ts';

const data = {
  name: 'models',
  ...described('models.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'model',
      ...described('models.model.description'),
      autocomplete: true,
    },
  ],
} as const satisfies CommandDefinition;

const pageAction = 'models';

/** `/models`: the list, or one model in full. */
export const models: Command = {
  data,
  run: async (call, bot) => call.answer(answerTo(call, bot, await bot.settings(call.caller.guildId))),
  complete: async ({ focused, caller }, bot) => {
    const { guildId, userId } = caller;
    const [settings, last] = await Promise.all([bot.settings(guildId), bot.choices.get(guildId, userId)]);
    return suggestModels(offeringFor(caller, settings, bot), focused.typed, last.model);
  },
  components: {
    [pageAction]: async ({ id, update, caller }, bot) =>
      update(pageOf(bot, Number(id.subject), await bot.settings(caller.guildId))),
  },
};

function answerTo({ options, caller }: CommandCall, bot: Bot, settings: GuildSettings): OutgoingMessage {
  const name = readOptions(data.options, options).text('model');
  if (name === null) return pageOf(bot, 0, settings);
  const model = guildCatalog(bot.catalog, settings).find(name);
  if (model === null) throw unknownModel(name, settings, bot.catalog, caller);
  if (isDenied(model, settings)) throw deniedModel(model);
  return { content: modelText(priced(model, bot, settings)) };
}

/** A page that does not exist any more is the nearest one that does. */
function pageOf(bot: Bot, asked: number, settings: GuildSettings): OutgoingMessage {
  const shown = guildCatalog(bot.catalog, settings).models.filter((model) => !isDenied(model, settings));
  const pages = pagesOfModels(shown.map((model) => priced(model, bot, settings)));
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), pages.length - 1) : 0;
  const buttons = [
    ...(page > 0 ? [pageButton(t('button.previous.label'), page - 1)] : []),
    ...(page + 1 < pages.length ? [pageButton(t('button.next.label'), page + 1)] : []),
  ];
  return { content: modelsPageText(pages[page] ?? [], page, pages.length), buttons };
}

function priced(model: Model, { priceOf }: Bot, settings: GuildSettings): PricedModel {
  const credits = priceOf(model, settings);
  const roleIds = settings.models.roles[model.id] ?? [];
  const isOwnPrice = settings.models.prices[model.id] !== undefined;
  return { model, credits, least: isOwnPrice ? credits : Math.min(credits, fromPrice(model)), isOwnPrice, roleIds };
}

function pageButton(label: string, page: number): Button {
  return { id: { action: pageAction, subject: String(page), extra: null }, label, look: 'plain' };
}
