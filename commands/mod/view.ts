import { isFarAhead } from '#core/clock.ts';
import type { UserId } from '#core/ids.ts';
import { type CancelResult, jobLabel } from '#discord/texts/answers.ts';
import { type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { cut, escapeText } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { credits, moment } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilInText } from '#i18n/time.ts';
import type { Job } from '#jobs/job.ts';

/** What `/mod` says when it does nothing. */
export const modTexts = lazyTexts(['notAllowed', 'reason', 'credits', 'duration', 'noJob', 'nothingCharged'], (what) =>
  t(`mod.${what}`),
);

/** The end of every answer about something that was done. */
function written(what: string): string {
  return `${what} ${t('mod.written')}`;
}

/** `/mod grant`, with the member's bonus and the pool as they are now. */
export function grantText(userId: UserId, granted: number, now: { bonus: number; pool: number | 'unlimited' }): string {
  const facts = { credits: credits(granted), member: `<@${userId}>`, bonus: credits(now.bonus) };
  const pool = now.pool === 'unlimited' ? t('mod.poolUnlimited') : t('mod.poolLeft', { credits: credits(now.pool) });
  return written(`${t('mod.granted', facts)} ${pool}`);
}

/** `/mod grant` for more than there is. */
export function poolTooSmallText(left: number | undefined): string {
  return left === undefined ? t('mod.poolTooSmall') : t('mod.poolHasOnly', { credits: credits(left) });
}

/** `/mod revoke`: what was asked for, what was there to take, and the bonus as it is now. */
export function revokeText(
  userId: UserId,
  { asked, taken, bonus }: { readonly asked: number; readonly taken: number; readonly bonus: number },
): string {
  const member = `<@${userId}>`;
  if (taken === 0) return t('mod.nothingToTake', { member });
  const took = { credits: credits(taken), member };
  return written(taken < asked ? t('mod.tookAll', took) : t('mod.took', { ...took, left: credits(bonus) }));
}

/** `/mod refund`, with the member's bonus as it is now. */
export function refundText(job: Job, returned: number, bonus: number): string {
  const facts = { credits: credits(returned), picture: picture(job), member: `<@${job.userId}>` };
  return written(t('mod.refunded', { ...facts, bonus: credits(bonus) }));
}

/** `/mod suspend`. */
export function suspendText(userId: UserId, untilMs: number): string {
  return written(t('mod.suspended', { member: `<@${userId}>`, until: untilInText(untilMs) }));
}

/** `/mod unsuspend`. */
export function unsuspendText(userId: UserId, wasSuspended: boolean): string {
  const member = `<@${userId}>`;
  return wasSuspended ? written(t('mod.unsuspended', { member })) : t('mod.notSuspended', { member });
}

/** `/mod cancel`: what asking came to. */
export function modCancelText(result: CancelResult, job: Job | null): string {
  const which =
    job === null ? t('mod.thePicture') : t('mod.pictureOf', { picture: picture(job), member: `<@${job.userId}>` });
  switch (result) {
    case 'cancelled':
      return written(t('mod.cancelled', { picture: which }));
    case 'asked':
      return written(t('mod.cancelAsked', { picture: which }));
    case 'too_late':
      return t('mod.cancelTooLate', { picture: which });
    case 'over':
      return t('mod.cancelOver', { picture: which });
    case 'not_found':
    case 'not_yours':
      return modTexts.noJob;
  }
}

/** A job among the suggestions of `/mod cancel` and `/mod refund`: plain text, no markdown there. */
export function modJobLabel(job: Job): string {
  const end = ` ${t('mod.jobEnd', { credits: credits(job.charged ?? job.credits), idEnd: job.userId.slice(-4) })}`;
  return `${cut(jobLabel(job), 100 - end.length)}${end}`;
}

const shownStrikes = 8;

/** `/mod strikes`: the newest first. */
export function strikesText(userId: UserId, record: MemberRecord, nowMs: number): string {
  const { strikes } = record;
  const active = strikes.filter(({ isForgiven }) => !isForgiven).length;
  const count = strikeCount(`<@${userId}>`, active, strikes.length - active);
  const lines = strikes
    .slice(-shownStrikes)
    .reverse()
    .map((each) => strikeLine(each, nowMs));
  const older = strikes.length - shownStrikes;
  const rest = older > 0 ? [t('mod.olderStrikes', { older })] : [];
  return [count, ...suspensionLines(record, nowMs), ...lines, ...rest].join('\n');
}

/** What `/mod strikes forgive` did; stands above {@link strikesText}. */
export function forgivenText(forgiven: number): string {
  return forgiven === 0 ? t('mod.nothingToForgive') : written(t('mod.forgave', { count: forgiven }));
}

function strikeLine({ atMs, reason, byUserId, isForgiven }: MemberRecord['strikes'][number], nowMs: number): string {
  return t(isForgiven ? 'mod.strikeForgiven' : 'mod.strike', {
    when: isFarAhead(atMs, nowMs) ? t('mod.strikeUndated') : moment(atMs, 'f'),
    reason: escapeText(reasonText(reason), 110) || t('mod.noReason'),
    moderator: moderator(byUserId),
  });
}

function suspensionLines(record: MemberRecord, nowMs: number): string[] {
  const { suspensionReason, suspendedBy } = record;
  const untilMs = suspensionEndsAtMs(record, nowMs);
  if (untilMs === null) return [];
  const reason = escapeText(reasonText(suspensionReason), 200) || t('mod.noReason');
  return [t('mod.suspension', { until: untilInText(untilMs), moderator: moderator(suspendedBy), reason })];
}

function moderator(userId: UserId | null): string {
  return userId === null ? 'Easel' : `<@${userId}>`;
}

function strikeCount(member: string, count: number, forgiven: number): string {
  if (count === 0) {
    return forgiven === 0 ? t('mod.noStrikes', { member }) : t('mod.noStrikesButForgiven', { member, forgiven });
  }
  return forgiven === 0
    ? t('mod.strikes', { member, count })
    : t('mod.strikesAndForgiven', { member, count, forgiven });
}

/** Prompts of others are behind a spoiler. */
function picture({ settings, modelTitle }: Job): string {
  const prompt = escapeText(settings.prompt, 200);
  return prompt === '' ? t('mod.pictureBy', { model: escapeText(modelTitle, 60) }) : `||${prompt}||`;
}
