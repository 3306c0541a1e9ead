import { describe, expect, it } from 'vitest';
import { caller } from '../../discord/support/samples.ts';
import { createSetupBench, roleA, roleB } from '../support/setup-bench.ts';

describe('/setup pool', () => {
  it('add puts credits in, once, under the reason that was typed', async () => {
    const bench = createSetupBench();
    const answer = await bench.run('pool', { action: 'add', credits: 500, reason: 'donations of May' });
    expect(answer).toBe('Changed: **pool**\n- Was: 1000 credits\n- Now: 1500 credits');
    expect(bench.acts).toMatchObject([{ what: 'add 500', by: { id: caller.id, reason: 'donations of May' } }]);
  });

  it('add says that an unlimited pool does not need them', async () => {
    const bench = createSetupBench();
    bench.pool.mode = 'unlimited';
    expect(await bench.run('pool', { action: 'add', credits: 1 })).toContain(
      'The credits in it only count once you limit it.',
    );
    expect(bench.acts).toMatchObject([{ by: { reason: 'no reason given' } }]);
  });

  it.each(['   ', '\u3164\u200b\u2800'])('a reason of nothing that is seen (%j) is no reason', async (reason) => {
    const bench = createSetupBench();
    await bench.run('pool', { action: 'add', credits: 1, reason });
    await bench.run('pool', { action: 'unlimited', reason });
    expect(bench.acts).toMatchObject([{ by: { reason: 'no reason given' } }, { by: { reason: 'now unlimited' } }]);
  });

  it('remove takes credits out, down to an empty pool, and says what that means', async () => {
    const bench = createSetupBench();
    const answer = await bench.run('pool', { action: 'remove', credits: 1000 });
    expect(answer).toContain('- Was: 1000 credits\n- Now: 0 credits');
    expect(answer).toContain('until you add credits, members can only spend their bonus.');
    expect(bench.acts).toMatchObject([{ what: 'remove 1000', by: { reason: 'no reason given' } }]);
  });

  it('remove refuses more than there is', async () => {
    const bench = createSetupBench();
    expect(await bench.run('pool', { action: 'remove', credits: 1001 })).toBe(
      "The pool has only 1000 credits, so you can't remove that many. Nothing was changed.",
    );
    expect(bench.acts).toEqual([]);
  });

  it('hands on what is no want of credits', async () => {
    const bench = createSetupBench();
    bench.bot.moderation.addToPool = () => Promise.reject(new Error('disk'));
    await expect(bench.run('pool', { action: 'add', credits: 1 })).rejects.toThrow('disk');
  });

  it('moves nothing when the balance cannot be read, so that nobody adds the same credits twice', async () => {
    const bench = createSetupBench();
    bench.bot.balance = () => Promise.reject(new Error('disk'));
    await expect(bench.run('pool', { action: 'add', credits: 1 })).rejects.toThrow('disk');
    expect(bench.acts).toEqual([]);
  });

  it('unlimited and limited change the mode, once', async () => {
    const bench = createSetupBench();
    expect(await bench.run('pool', { action: 'unlimited', reason: 'party' })).toContain(
      '- Was: limited to 1000 credits\n- Now: unlimited',
    );
    expect(await bench.run('pool', { action: 'unlimited' })).toBe('Nothing changed. **pool** stays: unlimited');
    expect(await bench.run('pool', { action: 'limited' })).toContain(
      '- Was: unlimited\n- Now: limited to 1000 credits',
    );
    expect(bench.acts.map(({ what, by }) => [what, by.reason])).toEqual([
      ['unlimited', 'party (now unlimited)'],
      ['limited', 'now limited'],
    ]);
  });

  it('limited warns of an empty pool', async () => {
    const bench = createSetupBench();
    bench.pool = { mode: 'unlimited', credits: 0 };
    expect(await bench.run('pool', { action: 'limited' })).toContain('The pool is empty');
  });

  it('refill and no_refill are settings', async () => {
    const bench = createSetupBench();
    const refill = { action: 'refill', credits: 5000, period: 'month', reason: 'as voted' };
    expect(await bench.run('pool', refill)).toContain(
      '- Was: none\n- Now: up to 5000 credits at the start of each month',
    );
    expect(bench.settings.refill).toEqual({ credits: 5000, period: 'month' });
    expect(await bench.run('pool', { action: 'no_refill' })).toContain('- Now: none');
    expect(bench.settings.refill).toBeNull();
    expect(bench.acts.map(({ by }) => by.reason)).toEqual([
      'refill of the pool: none -> up to 5000 credits at the start of each month (as voted)',
      'refill of the pool: up to 5000 credits at the start of each month -> none',
    ]);
  });

  it.each([
    [{ action: 'add' }, 'the number of `credits`'],
    [{ action: 'remove' }, 'the number of `credits`'],
    [{ action: 'refill', period: 'day' }, 'the number of `credits`'],
    [{ action: 'refill', credits: 5 }, 'Give the `period` at which the pool is refilled.'],
    [{ action: 'limited', credits: 500 }, '`credits` only goes with add, remove and refill.'],
    [{ action: 'no_refill', credits: 500 }, '`credits` only goes with add, remove and refill.'],
    [{ action: 'add', credits: 5, period: 'day' }, '`period` only goes with refill.'],
  ])('refuses %j', async (options, why) => {
    const bench = createSetupBench();
    const answer = await bench.run('pool', options);
    expect(answer).toContain(why);
    expect(answer).toContain('Nothing was changed.');
    expect(bench.acts).toEqual([]);
  });

  it('does nothing for an action it does not know', async () => {
    const bench = createSetupBench({ refill: { credits: 1, period: 'day' } });
    await expect(bench.run('pool', { action: 'nonsense' })).rejects.toMatchObject({ code: 'refused.options' });
    expect(bench.acts).toEqual([]);
  });
});

describe('/setup allowance', () => {
  it('without a role is everyone’s', async () => {
    const bench = createSetupBench();
    const answer = await bench.run('allowance', { credits: 1, period: 'week' });
    expect(answer).toContain("- Was: the bot's default\n- Now: 1 credit a week");
    expect(bench.settings.allowances).toEqual([{ roleId: null, credits: 1, period: 'week' }]);
  });

  it('of @everyone is the same, since no member is listed with that role', async () => {
    const bench = createSetupBench();
    await bench.run('allowance', { role: caller.guildId, credits: 30, period: 'day' });
    expect(bench.settings.allowances).toEqual([{ roleId: null, credits: 30, period: 'day' }]);
  });

  it('of a role is added, and changed in its place', async () => {
    const bench = createSetupBench();
    expect(await bench.run('allowance', { role: roleA, credits: 200, period: 'day' })).toContain(
      '- Was: no own allowance\n- Now: 200 credits a day',
    );
    await bench.run('allowance', { role: roleB, credits: 300, period: 'day' });
    await bench.run('allowance', { role: roleA, credits: 0, period: 'month' });
    expect(bench.settings.allowances).toEqual([
      { roleId: roleA, credits: 0, period: 'month' },
      { roleId: roleB, credits: 300, period: 'day' },
    ]);
    expect(bench.acts.at(-1)?.by.reason).toBe(`allowance of role ${roleA}: 200 credits a day -> 0 credits a month`);
  });

  it('is taken away by remove', async () => {
    const bench = createSetupBench({ allowances: [{ roleId: roleA, credits: 200, period: 'day' }] });
    expect(await bench.run('allowance', { remove: true })).toContain('Nothing changed.');
    expect(await bench.run('allowance', { role: roleA, remove: true })).toContain('- Now: no own allowance');
    expect(bench.settings.allowances).toEqual([]);
  });

  it.each([
    [{ credits: 5 }, 'needs both'],
    [{ period: 'day' }, 'needs both'],
    [{}, 'needs both'],
    [{ remove: true, credits: 5 }, '`remove` removes an allowance, so leave out `credits` and `period`.'],
    [
      { remove: true, credits: 5, period: 'day' },
      '`remove` removes an allowance, so leave out `credits` and `period`.',
    ],
  ])('refuses %j', async (options, why) => {
    const bench = createSetupBench();
    expect(await bench.run('allowance', options)).toContain(why);
    expect(bench.acts).toEqual([]);
  });

  it('ends at 50 rows, which can still be changed', async () => {
    const rows = Array.from({ length: 49 }, (_, at) => ({
      roleId: roleA.replace(/..$/u, String(30 + at)),
      credits: 1,
      period: 'day',
    }));
    const bench = createSetupBench();
    for (const { roleId: role, credits, period } of rows) await bench.run('allowance', { role, credits, period });
    await bench.run('allowance', { credits: 1, period: 'day' });
    expect(bench.settings.allowances).toHaveLength(50);
    expect(await bench.run('allowance', { role: roleA, credits: 1, period: 'day' })).toContain('already 50 allowances');
    expect(await bench.run('allowance', { credits: 2, period: 'day' })).toContain('- Now: 2 credits a day');
  });
});
