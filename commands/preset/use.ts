import { ApplicationCommandOptionType } from 'discord.js';
import type { CommandCall } from '../../src/discord/calls.ts';
import { readOptions } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { namedPresetTexts } from '../../src/discord/wording/presets.ts';
import { asBotError, BotError, type ErrorCode } from '../../src/domain/errors.ts';
import { longestTypedPrompt } from '../../src/domain/models/wire-words.ts';
import { withWordsCounted } from '../../src/domain/phrase.ts';
import { withPreset } from '../../src/domain/preset.ts';
import type { Bot } from '../command.ts';
import { readWish } from '../imagine.ts';
import { placeOf } from '../place.ts';
import { startPicture } from '../start-picture.ts';
import { type FoundPreset, findPreset } from './find.ts';
import { hasForbiddenStyle } from './style.ts';

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

/** `/preset use`: `/imagine` with what the preset says. */
export async function use(call: CommandCall, bot: Bot): Promise<void> {
  const { caller, options, answer } = call;
  const typed = readOptions(useOptions, options);
  const name = typed.requiredText('name');
  const found = await findPreset(caller, name, bot);
  if (found === null) return answer({ content: namedPresetTexts.unknown(name), buttons: [] });
  const bare = { ...placeOf(caller), ...readWish([]), images: [], prompt: typed.requiredText('prompt') };
  const request = withPreset({ ...bare, isPrivate: typed.flag('private') }, found.preset);
  try {
    await checkStyle(found, call, bot);
    await startPicture(request, call, bot);
  } catch (thrown) {
    throw blaming(found, asBotError(thrown));
  }
}

/** Words that a moderator has put into the guild's preset are no strike of the member who uses it. */
async function checkStyle({ preset, isGuilds }: FoundPreset, { caller }: CommandCall, bot: Bot): Promise<void> {
  if (!isGuilds || !hasForbiddenStyle(preset, await bot.settings(caller.guildId))) return;
  throw new BotError('refused.rules', 'style words', { rule: 'preset_words' });
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
