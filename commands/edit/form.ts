import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { CustomId } from '../../src/discord/custom-id.ts';
import type { Caller } from '../../src/discord/interaction.ts';
import { textForm } from '../../src/discord/text-form.ts';
import { editForm, editTexts } from '../../src/discord/wording/edit.ts';
import { guildCatalog } from '../../src/domain/guild-catalog.ts';
import { editorFor } from '../../src/domain/usual-model.ts';
import { checkBeforeForm } from '../check-before-form.ts';
import type { Bot } from '../command.ts';
import type { EditWish } from './start-edit.ts';

/** The form of an edit with the usual values in it; or why there is none. @throws {@link BotError} `refused.*` */
export async function editFormFor(
  id: CustomId,
  caller: Caller,
  bot: Bot,
): Promise<{ readonly form: APIModalInteractionResponseCallbackData } | { readonly refusal: string }> {
  const settings = await checkBeforeForm(caller, bot);
  const model = editorFor(settings, caller, guildCatalog(bot.catalog, settings));
  if (model === null) return { refusal: editTexts.noEditor };
  const form = textForm(id, editForm.title, [
    { name: 'prompt', label: editForm.prompt, value: '', isLong: true, isRequired: true },
    { name: 'model', label: editForm.model, value: model.id, isLong: false, isRequired: false },
    { name: 'size', label: editForm.size, value: '', isLong: false, isRequired: false },
  ]);
  return { form };
}

/** What was written into it; an emptied field is an option left out. */
export function wishIn(fields: ReadonlyMap<string, string>): Pick<EditWish, 'model' | 'prompt' | 'size'> {
  const typed = (name: string) => fields.get(name)?.trim() || null;
  return { prompt: fields.get('prompt') ?? '', model: typed('model'), size: typed('size') };
}
