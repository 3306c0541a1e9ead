import type { UserId } from '../domain/ids.ts';
import type { Note } from '../domain/note.ts';
import type { Ledger } from '../domain/ports.ts';
import type { Guilds } from './guilds.ts';
import { actNameOf, type Change } from './records.ts';

/** @see Ledger.note */
export function noteOn(guilds: Guilds): Ledger['note'] {
  return (note) =>
    guilds.visit(note.guildId, async ({ head, act, account, commit }) => {
      if ((await act(actNameOf(note))) !== null) return;
      const accounts: Change['accounts'] = [];
      for (const userId of membersIn(note)) accounts.push(await account(userId));
      const { id, kind, byUserId, userId, reason } = note;
      const { books } = head;
      await commit({ kind, id, byUserId, userId, credits: 0, reason, books, accounts, hold: null, isAct: true });
    });
}

/** In whose histories it stands: that of the member whom it concerns, and a report in that of its reporter, who need be no moderator. */
function membersIn({ kind, byUserId, userId }: Note): ReadonlySet<UserId> {
  const members = [userId, kind === 'report' ? byUserId : null];
  return new Set(members.filter((member) => member !== null));
}
