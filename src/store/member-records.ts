import { BotError } from '../domain/errors.ts';
import { blankMemberRecord, type MemberRecord, memberRecordSchema } from '../domain/guild-settings.ts';
import type { GuildId, UserId } from '../domain/ids.ts';
import type { MemberRecords } from '../domain/moderation.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { Store } from './open-store.ts';
import type { PrivateDocuments } from './private-documents.ts';
import { createTable } from './table.ts';

/**
 * What moderators hold about members, one document each; a member without anything has none.
 *
 * Erasing a member's data deletes the strikes and every reason. Only the end of a suspension that still lasts stays under
 * the member's id until it is over: otherwise `/privacy delete` would lift it.
 */
export function createMemberRecords(store: Store): MemberRecords & PrivateDocuments {
  const table = createTable(store.namespace('memberrecords'), memberRecordSchema);
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
      const left = await change(guildId, userId, (record) => whatStays(record, nowMs));
      return left.suspendedUntilMs;
    },
    async eraseRest(guildId, userId, nowMs) {
      await change(guildId, userId, (record) => (isOnlySuspension(record) ? whatStays(record, nowMs) : record));
    },
  };
}

function whatStays({ suspendedUntilMs }: MemberRecord, nowMs: number): MemberRecord {
  if (suspendedUntilMs === null || suspendedUntilMs <= nowMs) return blankMemberRecord;
  return { ...blankMemberRecord, suspendedUntilMs };
}

/** As an erasure leaves it: a suspension by a moderator says by whom. */
function isOnlySuspension({ strikes, suspendedBy, suspensionReason }: MemberRecord): boolean {
  return strikes.length === 0 && suspendedBy === null && suspensionReason === '';
}

function isBlank(record: MemberRecord): boolean {
  return isOnlySuspension(record) && record.suspendedUntilMs === null;
}

/** @throws {@link BotError} `bug` */
function checked(record: MemberRecord): MemberRecord {
  const parsed = memberRecordSchema.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new BotError('bug', `a record that does not fit: ${parsed.error.message}`, {}, parsed.error);
}
