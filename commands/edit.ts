import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandCall } from '../src/discord/calls.ts';
import { type CommandDefinition, readOptions } from '../src/discord/options.ts';
import { described } from '../src/discord/wording/described.ts';
import { BotError, type ErrorFacts } from '../src/domain/errors.ts';
import type { InputProblem } from '../src/domain/input.ts';
import { longestTypedPrompt } from '../src/domain/models/wire-words.ts';
import type { SourceImage } from '../src/domain/request.ts';
import type { Command } from './command.ts';
import { completeEdit } from './edit/complete.ts';
import { messageForms } from './edit/of-message.ts';
import { resultForms, resultPresses } from './edit/of-result.ts';
import { type EditWish, startEdit } from './edit/start-edit.ts';
import { loraOption, loraStrengthOption, privateOption, sizeOption } from './picture-options.ts';

const data = {
  name: 'edit',
  ...described('edit.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'image',
      ...described('edit.image.description'),
      required: true,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'prompt',
      ...described('edit.prompt.description'),
      required: true,
      max_length: longestTypedPrompt,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'model',
      ...described('edit.model.description'),
      autocomplete: true,
    },
    sizeOption,
    loraOption,
    loraStrengthOption,
    { type: ApplicationCommandOptionType.Attachment, name: 'image2', ...described('edit.image2.description') },
    { type: ApplicationCommandOptionType.Attachment, name: 'image3', ...described('edit.image3.description') },
    privateOption,
  ],
} as const satisfies CommandDefinition;

/** `/edit`, and the forms that lead to the same. */
export const edit: Command = {
  data,
  run: async (call, bot) => startEdit(wishOf(call), call, bot),
  complete: (call, bot) => completeEdit(call, readOptions(data.options, call.options).text('model'), bot),
  presses: resultPresses,
  forms: { ...resultForms, ...messageForms },
};

function wishOf(call: CommandCall): EditWish {
  const typed = readOptions(data.options, call.options);
  return {
    model: typed.text('model'),
    prompt: typed.requiredText('prompt'),
    images: imagesOf([typed.requiredId('image'), typed.id('image2'), typed.id('image3')], call),
    size: typed.text('size'),
    lora: typed.text('lora'),
    loraStrength: typed.number('lora_strength'),
    isPrivate: typed.flag('private'),
  };
}

/** Without one that was attached it would be another picture, made and charged. @throws {@link BotError} `refused.image` */
function imagesOf(ids: readonly (string | null)[], { resolvedAttachments }: CommandCall): SourceImage[] {
  const attached = ids.filter((id) => id !== null);
  return attached.map((id, index) => {
    const file = resolvedAttachments.get(id);
    if (file === undefined) throw notTold(attached.length === 1 ? {} : { picture: index + 1 });
    const { url, filename: name, sizeBytes: bytes, mediaType, widthPx, heightPx } = file;
    return { url, name, bytes, mediaType, widthPx, heightPx };
  });
}

function notTold(which: Pick<ErrorFacts, 'picture'>): BotError {
  const facts = { ...which, reason: 'gone' satisfies InputProblem, nothingStarted: true };
  return new BotError('refused.image', 'an attachment was named and not told', facts);
}
