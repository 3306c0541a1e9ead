import { BotError } from '#core/errors.ts';
import type { JobId, UserId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Database, Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import { assertWhole, balanceOf, initialBalances, refill, totalsOf } from './balances.ts';
import type {
  Act,
  HoldRequest,
  Ledger,
  Note,
  PoolChange,
  Refund,
  Reservation,
  Settlement,
  SettleOrder,
} from './credits.ts';
import { emptyHead, type Guild, lockGuild, lockOpenGuild, readBooks, readHead, readOpenHolds } from './guilds.ts';
import { readAct, readHistory } from './history.ts';
import { end, refund, reserve, settlementOf } from './holds.ts';
import { type Account, actNameOf, type Balances, type Change, type Head } from './records.ts';
import { add, changeMode, give, grant, remove, revoke } from './transfers.ts';

/** Dependencies of a ledger. */
export interface LedgerOptions {
  readonly store: Pick<Store, 'database'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  /** Checks in the same transaction that the hold of a job is this process's to end; it is when left out. @throws {@link BotError} `cancelled.shutdown` */
  readonly checkIn?: ((transaction: Transaction, id: JobId) => Promise<void>) | undefined;
}

/**
 * The ledger on the tables of a database. Every operation is one transaction that locks the guild's row: one that throws
 * `store.unavailable` has happened completely or not at all, and repeated with the same id it has happened exactly once.
 */
export function createLedger({ store, now, log, checkIn }: LedgerOptions): Ledger {
  const { database } = store;
  const ending = <T>(id: JobId, work: (transaction: Transaction) => Promise<T>) =>
    database.transaction(async (transaction) => {
      await checkIn?.(transaction, id);
      return work(transaction);
    });

  const balance: Ledger['balance'] = async (guildId, userId, policy) => {
    const { head, account } = await readBooks(database, guildId, userId);
    if (head.isOpen && refill(head, policy, now()) !== null) {
      return database.transaction(async (transaction) => {
        const guild = await lockOpenGuild(transaction, guildId, { policy, now });
        return balanceOf(guild.head.balances, await guild.account(userId), policy, now());
      });
    }
    const balances = head.isOpen ? head.balances : initialBalances(policy, now());
    return balanceOf(balances, account, policy, now());
  };

  return {
    balance,
    totals: async (guildId) => totalsOf(((await readHead(database, guildId)) ?? emptyHead).balances),
    history: (guildId, userId, page) => readHistory(database, guildId, userId, page),
    async holds() {
      const holds = await readOpenHolds(database, (_row, reason) => log.error({ reason }, 'a hold cannot be read'));
      return holds.map(({ reservation }) => reservation);
    },
    reserve: (request) => database.transaction((transaction) => reserveIn(transaction, request, now)),
    settle: (guildId, id, credits, pictures) =>
      ending(id, (transaction) => settleIn(transaction, { guildId, id, credits, pictures }, now)),
    release: (guildId, id) =>
      ending(id, async (transaction) => {
        const guild = await lockGuild(transaction, guildId, now, { jobId: id, userId: null });
        return endHold(guild, id, 0, { pictures: 0, atMs: now() });
      }),
    refund: (order) => {
      const refunding = (transaction: Transaction) => refundIn(transaction, order, now);
      // A moderator's refund is no part of the work on the job: any process does it.
      return order.byUserId === null ? ending(order.jobId, refunding) : database.transaction(refunding);
    },
    ...actsOn(database, now, balance),
    findNote: (note) => readAct(database, note.guildId, actNameOf(note)),
    note: (note) =>
      database.transaction(async (transaction) => writeNote(await lockGuild(transaction, note.guildId, now), note)),
  };
}

/** {@link Ledger.reserve} as a part of an open transaction. */
export async function reserveIn(
  transaction: Transaction,
  request: HoldRequest,
  now: () => number,
): Promise<Reservation> {
  const { id, guildId, userId, policy } = request;
  const guild = await lockOpenGuild(transaction, guildId, { policy, now }, { jobId: id, userId });
  const known = await guild.hold(id);
  if (known?.state === 'held') return known.reservation;
  if (known?.state === 'settled') throw new BotError('bug', `${id} was paid before`);
  const change = reserve(guild.head.balances, await guild.account(userId), request, now());
  await guild.commit(change);
  return change.hold.reservation;
}

/** {@link Ledger.settle} as a part of an open transaction. */
export async function settleIn(
  transaction: Transaction,
  { guildId, id, credits = Number.MAX_SAFE_INTEGER, pictures = 1 }: SettleOrder,
  now: () => number,
): Promise<Settlement> {
  assertWhole('credits', credits, 1);
  assertWhole('pictures', pictures, 1);
  const guild = await lockGuild(transaction, guildId, now, { jobId: id, userId: null });
  return endHold(guild, id, credits, { pictures, atMs: now() });
}

/** Resolves with what came back this time. */
async function refundIn(transaction: Transaction, order: Refund, now: () => number): Promise<number> {
  const { head, hold, account, commit } = await lockGuild(transaction, order.guildId, now);
  const known = await hold(order.jobId);
  if (known === null || known.isErased) return 0;
  const change = refund(head.balances, await account(known.reservation.userId), known, order);
  if (change === null) return 0;
  await commit(change);
  return settlementOf(change.hold).returned - settlementOf(known).returned;
}

const nothing: Settlement = { charged: 0, returned: 0 };

/** `credits` 0 releases it. */
async function endHold(
  { head, hold, account, commit }: Guild,
  id: JobId,
  credits: number,
  { pictures, atMs }: { readonly pictures: number; readonly atMs: number },
): Promise<Settlement> {
  const known = await hold(id);
  if (known === null) return nothing;
  if (known.state !== 'held') return settlementOf(known);
  const ending = { charged: Math.min(credits, known.reservation.credits), pictures, atMs };
  const change = end(head.balances, await account(known.reservation.userId), known, ending);
  await commit(change);
  return settlementOf(change.hold);
}

type ActMethod = 'grant' | 'revoke' | 'give' | 'addToPool' | 'removeFromPool' | 'setPoolMode';

/** The part of a ledger that belongs to people; each act is named by its id, so that repetition is harmless. */
function actsOn(database: Database, now: () => number, balance: Ledger['balance']): Pick<Ledger, ActMethod> {
  const actOnce = async (act: Act | PoolChange, plan: (guild: Guild) => Change | Promise<Change>): Promise<Done> => {
    if ('credits' in act) assertWhole('credits', act.credits, 1);
    return database.transaction(async (transaction) => {
      const guild = await lockOpenGuild(transaction, act.guildId, { policy: act.policy, now });
      const known = await guild.act(act.id);
      if (known !== null) return { head: guild.head, credits: known };
      const change = await plan(guild);
      return { head: await guild.commit(change), credits: change.credits };
    });
  };
  const onPool = async (act: Act | PoolChange, change: (balances: Balances) => Change) =>
    totalsOf((await actOnce(act, ({ head }) => change(head.balances))).head.balances);

  return {
    async grant(act) {
      await actOnce(act, async ({ head, account }) => grant(head.balances, await account(act.userId), act));
      return balance(act.guildId, act.userId, act.policy);
    },
    async revoke(act) {
      const plan = async ({ head, account }: Guild) => revoke(head.balances, await account(act.userId), act);
      return (await actOnce(act, plan)).credits;
    },
    async give(act) {
      if (act.userId === act.byUserId) throw new BotError('bug', 'a gift to oneself');
      await actOnce(act, async ({ head, account }) =>
        give(head.balances, await account(act.byUserId), await account(act.userId), act),
      );
      return balance(act.guildId, act.byUserId, act.policy);
    },
    addToPool: (act) => onPool(act, (balances) => add(balances, act)),
    removeFromPool: (act) => onPool(act, (balances) => remove(balances, act)),
    setPoolMode: (act, mode) => onPool(act, (balances) => changeMode(balances, act, mode)),
  };
}

/** The guild after the act, and the credits that it moved when it was done for the first time. */
interface Done {
  readonly head: Head;
  readonly credits: number;
}

async function writeNote({ head, act, account, commit }: Guild, note: Note): Promise<void> {
  if ((await act(actNameOf(note))) !== null) return;
  const accounts: Account[] = [];
  for (const member of membersIn(note)) accounts.push(await account(member));
  const { id, kind, byUserId, userId, reason } = note;
  const { balances } = head;
  await commit({ kind, id, byUserId, userId, credits: 0, reason, balances, accounts, hold: null, isAct: true });
}

/** In whose histories it stands: that of the member whom it concerns, and a report in that of its reporter, who need be no moderator. */
function membersIn({ kind, byUserId, userId }: Note): ReadonlySet<UserId> {
  const members = [userId, kind === 'report' ? byUserId : null];
  return new Set(members.filter((member) => member !== null));
}
