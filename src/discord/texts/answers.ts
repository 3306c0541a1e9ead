import type { Balance } from '#credits/credits.ts';
import { cut, escapeText } from '#i18n/escape.ts';
import { credits, moment, pictures } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { Job, Progress } from '#jobs/job.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { type CommandIds, linkCommands } from './command-links.ts';
import { progressLine } from './result.ts';

/** How asking to stop a job can end. */
export type CancelResult = 'cancelled' | 'asked' | 'too_late' | 'over' | 'not_found' | 'not_yours';

/** `/credits balance`. `suspension` null where the member can make pictures. */
export function balanceText(balance: Balance, suspension: Suspension | null): string {
  const { allowance, allowanceLeft, renewsAtMs, bonus, held, pool, spendable } = balance;
  return [
    suspension === null
      ? t('balance.spendable', { credits: credits(spendable) })
      : suspendedText(suspension, spendable),
    t(`balance.allowance.${allowance.period}`, {
      left: allowanceLeft,
      allowance: allowance.credits,
      when: moment(renewsAtMs, 'R'),
    }),
    t('balance.bonus', { credits: credits(bonus) }),
    t('balance.held', { credits: credits(held) }),
    t('balance.pool', { pool: pool === 'unlimited' ? t('balance.unlimited') : credits(pool) }),
  ].join('\n');
}

/** A paid picture that could not be posted. */
export interface KeptJob {
  readonly job: Job;
  readonly untilMs: number;
}

/** A suspension that goes on. */
interface Suspension {
  readonly untilMs: number;
  readonly reason: string;
}

function suspendedText({ untilMs, reason }: Suspension, spendable: number): string {
  const suspended = t('balance.suspended', { until: untilText(untilMs), credits: credits(spendable) });
  const why = escapeText(reasonText(reason), 300);
  return why === '' ? suspended : `${suspended} ${t('error.because', { reason: why })}`;
}

/** `/jobs list`. */
export function jobsText(
  jobs: readonly { readonly job: Job; readonly progress: Progress }[],
  kept: readonly KeptJob[],
): string {
  const lines = jobs.map(({ job, progress }) => `${jobLine(job)}\n  ${progressLine(progress, job.output)}`);
  const inTheMaking = jobs.length === 0 ? [t('jobs.none')] : [t('jobs.heading'), ...lines];
  const finished = kept.length === 0 ? [] : [t('kept.heading'), ...kept.map(keptLine)];
  return cut([...finished, ...inTheMaking].join('\n'), 2000);
}

function keptLine({ job: { settings, modelTitle, charged, credits: held }, untilMs }: KeptJob, index: number): string {
  return t('kept.line', {
    number: index + 1,
    prompt: escapeText(settings.prompt, 60),
    model: escapeText(modelTitle, 40),
    credits: credits(charged ?? held),
    when: moment(untilMs, 'R'),
  });
}

function jobLine({ settings, modelTitle, credits: held }: Job): string {
  const { prompt, count } = settings;
  const facts = { prompt: escapeText(prompt, 120), model: escapeText(modelTitle, 60), credits: credits(held) };
  return count === 1 ? t('jobs.line', facts) : t('jobs.lineSeveral', { ...facts, pictures: pictures(count) });
}

/** A job among the suggestions of `/jobs cancel`: plain text, no markdown there. */
export function jobLabel(job: Job): string {
  return cut(`${job.settings.prompt.replace(/\s+/gu, ' ').trim()} · ${job.modelTitle}`, 100);
}

const helpLines = [
  ...(['imagine', 'edit', 'media', 'presets', 'models', 'credits'] as const),
  ...(['jobs', 'privacy', 'staff', 'help'] as const),
];

/** `/help`, with its commands as links: a card, since so many links don't fit another message. */
export function helpCard(ids: CommandIds): OutgoingMessage {
  const lines = helpLines.map((line) => linkCommands(t(`help.${line}`), ids));
  return {
    content: t('help.what'),
    sections: [{ text: lines.join('\n') }, { text: t('help.buttons') }, { text: t('help.money') }],
  };
}
