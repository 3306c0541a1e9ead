import type { Clock } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import { type GuildId, type JobId, jobId, type UserId } from '#core/ids.ts';
import { createKeyedMutex } from '#core/lock.ts';
import type { Log } from '#core/log.ts';
import { retryStoreWrite } from '#core/retry.ts';
import type { Balance, CreditPolicy, Ledger, LedgerEntry, NoteKind, PoolMode, Totals } from '#credits/credits.ts';
import { creditPolicyFor, type GuildSettings, type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import type { Job } from '#jobs/job.ts';
import type { StoredJobs } from '#jobs/job-store.ts';
import type { MemberRecords } from './member-records.ts';
import type { Audit, AuditedAct, Notices } from './notices.ts';
import { activeStrikes, type StrikeOutcome, strike } from './strikes.ts';

/** What moderation is made of. */
export interface ModerationDeps {
  readonly ledger: Ledger;
  readonly jobs: Pick<StoredJobs, 'find' | 'markRemoved'>;
  readonly settings: GuildSettingsStore;
  readonly members: MemberRecords;
  readonly notices: Pick<Notices, 'removePicture'>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly defaultPolicy: CreditPolicy;
}

/** Who does it, and why. `id` is the interaction's, so that a repetition does and tells nothing twice. */
export interface Moderator {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  /** 1..500 characters; may be empty for a gift. */
  readonly reason: string;
}

/**
 * What moderators and operators do, and members who give credits away. Each is written to the guild's journal with who, to whom, when and why, and posted to the
 * log channel. The caller has checked the permission. Everything throws `store.unavailable`.
 */
export interface Moderation {
  /** Out of the pool into a member's bonus. @throws {@link BotError} `refused.quota` when the pool has fewer */
  grant(by: Moderator, userId: UserId, credits: number): Promise<Balance>;
  /** Out of the bonus, at most what is there; resolves with what was taken. */
  revoke(by: Moderator, userId: UserId, credits: number): Promise<number>;
  /** Out of the bonus of who does it; resolves with what they have then. @throws {@link BotError} `refused.quota` when it has fewer */
  give(by: Moderator, userId: UserId, credits: number): Promise<Balance>;
  /** A charged job's credits back into its member's bonus; null for no such job here, 0 when nothing is left to give back. */
  refund(by: Moderator, jobId: JobId): Promise<number | null>;
  suspend(by: Moderator, userId: UserId, untilMs: number): Promise<MemberRecord>;
  /** The same for one picture or refused request, once: where a moderator has done it before, nothing changes. */
  suspendAbout(by: Moderator, userId: UserId, untilMs: number, about: JobId): Promise<GivenSuspension>;
  /** False when the member was not suspended. */
  unsuspend(by: Moderator, userId: UserId): Promise<boolean>;
  /**
   * Resolves with the strikes that count now. For one picture or refused request (`about`) a member gets one strike, whoever
   * gives it: the next one finds it there (`isNew` false).
   */
  strike(by: Moderator, userId: UserId, about?: JobId): Promise<StrikeOutcome>;
  /** The newest strike, or all; resolves with how many were forgiven. */
  forgive(by: Moderator, userId: UserId, which: 'newest' | 'all'): Promise<number>;
  /** Takes a delivered picture away; null for no such job here. @throws {@link BotError} `delivery.forbidden` */
  deletePicture(by: Moderator, jobId: JobId): Promise<DeletedPicture | null>;
  /** A member reports a picture that they can see to the moderators; each member each picture once, also after a restart. */
  report(by: Moderator, job: Job): Promise<'reported' | 'before'>;
  /** Writes down that a job was stopped, or asked to stop; stopping it is `cancel`'s work. `userId` null where its member is not known. */
  noteCancel(by: Moderator, userId: UserId | null): Promise<void>;
  /** Writes down that something was set up for the whole guild that its settings do not hold; the reason says what. */
  noteSetup(by: Moderator): Promise<void>;
  addToPool(by: Moderator, credits: number): Promise<Totals>;
  /** @throws {@link BotError} `refused.quota` when the pool has fewer */
  removeFromPool(by: Moderator, credits: number): Promise<Totals>;
  setPoolMode(by: Moderator, mode: PoolMode): Promise<Totals>;
  /** `kind` and the reason say in the journal what was changed. */
  changeSettings(
    by: Moderator,
    kind: 'setup' | 'block' | 'unblock',
    change: (settings: GuildSettings) => GuildSettings,
  ): Promise<GuildSettings>;
}

/** @see Moderation.suspendAbout */
export interface GivenSuspension {
  readonly isNew: boolean;
  /** Who suspended the member. */
  readonly byUserId: UserId | null;
}

/** @see Moderation.deletePicture */
export interface DeletedPicture {
  readonly job: Job;
  readonly wasThere: boolean;
  /** Who deleted it; null where the journal doesn't say. */
  readonly byUserId: UserId | null;
}

/** @see Moderation */
export function createModeration(deps: ModerationDeps): Moderation {
  return { ...creditActs(deps), ...withMembers(deps), ...withPictures(deps) };
}

function write({ ledger, clock }: ModerationDeps, by: Moderator, kind: NoteKind, userId: UserId | null): Promise<void> {
  const { id, guildId, userId: byUserId, reason } = by;
  return retryStoreWrite(() => ledger.note({ id, guildId, kind, byUserId, userId, reason }), clock);
}

/** Writes the journal first, then posts to the log channel. */
async function note(deps: ModerationDeps, by: Moderator, what: NoteKind, userId: UserId | null): Promise<void> {
  await write(deps, by, what, userId);
  tellAct(deps, by, { what, userId, credits: null });
}

/** The id of an act about a picture or a refused request, which is done once, by the moderator who is first. */
function idAbout(about: JobId): JobId {
  return jobId(`picture:${about}`);
}

/** The entry of an act about a picture or a refused request; null where it was not done yet. */
function earlierAct(
  { ledger }: ModerationDeps,
  { guildId }: Moderator,
  kind: NoteKind,
  about: JobId,
): Promise<LedgerEntry | null> {
  return ledger.findNote({ guildId, kind, id: idAbout(about) });
}

async function suspend(deps: ModerationDeps, by: Moderator, userId: UserId, untilMs: number): Promise<MemberRecord> {
  const suspended = { suspendedUntilMs: untilMs, suspensionReason: by.reason, suspendedBy: by.userId };
  const record = await deps.members.change(by.guildId, userId, (before) => ({ ...before, ...suspended }));
  await write(deps, by, 'suspend', userId);
  tellAct(deps, by, { what: 'suspend', userId, credits: null, untilMs });
  return record;
}

type MemberAct = 'suspend' | 'suspendAbout' | 'unsuspend' | 'strike' | 'forgive' | 'changeSettings';

function withMembers(deps: ModerationDeps): Pick<Moderation, MemberAct> {
  const { members } = deps;
  const oneAtATime = createKeyedMutex();
  return {
    suspend: oncePerAct((by, userId, untilMs) => suspend(deps, by, userId, untilMs)),
    suspendAbout: oncePerAct((by, userId, untilMs, about) =>
      oneAtATime(`${by.guildId}:${userId}`, async () => {
        const before = await earlierAct(deps, by, 'suspend', about);
        if (before !== null) return { isNew: false, byUserId: before.byUserId };
        await suspend(deps, { ...by, id: idAbout(about) }, userId, untilMs);
        return { isNew: true, byUserId: by.userId };
      }),
    ),
    unsuspend: oncePerAct(async (by, userId) => {
      let wasSuspended = false;
      await members.change(by.guildId, userId, (before) => {
        wasSuspended = suspensionEndsAtMs(before, deps.clock.now()) !== null;
        return wasSuspended ? { ...before, suspendedUntilMs: null, suspensionReason: '', suspendedBy: null } : before;
      });
      if (wasSuspended) await note(deps, by, 'unsuspend', userId);
      return wasSuspended;
    }),
    strike: oncePerAct((by, userId, about) => {
      // Easel's own strike for the same request is another one: it is for the words, this is for what a moderator saw.
      const id = about === undefined ? by.id : idAbout(about);
      return strike({ id, guildId: by.guildId, userId, reason: by.reason, byUserId: by.userId }, deps);
    }),
    forgive: oncePerAct(async (by, userId, which) => {
      let forgiven = 0;
      await members.change(by.guildId, userId, (before) => {
        const newest = before.strikes.findLast(({ isForgiven }) => !isForgiven);
        forgiven = which === 'all' ? activeStrikes(before) : Number(newest !== undefined);
        const isMeant = (each: MemberRecord['strikes'][number]) => which === 'all' || each === newest;
        return {
          ...before,
          strikes: before.strikes.map((each) => (isMeant(each) ? { ...each, isForgiven: true } : each)),
        };
      });
      if (forgiven > 0) await note(deps, by, 'forgive', userId);
      return forgiven;
    }),
    changeSettings: oncePerAct(async (by, kind, change) => {
      const settings = await deps.settings.change(by.guildId, change);
      await note(deps, by, kind, null);
      return settings;
    }),
  };
}

/** The picture is gone, whether or not that can be written down: then a favourite leads nowhere. */
async function markRemoved({ jobs, log }: ModerationDeps, id: JobId): Promise<void> {
  await jobs.markRemoved(id).catch((error: unknown) => {
    log.warn({ job: id, detail: asBotError(error).message }, 'a picture was deleted, and its record does not say so');
  });
}

type PictureAct = 'noteCancel' | 'noteSetup' | 'deletePicture' | 'report';

function withPictures(deps: ModerationDeps): Pick<Moderation, PictureAct> {
  const { jobs, members, notices, audit } = deps;
  return {
    noteCancel: oncePerAct((by, userId) => note(deps, by, 'cancel', userId)),
    noteSetup: oncePerAct((by) => note(deps, by, 'setup', null)),
    deletePicture: oncePerAct(async (by, jobId) => {
      const job = await jobs.find(jobId);
      if (job?.guildId !== by.guildId) return null;
      const { userId } = job;
      const wasThere = await notices.removePicture(job);
      await markRemoved(deps, jobId);
      if (wasThere) {
        await note(deps, { ...by, id: idAbout(jobId) }, 'delete', userId);
        return { job, wasThere, byUserId: by.userId };
      }
      const before = await earlierAct(deps, by, 'delete', jobId);
      return { job, wasThere, byUserId: before?.byUserId ?? null };
    }),
    async report(by, job) {
      if (!(await members.report(by.guildId, by.userId, job.id))) return 'before';
      await write(deps, by, 'report', job.userId);
      audit.write({ kind: 'report', job, byUserId: by.userId, reason: by.reason });
      return 'reported';
    },
  };
}

type CreditAct = 'grant' | 'revoke' | 'give' | 'refund' | 'addToPool' | 'removeFromPool' | 'setPoolMode';

/** The acts that move credits: the ledger writes the journal itself, so these only post to the log channel. */
export function creditActs(deps: ModerationDeps): Pick<Moderation, CreditAct> {
  const { ledger, jobs, settings, defaultPolicy, clock } = deps;
  // Where only the answer is lost, it is done: who reads that it failed would do it once more, under another name.
  const insist = <T>(act: () => Promise<T>) => retryStoreWrite(act, clock);
  // A refill that is due comes first, so the guild's own terms count.
  const actOf = async ({ id, guildId, userId: byUserId, reason }: Moderator) => {
    const policy = creditPolicyFor(await settings.get(guildId), [], defaultPolicy);
    return { id, guildId, byUserId, reason, policy };
  };
  return {
    grant: oncePerAct(async (by, userId, credits) => {
      const grant = { ...(await actOf(by)), userId, credits };
      const balance = await insist(() => ledger.grant(grant));
      tellAct(deps, by, { what: 'grant', userId, credits });
      return balance;
    }),
    revoke: oncePerAct(async (by, userId, credits) => {
      const revocation = { ...(await actOf(by)), userId, credits };
      const taken = await insist(() => ledger.revoke(revocation));
      if (taken > 0) tellAct(deps, by, { what: 'revoke', userId, credits: taken });
      return taken;
    }),
    give: oncePerAct(async (by, userId, credits) => {
      const gift = { ...(await actOf(by)), userId, credits };
      const balance = await insist(() => ledger.give(gift));
      tellAct(deps, by, { what: 'give', userId, credits });
      return balance;
    }),
    refund: oncePerAct(async (by, jobId) => {
      const job = await jobs.find(jobId);
      if (job?.guildId !== by.guildId) return null;
      const { guildId, userId: byUserId, reason } = by;
      const credits = await ledger.refund({ guildId, jobId, byUserId, reason });
      if (credits > 0) tellAct(deps, by, { what: 'refund', userId: job.userId, credits });
      return credits;
    }),
    addToPool: oncePerAct(async (by, credits) => {
      const addition = { ...(await actOf(by)), credits };
      const totals = await insist(() => ledger.addToPool(addition));
      tellAct(deps, by, { what: 'add', userId: null, credits });
      return totals;
    }),
    removeFromPool: oncePerAct(async (by, credits) => {
      const removal = { ...(await actOf(by)), credits };
      const totals = await insist(() => ledger.removeFromPool(removal));
      tellAct(deps, by, { what: 'remove', userId: null, credits });
      return totals;
    }),
    setPoolMode: oncePerAct(async (by, mode) => {
      const act = await actOf(by);
      const totals = await insist(() => ledger.setPoolMode(act, mode));
      tellAct(deps, by, { what: 'mode', userId: null, credits: null });
      return totals;
    }),
  };
}

type Act = Pick<AuditedAct, 'what' | 'userId' | 'credits' | 'untilMs'>;

/** Tells the log channel. */
export function tellAct({ audit }: ModerationDeps, by: Moderator, act: Act): void {
  const { guildId, userId: byUserId, reason } = by;
  audit.write({ kind: 'act', act: { guildId, byUserId, reason, ...act } });
}

/** Acts whose outcome is remembered, of each kind. */
const mostKept = 200;

/**
 * The same act, asked for again under the same id and with the same wishes, is not done again and answers as before: nothing
 * is moved, forgiven or told twice. One that failed may be tried again. Not across restarts, which no interaction survives.
 */
export function oncePerAct<Wishes extends readonly unknown[], Outcome>(
  act: (by: Moderator, ...wishes: Wishes) => Promise<Outcome>,
): (by: Moderator, ...wishes: Wishes) => Promise<Outcome> {
  const kept = new Map<string, Promise<Outcome>>();
  return (by, ...wishes) => {
    const key = JSON.stringify([by.guildId, by.id, ...wishes]);
    const before = kept.get(key);
    if (before !== undefined) return before;
    const outcome = act(by, ...wishes);
    kept.set(key, outcome);
    outcome.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return outcome;
  };
}
