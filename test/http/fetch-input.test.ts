import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BotError, type ErrorFacts } from '#core/errors.ts';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { createFetchInput } from '#http/fetch-input.ts';
import { defaultInputLimits, type InputFile, type InputLimits } from '#media/input.ts';
import { closedAddress } from '../support/http/closed-port.ts';
import { body, redirect, status } from '../support/http/download-bench.ts';
import { picture } from '../support/http/pictures.ts';
import { type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

let cdn: ScriptedServer;
let agent: OpenAgent;
let waits: number[];
let beforeWait: () => void;

beforeEach(async () => {
  cdn = await startScriptedServer();
  agent = openAgent();
  waits = [];
  beforeWait = () => undefined;
});
afterEach(async () => {
  await agent.close();
  await cdn.close();
});

interface Wish {
  readonly url?: string;
  readonly declaredBytes?: number;
  readonly within?: Partial<InputLimits>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly cdnBaseUrl?: string;
}

function fetchPicture(wish: Wish = {}): Promise<InputFile> {
  const { url = `${cdn.url}/attachments/1/2/fox.gif?hm=signature`, declaredBytes, within = {} } = wish;
  const { signal = new AbortController().signal, timeoutMs, cdnBaseUrl = cdn.url } = wish;
  const clock = {
    wait: async (ms: number, waitSignal: AbortSignal) => {
      beforeWait();
      waitSignal.throwIfAborted();
      waits.push(ms);
    },
  };
  const settings = { dispatcher: agent.dispatcher, cdnBaseUrl, clock, ...(timeoutMs && { timeoutMs }) };
  const source = { url, name: 'fox.gif', declaredBytes, declaredType: 'image/gif' };
  return createFetchInput(settings)(source, { ...defaultInputLimits, ...within }, signal);
}

async function factsOf(wish: Wish = {}): Promise<ErrorFacts> {
  const thrown: unknown = await fetchPicture(wish).catch((error: unknown) => error);
  if (!(thrown instanceof BotError)) throw new Error('it was not refused', { cause: thrown });
  expect(thrown).toMatchObject({ code: 'refused.image', facts: { file: 'fox.gif', nothingStarted: true } });
  expect(`${thrown.message}${JSON.stringify(thrown.facts)}`).not.toContain('signature');
  return thrown.facts;
}

describe('a picture to edit', () => {
  it('is fetched, and is what its bytes say, whatever it is called and declared to be', async () => {
    const bytes = await picture('webp');
    cdn.react = () => body(bytes, 'text/html');
    expect(await fetchPicture({ declaredBytes: 5 })).toMatchObject({ format: 'webp', widthPx: 48, heightPx: 32 });
    expect(cdn.requests).toHaveLength(1);
    expect(cdn.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('is fetched through redirects that stay at Discord', async () => {
    const bytes = await picture('png');
    cdn.react = ({ path }) => (path === '/moved' ? body(bytes) : redirect('/moved'));
    expect(await fetchPicture()).toMatchObject({ format: 'png' });
  });

  it.each([500, 503, 429, 408])('is asked for once again after status %i', async (code) => {
    const bytes = await picture('png');
    cdn.react = () => (cdn.requests.length < 2 ? status(code) : body(bytes));
    expect(await fetchPicture()).toMatchObject({ format: 'png' });
    expect(waits).toEqual([500]);
  });

  it('is checked: its bytes have to be a picture within the limits', async () => {
    const bytes = await picture('png');
    cdn.react = () => body(bytes);
    expect(await factsOf({ within: { picture: 3, minSidePx: 64 } })).toMatchObject({
      picture: 3,
      reason: 'side_too_short',
    });
    cdn.react = () => body('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/png');
    expect(await factsOf()).toMatchObject({ reason: 'not_a_picture', value: 'svg' });
  });

  it('is fetched beside others, a few at once and every one in the end', async () => {
    const bytes = await picture('jpeg');
    cdn.react = () => body(bytes);
    const clock = { wait: () => Promise.resolve() };
    const fetchInput = createFetchInput({ dispatcher: agent.dispatcher, cdnBaseUrl: cdn.url, clock });
    const never = new AbortController().signal;
    const wishes = [1, 2, 3, 4, 5].map((number) =>
      fetchInput({ url: `${cdn.url}/${number}`, name: 'a' }, defaultInputLimits, never),
    );
    expect(await Promise.all(wishes)).toHaveLength(5);
  });
});

describe('nothing is asked for', () => {
  it.each(['http://169.254.169.254/latest?signature=1', 'https://example.org/fox.png', 'no address', ''])(
    'at %j',
    async (url) => {
      expect(await factsOf({ url })).toMatchObject({ reason: 'untrusted_host' });
      expect(cdn.requests).toHaveLength(0);
    },
  );

  it('of a picture that is declared too large', async () => {
    expect(await factsOf({ declaredBytes: 11 * 1_048_576 })).toMatchObject({ reason: 'too_many_bytes' });
    expect(cdn.requests).toHaveLength(0);
  });

  it('where a redirect leaves Discord', async () => {
    const other = await startScriptedServer();
    cdn.react = () => redirect(`${other.url}/fox.png`);
    expect(await factsOf()).toMatchObject({ reason: 'untrusted_host' });
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  it('any more after three redirects', async () => {
    cdn.react = () => redirect('/again');
    expect(await factsOf()).toMatchObject({ reason: 'untrusted_host' });
    expect(cdn.requests).toHaveLength(4);
  });
});

describe('it is refused', () => {
  it.each([404, 403, 410, 415, 204])('as gone when the status is %i', async (code) => {
    cdn.react = () => status(code);
    expect(await factsOf()).toMatchObject({ reason: 'gone', httpStatus: code });
    expect(waits).toEqual([]);
  });

  it('as too large while it is read, whatever was declared', async () => {
    cdn.react = () => ({ kind: 'endless' });
    const maxBytes = 300_000;
    expect(await factsOf({ declaredBytes: 10, within: { maxBytes } })).toMatchObject({
      reason: 'too_many_bytes',
      limit: maxBytes,
    });
  });

  it('as unreachable after a second failure', async () => {
    cdn.react = () => status(502);
    expect(await factsOf()).toMatchObject({ reason: 'unreachable' });
    expect(cdn.requests).toHaveLength(2);
    cdn.react = () => ({ kind: 'cut_body' });
    expect(await factsOf()).toMatchObject({ reason: 'unreachable' });
    const cdnBaseUrl = await closedAddress();
    expect(await factsOf({ url: `${cdnBaseUrl}/fox.png`, cdnBaseUrl })).toMatchObject({ reason: 'unreachable' });
  });

  it('as unreachable when the time is up, both tries together', async () => {
    cdn.react = () => ({ kind: 'slow_body' });
    expect(await factsOf({ timeoutMs: 50 })).toMatchObject({ reason: 'unreachable' });
    expect(cdn.requests).toHaveLength(1);
  });
});

describe('the caller', () => {
  it('gets the own reason back while a body is awaited', async () => {
    cdn.react = () => ({ kind: 'slow_body' });
    const controller = new AbortController();
    const reason = new Error('gone');
    const seen = cdn.nextRequest();
    const fetching = fetchPicture({ signal: controller.signal });
    await seen;
    controller.abort(reason);
    await expect(fetching).rejects.toBe(reason);
  });

  it('gets the own reason back between two tries', async () => {
    const controller = new AbortController();
    const reason = new Error('gone');
    cdn.react = () => status(500);
    beforeWait = () => controller.abort(reason);
    await expect(fetchPicture({ signal: controller.signal })).rejects.toBe(reason);
    expect(cdn.requests).toHaveLength(1);
  });

  it('gets the own reason back while other pictures are fetched first', async () => {
    cdn.react = () => ({ kind: 'slow_body' });
    const clock = { wait: () => Promise.resolve() };
    const fetchInput = createFetchInput({ dispatcher: agent.dispatcher, cdnBaseUrl: cdn.url, clock });
    const fetchFor = ({ signal }: AbortController) =>
      fetchInput({ url: `${cdn.url}/a`, name: 'a' }, defaultInputLimits, signal);
    const others = new AbortController();
    const busy = Promise.allSettled([1, 2, 3, 4].map(() => fetchFor(others)));
    const own = new AbortController();
    const waiting = fetchFor(own);
    const reason = new Error('gone');
    own.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    others.abort(reason);
    await busy;
  });
});
