import { draw, putBack, tooFew } from './books.ts';
import type { Act, Grant, PoolChange, PoolMode } from './credits.ts';
import type { Account, Books, Change } from './records.ts';

/** Pool to bonus. @throws {@link BotError} `refused.quota` */
export function grant(books: Books, account: Account, act: Grant): Change {
  const { credits, userId } = act;
  if (books.mode === 'limited' && books.pool < credits) throw tooFew(credits, books.pool);
  const drawn = draw(books, credits);
  return {
    ...actOf(act),
    kind: 'grant',
    userId,
    credits,
    books: { ...drawn, bonuses: drawn.bonuses + credits },
    accounts: [{ ...account, bonus: account.bonus + credits }],
  };
}

/** What names a change: an act, or what Easel does in its wake. */
type Named = Pick<Change, 'id' | 'byUserId' | 'reason'>;

/** Bonus to pool, at most what is there. The mirror of a grant: an unlimited pool keeps nothing of it. */
export function revoke(books: Books, account: Account, act: Named & Pick<Grant, 'credits'>): Change {
  const credits = Math.min(act.credits, account.bonus);
  const back = putBack(books, credits, books.mode === 'unlimited');
  return {
    ...actOf(act),
    kind: 'revoke',
    userId: account.userId,
    credits,
    books: { ...back, bonuses: back.bonuses - credits },
    accounts: [{ ...account, bonus: account.bonus - credits }],
  };
}

/** Bonus to bonus. @throws {@link BotError} `refused.quota` */
export function give(books: Books, giver: Account, receiver: Account, act: Grant): Change {
  const { credits, userId } = act;
  if (giver.bonus < credits) throw tooFew(credits, giver.bonus);
  return {
    ...actOf(act),
    kind: 'give',
    userId,
    credits,
    books,
    accounts: [
      { ...giver, bonus: giver.bonus - credits },
      { ...receiver, bonus: receiver.bonus + credits },
    ],
  };
}

/** Into the pool. */
export function add(books: Books, act: PoolChange): Change {
  const { credits } = act;
  return {
    ...actOf(act),
    kind: 'add',
    credits,
    books: { ...books, added: books.added + credits, pool: books.pool + credits },
  };
}

/** Out of the pool for good. @throws {@link BotError} `refused.quota` */
export function remove(books: Books, act: PoolChange): Change {
  const { credits } = act;
  if (books.pool < credits) throw tooFew(credits, books.pool);
  return {
    ...actOf(act),
    kind: 'remove',
    credits,
    books: { ...books, added: books.added - credits, pool: books.pool - credits },
  };
}

/** Limits the pool to what lies in it, or lifts the limit. */
export function changeMode(books: Books, act: Act, mode: PoolMode): Change {
  return { ...actOf(act), kind: 'mode', credits: 0, books: { ...books, mode } };
}

function actOf({ id, byUserId, reason }: Named) {
  return { id, byUserId, userId: null, reason, accounts: [], hold: null, isAct: true };
}
