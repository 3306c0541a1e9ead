import type { MemberRecord } from '../../domain/guild-settings.ts';
import type { UserId } from '../../domain/ids.ts';
import type { Job } from '../../domain/job.ts';
import { durationForms, foreverAtMs } from '../duration.ts';
import { type CancelResult, jobLabel } from './answers.ts';
import { cut, escapeText, inlineCode } from './escape.ts';
import { credits, moment } from './money.ts';

/** What `/mod` says when it does nothing. */
export const modTexts = {
  notAllowed: 'Only moderators of this server (Moderate Members) can use this. Nothing changed.',
  reason: 'Give a reason of 3 to 300 characters; it is written down with what you do. Nothing changed.',
  credits: 'Give a whole number of credits from 1 to 1,000,000. Nothing changed.',
  duration: `Give the duration as ${durationForms}. Nothing changed.`,
  noJob:
    'There is no such picture on this server. Pick one of the suggestions, or give the id of a job. Nothing changed.',
  nothingCharged:
    'There is nothing to give back: the picture was not charged, it was refunded before, or the data of its member was deleted. Nothing changed.',
} as const;

/** The end of every answer about something that was done. */
const written = 'It is in the journal with your reason.';

/** `/mod grant`, with the member's bonus and the pool as they are now. */
export function grantText(userId: UserId, granted: number, now: { bonus: number; pool: number | 'unlimited' }): string {
  const pool = now.pool === 'unlimited' ? 'The pool is unlimited.' : `The pool has ${credits(now.pool)} left.`;
  return `Granted ${credits(granted)} to <@${userId}>, who has a bonus of ${credits(now.bonus)} now. ${pool} ${written}`;
}

/** `/mod grant` for more than there is. */
export function poolTooSmallText(left: number | undefined): string {
  const pool = left === undefined ? 'The pool has too few credits for that.' : `The pool has only ${credits(left)}.`;
  return `${pool} Nothing changed. ${inlineCode('/setup pool')} adds to it.`;
}

/** `/mod revoke`: what was asked for, what was there to take, and the bonus as it is now. */
export function revokeText(
  userId: UserId,
  { asked, taken, bonus }: { readonly asked: number; readonly taken: number; readonly bonus: number },
): string {
  if (taken === 0) return `<@${userId}> has no bonus that could be taken. Nothing changed.`;
  const all = taken < asked ? `, which was all of the ${credits(asked)} that could be taken` : '';
  return `Took ${credits(taken)} from the bonus of <@${userId}>${all}. ${credits(bonus)} of it are left. ${written}`;
}

/** `/mod refund`, with the member's bonus as it is now. */
export function refundText(job: Job, returned: number, bonus: number): string {
  return `Gave ${credits(returned)} for ${picture(job)} back to <@${job.userId}>, who has a bonus of ${credits(bonus)} now. ${written}`;
}

/** `/mod suspend`. */
export function suspendText(userId: UserId, untilMs: number): string {
  return `<@${userId}> cannot make pictures ${until(untilMs)}. Pictures in the making go on. ${written}`;
}

/** `/mod unsuspend`. */
export function unsuspendText(userId: UserId, wasSuspended: boolean): string {
  return wasSuspended
    ? `<@${userId}> can make pictures again. ${written}`
    : `<@${userId}> is not suspended. Nothing changed.`;
}

/** `/mod cancel`: what asking came to. */
export function modCancelText(result: CancelResult, job: Job | null): string {
  const which = job === null ? 'the picture' : picture(job);
  const whose = job === null ? '' : ` of <@${job.userId}>`;
  switch (result) {
    case 'cancelled':
      return `Stopped ${which}${whose}; the credits that were set aside for it come back. ${written}`;
    case 'asked':
      return `Asked the image service to stop ${which}${whose}; its own message says how it ends, and what becomes of the credits. ${written}`;
    case 'too_late':
      return `Too late: the image service goes on with ${which}${whose}, so it is posted and charged when it is done. Nothing changed.`;
    case 'over':
      return `Nothing to stop: ${which}${whose} is over already. ${inlineCode('/mod refund')} gives credits back. Nothing changed.`;
    case 'not_found':
    case 'not_yours':
      return modTexts.noJob;
  }
}

/** A job among the suggestions of `/mod cancel` and `/mod refund`: plain text, no markdown there. */
export function modJobLabel(job: Job): string {
  const end = ` · ${credits(job.charged ?? job.credits)} · member …${job.userId.slice(-4)}`;
  return `${cut(jobLabel(job), 100 - end.length)}${end}`;
}

const shownStrikes = 8;

/** `/mod strikes`: the newest first. */
export function strikesText(userId: UserId, { strikes, ...suspension }: MemberRecord, nowMs: number): string {
  const active = strikes.filter(({ isForgiven }) => !isForgiven).length;
  const forgiven = strikes.length - active;
  const count = `<@${userId}> has ${strikeCount(active)}${forgiven > 0 ? ` and ${forgiven} forgiven` : ''}.`;
  const lines = strikes.slice(-shownStrikes).reverse().map(strikeLine);
  const older = strikes.length > shownStrikes ? [`-# and ${strikes.length - shownStrikes} older`] : [];
  return [count, ...suspensionLines(suspension, nowMs), ...lines, ...older].join('\n');
}

/** What `/mod strikes forgive` did; stands above {@link strikesText}. */
export function forgivenText(forgiven: number): string {
  return forgiven === 0
    ? 'There was no strike to forgive. Nothing changed.'
    : `Forgave ${strikeCount(forgiven)}. ${written}`;
}

function strikeLine({ atMs, reason, byUserId, isForgiven }: MemberRecord['strikes'][number]): string {
  const by = byUserId === null ? 'Easel' : `<@${byUserId}>`;
  return `- ${moment(atMs, 'f')} · ${escapeText(reason, 110) || 'no reason'} · by ${by}${isForgiven ? ' · forgiven' : ''}`;
}

function suspensionLines(record: Omit<MemberRecord, 'strikes'>, nowMs: number): string[] {
  const { suspendedUntilMs, suspensionReason, suspendedBy } = record;
  if (suspendedUntilMs === null || suspendedUntilMs <= nowMs) return [];
  const by = suspendedBy === null ? 'Easel' : `<@${suspendedBy}>`;
  const why = escapeText(suspensionReason, 200) || 'no reason';
  return [
    `Suspended ${until(suspendedUntilMs)} by ${by}: ${why}. Forgiving does not lift that; ${inlineCode('/mod unsuspend')} does.`,
  ];
}

function strikeCount(count: number): string {
  return count === 1 ? '1 strike' : `${count === 0 ? 'no' : count} strikes`;
}

function until(atMs: number): string {
  return atMs >= foreverAtMs ? 'until somebody lifts it' : `until ${moment(atMs, 'f')}, ${moment(atMs, 'R')}`;
}

/** Prompts of others are behind a spoiler. */
function picture({ settings, modelTitle }: Job): string {
  const prompt = escapeText(settings.prompt, 200);
  return prompt === '' ? `a picture by ${escapeText(modelTitle, 60)}` : `||${prompt}||`;
}
