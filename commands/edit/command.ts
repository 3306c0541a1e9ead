import { ApplicationCommandType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { editModels } from '#catalog/catalog.ts';
import { asEditor } from '#catalog/model.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { BotError } from '#core/errors.ts';
import type { CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { editorFor } from '#generation/admission.ts';
import { named } from '#i18n/t.ts';
import type { InputProblem } from '#media/input.ts';
import type { SourceImage } from '#media/media.ts';
import type { Bot, Command } from '../command.ts';
import { guildCommand, loraOption, loraStrengthOption, option, privateOption, sizeOption } from '../options.ts';
import { offeringFor } from '../resolve-model.ts';
import { guessModel, suggestLorasHere, suggestModels, suggestSizes } from '../suggest.ts';
import { askAboutMessage, type EditRequest, editButtons, editForms, startEdit } from './start-edit.ts';

const options = [
  option.file('image', 'edit.image.description', { required: true }),
  option.text('prompt', 'edit.prompt.description', { required: true, max_length: longestTypedPrompt }),
  option.text('model', 'edit.model.description', { autocomplete: true }),
  sizeOption,
  loraOption,
  loraStrengthOption,
  option.file('image2', 'edit.image2.description'),
  option.file('image3', 'edit.image3.description'),
  privateOption,
] as const;

/** `/edit`, and the forms that lead to the same. */
export const edit: Command = {
  data: guildCommand('edit', 'edit.description', options),
  run: async (call, bot) => startEdit(wishOf(call), call, bot),
  complete: (call, bot) => completeEdit(call, readOptions(options, call.options).text('model'), bot),
  components: editButtons,
  modals: editForms,
  ofMessage: {
    data: {
      type: ApplicationCommandType.Message,
      ...named('editMessage.choice'),
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },
    run: askAboutMessage,
  },
};

function wishOf(call: CommandCall): EditRequest {
  const typed = readOptions(options, call.options);
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
    if (file === undefined) {
      const which = attached.length === 1 ? {} : { picture: index + 1 };
      const facts = { ...which, reason: 'gone' satisfies InputProblem, nothingStarted: true };
      throw new BotError('refused.image', 'an attachment that Discord did not describe', facts);
    }
    const { url, filename: name, sizeBytes: bytes, mediaType, widthPx, heightPx } = file;
    return { url, name, bytes, mediaType, widthPx, heightPx };
  });
}

/** Suggestions for `/edit`: of the models those that edit, and of each what it takes for an edit. */
export async function completeEdit(
  { caller, focused }: CompletionCall,
  typedModel: string | null,
  bot: Bot,
): Promise<readonly Suggestion[]> {
  const settings = await bot.settings(caller.guildId);
  const { catalog, priceOf } = offeringFor(caller, settings, bot);
  const editors = { ...catalog, models: editModels(catalog).map(asEditor) };
  const { name, typed } = focused;
  if (name === 'model') return suggestModels({ catalog: editors, priceOf }, typed);
  const found = guessModel({ catalog: editors }, typedModel ?? editorFor(settings, caller, catalog)?.id ?? '');
  const model = found && asEditor(found);
  if (model === null) return [];
  if (name === 'size') return suggestSizes(model, typed);
  return suggestLorasHere(caller, typed, model, settings);
}
