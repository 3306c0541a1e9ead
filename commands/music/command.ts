import type { Command } from '../command.ts';
import { mediaCommand } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';

const options = [
  option.text('prompt', 'music.prompt.description', { max_length: 2000 }),
  option.text('style', 'music.style.description', { max_length: 1000 }),
  option.text('lyrics', 'music.lyrics.description', { max_length: 5000 }),
  option.text('title', 'music.title.description', { max_length: 80 }),
  option.text('model', 'music.model.description', { autocomplete: true }),
  privateOption,
] as const;

/** `/music`: a song from a description, or from a title, lyrics and a style. */
export const music: Command = mediaCommand(
  guildCommand('music', 'music.description', options),
  'music',
  options,
  (typed) => ({
    prompt: typed.text('prompt'),
    form: { style: typed.text('style'), lyrics: typed.text('lyrics'), title: typed.text('title') },
  }),
);
