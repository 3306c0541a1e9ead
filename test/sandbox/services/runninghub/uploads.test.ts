import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTypedFile } from '../../../../sandbox/discord/person-files.ts';
import type { RunningHubModel } from '../../../../sandbox/services/runninghub/fields.ts';
import { picture, pictures, prompt } from '../../../../sandbox/services/runninghub/flat-fields.ts';
import { Uploads } from '../../../../sandbox/services/runninghub/uploads.ts';
import { validateBody } from '../../../../sandbox/services/runninghub/validate-body.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../../sandbox/services/start-runninghub.ts';
import { multipartOf } from '../../../../src/http/multipart.ts';
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
  const { contentType, bytes: body } = multipartOf({ field, name: 'a.png', mediaType: 'image/png', bytes });
  const answer = await fetch(`${hub.baseUrl}/openapi/v2/media/upload/binary`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
    body: Buffer.from(body),
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

  it('is refused above the size', () => {
    const { contentType, bytes } = multipartOf({
      field: 'file',
      name: 'a.png',
      mediaType: 'image/png',
      bytes: pngBytes(50 * 1_048_576 + 1),
    });
    const request = {
      method: 'POST',
      path: '',
      query: new URLSearchParams(),
      headers: { 'content-type': contentType },
      body: undefined,
      bytes: Buffer.from(bytes),
      origin: '',
    };
    expect(new Uploads().take(request, 0).body.toString()).toContain('809');
  });
});

describe('a picture input', () => {
  const model: RunningHubModel = {
    endpoint: 'vendor/edit',
    fields: [prompt(), pictures('imageUrls', 2), picture('mask')],
    priceCny: 1,
    runMs: 1,
  };
  const sample = Buffer.from(openTypedFile('', 'sample').bytes);
  const inline = `data:image/png;base64,${sample.toString('base64')}`;
  const verdict = (changes: object) => validateBody(model, { prompt: 'x', imageUrls: [inline], ...changes }, true);

  it('is read from the link of an upload as long as that lives', async () => {
    const uploads = new Uploads();
    const { contentType, bytes } = multipartOf({ field: 'file', name: 'a.png', mediaType: 'image/png', bytes: sample });
    const origin = 'http://127.0.0.1:1';
    const request = { method: 'POST', path: '', query: new URLSearchParams(), body: undefined, origin };
    const taken = uploads.take({ ...request, headers: { 'content-type': contentType }, bytes: Buffer.from(bytes) }, 0);
    const url = textAt(JSON.parse(taken.body.toString()), 'data', 'download_url');
    const body = { imageUrls: [url], mask: url, steps: 1 };
    expect(uploads.open(body, origin, 1)).toEqual({ imageUrls: [inline], mask: inline, steps: 1 });
    expect(uploads.open(body, origin, dayMs)).toEqual(body);
    expect(uploads.open([`${origin}/upload/other.png`], origin, 1)).toEqual([`${origin}/upload/other.png`]);
  });

  it('takes public addresses and data URIs', () => {
    expect(verdict({ imageUrls: ['https://cdn.discordapp.com/a.png', inline], mask: inline })).toHaveProperty('inputs');
  });

  it.each([
    [undefined, /is required/],
    ['https://cdn.discordapp.com/a.png', /must be a list/],
    [[inline, inline, inline], /at most 2 pictures/],
    [[7], /must have a picture/],
    [['http://127.0.0.1:5/elsewhere.png'], /public https/],
    [['https://localhost/a.png'], /public https/],
    [['nowhere'], /public https/],
    [['data:text/html;base64,AAAA'], /public https/],
    [[inline.replace('png', 'jpeg')], /not what its type says/],
    [[`data:image/png;base64,${Buffer.from(pngBytes(10 * 1_048_576 + 1)).toString('base64')}`], /larger than/],
  ])('refuses others: %#', (imageUrls, problem) => {
    const read = verdict({ imageUrls });
    expect('problem' in read && read.problem).toMatch(problem);
  });
});
