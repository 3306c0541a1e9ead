import { creditPool, debitPool, tooFew } from './balances.ts';
import type { Act, Grant, PoolChange, PoolMode } from './credits.ts';
import type { Account, Balances, Change } from './records.ts';

/** Pool to bonus. @throws {@link BotError} `refused.quota` */
export function grant(balances: Balances, account: Account, act: Grant): Change {
  const { credits, userId } = act;
  if (balances.mode === 'limited' && balances.pool < credits) throw tooFew(credits, balances.pool);
  const paid = debitPool(balances, credits);
  return {
    ...actOf(act),
    kind: 'grant',
    userId,
    credits,
    balances: { ...paid, bonuses: paid.bonuses + credits },
    accounts: [{ ...account, bonus: account.bonus + credits }],
  };
}

/** What names a change: an act, or what Easel does in its wake. */
type Named = Pick<Change, 'id' | 'byUserId' | 'reason'>;

/** Bonus to pool, at most what is there. The mirror of a grant: an unlimited pool keeps nothing of it. */
export function revoke(balances: Balances, account: Account, act: Named & Pick<Grant, 'credits'>): Change {
  const credits = Math.min(act.credits, account.bonus);
  const back = creditPool(balances, credits, balances.mode === 'unlimited');
  return {
    ...actOf(act),
    kind: 'revoke',
    userId: account.userId,
    credits,
    balances: { ...back, bonuses: back.bonuses - credits },
    accounts: [{ ...account, bonus: account.bonus - credits }],
  };
}

/** Bonus to bonus. @throws {@link BotError} `refused.quota` */
export function give(balances: Balances, giver: Account, receiver: Account, act: Grant): Change {
  const { credits, userId } = act;
  if (giver.bonus < credits) throw tooFew(credits, giver.bonus);
  return {
    ...actOf(act),
    kind: 'give',
    userId,
    credits,
    balances,
    accounts: [
      { ...giver, bonus: giver.bonus - credits },
      { ...receiver, bonus: receiver.bonus + credits },
    ],
  };
}

/** Into the pool. */
export function add(balances: Balances, act: PoolChange): Change {
  const { credits } = act;
  return {
    ...actOf(act),
    kind: 'add',
    credits,
    balances: { ...balances, added: balances.added + credits, pool: balances.pool + credits },
  };
}

/** Out of the pool for good. @throws {@link BotError} `refused.quota` */
export function remove(balances: Balances, act: PoolChange): Change {
  const { credits } = act;
  if (balances.pool < credits) throw tooFew(credits, balances.pool);
  return {
    ...actOf(act),
    kind: 'remove',
    credits,
    balances: { ...balances, added: balances.added - credits, pool: balances.pool - credits },
  };
}

/** Limits the pool to what lies in it, or lifts the limit. */
export function changeMode(balances: Balances, act: Act, mode: PoolMode): Change {
  return { ...actOf(act), kind: 'mode', credits: 0, balances: { ...balances, mode } };
}

function actOf({ id, byUserId, reason }: Named) {
  return { id, byUserId, userId: null, reason, accounts: [], hold: null, isAct: true };
}
