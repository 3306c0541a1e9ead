import { type Catalog, editModels } from '#catalog/catalog.ts';
import type { Task } from '#catalog/form.ts';
import { asEditor, asMaker, canMake } from '#catalog/model.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { type FormField, type TextField, textForm } from '#discord/messages/text-form.ts';
import { guildCatalog } from '#generation/admission.ts';
import { t } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { formFields, promptField, promptOf, withFields, withFiles } from '../form-fields.ts';
import { wordsOf } from '../options.ts';
import { modelField, sizeFields } from '../picture-fields.ts';
import { placeOf } from '../place.ts';
import { offeringFor, type RouteQuoting } from '../resolve-model.ts';
import { asDrafted, startNamed, startPicture } from '../start-picture.ts';

const reopenFormAction = 'reopen_form';

/** The id of a form that changes the draft of that interaction and makes it. */
export function reopenForm(subject: string): CustomId {
  return { action: reopenFormAction, subject, extra: null };
}

/** The button of a refusal: a form brings back what was typed. */
export const reopenButtons = { [replyActions.reopen]: askAgain };
/** The form behind it. */
export const reopenModals = { [reopenFormAction]: makeReopened };

async function askAgain({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const draft = await draftOf(id.subject, caller, bot);
  if (draft === null) return answer({ content: t('again.draftGone') });
  const settings = await bot.settings(caller.guildId);
  const ownCatalog = (task: Task) => guildCatalog(bot.catalog.forTask(task), settings);
  const fields =
    draft.task === undefined
      ? pictureFields(draft, offeringFor(caller, settings, bot))
      : otherFields(draft, ownCatalog(draft.task));
  await openForm(textForm(reopenForm(id.subject), t('form.reopen.title'), fields));
}

async function makeReopened(call: ModalCall, bot: Bot): Promise<void> {
  const { caller, id, fields, answer, reply } = call;
  const draft = await draftOf(id.subject, caller, bot);
  if (draft === null) return answer({ content: t('again.draftGone') });
  const typed = (name: string) => fields.get(name)?.trim() || null;
  const { isFilledIn: _, ...asked } = draft;
  if (draft.task !== undefined) {
    const named = fields.has('model') ? { model: typed('model') } : {};
    const changed = { ...withFiles(withFields(asked, fields), call), ...placeOf(caller), ...named };
    return startPicture(changed, { answer, reply }, bot);
  }
  const prompt = promptOf(draft, fields.get('prompt') ?? '');
  const options = { ...draft.options, size: typed('size'), lora: typed('lora') };
  const request = { ...asked, ...placeOf(caller), prompt, model: typed('model'), options };
  const further = furtherOrDraft(request, typed('further') ?? '', bot);
  await startNamed({ ...request, options: { ...options, ...further } }, { answer, reply }, bot);
}

/** Model and size as menus where that is what was typed. The sizes are the named model's: another model that is chosen takes its own. */
function pictureFields(
  { prompt, model, options, images }: GenerationRequest,
  { catalog, priceOf }: RouteQuoting,
): readonly FormField[] {
  const isEdit = images.length > 0;
  const models = isEdit ? editModels(catalog).map(asEditor) : catalog.models.filter(canMake).map(asMaker);
  const named = models.find(({ id }) => id === catalog.find(model ?? catalog.defaultModelId)?.id) ?? null;
  return [
    promptField(prompt, 'reopen'),
    modelField({ catalog: { ...catalog, models }, priceOf }, short('model', model)),
    ...sizeFields(named, short('size', options.size), 'full'),
    short('lora', options.lora),
    short('further', furtherOf(options)),
  ];
}

/** Of a model that is described by forms; an unknown one can be named anew. */
function otherFields(draft: GenerationRequest, catalog: Catalog): readonly FormField[] {
  const model = catalog.find(draft.model ?? catalog.defaultModelId);
  const fields = model === null ? [] : formFields(model, draft, 'reopen');
  return fields.length > 0 ? fields : [short('model', draft.model)];
}

function short(name: 'model' | 'size' | 'lora' | 'further', value: string | null): TextField {
  return { name, label: t(`form.reopen.${name}.input`), value: value ?? '' };
}

/** @throws {@link BotError} `refused.options`; the member can change what they typed in the form again */
function furtherOrDraft(request: GenerationRequest, text: string, bot: Bot): Further {
  try {
    return furtherIn(text);
  } catch (thrown) {
    throw asDrafted(request, thrown, bot);
  }
}

function draftOf(
  subject: string,
  { guildId, userId }: ButtonCall['caller'],
  bot: Bot,
): Promise<GenerationRequest | null> {
  return bot.drafts.find({ id: jobId(subject), guildId, userId });
}

/** The options without a field of their own share one, as `name:value`. */
const furtherOptions = {
  quality: 'quality',
  resolution: 'resolution',
  steps: 'steps',
  lora_strength: 'loraStrength',
  format: 'format',
  count: 'count',
} as const satisfies Record<string, keyof RequestOptions>;

type Further = Pick<RequestOptions, (typeof furtherOptions)[keyof typeof furtherOptions] | 'form'>;

/** The one with several words comes last. */
function furtherOf({ form = {}, ...options }: Further): string {
  const named = Object.entries(furtherOptions).map(([name, option]) => [name, options[option]] as const);
  const all = [...named, ['seed', form.seed ?? null] as const, ['negative', form.negative ?? null] as const];
  return all.flatMap(([name, value]) => (value === null ? [] : [`${name}:${value}`])).join(' ');
}

/** @throws {@link BotError} `refused.options` for an unknown name, or for a number that can't be read */
function furtherIn(text: string): Further {
  const typed = new Map<string, string>();
  const [words = '', negative = ''] = text.split(/(?<=^|\s)negative[:=]/u);
  for (const piece of words.split(/\s+/u).filter((each) => each !== '')) {
    const [name = '', value = ''] = piece.split(/[:=]/u);
    if (!(Object.hasOwn(furtherOptions, name) || name === 'seed') || value === '') {
      throw new BotError('refused.options', 'no option of a picture', { option: 'options', value: piece });
    }
    typed.set(name, value);
  }
  const textIn = (name: keyof typeof furtherOptions | 'seed') => typed.get(name) ?? null;
  const numberIn = (option: keyof typeof furtherOptions | 'seed') => {
    const value = textIn(option);
    const number = Number(value?.replace(',', '.'));
    if (value === null) return null;
    if (!Number.isFinite(number)) throw new BotError('refused.options', 'no number', { option, value });
    return number;
  };
  return {
    quality: textIn('quality'),
    resolution: textIn('resolution'),
    steps: numberIn('steps'),
    loraStrength: numberIn('lora_strength'),
    format: textIn('format'),
    count: numberIn('count'),
    form: wordsOf(numberIn('seed'), negative.trim() || null).form,
  };
}
