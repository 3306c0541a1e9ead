import { expect, it } from 'vitest';
import { countCalls } from '#compose-providers.ts';
import { BotError } from '#core/errors.ts';
import type { Provider } from '#providers/provider.ts';
import { klein9bRunningHub, offerOf } from './support/http/seeded-routes.ts';

type Asked = { provider: string; call: string; outcome: string };

const ticket = { provider: 'runninghub', remoteId: '1' } as const;
const { signal } = new AbortController();
const works: Provider = {
  name: 'runninghub',
  submit: async () => ticket,
  upload: async () => 'https://images.example/input',
  check: async () => ({ kind: 'running', fraction: null }),
  cancel: async () => 'cancelled',
  account: async () => ({ balance: 1, currency: 'CNY', running: 0, queued: 0, concurrencyLimit: 1 }),
};

it('counts every call by its outcome and changes nothing about it', async () => {
  const asked: Asked[] = [];
  const counted = countCalls(works, { providerAsked: (each) => asked.push(each) });
  expect(await counted.submit(offerOf(klein9bRunningHub), null, signal)).toEqual(ticket);
  const file = { bytes: new Uint8Array(), format: 'png', widthPx: 1, heightPx: 1, isOriginal: true } as const;
  const source = { url: '', name: '', bytes: null, mediaType: null, widthPx: null, heightPx: null };
  expect(await counted.upload({ file, source }, signal)).toBe('https://images.example/input');
  expect(await counted.check(ticket, signal)).toEqual({ kind: 'running', fraction: null });
  expect(await counted.cancel(ticket, signal)).toBe('cancelled');
  expect((await counted.account(signal)).balance).toBe(1);
  expect(asked.map(({ call, outcome }) => `${call} ${outcome}`)).toEqual([
    'submit ok',
    'upload ok',
    'check ok',
    'cancel ok',
    'account ok',
  ]);
});

it('counts a failure by its code and hands it on as it is', async () => {
  const asked: Asked[] = [];
  const error = new BotError('provider.unavailable', 'down');
  const down: Provider = { ...works, check: () => Promise.reject(error) };
  const counted = countCalls(down, { providerAsked: (each) => asked.push(each) });
  await expect(counted.check(ticket, signal)).rejects.toBe(error);
  expect(asked).toEqual([{ provider: 'runninghub', call: 'check', outcome: 'provider.unavailable' }]);
});
