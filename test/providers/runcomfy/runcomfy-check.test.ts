import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '#providers/provider.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json, type Reaction } from '../../support/http/scripted-server.ts';

const { signal } = new AbortController();
const requestId = '7f3c1c4e-5a0e-4d8c-9d0e-0a1b2c3d4e5f';
const ticket = { provider: 'runcomfy', remoteId: requestId } as const;
const url = 'https://out.runcomfy.net/plate.png';

let bench: ProviderBench;
let provider: Provider;
const check = () => provider.check(ticket, signal);
const paths = () => bench.server.requests.map(({ method, path }) => `${method} ${path}`);
/** The status says completed, the result says this. */
const completedWith = (result: Reaction) => {
  bench.server.react = ({ path }) => (path.includes('/result?') ? result : json({ status: 'completed' }));
};

beforeEach(async () => {
  bench = await openProviderBench();
  const base = bench.server.url;
  provider = createRunComfy({ apiKey: 't-1', baseUrl: base, accountBaseUrl: `${base}/account` }, bench.tools);
});
afterEach(() => bench.close());

describe('a check', () => {
  it('reads a result that repeats the pictures of its request', async () => {
    const input = { images: [`data:image/png;base64,${'A'.repeat(3_000_000)}`] };
    completedWith(json({ status: 'succeeded', input, output: { image: url } }));
    expect(await check()).toEqual({ kind: 'finished', media: [{ url, kind: 'image' }] });
  });

  it.each([
    [
      { status: 'in_queue', queue_position: 3 },
      { kind: 'queued', ahead: 3 },
    ],
    [
      { status: 'IN_QUEUE', queue_position: '2' },
      { kind: 'queued', ahead: 2 },
    ],
    [
      { status: 'in_queue', queue_position: -1 },
      { kind: 'queued', ahead: null },
    ],
    [{ status: 'pending' }, { kind: 'queued', ahead: null }],
    [{ status: 'waiting' }, { kind: 'queued', ahead: null }],
    [{ status: 'starting' }, { kind: 'queued', ahead: null }],
    [{ status: 'in_progress' }, { kind: 'running', fraction: null }],
    [{ status: 'processing' }, { kind: 'running', fraction: null }],
  ])('reads %j', async (said, update) => {
    bench.answer(json(said));
    expect(await check()).toEqual(update);
    expect(paths()).toEqual([`GET /v1/requests/${requestId}/status`]);
  });

  it.each(['completed', 'succeeded'])(
    'asks for the result after %s, at an address of its own making',
    async (status) => {
      bench.server.react = ({ path }) =>
        path.includes('/result?')
          ? json({ status: 'succeeded', output: { image: url } })
          : json({ status, result_url: 'http://169.254.169.254/' });
      expect(await check()).toEqual({ kind: 'finished', media: [{ url, kind: 'image' }] });
      expect(paths()).toEqual([
        `GET /v1/requests/${requestId}/status`,
        `GET /v1/requests/${requestId}/result?include_cost=true`,
      ]);
    },
  );

  it.each([
    ['a text', url, [url]],
    ['a list', [url, `${url}?2`], [url, `${url}?2`]],
    ['an image', { image: url, images: null }, [url]],
    ['images, each once', { image: url, images: [url, `${url}?2`] }, [url, `${url}?2`]],
    ['objects', { images: [{ url }, { uri: `${url}?2` }, { image: `${url}?3` }] }, [url, `${url}?2`, `${url}?3`]],
    ['an object in a list', [{ image: { url } }], [url]],
    [
      'no videos',
      { image: url, video: 'https://x.runcomfy.net/1.mp4', videos: ['https://x.runcomfy.net/2.mp4'] },
      [url],
    ],
    ['no words', ['done', url], [url]],
  ])('reads an output of %s', async (_name, output, urls) => {
    completedWith(json({ status: 'completed', input: { image: ['https://x.runcomfy.net/ref.png'] }, output }));
    expect(await check()).toMatchObject({ kind: 'finished', media: urls.map((each) => ({ url: each })) });
  });

  it.each([
    ['video', { video: `${url}?1` }, [[`${url}?1`, 'video']]],
    [
      'video',
      { videos: [{ url }, `${url}?2`], image: `${url}?3` },
      [
        [`${url}?3`, 'image'],
        [url, 'video'],
        [`${url}?2`, 'video'],
      ],
    ],
    ['audio', { audio: { path: url } }, [[url, 'audio']]],
    ['audio', { audios: [url] }, [[url, 'audio']]],
    ['video', url, [[url, undefined]]],
  ] as const)('of a %s reads %j with what each file most likely is', async (output, said, media) => {
    completedWith(json({ status: 'succeeded', output: said }));
    expect(await provider.check({ ...ticket, output }, signal)).toEqual({
      kind: 'finished',
      media: media.map(([address, kind]) => ({ url: address, kind })),
    });
  });

  it('of a sound waits for an output that has an address', async () => {
    completedWith(json({ status: 'succeeded', output: { audio: 'soon', text: url } }));
    expect((await provider.check({ ...ticket, output: 'audio' }, signal)).kind).toBe('running');
  });

  it('takes an output without a status', async () => {
    completedWith(json({ output: url }));
    expect((await check()).kind).toBe('finished');
  });

  it.each(['in_queue', 'in_progress'])('waits on while the result is %s', async (status) => {
    completedWith(json({ status }));
    expect(await check()).toEqual({ kind: 'running', fraction: null });
  });

  it.each([
    [json({ status: 'failed', error: 'out of memory' }), 'failed', undefined],
    [json({ status: 'failed', error_code: 5001 }), '5001', undefined],
    [json({ status: 'failed', error: 'NSFW content detected' }), 'failed', true],
    [json({ status: 'cancelled' }), 'CANCEL', undefined],
    [json({ status: 'canceled' }), 'CANCEL', undefined],
  ])('ends with the job by its status: %#', async (reaction, providerCode, contentFilter) => {
    bench.answer(reaction);
    const error = await failureOfCall(check());
    expect(error).toMatchObject({ code: 'provider.failed', facts: { providerCode } });
    expect(error.facts.contentFilter).toBe(contentFilter);
  });

  it.each([
    [json({ status: 'failed', error: 'model refused the prompt' }), true],
    [json({ status: 'failed', error: { message: 'blocked by our content policy' } }), true],
    [json({ status: 'failed', detail: 'it violates the rules' }), true],
    [json({ status: 'failed', error_message: 'safety system' }), true],
    [json({ status: 'failed', message: 'moderation' }), true],
    [json({ status: 'failed', error: null }), undefined],
    [json({ status: 'cancelled', error: 'moderation' }), undefined],
    [json({ status: 'failed', request_id: requestId }, 500), undefined],
  ])('ends with the job by its result: %#', async (reaction, contentFilter) => {
    completedWith(reaction);
    const error = await failureOfCall(check());
    expect(error.code).toBe('provider.failed');
    expect(error.facts.contentFilter).toBe(contentFilter);
  });

  it.each([{}, [], '', null, { video: 'https://x.runcomfy.net/1.mp4' }, [[[[[[[url]]]]]]]])(
    'waits five times for an output that is not there, then it is final: %j',
    async (output) => {
      completedWith(json({ status: 'succeeded', output }));
      for (let round = 0; round < 5; round += 1) expect((await check()).kind).toBe('running');
      expect((await failureOfCall(check())).code).toBe('provider.failed');
    },
  );

  it('believes only after a while that there is no such job', async () => {
    bench.answer(json({ error: 'no such request' }, 404));
    for (let round = 0; round < 3; round += 1) {
      expect((await failureOfCall(check())).code).toBe('provider.unavailable');
    }
    bench.answer(json({ status: 'in_queue' }));
    await check();
    bench.answer(json({ error_code: 404001, error_message: 'no such request' }));
    for (let round = 0; round < 5; round += 1) {
      expect((await failureOfCall(check())).code).toBe('provider.unavailable');
    }
    expect((await failureOfCall(check())).code).toBe('provider.failed');
  });

  it.each([
    json({ error: 'no' }, 401),
    json({ status: 'failed', error: 'a page of the gateway' }, 502),
    json({ error_code: 1234, error_message: 'no' }),
    json({ code: 400004 }, 400),
    json('no', 500),
  ])('that is refused says nothing about the job: %#', async (reaction) => {
    bench.answer(reaction);
    const error = await failureOfCall(check());
    expect(error.code).toBe('provider.unavailable');
    expect(error.facts.nothingStarted).toBeUndefined();
  });

  it.each([json({}), json({ status: 'dreaming' }), json([])])('is malformed by its status: %#', async (reaction) => {
    bench.answer(reaction);
    expect((await failureOfCall(check())).code).toBe('provider.malformed');
  });

  it.each([json({}), json({ status: 'dreaming', output: url }), json(7)])(
    'is malformed by its result: %#',
    async (reaction) => {
      completedWith(reaction);
      expect((await failureOfCall(check())).code).toBe('provider.malformed');
    },
  );

  it.each(['', '../../etc', 'a/b', 'a?b', 'a b'])('puts no odd id into an address: %j', async (remoteId) => {
    const error = await failureOfCall(provider.check({ ...ticket, remoteId }, signal));
    expect(error.code).toBe('bug');
    expect(bench.server.requests).toHaveLength(0);
  });
});
