import { expect, test } from 'vitest';
import { hasPicture, isUnderWay, spendableOf } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

/** A job that is under way at RunningHub while no bot runs. */
async function openWithJob() {
  const house = await openHouse({ pace: { queueMs: 10, runMs: 1_500 }, environment: { RUNCOMFY_API_TOKEN: '' } });
  const first = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash('/imagine prompt:a fox');
  const before = await exchange.until(isUnderWay);
  await first.stop();
  return { house, ada, exchange, before };
}

test('a token that ends while the bot is down: the picture comes to the same message through the channel', async () => {
  const { house, ada, exchange, before } = await openWithJob();
  house.discord.expireToken(exchange.interactionId);

  await startBot(house);
  const reply = await exchange.until(hasPicture);

  expect(reply.id).toBe(before.id);
  expect(await spendableOf(ada)).toBe(93);
});

test('a message that is deleted while the bot is down: the picture comes in a new one, once', async () => {
  const { house, ada, before } = await openWithJob();
  house.discord.removeMessage(before);

  await startBot(house);
  const reply = await house.discord.untilMessage(house.guild.general.id, hasPicture);

  expect(reply.content).toContain(ada.mention);
  expect(reply.content).toContain(before.id);
  expect(house.discord.messages(house.guild.general.id)).toHaveLength(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('after the end of a job a restart asks nobody and says nothing', async () => {
  const house = await openHouse({ isCalledBack: true });
  const first = await startBot(house);
  const exchange = house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox');
  await exchange.until(hasPicture);
  await house.untilLogged('a job has ended');
  await first.stop();
  const asked = house.runninghub.requests.length;
  const states = exchange.history.length;

  const second = await startBot(house);
  await second.stop();

  expect(house.runninghub.requests.length).toBe(asked);
  expect(exchange.history.length).toBe(states);
});
