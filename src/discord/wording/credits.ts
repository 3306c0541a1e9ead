import type { EntryKind, LedgerEntry, Period } from '../../domain/credits.ts';
import type { Job } from '../../domain/job.ts';
import type { Model } from '../../domain/model.ts';
import { escapeText } from './escape.ts';
import { mention } from './member.ts';
import { credits, moment } from './money.ts';
import { pictureLink } from './result.ts';

/** What a picture costs by default, below a balance. */
export function defaultPriceText(model: Model, price: number): string {
  return `- A picture with ${escapeText(model.title, 100)}: ${credits(price)}`;
}

/** The refusals of `/credits give`. */
export const giveTexts = {
  self: 'You cannot give credits to yourself. Nothing changed.',
  bot: 'Bots make no pictures, so they take no credits. Nothing changed.',
  stranger: 'This person is not on this server. Nothing changed.',
} as const;

/** Both read it, in the channel. */
export function gaveText(fromUserId: string, toUserId: string, amount: number, reason: string): string {
  const why = reason === '' ? '' : `\n-# ${escapeText(reason, 500)}`;
  return `<@${fromUserId}> gives <@${toUserId}> **${credits(amount)}**.${why}`;
}

/** Only the bonus can be given away. */
export function tooLittleBonusText(amount: number, bonus: number): string {
  return `You cannot give ${credits(amount)}: only your bonus can be given, and it is ${credits(bonus)} right now. Nothing changed.`;
}

/** A line of the history, with its job where it is about one. */
export interface HistoryLine {
  readonly entry: LedgerEntry;
  readonly job: Job | null;
}

/** A page of `/credits history`, as `userId` reads it. */
export function historyText(lines: readonly HistoryLine[], userId: string): string {
  if (lines.length === 0) return 'Nothing has moved your credits here yet.';
  return ['Your credits, newest first:', ...lines.map((line) => historyLine(line, userId))].join('\n');
}

function historyLine({ entry, job }: HistoryLine, userId: string): string {
  const { kind, atMs, byUserId, reason } = entry;
  const describe = movements[kind];
  if (describe === undefined) return `- ${moment(atMs, 'f')} · ${kind}`;
  const { what, sign } = describe(entry, userId);
  const isByOther = byUserId !== null && byUserId !== userId && kind !== 'give';
  const link = job && pictureLink(job);
  const facts = [
    moment(atMs, 'f'),
    isByOther ? `${what} by ${mention(byUserId)}` : what,
    `${sign}${credits(entry.credits)}`,
    ...(link ? [`[picture](${link})`] : reason === '' ? [] : [escapeText(reason, 60)]),
  ];
  return `- ${facts.join(' · ')}`;
}

interface Movement {
  readonly what: string;
  readonly sign: '+' | '−' | '';
}

/** What moves a member's credits. Without a sign where nothing is gained or lost yet. */
const movements: Partial<Record<EntryKind, (entry: LedgerEntry, userId: string) => Movement>> = {
  reserve: () => ({ what: 'set aside for a picture', sign: '' }),
  settle: ({ pictures }) => ({
    what: pictures === undefined ? 'spent on a picture' : `spent on ${pictures} pictures`,
    sign: '−',
  }),
  release: () => ({ what: 'no longer set aside', sign: '' }),
  refund: () => ({ what: 'refunded', sign: '+' }),
  grant: () => ({ what: 'granted', sign: '+' }),
  revoke: () => ({ what: 'taken back', sign: '−' }),
  give: ({ byUserId, userId: toUserId }, userId) =>
    byUserId === userId
      ? { what: `given to ${mention(toUserId ?? '')}`, sign: '−' }
      : { what: `given by ${mention(byUserId ?? '')}`, sign: '+' },
};

/** Whether an entry is about credits at all, as a member's history tells it. */
export function movesCredits({ kind }: LedgerEntry): boolean {
  return movements[kind] !== undefined;
}

/** A member's place in `/credits top`. */
export interface TopRow {
  readonly userId: string;
  readonly pictures: number;
  readonly credits: number;
}

const periodNames = { day: 'today', week: 'this week', month: 'this month' } as const satisfies Record<Period, string>;

/** The first rows of the ranking, and the reader's own place (0 first; null without a picture). */
export function topText(period: Period, rows: readonly TopRow[], own: { rank: number; row: TopRow } | null): string {
  if (rows.length === 0) return `Nobody has made a picture ${periodNames[period]}.`;
  const lines = rows.map((row, rank) => `${rank + 1}. ${mention(row.userId)} · ${amounts(row)}`);
  const place =
    own === null
      ? `You have made none ${periodNames[period]}.`
      : `You are number ${own.rank + 1}: ${amounts(own.row)}.`;
  return [`Most pictures ${periodNames[period]} (UTC):`, ...lines, place].join('\n');
}

function amounts({ pictures, credits: spent }: TopRow): string {
  return `${pictures === 1 ? '1 picture' : `${pictures} pictures`} · ${credits(spent)}`;
}
