import { afterEach, describe, expect, it } from 'vitest';
import { type BotProcess, startBotProcess } from '../support/house/bot-process.ts';
import { freePort } from '../support/house/free-port.ts';
import { hasPicture, isUnderWay, speaks, spendableOf, submitsTo, tellsOfMoney } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { redisUrlFor } from '../support/store/redis.ts';

const servers: TestDatabase[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

const redisUrl = redisUrlFor(1);
const shared = engines.filter(({ name }) => name === 'postgres' && redisUrl !== null);
/** Nothing answers there. */
const noRedis = 'redis://127.0.0.1:9';

describe.each(shared)('processes that share $name', ({ create }) => {
  async function openCluster(runMs: number, environment: Readonly<Record<string, string>> = {}, isPostedTo = false) {
    const server = await create();
    servers.push(server);
    const house = await openHouse({
      isPostedTo,
      pace: { queueMs: 10, runMs },
      environment: { STORE_URL: server.url, REDIS_URL: redisUrl ?? '', RUNCOMFY_API_TOKEN: '', ...environment },
    });
    const startAs = (role: string) => startBot(asRole(house, role));
    const processAs = (role: string): Promise<BotProcess> => startBotProcess(asRole(house, role));
    const ada = house.guild.member({ name: 'Ada' });
    const nora = house.guild.member({ name: 'Nora', permissions: ['ManageGuild', 'ModerateMembers'] });
    return { house, startAs, processAs, ada, nora };
  }

  it('a gateway takes the command, and a worker follows the job and posts the picture', async () => {
    const { house, startAs, ada } = await openCluster(300);
    await startAs('worker');
    await startAs('gateway');
    await ada.slash('/imagine prompt:a fox').until(hasPicture, 15_000);
    expect(await spendableOf(ada)).toBe(93);
    expect(submitsTo(house, 'runninghub')).toBe(1);
  });

  it('an interaction that comes by HTTP is worked on by a worker, and a copy at another process makes nothing', async () => {
    const { house, startAs, ada } = await openCluster(300, {}, true);
    await startBot(at(asRole(house, 'worker'), { HTTP_PORT: '0', PUBLIC_URL: '' }));
    const port = String(await freePort());
    await startBot(at(asRole(house, 'http'), { HTTP_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` }));
    await startAs('http');

    const exchange = ada.slash('/imagine prompt:a fox');
    const body = JSON.stringify(house.discord.interactionEvents().at(-1));
    const headers = { 'content-type': 'application/json', ...house.discord.signingKey.headersFor(body, Date.now()) };
    const copy = await fetch(`http://127.0.0.1:${port}/interactions`, { method: 'POST', headers, body });
    await exchange.until(hasPicture, 15_000);

    expect([copy.status, house.discord.deliveries.map(({ status }) => status)]).toEqual([202, [202]]);
    expect(house.discord.gatewayEvents).toEqual([]);
    expect(await spendableOf(ada)).toBe(93);
    expect(submitsTo(house, 'runninghub')).toBe(1);
    expect(house.discord.messages(ada.channelId)).toHaveLength(1);
  });

  it('go on without Redis, by what the database says', async () => {
    const { startAs, ada } = await openCluster(300, { REDIS_URL: noRedis });
    await startAs('worker');
    await startAs('gateway');
    await ada.slash('/imagine prompt:a fox').until(hasPicture, 15_000);
    expect(await spendableOf(ada)).toBe(93);
  });

  it('make and charge what arrives at two gateways once', async () => {
    const { house, startAs, ada } = await openCluster(200);
    await startAs('worker');
    await startAs('gateway');
    await startAs('gateway');
    const exchanges = [ada.slash('/imagine prompt:a fox'), ada.slash('/imagine prompt:an owl')];
    for (const exchange of exchanges) await exchange.until(hasPicture, 15_000);
    expect(submitsTo(house, 'runninghub')).toBe(2);
    expect(await spendableOf(ada)).toBe(86);
  });

  it('stop a job that another process follows, and list it', async () => {
    const { startAs, ada } = await openCluster(60_000);
    await startAs('worker');
    await startAs('gateway');
    const exchange = ada.slash('/imagine prompt:a fox');
    await exchange.until(isUnderWay, 15_000);
    const list = await ada.slash('/jobs list').until(speaks);
    expect(list.content).toContain('a fox');
    const [job] = await ada.autocomplete('/jobs cancel job:', 'job');
    await ada.slash(`/jobs cancel job:${String(job?.value)}`).until(speaks);
    await exchange.until(tellsOfMoney, 15_000);
    expect(await spendableOf(ada)).toBe(100);
  });

  it('take over at once from a worker that stops, and soon from one that is killed', async () => {
    const { house, startAs, processAs, ada } = await openCluster(12_000);
    const killed = await processAs('worker');
    await startAs('gateway');
    const exchange = ada.slash('/imagine prompt:a fox');
    await exchange.until(isUnderWay, 15_000);
    const second = await startAs('worker');
    await killed.end('SIGKILL');
    await house.untilLogged('jobs that no process works on are handed out');
    const third = await startAs('worker');
    await second.stop();
    await exchange.until(hasPicture, 30_000);
    expect(submitsTo(house, 'runninghub')).toBe(1);
    expect(await spendableOf(ada)).toBe(93);
    await third.stop();
  }, 60_000);

  it('leave the database to one kind of process: an Easel that works alone, or those that share', async () => {
    const { house, startAs } = await openCluster(100);
    await startAs('worker');
    const alone = { ...house, environment: { ...house.environment, REDIS_URL: '' } };
    await expect(startBot(alone)).rejects.toThrow('another Easel uses the database');
  });
});

/** The same servers, seen by a process with other variables. */
function at(house: House, changes: Readonly<Record<string, string>>): House {
  return { ...house, environment: { ...house.environment, ...changes } };
}

/** The same servers, seen by a process of that role. */
function asRole(house: House, role: string): House {
  return at(house, { ROLE: role });
}

it('are tested where TEST_DATABASE_URL and TEST_REDIS_URL name servers', () => {
  expect(shared.length === 1 || redisUrl === null || engines.length === 1).toBe(true);
});
