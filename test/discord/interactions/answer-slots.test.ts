import { expect, test } from 'vitest';
import { createAnswerSlots } from '#discord/interactions/answer-slots.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

/** A work that says that it has begun, and answers and ends when it is told. */
function step(begun: number[], number: number) {
  let answer: () => void = () => undefined;
  let end: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = () => {
    begun.push(number);
    return ended;
  };
  return { answered, answer, end, work };
}

const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

function burst(count: number) {
  const clock = createFakeClock(0);
  const slots = createAnswerSlots(clock);
  const begun: number[] = [];
  const steps = Array.from({ length: count }, (_, number) => step(begun, number));
  const runs = steps.map(({ answered, work }) => slots.run(answered, work));
  return { clock, slots, begun, steps, runs };
}

test('a burst begins in order, and each answer lets the next one begin', async () => {
  const { begun, steps, runs } = burst(40);
  await turns();
  expect(begun).toEqual(Array.from({ length: 32 }, (_, number) => number));
  steps[5]?.answer();
  await turns();
  expect(begun.at(-1)).toBe(32);
  for (const { end } of steps) end();
  await Promise.all(runs);
  expect(begun).toHaveLength(40);
});

test('a work that fails without an answer makes room, and its failure is its own', async () => {
  const { slots, begun } = burst(31);
  const failing = slots.run(new Promise(() => undefined), () => Promise.reject(new Error('no')));
  const { answered, work } = step(begun, 99);
  void slots.run(answered, work);
  await expect(failing).rejects.toThrow('no');
  await turns();
  expect(begun.at(-1)).toBe(99);
});

test('what follows an answer waits until all are answered, where some wait to begin', async () => {
  const { slots, steps } = burst(33);
  let isQuiet = false;
  const quiet = slots.untilOthersAnswered().then(() => {
    isQuiet = true;
  });
  for (const { answer } of steps.slice(1)) answer();
  await turns();
  expect(isQuiet).toBe(false);
  steps[0]?.answer();
  await quiet;
});

test('it waits a second at most, and not at all where everybody has begun', async () => {
  const { clock, slots } = burst(33);
  const quiet = slots.untilOthersAnswered();
  await clock.advance(1_000);
  await quiet;
  await burst(32).slots.untilOthersAnswered();
});
