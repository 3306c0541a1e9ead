import { expect, test } from 'vitest';
import { hasPicture, isUnderWay, spendableOf } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

const checksOf = ({ runninghub }: House) => runninghub.requests.filter(({ path }) => path === '/openapi/v2/query');
const urlOf = ({ environment }: House, path: string) => `http://127.0.0.1:${environment.HTTP_PORT}${path}`;

test('a job that RunningHub reports as ended is asked for at once, not when the poller would have asked again', async () => {
  const house = await openHouse({
    isCalledBack: true,
    pace: { queueMs: 20, runMs: 2_200 },
    environment: { RUNCOMFY_API_TOKEN: '' },
  });
  await startBot(house);
  // After a second failure in a row the poller lets two seconds pass.
  house.runninghub.faults.add({ path: /query/u, kind: 'status', status: 500, times: 2 });

  await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);

  const [, second, third, ...more] = checksOf(house);
  expect(more).toEqual([]);
  expect((third?.atMs ?? Number.POSITIVE_INFINITY) - (second?.atMs ?? 0)).toBeLessThan(2_000);
  expect(house.runninghub.webhookAttempts.map(({ status }) => status)).toEqual([204]);
});

test('a callback proves nothing: it only makes Easel ask, and a wrong secret does not even do that', async () => {
  const house = await openHouse({
    isCalledBack: true,
    pace: { queueMs: 20, runMs: 1_500 },
    environment: { RUNCOMFY_API_TOKEN: '' },
  });
  await startBot(house);
  const exchange = house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox');
  await exchange.until(isUnderWay);
  const [submit] = house.runninghub.requests;
  const { webhookUrl } = Object(submit?.body);

  const forged = String(webhookUrl).replace(/[0-9a-f]{64}/u, '0'.repeat(64));
  const event = { method: 'POST', body: JSON.stringify({ event: 'TASK_END', eventData: '{"code":0}' }) };
  expect((await fetch(forged, event)).status).toBe(404);
  expect((await fetch(String(webhookUrl), event)).status).toBe(204);
  const reply = await exchange.until(hasPicture);

  expect(reply.attachments).toHaveLength(1);
  expect(JSON.stringify(house.logLines)).not.toContain(String(webhookUrl).split('/')[5]);
});

test('without a public address the services are given none, and nothing is listened for', async () => {
  const house = await openHouse();
  const bot = await startBot(house);
  await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox size:1:1').until(hasPicture);
  expect(bot.httpPort).toBeNull();
  expect(house.runninghub.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('webhookUrl'))).toEqual([]);
});

test('a running bot tells that it lives, that it is ready, and what it has done', async () => {
  const house = await openHouse({ isCalledBack: true, environment: { RUNCOMFY_API_TOKEN: '' } });
  const bot = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/imagine prompt:a fox').until(hasPicture);
  await ada.slash('/imagine prompt:failing-sample').until(({ content }) => content.includes("weren't charged"));
  await house.untilLogged('"outcome":"delivered"');
  expect(await spendableOf(ada)).toBe(93);

  expect(await (await fetch(urlOf(house, '/healthz'))).text()).toBe('ok');
  const ready = await fetch(urlOf(house, '/readyz'));
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { discord: true, store: true } }]);
  const lines = (await (await fetch(urlOf(house, '/metrics'))).text()).split('\n');
  for (const line of [
    'easel_jobs_total{model="flux-2-klein-9b",provider="runninghub",outcome="delivered"} 1',
    'easel_jobs_total{model="flux-2-klein-9b",provider="runninghub",outcome="provider.failed"} 1',
    'easel_provider_requests_total{provider="runninghub",call="submit",outcome="ok"} 2',
    'easel_provider_requests_total{provider="runninghub",call="check",outcome="provider.failed"} 1',
    'easel_credits_total{kind="spent"} 7',
    'easel_credits_total{kind="returned"} 7',
    'easel_actual_cost_credits_total{model="flux-2-klein-9b",provider="runninghub"} 7',
    'easel_listed_cost_credits_total{model="flux-2-klein-9b",provider="runninghub"} 7',
  ]) {
    expect(lines).toContain(line);
  }
  await bot.stop();
  await expect(fetch(urlOf(house, '/healthz'))).rejects.toThrow();
});

test('a bot whose gateway is gone is alive but not ready', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  await house.discord.stop();
  const readiness = async () => (await fetch(urlOf(house, '/readyz'))).status;
  await expect.poll(readiness, { interval: 20, timeout: 5_000 }).toBe(503);
  expect((await fetch(urlOf(house, '/healthz'))).status).toBe(200);
});
