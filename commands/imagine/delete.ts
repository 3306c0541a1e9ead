import { BotError } from '#core/errors.ts';
import { type JobId, jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { reasonForm, reasonIn } from '#discord/messages/text-form.ts';
import { journalTexts } from '#discord/texts/audit.ts';
import { pictureTexts, reasonForms, removalTexts, wasGoneText } from '#discord/texts/pictures.ts';
import { withGuildLocale } from '#i18n/t.ts';
import type { Moderator } from '#moderation/acts.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';

const deleteForm = 'delete_form';

/** The Delete button of a picture: for the one who asked for it, and with a reason for moderators. */
export const deletePresses = { [replyActions.delete]: press };
/** The form behind it, for moderators. */
export const deleteForms = { [deleteForm]: removeForReason };

async function press({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  if (job?.guildId !== caller.guildId) return answer({ content: pictureTexts.noRecord, buttons: [] });
  if (job.userId === caller.userId)
    return answer(
      await removal(
        actorOf(
          caller,
          withGuildLocale(() => journalTexts.ownPicture),
        ),
        job.id,
        bot,
      ),
    );
  if (!caller.isModerator) return answer({ content: pictureTexts.notYours, buttons: [] });
  const { title, label } = reasonForms.delete;
  await openForm(reasonForm({ action: deleteForm, subject: job.id, extra: null }, title, label));
}

/** What a moderator's form does, wherever it was opened. */
export async function removeForReason({ caller, id, fields, answer }: ModalCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer({ content: pictureTexts.onlyModerators, buttons: [] });
  await answer(await removal(actorOf(caller, reasonIn(fields)), jobId(id.subject), bot));
}

async function removal(by: Moderator, id: JobId, bot: Bot) {
  return { content: await remove(by, id, bot), buttons: [] };
}

async function remove(by: Moderator, id: JobId, bot: Bot): Promise<string> {
  try {
    const removed = await bot.moderation.deletePicture(by, id);
    if (removed === null) return removalTexts.no_job;
    return removed.wasThere ? removalTexts.removed : wasGoneText(removed.byUserId);
  } catch (error) {
    if (error instanceof BotError && error.code === 'delivery.forbidden') return removalTexts.out_of_reach;
    throw error;
  }
}
