import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { asBotError, BotError, type ErrorCode } from '#core/errors.ts';
import { withWordsCounted } from '#core/phrase.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import { type Preset, presetNamed, withPreset } from '#members/presets.ts';
import type { Bot } from '../command.ts';
import { readEditRequest } from '../imagine/command.ts';
import { option, privateOption } from '../options.ts';
import { placeOf } from '../place.ts';
import { startPicture } from '../start-picture.ts';
import { checkStyle, ownerOf } from './save.ts';

/** `/preset use`, as it is registered. */
export const useOptions = [
  option.text('name', 'preset.use.name.description', { required: true, autocomplete: true }),
  option.text('prompt', 'imagine.prompt.description', { required: true, max_length: longestTypedPrompt }),
  privateOption,
] as const;

/** The member's own of that name goes before the guild's; null where there is neither. */
export async function findPreset(caller: Caller, name: string, { presets }: Bot) {
  for (const isGuilds of [false, true]) {
    const preset = presetNamed(name, await presets.list(ownerOf(caller, isGuilds)));
    if (preset !== null) return { preset, isGuilds };
  }
  return null;
}

/**
 * `/preset use`: `/imagine` with the preset's options. Words that a moderator has put into the guild's preset are no strike for
 * the member who uses it.
 */
export async function use(call: CommandCall, bot: Bot): Promise<void> {
  const { caller, options, answer } = call;
  const typed = readOptions(useOptions, options);
  const name = typed.requiredText('name');
  const found = await findPreset(caller, name, bot);
  if (found === null) return answer({ content: t('preset.unknown', { name: inlineCode(name) }) });
  const bare = { ...placeOf(caller), ...readEditRequest([]), images: [], prompt: typed.requiredText('prompt') };
  const request = withPreset({ ...bare, isPrivate: typed.flag('private') }, found.preset);
  try {
    if (found.isGuilds) checkStyle(found.preset, await bot.settings(caller.guildId));
    await startPicture(request, call, bot);
  } catch (thrown) {
    throw blaming(found.preset, asBotError(thrown));
  }
}

/** Refusals of the preset's options, not of the member or the channel. */
const ofPreset: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['refused.model', 'refused.options']);
const rulesOfPreset: ReadonlySet<string> = new Set(['model', 'model_role', 'preset_words']);

function blaming(preset: Preset, error: BotError): BotError {
  const { code, message, facts } = error;
  if (code === 'refused.prompt' && preset.style !== '') {
    return new BotError(code, message, withWordsCounted(facts, 'preset'), error);
  }
  if (!ofPreset.has(code) && !rulesOfPreset.has(facts.rule ?? '')) return error;
  return new BotError(code, message, { ...facts, preset: preset.name }, error);
}
