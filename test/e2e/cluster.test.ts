import { afterEach, describe, expect, it } from 'vitest';
import { hasPicture, isUnderWay, spendableOf } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { redisUrlFor } from '../support/store/redis.ts';

const servers: TestDatabase[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

const redisUrl = redisUrlFor(1);

describe.each(engines.filter(({ name }) => name === 'postgres' && redisUrl !== null))(
  'processes that share $name',
  ({ create }) => {
    async function openCluster(runMs: number, environment: Readonly<Record<string, string>> = {}) {
      const server = await create();
      servers.push(server);
      const house = await openHouse({
        pace: { queueMs: 10, runMs },
        environment: { STORE_URL: server.url, REDIS_URL: redisUrl ?? '', RUNCOMFY_API_TOKEN: '', ...environment },
      });
      return { house, startAs: (role: string) => startBot(asRole(house, role)) };
    }

    it('a gateway takes the command, and a worker follows the job and posts the picture', async () => {
      const { house, startAs } = await openCluster(300);
      const t0 = Date.now();
      const say = (what: string) => process.stderr.write(`${what} ${Date.now() - t0}\n`);
      const w = await startAs('worker');
      say('worker');
      const g = await startAs('gateway');
      say('gateway');
      const ada = house.guild.member({ name: 'Ada' });
      await ada.slash('/imagine prompt:a fox').until(hasPicture, 15_000);
      expect(await spendableOf(ada)).toBe(93);
      say('done');
      await g.stop(); say('g'); await w.stop(); say('w');
    });
  },
);

/** The same servers, seen by a process of that role. */
function asRole(house: House, role: string): House {
  return { ...house, environment: { ...house.environment, ROLE: role } };
}

it('run where TEST_DATABASE_URL and TEST_REDIS_URL name servers', () => {
  expect(engines.map(({ name }) => name)).toContain('sqlite');
});
