import { ApplicationCommandOptionType } from 'discord.js';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { asBotError, BotError, type ErrorCode } from '#core/errors.ts';
import { withWordsCounted } from '#core/phrase.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { described } from '#i18n/t.ts';
import { withPreset } from '#members/presets.ts';
import type { Bot } from '../command.ts';
import { readEditRequest } from '../imagine/command.ts';
import { placeOf } from '../place.ts';
import { startPicture } from '../start-picture.ts';
import { type FoundPreset, findPreset } from './find.ts';
import { checkStyle } from './save.ts';
import { namedPresetTexts } from './view.ts';

/** `/preset use`, as it is registered. */
export const useOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'name',
    ...described('preset.use.name.description'),
    required: true,
    autocomplete: true,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'prompt',
    ...described('imagine.prompt.description'),
    required: true,
    max_length: longestTypedPrompt,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'private',
    ...described('imagine.private.description'),
  },
] as const;

/**
 * `/preset use`: `/imagine` with what the preset says. Words that a moderator has put into the guild's preset are no strike of
 * the member who uses it.
 */
export async function use(call: CommandCall, bot: Bot): Promise<void> {
  const { caller, options, answer } = call;
  const typed = readOptions(useOptions, options);
  const name = typed.requiredText('name');
  const found = await findPreset(caller, name, bot);
  if (found === null) return answer({ content: namedPresetTexts.unknown(name) });
  const bare = { ...placeOf(caller), ...readEditRequest([]), images: [], prompt: typed.requiredText('prompt') };
  const request = withPreset({ ...bare, isPrivate: typed.flag('private') }, found.preset);
  try {
    if (found.isGuilds) checkStyle(found.preset, await bot.settings(caller.guildId));
    await startPicture(request, call, bot);
  } catch (thrown) {
    throw blaming(found, asBotError(thrown));
  }
}

/** Refusals that are about what the preset says, not about who asks or where. */
const ofPreset: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['refused.model', 'refused.options']);
const rulesOfPreset: ReadonlySet<string> = new Set(['model', 'model_role', 'preset_words']);

function blaming({ preset }: FoundPreset, error: BotError): BotError {
  const { code, message, facts } = error;
  if (code === 'refused.prompt' && preset.style !== '') {
    return new BotError(code, message, withWordsCounted(facts, 'preset'), error);
  }
  if (!ofPreset.has(code) && !rulesOfPreset.has(facts.rule ?? '')) return error;
  return new BotError(code, message, { ...facts, preset: preset.name }, error);
}
