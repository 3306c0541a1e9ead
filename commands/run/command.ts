import { type FormInput, isMediaInput, labelledWords } from '#catalog/form.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { jobId } from '#core/ids.ts';
import type { CommandCall, ModalCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { limits } from '#discord/messages/limits.ts';
import { type TextField, textForm } from '#discord/messages/text-form.ts';
import { cut } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Bot, Command } from '../command.ts';
import { completeMedia, requestOf } from '../media.ts';
import { guildCommand, option, privateOption } from '../options.ts';
import { placeOf } from '../place.ts';
import { offeringFor } from '../resolve-model.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';

const options = [
  option.text('workflow', 'run.workflow.description', { required: true, autocomplete: true }),
  option.text('prompt', 'run.prompt.description', { max_length: longestTypedPrompt }),
  option.file('image', 'run.image.description'),
  option.file('video', 'run.video.description'),
  option.file('audio', 'run.audio.description'),
  privateOption,
] as const;

const formAction = 'run_form';

/** `/run`: a workflow of the operator's own. Its other inputs are asked for in a form, unless the prompt is given. */
export const run: Command = {
  data: guildCommand('run', 'run.description', options),
  run: startOrAsk,
  complete: (call, bot) => {
    const focused = { ...call.focused, name: call.focused.name === 'workflow' ? 'model' : call.focused.name };
    return completeMedia('run', { ...call, focused }, null, bot);
  },
  modals: { [formAction]: startAsked },
};

async function startOrAsk(call: CommandCall, bot: Bot): Promise<void> {
  const { caller } = call;
  const typed = readOptions(options, call.options);
  const fileAt = (name: 'image' | 'video' | 'audio') => attachmentsIn([typed.id(name)], call)[0] ?? null;
  const [clip, audio] = [fileAt('video'), fileAt('audio')];
  const model = typed.requiredText('workflow');
  const request = requestOf(
    {
      task: 'run',
      model,
      prompt: typed.text('prompt') ?? '',
      image: fileAt('image'),
      media: { ...(clip && { video: clip }), ...(audio && { audio }) },
      form: {},
      isPrivate: typed.flag('private'),
    },
    caller,
  );
  const settings = await checkBeforeForm(caller, bot);
  const found = offeringFor(caller, settings, bot).catalog.forTask('run').find(model);
  const asked = found?.routes[0]?.form?.filter((input) => !isMediaInput(input)) ?? [];
  // An unknown or closed one is refused like every other request.
  if (found === null || asked.length === 0 || request.prompt !== '') return startPicture(request, call, bot);
  bot.drafts.keep(request);
  const title = cut(found.title, limits.formTitleCharacters);
  await call.openForm(textForm({ action: formAction, subject: caller.id, extra: null }, title, asked.map(fieldOf)));
}

function fieldOf(input: FormInput): TextField {
  const base = { name: input.word, label: input.label ?? t('form.run.prompt.input'), isLong: input.isRequired };
  switch (input.kind) {
    case 'media':
      return { ...base, value: '' };
    case 'choice':
      return { ...base, value: input.default ?? '', hint: input.values.join(', ') };
    case 'number':
      return { ...base, value: String(input.default ?? ''), hint: t('form.run.number', input) };
    case 'flag':
      return {
        ...base,
        value: input.default === null ? '' : wordOf(input.default),
        hint: `${wordOf(true)}, ${wordOf(false)}`,
      };
    case 'text':
      return { ...base, value: input.default ?? '' };
  }
}

function wordOf(flag: boolean): string {
  return t(flag ? 'form.run.yes' : 'form.run.no');
}

async function startAsked(call: ModalCall, bot: Bot): Promise<void> {
  const { caller, fields, id } = call;
  const { guildId, userId } = caller;
  const draft = bot.drafts.find({ id: jobId(id.subject), guildId, userId });
  if (draft === null) return call.answer({ content: t('run.gone') });
  const typed = labelledWords.flatMap((word) => {
    const text = fields.get(word)?.trim() ?? '';
    return text === '' ? [] : [[word, text] as const];
  });
  const form = Object.fromEntries(typed);
  const prompt = fields.get('prompt') ?? '';
  await startPicture({ ...draft, ...placeOf(caller), prompt, options: { ...draft.options, form } }, call, bot);
}
