import { BotError } from '#core/errors.ts';
import { isSnowflake, jobId, type UserId, userId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { logActions, replyActions } from '#discord/messages/buttons.ts';
import { reasonForm, reasonIn } from '#discord/messages/text-form.ts';
import { suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { actor } from '#i18n/money.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { Job } from '#jobs/job.ts';
import type { Moderator } from '#moderation/acts.ts';
import type { Bot } from '../command.ts';
import { confirmation } from '../confirm.ts';
import { actorOf } from '../place.ts';

/** Of the question whether a picture is deleted, whose subject is the job. */
const deleteAction = 'delete_yes';
const suspendForMs = 24 * 60 * 60_000;
const forms = { report: 'report_form', delete: 'delete_form' } as const;
const logForms = { delete: 'log_delete_form', strike: 'log_strike_form', suspend: 'log_suspend_form' } as const;

/** Report and Delete under a picture, and the buttons of the log channel. */
export const moderationButtons = {
  [replyActions.report]: askToReport,
  [replyActions.delete]: pressDelete,
  [deleteAction]: removeOwn,
  [logActions.delete]: (call: ButtonCall) => askReason(call, 'delete'),
  [logActions.strike]: (call: ButtonCall) => askReason(call, 'strike'),
  [logActions.suspend]: (call: ButtonCall) => askReason(call, 'suspend'),
};

/** The forms behind them, each for a reason. The permission is checked again: time has passed. */
export const moderationModals = {
  [forms.report]: report,
  [forms.delete]: removeForReason,
  [logForms.delete]: removeForReason,
  [logForms.strike]: (call: ModalCall, bot: Bot) => act(call, bot, strike),
  [logForms.suspend]: (call: ModalCall, bot: Bot) => act(call, bot, suspend),
};

async function askToReport({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  if ((await visibleJob(id.subject, caller, bot)) === null) return answer({ content: t('picture.noRecord') });
  await openForm(reasonForm({ action: forms.report, subject: id.subject, extra: null }, 'report'));
}

async function report({ caller, id, fields, answer }: ModalCall, bot: Bot): Promise<void> {
  const job = await visibleJob(id.subject, caller, bot);
  if (job === null) return answer({ content: t('picture.noRecord') });
  const reported = await bot.moderation.report(actorOf(caller, reasonIn(fields)), job);
  if (reported === 'before') return answer({ content: t('picture.reportedBefore') });
  const { logChannelId } = await bot.settings(caller.guildId);
  await answer({ content: t(logChannelId === null ? 'picture.reportedNowhere' : 'picture.reported') });
}

/** The job of a button, for a member who can see its picture: the owner, or a member in its channel. */
async function visibleJob(subject: string, caller: Caller, bot: Bot): Promise<Job | null> {
  const job = await bot.findJob(jobId(subject));
  if (job?.guildId !== caller.guildId) return null;
  const isShown = !job.replyTo.isPrivate && job.replyTo.channelId === caller.channelId;
  return isShown || job.userId === caller.userId ? job : null;
}

/** Asks the member who asked for the picture whether they are sure, and moderators for a reason. */
async function pressDelete({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  if (job?.guildId !== caller.guildId) return answer({ content: t('picture.noRecord') });
  if (job.userId === caller.userId) {
    const sure = { action: deleteAction, subject: job.id, extra: null };
    return answer(confirmation(t('picture.sure'), 'delete', sure));
  }
  if (!caller.isModerator) return answer({ content: t('picture.notYours') });
  await openForm(reasonForm({ action: forms.delete, subject: job.id, extra: null }, 'delete'));
}

async function removeOwn({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  if (job?.guildId !== caller.guildId) return update({ content: t('picture.noRecord') });
  if (job.userId !== caller.userId) return update({ content: t('picture.notYours') });
  const reason = withGuildLocale(() => t('journal.ownPicture'));
  await update({ content: await remove(actorOf(caller, reason), job.id, bot) });
}

async function removeForReason({ caller, id, fields, answer }: ModalCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer({ content: t('picture.onlyModerators') });
  await answer({ content: await remove(actorOf(caller, reasonIn(fields)), id.subject, bot) });
}

async function remove(by: Moderator, subject: string, bot: Bot): Promise<string> {
  try {
    const removed = await bot.moderation.deletePicture(by, jobId(subject));
    if (removed === null) return t('removal.no_job');
    if (removed.wasThere) return t('removal.removed');
    const { byUserId } = removed;
    return byUserId === null ? t('removal.was_gone') : t('removal.wasDeleted', { moderator: actor(byUserId) });
  } catch (error) {
    if (error instanceof BotError && error.code === 'delivery.forbidden') return t('removal.out_of_reach');
    throw error;
  }
}

async function askReason({ caller, id, answer, openForm }: ButtonCall, what: keyof typeof logForms): Promise<void> {
  if (!caller.isModerator) return answer({ content: t('picture.onlyModerators') });
  await openForm(reasonForm({ ...id, action: logForms[what] }, what));
}

type Act = (call: ModalCall, member: UserId, bot: Bot) => Promise<string>;

async function act(call: ModalCall, bot: Bot, carryOut: Act): Promise<void> {
  if (!call.caller.isModerator) return call.answer({ content: t('picture.onlyModerators') });
  const member = await memberOf(call, bot);
  await call.answer({ content: member === null ? t('picture.noRecord') : await carryOut(call, member, bot) });
}

/** A refused request has left no job: then the button names the member. */
async function memberOf({ caller, id }: ModalCall, bot: Bot): Promise<UserId | null> {
  if (id.extra !== null) return isSnowflake(id.extra) ? userId(id.extra) : null;
  const job = await bot.findJob(jobId(id.subject));
  return job?.guildId === caller.guildId ? job.userId : null;
}

async function strike({ caller, id, fields }: ModalCall, memberId: UserId, bot: Bot): Promise<string> {
  const given = await bot.moderation.strike(actorOf(caller, reasonIn(fields)), memberId, jobId(id.subject));
  const { isNew, byUserId, strikes: count, suspendedUntilMs } = given;
  const member = `<@${memberId}>`;
  if (!isNew) return t('picture.struckBefore', { member, moderator: actor(byUserId), count });
  const struck = t('picture.struck', { member, count });
  if (suspendedUntilMs === null) return struck;
  return `${struck} ${t('picture.struckAndSuspended', { until: untilText(suspendedUntilMs) })}`;
}

/** A longer suspension is never shortened. */
async function suspend({ caller, id, fields }: ModalCall, memberId: UserId, bot: Bot): Promise<string> {
  const untilMs = bot.now() + suspendForMs;
  const member = `<@${memberId}>`;
  const endsAtMs = suspensionEndsAtMs(await bot.memberRecord(caller.guildId, memberId), bot.now());
  if (endsAtMs !== null && endsAtMs > untilMs) {
    return t('picture.suspendedAlready', { member, until: untilText(endsAtMs) });
  }
  const by = actorOf(caller, reasonIn(fields));
  const { isNew, byUserId } = await bot.moderation.suspendAbout(by, memberId, untilMs, jobId(id.subject));
  return isNew
    ? t('picture.suspended', { member, until: untilText(untilMs) })
    : t('picture.suspendedBefore', { member, moderator: actor(byUserId) });
}
