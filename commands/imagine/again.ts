import { everyOptionalModel } from '#catalog/catalog.ts';
import { type FormOptions, type FormValues, filesOf, formOptionWords, type Task, textWords } from '#catalog/form.ts';
import { isWorkflowId } from '#catalog/guild-workflow.ts';
import { shownLora, typedLoras } from '#catalog/loras.ts';
import { asEditor, asMaker, type Model, taskOf } from '#catalog/model.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { autoRatio, sizeLabel } from '#catalog/size.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { replyActions, seedActions, seedButtons } from '#discord/messages/buttons.ts';
import { limits } from '#discord/messages/limits.ts';
import { type FormField, textForm } from '#discord/messages/text-form.ts';
import { guildCatalog, unknownModel } from '#generation/admission.ts';
import { t } from '#i18n/t.ts';
import type { Job } from '#jobs/job.ts';
import { loraRulesOf } from '#loras/guild-lora.ts';
import { checkModel } from '#moderation/rules.ts';
import type { Bot } from '../command.ts';
import { formFields, promptField, withFields, withFiles } from '../form-fields.ts';
import { furtherFields, furtherIn, sizeFields, sizeIn } from '../picture-fields.ts';
import { placeOf } from '../place.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';

const changeFormAction = 'change_form';

/** The buttons that make a picture, or what has failed, once more. */
export const againButtons = {
  [replyActions.again]: (call: ButtonCall, bot: Bot) => again('ask', call, bot),
  [seedActions.same]: (call: ButtonCall, bot: Bot) => again('same', call, bot),
  [seedActions.new]: (call: ButtonCall, bot: Bot) => again('new', call, bot),
  [replyActions.retry]: retry,
  [replyActions.change]: askWhat,
};
/** The form behind Change. */
export const againModals = { [changeFormAction]: makeChanged };

/**
 * The same request as a new one, admitted, metered and charged to the member who pressed: with the seed there was, or without, so that
 * another one is drawn. What has a seed is asked about first.
 */
async function again(seed: 'ask' | 'same' | 'new', { caller, id, answer, reply }: ButtonCall, bot: Bot): Promise<void> {
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal });
  const before = found.job.settings.form?.seed;
  if (seed === 'ask' && before !== undefined) {
    const content = t('again.whichSeed', { seed: String(before) });
    return answer({ content, buttons: seedButtons(found.job.id) });
  }
  const same = repeatRequest(found.job, caller, bot);
  await startPicture(seed === 'new' ? withoutSeed(same) : same, { answer, reply }, bot);
}

/** So that another seed is drawn. */
export function withoutSeed(request: GenerationRequest): GenerationRequest {
  const { seed: _, ...form } = request.options.form ?? {};
  return { ...request, options: { ...request.options, form } };
}

/**
 * Makes the request of a failure once, however often the button is pressed. A refusal before anything began frees the button
 * again.
 */
async function retry({ caller, id, answer, reply }: ButtonCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  if (job?.guildId !== caller.guildId || isForgotten(job)) return answer({ content: t('again.notFound') });
  if (job.userId !== caller.userId) return answer({ content: t('again.notYourFailure') });
  const hasFailedForFree = (job.state === 'failed' || job.state === 'cancelled') && job.charged === 0;
  if (!hasFailedForFree || !(await bot.retries.claim(job.id))) return answer({ content: t('again.retried') });
  try {
    await startPicture(repeatRequest(job, caller, bot), { answer, reply }, bot);
  } catch (error) {
    await bot.retries.giveBack(job.id);
    throw error;
  }
}

async function askWhat({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal });
  // A member who can't have it made reads so before they fill the form in.
  const settings = await checkBeforeForm(caller, bot);
  const { modelId } = found.job;
  const task = taskOfModel(modelId, bot);
  const here = guildCatalog(bot.catalog.forTask(task), settings);
  const model = here.find(modelId);
  if (model === null) throw unknownModel(modelId, settings, here, caller);
  checkModel(caller, model, settings);
  const formId = { action: changeFormAction, subject: found.job.id, extra: null };
  const fields =
    task === 'image' ? fieldsOf(found.job, model) : formFields(model, repeatRequest(found.job, caller, bot), 'change');
  if (fields.length === 0) return answer({ content: t('again.nothingToChange') });
  await openForm(textForm(formId, t('form.change.title'), fields));
}

/** Also of a model that the server has switched on. A workflow of the server's own stays one when it has been removed. */
function taskOfModel(modelId: string, { catalog }: Bot): Task {
  const all = [...catalog.everyModel, ...everyOptionalModel(catalog)];
  const model = all.find(({ id }) => id === modelId);
  return model === undefined && isWorkflowId(modelId) ? 'run' : taskOf(model ?? {});
}

/** What only some models take has a field where this one does; as many as a form has room for. */
function fieldsOf({ settings }: Job, model: Model): readonly FormField[] {
  const { prompt, size, loras, images, form: { negative = '', seed = '' } = {} } = settings;
  const used = images.length > 0 ? asEditor(model) : asMaker(model);
  const takes = (word: 'negative' | 'seed') => model.routes.some(({ fields }) => fields[word] !== undefined);
  const field = (name: 'size' | 'lora' | 'negative' | 'seed', value: string) => ({
    name,
    label: t(`form.change.${name}.input`),
    value,
  });
  const own = [
    ...(loraRulesOf(model).length > 0 ? [field('lora', shownLoras(loras))] : []),
    ...(takes('negative') ? [field('negative', String(negative))] : []),
    ...(takes('seed') ? [field('seed', String(seed))] : []),
  ];
  // With the prompt and two fields for the size.
  const room = own.length + 3 <= limits.formFields ? 'room' : 'full';
  const sizes = sizeFields(used, field('size', sizeLabel(size)), room);
  return [promptField(prompt, 'change'), ...sizes, ...own, ...furtherFields(used, settings)].slice(
    0,
    limits.formFields,
  );
}

/** A LoRA's address may be a secret of the member who typed it: only its file is shown. */
function shownLoras(loras: Job['settings']['loras']): string {
  return loras.map(({ file, strength }) => `${shownLora(file)}:${strength}`).join(', ');
}

/** An emptied field is an option left out; everything else is as it was. */
async function makeChanged(call: ModalCall, bot: Bot): Promise<void> {
  const { caller, id, fields, answer, reply } = call;
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal });
  const request = withFields(repeatRequest(found.job, caller, bot), fields);
  if (request.task !== undefined) return startPicture(withFiles(request, call), { answer, reply }, bot);
  const typed = fields.get('lora') || null;
  const isSame = typed === shownLoras(found.job.settings.loras);
  const lora = isSame ? {} : { lora: typed, loraStrength: null };
  const options = { ...request.options, size: sizeIn(fields), ...lora, ...furtherIn(fields) };
  await startPicture({ ...request, options }, { answer, reply }, bot);
}

/** The job of the picture above a button, or why this member can't have it made again. */
export async function repeatable(
  subject: string,
  caller: Caller,
  bot: Bot,
): Promise<{ readonly job: Job } | { readonly refusal: string }> {
  const job = await bot.findJob(jobId(subject));
  // The prompt of an old job is emptied after a while; without it there is nothing to make again.
  if (job?.guildId !== caller.guildId || isForgotten(job)) return { refusal: t('again.notFound') };
  if (job.userId === caller.userId) return { job };
  if (job.replyTo.isPrivate) return { refusal: t('again.notYours') };
  // A member who can't see the picture must not read its prompt in the form.
  if (job.replyTo.channelId !== caller.channelId) return { refusal: t('again.notFound') };
  // Files attached to a command were shown to their sender alone.
  if (filesOf(job.settings).length > 0) return { refusal: t('again.theirPictures') };
  return { job };
}

/** True once what was typed has been deleted: there is nothing to make again. */
function isForgotten({ settings }: Job): boolean {
  const { prompt, form = {} } = settings;
  return prompt === '' && filesOf(settings).length === 0 && textWords.every((word) => form[word] === undefined);
}

/** The request of a job as a new one of this caller's. */
export function repeatRequest(
  { modelId, settings, replyTo, credits }: Job,
  caller: Caller,
  bot: Bot,
): GenerationRequest {
  const { prompt, size, loras, count, images, quality, resolution, steps, format, form, media } = settings;
  const same = { quality, resolution, steps, format, ...typedLoras(loras) };
  const task = taskOfModel(modelId, bot);
  const label = sizeLabel(size);
  return {
    ...placeOf(caller),
    model: modelId,
    prompt,
    images,
    ...(task !== 'image' && { task }),
    ...(media && { media }),
    options: {
      ...same,
      size: task !== 'image' && label === autoRatio ? null : label,
      count: count > 1 ? count : null,
      ...(form && { form: optionsOf(form) }),
    },
    isPrivate: replyTo.isPrivate,
    shownCredits: credits,
  };
}

/** What of a form's values a member can choose; sizes and resolutions have options of their own. */
function optionsOf(form: FormValues): FormOptions {
  const words = [...textWords, ...formOptionWords].filter((word) => form[word] !== undefined);
  return Object.fromEntries(words.map((word) => [word, form[word]]));
}
