import type { Command } from '../command.ts';
import { mediaCommand } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';

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
export const speech: Command = mediaCommand(
  guildCommand('speech', 'speech.description', options),
  'speech',
  options,
  (typed) => ({
    prompt: typed.requiredText('text'),
    form: { voice: typed.text('voice'), emotion: typed.text('emotion'), speed: typed.number('speed') },
  }),
);
