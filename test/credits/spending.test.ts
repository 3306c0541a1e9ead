import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { guildId, jobId } from '#core/ids.ts';
import { createSpending, type SpendMark } from '#credits/spending.ts';
import { startMs } from '../support/requests.ts';

const [art, games] = [guildId('900000000000000001'), guildId('900000000000000002')];
const dayMs = 24 * 60 * 60_000;

function open(all: number | null, perGuild: number | null = null) {
  const clock = { ms: startMs };
  const marks: SpendMark[] = [];
  const spending = createSpending({
    limits: { all, perGuild },
    now: () => clock.ms,
    onMark: (mark) => marks.push(mark),
  });
  let count = 0;
  const enter = (credits: number, guild = art) => {
    count += 1;
    const id = jobId(String(count));
    spending.enter({ id, guildId: guild }, credits);
    return id;
  };
  return { spending, marks, clock, enter };
}

const refusal = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof BotError ? error.facts.rule : error;
  }
};

describe('the limits of a day', () => {
  it('refuse what does not fit, name whose limit it is, and when the next day begins', () => {
    const { enter, spending } = open(100, 60);
    enter(60);
    expect(refusal(() => enter(1))).toBe('operator_guild');
    enter(40, games);
    expect(refusal(() => spending.check(games, 1))).toBe('operator');
    expect(() => spending.check(games, 1)).toThrow(
      expect.objectContaining({ code: 'refused.quota', facts: { rule: 'operator', renewsAtMs: startMs + dayMs / 2 } }),
    );
  });

  it('count what came, not what was held: a failure frees its part, a cheaper route the difference', () => {
    const { enter, spending } = open(100);
    const [failed, cheap] = [enter(50), enter(50)];
    spending.settle(failed, 0);
    spending.settle(cheap, 20);
    spending.settle(jobId('unknown'), 5);
    expect(spending.today(art)).toEqual({
      all: 20,
      guild: 20,
      limits: { all: 100, perGuild: null },
      renewsAtMs: startMs + dayMs / 2,
    });
    enter(80);
    expect(spending.todayOfAll()).toBe(100);
  });

  it('count a job once, and one that begins again after it was freed', () => {
    const { spending } = open(10);
    const job = { id: jobId('1'), guildId: art };
    spending.enter(job, 6);
    spending.enter(job, 6);
    expect(spending.todayOfAll()).toBe(6);
    spending.settle(job.id, 0);
    spending.enter(job, 9);
    expect(spending.todayOfAll()).toBe(9);
    const last = { id: jobId('2'), guildId: art };
    spending.enter(last, 1);
    spending.enter(last, 1);
    expect(spending.todayOfAll()).toBe(10);
  });

  it('count a job that another process has admitted, also beyond the limit', () => {
    const { spending } = open(10);
    const job = { id: jobId('1'), guildId: art };
    spending.note(job, 12);
    spending.note(job, 12);
    expect(spending.today(art)).toMatchObject({ all: 12, guild: 12 });
    spending.settle(job.id, 3);
    expect(spending.todayOfAll()).toBe(3);
  });

  it('are told at 80 % and at the end, once a day each', () => {
    const { enter, marks, clock } = open(100, 50);
    enter(39);
    expect(marks).toEqual([]);
    enter(1);
    enter(9);
    expect(refusal(() => enter(2))).toBe('operator_guild');
    expect(refusal(() => enter(2))).toBe('operator_guild');
    enter(31, games);
    enter(19, games);
    expect(marks.map(({ scope, guildId, share, spent }) => [scope, guildId, share, spent])).toEqual(
      [
        ['guild', art, 0.8, 40],
        ['guild', art, 1, 49],
        ['all', games, 0.8, 80],
        ['all', games, 1, 99],
        ['guild', games, 0.8, 50],
        ['guild', games, 1, 50],
      ].filter(([scope, , share]) => !(scope === 'all' && share === 1)),
    );
    clock.ms += dayMs;
    enter(40);
    expect(marks.at(-1)).toEqual({ scope: 'guild', guildId: art, share: 0.8, spent: 40, limit: 50 });
  });

  it('are told once at the end, by a request that does not fit or by the last one that does', () => {
    const refused = open(100);
    refused.enter(95);
    expect(refusal(() => refused.enter(10))).toBe('operator');
    refused.enter(5);
    expect(refused.marks.map(({ share, spent }) => [share, spent])).toEqual([
      [0.8, 95],
      [1, 95],
    ]);
    const fitted = open(100);
    fitted.enter(100);
    expect(refusal(() => fitted.enter(1))).toBe('operator');
    expect(fitted.marks.map(({ share }) => share)).toEqual([0.8, 1]);
  });

  it.each<[string, number, (on: ReturnType<typeof open>) => unknown]>([
    ['nothing', 0, () => undefined],
    ['what another process has admitted', 4, ({ spending }) => spending.note({ id: jobId('new'), guildId: art }, 4)],
    [
      'what is written down',
      4,
      ({ spending }) => spending.restore({ open: [], closed: [{ guildId: art, credits: 4 }] }),
    ],
  ])('begin a day with %s where that comes first', (_what, credits, begin) => {
    for (const read of [
      ({ spending }: ReturnType<typeof open>) => spending.todayOfAll(),
      ({ spending }: ReturnType<typeof open>) => spending.today(art).all,
    ]) {
      const on = open(10);
      on.enter(10);
      on.clock.ms += dayMs;
      begin(on);
      expect(read(on)).toBe(credits);
    }
  });

  it('begin again at midnight UTC, and a job of yesterday does not count into today', () => {
    const { enter, spending, clock } = open(10);
    const late = enter(10);
    clock.ms += dayMs;
    spending.settle(late, 10);
    expect(spending.todayOfAll()).toBe(0);
    enter(10);
    expect(spending.today(art).all).toBe(10);
  });

  it('are none where the operator wants none', () => {
    const { enter, marks } = open(null, null);
    for (let count = 0; count < 5; count += 1) enter(1_000_000_000);
    expect(marks).toEqual([]);
  });

  it('are never passed, whatever is asked for in whatever order', () => {
    const step = fc.record({
      credits: fc.integer({ min: 1, max: 40 }),
      guild: fc.constantFrom(art, games),
      back: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { enter, spending } = open(100, 70);
        for (const { credits, guild, back } of steps) {
          refusal(() => spending.settle(enter(credits, guild), Math.max(0, credits - back)));
          expect(spending.todayOfAll()).toBeLessThanOrEqual(100);
          expect(spending.today(guild).guild).toBeLessThanOrEqual(70);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

describe('after a restart', () => {
  it('the jobs of today count: open ones with all that they may cost until they end, closed ones with their sum', () => {
    const { spending, marks } = open(100);
    spending.restore({
      open: [{ id: jobId('1'), guildId: art, credits: 12 }],
      closed: [
        { guildId: art, credits: 20 },
        { guildId: games, credits: 7 },
      ],
    });
    expect(spending.todayOfAll()).toBe(39);
    expect(spending.today(art).guild).toBe(32);
    expect(marks).toEqual([]);
    spending.settle(jobId('1'), 5);
    expect(spending.todayOfAll()).toBe(32);
  });

  it('what is written down takes the place of what was counted', () => {
    const { spending, enter } = open(100);
    const known = enter(30);
    enter(5);
    spending.restore({ open: [{ id: known, guildId: art, credits: 12 }], closed: [] });
    expect(spending.today(art)).toMatchObject({ all: 12, guild: 12 });
  });

  it('a mark that was passed before is not told again', () => {
    const { spending, marks, enter } = open(15);
    spending.restore({ open: [{ id: jobId('before'), guildId: art, credits: 12 }], closed: [] });
    enter(1);
    expect(spending.todayOfAll()).toBe(13);
    expect(marks).toEqual([]);
  });
});
