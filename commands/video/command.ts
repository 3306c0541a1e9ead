import { ApplicationCommandType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { named } from '#i18n/t.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Command } from '../command.ts';
import { completeMedia, type MediaWish, requestOf } from '../media.ts';
import { guildCommand, negativeOption, option, privateOption, seedOption } from '../options.ts';
import { routesOf } from '../picture-forms.ts';
import { startPicture } from '../start-picture.ts';
import { animateUse } from './animate.ts';

const options = [
  option.text('prompt', 'video.prompt.description', { max_length: longestTypedPrompt }),
  option.text('model', 'video.model.description', { autocomplete: true }),
  option.file('image', 'video.image.description'),
  option.file('last_image', 'video.last_image.description'),
  option.file('video', 'video.video.description'),
  option.file('audio', 'video.audio.description'),
  option.text('duration', 'video.duration.description', { autocomplete: true }),
  option.text('resolution', 'imagine.resolution.description', { autocomplete: true }),
  option.text('size', 'imagine.size.description', { autocomplete: true }),
  option.flag('sound', 'video.sound.description'),
  seedOption,
  negativeOption,
  privateOption,
] as const;

const { askAboutMessage, ...routes } = routesOf(animateUse);

/** `/video`, and the forms that make a video of a picture. */
export const video: Command = {
  data: guildCommand('video', 'video.description', options),
  run: (call, bot) => startPicture(requestOf(wishOf(call), call.caller), call, bot),
  complete: (call, bot) => completeMedia('video', call, readOptions(options, call.options).text('model'), bot),
  ...routes,
  ofMessage: {
    data: {
      type: ApplicationCommandType.Message,
      ...named('animateMessage.choice'),
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },
    run: askAboutMessage,
  },
};

function wishOf(call: CommandCall): MediaWish {
  const typed = readOptions(options, call.options);
  const fileAt = (name: 'image' | 'last_image' | 'video' | 'audio') => attachmentsIn([typed.id(name)], call)[0] ?? null;
  const [lastImage, clip, audio] = [fileAt('last_image'), fileAt('video'), fileAt('audio')];
  return {
    task: 'video',
    model: typed.text('model'),
    prompt: typed.text('prompt') ?? '',
    image: fileAt('image'),
    media: { ...(lastImage && { lastImage }), ...(clip && { video: clip }), ...(audio && { audio }) },
    size: typed.text('size'),
    resolution: typed.text('resolution'),
    form: {
      duration: typed.text('duration'),
      sound: call.options.some(({ name }) => name === 'sound') ? typed.flag('sound') : null,
      seed: typed.number('seed'),
      negative: typed.text('negative'),
    },
    isPrivate: typed.flag('private'),
  };
}
