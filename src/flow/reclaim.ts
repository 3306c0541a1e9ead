import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import { ownReason } from '../domain/own-reason.ts';
import type { Flow } from './flow.ts';

/** Whose request it is. A job and a hold are named like their request. */
interface Requested {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
}

/** The act by which an approver grants what a request lacks. */
export function grantIdOf(id: JobId): string {
  return `approval:${id}`;
}

/**
 * An approver's grant is for one request: what is not spent on it goes back to the pool as soon as it has returned to the
 * member. Harmless for a request without a grant. Resolves with the credits taken.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export function reclaim({ id, guildId, userId }: Requested, charged: number, { ledger }: Flow): Promise<number> {
  const reason = ownReason(charged === 0 ? 'approvedInVain' : 'approvedForLess');
  return ledger.reclaim({ guildId, jobId: id, userId, grantId: grantIdOf(id), reason });
}

/** Ends a hold that no job stands behind. @throws {@link BotError} `store.unavailable` */
export async function letGo(held: Requested, flow: Flow): Promise<void> {
  await flow.ledger.release(held.guildId, held.id);
  await reclaim(held, 0, flow);
}
