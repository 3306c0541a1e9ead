import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { Command } from '../command.ts';
import { mediaCommand } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';

const options = [
  option.text('prompt', 'model3d.prompt.description', { max_length: longestTypedPrompt }),
  option.file('image', 'model3d.image.description'),
  option.text('model', 'model3d.model.description', { autocomplete: true }),
  option.text('resolution', 'imagine.resolution.description', { autocomplete: true }),
  privateOption,
] as const;

/** `/3d`: a 3D model from words or from a picture. */
export const model3d: Command = mediaCommand(
  guildCommand('3d', 'model3d.description', options),
  'model3d',
  options,
  (typed, fileOf) => ({
    prompt: typed.text('prompt'),
    image: fileOf(typed.id('image')),
    resolution: typed.text('resolution'),
  }),
);
