import { beforeEach, describe, expect, it } from 'vitest';
import type { Ticket } from '#providers/provider.ts';
import { type ContractRun, impatient, unanswered, unreadable } from './provider-run.ts';

/** Only what names the job's end ends it. */
export function describeCheck(run: ContractRun): void {
  describe('a check', () => {
    let ticket: Ticket;
    beforeEach(async () => {
      ticket = await run.submit();
    });

    it('tells queued, then running, then finished with the addresses of the pictures', async () => {
      run.harness().script({ check: 'queued' });
      expect(await run.check(ticket)).toMatchObject({ kind: 'queued' });
      run.harness().script({ check: 'running' });
      expect(await run.check(ticket)).toMatchObject({ kind: 'running' });
      run.harness().script({ check: 'finished' });
      const update = await run.check(ticket);
      expect(update.kind).toBe('finished');
      if (update.kind !== 'finished') return;
      expect(update.media.length).toBeGreaterThan(0);
      for (const { url } of update.media) expect(URL.canParse(url)).toBe(true);
    });

    it('of a failed job is final', async () => {
      run.harness().script({ check: 'failed' });
      const error = await run.failure(run.check(ticket));
      expect(error.code).toBe('provider.failed');
      expect(error.facts.contentFilter).toBeUndefined();
    });

    it('of a job that the content filter ended is final and says so', async () => {
      run.harness().script({ check: 'filtered' });
      const error = await run.failure(run.check(ticket));
      expect(error.code).toBe('provider.failed');
      expect(error.facts.contentFilter).toBe(true);
    });

    it('of a cancelled job is final and says so', async () => {
      run.harness().script({ check: 'cancelled' });
      const error = await run.failure(run.check(ticket));
      expect(error.code).toBe('provider.failed');
      expect(error.facts.providerCode).toBe('CANCEL');
    });

    it('of a success without a picture waits a while, then is final', async () => {
      run.harness().script({ check: 'succeeded_empty' });
      for (let round = 0; round < 3; round += 1) expect(await run.check(ticket)).toMatchObject({ kind: 'running' });
      const rounds = async (): Promise<unknown> => {
        for (let round = 0; round < 10; round += 1) await run.check(ticket);
        return undefined;
      };
      expect((await run.failure(rounds())).code).toBe('provider.failed');
    });

    for (const act of ['busy', 'broken', 'error_in_200'] as const) {
      it(`that is refused (${act}) says nothing about the job`, async () => {
        run.harness().script({ check: act });
        const error = await run.failure(run.check(ticket));
        expect(error.code).toBe('provider.unavailable');
        expect(error.facts.nothingStarted).toBeUndefined();
      });
    }

    it('of a service that is not there says nothing about the job', async () => {
      await run.harness().goOffline();
      const error = await run.failure(run.check(ticket));
      expect(error.code).toBe('provider.unavailable');
      expect(error.facts.nothingStarted).toBeUndefined();
    });

    for (const act of unanswered) {
      it(`whose answer is lost (${act}) says nothing about the job`, async () => {
        await run.start(impatient);
        run.harness().script({ submit: 'accept', check: act });
        const error = await run.failure(run.check(await run.submit()));
        expect(error.code).toBe('provider.unavailable');
        expect(error.facts.nothingStarted).toBeUndefined();
      });
    }

    for (const act of unreadable) {
      it(`whose answer cannot be read (${act}) is malformed`, async () => {
        run.harness().script({ check: act });
        const error = await run.failure(run.check(ticket));
        expect(error.code).toBe('provider.malformed');
        expect(error.facts.nothingStarted).toBeUndefined();
      });
    }

    it('finds the job again after a fault', async () => {
      run.harness().script({ check: 'html' });
      await run.failure(run.check(ticket));
      run.harness().script({ check: 'finished' });
      expect((await run.check(ticket)).kind).toBe('finished');
    });

    it('that is given up ends at once with the reason of the caller', async () => {
      run.harness().script({ check: 'silence' });
      const reason = new Error('enough');
      const reached = run.harness().nextCall();
      const call = run.check(ticket);
      await reached;
      run.abort(reason);
      await expect(call).rejects.toBe(reason);
    });
  });
}
