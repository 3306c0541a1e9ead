import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { BotError } from '../domain/errors.ts';
import { blankMemberRecord, type MemberRecord, memberRecordSchema } from '../domain/guild-settings.ts';
import type { GuildId, UserId } from '../domain/ids.ts';
import type { MemberRecords } from '../domain/moderation.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { PrivateDocuments } from './private-documents.ts';

type Strike = MemberRecord['strikes'][number];

const dayMs = 24 * 60 * 60_000;
/** How long a strike counts that was erased, from its day on. */
const strikeForMs = 90 * dayMs;
/** What the id of a strike begins with of which only the day is left. */
const keptPrefix = 'kept:';

/**
 * What moderators hold about members, one document each; a member without anything has none.
 *
 * Erasing a member's data deletes every reason and who acted. Two things stay under the member's id, since otherwise
 * `/privacy delete` would be a way around them: the end of a suspension until it is over; and for 90 days the days (UTC) of
 * the strikes that are not forgiven. Neither their ids nor their times of the day stay: both stand in the journal too, and
 * would tell who is behind the pseudonym there.
 */
export function createMemberRecords(store: Store): MemberRecords & PrivateDocuments {
  const table = openDocuments(store.namespace('memberrecords'), memberRecordSchema);
  const inTurn = createOneAtATime();
  const keyOf = (guildId: GuildId, userId: UserId) => `${guildId}:${userId}`;
  const get = async (guildId: GuildId, userId: UserId) =>
    (await table.get(keyOf(guildId, userId))) ?? blankMemberRecord;

  function change(guildId: GuildId, userId: UserId, work: (record: MemberRecord) => MemberRecord) {
    const key = keyOf(guildId, userId);
    return inTurn(key, async () => {
      const record = checked(work(await get(guildId, userId)));
      if (isBlank(record)) await table.delete(key);
      else await table.set(key, record);
      return record;
    });
  }

  return {
    name: 'record',
    get,
    change,
    exportOf: get,
    async erase(guildId, userId, nowMs) {
      return nextToGo(await change(guildId, userId, (record) => whatStays(record, nowMs)));
    },
    async eraseRest(guildId, userId, nowMs) {
      return nextToGo(
        await change(guildId, userId, (record) =>
          isLeftover(record) ? whatStays(record, nowMs) : { ...record, strikes: withoutOldKept(record, nowMs) },
        ),
      );
    },
  };
}

function whatStays({ suspendedUntilMs, strikes }: MemberRecord, nowMs: number): MemberRecord {
  const counting = strikes.filter(({ isForgiven, atMs }) => !isForgiven && goesAtMs(atMs) > nowMs);
  return {
    ...blankMemberRecord,
    suspendedUntilMs: suspendedUntilMs !== null && suspendedUntilMs > nowMs ? suspendedUntilMs : null,
    strikes: counting.map(({ atMs }, index) => keptStrike(startOfDay(atMs), index)),
  };
}

function keptStrike(atMs: number, index: number): Strike {
  return { id: `${keptPrefix}${index}`, atMs, reason: '', byUserId: null, isForgiven: false };
}

function withoutOldKept({ strikes }: MemberRecord, nowMs: number): Strike[] {
  return strikes.filter((strike) => !isKept(strike) || goesAtMs(strike.atMs) > nowMs);
}

/** When the first goes of what an erasure has left. */
function nextToGo(record: MemberRecord): number | null {
  const moments = record.strikes.filter(isKept).map(({ atMs }) => goesAtMs(atMs));
  if (record.suspendedUntilMs !== null && isLeftover(record)) moments.push(record.suspendedUntilMs);
  return moments.length > 0 ? Math.min(...moments) : null;
}

function goesAtMs(strikeAtMs: number): number {
  return startOfDay(strikeAtMs) + strikeForMs;
}

function startOfDay(atMs: number): number {
  return atMs - (atMs % dayMs);
}

function isKept({ id }: Strike): boolean {
  return id.startsWith(keptPrefix);
}

/** As an erasure leaves it: a suspension since then says by whom or why. */
function isLeftover({ strikes, suspendedBy, suspensionReason, reportedIds }: MemberRecord): boolean {
  const isWithoutReports = reportedIds.length === 0;
  return strikes.every(isKept) && suspendedBy === null && suspensionReason === '' && isWithoutReports;
}

function isBlank(record: MemberRecord): boolean {
  const { strikes, suspendedUntilMs, reportedIds } = record;
  return strikes.length === 0 && suspendedUntilMs === null && reportedIds.length === 0 && isLeftover(record);
}

/** @throws {@link BotError} `bug` */
function checked(record: MemberRecord): MemberRecord {
  const parsed = memberRecordSchema.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new BotError('bug', `a record that does not fit: ${parsed.error.message}`, {}, parsed.error);
}
