import { BotError } from '#core/errors.ts';
import type { JobId, UserId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import { assertWhole, balanceOf, initialBalances, refill, totalsOf } from './balances.ts';
import type { Act, HoldRequest, Ledger, Note, Reservation, Settlement, SettleOrder } from './credits.ts';
import {
  emptyHead,
  type Guild,
  type Guilds,
  guildsIn,
  guildsOf,
  readBooks,
  readHead,
  readOpenHolds,
} from './guilds.ts';
import { readAct, readHistory } from './history.ts';
import { end, refund, reserve, settlementOf } from './holds.ts';
import { type Account, actNameOf, type Change, type Head } from './records.ts';
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
  const guilds = guildsOf(database, now);
  const ending = <T>(id: JobId, work: (transaction: Transaction) => Promise<T>) =>
    database.transaction(async (transaction) => {
      await checkIn?.(transaction, id);
      return work(transaction);
    });

  const balance: Ledger['balance'] = async (guildId, userId, policy) => {
    const { head, account } = await readBooks(database, guildId, userId);
    if (head.isOpen && refill(head, policy, now()) !== null) {
      return guilds.withRefilledGuild(guildId, policy, async (guild) =>
        balanceOf(guild.head.balances, await guild.account(userId), policy, now()),
      );
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
    release: (guildId, id) => {
      const work = (guild: Guild) => endHold(guild, id, 0, { pictures: 0, atMs: now() });
      const sought = { jobId: id, userId: null };
      return ending(id, (transaction) => guildsIn(transaction, now).withGuild(guildId, work, sought));
    },
    refund: (order) => {
      const work = async ({ head, hold, account, commit }: Guild) => {
        const known = await hold(order.jobId);
        if (known === null || known.isErased) return 0;
        const change = refund(head.balances, await account(known.reservation.userId), known, order);
        if (change === null) return 0;
        await commit(change);
        return settlementOf(change.hold).returned - settlementOf(known).returned;
      };
      const refunding = (transaction: Transaction) => guildsIn(transaction, now).withGuild(order.guildId, work);
      // A moderator's refund is no part of the work on the job: any process does it.
      return order.byUserId === null ? ending(order.jobId, refunding) : database.transaction(refunding);
    },
    ...actsOn(guilds, balance),
    findNote: (note) => readAct(database, note.guildId, actNameOf(note)),
    note: (note) => guilds.withGuild(note.guildId, (guild) => writeNote(guild, note)),
  };
}

/** {@link Ledger.reserve} as a part of an open transaction. */
export function reserveIn(transaction: Transaction, request: HoldRequest, now: () => number): Promise<Reservation> {
  const work = async ({ head, hold, account, commit }: Guild) => {
    const known = await hold(request.id);
    if (known?.state === 'held') return known.reservation;
    if (known?.state === 'settled') throw new BotError('bug', `${request.id} was paid before`);
    const change = reserve(head.balances, await account(request.userId), request, now());
    await commit(change);
    return change.hold.reservation;
  };
  return guildsIn(transaction, now).withOpenGuild(request.guildId, request.policy, work, {
    jobId: request.id,
    userId: request.userId,
  });
}

/** {@link Ledger.settle} as a part of an open transaction. */
export async function settleIn(
  transaction: Transaction,
  { guildId, id, credits = Number.MAX_SAFE_INTEGER, pictures = 1 }: SettleOrder,
  now: () => number,
): Promise<Settlement> {
  assertWhole('credits', credits, 1);
  assertWhole('pictures', pictures, 1);
  const work = (guild: Guild) => endHold(guild, id, credits, { pictures, atMs: now() });
  return guildsIn(transaction, now).withGuild(guildId, work, { jobId: id, userId: null });
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
function actsOn(guilds: Guilds, balance: Ledger['balance']): Pick<Ledger, ActMethod> {
  return {
    async grant(act) {
      assertWhole('credits', act.credits, 1);
      await actOnce(guilds, act, async ({ head, account }) => grant(head.balances, await account(act.userId), act));
      return balance(act.guildId, act.userId, act.policy);
    },
    async revoke(act) {
      assertWhole('credits', act.credits, 1);
      const plan = async ({ head, account }: Guild) => revoke(head.balances, await account(act.userId), act);
      return (await actOnce(guilds, act, plan)).credits;
    },
    async give(act) {
      assertWhole('credits', act.credits, 1);
      if (act.userId === act.byUserId) throw new BotError('bug', 'a gift to oneself');
      await actOnce(guilds, act, async ({ head, account }) =>
        give(head.balances, await account(act.byUserId), await account(act.userId), act),
      );
      return balance(act.guildId, act.byUserId, act.policy);
    },
    async addToPool(act) {
      assertWhole('credits', act.credits, 1);
      const { head } = await actOnce(guilds, act, async (guild) => add(guild.head.balances, act));
      return totalsOf(head.balances);
    },
    async removeFromPool(act) {
      assertWhole('credits', act.credits, 1);
      const { head } = await actOnce(guilds, act, async (guild) => remove(guild.head.balances, act));
      return totalsOf(head.balances);
    },
    async setPoolMode(act, mode) {
      const { head } = await actOnce(guilds, act, async (guild) => changeMode(guild.head.balances, act, mode));
      return totalsOf(head.balances);
    },
  };
}

/** The guild after the act, and the credits that it moved when it was done for the first time. */
interface Done {
  readonly head: Head;
  readonly credits: number;
}

function actOnce(guilds: Guilds, act: Act, plan: (guild: Guild) => Promise<Change>): Promise<Done> {
  return guilds.withOpenGuild(act.guildId, act.policy, async (guild) => {
    const known = await guild.act(act.id);
    if (known !== null) return { head: guild.head, credits: known };
    const change = await plan(guild);
    return { head: await guild.commit(change), credits: change.credits };
  });
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
