import { verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { freePort } from '../../support/house/free-port.ts';

/** What an application of nobody's answers. */
interface Scripted {
  /** To a request whose signature fits. */
  readonly signed: (body: string) => readonly [number, string];
  readonly unsigned: number;
}

interface Received {
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

async function open(script: Scripted) {
  const discord = await startSandboxDiscord({ ackDeadlineMs: 300 });
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ body, headers: request.headers });
    const [status, text] = isSigned(discord.signingKey.publicKey, { body, headers: request.headers })
      ? script.signed(body)
      : [script.unsigned, ''];
    response.writeHead(status).end(text);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await discord.stop();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/x`;
  const guild = discord.addGuild({ name: 'Gallery' });
  await fetch(`${discord.apiBase}/v10/applications/${discord.applicationId}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ name: 'draw', description: 'draws' }]),
  });
  return { discord, received, url, ada: guild.member({ name: 'Ada' }) };
}

/** Written a second time, by Node's own key format, so that signer and verifier do not share a mistake. */
function isSigned(publicKey: string, { body, headers }: Received): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKey, 'hex')]);
  const signature = Buffer.from(String(headers['x-signature-ed25519']), 'hex');
  const key = { key: der, format: 'der', type: 'spki' } as const;
  return verify(null, Buffer.from(`${headers['x-signature-timestamp']}${body}`), key, signature);
}

const asked = ({ discord }: Awaited<ReturnType<typeof open>>) =>
  fetch(`${discord.apiBase}/v10/applications/@me`, { headers: { authorization: `Bot ${discord.token}` } }).then(
    (answer) => answer.json(),
  );

const isPing = (body: string) => JSON.parse(body).type === 1;
const pong: Scripted = {
  signed: (body) => (isPing(body) ? [200, '{"type":1}'] : [202, '']),
  unsigned: 401,
};

describe('an endpoint of the loopback Discord', () => {
  it('is set once it answers a ping and refuses a wrong signature, and then has the interactions', async () => {
    const stage = await open(pong);
    const { discord, received, url, ada } = stage;
    expect(await asked(stage)).toMatchObject({ interactions_endpoint_url: null });
    await discord.setInteractionsEndpoint(url);
    expect(await asked(stage)).toMatchObject({
      interactions_endpoint_url: url,
      verify_key: discord.signingKey.publicKey,
    });
    expect(received.map(({ body }) => JSON.parse(body).type)).toEqual([1, 1]);

    const exchange = ada.slash('/draw');
    const answered = exchange.until(({ content }) => content === 'drawn');
    await expect.poll(() => discord.deliveries.length).toBe(1);
    const callback = `${discord.apiBase}/v10/interactions/${exchange.interactionId}/${exchange.token}/callback`;
    const body = JSON.stringify({ type: 4, data: { content: 'drawn' } });
    await fetch(callback, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await answered;
    expect(discord.deliveries).toEqual([{ id: exchange.interactionId, status: 202, text: '' }]);
    expect(JSON.parse(received[2]?.body ?? '')).toMatchObject({ id: exchange.interactionId, data: { name: 'draw' } });
  });

  it.each<[string, Scripted]>([
    ['takes wrong signatures', { ...pong, unsigned: 200 }],
    ['answers no ping', { signed: () => [200, ''], unsigned: 401 }],
    ['answers a ping with 202', { signed: () => [202, '{"type":1}'], unsigned: 401 }],
  ])('that %s is not taken', async (_, script) => {
    const { discord, url } = await open(script);
    await expect(discord.setInteractionsEndpoint(url)).rejects.toThrow('could not be verified');
  });

  it('where nothing listens is not taken', async () => {
    const { discord } = await open(pong);
    const nowhere = `http://127.0.0.1:${await freePort()}/interactions`;
    await expect(discord.setInteractionsEndpoint(nowhere)).rejects.toThrow('could not be verified');
  });

  it.each([200, 401, 404, 500, 503])('that answers an interaction with %i ends it at once', async (status) => {
    const { discord, url, ada } = await open({
      ...pong,
      signed: (body) => (isPing(body) ? [200, '{"type":1}'] : [status, '']),
    });
    await discord.setInteractionsEndpoint(url);
    await expect(ada.slash('/draw').firstAnswer()).rejects.toThrow('The application did not respond');
    expect(discord.deliveries.map((delivery) => delivery.status)).toEqual([status]);
  });

  it('that promises an answer with 202 and gives none is told apart by the deadline', async () => {
    const { discord, url, ada } = await open(pong);
    await discord.setInteractionsEndpoint(url);
    await expect(ada.slash('/draw').firstAnswer()).rejects.toThrow('The application did not respond');
    expect(discord.deliveries.map(({ status }) => status)).toEqual([202]);
  });
});
