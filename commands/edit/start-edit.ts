import { editModels } from '#catalog/catalog.ts';
import { asEditor, canEdit, mostImagesOf } from '#catalog/model.ts';
import { mostNamed } from '#catalog/nearest-names.ts';
import { type GenerationRequest, mostInputs, noOptions } from '#catalog/request.ts';
import type { Answering } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { reopenButton, replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { editorFor, guildCatalog } from '#generation/admission.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
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
    const { fields } = call;
    // An emptied field is an option left out.
    const name = fields.get('model')?.trim() || null;
    const model = name === null ? null : bot.catalog.find(name);
    // The member chose a message, not a number of pictures.
    const most = isOfMessage && model !== null ? Math.max(1, mostImagesOf(model)) : mostInputs;
    const images = pictures.slice(0, Math.min(most, mostInputs));
    const options = { ...noOptions, size: sizeIn(fields) };
    await startEdit({ model: name, prompt: fields.get('prompt') ?? '', images, options, isPrivate }, call, bot);
  },
};

/** A change of pictures, as a member asks for it. */
export type EditRequest = Pick<GenerationRequest, 'model' | 'prompt' | 'images' | 'options' | 'isPrivate'>;

/** Makes the edit like any other picture: admitted, metered and charged the same way. */
export async function startEdit(
  wish: EditRequest,
  { answer, reply, caller }: Pick<Answering, 'answer' | 'reply'> & { readonly caller: Caller },
  bot: Bot,
): Promise<void> {
  const model = await editorOf(wish.model, caller, bot);
  const request = { ...placeOf(caller), ...wish };
  if ('refusal' in model) {
    bot.drafts.keep(request);
    return answer({ content: model.refusal, buttons: [reopenButton(caller.id)] });
  }
  await startPicture({ ...request, model: model.id }, { answer, reply }, bot);
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
