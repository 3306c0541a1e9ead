import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, isUnderWay, speaks, spendableOf, submitsTo } from '../support/house/look.ts';
import { type House, type HouseOptions, openHouse, startBot } from '../support/house/open-house.ts';

const urlOf = ({ environment }: House, path: string) => `http://127.0.0.1:${environment.HTTP_PORT}${path}`;
const picture = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

async function openByHttp(options: HouseOptions = {}): Promise<House> {
  return openHouse({ isPostedTo: true, ...options });
}

/** The newest interaction that the house's Discord has made, with other fields, signed now or at another time. */
function signed({ discord }: House, changes: object = {}, atMs = Date.now()) {
  const body = JSON.stringify({ ...discord.interactionEvents().at(-1), ...changes });
  const headers = { 'content-type': 'application/json', ...discord.signingKey.headersFor(body, atMs) };
  return { method: 'POST', headers, body };
}

/** What came of an interaction for the member. */
async function endOf(exchange: Exchange): Promise<string> {
  return exchange.until(speaks).then(
    ({ content }) => (content.includes('restart') ? 'told of the restart' : 'answered'),
    (error: Error) => error.message,
  );
}

describe('by HTTP', () => {
  test('a picture is made, its buttons and a form work, and options are completed, without any gateway', async () => {
    const house = await openByHttp();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });

    const names = (await ada.autocomplete('/imagine prompt:x model:klein', 'model')).map(({ name }) => name);
    expect(names.join()).toContain('FLUX.2 klein 9B');
    const reply = await ada.slash(picture).until(hasPicture);
    const again = await ada.press(reply, 'Again').until(hasPicture);
    expect(again.id).not.toBe(reply.id);
    const asked = ada.press(reply, 'Change');
    const answer = await asked.firstAnswer();
    if (answer.kind !== 'modal') throw new Error(answer.kind);
    await ada.submitModal(answer.modal, { prompt: 'a blue fox' }).until(hasPicture);

    expect(submitsTo(house, 'runninghub')).toBe(3);
    expect(house.discord.gatewayEvents).toEqual([]);
    expect(house.discord.deliveries.map(({ status, text }) => [status, text])).toEqual(Array(5).fill([202, '']));
  });

  test('a direct message is answered with what the gateway would bring', async () => {
    const house = await openByHttp();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash('/credits balance').until(speaks);
    const { id } = { ...house.discord.interactionEvents().at(-1) };
    const dm = { id: String(BigInt(String(id)) + 1n), guild_id: undefined, member: undefined, context: 1 };
    house.discord.faults.add({ kind: 'status', status: 200, path: new RegExp(dm.id, 'u'), body: {} });
    const answered = house.untilAnswered(new RegExp(`/interactions/${dm.id}/`, 'u'));
    expect((await fetch(urlOf(house, '/interactions'), signed(house, dm))).status).toBe(202);
    await answered;
    const [request] = house.discord.requests.filter(({ path }) => path.includes(dm.id));
    expect(JSON.stringify(request?.body)).toContain('in servers');
  });

  test('a wrong signature, a copy of a request and an old one change nothing', async () => {
    const house = await openByHttp();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash(picture).until(hasPicture);
    const post = async (request: RequestInit) => (await fetch(urlOf(house, '/interactions'), request)).status;
    const before = house.discord.requests.length;

    expect(
      await post({ ...signed(house), body: JSON.stringify(house.discord.interactionEvents().at(-1)).concat(' ') }),
    ).toBe(401);
    expect(await post(signed(house, {}, Date.now() - 6 * 60_000))).toBe(401);
    expect(await post(signed(house))).toBe(202);
    await house.untilLogged('arrived twice');

    expect(house.discord.requests.length).toBe(before);
    expect(submitsTo(house, 'runninghub')).toBe(1);
    expect(await spendableOf(ada)).toBe(93);
  });

  test('signed nonsense ends nothing, and the next command is answered', async () => {
    const house = await openByHttp();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash('/credits balance').until(speaks);
    const { id } = { ...house.discord.interactionEvents().at(-1) };
    const next = (add: number) => String(BigInt(String(id)) + BigInt(add));
    const shapes = [
      [{ id: next(1), data: undefined }, 202],
      [{ id: next(2), data: { name: 7, options: {} } }, 202],
      [{ id: next(3), token: null }, 202],
      [{ id: next(4), member: { user: [] } }, 202],
      [{ id: next(5), type: 99 }, 400],
      [{ id: 'x' }, 400],
      [{ id: Number.MAX_SAFE_INTEGER }, 400],
    ] as const;
    const post = async (changes: object) => (await fetch(urlOf(house, '/interactions'), signed(house, changes))).status;
    const statuses: number[] = [];
    for (const [changes] of shapes) statuses.push(await post(changes));
    expect(statuses).toEqual(shapes.map(([, status]) => status));
    expect(await spendableOf(ada)).toBe(100);
  });

  test('other methods and paths are refused, and the figures say that the bot is ready', async () => {
    const house = await openByHttp();
    const bot = await startBot(house);
    expect((await fetch(urlOf(house, '/interactions'))).status).toBe(405);
    expect((await fetch(urlOf(house, '/interactions/more'), { method: 'POST' })).status).toBe(404);
    expect(await (await fetch(urlOf(house, '/readyz'))).json()).toEqual({
      ready: true,
      checks: { discord: true, store: true },
    });
    expect((await fetch(urlOf(house, '/healthz'))).status).toBe(200);
    await bot.stop();
  });

  test('without INTERACTIONS=http there is no such path', async () => {
    const house = await openHouse({ isCalledBack: true });
    await startBot(house);
    expect((await fetch(urlOf(house, '/interactions'), { method: 'POST' })).status).toBe(404);
  });
});

describe('a restart by SIGTERM while members go on', () => {
  test('answers everything that was taken, refuses the rest, and the next process makes the picture that was begun', async () => {
    const house = await openByHttp({ environment: { RUNCOMFY_API_TOKEN: '' } });
    // The submit is under way while the process is asked to stop: it stays for as long as that takes.
    house.runninghub.faults.add({ path: /klein-9b/u, kind: 'delay', delayMs: 5_000 });
    const first = await startBotProcess(house);
    const ada = house.guild.member({ name: 'Ada' });
    const begun = ada.slash(picture);
    await expect.poll(() => house.runninghub.tasks.size, { interval: 10, timeout: 5_000 }).toBe(1);

    const members = Array.from({ length: 40 }, (_, index) => house.guild.member({ name: `Member ${index}` }));
    const exchanges: Exchange[] = [];
    const ask = (some: typeof members) => exchanges.push(...some.map((member) => member.slash('/credits balance')));
    ask(members.slice(0, 10));
    await expect.poll(() => house.discord.deliveries.length, { interval: 1, timeout: 5_000 }).toBeGreaterThan(1);
    const ended = first.end('SIGTERM');
    for (const member of members.slice(10)) {
      ask([member]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // While its work ends, a proxy in front is told to send nothing more here.
    const readiness = async () => (await fetch(urlOf(house, '/readyz'))).status;
    await expect.poll(readiness, { interval: 20, timeout: 4_000 }).toBe(503);
    const ends = await Promise.all(exchanges.map(endOf));
    expect(await ended).toBe(0);

    const statusOf = new Map(house.discord.deliveries.map(({ id, status }) => [id, status]));
    const rows = exchanges.map(({ interactionId }, index) => [statusOf.get(interactionId), ends[index]]);
    for (const [status, end] of rows) {
      if (status === 202) expect(end).toMatch(/^answered$|^told/u);
      else expect([status, end]).toEqual([503, 'The application did not respond']);
    }
    expect(new Set(rows.map(([status]) => status))).toEqual(new Set([202, 503]));

    await startBot(house);
    await begun.until(hasPicture, 15_000);
    expect(house.runninghub.tasks.size).toBe(1);
    expect(await spendableOf(ada)).toBe(93);
  }, 40_000);

  test('refuses a request of which half has come, at once', async () => {
    const house = await openByHttp({ pace: { queueMs: 10, runMs: 60_000 }, environment: { RUNCOMFY_API_TOKEN: '' } });
    const bot = await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash(picture).until(isUnderWay);
    const { headers, body } = signed(house);
    const lines = Object.entries({ ...headers, 'content-length': String(body.length) });
    const socket = connect(Number(house.environment.HTTP_PORT), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
    socket.write(`POST /interactions HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n${body.slice(1)}`);
    const answer = once(socket, 'data').then(([chunk]) => String(chunk));
    // A request of another connection is answered, so that the half has arrived as well.
    await fetch(urlOf(house, '/healthz'));

    const stopped = bot.stop();
    expect(await answer).toMatch(/^HTTP\/1.1 503 /u);
    await stopped;
  });
});
