import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteQuote } from '#catalog/plan.ts';
import { createRunningHub, type RunningHubSettings } from '#providers/runninghub/runninghub.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';
import { gptImage2RunningHub, klein9bRunningHub, offerOf } from '../../support/http/seeded-routes.ts';

const { signal } = new AbortController();
const quote = offerOf(klein9bRunningHub, { format: 'png' });
const accepted = json({
  taskId: '2013508786110730241',
  status: 'RUNNING',
  errorCode: '',
  errorMessage: '',
  results: null,
  clientId: 'f828b9af25161bc066ef152db7b29ccc',
  promptTips: '{"result": true, "error": null, "outputs_to_execute": ["4"], "node_errors": {}}',
});
const wantsFlat = (text = "parameter '36##text' is not allowed, please use 'prompt' instead") =>
  json({ taskId: '', errorCode: '1007', errorMessage: text });
const nodeBody = {
  '36##text': 'a red fox',
  '51##select': '1',
  '35##value': 1024,
  '34##value': 1024,
  '54##file_type': 'PNG',
};
const flatBody = { prompt: 'a red fox', aspectRatio: '1:1', outputFormat: 'png' };

let bench: ProviderBench;
const client = (settings: Partial<RunningHubSettings> = {}) =>
  createRunningHub({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto', ...settings }, bench.tools);
const submit = (toSend: RouteQuote = quote, settings: Partial<RunningHubSettings> = {}) =>
  client(settings).submit(toSend, null, signal);

beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

describe('the change of body form', () => {
  it.each([
    "parameter '36##text' is not allowed, please use 'prompt' instead",
    'Parameter 36##text is not allowed, please use prompt instead.',
    'PARAMETER "36##text" IS NOT ALLOWED, PLEASE USE "prompt" INSTEAD',
  ])('happens once after: %s', async (text) => {
    bench.answer(wantsFlat(text), accepted);
    expect((await submit()).remoteId).toBe('2013508786110730241');
    expect(bench.bodies()).toEqual([nodeBody, flatBody]);
  });

  it.each([
    ['1007 in another language', { errorCode: '1007', errorMessage: '参数 36##text 不被允许' }],
    ['1007 without words', { errorCode: '1007' }],
    ['1007 with other words', { errorCode: 1007, errorMessage: 'prompt is required' }],
    ['bad parameters', { code: 301, msg: 'PARAMS_INVALID' }],
    ['a node that is unknown', { errorCode: '803', errorMessage: 'APIKEY_INVALID_NODE_INFO' }],
    ['a graph that is not valid', { errorCode: '433', errorMessage: 'VALIDATE_PROMPT_FAILED' }],
    ['nodes that cannot be read', { errorCode: '1101' }],
    ['a code of its own and words about the body', { errorCode: '42', errorMessage: 'imageUrl is required' }],
    ['words about the body alone', { errorMessage: "field '36##text' is not allowed" }],
  ])('happens once after %s', async (_name, refusal) => {
    bench.answer(json({ taskId: '', ...refusal }), accepted, accepted);
    const provider = client();
    await provider.submit(quote, null, signal);
    await provider.submit(quote, null, signal);
    expect(bench.bodies()).toEqual([nodeBody, flatBody, flatBody]);
  });

  it('is not remembered where the flat form is refused as well: the request itself is wrong', async () => {
    const refusal = json({ errorCode: '1007', errorMessage: 'prompt is too long' });
    bench.answer(refusal, refusal, accepted);
    const provider = client();
    expect((await failureOfCall(provider.submit(quote, null, signal))).code).toBe('provider.rejected');
    await provider.submit(quote, null, signal);
    expect(bench.bodies()).toEqual([nodeBody, flatBody, nodeBody]);
    expect(bench.log.lines).toEqual([]);
  });

  it('also after a refusal with an HTTP error and another field for the text', async () => {
    bench.answer(json({ code: 1007, msg: "parameter 'a' is not allowed, please use 'b' instead" }, 400), accepted);
    await submit();
    expect(bench.server.requests).toHaveLength(2);
  });

  it('is remembered for the endpoint and logged once, without prompt and key', async () => {
    bench.answer(wantsFlat(), accepted);
    const provider = client();
    await provider.submit(quote, null, signal);
    await provider.submit(quote, null, signal);
    expect(bench.bodies()).toEqual([nodeBody, flatBody, flatBody]);
    expect(bench.log.lines).toEqual([
      {
        level: 'warn',
        facts: { provider: 'runninghub', endpoint: klein9bRunningHub.endpoint },
        message: 'node keys were refused: flat keys from now on',
      },
    ]);
  });

  it('is logged once when two requests meet it at the same time', async () => {
    bench.answer(wantsFlat(), wantsFlat(), accepted);
    const provider = client();
    await Promise.all([provider.submit(quote, null, signal), provider.submit(quote, null, signal)]);
    expect(bench.server.requests).toHaveLength(4);
    expect(bench.log.lines).toHaveLength(1);
  });

  it('ends with the error of the flat form, and never with a third request', async () => {
    bench.answer(wantsFlat(), wantsFlat("parameter 'customHight' is not allowed, please use 'customHeight' instead"));
    const error = await failureOfCall(submit());
    expect(error).toMatchObject({ code: 'provider.rejected', facts: { providerCode: '1007' } });
    expect(bench.server.requests).toHaveLength(2);
  });

  it('tells the flat form’s own trouble', async () => {
    bench.answer(wantsFlat(), json({ errorCode: '1501', errorMessage: 'no' }));
    expect((await failureOfCall(submit())).facts).toMatchObject({ providerCode: '1501', contentFilter: true });
  });

  it.each([
    [
      'the text under another code',
      json({ errorCode: '1001', errorMessage: "parameter 'a' is not allowed, please use 'b' instead" }),
      'provider.unavailable',
    ],
    ['a content refusal', json({ errorCode: '1501', errorMessage: 'is not allowed' }), 'provider.rejected'],
    ['a dead key', json({ errorCode: '1002', errorMessage: 'key is required' }), 'provider.unfunded'],
    ['a fault', json({ errorMessage: 'prompt is required' }, 500), 'provider.unavailable'],
    ['words about something else', json({ errorCode: '42', errorMessage: 'no' }), 'provider.rejected'],
  ])('does not happen after %s', async (_name, refusal, code) => {
    bench.answer(refusal, accepted);
    expect((await failureOfCall(submit())).code).toBe(code);
    expect(bench.server.requests).toHaveLength(1);
  });

  it('does not happen when the refusal names a task: it is followed', async () => {
    bench.answer(
      json({ taskId: '7', errorCode: '1007', errorMessage: "parameter 'a' is not allowed, please use 'b' instead" }),
    );
    expect((await submit()).remoteId).toBe('7');
    expect(bench.server.requests).toHaveLength(1);
  });

  it('does not happen after a lost answer', async () => {
    bench.answer({ kind: 'hang_up' }, accepted);
    expect((await failureOfCall(submit())).code).toBe('provider.unsure');
    expect(bench.server.requests).toHaveLength(1);
  });

  it('does not happen when node keys are forced', async () => {
    bench.answer(wantsFlat(), accepted);
    expect((await failureOfCall(submit(quote, { bodyForm: 'nodes' }))).code).toBe('provider.rejected');
    expect(bench.bodies()).toEqual([nodeBody]);
  });

  it('is not needed when flat keys are forced, or where there are no others', async () => {
    bench.answer(accepted);
    await submit(quote, { bodyForm: 'flat' });
    await submit(offerOf(gptImage2RunningHub, { quality: 'low', resolution: '1k' }), { bodyForm: 'nodes' });
    expect(bench.bodies()).toEqual([
      flatBody,
      { prompt: 'a red fox', aspectRatio: '1:1', quality: 'low', resolution: '1k' },
    ]);
  });
});
