import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { admissionOf, otherMember, planOf, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
import { running } from '../support/scripted-provider.ts';
import { createWorld } from '../support/world.ts';

const before = { added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 };
const requestBy = (number: number, userId = requestOf().userId) =>
  requestOf({ id: snowflakeAt(startMs, number), userId });

describe('requests at the same time', () => {
  it('ten on credits for one: exactly one runs', async () => {
    const price = planOf({ ...planOf().quotes[0], credits: 60 });
    const limits = { perMember: 100, perGuild: 100 };
    const world = createWorld({ flow: { admit: async () => admissionOf({ plan: price, limits }) } });
    const all = Array.from({ length: 10 }, (_, number) => world.begin(requestBy(number)));
    const results = await world.clock.advanceUntil(Promise.allSettled(all));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(reasons.every((reason) => reason instanceof BotError && reason.code === 'refused.quota')).toBe(true);
    expect(world.runninghub.submits).toHaveLength(1);
    expect(await world.totals()).toEqual({ ...before, pool: 940, spent: 60 });
  });

  it('a member has at most as many jobs as allowed, and another member still has room', async () => {
    const world = createWorld({ runninghub: { check: [running] } });
    const first = world.begin(requestBy(1));
    const second = world.begin(requestBy(2));
    await world.clock.settle();
    await expect(world.generate(requestBy(3))).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'member', limit: 2 },
    });
    const other = world.begin(requestBy(4, otherMember));
    await world.clock.settle();
    expect(world.flow.active.of(requestOf().guildId, otherMember)).toHaveLength(1);
    await expect(world.generate(requestBy(5, otherMember))).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'guild', limit: 3 },
    });
    expect((await world.totals()).held).toBe(21);
    for (const { stop } of world.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await world.clock.advanceUntil(Promise.all([first, second, other]));
  });

  it('an ended job makes room for the next', async () => {
    const world = createWorld();
    for (let number = 0; number < 5; number += 1) await world.generate(requestBy(number));
    expect(world.reply.delivered).toHaveLength(5);
  });
});
