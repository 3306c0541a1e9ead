import type { PoolMode } from '../domain/credits.ts';
import { termsFor } from '../domain/guild-settings.ts';
import type { JobId, UserId } from '../domain/ids.ts';
import type { AuditedAct } from '../domain/notices.ts';
import type { ModerationParts, Moderator } from './moderation.ts';
import { oncePerAct } from './once-per-act.ts';

/** The part of moderation that moves credits: the ledger writes its own journal, so it is only told. */
export function creditActs(parts: ModerationParts) {
  const { ledger, jobs, settings, defaultTerms } = parts;
  // A refill that is due comes first, so the guild's own terms count.
  const actOf = async ({ id, guildId, userId: byUserId, reason }: Moderator) => {
    const terms = termsFor(await settings.get(guildId), [], defaultTerms);
    return { id, guildId, byUserId, reason, terms };
  };
  return {
    grant: oncePerAct(async (by: Moderator, userId: UserId, credits: number) => {
      const balance = await ledger.grant({ ...(await actOf(by)), userId, credits });
      tellAct(parts, by, { what: 'grant', userId, credits });
      return balance;
    }),
    revoke: oncePerAct(async (by: Moderator, userId: UserId, credits: number) => {
      const taken = await ledger.revoke({ ...(await actOf(by)), userId, credits });
      if (taken > 0) tellAct(parts, by, { what: 'revoke', userId, credits: taken });
      return taken;
    }),
    refund: oncePerAct(async (by: Moderator, jobId: JobId) => {
      const job = await jobs.find(jobId);
      if (job?.guildId !== by.guildId) return null;
      const { guildId, userId: byUserId, reason } = by;
      const credits = await ledger.refund({ guildId, jobId, byUserId, reason });
      if (credits > 0) tellAct(parts, by, { what: 'refund', userId: job.userId, credits });
      return credits;
    }),
    addToPool: oncePerAct(async (by: Moderator, credits: number) => {
      const totals = await ledger.addToPool({ ...(await actOf(by)), credits });
      tellAct(parts, by, { what: 'add', userId: null, credits });
      return totals;
    }),
    removeFromPool: oncePerAct(async (by: Moderator, credits: number) => {
      const totals = await ledger.removeFromPool({ ...(await actOf(by)), credits });
      tellAct(parts, by, { what: 'remove', userId: null, credits });
      return totals;
    }),
    setPoolMode: oncePerAct(async (by: Moderator, mode: PoolMode) => {
      const totals = await ledger.setPoolMode(await actOf(by), mode);
      tellAct(parts, by, { what: 'mode', userId: null, credits: null });
      return totals;
    }),
  };
}

type Act = Pick<AuditedAct, 'what' | 'userId' | 'credits' | 'untilMs'>;

/** Tells the log channel. */
export function tellAct({ audit }: ModerationParts, by: Moderator, act: Act): void {
  const { guildId, userId: byUserId, reason } = by;
  audit.write({ kind: 'act', act: { guildId, byUserId, reason, ...act } });
}
