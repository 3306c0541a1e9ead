import { jobId, type UserId } from '#core/ids.ts';
import type { ButtonCall } from '#discord/interactions/calls.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { confirmation } from '../confirm.ts';
import { actorOf } from '../place.ts';

/** Of the question whether another member's request is stopped, whose subject is the job. */
const stopAction = 'cancel_yes';

/** The Cancel button of a reply, and of the question behind it. */
export const cancelButtons = { [replyActions.cancel]: cancel, [stopAction]: stopOther };

/** At once for the member who asked, since every second may count. A moderator who presses it under another's request is asked first. */
async function cancel(call: ButtonCall, bot: Bot): Promise<void> {
  const { caller, id, answer } = call;
  const owner = caller.isModerator ? await ownerOf(id.subject, call, bot) : null;
  if (owner === null || owner === caller.userId) return answer({ content: await stop(call, bot) });
  const question = t('cancel.sure', { member: `<@${owner}>` });
  await answer(confirmation(question, 'stop', { action: stopAction, subject: id.subject, extra: null }));
}

async function stopOther(call: ButtonCall, bot: Bot): Promise<void> {
  await call.update({ content: await stop(call, bot) });
}

/** For the member who asked, and for moderators of the server. */
async function stop(call: ButtonCall, bot: Bot): Promise<string> {
  const { caller, id } = call;
  const { guildId, userId, isModerator } = caller;
  const result = await bot.cancel(jobId(id.subject), { guildId, userId, isModerator });
  const isStopped = result === 'cancelled' || result === 'asked';
  const owner = isStopped ? await ownerOf(id.subject, call, bot) : null;
  if (owner !== null && owner !== userId) {
    // Stopping another member's picture is an act of moderation.
    const reason = withGuildLocale(() => t('journal.cancelButton'));
    await bot.moderation.noteCancel(actorOf(caller, reason), owner);
  }
  return t(`cancel.${result}`);
}

/** Null where there is no such request on this server. */
async function ownerOf(subject: string, { caller }: ButtonCall, bot: Bot): Promise<UserId | null> {
  const job = await bot.findJob(jobId(subject));
  return job?.guildId === caller.guildId ? job.userId : null;
}
