import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitRoute } from '#catalog/fit-route.ts';
import { flux2Klein9b } from '#catalog/models/flux.ts';
import { plainRequest } from '#catalog/request.ts';
import type { BodyForm } from '#providers/encode.ts';
import { createPricePreview } from '#providers/runninghub/price-preview.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

const [route] = flux2Klein9b.routes;
const fit = route && fitRoute(route, plainRequest(null));

function preview(form: BodyForm = 'flat') {
  if (!route || !fit?.ok) throw new Error('the first route takes a plain request');
  const ask = createPricePreview({ apiKey: 'secret', baseUrl: bench.server.url }, bench.tools);
  return ask(route, fit.settings, form, new AbortController().signal);
}

describe('the price preview of RunningHub', () => {
  it('sends the body of a submit, in either form', async () => {
    bench.answer(json({ errorCode: 0, estimatedPrice: 0.05, currency: 'CNY' }));
    expect(await preview('flat')).toEqual({ kind: 'priced', amount: 0.05, currency: 'CNY' });
    await preview('nodes');
    expect(bench.server.requests[0]?.path).toBe(`/openapi/v2/price-preview/${route?.endpoint}`);
    expect(bench.bodies()).toEqual([
      expect.objectContaining({ prompt: expect.any(String) }),
      expect.objectContaining({ '36##text': expect.any(String) }),
    ]);
  });

  it('may leave its figures out, or write them as text', async () => {
    bench.answer(json({ errorCode: '', estimatedPrice: '0.35' }), json({}));
    expect(await preview()).toEqual({ kind: 'priced', amount: 0.35, currency: null });
    expect(await preview()).toEqual({ kind: 'priced', amount: null, currency: null });
  });

  it('tells a refused form from other refusals', async () => {
    const errorMessage = "parameter '36##text' is not allowed, please use 'prompt' instead";
    bench.answer(
      json({ errorCode: '1007', errorMessage }),
      json({ errorCode: 1007, errorMessage: 'prompt too long' }),
      json({}, 404),
    );
    expect(await preview('nodes')).toEqual({ kind: 'refused', isForm: true, reason: '1007' });
    expect(await preview()).toEqual({ kind: 'refused', isForm: true, reason: '1007' });
    expect(await preview()).toEqual({ kind: 'refused', isForm: false, reason: 'status 404' });
    bench.answer(json({ code: 301, msg: 'PARAMS_INVALID' }), json({ errorCode: '1001' }));
    expect(await preview('nodes')).toEqual({ kind: 'refused', isForm: true, reason: '301' });
    expect(await preview()).toEqual({ kind: 'refused', isForm: false, reason: '1001' });
  });

  it('without a price of its own says so: 1501 is no content refusal here', async () => {
    bench.answer(json({ errorCode: '1501', errorMessage: 'PRICE_CONFIG_NOT_FOUND' }));
    expect(await preview()).toEqual({ kind: 'priced', amount: null, currency: null });
  });

  it.each([
    [json({ errorCode: '1002' }), 'provider.unfunded', 'auth'],
    [json({}, 401), 'provider.unfunded', 'auth'],
    [json({ code: 812 }), 'provider.unfunded', 'balance'],
    [json({}, 402), 'provider.unfunded', 'balance'],
    [json({ errorCode: '1003' }), 'provider.unavailable', undefined],
    [json({ errorCode: '1005' }), 'provider.unavailable', undefined],
    [json({}, 502), 'provider.unavailable', undefined],
  ])('says nothing of the row where the service is in trouble: %#', async (reaction, code, reason) => {
    bench.answer(reaction);
    const error = await failureOfCall(preview());
    expect([error.code, error.facts.reason]).toEqual([code, reason]);
  });

  it('without an answer, or with one that cannot be read, is an error', async () => {
    bench.answer({ kind: 'hang_up' });
    expect(await failureOfCall(preview())).toMatchObject({ code: 'provider.unavailable' });
    bench.answer(json([1]));
    expect(await failureOfCall(preview())).toMatchObject({ code: 'provider.malformed' });
  });
});
