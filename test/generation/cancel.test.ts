import { describe, expect, it } from 'vitest';
import { guildId } from '#core/ids.ts';
import { cancel } from '#generation/cancel.ts';
import { createGate } from '../support/gate.ts';
import { guild, member, otherMember, replyAddress, requestOf } from '../support/requests.ts';
import { finished, running, type Script, type Step, takesAs, throws } from '../support/scripted-provider.ts';
import { createWorld, type WorldOptions } from '../support/world.ts';

const { id } = requestOf();
const owner = { guildId: guild, userId: member, isModerator: false };
const moderator = { guildId: guild, userId: otherMember, isModerator: true };
const full = throws('provider.unavailable', { nothingStarted: true, retryAfterMs: 1 });
const untouched = { added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 };
const ticket = { provider: 'runninghub' as const, remoteId: 'remote' };

/** A world whose request has run for a while. */
async function begun(runninghub: Script, options: WorldOptions = {}) {
  const world = createWorld({ ...options, runninghub });
  const done = world.begin();
  await world.clock.advance(1_500);
  return { world, done };
}

describe('who may cancel', () => {
  it('a job that is not there, or of another guild, is not found', async () => {
    const elsewhere = { ...moderator, guildId: guildId('900000000000000002') };
    const { world, done } = await begun({ check: [running, finished] });
    expect(await cancel(id, elsewhere, world.flow)).toBe('not_found');
    await world.clock.advanceUntil(done);
    expect(await cancel(id, elsewhere, world.flow)).toBe('not_found');
    expect(await cancel(requestOf().id, owner, createWorld().flow)).toBe('not_found');
  });

  it('another member may not, whether the job runs or is over', async () => {
    const { world, done } = await begun({ check: [running, finished] });
    const stranger = { ...owner, userId: otherMember };
    expect(await cancel(id, stranger, world.flow)).toBe('not_yours');
    await world.clock.advanceUntil(done);
    expect(await cancel(id, stranger, world.flow)).toBe('not_yours');
    expect([world.runninghub.cancels, world.reply.delivered.length]).toEqual([[], 1]);
  });

  it('a moderator may, and the job says so', async () => {
    const { world, done } = await begun({ check: [running], cancel: [() => 'cancelled'] });
    expect(await cancel(id, moderator, world.flow)).toBe('cancelled');
    await world.clock.advanceUntil(done);
    expect(await world.stored()).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'moderator',
      error: 'cancelled.moderator',
    });
    expect(await world.totals()).toEqual(untouched);
  });
});

it('a cancel that could not be sent is told to the operator', async () => {
  const cancelled = throws('provider.unavailable');
  const { world, done } = await begun({ check: [running, running, finished], cancel: [cancelled] });
  expect(await cancel(id, owner, world.flow)).toBe('asked');
  expect(world.log.lines).toMatchObject([{ level: 'warn', facts: { job: id }, message: 'a cancel could not be sent' }]);
  await world.clock.advanceUntil(done);
});

describe('a cancel before anything was sent', () => {
  it('while the job is being written down stops it before the submit', async () => {
    const held = createGate<typeof replyAddress>();
    const { world, done } = await begun({}, { reply: { accept: () => held.promise } });
    expect(await cancel(id, owner, world.flow)).toBe('cancelled');
    held.resolve(replyAddress);
    await world.clock.advanceUntil(done);
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 7, held: 0 } }]);
    expect(await world.totals()).toEqual(untouched);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', cancelledBy: 'user' });
  });

  it('while it waits for its turn stops it at once', async () => {
    const { world, done } = await begun({ submit: [full] });
    expect(await cancel(id, owner, world.flow)).toBe('cancelled');
    await world.clock.settle();
    await done;
    expect(world.runninghub.submits).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', cancelledBy: 'user', charged: 0 });
    expect(await world.totals()).toEqual(untouched);
  });
});

describe('a cancel while the submit is under way', () => {
  const submitting = async (outcome: Step<typeof ticket>, script: Script = {}) => {
    const gate = createGate<void>();
    const submit = async () => {
      await gate.promise;
      return outcome();
    };
    const { world, done } = await begun({ submit: [submit, takesAs('runninghub', 'second')], ...script });
    expect(await world.jobs.find(id).then((job) => job?.state)).toBe('sending');
    expect(await cancel(id, owner, world.flow)).toBe('asked');
    gate.resolve();
    await world.clock.advanceUntil(done);
    return world;
  };

  it('stops the job at the provider as soon as its ticket is there', async () => {
    const world = await submitting(() => ticket, { check: [running], cancel: [() => 'cancelled'] });
    expect(world.runninghub.cancels).toMatchObject([{ ticket }]);
    expect(world.runninghub.checks).toEqual([]);
    expect(await world.totals()).toEqual(untouched);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', cancelledBy: 'user' });
  });

  it('does not try again when the provider was full', async () => {
    const world = await submitting(full);
    expect(world.runninghub.submits).toHaveLength(1);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 7, held: 0 } }]);
    expect(await world.totals()).toEqual(untouched);
  });

  it('that comes too late is delivered and charged', async () => {
    const world = await submitting(() => ticket, { check: [running, finished], cancel: [() => 'too_late'] });
    expect(world.reply.shown.map(({ progress }) => progress.kind)).toEqual(['cancelling']);
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
  });
});

describe('a cancel of a running job', () => {
  it('that the provider obeys is refunded', async () => {
    const { world, done } = await begun({ check: [running], cancel: [() => 'cancelled'] });
    expect(await cancel(id, owner, world.flow)).toBe('cancelled');
    await world.clock.advanceUntil(done);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'cancelled.user' }, money: { returned: 7, charged: 0 } },
    ]);
    expect(await world.totals()).toEqual(untouched);
  });

  it('that comes too late goes on and is delivered', async () => {
    const { world, done } = await begun({ check: [running, finished], cancel: [() => 'too_late'] });
    expect(await cancel(id, owner, world.flow)).toBe('too_late');
    await world.clock.advanceUntil(done);
    expect(await world.stored()).toMatchObject({ state: 'delivered', cancelledBy: null, charged: 7 });
  });

  const silences: [string, Step<'unknown'>][] = [
    ['does not say', () => 'unknown'],
    ['cannot be reached', throws('provider.unavailable')],
  ];

  it.each(silences)(
    'whose provider %s is asked for at once, and refunded when it ends without a picture',
    async (_what, cancelled) => {
      const { world, done } = await begun({
        check: [running, running, throws('provider.failed')],
        cancel: [cancelled],
      });
      expect(await cancel(id, owner, world.flow)).toBe('asked');
      await world.clock.settle();
      expect(world.runninghub.checks).toHaveLength(2);
      expect(world.flow.active.find(id)?.progress).toEqual({ kind: 'cancelling' });
      await world.clock.advanceUntil(done);
      expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 7 } }]);
      expect(await world.stored()).toMatchObject({ state: 'cancelled', error: 'cancelled.user' });
      expect(await world.totals()).toEqual(untouched);
    },
  );

  it.each(silences)('whose provider %s is delivered and charged when it finishes', async (_what, cancelled) => {
    const { world, done } = await begun({ check: [running, finished], cancel: [cancelled] });
    expect(await cancel(id, owner, world.flow)).toBe('asked');
    await world.clock.advanceUntil(done);
    expect(world.reply.delivered).toHaveLength(1);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });
});
