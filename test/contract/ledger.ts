import { beforeEach, describe, expect } from 'vitest';
import type { Ledger } from '#credits/credits.ts';
import { guild, isSound, wednesdayMs } from '../support/store/money.ts';
import { describeActs } from './ledger-acts.ts';
import { describeEnding } from './ledger-ending.ts';
import { describeNotes } from './ledger-notes.ts';
import { describeRefills } from './ledger-refills.ts';
import { describeReserving } from './ledger-reserving.ts';

/** Makes an empty ledger whose clock is `now`. Whoever makes it also closes it. */
export type OpenLedger = (now: () => number) => Promise<Ledger>;

/** A new ledger for each test, and its clock, which a test may move. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  nowMs: number;
}

/** What every ledger does, whatever it is built on. After each test the books add up. */
export function describeLedger(name: string, openLedger: OpenLedger): void {
  describe(`ledger on ${name}`, () => {
    let ledger: Ledger | undefined;
    const on = {
      nowMs: wednesdayMs,
      get ledger(): Ledger {
        if (ledger === undefined) throw new Error('a ledger is there within a test only');
        return ledger;
      },
    };

    beforeEach(async () => {
      on.nowMs = wednesdayMs;
      ledger = await openLedger(() => on.nowMs);
      return async () => {
        expect(isSound(await on.ledger.totals(guild))).toBe(true);
      };
    });

    describeReserving(on);
    describeEnding(on);
    describeActs(on);
    describeRefills(on);
    describeNotes(on);
  });
}
