import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedAddress } from '../support/http/closed-port.ts';
import { type DownloadBench, openDownloadBench, status, unfetchable } from '../support/http/download-bench.ts';

let bench: DownloadBench;
const fetchPicture: DownloadBench['fetch'] = (url, options) => bench.fetch(url, options);

beforeEach(async () => {
  bench = await openDownloadBench();
});
afterEach(() => bench.close());

describe('after four tries it gives up', () => {
  it('on a server that keeps failing', async () => {
    bench.server.react = () => status(500);
    expect(await unfetchable(fetchPicture(`${bench.server.url}/1.png?q=signature`))).toMatchObject({ httpStatus: 500 });
    expect(bench.server.requests).toHaveLength(4);
  });

  it('on a host that cannot be reached', async () => {
    const baseUrl = await closedAddress();
    expect(await unfetchable(fetchPicture(`${baseUrl}/1.png`, { baseUrl }))).toMatchObject({ reason: 'unreachable' });
    expect(bench.waits).toEqual([500, 2_000, 8_000]);
  });

  it.each(['slow_body', 'silence'] as const)('on a picture that hangs (%s), before its time is over', async (kind) => {
    bench.server.react = () => ({ kind });
    expect(await unfetchable(fetchPicture(undefined, { silenceMs: 50 }))).toMatchObject({ reason: 'unreachable' });
    expect(bench.server.requests).toHaveLength(4);
  });

  it('on a body that comes without an end, when its time is over', async () => {
    bench.server.react = () => ({ kind: 'slow_body' });
    expect(await unfetchable(fetchPicture(undefined, { totalMs: 50 }))).toMatchObject({ reason: 'unreachable' });
  });
});

describe('a disk that takes nothing', () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

  it('is tried again, and then told as that, not as a fault of the host', async () => {
    bench.server.react = () => status(200);
    const scratch = { pathFor: () => Promise.reject(full) };
    expect(await unfetchable(fetchPicture(undefined, { scratch }))).toMatchObject({ reason: 'disk' });
    expect(bench.waits).toEqual([500, 2_000, 8_000]);
    expect(bench.server.requests).toEqual([]);
  });

  it('any other fault of the own is none of the picture', async () => {
    const scratch = { pathFor: () => Promise.reject(new TypeError('a bug')) };
    await expect(fetchPicture(undefined, { scratch })).rejects.toThrow('a bug');
  });
});

describe('the caller', () => {
  it('gets the own reason back while a body is awaited', async () => {
    bench.server.react = () => ({ kind: 'slow_body' });
    const controller = new AbortController();
    const reason = new Error('gone');
    const [seen, broken] = [bench.server.nextRequest(), bench.server.nextBreak()];
    const download = fetchPicture(undefined, { signal: controller.signal });
    await seen;
    controller.abort(reason);
    await expect(download).rejects.toBe(reason);
    await broken;
  });

  it('gets the own reason back between two tries', async () => {
    const controller = new AbortController();
    const reason = new Error('gone');
    bench.server.react = () => status(500);
    bench.beforeWait = () => controller.abort(reason);
    await expect(fetchPicture(undefined, { signal: controller.signal })).rejects.toBe(reason);
    expect(bench.server.requests).toHaveLength(1);
  });
});
