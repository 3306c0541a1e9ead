import { jobId, operatorId } from '#core/ids.ts';
import type { Moderator } from '#moderation/acts.ts';
import { wholeBot } from '#operations/pauses.ts';
import type { OperatorDeps } from './deps.ts';
import { type Act, WrongRequest } from './query.ts';
import type { Outcome } from './wire.ts';

/** Acts whose outcome is remembered. */
const mostKept = 500;

/**
 * Does what the operator asks for. The same click does it once and is answered as before; one that failed may be tried again. After a
 * restart the journal and the pauses know what was done.
 *
 * @returns a function that throws {@link WrongRequest}; `store.unavailable`
 */
export function createActs(deps: OperatorDeps): (act: Act) => Promise<Outcome> {
  const kept = new Map<string, { readonly wishes: string; readonly outcome: Promise<Outcome> }>();
  return async (act) => {
    const wishes = JSON.stringify(act);
    const before = kept.get(act.id);
    if (before !== undefined) {
      if (before.wishes !== wishes) throw new WrongRequest('This click has done something else.');
      return before.outcome;
    }
    const outcome = carryOut(act, deps);
    kept.set(act.id, { wishes, outcome });
    outcome.catch(() => kept.delete(act.id));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return outcome;
  };
}

function carryOut(act: Act, deps: OperatorDeps): Promise<Outcome> {
  switch (act.kind) {
    case 'cancel':
      return cancelJob(act, deps);
    case 'refund':
      return refundJob(act, deps);
    case 'pause':
    case 'resume':
      return changePause(act, deps);
  }
}

type JobAct = Extract<Act, { readonly kind: 'cancel' | 'refund' }>;

async function cancelJob(act: JobAct, deps: OperatorDeps): Promise<Outcome> {
  const found = await deps.jobs.find(act.job);
  if (found === null) return { kind: 'cancel', answer: 'not_found' };
  const { guildId, userId } = found.job;
  const answer = await deps.cancel(act.job, { guildId, userId: operatorId, isModerator: true });
  const isStopped = answer === 'cancelled' || answer === 'asked';
  if (isStopped) await deps.moderation.noteCancel(operatorIn(act, guildId), userId);
  deps.log.info({ job: act.job, guild: guildId, answer }, 'the operator stops a job');
  return { kind: 'cancel', answer };
}

async function refundJob(act: JobAct, deps: OperatorDeps): Promise<Outcome> {
  const found = await deps.jobs.find(act.job);
  if (found === null) return { kind: 'refund', credits: null };
  const { guildId } = found.job;
  const credits = await deps.moderation.refund(operatorIn(act, guildId), act.job);
  deps.log.info({ job: act.job, guild: guildId, credits }, 'the operator refunds a job');
  return { kind: 'refund', credits };
}

/** As a moderator of the job's own server, under a name that no member has. */
function operatorIn({ id, reason }: JobAct, guildId: Moderator['guildId']): Moderator {
  return { id: jobId(`operator:${id}`), guildId, userId: operatorId, reason };
}

type PauseAct = Extract<Act, { readonly kind: 'pause' | 'resume' }>;

async function changePause(act: PauseAct, { pauses, services, clock, log }: OperatorDeps): Promise<Outcome> {
  const { id, subject } = act;
  const known = [wholeBot, ...services.map(({ name }) => name)];
  if (!known.includes(subject)) throw new WrongRequest(`Wrong subject: one of ${known.join(', ')}.`);
  const isPaused = act.kind === 'pause';
  const reason = act.kind === 'pause' ? act.reason : '';
  const isNew = await pauses.change({ id, atMs: clock.now(), subject, isPaused, reason });
  if (isNew) log.warn({ subject, isPaused }, isPaused ? 'the operator pauses it' : 'the operator takes it up again');
  return { kind: act.kind, isNew };
}
