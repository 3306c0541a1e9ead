import { asBotError } from '../domain/errors.ts';
import type { GuildSettings, MemberRecord } from '../domain/guild-settings.ts';
import type { UserId } from '../domain/ids.ts';
import type { GuildSettingsStore, MemberRecords } from '../domain/moderation.ts';
import type { Audit } from '../domain/notices.ts';
import { ownReason } from '../domain/own-reason.ts';
import type { Clock, Ledger, Log } from '../domain/ports.ts';
import type { StrikeFacts, Struck } from './flow.ts';
import { persist } from './persist.ts';

/** What strikes are made of. */
export interface StrikeParts {
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly members: Pick<MemberRecords, 'change'>;
  readonly ledger: Pick<Ledger, 'note'>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** A strike, and who gives it; null is Easel itself. */
export interface Strike extends Struck {
  readonly byUserId: UserId | null;
}

const hourMs = 60 * 60_000;

/** Strikes that are not forgiven. */
export function activeStrikes({ strikes }: MemberRecord): number {
  return strikes.filter(({ isForgiven }) => !isForgiven).length;
}

/**
 * Notes a strike once per id, and suspends the member where that makes enough of them.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function strike(given: Strike, parts: StrikeParts): Promise<Required<StrikeFacts>> {
  const { guildId, userId, byUserId, reason } = given;
  const settings = await parts.settings.get(guildId);
  const id = `strike:${given.id}`;
  let [isNew, isSuspending] = [false, false];
  const record = await parts.members.change(guildId, userId, (before) => {
    isNew = before.strikes.every((each) => each.id !== id);
    if (!isNew) return before;
    const atMs = parts.clock.now();
    const strikes = [...before.strikes, { id, atMs, reason, byUserId, isForgiven: false }];
    const after = suspendedFor({ ...before, strikes }, settings, atMs);
    isSuspending = after.suspendedUntilMs !== before.suspendedUntilMs;
    return after;
  });
  if (isNew) await note(given, 'strike', reason, parts);
  if (isSuspending) await note({ ...given, byUserId: null }, 'suspend', record.suspensionReason, parts);
  return { strikes: activeStrikes(record), suspendedUntilMs: record.suspendedUntilMs ?? 0 };
}

/** The same for the story of a picture, which a lost strike must not stop. */
export function createStrike(parts: StrikeParts): (refused: Struck) => Promise<StrikeFacts> {
  return async (refused) => {
    try {
      const { strikes, suspendedUntilMs } = await strike({ ...refused, byUserId: null }, parts);
      return suspendedUntilMs > parts.clock.now() ? { strikes, suspendedUntilMs } : { strikes };
    } catch (error) {
      parts.log.error({ id: refused.id, detail: asBotError(error).message }, 'a strike could not be noted');
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
  if ((record.suspendedUntilMs ?? 0) >= untilMs) return record;
  return { ...record, suspendedUntilMs: untilMs, suspensionReason: ownReason('strikes', count), suspendedBy: null };
}

async function note(
  { id, guildId, userId, byUserId, guildLocale }: Strike,
  kind: 'strike' | 'suspend',
  reason: string,
  { ledger, audit, clock }: StrikeParts,
): Promise<void> {
  await persist(() => ledger.note({ id: `${kind}:${id}`, guildId, kind, byUserId, userId, reason }), clock);
  const act = { guildId, what: kind, byUserId, userId, credits: null, reason };
  audit.write({ kind: 'act', act: guildLocale === undefined ? act : { ...act, guildLocale } });
}
