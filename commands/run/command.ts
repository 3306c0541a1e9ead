import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { limits } from '#discord/messages/limits.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { cut } from '#i18n/escape.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Bot, Command } from '../command.ts';
import { formFields } from '../form-fields.ts';
import { reopenForm } from '../imagine/reopen.ts';
import { completeMedia, requestOf } from '../media.ts';
import { guildCommand, isForEveryone, option, privateOption } from '../options.ts';
import { offeringFor } from '../resolve-model.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';
import { ownCommands } from './own-command.ts';

const options = [
  option.text('workflow', 'run.workflow.description', { required: true, autocomplete: true }),
  option.text('prompt', 'run.prompt.description', { max_length: longestTypedPrompt }),
  option.file('image', 'run.image.description'),
  option.file('video', 'run.video.description'),
  option.file('audio', 'run.audio.description'),
  privateOption,
] as const;

/** `/run`: a workflow of the operator's or the server's own. Its other inputs are asked for in a form, unless the prompt is given. */
export const run: Command = {
  data: guildCommand('run', 'run.description', options),
  run: startOrAsk,
  // Without a prompt it may open a form.
  isForEveryone: (typed) => isForEveryone(typed) && typed.options.some(({ name }) => name === 'prompt'),
  ofGuilds: ownCommands,
  complete: (call, bot) => {
    const focused = { ...call.focused, name: call.focused.name === 'workflow' ? 'model' : call.focused.name };
    return completeMedia('run', { ...call, focused }, null, bot);
  },
};

async function startOrAsk(call: CommandCall, bot: Bot): Promise<void> {
  const { caller } = call;
  const typed = readOptions(options, call.options);
  const fileAt = (name: 'image' | 'video' | 'audio') => attachmentsIn([typed.id(name)], call)[0];
  const model = typed.requiredText('workflow');
  const request = requestOf(
    {
      task: 'run',
      model,
      prompt: typed.text('prompt'),
      image: fileAt('image'),
      media: { video: fileAt('video'), audio: fileAt('audio') },
      isPrivate: typed.flag('private'),
    },
    caller,
  );
  const settings = await checkBeforeForm(caller, bot);
  const found = offeringFor(caller, settings, bot).catalog.forTask('run').find(model);
  const fields = found === null ? [] : formFields(found, request, 'reopen');
  // An unknown or closed one is refused like every other request.
  if (found === null || fields.length === 0 || request.prompt !== '') return startPicture(request, call, bot);
  bot.drafts.keep(request);
  await call.openForm(textForm(reopenForm(caller.id), cut(found.title, limits.formTitleCharacters), fields));
}
