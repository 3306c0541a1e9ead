import { BotError } from '../domain/errors.ts';
import type { Ticket } from '../domain/job.ts';
import type { Progress } from '../domain/ports.ts';
import { type ActiveJob, stopOf } from './active-jobs.ts';
import { combineProgress, type PartProgress } from './combine-progress.ts';
import { jobOf } from './flow.ts';

/** One remote job of a job that is followed. */
export interface Part {
  readonly ticket: Ticket;
  /** Aborted with the whole job, by a cancel that stopped this part alone, and when nobody waits for it any more. */
  readonly signal: AbortSignal;
  show(progress: Progress): void;
  /** It is over, with pictures or without. */
  end(how: 'there' | 'lost'): void;
}

/**
 * The parts of a job, which share its one line of progress. Once the pictures of some are there, nobody waits for those
 * that take unusually long: the provider keeps pictures for a day only.
 */
export function partsOf(active: ActiveJob, show: (progress: Progress) => void): readonly Part[] {
  const { tickets } = jobOf(active);
  const states = new Map<Ticket, PartProgress>(tickets.map((ticket) => [ticket, null]));
  const update = (ticket: Ticket, state: PartProgress) => {
    states.set(ticket, state);
    const all = [...states.values()];
    if (all.every(isOver)) return;
    const { cancelledBy } = jobOf(active);
    active.progress = cancelledBy === null ? combineProgress(all) : { kind: 'cancelling' };
    show(active.progress);
    if (all.includes('there') && all.every((each) => isOver(each) || isLate(each))) leaveLate();
  };
  const leaveLate = () => {
    for (const [ticket, state] of states) if (isLate(state)) stopOf(active, ticket).abort(tooLate(ticket));
  };
  return tickets.map((ticket) => ({
    ticket,
    signal: AbortSignal.any([active.stop.signal, stopOf(active, ticket).signal]),
    show: (progress) => update(ticket, progress),
    end: (how) => update(ticket, how),
  }));
}

function isOver(state: PartProgress): boolean {
  return state === 'there' || state === 'lost';
}

function isLate(state: PartProgress): boolean {
  return state !== null && typeof state === 'object' && state.kind === 'overdue';
}

function tooLate({ provider }: Ticket): BotError {
  return new BotError('provider.timeout', 'the other pictures came long ago', { endKnown: true, provider });
}
