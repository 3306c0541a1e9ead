import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';

let hub: SandboxRunningHub;
let nowMs = 1_700_000_000_000;
beforeEach(async () => {
  hub = await startSandboxRunningHub({ now: () => nowMs });
});
afterEach(() => hub.stop());

const bytes = Buffer.from([0, 255, 128, 10]);
const md5Hex = createHash('md5').update(bytes).digest('hex');

async function ask(changes: object = {}, method = 'POST') {
  const body = JSON.stringify({ apiKey: hub.apiKey, loraName: 'Ink', md5Hex, ...changes });
  const init = method === 'GET' ? { method } : { method, body, headers: { 'content-type': 'application/json' } };
  const answer: unknown = await (await fetch(`${hub.baseUrl}/api/openapi/getLoraUploadUrl`, init)).json();
  return answer;
}

async function ticket(): Promise<string> {
  const answer = await ask();
  const url = /"url":"([^"]+)"/.exec(JSON.stringify(answer))?.[1];
  if (url === undefined) throw new Error('no ticket');
  return url;
}

const put = async (url: string, changes: { method?: string; type?: string; body?: Buffer } = {}) => {
  const { method = 'PUT', type = 'application/octet-stream', body = bytes } = changes;
  return (await fetch(url, { method, headers: { 'content-type': type }, body: Uint8Array.from(body) })).status;
};

describe("the stand-in's place for LoRAs", () => {
  it('takes the very bytes that were promised, under the name of their MD5', async () => {
    expect(await ask()).toMatchObject({ code: 0, data: { fileName: `api-lora-cn/${md5Hex}.safetensors` } });
    expect(await put(await ticket())).toBe(200);
    const lora = hub.loras.get(`api-lora-cn/${md5Hex}.safetensors`);
    expect([lora?.name, Buffer.from(lora?.bytes ?? []).equals(bytes)]).toEqual(['Ink', true]);
  });

  it.each([
    [{ apiKey: 'wrong' }, 802],
    [{ loraName: ' ' }, 301],
    [{ loraName: 7 }, 301],
    [{ md5Hex: 'F8D9' }, 301],
    [{ md5Hex: null }, 301],
  ])('is not given for %j', async (changes, code) => {
    expect(await ask(changes)).toMatchObject({ code, data: null });
  });

  it('is asked for by POST', async () => {
    expect(await ask({}, 'GET')).toMatchObject({ code: 412 });
  });

  it('takes nothing else', async () => {
    const url = await ticket();
    expect(await put(url, { method: 'POST' })).toBe(403);
    expect(await put(url, { type: 'image/png' })).toBe(403);
    expect(await put(url, { body: Buffer.from('other') })).toBe(400);
    expect(await put(url.replace('stand-in', 'forged'))).toBe(403);
    expect(await put(url.replace(md5Hex, 'f'.repeat(32)))).toBe(400);
    nowMs += 3_600_000;
    expect(await put(url)).toBe(403);
    expect(hub.loras.size).toBe(0);
  });
});
