import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { Model } from '#catalog/model.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { type CommandDefinition, readOptions } from '#discord/interactions/options.ts';
import type { Attachment, Button, OutgoingMessage } from '#discord/messages/message.ts';
import { buttonTexts } from '#discord/texts/buttons.ts';
import { guildCatalog, unknownModel } from '#generation/choose-model.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import { loraRulesOf } from '#loras/guild-lora.ts';
import { isAdultChannel, mayUseModel } from '#moderation/rules.ts';
import type { Bot, Command } from '../command.ts';
import { offeringFor, type RouteQuoting } from '../resolve-model.ts';
import { suggestModels } from '../suggest.ts';
import { catalogLorasIn, guildLorasIn } from './list.ts';
import { lorasPageText, loraTexts, pagesOfLoras, type RemoteLora } from './view.ts';

const data = {
  name: 'loras',
  ...described('loras.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'model',
      ...described('loras.model.description'),
      autocomplete: true,
    },
  ],
} as const satisfies CommandDefinition;

const pageAction = 'loras';

/** `/loras`: the server's library, then what the installation offers by name. */
export const loras: Command = {
  data,
  async run({ answer, caller, options }, bot) {
    const model = await modelNamed(readOptions(data.options, options).text('model'), bot, caller);
    const refusal = model === null ? null : await refusalOf(model, bot, caller);
    await answer(refusal === null ? await pageOf(bot, caller, { model, page: 0 }) : { content: refusal, buttons: [] });
  },
  complete: async ({ focused, caller }, bot) => {
    const offering = offeringFor(caller, await bot.settings(caller.guildId), bot);
    return suggestModels({ ...offering, catalog: { ...offering.catalog, models: takersIn(offering) } }, focused.typed);
  },
  components: {
    async [pageAction]({ id, update, caller }, bot) {
      const model = await modelNamed(id.extra, bot, caller);
      await update(await pageOf(bot, caller, { model, page: Number(id.subject) }));
    },
  },
};

/** Models that the member may use here and that apply LoRAs. */
function takersIn({ catalog }: RouteQuoting): readonly Model[] {
  return catalog.models.filter((model) => loraRulesOf(model).length > 0);
}

/** Why there is nothing to list for the model; null where there may be something. */
async function refusalOf(model: Model, bot: Bot, caller: Caller): Promise<string | null> {
  if (loraRulesOf(model).length > 0) return null;
  const takers = takersIn(offeringFor(caller, await bot.settings(caller.guildId), bot));
  return loraTexts.noLoras(
    model.id,
    takers.map(({ id }) => id),
  );
}

interface Asked {
  readonly model: Model | null;
  readonly page: number;
}

/** A page that does not exist any more is the nearest one that does. Who turns a page elsewhere sees what is for there. */
async function pageOf(bot: Bot, caller: Caller, { model, page: asked }: Asked): Promise<OutgoingMessage> {
  const pages = pagesOfLoras(shown(bot, caller, await bot.settings(caller.guildId), model));
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), pages.length - 1) : 0;
  const buttons = [
    ...(page > 0 ? [pageButton(buttonTexts.previous, page - 1, model)] : []),
    ...(page + 1 < pages.length ? [pageButton(buttonTexts.next, page + 1, model)] : []),
  ];
  const rows = pages[page] ?? [];
  const found = await bot.loraPreviews.find(caller.guildId, rows);
  const files = pictureFiles(rows, found);
  const place = { page, pages: pages.length, model: model?.title ?? null, pictures: numbered(found) };
  // Named even when there are none: the pictures of the page before go.
  return { content: lorasPageText(rows, place), buttons, files };
}

function pictureFiles(rows: readonly RemoteLora[], pictures: readonly (Uint8Array | null)[]): Attachment[] {
  const places = numbered(pictures);
  return rows.flatMap(({ title }, at) => {
    const bytes = pictures[at] ?? null;
    const name = `${places[at]}-${plainName(title)}.webp`;
    return bytes === null ? [] : [{ name, mediaType: 'image/webp', bytes, description: title }];
  });
}

/** Where each picture stands among those that there are, from 1. */
function numbered(pictures: readonly (Uint8Array | null)[]): readonly (number | null)[] {
  let count = 0;
  return pictures.map((picture) => {
    if (picture !== null) count += 1;
    return picture === null ? null : count;
  });
}

/** Discord takes letters, digits and few other characters. */
function plainName(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['lora'];
  return words.join('-').slice(0, 60);
}

/** Nothing of a model that is off, or that the caller may not use here. */
function shown({ catalog }: Bot, caller: Caller, settings: GuildSettings, model: Model | null): readonly RemoteLora[] {
  const here = guildCatalog(catalog, settings);
  const allowsAdult = isAdultChannel(caller, settings);
  const open = new Set(here.models.filter((each) => mayUseModel(caller, each, settings)).map(({ id }) => id));
  const usable = guildLorasIn(settings, here).filter(({ credits }) => credits !== null);
  return [...usable, ...catalogLorasIn(settings, here)].filter(
    ({ isAdult, modelId }) =>
      (allowsAdult || !isAdult) && open.has(modelId) && (model === null || modelId === model.id),
  );
}

async function modelNamed(name: string | null, bot: Bot, caller: Caller): Promise<Model | null> {
  if (name === null) return null;
  const settings = await bot.settings(caller.guildId);
  const model = guildCatalog(bot.catalog, settings).find(name);
  if (model === null) throw unknownModel(name, settings, bot.catalog, caller);
  return model;
}

function pageButton(label: string, page: number, model: Model | null): Button {
  return { id: { action: pageAction, subject: String(page), extra: model?.id ?? null }, label, look: 'plain' };
}
