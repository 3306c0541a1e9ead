import type { Model } from '#catalog/model.ts';
import type { EntryKind, LedgerEntry, Period } from '#credits/credits.ts';
import { pictureLink } from '#discord/texts/result.ts';
import { escapeText } from '#i18n/escape.ts';
import { credits, mention, moment, pictures as picturesText } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import type { HistoryLine } from '../history-lines.ts';

/** What a picture costs when no model is named, below a balance. */
export function defaultPriceText(model: Model, price: number, isLastChoice: boolean): string {
  const facts = { model: escapeText(model.title, 100), credits: credits(price) };
  return t(isLastChoice ? 'balance.lastChoicePrice' : 'balance.usualPrice', facts);
}

/** Both read it, in the channel. */
export function gaveText(fromUserId: string, toUserId: string, amount: number, reason: string): string {
  const why = reason === '' ? '' : `\n-# ${escapeText(reason, 500)}`;
  const facts = { giver: `<@${fromUserId}>`, receiver: `<@${toUserId}>`, credits: credits(amount) };
  return `${t('give.given', facts)}${why}`;
}

/** Only the bonus can be given away. */
export function tooLittleBonusText(amount: number, bonus: number): string {
  return t('give.tooLittle', { credits: credits(amount), bonus: credits(bonus) });
}

/** A page of `/credits history`, as `userId` reads it. */
export function historyText(lines: readonly HistoryLine[], userId: string): string {
  if (lines.length === 0) return t('history.none');
  return [t('history.heading'), ...lines.map((line) => historyLine(line, userId))].join('\n');
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
    isByOther ? t('history.by', { what, member: mention(byUserId) }) : what,
    `${sign}${credits(entry.credits)}`,
    ...(link ? [t('history.picture', { link })] : reason === '' ? [] : [escapeText(reasonText(reason), 60)]),
  ];
  return `- ${facts.join(' · ')}`;
}

interface Movement {
  readonly what: string;
  readonly sign: '+' | '−' | '';
}

/** What moves a member's credits; no sign where nothing is gained or lost yet. */
const movements: Partial<Record<EntryKind, (entry: LedgerEntry, userId: string) => Movement>> = {
  reserve: ({ fromPool }) => ({
    what: fromPool === undefined ? t('history.reserve') : t('history.reserveApproved', { credits: credits(fromPool) }),
    sign: '',
  }),
  settle: ({ pictures }) => ({
    what:
      pictures === undefined ? t('history.settle') : t('history.settleSeveral', { pictures: picturesText(pictures) }),
    sign: '−',
  }),
  release: () => ({ what: t('history.release'), sign: '' }),
  refund: () => ({ what: t('history.refund'), sign: '+' }),
  grant: () => ({ what: t('history.grant'), sign: '+' }),
  revoke: () => ({ what: t('history.revoke'), sign: '−' }),
  give: ({ byUserId, userId: toUserId }, userId) =>
    byUserId === userId
      ? { what: t('history.givenTo', { member: mention(toUserId ?? '') }), sign: '−' }
      : { what: t('history.givenBy', { member: mention(byUserId ?? '') }), sign: '+' },
};

/** Whether a member's history shows the entry: it is about credits and moved some. */
export function movesCredits({ kind, credits: amount }: LedgerEntry): boolean {
  return amount > 0 && movements[kind] !== undefined;
}

/** A member's place in `/credits top`. */
export interface TopRow {
  readonly userId: string;
  readonly pictures: number;
  readonly credits: number;
}

/** The first rows of the ranking, and the reader's own place (0 first; null without a picture). */
export function topText(period: Period, rows: readonly TopRow[], own: { rank: number; row: TopRow } | null): string {
  if (rows.length === 0) return t(`top.none.${period}`);
  const lines = rows.map((row, rank) =>
    t('top.line', { rank: rank + 1, member: mention(row.userId), amounts: amounts(row) }),
  );
  const place =
    own === null ? t(`top.notYou.${period}`) : t('top.you', { rank: own.rank + 1, amounts: amounts(own.row) });
  return [t(`top.heading.${period}`), ...lines, place].join('\n');
}

function amounts({ pictures, credits: spent }: TopRow): string {
  return `${picturesText(pictures)} · ${credits(spent)}`;
}
