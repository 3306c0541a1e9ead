import type { CompletionCall, Suggestion } from '../../src/discord/calls.ts';
import { asEditor, editModels } from '../../src/domain/image-inputs.ts';
import { editorFor } from '../../src/domain/usual-model.ts';
import type { Bot } from '../command.ts';
import { offeringFor } from '../meant-model.ts';
import { likelyModel, suggestModels, suggestSizes } from '../suggest.ts';
import { suggestLorasHere } from '../suggest-loras.ts';

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
  const named = typedModel ?? editorFor(settings, caller, catalog)?.id ?? '';
  const found = likelyModel({ catalog: editors }, named);
  const model = found && asEditor(found);
  if (model === null) return [];
  if (name === 'size') return suggestSizes(model, typed);
  return suggestLorasHere(caller, typed, model, settings);
}
