import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { Command } from '../command.ts';
import { mediaCommand } from '../media.ts';
import { guildCommand, negativeOption, option, privateOption, seedOption } from '../options.ts';
import { routesOf } from '../picture-forms.ts';
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

/** `/video`, and the forms that make a video of a picture. */
export const video: Command = {
  ...mediaCommand(guildCommand('video', 'video.description', options), 'video', options, (typed, fileOf) => ({
    prompt: typed.text('prompt'),
    image: fileOf(typed.id('image')),
    media: {
      lastImage: fileOf(typed.id('last_image')),
      video: fileOf(typed.id('video')),
      audio: fileOf(typed.id('audio')),
    },
    size: typed.text('size'),
    resolution: typed.text('resolution'),
    form: {
      duration: typed.text('duration'),
      sound: typed.yesOrNo('sound'),
      seed: typed.number('seed'),
      negative: typed.text('negative'),
    },
  })),
  ...routesOf(animateUse, 'animateMessage.choice'),
};
