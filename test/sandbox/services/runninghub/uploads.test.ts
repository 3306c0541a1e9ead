import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FormBody } from '#http/form-body.ts';
import type { RunningHubModel } from '../../../../sandbox/services/runninghub/fields.ts';
import { picture, pictures, prompt, required } from '../../../../sandbox/services/runninghub/flat-fields.ts';
import { Uploads } from '../../../../sandbox/services/runninghub/uploads.ts';
import { validateBody } from '../../../../sandbox/services/runninghub/validate-body.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../../sandbox/services/start-runninghub.ts';
import { pngBytes } from '../../../support/inputs.ts';
import { createSteppedClock, textAt } from '../client.ts';

const dayMs = 24 * 60 * 60 * 1000;
const clock = createSteppedClock();
let hub: SandboxRunningHub;
beforeEach(async () => {
  hub = await startSandboxRunningHub({ now: clock.now });
});
afterEach(() => hub.stop());

async function upload(bytes: Uint8Array, { field = 'file', key = hub.apiKey } = {}): Promise<unknown> {
  const form = new FormBody([], [{ field, name: 'a.png', mediaType: 'image/png', data: bytes }]);
  const answer = await fetch(`${hub.baseUrl}/openapi/v2/media/upload/binary`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': form.contentType },
    body: Buffer.concat(await form.stream().toArray()),
  });
  return answer.json();
}

describe('an upload', () => {
  it('answers a link under which the picture lies for a day', async () => {
    const answer = await upload(pngBytes(20));
    expect(answer).toMatchObject({ code: 0, message: 'success', data: { type: 'image', size: '20' } });
    const url = textAt(answer, 'data', 'download_url');
    expect(new URL(url).origin).toBe(hub.baseUrl);
    const fetched = await fetch(url);
    expect(fetched.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(pngBytes(20));
    clock.step(dayMs);
    expect((await fetch(url)).status).toBe(404);
  });

  it('is refused without the key, without the field, and for what is no picture', async () => {
    expect(await upload(pngBytes(), { key: 'wrong' })).toMatchObject({ errorCode: '1002' });
    expect(await upload(pngBytes(), { field: 'picture' })).toMatchObject({ code: 301, data: null });
    expect(await upload(new Uint8Array([1, 2, 3]))).toMatchObject({ code: 301, data: null });
  });

  it('is refused above the size', async () => {
    const data = pngBytes(50 * 1_048_576 + 1);
    const form = new FormBody([], [{ field: 'file', name: 'a.png', mediaType: 'image/png', data }]);
    const request = {
      method: 'POST',
      path: '',
      query: new URLSearchParams(),
      headers: { 'content-type': form.contentType },
      body: undefined,
      bytes: Buffer.concat(await form.stream().toArray()),
      origin: '',
    };
    expect(new Uploads().take(request, 0).body.toString()).toContain('809');
  });
});

describe('a picture input', () => {
  const model: RunningHubModel = {
    endpoint: 'vendor/edit',
    fields: [prompt(), required(pictures('imageUrls', 2)), picture('mask')],
    priceCny: 1,
    runMs: 1,
  };
  const inline = `data:image/png;base64,${Buffer.from(pngBytes()).toString('base64')}`;
  const findUpload = (address: string) =>
    address.startsWith('http://127.0.0.1:1/upload/')
      ? address.endsWith('old.png')
        ? 'gone'
        : new Uint8Array()
      : undefined;
  const verdict = (changes: object) =>
    validateBody(model, { prompt: 'x', imageUrls: [inline], ...changes }, true, findUpload);

  it('takes what was uploaded, public addresses and data URIs, and counts them', () => {
    const addresses = ['http://127.0.0.1:1/upload/new.png', 'https://cdn.discordapp.com/a.png'];
    const read = verdict({ imageUrls: addresses });
    expect('inputs' in read && read.inputs.get('images')).toBe(2);
    expect(verdict({ mask: inline })).not.toHaveProperty('problem');
  });

  it.each([
    [undefined, /is required/],
    ['https://cdn.discordapp.com/a.png', /must be a list/],
    [[], /1 to 2 pictures/],
    [[inline, inline, inline], /1 to 2 pictures/],
    [[7], /address of a picture/],
    [['http://127.0.0.1:1/upload/old.png'], /not there any more/],
    [['http://127.0.0.1:5/elsewhere.png'], /public https/],
    [['https://localhost/a.png'], /public https/],
    [['nowhere'], /public https/],
    [['data:text/html;base64,AAAA'], /no data URI/],
    [[inline.replace('png', 'jpeg')], /not what its type says/],
    [[`data:image/png;base64,${Buffer.from(pngBytes(10 * 1_048_576 + 1)).toString('base64')}`], /larger than/],
  ])('refuses others: %#', (imageUrls, problem) => {
    const read = verdict({ imageUrls });
    expect('problem' in read && read.problem).toMatch(problem);
  });
});
