import { ApplicationCommandOptionType } from 'discord.js';
import type { Catalog } from '#catalog/catalog.ts';
import { admit } from '#catalog/plan.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { guildCatalog, takesSize, unknownModel } from '#generation/choose-model.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described, withGuildLocale } from '#i18n/t.ts';
import { applyGuildLoras } from '#loras/guild-lora.ts';
import type { LastChoice } from '#members/last-choices.ts';
import {
  isEmptyPreset,
  type Preset,
  presetBounds,
  presetFault,
  readPresetName,
  readPresetStyle,
} from '#members/presets.ts';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';
import type { Bot } from '../command.ts';
import { imagineOptions, readEditRequest } from '../imagine/command.ts';
import { actorOf, placeOf } from '../place.ts';
import { ownerOf } from './find.ts';
import { presetReasons, presetSavedText, presetTexts } from './view.ts';

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
  const t = (content: string) => answer({ content });
  if (isGuilds && !caller.isModerator) return t(presetTexts.notModerator);
  const name = readPresetName(typed.requiredText('name'));
  if (name === null) return t(presetTexts.badName);
  const style = readPresetStyle(typed.text('style') ?? '');
  if (style === null) return t(presetTexts.badStyle);
  const typedWish = { name, style, ...readEditRequest(options) };
  const fault = presetFault(typedWish);
  if (fault !== null) return t(presetTexts[fault]);
  const settings = await bot.settings(caller.guildId);
  const here = guildCatalog(bot.catalog, settings);
  const wish = isEmptyPreset(typedWish) ? lastWish(typedWish, await lastOf(caller, bot), here) : typedWish;
  if (isEmptyPreset(wish)) return t(presetTexts.empty);
  await noteWords(wish, settings, caller, bot);
  const preset = { ...wish, model: checkedModel(wish, caller, settings, here) };
  await t(await keep(preset, isGuilds, caller, bot));
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
    const reason = withGuildLocale(() => presetReasons.saved(preset.name));
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

/**
 * The style by itself, against the guild's words as they are now.
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `preset_words`
 */
export function checkStyle({ style }: Preset, { words }: Pick<GuildSettings, 'words'>): void {
  const hit = style === '' ? null : createWordFilter(words).check(style);
  if (hit === null) return;
  const { list, matched, isClear } = hit;
  throw new BotError('refused.rules', 'style words', { rule: 'preset_words', list, matched, isDoubtful: !isClear });
}
