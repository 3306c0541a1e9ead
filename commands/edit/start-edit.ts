import { editModels } from '#catalog/catalog.ts';
import { asEditor, canEdit, mostImagesOf } from '#catalog/model.ts';
import { mostNamed } from '#catalog/nearest-names.ts';
import { type GenerationRequest, mostInputs, noOptions, type RequestOptions } from '#catalog/request.ts';
import type { Answering } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { reopenButton, replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { editorFor, guildCatalog } from '#generation/admission.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import { mayUseModel } from '#moderation/rules.ts';
import type { Bot } from '../command.ts';
import { modelField, sizeFields, sizeIn } from '../picture-fields.ts';
import type { PictureUse, Refusal } from '../picture-forms.ts';
import { placeOf } from '../place.ts';
import { offeringFor } from '../resolve-model.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';

/** The Edit button of a picture, its forms, and the entry in the menu of messages. */
export const editUse: PictureUse = {
  action: replyActions.edit,
  async formFor(id, caller, bot) {
    const settings = await checkBeforeForm(caller, bot);
    const model = editorFor(settings, caller, guildCatalog(bot.catalog, settings));
    if (model === null) return { refusal: t('edit.noEditor') };
    const { catalog, priceOf } = offeringFor(caller, settings, bot);
    const editors = { catalog: { ...catalog, models: editModels(catalog).map(asEditor) }, priceOf };
    return textForm(id, t('form.edit.title'), [
      { name: 'prompt', label: t('form.edit.prompt.input'), value: '', isLong: true },
      modelField(editors, { name: 'model', label: t('form.edit.model.input'), value: model.id }),
      ...sizeFields(asEditor(model), { name: 'size', label: t('form.edit.size.input'), value: '' }, 'room'),
    ]);
  },
  async start(call, { pictures, isPrivate, isOfMessage }, bot) {
    const wish = wishIn(call.fields, pictures, isPrivate);
    const model = wish.model === null ? null : bot.catalog.find(wish.model);
    // The member chose a message, not a number of pictures.
    const most = isOfMessage && model !== null ? Math.max(1, mostImagesOf(model)) : mostInputs;
    await startEdit({ ...wish, images: pictures.slice(0, Math.min(most, mostInputs)) }, call, bot);
  },
};

/** A change of pictures, as a member asks for it. */
export interface EditRequest extends Pick<RequestOptions, 'size' | 'lora' | 'loraStrength' | 'form'> {
  /** Null takes the default one. */
  readonly model: string | null;
  readonly prompt: string;
  readonly images: readonly SourceImage[];
  readonly isPrivate: boolean;
}

/** Makes the edit like any other picture: admitted, metered and charged the same way. */
export async function startEdit(
  wish: EditRequest,
  { answer, reply, caller }: Pick<Answering, 'answer' | 'reply'> & { readonly caller: Caller },
  bot: Bot,
): Promise<void> {
  const model = await editorOf(wish.model, caller, bot);
  if ('refusal' in model) {
    bot.drafts.keep(requestOf(wish, caller));
    return answer({ content: model.refusal, buttons: [reopenButton(caller.id)] });
  }
  await startPicture(requestOf({ ...wish, model: model.id }, caller), { answer, reply }, bot);
}

/** An unknown name goes on as it is: admission lists the models. */
async function editorOf(typed: string | null, caller: Caller, bot: Bot): Promise<{ readonly id: string } | Refusal> {
  const settings = await bot.settings(caller.guildId);
  const catalog = guildCatalog(bot.catalog, settings);
  if (typed === null) return editorFor(settings, caller, catalog) ?? { refusal: t('edit.noEditor') };
  const model = catalog.find(typed);
  if (model === null) return { id: typed };
  const allowed = editModels(catalog).filter((each) => mayUseModel(caller, each, settings));
  if (allowed.length === 0) return { refusal: t('edit.noEditor') };
  if (canEdit(model)) return model;
  const editors = allowed.slice(0, mostNamed).map(({ id }) => inlineCode(id));
  return { refusal: t('edit.wordsOnly', { model: escapeText(model.title, 100), editors: editors.join(', ') }) };
}

function requestOf(wish: EditRequest, caller: Caller): GenerationRequest {
  const { model, prompt, images, size, lora, loraStrength, form, isPrivate } = wish;
  const options = { ...noOptions, size, lora, loraStrength, form };
  return { ...placeOf(caller), model, prompt, images, options, isPrivate };
}

/** An emptied field is an option left out. */
function wishIn(fields: ReadonlyMap<string, string>, images: readonly SourceImage[], isPrivate: boolean): EditRequest {
  const typed = (name: string) => fields.get(name)?.trim() || null;
  const rest = { lora: null, loraStrength: null, images, isPrivate };
  return { ...rest, prompt: fields.get('prompt') ?? '', model: typed('model'), size: sizeIn(fields) };
}
