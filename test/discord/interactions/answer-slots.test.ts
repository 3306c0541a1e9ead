import { expect, test } from 'vitest';
import { createAnswerSlots } from '#discord/interactions/answer-slots.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

/** What a burst is made of: for everyone, and held back in no time, if nothing else is said. */
interface Kind {
  readonly isForEveryone?: boolean;
  readonly takesToHoldBack?: Promise<void>;
}

interface Step {
  decide(): void;
  end(): void;
  readonly over: () => Promise<void>;
}

const turns = () => new Promise<void>((resolve) => setImmediate(resolve));
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

function createBurst() {
  const clock = createFakeClock(0);
  const slots = createAnswerSlots(clock);
  const begun: number[] = [];
  const heldBack: [number, string][] = [];

  /** A turn whose work says that it has begun, and is decided and ends when it is told. */
  function add(number: number, { isForEveryone = true, takesToHoldBack = Promise.resolve() }: Kind = {}): Step {
    let [decide, end] = [() => {}, () => {}];
    const decided = new Promise<void>((resolve) => {
      decide = resolve;
    });
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const run = slots.run({
      decided,
      isForEveryone,
      holdBack(visibility) {
        heldBack.push([number, visibility]);
        return takesToHoldBack;
      },
      work() {
        begun.push(number);
        return ended;
      },
    });
    return { over: () => run, decide, end };
  }

  return {
    clock,
    slots,
    begun,
    heldBack,
    add,
    addMany: (count: number, kind?: Kind): readonly Step[] => numbers(count).map((each) => add(each, kind)),
  };
}

test('a burst begins in order, and each decision lets the next one begin', async () => {
  const { begun, addMany } = createBurst();
  const steps = addMany(40);
  await turns();
  expect(begun).toEqual(numbers(32));
  steps[5]?.decide();
  await turns();
  expect(begun.at(-1)).toBe(32);
  for (const { end } of steps) end();
  await Promise.all(steps.map(({ over }) => over()));
  expect(begun).toHaveLength(40);
});

test('a work that fails without a decision makes room, and its failure is its own', async () => {
  const { slots, begun, add, addMany } = createBurst();
  addMany(31);
  const failing = slots.run({
    decided: new Promise(() => undefined),
    isForEveryone: true,
    holdBack: () => Promise.resolve(),
    work: () => Promise.reject(new Error('no')),
  });
  add(99);
  await expect(failing).rejects.toThrow('no');
  await turns();
  expect(begun.at(-1)).toBe(99);
});

test('a work that decides nothing makes room after 1.2 seconds', async () => {
  const { clock, begun, addMany } = createBurst();
  addMany(33);
  await clock.advance(1_199);
  expect(begun).toHaveLength(32);
  await clock.advance(1);
  await turns();
  expect(begun).toHaveLength(33);
});

test('what follows a decision waits until all are decided, where some wait to begin', async () => {
  const { slots, addMany } = createBurst();
  const steps = addMany(33);
  let isQuiet = false;
  const quiet = slots.untilOthersAnswered().then(() => {
    isQuiet = true;
  });
  for (const { decide } of steps.slice(1)) decide();
  await turns();
  expect(isQuiet).toBe(false);
  steps[0]?.decide();
  await quiet;
});

test('it waits a second at most, and not at all where everybody has begun', async () => {
  const { clock, slots, addMany } = createBurst();
  addMany(33);
  const quiet = slots.untilOthersAnswered();
  await clock.advance(1_000);
  await quiet;
  const other = createBurst();
  other.addMany(32);
  await other.slots.untilOthersAnswered();
});

test('up to 16 wait in silence; with the next one all without an answer are held back in public, in order', async () => {
  const { heldBack, add, addMany } = createBurst();
  const steps = addMany(48);
  await turns();
  expect(heldBack).toEqual([]);
  steps[3]?.decide();
  await turns();
  add(48);
  add(49);
  await turns();
  const silent = numbers(50).filter((number) => number !== 3);
  expect(heldBack).toEqual(silent.map((number) => [number, 'public']));
});

test('in a crowd nobody is held back for what is the member’s alone', async () => {
  const { heldBack, addMany } = createBurst();
  addMany(100, { isForEveryone: false });
  await turns();
  expect(heldBack).toEqual([]);
});

test('who can’t be held back in public waits for no crowd: a form has to be opened within three seconds', async () => {
  const { clock, begun, add, addMany } = createBurst();
  addMany(100, { takesToHoldBack: new Promise(() => undefined) });
  add(100, { isForEveryone: false });
  await clock.advance(299);
  expect(begun).not.toContain(100);
  await clock.advance(1);
  expect(begun).toContain(100);
});

test('of those who can’t be held back in public 32 are answered at a time as well, in order', async () => {
  const { begun, addMany } = createBurst();
  const steps = addMany(33, { isForEveryone: false });
  await turns();
  expect(begun).toEqual(numbers(32));
  steps[0]?.decide();
  await turns();
  expect(begun).toEqual(numbers(33));
});

test('a crowd of what is the member’s alone holds nobody back in public: who asks for everyone begins at once', async () => {
  const { begun, heldBack, add, addMany } = createBurst();
  addMany(100, { isForEveryone: false });
  add(100);
  await turns();
  expect(begun).toContain(100);
  expect(heldBack).toEqual([]);
});

test('no more than 32 are held back at a time, so that none of them is given up and sent again', async () => {
  const { heldBack, addMany } = createBurst();
  addMany(100, { takesToHoldBack: new Promise(() => undefined) });
  await turns();
  expect(heldBack).toHaveLength(32);
});

test('who is on the way to Discord for more than 20 ms does not hold up the others who are held back', async () => {
  const { clock, heldBack, addMany } = createBurst();
  addMany(500, { takesToHoldBack: new Promise(() => undefined) });
  await clock.advance(19);
  expect(heldBack).toHaveLength(32);
  await clock.advance(1);
  expect(heldBack).toHaveLength(64);
  await clock.advance(280);
  expect(heldBack).toHaveLength(500);
});

test('no work begins before those who wait have read so, or for a second', async () => {
  const { clock, begun, addMany } = createBurst();
  const steps = addMany(100, { takesToHoldBack: new Promise(() => undefined) });
  for (const { decide } of steps) decide();
  await clock.advance(999);
  expect(begun).toHaveLength(32);
  await clock.advance(1);
  await turns();
  expect(begun.length).toBeGreaterThan(32);
});

test('who has waited for 1.2 seconds is held back, in private where the work has begun or is for the member', async () => {
  const { clock, heldBack, add, addMany } = createBurst();
  addMany(32);
  add(40, { isForEveryone: false });
  add(41);
  await clock.advance(1_199);
  expect(heldBack).toEqual([]);
  await clock.advance(1);
  expect(heldBack).toEqual([...numbers(32).map((number) => [number, 'private']), [40, 'private'], [41, 'public']]);
});

test('nobody is held back twice, or after the end', async () => {
  const { clock, heldBack, addMany } = createBurst();
  const steps = addMany(70);
  await turns();
  for (const { decide, end } of steps) {
    decide();
    end();
  }
  await Promise.all(steps.map(({ over }) => over()));
  await clock.advance(5_000);
  expect(heldBack).toEqual(numbers(70).map((number) => [number, 'public']));
});
