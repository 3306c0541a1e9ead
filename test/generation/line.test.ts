import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { guildId } from '#core/ids.ts';
import { createActiveJobs } from '#generation/flow.ts';
import { guild, jobOf, member, otherMember, settings, snowflakeAt, startMs } from '../support/requests.ts';
import { refusedWith } from '../support/said.ts';

const limits = { perMember: 1, perGuild: 3 };
const askerOf = (number: number) => ({ id: snowflakeAt(startMs, number), guildId: guild, userId: member });

it('a request whose turn comes before it waits for it goes on at once', async () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), limits);
  const next = active.enterLine(askerOf(2), limits);
  expect(next.line).not.toBeNull();
  active.leave(askerOf(1).id);
  const places: number[] = [];
  await active.untilTurn(next, (place) => places.push(place));
  expect([next.line, places]).toEqual([null, []]);
});

it('a request that is not written down yet counts as a request in the making', () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), limits);
  expect(refusedWith(() => active.enter(askerOf(2), limits))).toMatchObject({
    code: 'refused.busy',
    facts: { rule: 'member', limit: 1, pictures: 1 },
  });
});

it('a refusal counts the pictures of the jobs that stand in the way', () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), limits).job = jobOf({ settings: { ...settings, count: 4 } });
  active.enter({ ...askerOf(2), userId: otherMember }, limits);
  const facts = (number: number, changes = {}) =>
    refusedWith(() => active.enter(askerOf(number), { ...limits, ...changes }))?.facts;
  expect(facts(3)).toMatchObject({ rule: 'member', limit: 1, pictures: 4 });
  expect(facts(3, { perMember: 2, perGuild: 2 })).toMatchObject({ rule: 'guild', limit: 2, pictures: 5 });
  expect(active.all()).toHaveLength(2);
});

it('limits count the jobs of their server alone, and hold for nothing that has none', () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), limits);
  active.enter({ ...askerOf(2), guildId: guildId('900000000000000002') }, limits);
  active.enter(askerOf(3), null);
  expect(active.all()).toHaveLength(3);
});

it('a request that is entered again has one place', () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), null);
  const again = active.enter(askerOf(1), null);
  expect([active.all(), active.of(guild, member)]).toEqual([[again], [again]]);
});

describe('a request in line', () => {
  /** One that runs, and two that wait, with the places that they were told. */
  function threeOf() {
    const active = createActiveJobs();
    active.enter(askerOf(1), limits);
    const waiting = [2, 3].map((number) => {
      const next = active.enterLine(askerOf(number), limits);
      const places: (number | null)[] = [];
      const turn = active.untilTurn(next, (place) => void places.push(place)).then(() => void places.push(null));
      turn.catch(() => undefined);
      return { next, places, turn };
    });
    const [second, third] = waiting;
    if (second === undefined || third === undefined) throw new TypeError('two wait');
    return { active, second, third };
  }

  it('is told its place when that changes, and goes on when it is its turn', async () => {
    const { active, second, third } = threeOf();
    expect([second.places, third.places]).toEqual([[1, 1], [2]]);
    active.leave(askerOf(1).id);
    await second.turn;
    expect([second.places, third.places]).toEqual([
      [1, 1, null],
      [2, 1],
    ]);
    active.leave(askerOf(2).id);
    await third.turn;
    expect([second.next.line, third.next.line]).toEqual([null, null]);
  });

  it('moves up where one before it goes away', async () => {
    const { active, third } = threeOf();
    active.leave(askerOf(2).id);
    expect(third.places).toEqual([2, 1]);
  });

  it('does not move for a job of another server', () => {
    const { active, third } = threeOf();
    active.enter({ ...askerOf(4), guildId: guildId('900000000000000002') }, null);
    active.leave(askerOf(4).id);
    expect(third.places).toEqual([2]);
  });

  it('is stopped, also before it waits', async () => {
    const { active, second, third } = threeOf();
    const reason = new BotError('cancelled.user', 'stop');
    second.next.stop.abort(reason);
    await expect(second.turn).rejects.toBe(reason);
    const late = active.enterLine(askerOf(5), limits);
    late.stop.abort(reason);
    await expect(active.untilTurn(late, () => undefined)).rejects.toBe(reason);
    expect(third.next.line).not.toBeNull();
  });

  it('does not wait where there is room', async () => {
    const active = createActiveJobs();
    const next = active.enterLine(askerOf(1), limits);
    expect(next.line).toBeNull();
    await active.lookAtLine(next);
    await active.untilTurn(next, () => expect.unreachable());
  });
});
