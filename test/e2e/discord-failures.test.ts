import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { hasPicture, isUnderWay, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const callback = /\/callback$/u;
const edit = /\/webhooks\/.*\/messages\/@original$/u;

async function openGallery(...[options]: Parameters<typeof openHouse>) {
  const house = await openHouse({
    isCalledBack: true,
    ...options,
    environment: { RUNCOMFY_API_TOKEN: '', ...options?.environment },
  });
  await startBot(house);
  return { house, ada: house.guild.member({ name: 'Ada' }) };
}

describe('the picture arrives in the same message, once, and is charged once', () => {
  test.each([
    ['the answer to the acknowledgement is lost', { kind: 'reset_after', method: 'POST', path: callback }],
    ['the acknowledgement does not arrive', { kind: 'reset_before', method: 'POST', path: callback }],
    ['Discord never answers the first acknowledgement', { kind: 'hang', method: 'POST', path: callback }],
    ['Discord fails at the acknowledgement', { kind: 'status', status: 502, method: 'POST', path: callback }],
    ['the connection breaks before the edit', { kind: 'reset_before', method: 'PATCH', path: edit }],
    ['the answer to the edit is lost', { kind: 'reset_after', method: 'PATCH', path: edit }],
    ['the edit fails three times', { kind: 'status', status: 503, method: 'PATCH', path: edit, times: 3 }],
    [
      'the edit is rate limited',
      {
        kind: 'status',
        status: 429,
        method: 'PATCH',
        path: edit,
        headers: { 'retry-after': '1', 'x-ratelimit-scope': 'user' },
        body: { message: 'You are being rate limited.', retry_after: 0.5, global: false },
      },
    ],
  ] as const)('when %s', async (_what, fault) => {
    const { house, ada } = await openGallery();
    house.discord.faults.add(fault);

    const reply = await ada.slash('/imagine prompt:a fox').until(hasPicture, 10_000);

    expect(house.discord.faults.pending()).toBe(0);
    expect(house.discord.messages(house.guild.general.id).map(({ id }) => id)).toEqual([reply.id]);
    expect(house.runninghub.tasks.size).toBe(1);
    expect(await spendableOf(ada)).toBe(93);
  });

  test('when the token has ended: through the channel', async () => {
    const { house, ada } = await openGallery();
    const exchange = ada.slash('/imagine prompt:a fox');
    await exchange.firstAnswer();
    house.discord.expireToken(exchange.interactionId);

    const reply = await exchange.until(hasPicture);

    expect(house.discord.messages(house.guild.general.id).map(({ id }) => id)).toEqual([reply.id]);
    const edits = house.discord.requests.filter(({ method, files }) => method === 'PATCH' && files.length > 0);
    expect(edits.map(({ route }) => route)).toEqual([
      '/webhooks/:application/:token/messages/:message',
      '/channels/:channel/messages/:message',
    ]);
    expect(await spendableOf(ada)).toBe(93);
  });

  test('when the gateway breaks in the middle of the job, and what was asked meanwhile is answered', async () => {
    const { house, ada } = await openGallery({ pace: { queueMs: 20, runMs: 1_500 } });
    const exchange = ada.slash('/imagine prompt:a fox');
    await exchange.until(isUnderWay);

    expect(house.discord.dropGateway()).toBe(1);
    const missed = ada.slash('/jobs list');
    const list = await missed.until(speaks);
    const reply = await exchange.until(hasPicture);

    expect(list.content).toContain('a fox');
    expect(house.discord.gatewayEvents.some(({ kind }) => kind === 'resume')).toBe(true);
    expect(house.discord.messages(house.guild.general.id).map(({ id }) => id)).toEqual([reply.id]);
  });
});

test('after Discord has asked to reconnect, commands are answered again', async () => {
  const { house, ada } = await openGallery();
  house.discord.dropGateway({ kind: 'op7' });
  await house.discord.untilGateway((events) => events.some(({ kind }) => kind === 'resume'));
  await ada.slash('/imagine prompt:a fox').until(hasPicture);
});

test('a reply that a moderator deleted: the picture comes in a new message that links and rings nobody', async () => {
  const { house, ada } = await openGallery();
  const exchange = ada.slash('/imagine prompt:a fox');
  await exchange.firstAnswer();
  const before = exchange.reply();
  house.discord.removeMessage({ id: before?.id ?? '' });

  const { general } = house.guild;
  const message = await house.discord.untilMessage(general.id, hasPicture);

  expect(message.id).not.toBe(before?.id);
  expect(message.content).toContain(ada.mention);
  expect(message.content).toContain(`https://discord.com/channels/${house.guild.id}/${general.id}/${before?.id}`);
  expect(message.mentions).toEqual([]);
  expect(house.discord.messages(general.id)).toHaveLength(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('a picture that Discord forbids to attach is charged, and its message says both', async () => {
  const { house, ada } = await openGallery();
  const body = { message: 'Missing Permissions', code: 50013 };
  const { id } = house.guild.general;
  const isUpload = { bodyHolds: '.png', times: Number.POSITIVE_INFINITY };
  house.discord.faults.add({ kind: 'status', status: 403, path: edit, body, ...isUpload });
  house.discord.faults.add({
    kind: 'status',
    status: 403,
    path: new RegExp(`/${id}|/webhooks/`, 'u'),
    body,
    ...isUpload,
  });

  const reply = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);

  expect(reply.content).toMatch(
    /The result was made, but Easel isn't allowed to post it in this channel\..*You were charged 7 credits\./u,
  );
  expect(reply.content).not.toContain('available again');
  expect(reply.components).toEqual([]);
  expect(await spendableOf(ada)).toBe(93);
});

test('where nothing reaches the channel any more, the job ends as charged and the log says so', async () => {
  const { house, ada } = await openGallery();
  const exchange = ada.slash('/imagine prompt:a fox');
  await exchange.firstAnswer();
  house.discord.expireToken(exchange.interactionId);
  house.guild.general.setBotPermissions([]);
  const elsewhere = ada.in(house.guild.addChannel({ name: 'elsewhere' }));

  await house.untilLogged('a failure could not be told');

  const ended = house.logLines.find((line) => line.includes('a job has ended'));
  expect(ended).toContain('delivery.forbidden');
  expect(ended).toContain('"charged":7');
  expect(await spendableOf(elsewhere)).toBe(93);
});

test('a channel that takes 200 kB gets a picture of 1.5 megapixels made smaller, never refused', async () => {
  const attachmentLimitBytes = 200_000;
  const { ada } = await openGallery({ guild: { attachmentLimitBytes } });

  const reply = await ada.slash('/imagine prompt:a fox size:1536x1024').until(hasPicture, 10_000);

  const [file] = reply.attachments;
  expect(file?.size).toBeLessThanOrEqual(attachmentLimitBytes);
  expect(file?.filename).toMatch(/\.webp$/u);
  const answer = await fetch(file?.url ?? '');
  const { width = 0, height = 1 } = await sharp(new Uint8Array(await answer.arrayBuffer())).metadata();
  expect(width / height).toBeCloseTo(1.5, 1);
  expect(reply.content).toContain(`${width}×${height}`);
});

test('a picture that fits no way is charged, and its message says both', async () => {
  const { ada } = await openGallery({ guild: { attachmentLimitBytes: 300 } });
  const reply = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);
  expect(reply.content).toMatch(/too large for this channel.*You were charged 7 credits\./u);
  expect(await spendableOf(ada)).toBe(93);
});

test('with Discord down for a while the picture waits, and arrives in the same message', async () => {
  const { house, ada } = await openGallery();
  const exchange = ada.slash('/imagine prompt:a fox');
  await exchange.firstAnswer();
  house.discord.faults.add({ kind: 'status', status: 503, path: /^\/api/u, times: Number.POSITIVE_INFINITY });

  await house.untilAnswered(/^PATCH /u, 4);
  house.discord.faults.clear();
  const reply = await exchange.until(hasPicture, 10_000);

  expect(house.discord.messages(house.guild.general.id).map(({ id }) => id)).toEqual([reply.id]);
  expect(await spendableOf(ada)).toBe(93);
});
