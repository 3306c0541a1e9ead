import { ApplicationCommandOptionType } from 'discord.js';
import type { CommandCall } from '../../src/discord/calls.ts';
import type { Caller } from '../../src/discord/interaction.ts';
import { readOptions } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { speakToEveryone } from '../../src/discord/wording/language.ts';
import { presetReasons, presetSavedText, presetTexts } from '../../src/discord/wording/presets.ts';
import { admit } from '../../src/domain/admit.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { guildCatalog, unknownModel } from '../../src/domain/guild-catalog.ts';
import { applyGuildLoras } from '../../src/domain/guild-lora.ts';
import type { GuildSettings } from '../../src/domain/guild-settings.ts';
import { type LastChoice, takesSize } from '../../src/domain/last-choice.ts';
import {
  isEmptyPreset,
  type Preset,
  presetBounds,
  presetFault,
  readPresetName,
  readPresetStyle,
} from '../../src/domain/preset.ts';
import type { GenerationRequest } from '../../src/domain/request.ts';
import type { Bot } from '../command.ts';
import { imagineOptions, readWish } from '../imagine.ts';
import { actorOf, placeOf } from '../place.ts';
import { ownerOf } from './find.ts';
import { checkStyle } from './style.ts';

const nameOption = {
  type: ApplicationCommandOptionType.String,
  name: 'name',
  ...described('preset.save.name.description'),
  required: true,
  max_length: presetBounds.nameCharacters,
} as const;
const ownOptions = [
  nameOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'style',
    ...described('preset.save.style.description'),
    max_length: presetBounds.styleCharacters,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'for_server',
    ...described('preset.save.for_server.description'),
  },
] as const;
const [, ...afterOptions] = ownOptions;
/** Said anew with every picture. */
const notKept: ReadonlySet<string> = new Set(['prompt', 'private']);

/** `/preset save`, as it is registered: the options of `/imagine`, and its own. */
export const saveOptions = [nameOption, ...imagineOptions.filter(({ name }) => !notKept.has(name)), ...afterOptions];

/** `/preset save`; with a name alone, of the member's last choice. */
export async function save({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(ownOptions, options);
  const isGuilds = typed.flag('for_server');
  const say = (content: string) => answer({ content, buttons: [] });
  if (isGuilds && !caller.isModerator) return say(presetTexts.notModerator);
  const name = readPresetName(typed.requiredText('name'));
  if (name === null) return say(presetTexts.badName);
  const style = readPresetStyle(typed.text('style') ?? '');
  if (style === null) return say(presetTexts.badStyle);
  const typedWish = { name, style, ...readWish(options) };
  const fault = presetFault(typedWish);
  if (fault !== null) return say(presetTexts[fault]);
  const settings = await bot.settings(caller.guildId);
  const here = guildCatalog(bot.catalog, settings);
  const wish = isEmptyPreset(typedWish) ? lastWish(typedWish, await lastOf(caller, bot), here) : typedWish;
  if (isEmptyPreset(wish)) return say(presetTexts.empty);
  await noteWords(wish, settings, caller, bot);
  const preset = { ...wish, model: checkedModel(wish, caller, settings, here) };
  await say(await keep(preset, isGuilds, caller, bot));
}

/** With nothing given, a preset is what the member last chose: a size only where the model takes it. */
function lastWish(preset: Preset, { model: id, size }: LastChoice, catalog: Catalog): Preset {
  const model = id === null ? null : catalog.find(id);
  const fits = size !== null && (model === null || takesSize(model, size));
  return { ...preset, model: id, options: { ...preset.options, size: fits ? size : null } };
}

function lastOf({ guildId, userId }: Caller, { choices }: Bot): Promise<LastChoice> {
  return choices.get(guildId, userId);
}

async function keep(preset: Preset, isGuilds: boolean, caller: Caller, bot: Bot): Promise<string> {
  const saved = await bot.presets.save(ownerOf(caller, isGuilds), preset);
  if (isGuilds && saved !== 'full') {
    const reason = speakToEveryone(() => presetReasons.saved(preset.name));
    await bot.moderation.noteSetup(actorOf(caller, reason));
  }
  return presetSavedText(saved, preset, isGuilds);
}

/**
 * Words that are not allowed count as they do in a prompt, so that keeping presets is no way to feel for the word lists.
 *
 * @throws {@link BotError} `refused.rules`
 */
async function noteWords(preset: Preset, settings: GuildSettings, caller: Caller, bot: Bot): Promise<void> {
  const check = async () => checkStyle(preset, settings);
  await bot.noteRefusals(requestOf(preset, caller), check());
}

function requestOf({ model, options, style }: Preset, caller: Caller): GenerationRequest {
  return { ...placeOf(caller), model, options, prompt: style || 'a picture', images: [], isPrivate: true };
}

/**
 * The model's id. What is kept with a model has to fit it; without one it is looked at when it is used.
 *
 * @throws {@link BotError} `refused.model`, `refused.options`, `refused.prompt`
 */
function checkedModel(preset: Preset, caller: Caller, settings: GuildSettings, catalog: Catalog): string | null {
  const { model: typed } = preset;
  if (typed === null) return null;
  const request = requestOf(preset, caller);
  const model = catalog.find(typed);
  if (model === null) throw unknownModel(typed, settings, catalog, caller);
  const wish = applyGuildLoras(request, model, settings.loras, catalog.models).request;
  return admit(wish, { catalog, isTroubled: () => false }).model.id;
}
