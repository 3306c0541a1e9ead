import { canVary, type Model } from '#catalog/model.ts';
import { type GenerationRequest, noOptions } from '#catalog/request.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { guildCatalog } from '#generation/admission.ts';
import { t } from '#i18n/t.ts';
import { mayUseModel } from '#moderation/rules.ts';
import { promptField, promptOf } from '../form-fields.ts';
import { jobIn, type PictureUse } from '../picture-forms.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';
import { repeatable, repeatRequest, withoutSeed } from './again.ts';

/** The Vary button of a picture: the same request again, with the picture as what the new one keeps to. */
export const varyUse: PictureUse = {
  action: replyActions.vary,
  async formFor(id, caller, bot) {
    const found = await repeatable(jobIn(id), caller, bot);
    if ('refusal' in found) return found;
    const settings = await checkBeforeForm(caller, bot);
    const open = guildCatalog(bot.catalog, settings).models.filter((model) => mayUseModel(caller, model, settings));
    const model = varierOf(open, found.job.modelId);
    if (model === undefined) return { refusal: t('vary.none') };
    return textForm(id, t('form.vary.title'), [
      { name: 'variation', label: t('form.vary.variation.input'), value: 'subtle' },
      promptField(found.job.settings.prompt, 'change'),
      { name: 'model', label: t('form.vary.model.input'), value: model.id },
    ]);
  },
  async start(call, { pictures, isPrivate }, bot) {
    const { caller, fields, answer } = call;
    const found = await repeatable(jobIn(call.id), caller, bot);
    if ('refusal' in found) return answer({ content: found.refusal });
    const typed = (name: string) => fields.get(name)?.trim() || null;
    const request = withoutSeed(repeatRequest(found.job, caller, bot));
    const { shownCredits: _, ...rest } = request;
    const model = typed('model') ?? request.model;
    const options = optionsOf(request, model, typed('variation') ?? 'subtle');
    const prompt = promptOf(request, fields.get('prompt') ?? '');
    await startPicture({ ...rest, model, prompt, images: pictures, isPrivate, options }, call, bot);
  },
};

/** The model that made it where that one can, else the first that can. */
function varierOf(models: readonly Model[], modelId: string): Model | undefined {
  const able = models.filter(canVary);
  return able.find(({ id }) => id === modelId) ?? able[0];
}

/** Of another model's options only the size means the same; a size that it lacks is refused by name. */
function optionsOf({ model: before, options }: GenerationRequest, model: string | null, variation: string) {
  const form = { variation };
  if (model === before) return { ...options, count: null, form: { ...options.form, ...form } };
  return { ...noOptions, size: options.size, form };
}
