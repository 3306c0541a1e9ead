import { readOptions } from '#discord/interactions/options.ts';
import type { Command } from '../command.ts';
import { completeMedia, requestOf } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';
import { startPicture } from '../start-picture.ts';

const options = [
  option.text('prompt', 'music.prompt.description', { max_length: 2000 }),
  option.text('style', 'music.style.description', { max_length: 1000 }),
  option.text('lyrics', 'music.lyrics.description', { max_length: 5000 }),
  option.text('title', 'music.title.description', { max_length: 80 }),
  option.text('model', 'music.model.description', { autocomplete: true }),
  privateOption,
] as const;

/** `/music`: a song from a description, or from a title, lyrics and a style. */
export const music: Command = {
  data: guildCommand('music', 'music.description', options),
  async run(call, bot) {
    const typed = readOptions(options, call.options);
    const form = { style: typed.text('style'), lyrics: typed.text('lyrics'), title: typed.text('title') };
    const prompt = typed.text('prompt') ?? '';
    const isPrivate = typed.flag('private');
    const wish = {
      task: 'music',
      model: typed.text('model'),
      prompt,
      image: null,
      media: {},
      form,
      isPrivate,
    } as const;
    await startPicture(requestOf(wish, call.caller), call, bot);
  },
  complete: (call, bot) => completeMedia('music', call, readOptions(options, call.options).text('model'), bot),
};
