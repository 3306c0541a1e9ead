import { replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { t } from '#i18n/t.ts';
import type { Command } from '../command.ts';
import { mediaCommand, requestOf } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';
import { type PictureUse, routesOf } from '../picture-forms.ts';
import { modelForForm, startPicture } from '../start-picture.ts';

const options = [
  option.file('image', 'upscale.image.description', { required: true }),
  option.text('model', 'upscale.model.description', { autocomplete: true }),
  option.text('scale', 'upscale.scale.description', { autocomplete: true }),
  privateOption,
] as const;

/** The Upscale button of a picture, and the entry in the menu of messages. */
const upscaleUse: PictureUse = {
  action: replyActions.upscale,
  async formFor(id, caller, bot) {
    const model = await modelForForm('upscale', caller, bot);
    if (model === null) return { refusal: t('upscale.none') };
    return textForm(id, t('form.upscale.title'), [
      { name: 'model', label: `${t('form.upscale.model.input')} (${model.price})`, value: model.id },
      { name: 'scale', label: t('form.upscale.scale.input'), value: '' },
    ]);
  },
  async start(call, { pictures: [image], isPrivate }, bot) {
    const typed = (name: string) => call.fields.get(name)?.trim() || null;
    const form = { scale: typed('scale') };
    const wish = { task: 'upscale', model: typed('model'), image, form, isPrivate } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
};

/** `/upscale`: a picture in more pixels. */
export const upscale: Command = {
  ...mediaCommand(guildCommand('upscale', 'upscale.description', options), 'upscale', options, (typed, fileOf) => ({
    image: fileOf(typed.requiredId('image')),
    form: { scale: typed.text('scale') },
  })),
  ...routesOf(upscaleUse, 'upscaleMessage.choice'),
};
