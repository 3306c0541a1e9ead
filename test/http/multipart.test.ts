import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { FormBody } from '#http/form-body.ts';
import { createSend } from '#http/send.ts';
import { parseMultipart } from '../../sandbox/discord/multipart.ts';
import { json, type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

let server: ScriptedServer;
let agent: OpenAgent;
beforeEach(async () => {
  server = await startScriptedServer();
  agent = openAgent();
});
afterEach(async () => {
  await agent.close();
  await server.close();
});

const bytes = new Uint8Array([0, 13, 10, 45, 45, 255, 0]);
const file = { field: 'file', name: 'picture-1.png', mediaType: 'image/png', data: bytes };

it('a form has the file byte for byte, whatever is in it', async () => {
  const form = new FormBody([], [file]);
  expect(parseMultipart(Buffer.concat(await form.stream().toArray()), form.contentType)?.files).toEqual([
    { field: 'file', filename: 'picture-1.png', contentType: 'image/png', bytes },
  ]);
});

it('a form is sent whole, with its length and its type', async () => {
  server.react = () => json({ ok: true });
  const send = createSend({ dispatcher: agent.dispatcher });
  const { signal } = new AbortController();
  const headers = { authorization: 'Bearer x' };
  await send({ method: 'POST', url: `${server.url}/form`, headers, file, timeoutMs: 10_000, signal });
  const [request] = server.requests;
  expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=easel-[0-9a-f-]{36}$/);
  expect(request?.headers['content-length']).toBe(String(new FormBody([], [file]).byteLength));
  expect(request?.headers.authorization).toBe('Bearer x');
});
