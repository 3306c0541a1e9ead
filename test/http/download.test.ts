import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AddressRules } from '#http/guarded-agent.ts';
import {
  body,
  type DownloadBench,
  openDownloadBench,
  redirect,
  status,
  unfetchable,
} from '../support/http/download-bench.ts';
import { picture } from '../support/http/pictures.ts';
import { startScriptedServer } from '../support/http/scripted-server.ts';

let bench: DownloadBench;
const fetchPicture: DownloadBench['fetch'] = (url, options) => bench.fetch(url, options);

beforeEach(async () => {
  bench = await openDownloadBench();
});
afterEach(() => bench.close());

describe('a picture', () => {
  it('is fetched, and its type is read from its bytes, whatever its label says', async () => {
    const bytes = await picture('webp');
    bench.server.react = () => body(bytes, 'image/png');
    expect(await fetchPicture()).toMatchObject({ format: 'webp', widthPx: 48, heightPx: 32 });
    expect(bench.server.requests[0]?.headers).toMatchObject({
      'accept-encoding': 'identity',
      accept: expect.stringContaining('image/avif'),
    });
    expect(bench.server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('is fetched through redirects that stay on the list', async () => {
    const bytes = await picture('png');
    bench.server.react = ({ path }) => {
      const hop = Number(path.slice('/hop-'.length));
      return hop < 3 ? redirect(`hop-${hop + 1}`) : body(bytes);
    };
    expect(await fetchPicture(`${bench.server.url}/hop-0`)).toMatchObject({ format: 'png' });
    expect(bench.server.requests.map(({ path }) => path)).toEqual(['/hop-0', '/hop-1', '/hop-2', '/hop-3']);
  });

  it.each([500, 502, 503, 429, 408])('is asked for again after status %i', async (code) => {
    const bytes = await picture('png');
    bench.server.react = () => (bench.server.requests.length < 3 ? status(code) : body(bytes));
    expect(await fetchPicture()).toMatchObject({ format: 'png' });
    expect(bench.waits).toEqual([500, 2_000]);
  });

  it.each(['hang_up', 'cut_body'] as const)('is asked for again after %s', async (kind) => {
    const bytes = await picture('jpeg');
    bench.server.react = () => (bench.server.requests.length < 2 ? { kind } : body(bytes));
    expect(await fetchPicture()).toMatchObject({ format: 'jpeg' });
    expect(bench.waits).toEqual([500]);
  });
});

describe('nothing is fetched', () => {
  it.each(['http://169.254.169.254/latest?signature=1', 'data:image/png;base64,AAAA', 'no address', ''])(
    'from %s',
    async (url) => {
      expect(await unfetchable(fetchPicture(url))).toMatchObject({ reason: 'untrusted_host' });
      expect(bench.server.requests).toHaveLength(0);
    },
  );

  it('by a redirect that leaves the list', async () => {
    const other = await startScriptedServer();
    bench.server.react = () => redirect(`${other.url}/1.png`);
    expect(await unfetchable(fetchPicture())).toMatchObject({ reason: 'untrusted_host' });
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  it('by a redirect that carries a password', async () => {
    bench.server.react = () => redirect(bench.server.url.replace('//', '//user:signature@'));
    expect(await unfetchable(fetchPicture())).toMatchObject({ reason: 'untrusted_host' });
    expect(bench.server.requests).toHaveLength(1);
  });

  it('by a redirect to nowhere', async () => {
    bench.server.react = () => ({ kind: 'answer', status: 302, body: '' });
    await unfetchable(fetchPicture());
  });

  it('after more than three redirects', async () => {
    bench.server.react = () => redirect('/again');
    expect(await unfetchable(fetchPicture())).toMatchObject({ reason: 'redirects' });
    expect(bench.server.requests).toHaveLength(4);
  });
});

describe('it is final', () => {
  it.each([404, 410, 403, 204])('when the status is %i', async (code) => {
    bench.server.react = () => status(code);
    expect(await unfetchable(fetchPicture())).toMatchObject({ reason: 'status', httpStatus: code });
    expect(bench.server.requests).toHaveLength(1);
  });

  it.each(['<html>signature expired</html>', '<svg xmlns="http://www.w3.org/2000/svg"/>', ''])(
    'when the bytes are %s',
    async (text) => {
      bench.server.react = () => body(text);
      expect(await unfetchable(fetchPicture())).toMatchObject({ reason: 'not_an_image' });
    },
  );

  it('when a body without a length passes the limit: it is cut off while being read', async () => {
    bench.server.react = () => ({ kind: 'endless' });
    const broken = bench.server.nextBreak();
    expect(await unfetchable(fetchPicture(undefined, { maxBytes: 1_000_000 }))).toMatchObject({
      reason: 'too_large',
      limit: 1_000_000,
    });
    await broken;
    expect(bench.server.endlessBytes()).toBeLessThan(50_000_000);
  });

  it('when a body announces more than 64 MiB: it is not read at all', async () => {
    bench.server.react = () => ({ kind: 'answer', status: 200, headers: { 'content-length': '209715200' }, body: 'x' });
    expect(await unfetchable(fetchPicture())).toMatchObject({ reason: 'too_large', limit: 67_108_864 });
  });
});

describe('a host that nobody has named', () => {
  /** What the open internet is to these tests: plain http, and the one address that a name has. */
  const publicHere = (mayConnect: (address: string) => boolean): AddressRules => ({ mayFetch: () => true, mayConnect });
  const elsewhere = 'https://api.example';

  it('is asked when its address is one of the open internet', async () => {
    const bytes = await picture('png');
    bench.server.react = () => body(bytes);
    const rules = publicHere(() => true);
    const url = `${bench.server.url.replace('127.0.0.1', 'localhost')}/1.png`;
    expect(await fetchPicture(url, { rules, baseUrl: elsewhere })).toMatchObject({ format: 'png' });
  });

  it('is not connected to when its name leads into a private network, and that is final', async () => {
    const rules = publicHere((address) => !['127.0.0.1', '::1'].includes(address));
    const url = `${bench.server.url.replace('127.0.0.1', 'localhost')}/1.png`;
    const facts = await unfetchable(fetchPicture(url, { rules, baseUrl: elsewhere }));
    expect(facts).toMatchObject({ reason: 'untrusted_host' });
    expect([bench.server.requests, bench.waits]).toEqual([[], []]);
  });

  it('is not asked when a redirect names it, if it is no public address', async () => {
    const other = await startScriptedServer();
    const rules = publicHere((address) => address !== '127.0.0.1');
    bench.server.react = () => redirect(`${other.url}/1.png`);
    expect(await unfetchable(fetchPicture(undefined, { rules }))).toMatchObject({ reason: 'untrusted_host' });
    expect(other.requests).toEqual([]);
    await other.close();
  });
});

describe('pictures that hang', () => {
  it('do not hold up others of the same host', async () => {
    const bytes = await picture('png');
    bench.server.react = ({ path }) => (path === '/good.png' ? body(bytes) : { kind: 'silence' });
    const download = bench.fetchTogether();
    const stop = new AbortController();
    const hanging = [1, 2, 3, 4].map((index) => download(`/hang-${index}.png`, stop.signal));
    expect(await download('/good.png')).toMatchObject({ format: 'png' });
    stop.abort(new Error('enough'));
    const ends = await Promise.allSettled(hanging);
    expect(ends.every(({ status: how }) => how === 'rejected')).toBe(true);
  });
});
