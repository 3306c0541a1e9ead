import type { Job } from '../../domain/job.ts';
import type { Progress } from '../../domain/ports.ts';
import { escapeText } from './escape.ts';
import { credits, moment } from './money.ts';
import { promptLine, severalOf } from './result.ts';

/** Expected moments are rounded to this, so that a wobbling estimate is not an edit each time. */
const stepMs = 5000;
const barCells = 10;

/** What the reply says while the picture is on its way. */
export function progressText(job: Job, progress: Progress): string {
  const subject = [escapeText(job.modelTitle, 150), ...severalOf(job), `${credits(job.credits)} set aside`].join(' · ');
  return `${promptLine(job)}\n-# ${subject}\n${progressLine(progress)}`;
}

/** The one line that changes. Its countdown runs by itself in the reader's client. */
export function progressLine(progress: Progress): string {
  switch (progress.kind) {
    case 'starting':
      return 'Handing it over…';
    case 'looking':
      return progress.pictures === 1 ? 'Looking at your picture…' : 'Looking at your pictures…';
    case 'queued':
      return `${queuePlace(progress.ahead)}${expected(progress.expectedAtMs)}`;
    case 'running':
      return `${running(progress.fraction)}${doneOf(progress)}${expected(progress.expectedAtMs)}`;
    case 'cancelling':
      return 'Asking the image service to stop…';
    case 'overdue':
      return `This takes longer than usual. It is watched until ${moment(progress.untilMs, 't')}; your credits stay set aside until then.`;
  }
}

function queuePlace(ahead: number | null): string {
  if (ahead === null) return 'In the queue';
  return ahead === 0 ? 'Next in the queue' : `In the queue, ${ahead} ahead`;
}

function running(fraction: number | null): string {
  if (fraction === null) return 'Painting';
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(share * barCells);
  return `Painting ${'▰'.repeat(full)}${'▱'.repeat(barCells - full)} ${Math.round(share * 100)} %`;
}

function doneOf({ done }: Extract<Progress, { kind: 'running' }>): string {
  return done === undefined ? '' : ` · ${done.jobs} of ${done.of} done`;
}

function expected(atMs: number | null): string {
  return atMs === null ? '…' : ` · ready ${moment(Math.ceil(atMs / stepMs) * stepMs, 'R')}`;
}
