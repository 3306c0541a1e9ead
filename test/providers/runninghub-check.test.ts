import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/domain/ports.ts';
import { createRunningHub } from '../../src/providers/runninghub.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../support/http/provider-bench.ts';
import { json } from '../support/http/scripted-server.ts';

const { signal } = new AbortController();
const ticket = { provider: 'runninghub', remoteId: '2013508786110730241' } as const;
const url = 'https://rh-images-1252422369.cos.ap-beijing.myqcloud.com/b04e/output/ComfyUI_00001_plhjr_1768892915.png';
const success = (results: unknown) =>
  json({ taskId: ticket.remoteId, status: 'SUCCESS', errorCode: '', errorMessage: '', results });
const state = (status: string, more: object = {}) =>
  json({ taskId: ticket.remoteId, status, errorCode: '', errorMessage: '', failedReason: {}, results: null, ...more });

let bench: ProviderBench;
let provider: Provider;
const check = () => provider.check(ticket, signal);

beforeEach(async () => {
  bench = await openProviderBench();
  provider = createRunningHub({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto' }, bench.tools);
});
afterEach(() => bench.close());

describe('a check', () => {
  it('asks for the task by its id', async () => {
    bench.answer(state('RUNNING'));
    await check();
    expect(bench.server.requests[0]).toMatchObject({ method: 'POST', path: '/openapi/v2/query' });
    expect(bench.bodies()).toEqual([{ taskId: ticket.remoteId }]);
  });

  it.each([
    ['CREATE', 'queued'],
    ['QUEUED', 'queued'],
    ['queued', 'queued'],
    ['RUNNING', 'running'],
    ['Running', 'running'],
  ])('reads %s as %s', async (status, kind) => {
    bench.answer(state(status));
    expect((await check()).kind).toBe(kind);
  });

  it.each([
    ['as printed', [{ url, nodeId: '2', outputType: 'png', text: null }], [url]],
    ['under the other name', [{ outputUrl: url, outputType: 'image' }], [url]],
    ['each once', [{ url }, { url }, { url: `${url}?2` }], [url, `${url}?2`]],
    ['and passes over texts', [{ text: 'a caption', url: '' }, { url }], [url]],
  ])('reads the pictures %s', async (_name, results, urls) => {
    bench.answer(success(results));
    expect(await check()).toEqual({ kind: 'finished', images: urls.map((each) => ({ url: each })) });
  });

  it.each([
    [state('FAILED', { errorCode: '1000', failedReason: { exception_type: 'TypeError' } }), '1000', undefined],
    [state('FAILED', { errorCode: '1501', failedReason: 'text' }), '1501', true],
    [state('failed', { errorCode: 1505 }), '1505', true],
    [state('FAILED', { errorCode: '1003' }), '1003', undefined],
    [state('ERROR'), 'ERROR', undefined],
    [state('TIMEOUT', { errorCode: null }), 'TIMEOUT', undefined],
    [state('CANCEL'), 'CANCEL', undefined],
    [state('CANCELED'), 'CANCEL', undefined],
    [state('CANCELLED', { errorCode: '1000' }), 'CANCEL', undefined],
    [json({ taskId: ticket.remoteId, status: 'FAILED', errorCode: '1000' }, 500), '1000', undefined],
  ])('ends with the job: %#', async (reaction, providerCode, contentFilter) => {
    bench.answer(reaction);
    const error = await failureOfCall(check());
    expect(error).toMatchObject({ code: 'provider.failed', facts: { providerCode } });
    expect(error.facts.contentFilter).toBe(contentFilter);
  });

  it.each(['1004', '423', '807', '805', '1006', '1015', '1504', '1501'])('ends with code %s', async (errorCode) => {
    bench.answer(json({ errorCode, errorMessage: 'no' }));
    expect((await failureOfCall(check())).code).toBe('provider.failed');
  });

  it.each([1003, 1005, 1010, 1011, 421, 1520, 415, 500, 1000, 1002, 1007, 416, 99999])(
    'says nothing about the job with code %i',
    async (errorCode) => {
      bench.answer(json({ errorCode, errorMessage: 'no', status: null }));
      const error = await failureOfCall(check());
      expect(error).toMatchObject({ code: 'provider.unavailable', facts: { providerCode: String(errorCode) } });
      expect(error.facts.nothingStarted).toBeUndefined();
    },
  );

  it('reads the states that come as codes', async () => {
    bench.answer(json({ code: 813, msg: 'APIKEY_TASK_IS_QUEUED' }), json({ code: 804, msg: 'APIKEY_TASK_IS_RUNNING' }));
    expect((await check()).kind).toBe('queued');
    expect((await check()).kind).toBe('running');
  });

  it.each([401, 404, 429, 500, 503])('says nothing about the job with HTTP %i', async (status) => {
    bench.answer(json({ status: 'ERROR', message: 'a page of the gateway' }, status));
    const error = await failureOfCall(check());
    expect(error).toMatchObject({ code: 'provider.unavailable', facts: { httpStatus: status } });
    expect(error.facts.nothingStarted).toBeUndefined();
  });

  it.each([state('DREAMING'), state(''), json({}), success('text'), json([])])('is malformed: %#', async (reaction) => {
    bench.answer(reaction);
    expect((await failureOfCall(check())).code).toBe('provider.malformed');
  });
});

describe('a success without a picture', () => {
  it.each([null, [], [{ text: 'only words' }]])(
    'counts as running three times, then as failed: %j',
    async (results) => {
      bench.answer(success(results));
      for (let round = 0; round < 3; round += 1) expect(await check()).toEqual({ kind: 'running', fraction: null });
      expect((await failureOfCall(check())).code).toBe('provider.failed');
    },
  );

  it('is forgotten when the job is seen running or finished', async () => {
    const none = success([]);
    bench.answer(none, none, none, state('RUNNING'), none, none, none, success([{ url }]), none);
    for (let round = 0; round < 7; round += 1) expect((await check()).kind).toBe('running');
    expect((await check()).kind).toBe('finished');
    expect((await check()).kind).toBe('running');
  });

  it('is counted per job', async () => {
    bench.answer(success([]));
    for (let round = 0; round < 3; round += 1) await check();
    expect((await provider.check({ ...ticket, remoteId: '2' }, signal)).kind).toBe('running');
  });
});
