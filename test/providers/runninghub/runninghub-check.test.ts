import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '#providers/provider.ts';
import { createRunningHub } from '#providers/runninghub/runninghub.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';

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
    ['as printed', [{ url, nodeId: '2', outputType: 'png', text: null }], [{ url, kind: 'png' }]],
    ['under the other name', [{ outputUrl: url, outputType: 'image' }], [{ url, kind: 'image' }]],
    ['under the older names', [{ fileUrl: url, fileType: 'PNG' }], [{ url, kind: 'png' }]],
    ['each once', [{ url }, { url }, { url: `${url}?2` }], [{ url }, { url: `${url}?2` }]],
    ['and passes over texts', [{ text: 'a caption', url: '' }, { url }], [{ url }]],
    [
      'beside files of another kind',
      [
        { url: `${url}.txt`, outputType: 'txt' },
        { url, outputType: 'png' },
      ],
      [
        { url: `${url}.txt`, kind: 'txt' },
        { url, kind: 'png' },
      ],
    ],
    ['as bare addresses', [url], [{ url }]],
    ['beside what cannot be read', [null, 7, 'words', { url: { of: 'another' } }, { url }], [{ url }]],
    ['alone, without a list', { url, outputType: 'png' }, [{ url, kind: 'png' }]],
    ['as one address', url, [{ url }]],
  ])('reads the pictures %s', async (_name, results, media) => {
    bench.answer(success(results));
    expect(await check()).toEqual({ kind: 'finished', media });
  });

  it.each([
    { errorCode: { of: 'another' } },
    { errorMessage: { en: 'none' } },
    { code: [], msg: {} },
    { failedReason: [1, 2], promptTips: 7, extra: { deep: [null] } },
    { usage: 'free' },
  ])('reads them beside odd members: %j', async (odd) => {
    bench.answer(json({ taskId: ticket.remoteId, status: 'Success', results: [{ url }], ...odd }));
    expect((await check()).kind).toBe('finished');
  });

  it.each([
    [{ consumeMoney: '0.35', thirdPartyConsumeMoney: null, consumeCoins: null }, [{ currency: 'CNY', amount: 0.35 }]],
    [{ consumeMoney: 0.3, thirdPartyConsumeMoney: '0.2' }, [{ currency: 'CNY', amount: 0.5 }]],
    [
      { consumeMoney: '0', consumeCoins: '12' },
      [
        { currency: 'CNY', amount: 0 },
        { currency: 'coins', amount: 12 },
      ],
    ],
    [{ consumeMoney: 'much', consumeCoins: -1 }, []],
    [null, []],
  ])('tells what it has cost: %j', async (usage, costs) => {
    const told: unknown[] = [];
    const asking = () => provider.check({ ...ticket, onCost: (cost) => told.push(cost) }, signal);
    bench.answer(state('RUNNING', { usage }), state('SUCCESS', { usage, results: [{ url }] }));
    await asking();
    expect(told).toEqual([]);
    await asking();
    expect(told).toEqual(costs);
    bench.answer(state('FAILED', { usage, errorCode: '1000' }));
    await failureOfCall(asking());
    expect(told).toEqual([...costs, ...costs]);
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

  it.each(['805', '1006', '1015', '1504', '1501'])('ends with code %s', async (errorCode) => {
    bench.answer(json({ errorCode, errorMessage: 'no' }));
    expect((await failureOfCall(check())).code).toBe('provider.failed');
  });

  it.each(['1004', '423', '807'])('believes only after a while that there is no such job: %s', async (errorCode) => {
    const unknown = json({ errorCode, errorMessage: 'task not found' });
    const seen = state('QUEUED');
    bench.answer(unknown, unknown, unknown, unknown, seen, unknown);
    for (let round = 0; round < 4; round += 1) {
      expect(await failureOfCall(check())).toMatchObject({
        code: 'provider.unavailable',
        facts: { providerCode: errorCode },
      });
    }
    expect((await check()).kind).toBe('queued');
    for (let round = 0; round < 5; round += 1) {
      expect((await failureOfCall(check())).code).toBe('provider.unavailable');
    }
    expect((await failureOfCall(check())).code).toBe('provider.failed');
    expect((await failureOfCall(check())).code).toBe('provider.unavailable');
  });

  it.each([
    [{ errorCode: '1000', errorMessage: 'the prompt violates the content policy' }, true],
    [{ errorCode: '', failedReason: 'content policy violation' }, true],
    [{ errorCode: '1015', failedReason: { exception_message: '内容审核不通过', traceback: ['x'] } }, true],
    [{ errorCode: '1000', failedReason: { node_name: 'NSFWCheck', traceback: ['nsfw.py', 'moderation'] } }, undefined],
    [{ errorCode: '1000', errorMessage: 'moderation service unavailable' }, undefined],
    [{ errorCode: '1000', errorMessage: 'cannot sample "a nsfw moderation poster"' }, undefined],
    [{ errorCode: '1000', errorMessage: 'out of memory' }, undefined],
  ])('that failed by its words: %j', async (words, contentFilter) => {
    bench.answer(state('FAILED', words));
    const asked = provider.check({ ...ticket, typed: ['a NSFW moderation poster'] }, signal);
    expect((await failureOfCall(asked)).facts.contentFilter).toBe(contentFilter);
  });

  it('that was stopped is no content refusal, whatever its words', async () => {
    bench.answer(state('CANCEL', { errorMessage: 'moderation' }));
    expect((await failureOfCall(check())).facts.contentFilter).toBeUndefined();
  });

  it('by the words of an error alone does not end', async () => {
    bench.answer(json({ errorCode: '77777', errorMessage: 'moderation' }));
    expect((await failureOfCall(check())).code).toBe('provider.unavailable');
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
