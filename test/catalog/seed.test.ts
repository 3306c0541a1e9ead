import { describe, expect, it } from 'vitest';
import { fitRoute } from '#catalog/fit-route.ts';
import type { Route } from '#catalog/model.ts';
import { mostSeed, seedAfter, withSeed } from '#catalog/seed.ts';
import { jobId } from '#core/ids.ts';
import { requestOf, requestWith, routeOf, snowflakeAt, startMs } from '../support/requests.ts';
import { problemIn } from '../support/said.ts';

const seeds = { min: 0, max: mostSeed };
const seeded = routeOf({ seeds, fields: { prompt: 'prompt', ratio: 'ratio', seed: 'seed' } });
const seedOf = (route: Pick<Route, 'seeds' | 'form'>, request = requestOf()) =>
  withSeed(route, request).options.form?.seed;

describe('a seed that nobody typed', () => {
  it('is drawn within what the route takes, the same for the same request and another for the next', () => {
    const drawn = Array.from({ length: 200 }, (_, number) =>
      Number(seedOf(seeded, requestOf({ id: snowflakeAt(startMs, number) }))),
    );
    expect(drawn.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= mostSeed)).toBe(true);
    expect(new Set(drawn).size).toBe(200);
    // Neighbouring ids are spread over the whole range.
    expect(Math.max(...drawn) - Math.min(...drawn)).toBeGreaterThan(mostSeed / 2);
    expect(seedOf(seeded)).toBe(seedOf(seeded));
  });

  it.each([
    ['a row of one', { min: 7, max: 7 }, [7]],
    ['what begins below nothing', { min: -1, max: 1 }, [0, 1]],
    ['what is larger than an integer', { min: 0, max: 1e15 }, null],
  ])('keeps within %s', (_, range, allowed) => {
    for (let number = 0; number < 50; number += 1) {
      const seed = Number(seedOf(routeOf({ seeds: range }), requestOf({ id: jobId(String(number)) })));
      expect(allowed === null ? seed <= mostSeed : allowed.includes(seed)).toBe(true);
    }
  });

  it('is drawn for a form too, where its input is a whole number', () => {
    const input = {
      word: 'seed',
      key: 'seed',
      isRequired: false,
      kind: 'number',
      min: 1,
      max: 9,
      default: null,
    } as const;
    const whole = routeOf({ form: [{ ...input, isWhole: true }] });
    expect(Number(seedOf(whole))).toBeGreaterThanOrEqual(1);
    expect(seedOf(routeOf({ form: [{ ...input, isWhole: false }] }))).toBeUndefined();
    expect(
      seedOf(routeOf({ form: [{ word: 'seed', key: 'seed', isRequired: false, kind: 'flag', default: null }] })),
    ).toBeUndefined();
  });

  it('is not drawn where the route takes none, or one was typed', () => {
    expect(seedOf(routeOf())).toBeUndefined();
    expect(seedOf(seeded, requestWith({ form: { seed: 5 } }))).toBe(5);
    expect(fitRoute(seeded, requestWith({ form: { seed: 5 } }))).toMatchObject({ settings: { form: { seed: 5 } } });
  });
});

describe('one of several pictures', () => {
  it('has a seed of its own, round the end of the range', () => {
    const route = { seeds: { min: 1, max: 3 } };
    expect([0, 1, 2, 3].map((index) => seedAfter(route, 2, index))).toEqual([2, 3, 1, 2]);
    expect(seedAfter({}, 2, 1)).toBe(2);
  });
});

describe('a word that only some routes take', () => {
  const negative = routeOf({ negativeMaxCharacters: 5, fields: { ...seeded.fields, negative: 'not' } });
  const close = routeOf({
    images: {
      keys: { kind: 'each', keys: ['image'] },
      nodeKeys: null,
      most: 1,
      maxBytes: 100,
      isRequired: false,
      closeness: { key: 'weight', subtle: 3, strong: 1 },
    },
  });
  it.each([
    ['seed', seeded, '1.5', 'a whole number from 0 to 2147483647'],
    ['seed', seeded, -1, 'a whole number from 0 to 2147483647'],
    ['seed', seeded, 'red', 'a whole number from 0 to 2147483647'],
    ['seed', negative, 1, "nothing: this model doesn't have that option"],
    ['negative', negative, 'clouds', '1–5 characters (this one has 6)'],
    ['negative', seeded, 'rain', "nothing: this model doesn't have that option"],
    ['variation', close, 'wild', 'subtle, strong'],
    ['variation', seeded, 'subtle', "nothing: this model doesn't have that option"],
  ] as const)('%s is refused with what is allowed: %#', (word, route, value, allowed) => {
    const problem = problemIn(fitRoute(route, requestWith({ form: { [word]: value } })));
    expect(problem?.option).toBe(word);
    expect(problem?.allowed).toBe(allowed);
  });

  it('is kept as it is sent, and an empty one is none', () => {
    const sent = (route: Route, form: object) => {
      const found = fitRoute(route, requestWith({ form }));
      return found.ok ? found.settings.form : null;
    };
    expect(sent(seeded, { seed: ' 12 ' })).toEqual({ seed: 12 });
    expect(sent(negative, { negative: 'rain' })).toEqual({ negative: 'rain' });
    expect(sent(negative, { negative: '  ' })).toBeUndefined();
    expect(sent(close, { variation: ' Strong ' })).toEqual({ variation: 'strong' });
  });
});
