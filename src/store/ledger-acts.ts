import { BotError } from '../domain/errors.ts';
import type { Act, Ledger } from '../domain/ports.ts';
import { assertWhole, totalsOf } from './books.ts';
import type { Guild, Guilds } from './guilds.ts';
import type { Change, Head } from './records.ts';
import { add, changeMode, give, grant, remove, revoke } from './transfers.ts';

type ActMethod = 'grant' | 'revoke' | 'give' | 'addToPool' | 'removeFromPool' | 'setPoolMode';

/** The part of a ledger that belongs to people; each act is named by its id, so that repetition is harmless. */
export function actsOn(guilds: Guilds, balance: Ledger['balance']): Pick<Ledger, ActMethod> {
  return {
    async grant(act) {
      assertWhole('credits', act.credits, 1);
      await actOnce(guilds, act, async ({ head, account }) => grant(head.books, await account(act.userId), act));
      return balance(act.guildId, act.userId, act.terms);
    },
    async revoke(act) {
      assertWhole('credits', act.credits, 1);
      const plan = async ({ head, account }: Guild) => revoke(head.books, await account(act.userId), act);
      return (await actOnce(guilds, act, plan)).credits;
    },
    async give(act) {
      assertWhole('credits', act.credits, 1);
      if (act.userId === act.byUserId) throw new BotError('bug', 'a gift to oneself');
      await actOnce(guilds, act, async ({ head, account }) =>
        give(head.books, await account(act.byUserId), await account(act.userId), act),
      );
      return balance(act.guildId, act.byUserId, act.terms);
    },
    async addToPool(act) {
      assertWhole('credits', act.credits, 1);
      const { head } = await actOnce(guilds, act, async (guild) => add(guild.head.books, act));
      return totalsOf(head.books);
    },
    async removeFromPool(act) {
      assertWhole('credits', act.credits, 1);
      const { head } = await actOnce(guilds, act, async (guild) => remove(guild.head.books, act));
      return totalsOf(head.books);
    },
    async setPoolMode(act, mode) {
      const { head } = await actOnce(guilds, act, async (guild) => changeMode(guild.head.books, act, mode));
      return totalsOf(head.books);
    },
  };
}

/** The guild after the act, and the credits that it moved when it was done for the first time. */
interface Done {
  readonly head: Head;
  readonly credits: number;
}

function actOnce(guilds: Guilds, act: Act, plan: (guild: Guild) => Promise<Change>): Promise<Done> {
  return guilds.visitOpen(act.guildId, act.terms, async (guild) => {
    const known = await guild.act(act.id);
    if (known !== null) return { head: guild.head, credits: known.credits };
    const change = await plan(guild);
    return { head: await guild.commit(change), credits: change.credits };
  });
}
