import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAskUploadTicket } from '#providers/runninghub/runninghub.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

const md5Hex = createHash('md5').update('x').digest('hex');
const data = { fileName: `api-lora-cn/${md5Hex}.safetensors`, url: 'https://rh-models-1.cos.example/?q-sign' };
const ask = () =>
  createAskUploadTicket({ apiKey: 'secret', baseUrl: bench.server.url }, bench.tools)(
    { name: 'Ink Wash', md5Hex },
    new AbortController().signal,
  );

describe('a place for a LoRA at RunningHub', () => {
  it('is asked for with name and MD5, and has a file name and an address', async () => {
    bench.answer(json({ code: 0, msg: 'success', data }));
    expect(await ask()).toEqual({ file: data.fileName, url: data.url });
    expect(bench.server.requests[0]).toMatchObject({ method: 'POST', path: '/api/openapi/getLoraUploadUrl' });
    expect(bench.bodies()).toEqual([{ apiKey: 'secret', loraName: 'Ink Wash', md5Hex }]);
  });

  it.each([
    [{ code: 802, msg: 'APIKEY_UNAUTHORIZED' }, 200, 'provider.unfunded'],
    [{ code: 301, msg: 'PARAMS_INVALID' }, 200, 'provider.rejected'],
    [{ code: 500, msg: 'error' }, 200, 'provider.unavailable'],
    [{ message: 'gateway' }, 502, 'provider.unavailable'],
    [{ code: 0, data: null }, 200, 'provider.malformed'],
    [{ code: 0, data: { ...data, fileName: '' } }, 200, 'provider.malformed'],
    [{ code: 0, data: { ...data, fileName: 'x'.repeat(201) } }, 200, 'provider.malformed'],
    [{ code: 0, data: { fileName: 'a' } }, 200, 'provider.malformed'],
  ])('is not there where the answer is %j', async (answer, status, code) => {
    bench.answer(json(answer, status));
    const error = await failureOfCall(ask());
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret');
  });

  it('is not there without an answer', async () => {
    bench.answer({ kind: 'hang_up' });
    expect((await failureOfCall(ask())).code).toBe('provider.unavailable');
  });
});
