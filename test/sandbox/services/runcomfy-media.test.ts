import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesIn } from '#media/file-bytes.ts';
import { probeAs } from '#media/read-media.ts';
import { renderMedia } from '../../../sandbox/services/media/render-media.ts';
import { makeWav } from '../../../sandbox/services/media/sound.ts';
import { type SandboxRunComfy, startSandboxRunComfy } from '../../../sandbox/services/start-runcomfy.ts';
import { call, createSteppedClock, type Received, textAt } from './client.ts';

const reference = 'sandbox/reference/to-video';
const keyframes = 'sandbox/keyframes/image-to-video';
const frames = 'sandbox/frames/text-to-video';
const avatar = 'sandbox/avatar/audio-to-video';
const restyle = 'sandbox/restyle/video-to-video';
const loop = '3f0a7c52-1b7e-4a7f-9a57-5d2f6c0b9e11';
const address = 'https://files.example/x';

const uriOf = (type: string, bytes: Uint8Array) => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
const clip = renderMedia({ kind: 'video', prompt: 'a', seconds: 1, widthPx: 64, heightPx: 64 });
const wave = makeWav(1);

let clock = createSteppedClock();
let service: SandboxRunComfy;
beforeEach(async () => {
  clock = createSteppedClock();
  service = await startSandboxRunComfy({ now: clock.now, pace: { queueMs: 900, runMs: 4000 } });
});
afterEach(() => service.stop());

const ask = (path: string, body?: unknown, method?: string) =>
  call(`${service.baseUrl}${path}`, service.apiKey, body, method);
const submit = (modelId: string, body: unknown) => ask(`/v1/models/${modelId}`, body);
const infer = (id: string, body: unknown) => ask(`/prod/v2/deployments/${id}/inference`, body);
const nodes = (inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => ({
  overrides: Object.fromEntries(Object.entries(inputs).map(([node, fields]) => [node, { inputs: fields }])),
});

async function resultOf(submitted: Received, path = '/v1'): Promise<Received> {
  const id = textAt(submitted.body, 'request_id');
  clock.step(4900);
  return ask(`${path}/requests/${id}/result?include_cost=true`);
}

async function probeOf(url: string, kind: 'video' | 'audio') {
  const answer = await fetch(url);
  return probeAs(kind, bytesIn(new Uint8Array(await answer.arrayBuffer())));
}

describe('a video or a sound', () => {
  test('has the asked length and size, and costs by its seconds', async () => {
    const body = { prompt: 'a', duration: 4, resolution: '480p', aspect_ratio: '9:16', generate_audio: false };
    const { body: result } = await resultOf(await submit(reference, body));
    expect(result.cost).toBeCloseTo(0.12);
    const probe = await probeOf(textAt(result, 'output', 'videos', 0), 'video');
    expect(probe).toMatchObject({ format: 'mp4', durationMs: 4000, widthPx: 480 });
  });

  test('of a sound is a sound', async () => {
    const { body } = await resultOf(await submit('sandbox/tune/text-to-audio', { tags: 'folk', duration: 5.5 }));
    expect(await probeOf(textAt(body, 'output', 'audio'), 'audio')).toMatchObject({ format: 'mp3' });
  });

  test('takes files of the right kind, by address or inside the request', async () => {
    const inside = { image: address, audio: uriOf('audio/wav', wave) };
    expect((await submit(avatar, inside)).status).toBe(200);
    const files = { videos: [address, uriOf('video/mp4', clip)], audios: [address] };
    expect((await submit(reference, { prompt: 'a', ...files })).status).toBe(200);
  });

  test.each([
    [frames, { prompt: 'a', duration: '6' }, 'duration: value is not a valid integer'],
    [frames, { prompt: 'a', duration: 7 }, 'duration: value is not one of: 6, 8, 10'],
    [keyframes, { prompt: 'a', image_url: address, duration: 5 }, 'duration: value is not a valid string'],
    [keyframes, { prompt: 'a', image_url: address, cfg_scale: 2 }, 'cfg_scale: value is greater than 1'],
    [keyframes, { prompt: 'a' }, 'image_url: field required'],
    [keyframes, { prompt: 'a', image_url: address, negative_prompt: 'x'.repeat(501) }, 'longer than 500'],
    [reference, { prompt: 'a', duration: 16 }, 'duration: value is greater than 15'],
    [reference, { prompt: 'a', images: [] }, 'images: takes 1 to 9 items'],
    [reference, { prompt: 'a', videos: [address, address, address, address] }, 'videos: takes 1 to 3 items'],
    [reference, { prompt: 'a', options: {} }, 'options: the stand-in knows no such object'],
    [restyle, { prompt: 'a', video_url: 'http://files.example/x' }, 'video_url: must be a public https address'],
    [restyle, { prompt: 'a', video_url: 'x' }, 'video_url: must be the address of a file'],
    [restyle, { prompt: 'a', video_url: uriOf('audio/wav', wave) }, 'video_url: is no data URI of the kind video'],
    [restyle, { prompt: 'a', video_url: uriOf('video/mp4', wave) }, 'video_url: is not what its type says'],
    [avatar, { image: address, audio: uriOf('audio/wav', clip) }, 'audio: is not what its type says'],
    [avatar, { image: address, audio: uriOf('audio/wav', Buffer.alloc(16_777_217)) }, 'audio: is larger than'],
  ])('of %s with something wrong is HTTP 422: %#', async (modelId, body, error) => {
    const needed = modelId === frames ? { resolution: '1080p', mode: 'fast', num_videos: 1, ...body } : body;
    const answer = await submit(modelId, needed);
    expect(answer).toMatchObject({ status: 422, body: { error: expect.stringContaining(error) } });
    expect(service.tasks.size).toBe(0);
  });
});

describe('a deployment', () => {
  const run = () => infer(loop, nodes({ 6: { text: 'a fox' }, 3: { seed: 7 }, 12: { seconds: '4' } }));
  const below = `/prod/v2/deployments/${loop}`;

  test('runs with overrides, and answers what its nodes have saved', async () => {
    const submitted = await run();
    const id = textAt(submitted.body, 'request_id');
    expect(submitted.body.status_url).toBe(`${service.baseUrl}${below}/requests/${id}/status`);
    expect((await ask(`${below}/requests/${id}/status`)).body).toMatchObject({ status: 'in_queue', queue_position: 3 });
    const { body } = await resultOf(submitted, below);
    expect(body).toMatchObject({ status: 'succeeded', outputs: { 30: { gifs: [{ type: 'output' }] } } });
    expect(body).not.toHaveProperty('output');
    expect(await probeOf(textAt(body, 'outputs', '30', 'gifs', 0, 'url'), 'video')).toMatchObject({ durationMs: 4000 });
  });

  test('is there or not, and has requests of its own', async () => {
    expect((await ask(below)).body).toMatchObject({ id: loop });
    const id = textAt((await run()).body, 'request_id');
    for (const path of [
      '/prod/v2/deployments/none',
      '/prod/v2/deployments/none/inference',
      `/v1/requests/${id}/status`,
      `/prod/v2/deployments/9b61c0de-77aa-4c0e-8f11-2a90d3f4a222/requests/${id}/status`,
      `${below}/requests/none/status`,
    ]) {
      expect((await ask(path)).status).toBe(404);
    }
    expect((await ask(below, {})).status).toBe(405);
    expect((await ask(`${below}/inference`)).status).toBe(405);
    expect((await ask(`${below}/requests/${id}/result`, {})).status).toBe(405);
  });

  test.each([
    [nodes({ 99: { text: 'a' } }), 'no such input in the workflow: 99.text'],
    [nodes({ 6: { words: 'a' } }), '6.words'],
    [{ overrides: { 6: 'a' } }, 'no such input in the workflow: 6.'],
    [{ overrides: [] }, 'overrides must be an object'],
    [[], 'overrides must be an object'],
    [nodes({ 3: { seed: 1 } }), 'prompt: field required'],
    [nodes({ 6: { text: 7 } }), 'prompt: value is not a valid string'],
  ])('refuses what its workflow does not have: %j', async (body, error) => {
    expect(await infer(loop, body)).toMatchObject({ status: 422, body: { error: expect.stringContaining(error) } });
  });

  test('can be stopped while it runs, and fails as told', async () => {
    const id = textAt((await run()).body, 'request_id');
    clock.step(1000);
    const stopped = await ask(`${below}/requests/${id}/cancel`, undefined, 'POST');
    expect(stopped.body).toEqual({ request_id: id, status: 'cancelled', outcome: 'cancelled' });
    const failing = await infer(loop, nodes({ 6: { text: 'failing-sample' } }));
    const { body } = await resultOf(failing, below);
    expect(body).toMatchObject({ status: 'failed' });
    expect(body).not.toHaveProperty('outputs');
  });
});
