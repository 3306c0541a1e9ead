import type { Catalog } from '#catalog/catalog.ts';
import { admit } from '#catalog/plan.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { guildCatalog, takesSize, unknownModel } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import { applyGuildLoras } from '#loras/guild-lora.ts';
import type { LastChoice } from '#members/last-choices.ts';
import {
  isEmptyPreset,
  type Preset,
  type PresetOwner,
  presetBounds,
  presetFault,
  readPresetName,
  readPresetStyle,
} from '#members/presets.ts';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';
import type { Bot } from '../command.ts';
import { imagineOptions, readEditRequest } from '../imagine/command.ts';
import { option } from '../options.ts';
import { actorOf, placeOf } from '../place.ts';
import { presetSavedText } from './view.ts';

const { nameCharacters, styleCharacters, optionCharacters, loraCharacters } = presetBounds;

const ownOptions = [
  option.text('name', 'preset.save.name.description', { required: true, max_length: nameCharacters }),
  option.text('style', 'preset.save.style.description', { max_length: styleCharacters }),
  option.flag('for_server', 'preset.save.for_server.description'),
] as const;
const [nameOption, ...afterOptions] = ownOptions;
/** Given with every picture. */
const notKept: ReadonlySet<string> = new Set(['prompt', 'private', 'seed', 'negative']);

/** `/preset save`, as it is registered: the options of `/imagine`, and its own. */
export const saveOptions = [nameOption, ...imagineOptions.filter(({ name }) => !notKept.has(name)), ...afterOptions];

/** The member's own presets, or the guild's. */
export function ownerOf({ guildId, userId }: Caller, isGuilds: boolean): PresetOwner {
  return { guildId, userId: isGuilds ? null : userId };
}

/** `/preset save`; with a name alone, of the member's last choice. */
export async function save({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(ownOptions, options);
  const isGuilds = typed.flag('for_server');
  const tell = (content: string) => answer({ content });
  if (isGuilds && !caller.isModerator) return tell(t('preset.notModerator'));
  const name = readPresetName(typed.requiredText('name'));
  if (name === null) return tell(t('preset.badName', { most: nameCharacters }));
  const style = readPresetStyle(typed.text('style') ?? '');
  if (style === null) return tell(t('preset.badStyle', { most: styleCharacters }));
  const typedPreset = { name, style, ...readEditRequest(options) };
  const fault = presetFault(typedPreset);
  if (fault === 'badSize') return tell(t('preset.badSize'));
  if (fault !== null) return tell(t('preset.badOption', { most: optionCharacters, mostOfLora: loraCharacters }));
  const settings = await bot.settings(caller.guildId);
  const here = guildCatalog(bot.catalog, settings);
  const lastChoice = () => bot.choices.get(caller.guildId, caller.userId);
  const wanted = isEmptyPreset(typedPreset) ? ofLastChoice(typedPreset, await lastChoice(), here) : typedPreset;
  if (isEmptyPreset(wanted)) return tell(t('preset.empty'));
  await noteWords(wanted, settings, caller, bot);
  const preset = { ...wanted, model: checkedModel(wanted, caller, settings, here) };
  await tell(await keep(preset, isGuilds, caller, bot));
}

/** With nothing given, a preset is what the member last chose: a size only where the model takes it. */
function ofLastChoice(preset: Preset, { model: id, size }: LastChoice, catalog: Catalog): Preset {
  const model = id === null ? null : catalog.find(id);
  const fits = size !== null && (model === null || takesSize(model, size));
  return { ...preset, model: id, options: { ...preset.options, size: fits ? size : null } };
}

async function keep(preset: Preset, isGuilds: boolean, caller: Caller, bot: Bot): Promise<string> {
  const saved = await bot.presets.save(ownerOf(caller, isGuilds), preset);
  if (isGuilds && saved !== 'full') {
    const reason = withGuildLocale(() => t('preset.reasonSaved', { name: preset.name }));
    await bot.moderation.noteSetup(actorOf(caller, reason));
  }
  return presetSavedText(saved, preset, isGuilds);
}

/**
 * Forbidden words count as they do in a prompt, so that saving presets is no way to explore the word lists.
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
 * The model's id. The options have to fit the model; without one they are checked when the preset is used.
 *
 * @throws {@link BotError} `refused.model`, `refused.options`, `refused.prompt`
 */
function checkedModel(preset: Preset, caller: Caller, settings: GuildSettings, catalog: Catalog): string | null {
  const { model: typed } = preset;
  if (typed === null) return null;
  const request = requestOf(preset, caller);
  const model = catalog.find(typed);
  if (model === null) throw unknownModel(typed, settings, catalog, caller);
  const withLoras = applyGuildLoras(request, model, settings.loras, catalog.models).request;
  return admit(withLoras, { catalog, isTroubled: () => false }).model.id;
}

/**
 * Checks the style alone against the guild's current words.
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `preset_words`
 */
export function checkStyle({ style }: Preset, { words }: Pick<GuildSettings, 'words'>): void {
  const hit = style === '' ? null : createWordFilter(words).check(style);
  if (hit === null) return;
  const { list, matched, isClear } = hit;
  throw new BotError('refused.rules', 'style words', { rule: 'preset_words', list, matched, isDoubtful: !isClear });
}
