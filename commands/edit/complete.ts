import type { CompletionCall, Suggestion } from '../../src/discord/calls.ts';
import { adultFilesOf } from '../../src/domain/guild-lora.ts';
import { asEditor, editModels } from '../../src/domain/image-inputs.ts';
import { isAdultChannel } from '../../src/domain/rules.ts';
import { editorFor } from '../../src/domain/usual-model.ts';
import type { Bot } from '../command.ts';
import { likelyModel, suggestModels, suggestSizes } from '../suggest.ts';
import { suggestLoraList } from '../suggest-loras.ts';

/** Suggestions for `/edit`: of the models those that edit, and of each what it takes for an edit. */
export async function completeEdit(
  { caller, focused }: CompletionCall,
  typedModel: string | null,
  { catalog, priceOf, settings: settingsOf }: Bot,
): Promise<readonly Suggestion[]> {
  const editors = { ...catalog, models: editModels(catalog).map(asEditor) };
  const { name, typed } = focused;
  if (name === 'model') return suggestModels({ catalog: editors, priceOf }, typed);
  const settings = await settingsOf(caller.guildId);
  const named = typedModel ?? editorFor(settings, caller, catalog)?.id ?? '';
  const found = likelyModel({ catalog: editors }, named);
  const model = found && asEditor(found);
  if (model === null) return [];
  if (name === 'size') return suggestSizes(model, typed);
  const hidden = adultFilesOf(isAdultChannel(caller, settings) ? [] : settings.loras);
  const own = settings.loras.filter(({ file }) => !hidden.has(file));
  return suggestLoraList(model, typed, { own, hidden });
}
