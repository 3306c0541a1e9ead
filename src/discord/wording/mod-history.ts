import type { EntryKind, LedgerEntry } from '../../domain/credits.ts';
import type { GuildId, UserId } from '../../domain/ids.ts';
import type { Job } from '../../domain/job.ts';
import { escapeText, inlineCode } from './escape.ts';
import { mention } from './member.ts';
import { credits, moment } from './money.ts';

/** An entry with the job that it is about, where it is about one that is still known. */
export interface HistoryLine {
  readonly entry: LedgerEntry;
  readonly job: Job | null;
}

/** How many lines of {@link modHistoryText} fit a message whatever is in them. */
export const modHistoryPageSize = 6;

/** One page of `/mod history`, the newest first; `beforeSeq` null is the newest page. */
export function modHistoryText(userId: UserId, lines: readonly HistoryLine[], beforeSeq: number | null): string {
  if (lines.length === 0) {
    return beforeSeq === null
      ? `Nothing is written down about <@${userId}> here.`
      : `Nothing is written down about <@${userId}> before #${beforeSeq}, or #${beforeSeq} is not an entry of theirs.`;
  }
  return [`History of <@${userId}>, the newest first:`, ...lines.map((line) => lineText(line, userId))].join('\n');
}

/** What happened, from the member's side. Where credits moved, the amount comes behind it. */
const kindTexts = {
  open: 'books opened',
  reserve: 'set aside',
  settle: 'charged',
  release: 'came back',
  refund: 'refunded',
  grant: 'granted',
  revoke: 'taken away',
  give: 'given',
  add: 'pool: added',
  remove: 'pool: removed',
  mode: 'pool: mode changed',
  refill: 'pool: refilled',
  erase: 'data deleted',
  suspend: 'suspended',
  unsuspend: 'suspension lifted',
  strike: 'strike',
  forgive: 'strikes forgiven',
  block: 'word blocked',
  unblock: 'word unblocked',
  cancel: 'picture stopped',
  approve: 'request approved',
  decline: 'request declined',
  report: 'picture reported',
  delete: 'picture deleted',
  setup: 'settings changed',
} as const satisfies Record<EntryKind, string>;

/** Acts after which it matters how much bonus there is. */
const touchesBonus: ReadonlySet<EntryKind> = new Set<EntryKind>(['grant', 'revoke', 'give', 'refund']);

function lineText({ entry, job }: HistoryLine, member: UserId): string {
  const { seq, atMs, reason, bonusAfter, kind } = entry;
  const parts = [
    `**#${seq}** ${moment(atMs, 'f')} · ${whatText(entry, member)}`,
    ...byWhom(entry, member),
    ...(reason === '' ? [] : [escapeText(reason, 60)]),
    ...(touchesBonus.has(kind) && bonusAfter !== null ? [`bonus ${bonusAfter}`] : []),
    ...(job === null ? [] : jobTexts(entry, job)),
  ];
  return parts.join(' · ');
}

function whatText({ kind, credits: amount, byUserId, userId, pictures }: LedgerEntry, member: UserId): string {
  if (kind === 'give') {
    return byUserId === member
      ? `gave ${credits(amount)} to ${mention(userId ?? '')}`
      : `got ${credits(amount)} from ${mention(byUserId ?? '')}`;
  }
  const what = amount > 0 ? `${kindTexts[kind]} ${credits(amount)}` : kindTexts[kind];
  return pictures === undefined ? what : `${what} for ${pictures} pictures`;
}

/** Nobody is named for what a member does alone, nor for a gift, which names both. */
function byWhom({ kind, byUserId }: LedgerEntry, member: UserId): string[] {
  return byUserId === null || byUserId === member || kind === 'give' ? [] : [`by ${mention(byUserId)}`];
}

/** The id is what `/mod refund` takes. */
function jobTexts({ kind }: LedgerEntry, job: Job): string[] {
  const link = pictureLink(job);
  return [
    ...(link === null ? [] : [`[picture](${link})`]),
    ...(kind === 'settle' ? [`job ${inlineCode(job.id)}`] : []),
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
