import { expect, it } from 'vitest';
import { countCall } from '#compose-providers.ts';
import { BotError } from '#core/errors.ts';

const call = { provider: 'runninghub', call: 'check' } as const;

it('counts a call by its outcome and hands on its result', async () => {
  const asked: object[] = [];
  const metrics = { providerAsked: (each: object) => asked.push(each) };
  expect(await countCall(metrics, call, Promise.resolve('there'))).toBe('there');
  expect(asked).toEqual([{ ...call, outcome: 'ok' }]);
});

it('counts a failure by its code and hands it on as it is', async () => {
  const asked: object[] = [];
  const metrics = { providerAsked: (each: object) => asked.push(each) };
  const error = new BotError('provider.unavailable', 'down');
  await expect(countCall(metrics, call, Promise.reject(error))).rejects.toBe(error);
  expect(asked).toEqual([{ ...call, outcome: 'provider.unavailable' }]);
});
