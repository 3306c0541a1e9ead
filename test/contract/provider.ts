import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ticket } from '#providers/provider.ts';
import { describeCheck } from './provider-check.ts';
import type { MakeProviderHarness } from './provider-harness.ts';
import { type ContractRun, createContractRun, patient } from './provider-run.ts';
import { describeSubmit } from './provider-submit.ts';

/** What every client of an image service keeps to. */
export function describeProviderContract(name: string, makeHarness: MakeProviderHarness): void {
  describe(`${name} keeps the contract of a provider:`, () => {
    const run = createContractRun(makeHarness);
    beforeEach(async () => {
      await run.start(patient);
      run.harness().script({ submit: 'accept', check: 'running', cancel: 'obey' });
    });
    afterEach(() => run.harness().close());

    describeSubmit(run);
    describeCheck(run);
    describeCancel(run);
    describeAccount(run);
  });
}

function describeCancel(run: ContractRun): void {
  describe('a cancel', () => {
    let ticket: Ticket;
    const cancel = () => run.harness().provider.cancel(ticket, run.signal());
    beforeEach(async () => {
      ticket = await run.submit();
    });

    it('that is obeyed is told as cancelled', async () => {
      run.harness().script({ cancel: 'obey', check: 'cancelled' });
      expect(await cancel()).toBe('cancelled');
    });

    it('that comes too late is told so', async () => {
      run.harness().script({ cancel: 'too_late' });
      expect(await cancel()).toBe('too_late');
    });

    it('to a broken service is unavailable', async () => {
      run.harness().script({ cancel: 'broken' });
      expect((await run.failure(cancel())).code).toBe('provider.unavailable');
    });

    it('whose answer cannot be read is malformed', async () => {
      run.harness().script({ cancel: 'html' });
      expect((await run.failure(cancel())).code).toBe('provider.malformed');
    });
  });
}

function describeAccount(run: ContractRun): void {
  it('the account is told, in figures or not at all', async () => {
    const account = await run.harness().provider.account(run.signal());
    for (const figure of [account.balance, account.running, account.queued, account.concurrencyLimit]) {
      expect(figure === null || Number.isFinite(figure)).toBe(true);
    }
  });
}
