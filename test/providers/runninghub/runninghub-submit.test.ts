import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteQuote } from '#catalog/plan.ts';
import { createRunningHub, type RunningHubSettings } from '#providers/runninghub/runninghub.ts';
import { closedAddress } from '../../support/http/closed-port.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';
import { klein9bRunningHub, offerOf } from '../../support/http/seeded-routes.ts';

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
const nodeBody = {
  '36##text': 'a red fox',
  '51##select': '1',
  '35##value': 1024,
  '34##value': 1024,
  '54##file_type': 'PNG',
};

let bench: ProviderBench;
const client = (settings: Partial<RunningHubSettings> = {}) =>
  createRunningHub({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto', ...settings }, bench.tools);
const submit = (toSend: RouteQuote = quote, settings: Partial<RunningHubSettings> = {}) =>
  client(settings).submit(toSend, null, signal);

beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

describe('a submit', () => {
  it('posts the node-keyed body with the key in the header and returns the task id', async () => {
    bench.answer(accepted);
    expect(await submit()).toEqual({ provider: 'runninghub', remoteId: '2013508786110730241' });
    const [seen] = bench.server.requests;
    expect(seen).toMatchObject({ method: 'POST', path: '/openapi/v2/rhart-image/f-2-klein-9b/text-to-image' });
    expect(seen?.headers).toMatchObject({ authorization: 'Bearer k-1', 'content-type': 'application/json' });
    expect(bench.bodies()).toEqual([nodeBody]);
  });

  it('says where to call back when there is such a place', async () => {
    bench.answer(accepted);
    await client().submit(quote, 'https://easel.example/wake/x', signal);
    expect(bench.bodies()).toEqual([{ ...nodeBody, webhookUrl: 'https://easel.example/wake/x' }]);
  });

  it.each([
    ['{"taskId":2013508786110730241,"status":"QUEUED","errorCode":0}', '2013508786110730241'],
    ['{"task_id": 42, "error_code": null}', '42'],
    ['{"taskId":"abc","status":"queued","errorCode":null,"unknown":[1]}', 'abc'],
    ['{"taskId":"abc","errorCode":"1011","errorMessage":"busy"}', 'abc'],
    ['{"taskId":"abc","status":"FAILED","errorCode":"","errorMessage":"later"}', 'abc'],
  ])('reads the task id of %s', async (body, remoteId) => {
    bench.answer({ kind: 'answer', status: 200, body });
    expect(await submit()).toEqual({ provider: 'runninghub', remoteId });
  });
});

describe('a refused submit', () => {
  it.each([
    ['1007', 'provider.rejected', {}],
    ['301', 'provider.rejected', {}],
    ['99999', 'provider.rejected', { providerCode: '99999' }],
    ['1002', 'provider.unfunded', { reason: 'auth', nothingStarted: true }],
    ['801', 'provider.unfunded', { reason: 'auth', nothingStarted: true }],
    ['812', 'provider.unfunded', { reason: 'balance', nothingStarted: true }],
    ['903', 'provider.unfunded', { reason: 'balance', nothingStarted: true }],
    ['1001', 'provider.unavailable', { reason: 'unserved', nothingStarted: true }],
    ['1505', 'provider.rejected', { contentFilter: true }],
    ['1003', 'provider.unavailable', { nothingStarted: true, retryAfterMs: 10_000 }],
    ['415', 'provider.unavailable', { nothingStarted: true, retryAfterMs: 30_000 }],
    ['1520', 'provider.unavailable', { nothingStarted: true }],
    ['1015', 'provider.unavailable', {}],
  ])('with code %s is %s %o', async (errorCode, code, facts) => {
    bench.answer(json({ errorCode, errorMessage: 'no' }));
    const error = await failureOfCall(submit());
    expect(error).toMatchObject({ code, facts: { provider: 'runninghub', ...facts } });
    expect(error.facts.nothingStarted).toBe('nothingStarted' in facts ? true : undefined);
  });

  it.each(['500', '1000', '1005', '1012'])('with code %s leaves open what was started', async (errorCode) => {
    bench.answer(json({ errorCode, errorMessage: 'no' }));
    const error = await failureOfCall(submit());
    expect(error.code).toBe('provider.unavailable');
    expect(error.facts.nothingStarted).toBeUndefined();
  });

  it.each([
    [429, 'provider.unavailable', { nothingStarted: true, httpStatus: 429, retryAfterMs: 3_000 }],
    [503, 'provider.unavailable', { nothingStarted: true }],
    [500, 'provider.unavailable', {}],
    [504, 'provider.unavailable', {}],
    [408, 'provider.unavailable', {}],
    [302, 'provider.unavailable', {}],
    [400, 'provider.rejected', {}],
    [404, 'provider.unavailable', { reason: 'unserved', nothingStarted: true }],
    [403, 'provider.unavailable', { reason: 'unserved', nothingStarted: true }],
    [401, 'provider.unfunded', { reason: 'auth', nothingStarted: true }],
    [402, 'provider.unfunded', { reason: 'balance', nothingStarted: true }],
  ])('with HTTP %i and no JSON is %s %o', async (status, code, facts) => {
    bench.answer({ kind: 'answer', status, headers: { 'retry-after': '3' }, body: '<html></html>' });
    const error = await failureOfCall(submit());
    expect(error).toMatchObject({ code, facts });
    expect(error.facts.nothingStarted).toBe('nothingStarted' in facts ? true : undefined);
  });

  it.each([
    [
      'the code before the status',
      json({ errorCode: '1003', errorMessage: 'slow down' }, 500),
      'provider.unavailable',
      { nothingStarted: true },
    ],
    [
      'the status where the code is not listed',
      json({ errorCode: '7777', errorMessage: 'no' }, 400),
      'provider.rejected',
      { httpStatus: 400 },
    ],
    ['the status where there is no code', json({ timestamp: 1, message: 'no' }, 502), 'provider.unavailable', {}],
    [
      'the status where there is only a text',
      json({ errorMessage: 'no' }, 403),
      'provider.unfunded',
      { reason: 'auth' },
    ],
    ['a text without a code', json({ errorMessage: 'no' }), 'provider.rejected', {}],
    ['a bad key under 401', json({ code: 401, msg: 'API Key不存在' }, 401), 'provider.unfunded', { reason: 'auth' }],
    [
      'a bad key under a code of its own',
      json({ code: 9, msg: 'API Key不存在' }),
      'provider.unfunded',
      { reason: 'auth' },
    ],
    [
      'a job that failed at once',
      json({ taskId: '7', status: 'FAILED', errorCode: 1501 }),
      'provider.rejected',
      { contentFilter: true },
    ],
    ['a state without a task', json({ code: 804, msg: 'APIKEY_TASK_IS_RUNNING' }), 'provider.malformed', {}],
    [
      'a longer wait from the answer',
      json({ errorCode: '421' }, 200, { 'retry-after': '90' }),
      'provider.unavailable',
      { retryAfterMs: 90_000 },
    ],
  ])('counts %s', async (_name, reaction, code, facts) => {
    bench.answer(reaction);
    expect(await failureOfCall(submit())).toMatchObject({ code, facts });
  });

  it.each(['{}', '{"status":"RUNNING","errorCode":""}', '[]', 'null', '""', '{"taskId":true}', '{"taskId":""}'])(
    'is malformed when it says only %s',
    async (body) => {
      bench.answer({ kind: 'answer', status: 200, body });
      const error = await failureOfCall(submit());
      expect(error.code).toBe('provider.malformed');
      expect(error.facts.nothingStarted).toBeUndefined();
    },
  );

  it('is a bug before anything was sent when it cannot be written down', async () => {
    const error = await failureOfCall(submit(offerOf(klein9bRunningHub, { steps: 4 })));
    expect(error).toMatchObject({ code: 'bug', facts: { nothingStarted: true } });
    expect(bench.server.requests).toHaveLength(0);
  });

  it('started nothing when nobody is there for the second form', async () => {
    const baseUrl = await closedAddress();
    const error = await failureOfCall(submit(quote, { baseUrl }));
    expect(error).toMatchObject({ code: 'provider.unavailable', facts: { nothingStarted: true } });
  });
});
