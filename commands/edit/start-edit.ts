import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { editModels } from '#catalog/catalog.ts';
import { canEdit } from '#catalog/model.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import type { Answering } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { reopenButton } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { cannotEditText, editForm, editTexts } from '#discord/texts/edit.ts';
import { editorFor, guildCatalog } from '#generation/choose-model.ts';
import type { SourceImage } from '#media/media.ts';
import { mayUseModel } from '#moderation/rules.ts';
import { checkBeforeForm } from '../check-before-form.ts';
import type { Bot } from '../command.ts';
import { placeOf } from '../place.ts';
import { startPicture } from '../start-picture.ts';

/** What a member wants changed, wherever they said so. */
export interface EditRequest extends Pick<RequestOptions, 'size' | 'lora' | 'loraStrength'> {
  /** Null takes the usual one. */
  readonly model: string | null;
  readonly prompt: string;
  readonly images: readonly SourceImage[];
  readonly isPrivate: boolean;
}

type Way = Pick<Answering, 'answer' | 'reply'> & { readonly caller: Caller };

/** Makes the edit like any other picture: admitted, metered and charged the same way. */
export async function startEdit(wish: EditRequest, { answer, reply, caller }: Way, bot: Bot): Promise<void> {
  const model = await editorOf(wish.model, caller, bot);
  if ('refusal' in model) {
    bot.drafts.keep(requestOf(wish, caller));
    return answer({ content: model.refusal, buttons: [reopenButton(caller.id)] });
  }
  await startPicture(requestOf({ ...wish, model: model.id }, caller), { answer, reply }, bot);
}

/** A name that nobody knows goes on as it is: admission says what there is. */
async function editorOf(
  typed: string | null,
  caller: Caller,
  bot: Bot,
): Promise<{ readonly id: string } | { readonly refusal: string }> {
  const settings = await bot.settings(caller.guildId);
  const catalog = guildCatalog(bot.catalog, settings);
  if (typed === null) return editorFor(settings, caller, catalog) ?? { refusal: editTexts.noEditor };
  const model = catalog.find(typed);
  if (model === null) return { id: typed };
  const editors = editModels(catalog)
    .filter((each) => mayUseModel(caller, each, settings))
    .map(({ id }) => id);
  if (editors.length === 0) return { refusal: editTexts.noEditor };
  return canEdit(model) ? model : { refusal: cannotEditText(model.title, editors) };
}

function requestOf(wish: EditRequest, caller: Caller): GenerationRequest {
  const { model, prompt, images, size, lora, loraStrength, isPrivate } = wish;
  const left = { quality: null, resolution: null, steps: null, format: null, count: null };
  return { ...placeOf(caller), model, prompt, images, options: { ...left, size, lora, loraStrength }, isPrivate };
}

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
export function wishIn(fields: ReadonlyMap<string, string>): Pick<EditRequest, 'model' | 'prompt' | 'size'> {
  const typed = (name: string) => fields.get(name)?.trim() || null;
  return { prompt: fields.get('prompt') ?? '', model: typed('model'), size: typed('size') };
}
