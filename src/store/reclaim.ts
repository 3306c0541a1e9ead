import type { Claim } from '../domain/claim.ts';
import type { Ledger } from '../domain/ports.ts';
import type { Guild, Guilds } from './guilds.ts';
import { settlementOf } from './holds.ts';
import { revoke } from './transfers.ts';

/** The part of a ledger that takes back what was granted for a job and not spent on it. */
export function reclaimsOn(guilds: Guilds): Pick<Ledger, 'reclaim'> {
  return { reclaim: (claim) => guilds.visit(claim.guildId, (guild) => reclaim(guild, claim)) };
}

/** Once when the job has ended, and once more when it was refunded after that: what is claimed never grows otherwise. */
async function reclaim({ head, act, hold, account, commit }: Guild, claim: Claim): Promise<number> {
  const { jobId, userId, grantId, reason } = claim;
  const granted = await act(grantId);
  if (granted === null) return 0;
  const known = await hold(jobId);
  const ids = { back: `${grantId}:back`, rest: `${grantId}:rest` };
  const done = { back: await act(ids.back), rest: await act(ids.rest) };
  const taken = (done.back?.credits ?? 0) + (done.rest?.credits ?? 0);
  const now = known !== null && known.refunded > 0 ? 'rest' : 'back';
  if (done[now] !== null) return taken;

  const unspent = known === null ? granted.credits : Math.min(granted.credits, settlementOf(known).returned);
  const member = await account(known?.reservation.userId ?? userId);
  const credits = Math.min(unspent - taken, member.bonus);
  if (credits <= 0) return taken;
  await commit(revoke(head.books, member, { id: ids[now], byUserId: null, reason, credits }));
  return taken + credits;
}
