import { isFarAhead } from '#core/clock.ts';
import type { UserId } from '#core/ids.ts';
import { type CancelResult, jobLabel } from '#discord/texts/answers.ts';
import { type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { cut, escapeText } from '#i18n/escape.ts';
import { textsBy } from '#i18n/message.ts';
import { credits, moment } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { say } from '#i18n/t.ts';
import { untilInText } from '#i18n/time.ts';
import type { Job } from '#jobs/job.ts';

/** What `/mod` says when it does nothing. */
export const modTexts = textsBy(['notAllowed', 'reason', 'credits', 'duration', 'noJob', 'nothingCharged'], (what) =>
  say(`mod.${what}`),
);

/** The end of every answer about something that was done. */
function written(what: string): string {
  return `${what} ${say('mod.written')}`;
}

/** `/mod grant`, with the member's bonus and the pool as they are now. */
export function grantText(userId: UserId, granted: number, now: { bonus: number; pool: number | 'unlimited' }): string {
  const facts = { credits: credits(granted), member: `<@${userId}>`, bonus: credits(now.bonus) };
  const pool =
    now.pool === 'unlimited' ? say('mod.poolUnlimited') : say('mod.poolLeft', { credits: credits(now.pool) });
  return written(`${say('mod.granted', facts)} ${pool}`);
}

/** `/mod grant` for more than there is. */
export function poolTooSmallText(left: number | undefined): string {
  return left === undefined ? say('mod.poolTooSmall') : say('mod.poolHasOnly', { credits: credits(left) });
}

/** `/mod revoke`: what was asked for, what was there to take, and the bonus as it is now. */
export function revokeText(
  userId: UserId,
  { asked, taken, bonus }: { readonly asked: number; readonly taken: number; readonly bonus: number },
): string {
  const member = `<@${userId}>`;
  if (taken === 0) return say('mod.nothingToTake', { member });
  const took = { credits: credits(taken), member };
  return written(taken < asked ? say('mod.tookAll', took) : say('mod.took', { ...took, left: credits(bonus) }));
}

/** `/mod refund`, with the member's bonus as it is now. */
export function refundText(job: Job, returned: number, bonus: number): string {
  const facts = { credits: credits(returned), picture: picture(job), member: `<@${job.userId}>` };
  return written(say('mod.refunded', { ...facts, bonus: credits(bonus) }));
}

/** `/mod suspend`. */
export function suspendText(userId: UserId, untilMs: number): string {
  return written(say('mod.suspended', { member: `<@${userId}>`, until: untilInText(untilMs) }));
}

/** `/mod unsuspend`. */
export function unsuspendText(userId: UserId, wasSuspended: boolean): string {
  const member = `<@${userId}>`;
  return wasSuspended ? written(say('mod.unsuspended', { member })) : say('mod.notSuspended', { member });
}

/** `/mod cancel`: what asking came to. */
export function modCancelText(result: CancelResult, job: Job | null): string {
  const which =
    job === null ? say('mod.thePicture') : say('mod.pictureOf', { picture: picture(job), member: `<@${job.userId}>` });
  switch (result) {
    case 'cancelled':
      return written(say('mod.cancelled', { picture: which }));
    case 'asked':
      return written(say('mod.cancelAsked', { picture: which }));
    case 'too_late':
      return say('mod.cancelTooLate', { picture: which });
    case 'over':
      return say('mod.cancelOver', { picture: which });
    case 'not_found':
    case 'not_yours':
      return modTexts.noJob;
  }
}

/** A job among the suggestions of `/mod cancel` and `/mod refund`: plain text, no markdown there. */
export function modJobLabel(job: Job): string {
  const end = ` ${say('mod.jobEnd', { credits: credits(job.charged ?? job.credits), idEnd: job.userId.slice(-4) })}`;
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
  const rest = older > 0 ? [say('mod.olderStrikes', { older })] : [];
  return [count, ...suspensionLines(record, nowMs), ...lines, ...rest].join('\n');
}

/** What `/mod strikes forgive` did; stands above {@link strikesText}. */
export function forgivenText(forgiven: number): string {
  return forgiven === 0 ? say('mod.nothingToForgive') : written(say('mod.forgave', { count: forgiven }));
}

function strikeLine({ atMs, reason, byUserId, isForgiven }: MemberRecord['strikes'][number], nowMs: number): string {
  return say(isForgiven ? 'mod.strikeForgiven' : 'mod.strike', {
    when: isFarAhead(atMs, nowMs) ? say('mod.strikeUndated') : moment(atMs, 'f'),
    reason: escapeText(reasonText(reason), 110) || say('mod.noReason'),
    moderator: moderator(byUserId),
  });
}

function suspensionLines(record: MemberRecord, nowMs: number): string[] {
  const { suspensionReason, suspendedBy } = record;
  const untilMs = suspensionEndsAtMs(record, nowMs);
  if (untilMs === null) return [];
  const reason = escapeText(reasonText(suspensionReason), 200) || say('mod.noReason');
  return [say('mod.suspension', { until: untilInText(untilMs), moderator: moderator(suspendedBy), reason })];
}

function moderator(userId: UserId | null): string {
  return userId === null ? 'Easel' : `<@${userId}>`;
}

function strikeCount(member: string, count: number, forgiven: number): string {
  if (count === 0) {
    return forgiven === 0 ? say('mod.noStrikes', { member }) : say('mod.noStrikesButForgiven', { member, forgiven });
  }
  return forgiven === 0
    ? say('mod.strikes', { member, count })
    : say('mod.strikesAndForgiven', { member, count, forgiven });
}

/** Prompts of others are behind a spoiler. */
function picture({ settings, modelTitle }: Job): string {
  const prompt = escapeText(settings.prompt, 200);
  return prompt === '' ? say('mod.pictureBy', { model: escapeText(modelTitle, 60) }) : `||${prompt}||`;
}
