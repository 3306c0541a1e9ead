import { describe, expect, it } from 'vitest';
import { type ContractRun, impatient, unanswered, unreadable } from './provider-run.ts';

/** A submit is sent once, and what its failure means for the money is certain. */
export function describeSubmit(run: ContractRun): void {
  describe('a submit', () => {
    it('that is accepted returns a ticket, after one call', async () => {
      const ticket = await run.submit();
      expect(ticket.provider).toBe(run.harness().provider.name);
      expect(ticket.remoteId).not.toBe('');
      expect(run.harness().calls()).toBe(1);
    });

    it('that is accepted under another content type returns a ticket', async () => {
      run.harness().script({ submit: 'other_content_type' });
      expect((await run.submit()).remoteId).not.toBe('');
    });

    it.each(['reject', 'error_in_200'] as const)('that is refused (%s) is rejected', async (act) => {
      run.harness().script({ submit: act });
      const error = await run.failure(run.submit());
      expect(error.code).toBe('provider.rejected');
      expect(run.harness().calls()).toBe(1);
    });

    it('to a busy service is unavailable, and certainly nothing was started', async () => {
      run.harness().script({ submit: 'busy' });
      const error = await run.failure(run.submit());
      expect(error.code).toBe('provider.unavailable');
      expect(error.facts.nothingStarted).toBe(true);
      expect(run.harness().calls()).toBe(1);
    });

    it('to a broken service is unavailable, but something may have been started', async () => {
      run.harness().script({ submit: 'broken' });
      const error = await run.failure(run.submit());
      expect(error.code).toBe('provider.unavailable');
      expect(error.facts.nothingStarted).toBeUndefined();
      expect(run.harness().calls()).toBe(1);
    });

    it('to a service that is not there is unavailable, and nothing was started', async () => {
      await run.harness().goOffline();
      const error = await run.failure(run.submit());
      expect(error.code).toBe('provider.unavailable');
      expect(error.facts.nothingStarted).toBe(true);
    });

    for (const act of unanswered) {
      it(`whose answer is lost (${act}) is unsure and is not repeated`, async () => {
        await run.start(impatient);
        run.harness().script({ submit: act });
        const error = await run.failure(run.submit());
        expect(error.code).toBe('provider.unsure');
        expect(error.facts.nothingStarted).toBeUndefined();
        expect(run.harness().calls()).toBe(1);
      });
    }

    for (const act of unreadable) {
      it(`whose answer cannot be read (${act}) is malformed: a job may exist`, async () => {
        run.harness().script({ submit: act });
        const error = await run.failure(run.submit());
        expect(error.code).toBe('provider.malformed');
        expect(error.facts.nothingStarted).toBeUndefined();
        expect(run.harness().calls()).toBe(1);
      });
    }

    it('that is given up ends at once with the reason of the caller', async () => {
      run.harness().script({ submit: 'silence' });
      const reason = new Error('enough');
      const reached = run.harness().nextCall();
      const call = run.submit();
      await reached;
      run.abort(reason);
      await expect(call).rejects.toBe(reason);
    });

    it('that is given up before it begins sends nothing', async () => {
      const reason = new Error('enough');
      run.abort(reason);
      await expect(run.submit()).rejects.toBe(reason);
      expect(run.harness().calls()).toBe(0);
    });
  });
}
