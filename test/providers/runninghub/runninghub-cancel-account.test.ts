import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '#providers/provider.ts';
import { createRunningHub } from '#providers/runninghub/runninghub.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';

const { signal } = new AbortController();
const ticket = { provider: 'runninghub', remoteId: '2013508786110730241' } as const;

let bench: ProviderBench;
let provider: Provider;

beforeEach(async () => {
  bench = await openProviderBench();
  provider = createRunningHub({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto' }, bench.tools);
});
afterEach(() => bench.close());

describe('a cancel', () => {
  const cancel = () => provider.cancel(ticket, signal);

  it('asks with the key in the body, as the older interface wants it', async () => {
    bench.answer(json({ code: 0, msg: 'success', data: null }), json({ taskId: ticket.remoteId, status: 'CANCEL' }));
    expect(await cancel()).toBe('cancelled');
    expect(bench.server.requests[0]).toMatchObject({ method: 'POST', path: '/task/openapi/cancel' });
    expect(bench.bodies()).toEqual([{ apiKey: 'k-1', taskId: ticket.remoteId }, { taskId: ticket.remoteId }]);
  });

  it.each([
    json({ status: 'RUNNING' }),
    json({ status: 'SUCCESS', results: [] }),
    json({ status: 'CANCEL', usage: { consumeMoney: '0.05' } }),
    json({ errorCode: '1004' }),
    json('no', 502),
    { kind: 'hang_up' } as const,
  ])('that is only acknowledged is not certain: %#', async (look) => {
    bench.answer(json({ code: 0, msg: 'success', data: null }), look);
    expect(await cancel()).toBe('unknown');
  });

  it.each([
    [807, 'unknown'],
    [423, 'unknown'],
    [1004, 'unknown'],
    [805, 'too_late'],
    [804, 'too_late'],
    [301, 'too_late'],
    [4711, 'too_late'],
  ])('with code %i is %s', async (code, outcome) => {
    bench.answer(json({ code, msg: 'no', data: null }));
    expect(await cancel()).toBe(outcome);
  });

  it.each([
    json({ code: 500, msg: 'no' }),
    json({ code: 802, msg: 'no' }),
    json({ code: 421, msg: 'no' }),
    json({ code: 4711, msg: 'no' }, 500),
    json({}, 502),
    json('no', 503),
  ])('says nothing: %#', async (reaction) => {
    bench.answer(reaction);
    expect((await failureOfCall(cancel())).code).toBe('provider.unavailable');
  });

  it('without a code is malformed', async () => {
    bench.answer(json({ msg: 'success' }));
    expect((await failureOfCall(cancel())).code).toBe('provider.malformed');
  });
});

describe('the account', () => {
  const money = { remainCoins: '1', currentTaskCounts: '2', remainMoney: '88.50', currency: 'CNY', apiType: 'SHARED' };
  const load = {
    apiKeyType: 'SHARED',
    concurrentLimit: 30,
    runningCount: '4',
    queuedCount: '5',
    totalCurrentTasks: '9',
  };
  const serve = (account: ReturnType<typeof json>, queue: ReturnType<typeof json>) => {
    bench.server.react = ({ method }) => (method === 'GET' ? queue : account);
  };

  it('is told from both calls', async () => {
    serve(json({ code: 0, msg: 'success', data: money }), json({ code: 0, data: load }));
    expect(await provider.account(signal)).toEqual({
      balance: 88.5,
      currency: 'CNY',
      running: 4,
      queued: 5,
      concurrencyLimit: 30,
    });
    expect(bench.server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`).sort()).toEqual([
      'GET /openapi/v2/queue/status ',
      'POST /uc/openapi/accountStatus {"apikey":"k-1"}',
    ]);
  });

  it('is told without the queue, and with nulls', async () => {
    const bare = { ...money, remainMoney: null, currency: null, currentTaskCounts: 3 };
    serve(json({ code: 0, data: bare }), json('no', 404));
    expect(await provider.account(signal)).toEqual({
      balance: null,
      currency: null,
      running: 3,
      queued: null,
      concurrencyLimit: null,
    });
  });

  it.each([
    [json({ code: 802, msg: 'APIKEY_UNAUTHORIZED' }), 'provider.unfunded', 'auth'],
    [json({ msg: 'no' }, 401), 'provider.unfunded', 'auth'],
    [json({ code: 421, msg: 'no' }), 'provider.unavailable', undefined],
    [json({ code: 0, msg: 'success', data: null }), 'provider.malformed', undefined],
    [json('no', 200), 'provider.malformed', undefined],
  ])('is not told: %#', async (reaction, code, reason) => {
    serve(reaction, json({ code: 0, data: load }));
    const error = await failureOfCall(provider.account(signal));
    expect(error.code).toBe(code);
    expect(error.facts.reason).toBe(reason);
  });

  it('is not told when the queue’s call breaks and the account’s does too', async () => {
    bench.server.react = ({ method }) => (method === 'GET' ? { kind: 'hang_up' } : json({ code: 0, data: money }));
    expect(await provider.account(signal)).toMatchObject({ balance: 88.5, running: 2 });
    bench.server.react = () => ({ kind: 'hang_up' });
    expect((await failureOfCall(provider.account(signal))).code).toBe('provider.unavailable');
  });
});
