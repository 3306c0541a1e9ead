import { describe, expect, it } from 'vitest';
import { createRunTimes, type RunTimes } from '#polling/run-times.ts';
import { nextCheckInMs, patienceMs, safetyLookInMs, type Watched } from '#polling/schedule.ts';

const lasted = (ms: number) => ({ fromMs: ms, toMs: ms });
/** How long runs take of which forty have lasted as long. */
const timesOf = (ms: number) => createRunTimes(Array.from({ length: 40 }, () => lasted(ms)));
const looked = (changes: Partial<Watched> = {}): Watched => ({
  ...{ waitedMs: 10_000, ageMs: null, hasAnswered: true, times: null, failures: 0 },
  ...changes,
});
/** One that has been running since it was submitted. */
const running = (ageMs: number, changes: Partial<Watched> = {}) => looked({ waitedMs: ageMs, ageMs, ...changes });
const minuteMs = 60_000;

describe('the next look', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [6, 30_000],
  ])('comes later with each failure in a row: %i', (failures, inMs) => {
    expect(nextCheckInMs(looked({ failures }))).toBe(inMs);
  });

  it.each([
    ['a second after the submit', { waitedMs: 400 }, 600],
    ['at once where that is over', { waitedMs: 1_400 }, 0],
    ['a second after the submit where such runs are shorter', { waitedMs: 0, times: timesOf(500) }, 1_000],
    ['when the first of such runs end', { waitedMs: 0, times: timesOf(2_000) }, timesOf(2_000).earliestMs],
    ['after three seconds where such runs are longer', { waitedMs: 0, times: timesOf(60_000) }, 3_000],
  ])('is the first one %s', (_when, changes, inMs) => {
    expect(nextCheckInMs(looked({ hasAnswered: false, ...changes }))).toBe(inMs);
  });

  it.each([
    [45_000, 1_500],
    [45_001, 2_000],
    [120_000, 2_000],
    [120_001, 5_000],
    [20 * minuteMs, 5_000],
    [20 * minuteMs + 1, 60_000],
  ])('at a job that has been in the queue for %i ms comes after %i', (waitedMs, inMs) => {
    expect(nextCheckInMs(looked({ waitedMs }))).toBe(inMs);
  });

  it.each([
    [10_000, 1_000],
    [50_000, 3_500],
    [100_000, 5_000],
    [20 * minuteMs + 1, 60_000],
  ])('at a run of which nothing is known comes later with its age: at %i ms after %i', (ageMs, inMs) => {
    expect(nextCheckInMs(running(ageMs))).toBeCloseTo(inMs);
  });

  it('is no further away than the job has been waited for, and at least a second', () => {
    const times = timesOf(60_000);
    expect(nextCheckInMs(running(10_000, { times }))).toBe(10_000);
    expect(nextCheckInMs(running(300, { times }))).toBe(1_000);
  });

  it('comes when the first of such runs end, where that is not much longer than the job has been waited for', () => {
    const times = timesOf(60_000);
    const inMs = nextCheckInMs(running(29_000, { times }));
    expect(inMs).toBeGreaterThan(29_000);
    expect(29_000 + inMs).toBeCloseTo(times.whenByChance(0.025, 29_000));
  });

  /** Of runs that end evenly between a quarter and three quarters of that time. */
  const evenlyOver = (ms: number) => createRunTimes([{ fromMs: 0, toMs: ms }]);

  it.each<[string, number, RunTimes, (ofChance: (chance: number) => number) => number]>([
    ['after 0.9 s where they are alike', 10_000, timesOf(10_000), () => 900],
    ['at a chance of a tenth where it is soon over', 30_000, evenlyOver(60_000), (by) => by(0.1) - 30_000],
    ['at a chance of 0.13 where it may last much longer', 5_000, evenlyOver(16_000), (by) => by(0.13) - 5_000],
    ['after 2.2 s at the latest', 16_000, evenlyOver(60_000), () => 2_200],
    ['after 0.04 of their time at the latest where they are long', 40_000, evenlyOver(150_000), (by) => 0.04 * by(0.5)],
    ['after five seconds at the latest where they are very long', 200_000, evenlyOver(400_000), () => 5_000],
  ])('comes often while such runs end: %s', (_when, ageMs, times, inMs) => {
    const by = (chance: number) => times.whenByChance(chance, ageMs);
    expect(nextCheckInMs(running(ageMs, { times }))).toBeCloseTo(inMs(by));
  });

  it('comes after a tenth of its age at the latest, once three of four such runs have ended', () => {
    const timesWith = (long: number) =>
      createRunTimes(Array.from({ length: 40 }, (_, index) => lasted(index < 40 - long ? 10_000 : 100_000)));
    expect(nextCheckInMs(running(40_000, { times: timesWith(4) }))).toBe(4_000);
    expect(nextCheckInMs(running(40_000, { times: timesWith(20) }))).toBe(40_000);
  });
});

describe('the look at a job whose provider should have called', () => {
  const look = (ageMs: number, changes = {}) => safetyLookInMs({ waitedMs: ageMs, ageMs, times: null, ...changes });

  it('comes 15 s after the time by which 97 of 100 have ended, of runs of which nothing is known', () => {
    expect(look(0)).toBeCloseTo(2_000 / 0.03 - 2_000 + 15_000);
  });

  it('comes 15 s after that time of such runs', () => {
    const times = timesOf(20_000);
    expect(look(5_000, { times })).toBeCloseTo(times.whenByChance(0.97, 5_000) - 5_000 + 15_000);
  });

  it('comes after five minutes at the latest where they are shorter', () => {
    expect(look(60_000)).toBe(5 * minuteMs);
  });

  it('comes after the usual time at the latest where they are longer', () => {
    const times = timesOf(20 * minuteMs);
    expect(look(0, { times })).toBeCloseTo(times.whenBy(0.97, 0));
    expect(look(6 * minuteMs, { times })).toBeCloseTo(times.whenBy(0.97, 0) - 6 * minuteMs);
  });

  it('comes right after the moment when the job is asked to stop, unless that has passed', () => {
    expect(look(60_000, { waitedMs: patienceMs - 100 })).toBe(101);
    expect(look(60_000, { waitedMs: patienceMs })).toBe(5 * minuteMs);
  });
});
