import { isFarAhead } from '../domain/clock-steps.ts';
import { periodAround, type Terms } from '../domain/credits.ts';
import { assertWhole, open } from './books.ts';
import type { Books, Change, Head } from './records.ts';

/**
 * Fills a limited pool up to {@link Terms.refill}, once in every period; null when nothing is due. A pool that has more
 * stays as it is, and has had its refill. The first period is the one in which a refill is first asked for. As with
 * allowances, a longer period or a clock that was set back a little never refills early.
 */
export function refill(
  { books, refilledSinceMs }: Pick<Head, 'books' | 'refilledSinceMs'>,
  terms: Terms,
  nowMs: number,
): Change | null {
  if (terms.refill === null || books.mode === 'unlimited') return null;
  const upTo = assertWhole('refill', terms.refill.credits, 0);
  const { startsAtMs } = periodAround(terms.refill.period, nowMs);
  const isDone = refilledSinceMs !== null && refilledSinceMs >= startsAtMs;
  if (isDone && !isFarAhead(refilledSinceMs, nowMs)) return null;
  const credits = Math.max(0, upTo - books.pool);
  return {
    kind: 'refill',
    id: `refill:${startsAtMs}`,
    byUserId: null,
    userId: null,
    credits,
    reason: '',
    books: { ...books, added: books.added + credits, pool: books.pool + credits },
    accounts: [],
    hold: null,
    isAct: false,
    refilledSinceMs: startsAtMs,
  };
}

/** What the books of a guild that is not open would be right after its opening. */
export function booksAtOpening(terms: Terms, nowMs: number): Books {
  const { books } = open(terms);
  return refill({ books, refilledSinceMs: null }, terms, nowMs)?.books ?? books;
}
