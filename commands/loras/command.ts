import type { Model } from '#catalog/model.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { nearestPage, pageButtons } from '#discord/messages/pages.ts';
import { guildCatalog, unknownModel } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { loraRulesOf } from '#loras/guild-lora.ts';
import { isAdultChannel, mayUseModel } from '#moderation/rules.ts';
import type { Bot, Command } from '../command.ts';
import { guildCommand, option } from '../options.ts';
import { offeringFor, type RouteQuoting } from '../resolve-model.ts';
import { suggestModels } from '../suggest.ts';
import { catalogLorasIn, guildLorasIn, lorasCard, type NamedLora, noLorasText, pagesOfLoras } from './view.ts';

const options = [option.text('model', 'loras.model.description', { autocomplete: true })] as const;

const pageAction = 'loras';

/** `/loras`: the server's library, then what the installation offers by name. */
export const loras: Command = {
  data: guildCommand('loras', 'loras.description', options),
  async run({ answer, caller, options: raw }, bot) {
    const settings = await bot.settings(caller.guildId);
    const model = modelNamed(readOptions(options, raw).text('model'), settings, bot, caller);
    if (model !== null && loraRulesOf(model).length === 0) {
      const content = noLorasText(model, takersIn(offeringFor(caller, settings, bot)));
      return answer({ content });
    }
    await answer(await pageOf(caller, settings, { model, page: 0 }, bot));
  },
  async complete({ focused, caller }, bot) {
    const offering = offeringFor(caller, await bot.settings(caller.guildId), bot);
    return suggestModels({ ...offering, catalog: { ...offering.catalog, models: takersIn(offering) } }, focused.typed);
  },
  components: {
    async [pageAction]({ id, update, caller }, bot) {
      const settings = await bot.settings(caller.guildId);
      const model = modelNamed(id.extra, settings, bot, caller);
      await update(await pageOf(caller, settings, { model, page: Number(id.subject) }, bot));
    },
  },
};

function modelNamed(name: string | null, settings: GuildSettings, { catalog }: Bot, caller: Caller): Model | null {
  if (name === null) return null;
  const model = guildCatalog(catalog, settings).find(name);
  if (model === null) throw unknownModel(name, settings, catalog, caller);
  return model;
}

/** Models that the member may use here and that apply LoRAs. */
function takersIn({ catalog }: RouteQuoting): readonly Model[] {
  return catalog.models.filter((model) => loraRulesOf(model).length > 0);
}

/** A member who turns a page in another channel sees the LoRAs for that channel. */
async function pageOf(
  caller: Caller,
  settings: GuildSettings,
  { model, page: asked }: { readonly model: Model | null; readonly page: number },
  bot: Bot,
): Promise<OutgoingMessage> {
  const pages = pagesOfLoras(shown(caller, settings, model, bot));
  const place = { page: nearestPage(asked, pages.length), pages: pages.length };
  const rows = pages[place.page] ?? [];
  const found = await bot.loraPreviews.find(caller.guildId, rows);
  const files = rows.map(({ title }, at) => {
    const bytes = found[at] ?? null;
    const name = `${at + 1}-${plainName(title)}.webp`;
    return bytes === null ? null : { name, mediaType: 'image/webp', data: bytes, description: title };
  });
  return {
    ...lorasCard(rows, { ...place, model: model?.title ?? null, files }),
    buttons: pageButtons(pageAction, place, model?.id ?? null),
    // Also when there are none, so that the pictures of the page before go.
    files: files.filter((file) => file !== null),
  };
}

/** Discord takes letters, digits and few other characters. */
function plainName(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['lora'];
  return words.join('-').slice(0, 60);
}

/** Leaves out LoRAs of models that are off or that the caller may not use here. */
function shown(caller: Caller, settings: GuildSettings, model: Model | null, { catalog }: Bot): readonly NamedLora[] {
  const here = guildCatalog(catalog, settings);
  const allowsAdult = isAdultChannel(caller, settings);
  const open = new Set(here.models.filter((each) => mayUseModel(caller, each, settings)).map(({ id }) => id));
  const usable = guildLorasIn(settings, here).filter(({ credits }) => credits !== null);
  return [...usable, ...catalogLorasIn(settings, here)].filter(
    ({ isAdult, modelId }) =>
      (allowsAdult || !isAdult) && open.has(modelId) && (model === null || modelId === model.id),
  );
}
