import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { createReach } from '#http/download.ts';
import { openSpool, type SpooledFile } from '#lora-upload/fetch-lora.ts';
import { createPutLora } from '#lora-upload/lora-upload.ts';
import { redirect, status } from '../support/http/download-bench.ts';
import { failureOfCall } from '../support/http/provider-bench.ts';
import { type Reaction, type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

let server: ScriptedServer;
let agent: OpenAgent;
let file: SpooledFile;
const text = 'a LoRA, as text '.repeat(40_000);
beforeEach(async () => {
  server = await startScriptedServer();
  agent = openAgent();
  const spool = await openSpool();
  await spool.write(Buffer.from(text));
  file = spool.seal();
});
afterEach(async () => {
  await file.discard();
  await agent.close();
  await server.close();
});

async function put(reaction: Reaction, address = `${server.url}/lora?q-sign-time=1;2`, signal = never) {
  server.react = () => reaction;
  const seen: number[] = [];
  const reachOf = createReach({ baseUrls: { runninghub: server.url }, imageHosts: [] });
  const onBytes = (done: number, total: number | null) => void seen.push(done / (total ?? Number.NaN));
  await createPutLora({ provider: 'runninghub', dispatcher: agent.dispatcher, reachOf })(address, file, {
    signal,
    onBytes,
  });
  return seen;
}
const never = new AbortController().signal;

describe('a spooled file', () => {
  it('arrives whole, as bytes of a known length, and says how far it is', async () => {
    const seen = await put(status(200));
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'PUT', path: '/lora?q-sign-time=1;2' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(text.length),
    });
    expect(
      createHash('md5')
        .update(request?.body ?? '')
        .digest('hex'),
    ).toBe(file.md5Hex);
    expect([seen.length > 1, seen.at(-1)]).toEqual([true, 1]);
  });

  it.each([403, 500, 302])('has not arrived where the answer is %i', async (code) => {
    const error = await failureOfCall(put(code === 302 ? redirect('/elsewhere') : status(code)));
    expect(error).toMatchObject({ code: 'provider.unavailable', facts: { httpStatus: code } });
    expect(server.requests).toHaveLength(1);
    expect(error.message).not.toContain('q-sign');
  });

  it('has not arrived where the connection breaks, or is not made', async () => {
    expect((await failureOfCall(put({ kind: 'hang_up' }))).code).toBe('provider.unavailable');
    await server.close();
    expect((await failureOfCall(put(status(200)))).code).toBe('provider.unavailable');
    server = await startScriptedServer();
  });

  it('has not arrived where it cannot be read any more', async () => {
    await file.discard();
    expect((await failureOfCall(put(status(200)))).code).toBe('provider.unavailable');
  });

  it('is taken back when the caller wants it', async () => {
    const stop = new AbortController();
    const putting = put({ kind: 'silence' }, undefined, stop.signal);
    await server.nextRequest();
    stop.abort(new Error('enough'));
    await expect(putting).rejects.toThrow('enough');
    await expect(put(status(200), undefined, stop.signal)).rejects.toThrow('enough');
  });

  it.each(['http://evil.example/x', 'https://10.0.0.1/x', 'http://169.254.169.254/', 'nonsense', ''])(
    'is never put at %j',
    async (address) => {
      const error = await failureOfCall(put(status(200), address));
      expect(error).toMatchObject({ code: 'provider.malformed', facts: { provider: 'runninghub' } });
      expect(server.requests).toEqual([]);
    },
  );
});
