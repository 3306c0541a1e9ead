import type { Settlement } from '../domain/credits.ts';
import { BotError } from '../domain/errors.ts';
import type { GuildId, JobId } from '../domain/ids.ts';
import type { Ledger } from '../domain/ports.ts';
import { assertWhole } from './books.ts';
import type { Guilds } from './guilds.ts';
import { end, refund, reserve, settlementOf } from './holds.ts';

const nothing: Settlement = { charged: 0, returned: 0 };

/** The part of a ledger that belongs to jobs; each hold is named by its job, so that repetition is harmless. */
export function holdsOn(guilds: Guilds, now: () => number): Pick<Ledger, 'reserve' | 'settle' | 'release' | 'refund'> {
  function endHold(guildId: GuildId, id: JobId, credits: number, pictures: number): Promise<Settlement> {
    return guilds.visit(guildId, async ({ head, hold, account, commit }) => {
      const known = await hold(id);
      if (known === null) return nothing;
      if (known.state !== 'held') return settlementOf(known);
      const ending = { charged: Math.min(credits, known.reservation.credits), pictures, atMs: now() };
      const change = end(head.books, await account(known.reservation.userId), known, ending);
      await commit(change);
      return settlementOf(change.hold);
    });
  }

  return {
    reserve: (request) =>
      guilds.visitOpen(request.guildId, request.terms, async ({ head, hold, account, commit }) => {
        const known = await hold(request.id);
        if (known?.state === 'held') return known.reservation;
        if (known?.state === 'settled') throw new BotError('bug', `${request.id} was paid before`);
        const change = reserve(head, await account(request.userId), request, now());
        await commit(change);
        return change.hold.reservation;
      }),
    async settle(guildId, id, credits = Number.MAX_SAFE_INTEGER, pictures = 1) {
      assertWhole('credits', credits, 1);
      assertWhole('pictures', pictures, 1);
      return endHold(guildId, id, credits, pictures);
    },
    release: (guildId, id) => endHold(guildId, id, 0, 0),
    refund: (order) =>
      guilds.visit(order.guildId, async ({ head, hold, account, commit }) => {
        const known = await hold(order.jobId);
        if (known === null || known.isErased) return 0;
        const change = refund(head.books, await account(known.reservation.userId), known, order);
        if (change === null) return 0;
        await commit(change);
        return settlementOf(change.hold).returned - settlementOf(known).returned;
      }),
  };
}
