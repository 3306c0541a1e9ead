import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { reasonForm, reasonIn } from '#discord/messages/text-form.ts';
import { pictureTexts, reasonForms } from '#discord/texts/pictures.ts';
import type { Job } from '#jobs/job.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';

const reportForm = 'report_form';

/** The Report button of a picture. */
export const reportPresses = { [replyActions.report]: askReason };
/** The form behind it. */
export const reportForms = { [reportForm]: report };

async function askReason({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  if ((await visibleJob(id.subject, caller, bot)) === null) return answer(t('noRecord'));
  const { title, label } = reasonForms.report;
  await openForm(reasonForm({ action: reportForm, subject: id.subject, extra: null }, title, label));
}

async function report({ caller, id, fields, answer }: ModalCall, bot: Bot): Promise<void> {
  const job = await visibleJob(id.subject, caller, bot);
  if (job === null) return answer(t('noRecord'));
  if ((await bot.moderation.report(actorOf(caller, reasonIn(fields)), job)) === 'before')
    return answer(t('reportedBefore'));
  const { logChannelId } = await bot.settings(caller.guildId);
  await answer(t(logChannelId === null ? 'reportedNowhere' : 'reported'));
}

function t(text: keyof typeof pictureTexts) {
  return { content: pictureTexts[text], buttons: [] };
}

/**
 * The picture that a button is under, for somebody who can see it: its owner, or a member in the channel where it was posted.
 * The id on a button proves nothing; a picture that the member cannot see does not exist for them.
 */
export async function visibleJob(subject: string, caller: Caller, bot: Pick<Bot, 'findJob'>): Promise<Job | null> {
  const job = await bot.findJob(jobId(subject));
  return job !== null && canSee(job, caller) ? job : null;
}

function canSee({ guildId, userId, replyTo }: Job, caller: Caller): boolean {
  if (guildId !== caller.guildId) return false;
  if (userId === caller.userId) return true;
  return !replyTo.isPrivate && replyTo.channelId === caller.channelId;
}
