import type { Clock } from '#core/clock.ts';
import { asBotError, type ErrorFacts } from '#core/errors.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { retryStoreWrite } from '#core/retry.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Ledger } from '#credits/credits.ts';
import { type GuildSettings, type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import type { MemberRecords } from './member-records.ts';
import type { Audit } from './notices.ts';

/** What strikes are made of. */
export interface StrikeDeps {
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly members: Pick<MemberRecords, 'change'>;
  readonly ledger: Pick<Ledger, 'note'>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** A strike, and who gives it; null is Easel itself. */
export interface Strike extends StrikeTarget {
  readonly byUserId: UserId | null;
}

const hourMs = 60 * 60_000;

/** Strikes that are not forgiven. */
export function activeStrikes({ strikes }: MemberRecord): number {
  return strikes.filter(({ isForgiven }) => !isForgiven).length;
}

/** What a strike comes to. */
export interface StrikeOutcome {
  /** False where the same strike was given before: nothing has changed. */
  readonly isNew: boolean;
  /** Who gave it; null is Easel itself. */
  readonly byUserId: UserId | null;
  /** Those that count now. */
  readonly strikes: number;
  /** The end of the suspension that the member is under now; null for none. */
  readonly suspendedUntilMs: number | null;
}

/**
 * Notes a strike once per id, and suspends the member where that makes enough of them.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function strike(given: Strike, deps: StrikeDeps): Promise<StrikeOutcome> {
  const { guildId, userId, byUserId, reason } = given;
  const settings = await deps.settings.get(guildId);
  const id = `strike:${given.id}`;
  let isNew = false;
  let giver = byUserId;
  let suspendsUntilMs: number | null = null;
  const record = await deps.members.change(guildId, userId, (before) => {
    const known = before.strikes.find((each) => each.id === id);
    isNew = known === undefined;
    giver = (known ?? given).byUserId;
    if (!isNew) return before;
    const atMs = deps.clock.now();
    const strikes = [...before.strikes, { id, atMs, reason, byUserId, isForgiven: false }];
    const after = suspendedFor({ ...before, strikes }, settings, atMs);
    suspendsUntilMs = after.suspendedUntilMs === before.suspendedUntilMs ? null : after.suspendedUntilMs;
    return after;
  });
  if (isNew) await note(given, { what: 'strike', reason }, deps);
  if (suspendsUntilMs !== null) {
    const suspension = { what: 'suspend', reason: record.suspensionReason, untilMs: suspendsUntilMs } as const;
    await note({ ...given, byUserId: null }, suspension, deps);
  }
  const suspendedUntilMs = suspensionEndsAtMs(record, deps.clock.now());
  return { isNew, byUserId: giver, strikes: activeStrikes(record), suspendedUntilMs };
}

/** The same for the story of a picture, which a lost strike must not stop. */
export function createStrike(deps: StrikeDeps): (refused: StrikeTarget) => Promise<StrikeFacts> {
  return async (refused) => {
    try {
      const { strikes, suspendedUntilMs } = await strike({ ...refused, byUserId: null }, deps);
      return suspendedUntilMs === null ? { strikes } : { strikes, suspendedUntilMs };
    } catch (error) {
      deps.log.error({ id: refused.id, detail: asBotError(error).message }, 'a strike could not be noted');
      return {};
    }
  };
}

/** What the number of strikes leads to, from now on; every strike beyond the last step leads there again. Never shortens a suspension. */
function suspendedFor(record: MemberRecord, { strikes }: GuildSettings, nowMs: number): MemberRecord {
  const count = activeStrikes(record);
  const last = strikes.at(-1);
  const step = last && count > last.count ? last : strikes.find((each) => each.count === count);
  if (!step) return record;
  const untilMs = nowMs + step.hours * hourMs;
  if ((suspensionEndsAtMs(record, nowMs) ?? 0) >= untilMs) return record;
  return { ...record, suspendedUntilMs: untilMs, suspensionReason: systemReason('strikes', count), suspendedBy: null };
}

async function note(
  { id, guildId, userId, byUserId, guildLocale }: Strike,
  told: { readonly what: 'strike' | 'suspend'; readonly reason: string; readonly untilMs?: number },
  { ledger, audit, clock }: StrikeDeps,
): Promise<void> {
  const { what: kind, reason } = told;
  await retryStoreWrite(() => ledger.note({ id: `${kind}:${id}`, guildId, kind, byUserId, userId, reason }), clock);
  const act = { guildId, byUserId, userId, credits: null, ...told };
  audit.write({ kind: 'act', act: guildLocale === undefined ? act : { ...act, guildLocale } });
}

/** Whose request a filter refused. */
export interface StrikeTarget {
  /** The request's or job's id: it counts once. */
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly reason: string;
  /** @see AuditedAct.guildLocale */
  readonly guildLocale?: string | null;
}

/** Empty where strikes do not count. */
export type StrikeFacts = Pick<ErrorFacts, 'strikes' | 'suspendedUntilMs'>;
