import { findByName } from '#catalog/catalog.ts';
import { type Model, taskOf } from '#catalog/model.ts';
import { fromPrice } from '#catalog/price.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { nearestPage, pageButtons } from '#discord/messages/pages.ts';
import { guildCatalog, unknownModel } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { deniedModel, isDenied, mayUseModel } from '#moderation/rules.ts';
import type { Bot, Command } from '../command.ts';
import { guildCommand, option } from '../options.ts';
import { offeringFor } from '../resolve-model.ts';
import { suggestModels } from '../suggest.ts';
import { modelsPageText, modelText, type PricedModel, pagesOfModels } from './view.ts';

const options = [option.text('model', 'models.model.description', { autocomplete: true })] as const;

const pageAction = 'models';

/** `/models`: the list, or one model in full. */
export const models: Command = {
  data: guildCommand('models', 'models.description', options),
  run: async (call, bot) => call.answer(answerTo(call, bot, await bot.settings(call.caller.guildId))),
  complete: async ({ focused, caller }, bot) => {
    const { guildId, userId } = caller;
    const [settings, last] = await Promise.all([bot.settings(guildId), bot.choices.get(guildId, userId)]);
    const offering = offeringFor(caller, settings, bot);
    const others = guildCatalog(bot.catalog, settings).everyModel.filter(
      (model) => taskOf(model) !== 'image' && mayUseModel(caller, model, settings),
    );
    const models = [...offering.catalog.models, ...others];
    return suggestModels({ ...offering, catalog: { ...offering.catalog, models } }, focused.typed, last.model);
  },
  components: {
    [pageAction]: async ({ id, update, caller }, bot) =>
      update(pageOf(bot, Number(id.subject), await bot.settings(caller.guildId))),
  },
};

function answerTo({ options: raw, caller }: CommandCall, bot: Bot, settings: GuildSettings): OutgoingMessage {
  const name = readOptions(options, raw).text('model');
  if (name === null) return pageOf(bot, 0, settings);
  const here = guildCatalog(bot.catalog, settings);
  const model = here.find(name) ?? findByName(here.everyModel, name);
  if (model === null) throw unknownModel(name, settings, bot.catalog, caller);
  if (isDenied(model, settings)) throw deniedModel(model);
  return { content: modelText(priced(model, bot, settings)) };
}

function pageOf(bot: Bot, asked: number, settings: GuildSettings): OutgoingMessage {
  const shown = guildCatalog(bot.catalog, settings).models.filter((model) => !isDenied(model, settings));
  const pages = pagesOfModels(shown.map((model) => priced(model, bot, settings)));
  const place = { page: nearestPage(asked, pages.length), pages: pages.length };
  const content = modelsPageText(pages[place.page] ?? [], place.page, place.pages);
  return { content, buttons: pageButtons(pageAction, place) };
}

function priced(model: Model, { priceOf }: Bot, settings: GuildSettings): PricedModel {
  const credits = priceOf(model, settings);
  const roleIds = settings.models.roles[model.id] ?? [];
  const isOwnPrice = settings.models.prices[model.id] !== undefined;
  return { model, credits, least: isOwnPrice ? credits : Math.min(credits, fromPrice(model)), isOwnPrice, roleIds };
}
