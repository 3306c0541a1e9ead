import { describe, expect, it } from 'vitest';
import { createDurations } from '#polling/schedule.ts';

const kind = (options: string, route = 'hub/flux') => ({ route, options });
const run = (ms: number) => ({ fromMs: ms - 100, toMs: ms + 100 });

describe('how long runs take', () => {
  it('is not known before the first one', () => {
    expect(createDurations().of(kind('1k'))).toBeNull();
  });

  it('is known from the first one', () => {
    const durations = createDurations();
    durations.learn(kind('1k'), run(4_000));
    expect(durations.of(kind('1k'))?.medianMs).toBeCloseTo(4_000, -3);
  });

  it('is what all runs of the route took, until three of the kind are known', () => {
    const durations = createDurations();
    for (let count = 0; count < 3; count += 1) durations.learn(kind('1k'), run(4_000));
    for (let count = 0; count < 2; count += 1) durations.learn(kind('4k'), run(40_000));
    expect(durations.of(kind('1k'))?.medianMs).toBeCloseTo(4_000, -3);
    expect(durations.of(kind('4k'))?.medianMs).toBeLessThan(10_000);
    durations.learn(kind('4k'), run(40_000));
    expect(durations.of(kind('4k'))?.medianMs).toBeCloseTo(40_000, -3);
    expect(durations.of(kind('4k', 'comfy/flux'))).toBeNull();
  });

  it('follows the newest runs', () => {
    const durations = createDurations();
    for (let count = 0; count < 40; count += 1) durations.learn(kind(''), run(20_000));
    for (let count = 0; count < 20; count += 1) durations.learn(kind(''), run(5_000));
    expect(durations.of(kind(''))?.medianMs).toBeCloseTo(5_000, -3);
  });

  it('follows the last forty runs', () => {
    const durations = createDurations();
    durations.learn(kind(''), run(100_000));
    for (let count = 0; count < 39; count += 1) durations.learn(kind(''), run(1_000));
    expect(durations.of(kind(''))?.whenBy(1, 0)).toBeGreaterThan(100_000);
    durations.learn(kind(''), run(1_000));
    expect(durations.of(kind(''))?.whenBy(1, 0)).toBeLessThan(2_000);
  });

  it('is kept of 250 kinds and their routes, and the one that was learnt about longest ago is forgotten', () => {
    const durations = createDurations();
    const learn = (number: number) => durations.learn(kind('', `hub/${number}`), run(4_000));
    for (let number = 0; number < 250; number += 1) learn(number);
    expect(durations.of(kind('', 'hub/0'))).not.toBeNull();
    learn(0);
    learn(250);
    expect(durations.of(kind('', 'hub/1'))).toBeNull();
    expect(durations.of(kind('', 'hub/0'))).not.toBeNull();
    expect(durations.of(kind('', 'hub/2'))).not.toBeNull();
  });

  it('says by when how many have ended', () => {
    const durations = createDurations();
    for (const ms of [0, 10_000, 20_000]) durations.learn(kind(''), { fromMs: ms, toMs: ms });
    const times = durations.of(kind(''));
    expect(times?.shareBy(1_000_000)).toBeCloseTo(1);
    expect(times?.whenBy(1, 5_000)).toBeGreaterThan(20_000);
    expect(times?.whenBy(0.1, 60_000)).toBe(60_000);
  });
});
