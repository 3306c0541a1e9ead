import type { Job } from '../domain/job.ts';
import type { Progress } from '../domain/ports.ts';
import type { Button } from './message.ts';

/** The actions of the buttons on a reply; the commands route them. */
export const replyActions = { cancel: 'cancel', again: 'again' } as const;

/** While a job can still be stopped. */
export function progressButtons(job: Job, progress: Progress): readonly Button[] {
  if (progress.kind === 'cancelling') return [];
  return [{ id: { action: replyActions.cancel, subject: job.id, extra: null }, label: 'Cancel', look: 'danger' }];
}

/** Under a finished picture. */
export function resultButtons(job: Job): readonly Button[] {
  return [{ id: { action: replyActions.again, subject: job.id, extra: null }, label: 'Again', look: 'plain' }];
}
