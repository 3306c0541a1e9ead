import { describe, expect, onTestFinished, test } from 'vitest';
import { bornAtMs } from '#core/ids.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, speaks, spendableOf, submitsTo } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';
import { engines } from '../support/store/engines.ts';
import { redisUrlFor } from '../support/store/redis.ts';

const fox = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

test('a restart opens no session, and answers what was typed while no process ran', async () => {
  // However long a start takes on this machine: Discord's clock is ahead, and it waits for an answer.
  const discord = { now: () => Date.now() + 60_000, ackDeadlineMs: 60_000 };
  const house = await openHouse({ discord, environment: { RUNCOMFY_API_TOKEN: '' } });
  const ada = house.guild.member({ name: 'Ada' });
  const first = await startBot(house);
  await ada.slash(fox).until(hasPicture);
  await first.stop();
  const missed = ada.slash('/credits balance');
  await startBot(house);

  expect((await missed.until(speaks)).content).toContain('93 credits');
  expect(house.discord.gatewayEvents.filter(({ kind }) => kind === 'identify')).toHaveLength(1);
  expect(house.discord.gatewayEvents.filter(({ kind }) => kind === 'resume')).toHaveLength(1);
  expect(submitsTo(house, 'runninghub')).toBe(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('after SIGKILL the session goes on, and what was handled before is not handled again', async () => {
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  const ada = house.guild.member({ name: 'Ada' });
  const first = await startBotProcess(house);
  await ada.slash(fox).until(hasPicture);
  await first.end('SIGKILL');
  const second = await startBotProcess(house);

  expect(await spendableOf(ada)).toBe(93);
  expect(house.discord.gatewayEvents.filter(({ kind }) => kind === 'identify')).toHaveLength(1);
  expect(submitsTo(house, 'runninghub')).toBe(1);
  expect(await second.end('SIGTERM')).toBe(0);
}, 40_000);

test('an act that was typed too long before a restart is left alone, for its member was told that nothing happened', async () => {
  const house = await openHouse();
  const [ada, ben] = [house.guild.member({ name: 'Ada' }), house.guild.member({ name: 'Ben' })];
  const nora = house.guild.member({ name: 'Nora', permissions: ['ModerateMembers'] });
  const first = await startBot(house);
  await nora.slash('/mod grant member:@Ada credits:50 reason:well done').until(speaks);
  await first.stop();
  const late = ada.slash('/credits give member:@Ben amount:15 reason:thanks');
  await expect(late.firstAnswer()).rejects.toThrow('did not respond');
  const second = await startBot(house);
  await house.untilLogged('an interaction that came too late to be answered was left alone');

  expect(Date.now() - bornAtMs(late.interactionId)).toBeGreaterThan(2_800);
  expect([await spendableOf(ada), await spendableOf(ben)]).toEqual([150, 100]);
  await second.stop();
});

const redisUrl = redisUrlFor(2);
const shared = engines.filter(({ name }) => name === 'postgres' && redisUrl !== null);

describe.each(shared)('processes that share $name', ({ create }) => {
  async function openShared() {
    const server = await create();
    onTestFinished(() => server.end());
    const house = await openHouse({
      environment: { STORE_URL: server.url, REDIS_URL: redisUrl ?? '', RUNCOMFY_API_TOKEN: '' },
    });
    const startAs = (SHARDS: string) => startBot({ ...house, environment: { ...house.environment, SHARDS } });
    return { house, startAs, ada: house.guild.member({ name: 'Ada' }) };
  }

  test('have a part of the shards each, and each command is answered by the process of its shard', async () => {
    const { house, startAs, ada } = await openShared();
    await startAs('0/2');
    await startAs('1/2');
    const zoe = house.discord.addGuild({ name: 'Next door', id: String(BigInt(house.guild.id) + (1n << 22n)) });
    for (const person of [ada, zoe.member({ name: 'Zoe' })]) {
      expect((await person.slash('/credits balance').until(speaks)).content).toContain('100 credits');
    }
    expect(house.discord.gatewayEvents.flatMap(({ kind, shard }) => (kind === 'identify' ? [shard] : []))).toEqual([
      0, 1,
    ]);
  });

  test('of the same shard follow one another without telling a member to try again', async () => {
    const { house, startAs, ada } = await openShared();
    const first = await startAs('auto');
    await startAs('auto');
    const stopping = first.stop();
    const replies = [ada.slash('/credits balance'), ada.slash(fox)];
    expect((await replies[0]?.until(speaks))?.content).toContain('100 credits');
    await replies[1]?.until(hasPicture);
    await stopping;
    expect(submitsTo(house, 'runninghub')).toBe(1);
  });
});
