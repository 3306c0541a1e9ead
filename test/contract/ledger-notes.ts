import { describe, expect, it } from 'vitest';
import { type Note, noteKinds } from '#credits/credits.ts';
import { actOf, ada, bob, guild, holdOf, moderator, termsOf } from '../support/store/money.ts';
import type { LedgerUnderTest } from './ledger.ts';

const terms = termsOf(10, 100);
const newest = { beforeSeq: null, limit: 10 };

/** A suspension of Ada unless told. */
function noteOf(changes: Partial<Note> = {}): Note {
  return {
    id: 'n1',
    guildId: guild,
    kind: 'suspend',
    byUserId: moderator,
    userId: ada,
    reason: 'a storm of flags',
    ...changes,
  };
}

/** What is written down beside the credits. */
export function describeNotes(on: LedgerUnderTest): void {
  describe('note', () => {
    it('stands in the history of the guild and the member, between what moves credits', async () => {
      await on.ledger.grant(actOf('g1', 30, terms));
      await on.ledger.note(noteOf());
      await on.ledger.revoke(actOf('r1', 5, terms));
      const lines = await on.ledger.history(guild, ada, newest);
      expect(lines.map(({ seq, kind, bonusAfter }) => [seq, kind, bonusAfter])).toEqual([
        [4, 'revoke', 25],
        [3, 'suspend', 30],
        [2, 'grant', 30],
      ]);
      expect(lines[1]).toMatchObject({ byUserId: moderator, userId: ada, credits: 0, reason: 'a storm of flags' });
      expect(await on.ledger.history(guild, null, { beforeSeq: 4, limit: 1 })).toMatchObject([{ kind: 'suspend' }]);
    });

    it('moves no credits', async () => {
      await on.ledger.reserve(holdOf('j1', 7, terms));
      const before = await on.ledger.totals(guild);
      for (const kind of noteKinds) await on.ledger.note(noteOf({ kind }));
      expect(await on.ledger.totals(guild)).toEqual(before);
      expect(await on.ledger.balance(guild, ada, terms)).toMatchObject({ held: 7, allowanceLeft: 3 });
    });

    it('is found by its kind and id, however much has happened since', async () => {
      await on.ledger.note(noteOf({ kind: 'strike' }));
      for (let count = 0; count < 120; count += 1) await on.ledger.note(noteOf({ id: `later${count}` }));
      const { id } = noteOf();
      const found = await on.ledger.findNote({ guildId: guild, kind: 'strike', id });
      expect(found).toMatchObject({ kind: 'strike', byUserId: moderator, userId: ada });
      expect(await on.ledger.findNote({ guildId: guild, kind: 'forgive', id })).toBeNull();
    });

    it('is written once per kind and id', async () => {
      await on.ledger.grant(actOf('n1', 30, terms));
      for (const kind of ['strike', 'suspend', 'strike'] as const) await on.ledger.note(noteOf({ kind }));
      const lines = await on.ledger.history(guild, ada, newest);
      expect(lines.map(({ kind }) => kind)).toEqual(['suspend', 'strike', 'grant']);
    });

    it('of a moderator does not stand in their own history', async () => {
      for (const kind of noteKinds) if (kind !== 'report') await on.ledger.note(noteOf({ kind }));
      expect(await on.ledger.history(guild, moderator, newest)).toEqual([]);
    });

    it('of the guild concerns no member', async () => {
      await on.ledger.note(noteOf({ kind: 'setup', userId: null, byUserId: null }));
      expect(await on.ledger.history(guild, null, newest)).toMatchObject([{ userId: null, bonusAfter: null }]);
      expect(await on.ledger.history(guild, moderator, newest)).toEqual([]);
    });

    it('that is a report stands in the history of both members', async () => {
      await on.ledger.note(noteOf({ kind: 'report', byUserId: bob }));
      await on.ledger.note(noteOf({ kind: 'report', byUserId: ada, id: 'n2' }));
      expect(await on.ledger.history(guild, bob, newest)).toHaveLength(1);
      expect(await on.ledger.history(guild, ada, newest)).toHaveLength(2);
    });

    it('may come before the pool is opened, and opens nothing', async () => {
      await on.ledger.note(noteOf());
      expect(await on.ledger.balance(guild, ada, terms)).toMatchObject({ pool: 100, allowanceLeft: 10 });
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 0 });
      await on.ledger.reserve(holdOf('j1', 7, terms));
      expect(await on.ledger.totals(guild)).toEqual({ added: 100, pool: 93, bonuses: 0, held: 7, spent: 0 });
      expect(await on.ledger.holds()).toHaveLength(1);
    });
  });
}
