import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActualCost, FollowedTicket, Provider } from '#providers/provider.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { failureOfCall, openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json, type Reaction } from '../../support/http/scripted-server.ts';
import { deploymentRunComfy, offerOf } from '../../support/http/seeded-routes.ts';

const { signal } = new AbortController();
const requestId = '7f3c1c4e-5a0e-4d8c-9d0e-0a1b2c3d4e5f';
const remoteId = `deployments/8c1f/${requestId}`;
const ticket: FollowedTicket = { provider: 'runcomfy', remoteId };
const below = `/account/prod/v2/deployments/8c1f/requests/${requestId}`;
const url = 'https://out.runcomfy.net/fox_00001.mp4';

let bench: ProviderBench;
let provider: Provider;
const check = (changes: Partial<FollowedTicket> = {}) => provider.check({ ...ticket, ...changes }, signal);
const paths = () => bench.server.requests.map(({ method, path }) => `${method} ${path}`);
const completedWith = (result: Reaction) => {
  bench.server.react = ({ path }) => (path.endsWith('/result') ? result : json({ status: 'completed' }));
};

beforeEach(async () => {
  bench = await openProviderBench();
  const base = bench.server.url;
  provider = createRunComfy({ apiKey: 't-1', baseUrl: base, accountBaseUrl: `${base}/account` }, bench.tools);
});
afterEach(() => bench.close());

describe('a run of a deployment', () => {
  const submit = () => provider.submit(offerOf(deploymentRunComfy, { prompt: 'a fox' }), null, signal);

  it('is asked for with what its nodes get, and named by both ids', async () => {
    bench.answer(json({ request_id: requestId, status_url: 'http://169.254.169.254/status' }));
    expect(await submit()).toEqual({ provider: 'runcomfy', remoteId });
    expect(paths()).toEqual(['POST /account/prod/v2/deployments/8c1f/inference']);
    expect(bench.server.requests[0]?.headers.authorization).toBe('Bearer t-1');
    expect(bench.bodies()).toEqual([{ overrides: { 3: { inputs: { seed: 7 } }, 6: { inputs: { text: 'a fox' } } } }]);
  });

  it('tells where to call back, which a model does not', async () => {
    expect(provider.callsBack(ticket)).toBe(true);
    expect(provider.callsBack({ provider: 'runcomfy', remoteId: requestId })).toBe(false);
    bench.answer(json({ request_id: requestId }));
    await provider.submit(offerOf(deploymentRunComfy, { prompt: 'a fox' }), 'https://easel.example/wake?a=1', signal);
    expect(paths()).toEqual([
      'POST /account/prod/v2/deployments/8c1f/inference?webhook=https%3A%2F%2Feasel.example%2Fwake%3Fa%3D1',
    ]);
  });

  it.each([
    ['a deployment that is not there', json({ error: 'deployment not found' }, 404), 'provider.unavailable', true],
    ['a node that is not there', json({ error: 'node 6 not in workflow' }, 422), 'provider.rejected', undefined],
    ['a wrong token', json({ error: 'no' }, 401), 'provider.unfunded', true],
    ['an empty account', json({ error: 'no' }, 402), 'provider.unfunded', true],
    ['a full queue', json({ error: 'queue is full' }, 429), 'provider.unavailable', true],
    ['an answer without a name', json({}), 'provider.malformed', undefined],
    ['a name that leads elsewhere', json({ request_id: '../x' }), 'provider.malformed', undefined],
    ['no answer', { kind: 'hang_up' } as const, 'provider.unsure', undefined],
  ])('ends at %s', async (_name, reaction, code, nothingStarted) => {
    bench.answer(reaction);
    const error = await failureOfCall(submit());
    expect(error).toMatchObject({ code });
    expect(error.facts.nothingStarted).toBe(nothingStarted);
    expect(bench.server.requests).toHaveLength(1);
  });

  it('is followed below its deployment', async () => {
    bench.answer(json({ status: 'in_queue', queue_position: 2 }));
    expect(await check()).toEqual({ kind: 'queued', ahead: 2 });
    completedWith(json({ status: 'succeeded', outputs: { 9: { gifs: [{ url }] } } }));
    expect(await check({ output: 'video' })).toEqual({ kind: 'finished', media: [{ url }] });
    expect(paths()).toEqual([`GET ${below}/status`, `GET ${below}/status`, `GET ${below}/result`]);
  });

  it.each([
    [{ images: [{ url, filename: 'a.PNG', subfolder: '', type: 'output' }] }, [{ url, kind: 'png' }]],
    [{ images: [{ url, filename: 'ComfyUI_temp', type: 'temp' }] }, [{ url, kind: 'preview' }]],
    [{ images: [url, url, 'no address', 7, null] }, [{ url, kind: 'image' }]],
    [{ gifs: [{ url, filename: 'a', format: 'video/h264-mp4' }] }, [{ url, kind: 'video' }]],
    [
      { videos: [{ url }], audio: [{ url: `${url}?2` }] },
      [
        { url, kind: 'video' },
        { url: `${url}?2`, kind: 'audio' },
      ],
    ],
    [{ mesh: { url, filename: 'a.glb' } }, [{ url, kind: 'glb' }]],
  ])('reads what a node has saved: %j', async (node, media) => {
    completedWith(json({ status: 'completed', input: { url: `${url}?input` }, outputs: { 4: 'x', 9: node } }));
    expect(await check({ output: 'video' })).toEqual({ kind: 'finished', media });
  });

  it('tells words where words are wanted, and none of them elsewhere', async () => {
    completedWith(json({ status: 'completed', outputs: { 12: { text: ['a fox in snow', ' ', url] } } }));
    expect(await check({ output: 'text' })).toEqual({
      kind: 'finished',
      media: [
        { url, kind: undefined },
        { url: '', text: 'a fox in snow' },
      ],
    });
    completedWith(json({ status: 'completed', outputs: { 12: { text: ['a fox in snow'] } } }));
    expect((await check({ output: 'video' })).kind).toBe('running');
  });

  it.each([{}, null, [], { 9: {} }, { 9: { images: [] } }, { 9: { images: [{ filename: 'a.png' }] } }])(
    'without an address is waited for, then failed: %j',
    async (outputs) => {
      completedWith(json({ status: 'succeeded', outputs }));
      for (let round = 0; round < 5; round += 1) expect((await check()).kind).toBe('running');
      expect((await failureOfCall(check())).code).toBe('provider.failed');
    },
  );

  it('that fails is told, with the filter where it was the filter', async () => {
    completedWith(json({ status: 'failed', error: { message: 'CUDA out of memory' } }));
    expect(await failureOfCall(check())).toMatchObject({ code: 'provider.failed' });
    completedWith(json({ status: 'failed', error: 'NSFW content detected' }));
    expect((await failureOfCall(check())).facts.contentFilter).toBe(true);
    bench.server.react = () => json({ status: 'cancelled' });
    expect((await failureOfCall(check())).facts.providerCode).toBe('CANCEL');
    bench.server.react = () => json({ status: 'failed', request_id: requestId }, 500);
    expect((await failureOfCall(check())).code).toBe('provider.failed');
  });

  it('says what it took where the service does', async () => {
    const costs: ActualCost[] = [];
    completedWith(json({ status: 'succeeded', outputs: { 9: { videos: [url] } }, cost: 0.21 }));
    await check({ output: 'video', onCost: (cost) => costs.push(cost) });
    expect(costs).toEqual([{ currency: 'USD', amount: 0.21 }]);
    // One that was stopped while it ran.
    bench.server.react = () => json({ status: 'cancelled', cost: '0.05' });
    await failureOfCall(check({ onCost: (cost) => costs.push(cost) }));
    expect(costs[1]).toEqual({ currency: 'USD', amount: 0.05 });
  });

  it.each([
    [json({ request_id: requestId, status: 'cancelled', outcome: 'cancelled' }), 'cancelled'],
    [json({ status: 'completed', outcome: 'not_cancellable' }), 'too_late'],
    [json({ error: 'no such request' }, 404), 'unknown'],
  ])('can be stopped: %#', async (reaction, outcome) => {
    bench.answer(reaction);
    expect(await provider.cancel(ticket, signal)).toBe(outcome);
    expect(paths()).toEqual([`POST ${below}/cancel`]);
  });

  it.each(['deployments/', 'deployments/a', 'deployments/a/b/c', 'deployments/../b', 'models/a/b'])(
    'puts no odd name into an address: %s',
    async (odd) => {
      expect((await failureOfCall(check({ remoteId: odd }))).code).toBe('bug');
      expect(bench.server.requests).toHaveLength(0);
    },
  );
});
