import { ApplicationCommandType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { shownPrice } from '#catalog/price.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { guildCatalog } from '#generation/admission.ts';
import { credits } from '#i18n/money.ts';
import { named, t } from '#i18n/t.ts';
import { mayUseModel } from '#moderation/rules.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Command } from '../command.ts';
import { completeMedia, requestOf } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';
import { type PictureUse, routesOf } from '../picture-forms.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';

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
    const settings = await checkBeforeForm(caller, bot);
    const catalog = guildCatalog(bot.catalog.forTask('upscale'), settings);
    const open = catalog.models.filter((model) => mayUseModel(caller, model, settings));
    const model = open.find((each) => each.id === catalog.defaultModelId) ?? open[0];
    if (model === undefined) return { refusal: t('upscale.none') };
    const price = credits(shownPrice(model, settings));
    const form = textForm(id, t('form.upscale.title'), [
      { name: 'model', label: `${t('form.upscale.model.input')} (${price})`, value: model.id },
      { name: 'scale', label: t('form.upscale.scale.input'), value: '' },
    ]);
    return { form };
  },
  async start(call, { pictures: [image = null], isPrivate }, bot) {
    const typed = (name: string) => call.fields.get(name)?.trim() || null;
    const form = { scale: typed('scale') };
    const wish = { task: 'upscale', model: typed('model'), prompt: '', image, media: {}, form, isPrivate } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
};

const { askAboutMessage, ...routes } = routesOf(upscaleUse);

/** `/upscale`: a picture in more pixels. */
export const upscale: Command = {
  data: guildCommand('upscale', 'upscale.description', options),
  async run(call, bot) {
    const typed = readOptions(options, call.options);
    const [image = null] = attachmentsIn([typed.requiredId('image')], call);
    const form = { scale: typed.text('scale') };
    const isPrivate = typed.flag('private');
    const wish = {
      task: 'upscale',
      model: typed.text('model'),
      prompt: '',
      image,
      media: {},
      form,
      isPrivate,
    } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
  complete: (call, bot) => completeMedia('upscale', call, readOptions(options, call.options).text('model'), bot),
  ...routes,
  ofMessage: {
    data: {
      type: ApplicationCommandType.Message,
      ...named('upscaleMessage.choice'),
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },
    run: askAboutMessage,
  },
};
