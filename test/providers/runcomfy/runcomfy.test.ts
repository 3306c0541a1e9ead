import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '#providers/provider.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';
import { klein4bRunComfy, klein9bRunComfy, offerOf } from '../../support/http/seeded-routes.ts';

const { signal } = new AbortController();
const requestId = '7f3c1c4e-5a0e-4d8c-9d0e-0a1b2c3d4e5f';
const ticket = { provider: 'runcomfy', remoteId: requestId } as const;

let bench: ProviderBench;
let provider: Provider;
const submit = () => provider.submit(offerOf(klein9bRunComfy, { steps: 25 }), 'https://ignored.example', signal);
const paths = () => bench.server.requests.map(({ method, path }) => `${method} ${path}`);

beforeEach(async () => {
  bench = await openProviderBench();
  const base = bench.server.url;
  provider = createRunComfy({ apiKey: 't-1', baseUrl: base, accountBaseUrl: `${base}/account` }, bench.tools);
});
afterEach(() => bench.close());

describe('a submit', () => {
  it('posts the flat input to the model’s path and keeps the id only', async () => {
    bench.answer(json({ request_id: requestId, status_url: 'http://169.254.169.254/status' }));
    expect(await submit()).toEqual(ticket);
    expect(paths()).toEqual(['POST /v1/models/blackforestlabs/flux-2-klein/9b/text-to-image']);
    expect(bench.bodies()).toEqual([{ prompt: 'a red fox', steps: 25, width: 1024, height: 1024 }]);
    expect(bench.server.requests[0]?.headers.authorization).toBe('Bearer t-1');
  });

  it('leaves the steps out where there are none', async () => {
    bench.answer(json({ request_id: requestId }, 202));
    await provider.submit(offerOf(klein4bRunComfy), null, signal);
    expect(bench.bodies()).toEqual([{ prompt: 'a red fox', width: 1024, height: 1024 }]);
  });

  it.each([
    [json({ error: 'no' }, 401), 'provider.unfunded', { reason: 'auth', httpStatus: 401, nothingStarted: true }],
    [json({ error: 'no' }, 403), 'provider.unfunded', { reason: 'auth', nothingStarted: true }],
    [
      json({ code: 400004, error: 'UserAccountError' }, 400),
      'provider.unfunded',
      { reason: 'auth', providerCode: '400004', nothingStarted: true },
    ],
    [json({ code: 400004, error: 'UserAccountError' }), 'provider.unfunded', { reason: 'auth', nothingStarted: true }],
    [json({ code: 400001, error: 'no' }, 400), 'provider.rejected', {}],
    [json({ error: 'no' }, 402), 'provider.unfunded', { reason: 'balance', nothingStarted: true }],
    [json({ error: 'no' }, 404), 'provider.unavailable', { reason: 'unserved', nothingStarted: true }],
    [json({ detail: [{ loc: ['width'] }] }, 422), 'provider.rejected', {}],
    [json({ error_code: 1234, error_message: 'no' }), 'provider.rejected', { providerCode: '1234' }],
    [json({ error_code: 'odd code!', error_message: 'no' }), 'provider.rejected', { providerCode: 'oddcode' }],
    [json({ error_code: 429, error_message: 'no' }), 'provider.unavailable', { nothingStarted: true }],
    [
      json({ error_code: 402001, error_message: 'no' }),
      'provider.unfunded',
      { reason: 'balance', nothingStarted: true },
    ],
    [json({ error: 'no', request_id: requestId }, 400), 'provider.rejected', {}],
    [json({ error: 'it violates the content policy' }, 403), 'provider.rejected', { contentFilter: true }],
    [json({ error: 'it violates the content policy' }, 422), 'provider.rejected', { contentFilter: true }],
    [json({ error: 'insufficient credits' }, 403), 'provider.unfunded', { reason: 'balance', nothingStarted: true }],
    [json({ message: 'Invalid token' }, 400), 'provider.unfunded', { reason: 'auth', nothingStarted: true }],
    [json({}, 402, { 'retry-after': '9' }), 'provider.unfunded', { nothingStarted: true }],
    [
      { kind: 'answer', status: 403, body: '<title>Access denied</title>' } as const,
      'provider.unavailable',
      { reason: 'unserved', nothingStarted: true },
    ],
    [json({}, 429, { 'retry-after': '4' }), 'provider.unavailable', { nothingStarted: true, retryAfterMs: 4_000 }],
    [json('no', 503), 'provider.unavailable', { nothingStarted: true }],
    [json('no', 500), 'provider.unavailable', {}],
    [json({ error: 'no' }, 500), 'provider.unavailable', {}],
    [json({ error: 'no' }, 302), 'provider.unavailable', {}],
    [json({}, 200), 'provider.malformed', {}],
    [json({ request_id: '../../v1/models' }), 'provider.malformed', {}],
    [json({ request_id: 'x'.repeat(200) }), 'provider.malformed', {}],
  ])('is refused: %#', async (reaction, code, facts) => {
    bench.answer(reaction);
    const error = await failureOfCall(submit());
    expect(error).toMatchObject({ code, facts: { provider: 'runcomfy', ...facts } });
    expect(error.facts.nothingStarted).toBe('nothingStarted' in facts ? true : undefined);
    expect(bench.server.requests).toHaveLength(1);
  });

  it('that broke but named a job is followed', async () => {
    bench.answer(json({ error: 'no', request_id: requestId }, 500));
    expect(await submit()).toEqual(ticket);
  });
});

describe('a cancel', () => {
  const cancel = () => provider.cancel(ticket, signal);

  it.each([
    [json({ status: 'cancelled', outcome: 'cancelled' }), 'cancelled'],
    [json({ status: 'canceled' }), 'cancelled'],
    [json({ status: 'in_progress', outcome: 'not_cancellable' }), 'too_late'],
    [json({ status: 'in_progress', outcome: 'cancellation_requested' }), 'unknown'],
    [json({ error: 'no such request' }, 404), 'unknown'],
    [json({ error: 'running' }, 409), 'too_late'],
  ])('is told: %#', async (reaction, outcome) => {
    bench.answer(reaction);
    expect(await cancel()).toBe(outcome);
    expect(paths()).toEqual([`POST /v1/requests/${requestId}/cancel`]);
    expect(bench.server.requests[0]?.body).toBe('');
  });

  it.each([json({ error: 'no' }, 401), json({ error: 'no' }, 500), json({ error_code: 7 })])(
    'that is refused is unavailable: %#',
    async (reaction) => {
      bench.answer(reaction);
      expect((await failureOfCall(cancel())).code).toBe('provider.unavailable');
    },
  );

  it('without an outcome is malformed', async () => {
    bench.answer(json({}));
    expect((await failureOfCall(cancel())).code).toBe('provider.malformed');
  });
});

describe('the account', () => {
  it.each([
    [{ balance_usd: 12.5, currency: 'USD' }, 12.5, 'USD'],
    [{ balance_usd: '3.20' }, 3.2, 'USD'],
  ])('reads %j', async (said, balance, currency) => {
    bench.answer(json(said));
    expect(await provider.account(signal)).toEqual({
      balance,
      currency,
      running: null,
      queued: null,
      concurrencyLimit: null,
    });
    expect(paths()).toEqual(['GET /account/prod/v2/balance']);
  });

  it.each([
    [json({ error: 'no' }, 401), 'provider.unfunded'],
    [json({ error_code: 400004 }), 'provider.unfunded'],
    [json({ error: 'no' }, 503), 'provider.unavailable'],
    [json({ currency: 'USD' }), 'provider.malformed'],
    [json({ balance_usd: 'much' }), 'provider.malformed'],
  ])('is not told: %#', async (reaction, code) => {
    bench.answer(reaction);
    expect((await failureOfCall(provider.account(signal))).code).toBe(code);
  });
});
