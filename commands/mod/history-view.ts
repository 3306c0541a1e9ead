import type { GuildId, UserId } from '#core/ids.ts';
import type { EntryKind, LedgerEntry } from '#credits/credits.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { credits, mention, moment, pictures as picturesText } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { Job } from '#jobs/job.ts';

/** An entry with the job that it is about, where it is about one that is still known. */
export interface HistoryLine {
  readonly entry: LedgerEntry;
  readonly job: Job | null;
}

/** How many lines of {@link modHistoryText} fit a message whatever is in them. */
export const modHistoryPageSize = 6;

/** Whose history it is, and what goes on now. */
export interface HistoryOf {
  readonly userId: UserId;
  /** Null when the member is not suspended. */
  readonly suspendedUntilMs: number | null;
}

/** One page of `/mod history`, the newest first; `beforeSeq` null is the newest page. */
export function modHistoryText(
  { userId, suspendedUntilMs }: HistoryOf,
  lines: readonly HistoryLine[],
  beforeSeq: number | null,
): string {
  const member = `<@${userId}>`;
  if (lines.length === 0) {
    return beforeSeq === null
      ? t('modHistory.none', { member })
      : t('modHistory.noneBefore', { member, entry: beforeSeq });
  }
  const suspension =
    suspendedUntilMs === null ? [] : [t('modHistory.suspended', { until: untilText(suspendedUntilMs) })];
  return [t('modHistory.heading', { member }), ...suspension, ...lines.map((line) => lineText(line, userId))].join(
    '\n',
  );
}

/** Acts after which it matters how much bonus there is. */
const touchesBonus: ReadonlySet<EntryKind> = new Set<EntryKind>(['grant', 'revoke', 'give', 'refund']);

function lineText({ entry, job }: HistoryLine, member: UserId): string {
  const { seq, atMs, reason, bonusAfter, kind } = entry;
  const parts = [
    t('modHistory.line', { entry: seq, when: moment(atMs, 'f'), what: whatText(entry, member) }),
    ...byWhom(entry, member),
    ...(reason === '' ? [] : [escapeText(reasonText(reason), 60)]),
    ...(touchesBonus.has(kind) && bonusAfter !== null ? [t('modHistory.bonus', { bonus: bonusAfter })] : []),
    ...(job === null ? [] : jobTexts(entry, job)),
  ];
  return parts.join(' · ');
}

/** What happened, from the member's side. Where credits moved, the amount comes behind it. */
function whatText(
  { kind, credits: amount, byUserId, userId, pictures, fromPool }: LedgerEntry,
  member: UserId,
): string {
  if (kind === 'give') {
    return byUserId === member
      ? t('modHistory.gave', { credits: credits(amount), member: mention(userId ?? '') })
      : t('modHistory.got', { credits: credits(amount), member: mention(byUserId ?? '') });
  }
  if (kind === 'revoke' && amount === 0) return t('modHistory.nothingTaken');
  const what = t(`modHistory.${kind}`);
  const moved = amount > 0 ? t('modHistory.amount', { what, credits: credits(amount) }) : what;
  if (fromPool !== undefined) return t('modHistory.fromPool', { what: moved, credits: credits(fromPool) });
  if (pictures === undefined) return moved;
  return t('modHistory.forPictures', { what: moved, pictures: picturesText(pictures) });
}

/** Nobody is named for what a member does alone, nor for a gift, which names both. */
function byWhom({ kind, byUserId }: LedgerEntry, member: UserId): string[] {
  return byUserId === null || byUserId === member || kind === 'give'
    ? []
    : [t('modHistory.by', { member: mention(byUserId) })];
}

/** The id is what `/mod refund` takes. */
function jobTexts({ kind }: LedgerEntry, job: Job): string[] {
  const link = pictureLink(job);
  return [
    ...(link === null ? [] : [t('modHistory.picture', { link })]),
    ...(kind === 'settle' ? [t('modHistory.job', { id: inlineCode(job.id) })] : []),
  ];
}

/** Where a picture is; null where only its member can see it, or nobody knows. */
function pictureLink({
  guildId,
  replyTo,
}: {
  readonly guildId: GuildId;
  readonly replyTo: Job['replyTo'];
}): string | null {
  const { channelId, messageId, isPrivate } = replyTo;
  return isPrivate || messageId === null ? null : `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}
