import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { createRunningHub } from '#providers/runninghub/runninghub.ts';
import { parseMultipart } from '../../sandbox/discord/multipart.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../support/http/provider-bench.ts';
import { json } from '../support/http/scripted-server.ts';
import { inputOf, pngBytes } from '../support/inputs.ts';

const { signal } = new AbortController();
const fiveMegabytes = 5 * 1_048_576;
const inline = `data:image/png;base64,${Buffer.from(pngBytes()).toString('base64')}`;
const link = 'https://rh-images.example/input.png';
const accepted = (code: number | string, url: unknown = link) =>
  json({ code, message: 'success', data: { type: 'image', download_url: url, fileName: 'openapi/x.png', size: '16' } });

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

describe('a picture handed to RunningHub', () => {
  const upload = (input = inputOf()) =>
    createRunningHub({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto' }, bench.tools).upload(input, signal);

  it.each([0, 200, '0'])('is uploaded as a form with one file, and found under the link (code %s)', async (code) => {
    bench.answer(accepted(code));
    expect(await upload()).toBe(link);
    const [request] = bench.server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/openapi/v2/media/upload/binary' });
    expect(request?.headers.authorization).toBe('Bearer k-1');
    const type = request?.headers['content-type'] ?? '';
    const form = parseMultipart(Buffer.from(request?.body ?? '', 'utf8'), type);
    expect(form?.files).toMatchObject([{ field: 'file', filename: 'picture-1.png', contentType: 'image/png' }]);
  });

  it.each([
    json({ code: 301, message: 'no', data: null }),
    json({ code: 0, message: 'success', data: { download_url: 'not an address' } }),
    json({ code: 0, data: {} }),
    accepted(500),
    { ...accepted(0), status: 500 },
    json('a page', 200),
    { kind: 'hang_up' } as const,
  ])('goes along with its request where the upload fails and it is small: %#', async (reaction) => {
    bench.answer(reaction);
    expect(await upload()).toBe(inline);
    expect(bench.log.lines.join()).not.toContain('k-1');
  });

  it('of more than 5 MB that cannot be uploaded means that the service is out of reach, with nothing started', async () => {
    const large = inputOf(pngBytes(fiveMegabytes + 1));
    bench.answer(json({ code: 1003, message: 'too many' }, 429, { 'retry-after': '7' }));
    const error = await failureOfCall(upload(large));
    expect(error.code).toBe('provider.unavailable');
    expect(error.facts).toEqual({ provider: 'runninghub', nothingStarted: true, httpStatus: 429, retryAfterMs: 7_000 });
    expect(error.message).toBe('runninghub: no upload, status 429, code 1003');
    expect(await upload(inputOf(pngBytes(fiveMegabytes)))).toMatch(/^data:image\/png;base64,/);
  });

  it('ends with the reason of whoever gave it up', async () => {
    const reason = new Error('enough');
    const stopped = AbortSignal.abort(reason);
    const hub = createRunningHub({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto' }, bench.tools);
    await expect(hub.upload(inputOf(), stopped)).rejects.toBe(reason);
  });
});

describe('a picture handed to RunComfy', () => {
  const upload = (input = inputOf()) =>
    createRunComfy(
      { apiKey: 't-1', baseUrl: 'http://127.0.0.1:9', accountBaseUrl: 'http://127.0.0.1:9' },
      bench.tools,
    ).upload(input, signal);

  it('is fetched by the service where it lies, without a call', async () => {
    const input = inputOf();
    expect(await upload(input)).toBe(input.source.url);
    const ofEmbed = inputOf(pngBytes(), { bytes: null, url: 'https://images-ext-1.discordapp.net/x.png' });
    expect(await upload(ofEmbed)).toBe('https://images-ext-1.discordapp.net/x.png');
    expect(bench.server.requests).toEqual([]);
  });

  it('goes along with its request where no service could fetch it', async () => {
    expect(await upload(inputOf(pngBytes(), { url: 'http://127.0.0.1:8080/cat.png' }))).toBe(inline);
    expect(await upload(inputOf(pngBytes(), { url: 'nowhere' }))).toBe(inline);
  });

  it('goes along within 6 MiB and 32 megapixels, which is what the service takes inside a request', async () => {
    const [width, height] = [1800, 1300];
    const bits = new Uint8Array(width * height * 3);
    for (let at = 0, state = 1; at < bits.length; at += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      bits[at] = state >>> 24;
    }
    const noise = sharp(Buffer.from(bits), { raw: { width, height, channels: 3 } });
    const bytes = await noise.png({ compressionLevel: 1 }).toBuffer();
    expect(bytes.length).toBeGreaterThan(6 * 1_048_576);
    const { source } = inputOf();
    const file = { bytes, format: 'png', widthPx: width, heightPx: height, isOriginal: false } as const;
    const address = await upload({ source, file });
    const sent = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
    expect(sent.length).toBeLessThanOrEqual(6 * 1_048_576);
    const { format, width: sentWidth = 0, height: sentHeight = 0 } = await sharp(sent).metadata();
    expect(address.startsWith(`data:image/${format};base64,`)).toBe(true);
    expect(sentWidth * sentHeight).toBeLessThanOrEqual(32_000_000);
  });

  it('goes along with its request where it is not what lies there any more, whatever size is told', async () => {
    for (const bytes of [null, 16, 99]) {
      const { file, source } = inputOf(pngBytes(), { bytes });
      expect(await upload({ source, file: { ...file, isOriginal: false } })).toBe(inline);
    }
  });
});

describe('a video or a sound handed to RunComfy', () => {
  const settings = { apiKey: 't-1', baseUrl: 'http://127.0.0.1:9', accountBaseUrl: 'http://127.0.0.1:9' };
  const upload = async (format: 'mp4' | 'mp3', byteLength: number, url = 'http://127.0.0.1:8080/x') => {
    const path = join(await mkdtemp(join(tmpdir(), 'easel-upload-')), 'x');
    onTestFinished(() => rm(dirname(path), { recursive: true }));
    await writeFile(path, Buffer.alloc(byteLength, 7));
    const file = { format, path, byteLength, widthPx: null, heightPx: null, durationMs: 1000 } as const;
    return createRunComfy(settings, bench.tools).upload({ file, source: { ...inputOf().source, url } }, signal);
  };

  it('goes along with its request where no service could fetch it, up to what the service takes inside one', async () => {
    const sent = Buffer.alloc(9, 7).toString('base64');
    expect(await upload('mp4', 9)).toBe(`data:video/mp4;base64,${sent}`);
    expect(await upload('mp3', 9)).toBe(`data:audio/mpeg;base64,${sent}`);
    expect(await upload('mp4', 40 * 1_048_576, 'https://cdn.discordapp.com/x')).toBe('https://cdn.discordapp.com/x');
    for (const [format, limit] of [
      ['mp4', 32 * 1_048_576],
      ['mp3', 16 * 1_048_576],
    ] as const) {
      const error = await failureOfCall(upload(format, limit + 1));
      expect(error).toMatchObject({ code: 'refused.image', facts: { reason: 'too_many_bytes', limit } });
    }
  });
});
