import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import { pickButtons, replyActions } from '#discord/messages/buttons.ts';
import { editTexts } from '#discord/texts/edit.ts';
import type { SourceImage } from '#media/media.ts';
import type { Bot } from '../command.ts';
import { editFormFor, startEdit, wishIn } from './start-edit.ts';

const formAction = 'edit_result';
const pickedFormAction = 'edit_picked';

/** The Edit button of a picture, and the buttons of the question which one. */
export const resultPresses = { [replyActions.edit]: askWhat, [replyActions.pick]: askWhatOfPicked };
/** The forms behind them. */
export const resultForms = { [formAction]: editResult, [pickedFormAction]: editPicked };

async function askWhat(call: ButtonCall, bot: Bot): Promise<void> {
  const { caller, id, answer, openForm } = call;
  const found = await resultOf(call, bot);
  if ('refusal' in found) return answer({ content: found.refusal, buttons: [] });
  if (found.pictures.length > 1) return askWhich(call, found, bot);
  const opened = await editFormFor({ action: formAction, subject: id.subject, extra: null }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal, buttons: [] });
  await openForm(opened.form);
}

/** The question has no pictures of its own: where they lie is kept until it is answered. */
async function askWhich({ caller, answer }: ButtonCall, { pictures, isPrivate }: Found, bot: Bot): Promise<void> {
  const { id, guildId, userId } = caller;
  await bot.pendingEdits.keep({ id, guildId, userId, images: pictures });
  const buttons = pickButtons(id, pictures.length).map((each) => ({
    ...each,
    id: { ...each.id, extra: `${each.id.extra}${isPrivate ? privateMark : ''}` },
  }));
  await answer({ content: editTexts.which, buttons });
}

/** After a picture's number: only its owner sees the result, as it was with the picture. */
const privateMark = 'p';

async function askWhatOfPicked({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const opened = await editFormFor({ ...id, action: pickedFormAction }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal, buttons: [] });
  await openForm(opened.form);
}

async function editPicked(call: ModalCall, bot: Bot): Promise<void> {
  const { caller, id, fields } = call;
  const [, number = '', mark] = /^(\d{1,2})(p?)$/u.exec(id.extra ?? '') ?? [];
  const { guildId, userId } = caller;
  const kept = await bot.pendingEdits.find({ id: jobId(id.subject), guildId, userId });
  const picture = kept?.[Number(number)];
  if (number === '' || picture === undefined) return call.answer({ content: editTexts.gone, buttons: [] });
  const isPrivate = mark === privateMark;
  await startEdit({ ...wishIn(fields), images: [picture], lora: null, loraStrength: null, isPrivate }, call, bot);
}

async function editResult(call: ModalCall, bot: Bot): Promise<void> {
  const found = await resultOf(call, bot);
  if ('refusal' in found) return call.answer({ content: found.refusal, buttons: [] });
  const { pictures, isPrivate } = found;
  const images = pictures.slice(0, 1);
  await startEdit({ ...wishIn(call.fields), images, lora: null, loraStrength: null, isPrivate }, call, bot);
}

interface Found {
  /** One or more. */
  readonly pictures: readonly SourceImage[];
  readonly isPrivate: boolean;
}

/**
 * The pictures as they are now: Discord tells of the message with each press and each form, also of a message that only its
 * owner sees. Where it does not, a public one is looked up.
 */
async function resultOf(
  { caller, id, pictures: told }: ButtonCall | ModalCall,
  bot: Bot,
): Promise<Found | { readonly refusal: string }> {
  const job = await bot.findJob(jobId(id.subject));
  if (job !== null && job.guildId !== caller.guildId) return { refusal: editTexts.gone };
  const isPrivate = job?.replyTo.isPrivate === true;
  if (isPrivate && job.userId !== caller.userId) return { refusal: editTexts.notYours };
  const pictures = told.length > 0 || isPrivate || job === null ? told : await lookUp(job.replyTo, caller, bot);
  return pictures.length === 0 ? { refusal: editTexts.gone } : { pictures, isPrivate };
}

type Place = Parameters<Bot['findPictures']>[0];

/** Only where the button was pressed: whoever is not there may not see what is there. */
async function lookUp(
  {
    channelId,
    messageId,
  }: { readonly channelId: Place; readonly messageId: Parameters<Bot['findPictures']>[1] | null },
  caller: { readonly channelId: Place },
  bot: Bot,
): Promise<readonly SourceImage[]> {
  return messageId === null || channelId !== caller.channelId ? [] : bot.findPictures(channelId, messageId);
}
