import type { Balance } from '../../domain/credits.ts';
import type { Job } from '../../domain/job.ts';
import type { Progress } from '../../domain/ports.ts';
import { cut, escapeText, inlineCode } from './escape.ts';
import { credits, moment } from './money.ts';
import { progressLine } from './progress.ts';
import { severalOf } from './result.ts';

/** What asking to stop a job can come to. */
export type CancelResult = 'cancelled' | 'asked' | 'too_late' | 'over' | 'not_found' | 'not_yours';

/** The answer to a cancel, by what it came to. */
export const cancelTexts = {
  cancelled: 'Stopped. The picture’s own message says what became of the credits.',
  asked: 'Asked the image service to stop. The picture’s own message says how it ends, and what became of the credits.',
  too_late: 'Too late: the image service goes on with this picture, so it is posted and charged when it is done.',
  over: 'This one is over already. Nothing changed.',
  not_found: 'There is no such picture in the making. Nothing changed.',
  not_yours: 'Only the one who asked for it, or a moderator, can stop this picture. Nothing changed.',
} as const satisfies Record<CancelResult, string>;

/** The answers to "Again" that make no picture. */
export const againTexts = {
  notFound: 'The record of this picture is gone, so it cannot be made again from here. You were not charged.',
  notYours: 'This picture was private: only the one who asked for it can make it again. You were not charged.',
} as const;

/** `/credits balance`. */
export function balanceText(balance: Balance): string {
  const { allowance, allowanceLeft, renewsAtMs, bonus, held, pool, spendable } = balance;
  return [
    `You can spend **${credits(spendable)}** right now.`,
    `- Allowance: ${allowanceLeft} of ${allowance.credits} left this ${allowance.period}; it starts afresh ${moment(renewsAtMs, 'R')}`,
    `- Bonus: ${credits(bonus)}`,
    `- Set aside for pictures in the making: ${credits(held)}`,
    `- The server’s pool: ${pool === 'unlimited' ? 'unlimited' : credits(pool)}`,
  ].join('\n');
}

/** `/jobs list`. */
export function jobsText(jobs: readonly { readonly job: Job; readonly progress: Progress }[]): string {
  if (jobs.length === 0) return 'You have no pictures in the making.';
  const lines = jobs.map(
    ({ job, progress }) =>
      `- ${[escapeText(job.settings.prompt, 120), escapeText(job.modelTitle, 60), ...severalOf(job), `${credits(job.credits)} set aside`].join(' · ')}\n  ${progressLine(progress)}`,
  );
  return cut(`Your pictures in the making:\n${lines.join('\n')}`, 2000);
}

/** A job among the suggestions of `/jobs cancel`: plain text, no markdown there. */
export function jobLabel(job: Job): string {
  return cut(`${job.settings.prompt.replace(/\s+/gu, ' ').trim()} · ${job.modelTitle}`, 100);
}

/** `/help`. */
export function helpText(): string {
  return [
    'Easel makes pictures from words, and this server shares the credits that pay for them.',
    `- ${inlineCode('/imagine')} makes a picture. Only ${inlineCode('prompt')} is needed; ${inlineCode('count')} makes up to four at once; ${inlineCode('private')} shows it to you alone. The model and size that you last named stand in where you name none.`,
    `- ${inlineCode('/preset save')} keeps options under a name, ${inlineCode('/preset use')} makes a picture with them.`,
    `- ${inlineCode('/models')} lists the models with their prices, sizes and options; ${inlineCode('/loras')} the LoRAs to pick by name.`,
    `- ${inlineCode('/credits balance')} shows what you can spend, ${inlineCode('/credits history')} what became of it, ${inlineCode('/credits top')} who makes most. ${inlineCode('/credits give')} hands on your bonus.`,
    `- ${inlineCode('/jobs list')} shows your pictures in the making; ${inlineCode('/jobs cancel')} stops one; ${inlineCode('/jobs favourites')} shows those you have marked.`,
    `- ${inlineCode('/privacy')} shows, exports or deletes what is kept about you.`,
    `- For moderators: ${inlineCode('/mod')}. For those who manage the server: ${inlineCode('/setup')}.`,
    `- ${inlineCode('/help')} shows this.`,
    'Below a picture, Again makes another one, Change lets you alter it first, Favourite marks it for you, Report tells the moderators about it, and Delete takes your own away.',
    'Credits are set aside when you ask and charged when the picture is there. If it fails, the message says what happened to them.',
  ].join('\n');
}
