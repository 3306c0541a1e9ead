import { type Catalog, createCatalog, noChanges } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { priceOf } from '#catalog/price.ts';
import { channelId } from '#core/ids.ts';
import { guildSettingsSchema } from '#guilds/guild-settings.ts';
import type { GuildLora } from '#loras/guild-lora.ts';
import { guessModel, suggestLoras, suggestLorasHere, suggestModels, suggestSizes } from '../commands/suggest.ts';
import { quantile } from './quantile.ts';

const loraCount = 2_000;
const rounds = 200;
const warmUpRounds = 20;
/** A model that takes LoRAs. */
export const loraModelId = 'flux-2-dev-lora';
const ordinaryChannel = { channelId: channelId('1'), parentChannelId: null, isAgeRestricted: false };
/** What people type, letter by letter. */
const typed = {
  model: ['', 'f', 'flux-2', 'nano', 'k9', 'nothing of the kind'],
  size: ['', '1', '16:9', '1024x', '640x640'],
  lora: ['', 's', 'style 19', 'ink 墨', 'style_777', 'no such lora', 'mine.safetensors'],
} as const;

/** Prints how long one keystroke takes to be answered, without the wire. */
export function benchAutocomplete(): void {
  const bot = { catalog: catalogWithLoras(), priceOf: (model: Model) => priceOf(model) };
  const { models } = bot.catalog;
  console.log(
    `autocomplete: ${models.length} models, ${loraCount} LoRAs of one of them, ${rounds} rounds, without the wire`,
  );
  print('model', typed.model, (text) => suggestModels(bot, text));
  for (const { id } of models.filter((model) => ['wan-2.7-pro', 'qwen-image-2.0', 'gpt-image-2'].includes(model.id)))
    print(`size of ${id}`, typed.size, (text) => suggestSizes(modelNamed(bot, id), text));
  print('lora', typed.lora, (text) => suggestLoras(modelNamed(bot, loraModelId), text, { own: [], hidden: new Set() }));
  // As a keystroke finds them: the settings are kept parsed, and a tenth is hidden as adult.
  const settings = guildSettingsSchema.parse({ loras: guildLoras() });
  print(`lora, with ${loraCount} of the server besides`, typed.lora, (text) =>
    suggestLorasHere(ordinaryChannel, text, modelNamed(bot, loraModelId), settings),
  );
}

function modelNamed(bot: { readonly catalog: Catalog }, id: string): Model {
  const model = guessModel(bot, id);
  if (!model) throw new RangeError(`no model ${id}`);
  return model;
}

function catalogWithLoras(): Catalog {
  const loras = Array.from({ length: loraCount }, (_, at) => ({
    model: loraModelId,
    title: `Style ${at} of the house (ink 墨, version ${at % 7})`,
    file: `F.1-style_${at}_of_the_house_v${at % 7}.safetensors`,
  }));
  return createCatalog({ ...noChanges, loras }, new Set(['runninghub', 'runcomfy']));
}

function guildLoras(): GuildLora[] {
  return Array.from({ length: loraCount }, (_, at) => guildLoraAt(at));
}

/** A LoRA of a server, by any number. */
export function guildLoraAt(at: number): GuildLora {
  return {
    title: `Our style ${at} (墨, take ${at % 5})`,
    file: `our_style_${at}_v${at % 5}.safetensors`,
    modelId: loraModelId,
    defaultStrength: 0.8,
    minStrength: -1,
    maxStrength: 2,
    triggerWords: [`style ${at}`, 'ink wash'],
    isAdult: at % 10 === 0,
  };
}

function print(title: string, texts: readonly string[], answer: (text: string) => readonly unknown[]): void {
  const tookMs: number[] = [];
  let offered = 0;
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const text of texts) {
      const startedMs = performance.now();
      offered += answer(text).length;
      if (round >= 0) tookMs.push(performance.now() - startedMs);
    }
  }
  const at = (fraction: number) => quantile(tookMs, fraction).toFixed(3);
  console.log(
    `  ${title}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${Math.max(...tookMs).toFixed(3)} ms; ${(offered / ((rounds + warmUpRounds) * texts.length)).toFixed(0)} suggestions before Discord's 25`,
  );
}
