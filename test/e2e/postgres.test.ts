import { afterEach, describe, expect, it } from 'vitest';
import { hasPicture, isUnderWay, spendableOf } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';

const servers: TestDatabase[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

describe.each(engines.filter(({ name }) => name === 'postgres'))('the whole bot on $name', ({ create }) => {
  async function openOnServer(runMs: number) {
    const server = await create();
    servers.push(server);
    return openHouse({
      pace: { queueMs: 10, runMs },
      environment: { STORE_URL: server.url, RUNCOMFY_API_TOKEN: '' },
    });
  }

  it('makes, charges and posts a picture, and goes on after a restart with one that is under way', async () => {
    const house = await openOnServer(1_500);
    const first = await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    const exchange = ada.slash('/imagine prompt:a fox');
    await exchange.until(isUnderWay);
    await first.stop();

    const second = await startBot(house);
    await exchange.until(hasPicture, 15_000);
    expect(await spendableOf(ada)).toBe(93);
    await second.stop();
  });

  it('charges ten requests on credits for one picture once', async () => {
    const house = await openOnServer(50);
    const bot = await startBot(house);
    const manager = house.guild.member({ name: 'Nora', permissions: ['ManageGuild'] });
    await manager.slash('/setup allowance credits:7 period:day').until(({ content }) => content !== '');
    const ada = house.guild.member({ name: 'Ada' });
    const exchanges = Array.from({ length: 10 }, () => ada.slash('/imagine prompt:a fox'));
    await Promise.all(
      exchanges.map((each) => each.until(({ content }) => content !== '' && !/On it/u.test(content), 15_000)),
    );
    await Promise.any(exchanges.map((each) => each.until(hasPicture, 15_000)));
    expect(exchanges.map((each) => each.reply()).filter((reply) => reply !== null && hasPicture(reply))).toHaveLength(
      1,
    );
    expect(await spendableOf(ada)).toBe(0);
    await bot.stop();
  });
});

it('runs where TEST_DATABASE_URL names a server', () => {
  expect(engines.map(({ name }) => name)).toContain('sqlite');
});
