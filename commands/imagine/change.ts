import { shownLora } from '#catalog/loras.ts';
import { sizeLabel } from '#catalog/size.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { limits } from '#discord/messages/limits.ts';
import { type TextField, textForm } from '#discord/messages/text-form.ts';
import { changeForm } from '#discord/texts/pictures.ts';
import { guildCatalog, unknownModel } from '#generation/choose-model.ts';
import type { Job } from '#jobs/job.ts';
import { loraRulesOf } from '#loras/guild-lora.ts';
import { checkModel } from '#moderation/rules.ts';
import { checkBeforeForm } from '../check-before-form.ts';
import type { Bot } from '../command.ts';
import { startPicture } from '../start-picture.ts';
import { repeatable, repeatRequest } from './again.ts';

const changeFormAction = 'change_form';

/** The Change button of a picture. */
export const changePresses = { [replyActions.change]: askWhat };
/** The form behind it. */
export const changeForms = { [changeFormAction]: makeChanged };

async function askWhat({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal, buttons: [] });
  await checkFormFor(found.job.modelId, caller, bot);
  const formId = { action: changeFormAction, subject: found.job.id, extra: null };
  await openForm(textForm(formId, changeForm.title, fieldsOf(found.job, bot)));
}

/** A member who could not have it made is told so before they fill the form in. @throws {@link BotError} `refused.*` */
async function checkFormFor(modelId: string, caller: Caller, bot: Bot): Promise<void> {
  const settings = await checkBeforeForm(caller, bot);
  const here = guildCatalog(bot.catalog, settings);
  const model = here.find(modelId);
  if (model === null) throw unknownModel(modelId, settings, here, caller);
  checkModel(caller, model, settings);
}

/** What stands in the form is what the picture was made with; a LoRA only where its model takes one. */
function fieldsOf({ settings, modelId }: Job, { catalog }: Bot): readonly TextField[] {
  const model = catalog.find(modelId);
  const takesLoras = model !== null && loraRulesOf(model).length > 0;
  const { prompt, size, loras } = settings;
  const shown = shownLoras(loras);
  const lora: TextField = { name: 'lora', label: changeForm.lora, value: shown, isLong: false, isRequired: false };
  const isCut = prompt.length > limits.formFieldCharacters;
  const promptLabel = isCut ? changeForm.promptCut : changeForm.prompt;
  return [
    { name: 'prompt', label: promptLabel, value: prompt, isLong: true, isRequired: true },
    { name: 'size', label: changeForm.size, value: sizeLabel(size), isLong: false, isRequired: false },
    ...(takesLoras ? [lora] : []),
  ];
}

/** Whoever presses is not always the one who typed it: what may be a secret of theirs is not shown. */
function shownLoras(loras: Job['settings']['loras']): string {
  return loras.map(({ file, strength }) => `${shownLora(file)}:${strength}`).join(', ');
}

/** The rest is as it was; an emptied field is an option left out. */
async function makeChanged({ caller, id, fields, answer, reply }: ModalCall, bot: Bot): Promise<void> {
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal, buttons: [] });
  const request = repeatRequest(found.job, caller);
  const typed = (name: string) => fields.get(name) || null;
  const isSame = typed('lora') === shownLoras(found.job.settings.loras);
  const lora = isSame ? {} : { lora: typed('lora'), loraStrength: null };
  const options = { ...request.options, size: typed('size')?.trim() ?? null, ...lora };
  await startPicture({ ...request, prompt: typed('prompt') ?? '', options }, { answer, reply }, bot);
}
