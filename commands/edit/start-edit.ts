import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { editModels } from '#catalog/catalog.ts';
import { canEdit, mostImagesOf } from '#catalog/model.ts';
import { mostNamed } from '#catalog/nearest-names.ts';
import { type GenerationRequest, mostInputs, type RequestOptions } from '#catalog/request.ts';
import { type ChannelId, isSnowflake, jobId, messageId } from '#core/ids.ts';
import type { Answering, ButtonCall, MessageCommandCall, ModalCall } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { pickButtons, reopenButton, replyActions } from '#discord/messages/buttons.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { editorFor, guildCatalog } from '#generation/admission.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import { mayUseModel } from '#moderation/rules.ts';
import type { Bot } from '../command.ts';
import { placeOf } from '../place.ts';
import { checkBeforeForm, startPicture } from '../start-picture.ts';

const actions = { ofMessage: 'edit_message', ofResult: 'edit_result', ofPicked: 'edit_picked' } as const;

/** The Edit button of a picture, and the buttons of the question which one. */
export const editButtons = { [replyActions.edit]: askAboutResult, [replyActions.pick]: askAboutPicked };
/** The forms behind them, and the one for the pictures of a message. */
export const editForms = {
  [actions.ofMessage]: editMessagePictures,
  [actions.ofResult]: editResult,
  [actions.ofPicked]: editPicked,
};

/** A change of pictures, as a member asks for it. */
export interface EditRequest extends Pick<RequestOptions, 'size' | 'lora' | 'loraStrength'> {
  /** Null takes the default one. */
  readonly model: string | null;
  readonly prompt: string;
  readonly images: readonly SourceImage[];
  readonly isPrivate: boolean;
}

/** Makes the edit like any other picture: admitted, metered and charged the same way. */
export async function startEdit(
  wish: EditRequest,
  { answer, reply, caller }: Pick<Answering, 'answer' | 'reply'> & { readonly caller: Caller },
  bot: Bot,
): Promise<void> {
  const model = await editorOf(wish.model, caller, bot);
  if ('refusal' in model) {
    bot.drafts.keep(requestOf(wish, caller));
    return answer({ content: model.refusal, buttons: [reopenButton(caller.id)] });
  }
  await startPicture(requestOf({ ...wish, model: model.id }, caller), { answer, reply }, bot);
}

interface Refusal {
  readonly refusal: string;
}

/** An unknown name goes on as it is: admission lists the models. */
async function editorOf(typed: string | null, caller: Caller, bot: Bot): Promise<{ readonly id: string } | Refusal> {
  const settings = await bot.settings(caller.guildId);
  const catalog = guildCatalog(bot.catalog, settings);
  if (typed === null) return editorFor(settings, caller, catalog) ?? { refusal: t('edit.noEditor') };
  const model = catalog.find(typed);
  if (model === null) return { id: typed };
  const allowed = editModels(catalog).filter((each) => mayUseModel(caller, each, settings));
  if (allowed.length === 0) return { refusal: t('edit.noEditor') };
  if (canEdit(model)) return model;
  const editors = allowed.slice(0, mostNamed).map(({ id }) => inlineCode(id));
  return { refusal: t('edit.wordsOnly', { model: escapeText(model.title, 100), editors: editors.join(', ') }) };
}

function requestOf(wish: EditRequest, caller: Caller): GenerationRequest {
  const { model, prompt, images, size, lora, loraStrength, isPrivate } = wish;
  const left = { quality: null, resolution: null, steps: null, format: null, count: null };
  return { ...placeOf(caller), model, prompt, images, options: { ...left, size, lora, loraStrength }, isPrivate };
}

/** The form of an edit with the default model in it, or why there is none. @throws {@link BotError} `refused.*` */
async function editFormFor(
  id: CustomId,
  caller: Caller,
  bot: Bot,
): Promise<{ readonly form: APIModalInteractionResponseCallbackData } | Refusal> {
  const settings = await checkBeforeForm(caller, bot);
  const model = editorFor(settings, caller, guildCatalog(bot.catalog, settings));
  if (model === null) return { refusal: t('edit.noEditor') };
  const form = textForm(id, t('form.edit.title'), [
    { name: 'prompt', label: t('form.edit.prompt.input'), value: '', isLong: true },
    { name: 'model', label: t('form.edit.model.input'), value: model.id },
    { name: 'size', label: t('form.edit.size.input'), value: '' },
  ]);
  return { form };
}

/** An emptied field is an option left out. */
function wishIn(fields: ReadonlyMap<string, string>, images: readonly SourceImage[], isPrivate: boolean): EditRequest {
  const typed = (name: string) => fields.get(name)?.trim() || null;
  const rest = { lora: null, loraStrength: null, images, isPrivate };
  return { ...rest, prompt: fields.get('prompt') ?? '', model: typed('model'), size: typed('size') };
}

/**
 * Opens the form for a message's pictures. Only at this moment may the bot read another person's message: the pictures'
 * addresses are kept until the form is sent.
 */
export async function askAboutMessage(call: MessageCommandCall, bot: Bot): Promise<void> {
  const { caller, answer, openForm, pictures } = call;
  if (pictures.length === 0) return answer({ content: t(call.isDrawn ? 'edit.drawnSticker' : 'edit.noPicture') });
  const { id, guildId, userId } = caller;
  const opened = await editFormFor({ action: actions.ofMessage, subject: id, extra: call.messageId }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal });
  // Discord waits for the form; filling it in takes longer than the store does.
  const opening = openForm(opened.form);
  const images = pictures.slice(0, mostInputs);
  await Promise.all([opening, bot.pendingEdits.keep({ id, guildId, userId, images })]);
}

async function editMessagePictures(call: ModalCall, bot: Bot): Promise<void> {
  const { id, caller, fields } = call;
  // A form left open for long may be about a message of the bot's own, which it can read again.
  const found = (await pendingPictures(call, bot)) ?? (await lookUp(caller.channelId, id.extra, bot));
  if (found.length === 0) return call.answer({ content: t('edit.gone') });
  const wish = wishIn(fields, found, false);
  const model = wish.model === null ? null : bot.catalog.find(wish.model);
  // The member chose a message, not a number of pictures: a model that takes one gets the first.
  const most = model === null ? mostInputs : Math.max(1, mostImagesOf(model));
  await startEdit({ ...wish, images: found.slice(0, Math.min(most, mostInputs)) }, call, bot);
}

function pendingPictures({ id, caller: { guildId, userId } }: ModalCall, bot: Bot) {
  return bot.pendingEdits.find({ id: jobId(id.subject), guildId, userId });
}

async function lookUp(channel: ChannelId, message: string | null, bot: Bot): Promise<readonly SourceImage[]> {
  return message !== null && isSnowflake(message) ? bot.findPictures(channel, messageId(message)) : [];
}

async function askAboutResult(call: ButtonCall, bot: Bot): Promise<void> {
  const { caller, id, answer, openForm } = call;
  const found = await resultOf(call, bot);
  if ('refusal' in found) return answer({ content: found.refusal });
  if (found.pictures.length > 1) return askWhich(call, found, bot);
  const opened = await editFormFor({ action: actions.ofResult, subject: id.subject, extra: null }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal });
  await openForm(opened.form);
}

/** After a picture's number: only its owner sees the result, as it was with the picture. */
const privateMark = 'p';

/** The question shows no pictures: their addresses are kept until it is answered. */
async function askWhich({ caller, answer }: ButtonCall, { pictures, isPrivate }: Result, bot: Bot): Promise<void> {
  const { id, guildId, userId } = caller;
  await bot.pendingEdits.keep({ id, guildId, userId, images: pictures });
  const buttons = pickButtons(id, pictures.length, isPrivate ? privateMark : '');
  await answer({ content: t('edit.which'), buttons });
}

async function askAboutPicked({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const opened = await editFormFor({ ...id, action: actions.ofPicked }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal });
  await openForm(opened.form);
}

async function editPicked(call: ModalCall, bot: Bot): Promise<void> {
  const [, number = '', mark] = /^(\d{1,2})(p?)$/u.exec(call.id.extra ?? '') ?? [];
  const picture = (await pendingPictures(call, bot))?.[Number(number)];
  if (number === '' || picture === undefined) return call.answer({ content: t('edit.gone') });
  await startEdit(wishIn(call.fields, [picture], mark === privateMark), call, bot);
}

async function editResult(call: ModalCall, bot: Bot): Promise<void> {
  const found = await resultOf(call, bot);
  if ('refusal' in found) return call.answer({ content: found.refusal });
  await startEdit(wishIn(call.fields, found.pictures.slice(0, 1), found.isPrivate), call, bot);
}

interface Result {
  /** One or more. */
  readonly pictures: readonly SourceImage[];
  readonly isPrivate: boolean;
}

/** The pictures as Discord sends them with each interaction; a public message that it leaves out is looked up in its channel. */
async function resultOf({ caller, id, pictures }: ButtonCall | ModalCall, bot: Bot): Promise<Result | Refusal> {
  const job = await bot.findJob(jobId(id.subject));
  if (job !== null && job.guildId !== caller.guildId) return { refusal: t('edit.gone') };
  const isPrivate = job?.replyTo.isPrivate === true;
  if (isPrivate && job.userId !== caller.userId) return { refusal: t('edit.notYours') };
  const isFindable = pictures.length === 0 && !isPrivate && job?.replyTo.channelId === caller.channelId;
  const found = isFindable ? await lookUp(caller.channelId, job.replyTo.messageId, bot) : pictures;
  return found.length === 0 ? { refusal: t('edit.gone') } : { pictures: found, isPrivate };
}
