import { z } from 'zod';
import { dayMs, isFarAhead, startOfDay } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import { type GuildId, type JobId, type UserId, userId } from '#core/ids.ts';
import type { Queryable, Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { flag, readRow } from '#db/rows.ts';
import {
  blankMemberRecord,
  type MemberRecord,
  memberRecordSchema,
  mostReportsKept,
  suspensionEndsAtMs,
} from '#guilds/guild-settings.ts';

/** What is held about members. @throws {@link BotError} `store.unavailable` */
export interface MemberRecords {
  get(guildId: GuildId, userId: UserId): Promise<MemberRecord>;
  /** Reads, changes and writes in one step, one change after the other. Resolves with what is stored now. */
  change(guildId: GuildId, userId: UserId, change: (record: MemberRecord) => MemberRecord): Promise<MemberRecord>;
  /**
   * Notes that the member has reported a picture; false where that was noted before. The last `mostReportsKept` are
   * remembered.
   */
  report(guildId: GuildId, userId: UserId, id: JobId): Promise<boolean>;
}

type Strike = MemberRecord['strikes'][number];
type ChangeRecord = (record: MemberRecord) => MemberRecord;
type Member = readonly [guildId: GuildId, userId: UserId];

/** How long a strike counts that was erased, from its day on. */
const strikeForMs = 90 * dayMs;
/** What the id of a strike begins with of which only the day is left. */
const keptPrefix = 'kept:';

const ofMember = 'guild_id = $1 AND user_id = $2';
const byUserId = z.string().transform(userId).nullable();
const rowSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('suspension'), at_ms: z.number().nullable(), reason: z.string(), by_user_id: byUserId }),
  z.object({
    part: z.literal('strike'),
    id: z.string(),
    at_ms: z.number(),
    reason: z.string(),
    by_user_id: byUserId,
    is_forgiven: flag,
  }),
]);
/** Both tables in one answer, so that a reader never sees half of a change. */
const selectRecord = `
  SELECT 'suspension' AS part, '' AS id, 0 AS position, until_ms AS at_ms, reason, by_user_id, 0 AS is_forgiven
    FROM suspensions WHERE ${ofMember}
  UNION ALL
  SELECT 'strike', strike_id, position, at_ms, reason, by_user_id, is_forgiven FROM strikes WHERE ${ofMember}
  ORDER BY position`;

/**
 * What moderators hold about members; a member without anything has no row.
 *
 * Erasing a member's data deletes every reason and who acted. Two things stay under the member's id, since otherwise
 * `/privacy delete` would be a way around them: the end of a suspension until it is over; and for 90 days the days (UTC) of
 * the strikes that are not forgiven. Neither their ids nor their times of the day stay: both stand in the journal too, and
 * would tell who is behind the pseudonym there.
 */
export function createMemberRecords({ database }: Pick<Store, 'database'>): MemberRecords & PrivateDocuments {
  const get = (...member: Member) => readRecord(database, member);
  const change = (guild: GuildId, user: UserId, work: ChangeRecord) =>
    database.transaction((transaction) => changeMemberRecordIn(transaction, [guild, user], work));

  return {
    name: 'record',
    get,
    change,
    report: (guild, user, id) => database.transaction((transaction) => reportIn(transaction, [guild, user], id)),
    async exportOf(...member) {
      const select = `SELECT job_id FROM reports WHERE ${ofMember} ORDER BY position`;
      const reports = await database.query(select, member);
      return { ...(await get(...member)), reportedIds: reports.map(({ job_id }) => job_id) };
    },
    erase: (guild, user, nowMs) =>
      database.transaction(async (transaction) => {
        const member = [guild, user] as const;
        const record = await changeMemberRecordIn(transaction, member, (before) => whatStays(before, nowMs));
        await transaction.query(`DELETE FROM reports WHERE ${ofMember}`, member);
        return nextToGo(record);
      }),
    async eraseRest(guild, user, nowMs) {
      return nextToGo(
        await change(guild, user, (record) =>
          isLeftover(record) ? whatStays(record, nowMs) : { ...record, strikes: withoutOldKept(record, nowMs) },
        ),
      );
    },
  };
}

/** {@link MemberRecords.change} as a part of a transaction. `work` may run several times. */
export async function changeMemberRecordIn(
  transaction: Transaction,
  member: Member,
  work: ChangeRecord,
): Promise<MemberRecord> {
  await transaction.lock(`record:${member.join(':')}`);
  const before = await readRecord(transaction, member);
  const after = checked(work(before));
  await writeSuspension(transaction, member, [before, after]);
  await writeStrikes(transaction, member, [before, after]);
  return after;
}

/** The oldest reports make room. */
async function reportIn(transaction: Transaction, member: Member, id: JobId): Promise<boolean> {
  await transaction.lock(`reports:${member.join(':')}`);
  const [added] = await transaction.query(
    `INSERT INTO reports (guild_id, user_id, job_id, position)
      VALUES ($1, $2, $3, (SELECT COALESCE(MAX(position), 0) + 1 FROM reports WHERE ${ofMember}))
      ON CONFLICT (guild_id, user_id, job_id) DO NOTHING RETURNING position`,
    [...member, id],
  );
  if (added === undefined) return false;
  const forget = `DELETE FROM reports WHERE ${ofMember} AND position <= $3`;
  await transaction.query(forget, [...member, Number(added.position) - mostReportsKept]);
  return true;
}

async function readRecord(from: Queryable, member: Member): Promise<MemberRecord> {
  const strikes: Strike[] = [];
  let suspension = {};
  for (const each of await from.query(selectRecord, member)) {
    const row = readRow(rowSchema, each, 'the record of a member');
    switch (row.part) {
      case 'suspension':
        suspension = { suspendedUntilMs: row.at_ms, suspensionReason: row.reason, suspendedBy: row.by_user_id };
        break;
      case 'strike': {
        const { id, at_ms: atMs, reason, by_user_id: by, is_forgiven: isForgiven } = row;
        strikes.push({ id, atMs, reason, byUserId: by, isForgiven });
      }
    }
  }
  return { ...blankMemberRecord, ...suspension, strikes };
}

async function writeSuspension(
  transaction: Transaction,
  member: Member,
  [before, after]: readonly [MemberRecord, MemberRecord],
): Promise<void> {
  const values = suspensionOf(after);
  if (isSame(suspensionOf(before), values)) return;
  if (isSame(suspensionOf(blankMemberRecord), values)) {
    await transaction.query(`DELETE FROM suspensions WHERE ${ofMember}`, member);
    return;
  }
  await transaction.query(
    `INSERT INTO suspensions (guild_id, user_id, until_ms, reason, by_user_id) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (guild_id, user_id) DO UPDATE
      SET until_ms = excluded.until_ms, reason = excluded.reason, by_user_id = excluded.by_user_id`,
    [...member, ...values],
  );
}

function suspensionOf({ suspendedUntilMs, suspensionReason, suspendedBy }: MemberRecord) {
  return [suspendedUntilMs, suspensionReason, suspendedBy] as const;
}

/** Any change writes all of them again: a member has a few. */
async function writeStrikes(
  transaction: Transaction,
  member: Member,
  [before, after]: readonly [MemberRecord, MemberRecord],
): Promise<void> {
  if (isSame(before.strikes, after.strikes)) return;
  await transaction.query(`DELETE FROM strikes WHERE ${ofMember}`, member);
  for (const [position, { id, atMs, reason, byUserId: by, isForgiven }] of after.strikes.entries()) {
    await transaction.query(
      `INSERT INTO strikes (guild_id, user_id, strike_id, position, at_ms, reason, by_user_id, is_forgiven)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [...member, id, position, atMs, reason, by, Number(isForgiven)],
    );
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function whatStays(record: MemberRecord, nowMs: number): MemberRecord {
  const { strikes } = record;
  const counting = dated(strikes, nowMs).filter(({ isForgiven, atMs }) => !isForgiven && goesAtMs(atMs) > nowMs);
  return {
    ...blankMemberRecord,
    suspendedUntilMs: suspensionEndsAtMs(record, nowMs),
    strikes: counting.map(({ atMs }, index) => keptStrike(startOfDay(atMs), index)),
  };
}

function keptStrike(atMs: number, index: number): Strike {
  return { id: `${keptPrefix}${index}`, atMs, reason: '', byUserId: null, isForgiven: false };
}

function withoutOldKept({ strikes }: MemberRecord, nowMs: number): Strike[] {
  return strikes
    .flatMap((strike) => (isKept(strike) ? dated([strike], nowMs) : [strike]))
    .filter((strike) => !isKept(strike) || goesAtMs(strike.atMs) > nowMs);
}

/** What a clock far ahead has dated is from today at the latest: otherwise it would stay for years. */
function dated(strikes: readonly Strike[], nowMs: number): Strike[] {
  return strikes.map((strike) => (isFarAhead(strike.atMs, nowMs) ? { ...strike, atMs: startOfDay(nowMs) } : strike));
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

function isKept({ id }: Strike): boolean {
  return id.startsWith(keptPrefix);
}

/** As an erasure leaves it: a suspension since then says by whom or why. */
function isLeftover({ strikes, suspendedBy, suspensionReason }: MemberRecord): boolean {
  return strikes.every(isKept) && suspendedBy === null && suspensionReason === '';
}

/** @throws {@link BotError} `bug` */
function checked(record: MemberRecord): MemberRecord {
  const parsed = memberRecordSchema.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new BotError('bug', `a record that does not fit: ${parsed.error.message}`, {}, parsed.error);
}
