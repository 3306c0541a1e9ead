import { replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { t } from '#i18n/t.ts';
import { requestOf } from '../media.ts';
import type { PictureUse } from '../picture-forms.ts';
import { modelForForm, startPicture } from '../start-picture.ts';

/** The Animate button of a picture, and the entry in the menu of messages: a video that begins with it. */
export const animateUse: PictureUse = {
  action: replyActions.animate,
  async formFor(id, caller, bot) {
    const model = await modelForForm('video', caller, bot, ({ routes }) =>
      routes.some(({ form = [] }) => form.some(({ word }) => word === 'image')),
    );
    if (model === null) return { refusal: t('video.noneForPictures') };
    return textForm(id, t('form.animate.title'), [
      { name: 'prompt', label: t('form.animate.prompt.input'), value: '', isLong: true },
      { name: 'model', label: `${t('form.animate.model.input')} (${model.price})`, value: model.id },
      { name: 'duration', label: t('form.animate.duration.input'), value: '' },
      { name: 'resolution', label: t('form.animate.resolution.input'), value: '' },
    ]);
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
