import { readOptions } from '#discord/interactions/options.ts';
import type { Command } from '../command.ts';
import { completeMedia, requestOf } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';
import { startPicture } from '../start-picture.ts';

/** As much as one run of a speech model reads. */
const mostCharacters = 5000;

const options = [
  option.text('text', 'speech.text.description', { required: true, max_length: mostCharacters }),
  option.text('voice', 'speech.voice.description', { autocomplete: true, max_length: 100 }),
  option.text('emotion', 'speech.emotion.description', { autocomplete: true }),
  option.number('speed', 'speech.speed.description', { min_value: 0.25, max_value: 4 }),
  option.text('model', 'speech.model.description', { autocomplete: true }),
  privateOption,
] as const;

/** `/speech`: words read aloud. */
export const speech: Command = {
  data: guildCommand('speech', 'speech.description', options),
  async run(call, bot) {
    const typed = readOptions(options, call.options);
    const form = { voice: typed.text('voice'), emotion: typed.text('emotion'), speed: typed.number('speed') };
    const prompt = typed.requiredText('text');
    const isPrivate = typed.flag('private');
    const wish = {
      task: 'speech',
      model: typed.text('model'),
      prompt,
      image: null,
      media: {},
      form,
      isPrivate,
    } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
  complete: (call, bot) => completeMedia('speech', call, readOptions(options, call.options).text('model'), bot),
};
