import { editModels } from '#catalog/catalog.ts';
import { asEditor } from '#catalog/model.ts';
import { noOptions } from '#catalog/request.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { editorFor } from '#generation/admission.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Bot, Command } from '../command.ts';
import {
  guildCommand,
  isForEveryone,
  loraOption,
  loraStrengthOption,
  negativeOption,
  option,
  privateOption,
  seedOption,
  sizeOption,
  wordsOf,
} from '../options.ts';
import { routesOf } from '../picture-forms.ts';
import { offeringFor } from '../resolve-model.ts';
import { guessModel, suggestLorasHere, suggestModels, suggestSizes } from '../suggest.ts';
import { type EditRequest, editUse, startEdit } from './start-edit.ts';

const options = [
  option.file('image', 'edit.image.description', { required: true }),
  option.text('prompt', 'edit.prompt.description', { required: true, max_length: longestTypedPrompt }),
  option.text('model', 'edit.model.description', { autocomplete: true }),
  sizeOption,
  loraOption,
  loraStrengthOption,
  option.file('image2', 'edit.image2.description'),
  option.file('image3', 'edit.image3.description'),
  seedOption,
  negativeOption,
  privateOption,
] as const;

/** `/edit`, and the forms that lead to the same. */
export const edit: Command = {
  data: guildCommand('edit', 'edit.description', options),
  run: async (call, bot) => startEdit(wishOf(call), call, bot),
  isForEveryone,
  complete: (call, bot) => completeEdit(call, readOptions(options, call.options).text('model'), bot),
  ...routesOf(editUse, 'editMessage.choice'),
};

function wishOf(call: CommandCall): EditRequest {
  const typed = readOptions(options, call.options);
  return {
    model: typed.text('model'),
    prompt: typed.requiredText('prompt'),
    images: attachmentsIn([typed.requiredId('image'), typed.id('image2'), typed.id('image3')], call),
    options: {
      ...noOptions,
      size: typed.text('size'),
      lora: typed.text('lora'),
      loraStrength: typed.number('lora_strength'),
      ...wordsOf(typed.number('seed'), typed.text('negative')),
    },
    isPrivate: typed.flag('private'),
  };
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
