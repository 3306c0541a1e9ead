import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Command } from '../command.ts';
import { completeMedia, requestOf } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';
import { startPicture } from '../start-picture.ts';

const options = [
  option.text('prompt', 'model3d.prompt.description', { max_length: longestTypedPrompt }),
  option.file('image', 'model3d.image.description'),
  option.text('model', 'model3d.model.description', { autocomplete: true }),
  option.text('resolution', 'imagine.resolution.description', { autocomplete: true }),
  privateOption,
] as const;

/** `/3d`: a 3D model from words or from a picture. */
export const model3d: Command = {
  data: guildCommand('3d', 'model3d.description', options),
  async run(call, bot) {
    const typed = readOptions(options, call.options);
    const [image = null] = attachmentsIn([typed.id('image')], call);
    const prompt = typed.text('prompt') ?? '';
    const isPrivate = typed.flag('private');
    const chosen = { model: typed.text('model'), resolution: typed.text('resolution') };
    const wish = { task: 'model3d', ...chosen, prompt, image, media: {}, form: {}, isPrivate } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
  complete: (call, bot) => completeMedia('model3d', call, readOptions(options, call.options).text('model'), bot),
};
