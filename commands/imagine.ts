import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { replyActions } from '../src/discord/buttons.ts';
import type { CommandCall, CompletionCall, Suggestion } from '../src/discord/calls.ts';
import { type CommandDefinition, readOptions } from '../src/discord/options.ts';
import { described } from '../src/discord/wording/described.ts';
import { guildCatalog } from '../src/domain/guild-catalog.ts';
import { adultFilesOf } from '../src/domain/guild-lora.ts';
import type { GuildSettings } from '../src/domain/guild-settings.ts';
import { asMaker } from '../src/domain/image-inputs.ts';
import { mostPictures } from '../src/domain/picture-count.ts';
import type { GenerationRequest } from '../src/domain/request.ts';
import { isAdultChannel } from '../src/domain/rules.ts';
import { again } from './again.ts';
import { approverForms, approverPresses } from './approve.ts';
import { cancel } from './cancel.ts';
import { changeForms, changePresses } from './change.ts';
import type { Bot, Command } from './command.ts';
import { deleteForms, deletePresses } from './delete.ts';
import { logForms, logPresses } from './mod-log.ts';
import { placeOf } from './place.ts';
import { pricePresses } from './price.ts';
import { reportForms, reportPresses } from './report.ts';
import { defaultModelIn } from './setup/model-names.ts';
import { startPicture } from './start-picture.ts';
import { likelyModel, suggestMakers, suggestSizes, suggestWords } from './suggest.ts';
import { suggestLoraList } from './suggest-loras.ts';

const data = {
  name: 'imagine',
  ...described('imagine.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'prompt',
      ...described('imagine.prompt.description'),
      required: true,
      max_length: 6000,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'model',
      ...described('imagine.model.description'),
      autocomplete: true,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'size',
      ...described('imagine.size.description'),
      autocomplete: true,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'quality',
      ...described('imagine.quality.description'),
      autocomplete: true,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'resolution',
      ...described('imagine.resolution.description'),
      autocomplete: true,
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'steps',
      ...described('imagine.steps.description'),
      min_value: 1,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'lora',
      ...described('imagine.lora.description'),
      autocomplete: true,
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: 'lora_strength',
      ...described('imagine.lora_strength.description'),
      min_value: -100,
      max_value: 100,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'format',
      ...described('imagine.format.description'),
      choices: [
        { name: 'PNG', value: 'png' },
        { name: 'JPEG', value: 'jpeg' },
        { name: 'WebP', value: 'webp' },
      ],
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'count',
      ...described('imagine.count.description'),
      min_value: 1,
      max_value: mostPictures,
    },
    { type: ApplicationCommandOptionType.Boolean, name: 'private', ...described('imagine.private.description') },
  ],
} as const satisfies CommandDefinition;

/** `/imagine`: the reason why Easel is here. */
export const imagine: Command = {
  data,
  run: (call, bot) => startPicture(requestOf(call), call, bot),
  complete,
  presses: {
    [replyActions.cancel]: cancel,
    [replyActions.again]: again,
    ...changePresses,
    ...pricePresses,
    ...approverPresses,
    ...reportPresses,
    ...deletePresses,
    ...logPresses,
  },
  forms: { ...changeForms, ...approverForms, ...reportForms, ...deleteForms, ...logForms },
};

function requestOf({ caller, options }: CommandCall): GenerationRequest {
  const typed = readOptions(data.options, options);
  return {
    ...placeOf(caller),
    model: typed.text('model'),
    prompt: typed.requiredText('prompt'),
    images: [],
    options: {
      size: typed.text('size'),
      quality: typed.text('quality'),
      resolution: typed.text('resolution'),
      steps: typed.number('steps'),
      lora: typed.text('lora'),
      loraStrength: typed.number('lora_strength'),
      format: typed.text('format'),
      count: typed.number('count'),
    },
    isPrivate: typed.flag('private'),
  };
}

async function complete(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const settings = await bot.settings(call.caller.guildId);
  const here = { ...bot, catalog: guildCatalog(bot.catalog, settings) };
  return call.focused.name === 'lora' ? completeLora(call, here, settings) : completeFromCatalog(call, here);
}

/** The guild's own first; of them those that may be used where it is typed. */
function completeLora(
  { caller, options, focused }: CompletionCall,
  bot: Pick<Bot, 'catalog'>,
  settings: GuildSettings,
): readonly Suggestion[] {
  const name = readOptions(data.options, options).text('model') ?? defaultModelIn(settings, bot.catalog);
  const model = likelyModel(bot, name);
  if (model === null) return [];
  const hidden = adultFilesOf(isAdultChannel(caller, settings) ? [] : settings.loras);
  const own = settings.loras.filter(({ file }) => !hidden.has(file));
  return suggestLoraList(model, focused.typed, { own, hidden });
}

function completeFromCatalog(
  { options, focused }: CompletionCall,
  bot: Pick<Bot, 'catalog' | 'priceOf'>,
): readonly Suggestion[] {
  const { name, typed } = focused;
  if (name === 'model') return suggestMakers(bot, typed);
  const model = likelyModel(bot, readOptions(data.options, options).text('model'));
  if (model === null) return [];
  if (name === 'size') return suggestSizes(asMaker(model), typed);
  if (name === 'quality') return suggestWords(asMaker(model), 'qualities', typed);
  return name === 'resolution' ? suggestWords(asMaker(model), 'resolutions', typed) : [];
}
