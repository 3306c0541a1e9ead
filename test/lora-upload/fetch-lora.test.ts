import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AddressRules } from '#http/guarded-agent.ts';
import { createFetchLora, type FetchLoraSettings, type SpooledFile } from '#lora-upload/fetch-lora.ts';
import { body, redirect, status } from '../support/http/download-bench.ts';
import { safetensors } from '../support/http/safetensors.ts';
import { type Reaction, type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

/** What the open internet is to these tests: this machine, without https. */
const here: AddressRules = {
  mayFetch: ({ protocol }) => protocol === 'http:',
  mayConnect: (address) => address === '127.0.0.1' || address === '::1',
};

let server: ScriptedServer;
let folder: string;
beforeEach(async () => {
  server = await startScriptedServer();
  folder = await mkdtemp(join(tmpdir(), 'easel-test-'));
});
afterEach(async () => {
  await server.close();
  // Nothing is left on the disk, however a fetch has ended.
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

interface Fetching extends Partial<FetchLoraSettings> {
  readonly path?: string;
  readonly address?: string;
  readonly signal?: AbortSignal;
}

async function fetchIt(reaction: Reaction | null, options: Fetching = {}) {
  if (reaction !== null) server.react = () => reaction;
  const { path = '/ink.safetensors', address = server.url + path, signal = new AbortController().signal } = options;
  const seen: [number, number | null][] = [];
  const onBytes = (done: number, total: number | null) => void seen.push([done, total]);
  const result = await createFetchLora({ rules: here, folder, now: () => 0, ...options })(address, { signal, onBytes });
  return { result, seen };
}

const refusalOf = async (...input: Parameters<typeof fetchIt>) => {
  const { result } = await fetchIt(...input);
  if (result.kind === 'refused') return result.refusal;
  await result.file.discard();
  return null;
};

async function bytesOf(file: SpooledFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const answer = (bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): Reaction => ({
  kind: 'answer',
  status: 200,
  headers,
  body: bytes,
});

describe('a LoRA from the web', () => {
  it('is spooled byte by byte, with its size and its MD5', async () => {
    const whole = safetensors(600_000);
    const { result, seen } = await fetchIt(answer(whole, { 'content-length': String(whole.byteLength) }));
    if (result.kind === 'refused') throw new Error(result.refusal.why);
    const { file } = result;
    expect([file.sizeBytes, file.md5Hex]).toEqual([whole.byteLength, createHash('md5').update(whole).digest('hex')]);
    expect([(await bytesOf(file)).equals(whole), (await bytesOf(file)).equals(whole)]).toEqual([true, true]);
    expect(seen.at(-1)).toEqual([whole.byteLength, whole.byteLength]);
    expect(await readdir(folder)).toEqual([]);
    await file.discard();
    await file.discard();
    await expect(bytesOf(file)).rejects.toThrow();
  });

  it('may come in pieces, without a size, and be named by the other side', async () => {
    server.react = ({ path }) =>
      path === '/download/17'
        ? redirect('/files/9')
        : answer(safetensors(), { 'content-disposition': `attachment; filename="Ink v2.safetensors"` });
    const { result, seen } = await fetchIt(null, { path: '/download/17' });
    expect(result.kind).toBe('fetched');
    if (result.kind === 'fetched') await result.file.discard();
    expect(seen.at(-1)?.[0]).toBe(safetensors().byteLength);
    expect(server.requests.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'identity']);
  });

  it.each([`attachment; filename*=UTF-8''ink.safetensors`, 'attachment; filename=ink.safetensors; size=3'])(
    'may be called %s',
    async (disposition) => {
      expect(await refusalOf(answer(safetensors(), { 'content-disposition': disposition }), { path: '/1' })).toBeNull();
    },
  );

  it.each([
    ['by its address', answer(safetensors()), '/ink.ckpt'],
    [
      'by the name that it is given',
      answer(safetensors(), { 'content-disposition': 'attachment; filename="a.zip"' }),
      '/a.safetensors',
    ],
    ['by its first bytes', body('<!doctype html><title>Log in</title>'), '/ink.safetensors'],
    ['when it is shorter than its own header', answer(safetensors().subarray(0, 20)), '/ink.safetensors'],
    ['when it ends within its first bytes', answer(safetensors().subarray(0, 5)), '/ink.safetensors'],
    ['when it is empty', body(''), '/ink.safetensors'],
  ])('is refused %s', async (_, reaction, path) => {
    expect(await refusalOf(reaction, { path })).toEqual({ why: 'not_safetensors' });
  });

  it('is not read on once its first bytes are wrong', async () => {
    expect(await refusalOf({ kind: 'endless' })).toEqual({ why: 'not_safetensors' });
  });

  it('is given up where it comes too slowly for more than half a minute', async () => {
    server.react = () => answer(safetensors(12_000_000));
    /** With a clock that goes on as if this many bytes came every second. */
    const fetchAt = async (bytesPerSecond: number) => {
      let took = 0;
      const watch = {
        signal: new AbortController().signal,
        onBytes: (done: number) => {
          took = (done / bytesPerSecond) * 1_000;
        },
      };
      const address = `${server.url}/ink.safetensors`;
      const result = await createFetchLora({ rules: here, folder, now: () => took })(address, watch);
      if (result.kind === 'fetched') await result.file.discard();
      return { refusal: result.kind === 'refused' ? result.refusal : null, tookSeconds: took / 1_000 };
    };
    expect(await fetchAt(300_000)).toMatchObject({ refusal: null });
    const slow = await fetchAt(200_000);
    expect(slow.refusal).toEqual({ why: 'crawling' });
    expect(slow.tookSeconds).toBeGreaterThan(30);
    expect(slow.tookSeconds).toBeLessThan(40);
  });

  it('is refused when it is too large, by what is announced or by what arrives', async () => {
    const whole = safetensors(5_000);
    expect(await refusalOf(answer(whole, { 'content-length': '5000' }), { maxBytes: 4_999 })).toEqual({
      why: 'too_large',
    });
    const unannounced = answer(whole, { 'transfer-encoding': 'chunked' });
    expect(await refusalOf(unannounced, { maxBytes: 4_999 })).toEqual({ why: 'too_large' });
  });

  it.each([404, 403, 500, 206])('is refused when the answer is %i', async (code) => {
    expect(await refusalOf(status(code))).toEqual({ why: 'status', status: code });
  });

  it.each([
    ['the connection breaks', { kind: 'hang_up' } as const],
    ['it ends before its end', answer(safetensors(), { 'content-length': '5000' })],
    ['it leads in a circle', redirect('/ink.safetensors')],
    ['it leads nowhere', redirect('')],
  ])('is refused when %s', async (_, reaction) => {
    expect(await refusalOf(reaction, { silenceMs: 100 })).toEqual({ why: 'unreachable' });
  });

  it('is given up when the other side says nothing', async () => {
    expect(await refusalOf({ kind: 'silence' }, { silenceMs: 50 })).toEqual({ why: 'unreachable' });
  });

  it('is given up when there is no room on the disk', async () => {
    expect(await refusalOf(answer(safetensors()), { folder: join(folder, 'missing') })).toEqual({ why: 'no_room' });
  });

  it('is given up when the caller wants it, at any point', async () => {
    const stop = new AbortController();
    const fetching = fetchIt({ kind: 'silence' }, { signal: stop.signal });
    await server.nextRequest();
    stop.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow('enough');
    await expect(fetchIt(body(''), { signal: stop.signal })).rejects.toThrow('enough');
  });
});

describe('an address that may not be fetched', () => {
  it.each([
    '',
    'ink.safetensors',
    'ftp://example.com/ink.safetensors',
    'https://example.com/a',
    `x${'y'.repeat(3000)}`,
  ])('is %j, and nothing is contacted', async (address) => {
    expect(await refusalOf(null, { address })).toEqual({ why: 'address' });
  });

  const refuseAll: AddressRules = { ...here, mayConnect: () => false };

  it('is one of a private network, as a number or by a name that resolves to one', async () => {
    const port = new URL(server.url).port;
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::1]']) {
      const address = `http://${host}:${port}/ink.safetensors`;
      expect(await refusalOf(null, { address, rules: refuseAll })).toEqual({ why: 'unreachable' });
    }
    expect(server.requests).toEqual([]);
  });

  it('is one that only a redirect leads to', async () => {
    const port = new URL(server.url).port;
    const rules: AddressRules = { ...here, mayConnect: (address) => address === '127.0.0.1' };
    for (const [location, why] of [
      [`http://127.0.0.2:${port}/ink.safetensors`, 'unreachable'],
      [`http://[::1]:${port}/ink.safetensors`, 'unreachable'],
      ['https://example.com/ink.safetensors', 'address'],
      ['file:///etc/passwd', 'address'],
    ]) {
      expect(await refusalOf(redirect(location ?? ''), { rules })).toEqual({ why });
    }
    expect(server.requests).toHaveLength(4);
  });

  it('is every one that is not https and public, where nothing else is said', async () => {
    const fetchLora = createFetchLora({ now: () => 0 });
    const watch = { signal: new AbortController().signal, onBytes: () => undefined };
    for (const address of [server.url, 'https://127.0.0.1/a.safetensors', 'https://localhost/a.safetensors']) {
      const result = await fetchLora(address, watch);
      expect(result.kind === 'refused' && result.refusal.why).toMatch(/^(address|unreachable)$/);
    }
    expect(server.requests).toEqual([]);
  });

  it('may be a name that cannot be looked up', async () => {
    const address = `http://${'x'.repeat(64)}.invalid/ink.safetensors`;
    expect(await refusalOf(null, { address })).toEqual({ why: 'unreachable' });
  });
});
