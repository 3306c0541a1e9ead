import { shownPrice } from '#catalog/price.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { guildCatalog } from '#generation/admission.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import { mayUseModel } from '#moderation/rules.ts';
import { requestOf } from '../media.ts';
import type { PictureUse } from '../picture-forms.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';

/** The Animate button of a picture, and the entry in the menu of messages: a video that begins with it. */
export const animateUse: PictureUse = {
  action: replyActions.animate,
  async formFor(id, caller, bot) {
    const settings = await checkBeforeForm(caller, bot);
    const catalog = guildCatalog(bot.catalog.forTask('video'), settings);
    const takesImage = catalog.models.filter(({ routes }) =>
      routes.some(({ form = [] }) => form.some(({ word }) => word === 'image')),
    );
    const open = takesImage.filter((model) => mayUseModel(caller, model, settings));
    const model = open.find((each) => each.id === catalog.defaultModelId) ?? open[0];
    if (model === undefined) return { refusal: t('video.noneForPictures') };
    const price = credits(shownPrice(model, settings));
    const form = textForm(id, t('form.animate.title'), [
      { name: 'prompt', label: t('form.animate.prompt.input'), value: '', isLong: true },
      { name: 'model', label: `${t('form.animate.model.input')} (${price})`, value: model.id },
      { name: 'duration', label: t('form.animate.duration.input'), value: '' },
      { name: 'resolution', label: t('form.animate.resolution.input'), value: '' },
    ]);
    return { form };
  },
  async start(call, { pictures: [image], isPrivate }, bot) {
    const typed = (name: string) => call.fields.get(name)?.trim() || null;
    const wish = {
      task: 'video',
      model: typed('model'),
      prompt: call.fields.get('prompt'),
      image,
      resolution: typed('resolution'),
      form: { duration: typed('duration') },
      isPrivate,
    } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
};
