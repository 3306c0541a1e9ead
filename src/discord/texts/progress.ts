import { escapeText } from '#i18n/escape.ts';
import { credits, moment, pictures } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { Job, Progress } from '#jobs/job.ts';
import { promptLine } from './result.ts';

/** Expected moments are rounded to this, so that a wobbling estimate is not an edit each time. */
const stepMs = 5000;
const barCells = 10;

/** What the reply says while the picture is on its way; `isPlain` leaves the member's words out. */
export function progressText(job: Job, progress: Progress, isPlain = false): string {
  const prompt = isPlain ? [] : [promptLine(job)];
  return [...prompt, subjectLine(job), progressLine(progress)].join('\n');
}

function subjectLine({ modelTitle, credits: held, settings }: Job): string {
  const subject = { model: escapeText(modelTitle, 150), credits: credits(held) };
  if (settings.count === 1) return t('progress.subject', subject);
  return t('progress.subjectSeveral', { ...subject, pictures: pictures(settings.count) });
}

/** The one line that changes. Its countdown runs by itself in the reader's client. */
export function progressLine(progress: Progress): string {
  switch (progress.kind) {
    case 'starting':
    case 'cancelling':
      return t(`progress.${progress.kind}`);
    case 'in_line':
      return t('progress.inLine', { place: progress.place });
    case 'looking':
      return t('progress.looking', { count: progress.pictures });
    case 'queued':
      return withEnd(queuePlace(progress.ahead), progress.expectedAtMs);
    case 'running':
      return withEnd(doneOf(progress), progress.expectedAtMs);
    case 'overdue':
      return t('progress.overdue', { when: moment(progress.untilMs, 't') });
  }
}

function queuePlace(ahead: number | null): string {
  if (ahead === null) return t('progress.queued');
  return ahead === 0 ? t('progress.next') : t('progress.ahead', { ahead });
}

function doneOf({ fraction, done }: Extract<Progress, { kind: 'running' }>): string {
  const progress = running(fraction);
  return done === undefined ? progress : t('progress.done', { progress, jobs: done.jobs, of: done.of });
}

function running(fraction: number | null): string {
  if (fraction === null) return t('progress.painting');
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(share * barCells);
  const bar = `${'▰'.repeat(full)}${'▱'.repeat(barCells - full)}`;
  return t('progress.paintingBar', { bar, percent: Math.round(share * 100) });
}

function withEnd(progress: string, atMs: number | null): string {
  if (atMs === null) return t('progress.soon', { progress });
  return t('progress.readyAt', { progress, when: moment(Math.ceil(atMs / stepMs) * stepMs, 'R') });
}
