import { replyActions } from '../../src/discord/buttons.ts';
import type { FormCall, PressCall } from '../../src/discord/calls.ts';
import { editTexts } from '../../src/discord/wording/edit.ts';
import { jobId } from '../../src/domain/ids.ts';
import type { SourceImage } from '../../src/domain/request.ts';
import type { Bot } from '../command.ts';
import { editFormFor, wishIn } from './form.ts';
import { startEdit } from './start-edit.ts';

const formAction = 'edit_result';

/** The Edit button of a picture. */
export const resultPresses = { [replyActions.edit]: askWhat };
/** The form behind it. */
export const resultForms = { [formAction]: editResult };

async function askWhat(call: PressCall, bot: Bot): Promise<void> {
  const { caller, id, answer, openForm } = call;
  const found = await resultOf(call, bot);
  if ('refusal' in found) return answer({ content: found.refusal, buttons: [] });
  const opened = await editFormFor({ action: formAction, subject: id.subject, extra: null }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal, buttons: [] });
  await openForm(opened.form);
}

async function editResult(call: FormCall, bot: Bot): Promise<void> {
  const found = await resultOf(call, bot);
  if ('refusal' in found) return call.answer({ content: found.refusal, buttons: [] });
  const { picture, isPrivate } = found;
  const wish = { ...wishIn(call.fields), images: [picture], lora: null, loraStrength: null, isPrivate };
  await startEdit(wish, call, bot);
}

type Result = { readonly picture: SourceImage; readonly isPrivate: boolean } | { readonly refusal: string };

/**
 * The picture as it is now: Discord tells of the message with each press and each form, also of a message that only its owner
 * sees. Where it does not, a public one is looked up.
 */
async function resultOf({ caller, id, pictures }: PressCall | FormCall, bot: Bot): Promise<Result> {
  const job = await bot.findJob(jobId(id.subject));
  if (job !== null && job.guildId !== caller.guildId) return { refusal: editTexts.gone };
  const isPrivate = job?.replyTo.isPrivate === true;
  if (isPrivate && job.userId !== caller.userId) return { refusal: editTexts.notYours };
  const [picture] =
    pictures.length > 0 || isPrivate || job === null ? pictures : await lookUp(job.replyTo, caller, bot);
  return picture === undefined ? { refusal: editTexts.gone } : { picture, isPrivate };
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
