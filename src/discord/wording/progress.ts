import type { Job } from '../../domain/job.ts';
import type { Progress } from '../../domain/ports.ts';
import { escapeText } from './escape.ts';
import { credits, moment } from './money.ts';
import { promptLine } from './result.ts';
import { say } from './say.ts';

/** Expected moments are rounded to this, so that a wobbling estimate is not an edit each time. */
const stepMs = 5000;
const barCells = 10;

/** What the reply says while the picture is on its way. */
export function progressText(job: Job, progress: Progress): string {
  const subject = { model: escapeText(job.modelTitle, 150), credits: credits(job.credits) };
  return [promptLine(job), say('progress.subject', subject), progressLine(progress)].join('\n');
}

/** The one line that changes. Its countdown runs by itself in the reader's client. */
export function progressLine(progress: Progress): string {
  switch (progress.kind) {
    case 'starting':
    case 'cancelling':
      return say(`progress.${progress.kind}`);
    case 'looking':
      return say('progress.looking', { count: progress.pictures });
    case 'queued':
      return withEnd(queuePlace(progress.ahead), progress.expectedAtMs);
    case 'running':
      return withEnd(running(progress.fraction), progress.expectedAtMs);
    case 'overdue':
      return say('progress.overdue', { when: moment(progress.untilMs, 't') });
  }
}

function queuePlace(ahead: number | null): string {
  if (ahead === null) return say('progress.queued');
  return ahead === 0 ? say('progress.next') : say('progress.ahead', { ahead });
}

function running(fraction: number | null): string {
  if (fraction === null) return say('progress.painting');
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(share * barCells);
  const bar = `${'▰'.repeat(full)}${'▱'.repeat(barCells - full)}`;
  return say('progress.paintingBar', { bar, percent: Math.round(share * 100) });
}

function withEnd(progress: string, atMs: number | null): string {
  if (atMs === null) return say('progress.soon', { progress });
  return say('progress.readyAt', { progress, when: moment(Math.ceil(atMs / stepMs) * stepMs, 'R') });
}
