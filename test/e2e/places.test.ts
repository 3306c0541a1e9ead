import { expect, test } from 'vitest';
import { textOf } from '../../sandbox/discord/wire.ts';
import { hasPicture, isForOne, isUnderWay, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

test('a private picture is seen by the member alone, progress and result', async () => {
  const house = await openHouse({ pace: { queueMs: 10, runMs: 1_100 } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const bob = house.guild.member({ name: 'Bob' });

  const exchange = ada.slash('/imagine prompt:a secret fox private:true');
  const progress = await exchange.until(isUnderWay);
  const reply = await exchange.until(hasPicture);

  expect([progress, reply].map(isForOne)).toEqual([true, true]);
  expect(bob.messages()).toEqual([]);
  expect(house.discord.messages(house.guild.general.id)).toEqual([]);
  expect(ada.messages()).toHaveLength(1);
});

test('a private picture whose token has ended is charged, shown to nobody else, and the log says why', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash('/imagine prompt:a secret fox private:true');
  await exchange.firstAnswer();
  house.discord.expireToken(exchange.interactionId);

  await house.untilLogged('a failure could not be told');

  expect(house.discord.messages(house.guild.general.id)).toEqual([]);
  expect(house.logLines.find((line) => line.includes('a job has ended'))).toContain('delivery.expired');
  expect(await spendableOf(ada)).toBe(93);
});

test('a refusal of a public request is for the member alone', async () => {
  const house = await openHouse({ environment: { DEFAULT_ALLOWANCE: '3' } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const refusal = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);

  expect(isForOne(refusal)).toBe(true);
  expect(refusal.content).toMatch(/costs 7 credits, and you have 3 left.*You weren't charged\./u);
  expect(house.runninghub.tasks.size).toBe(0);
});

test('in a thread the picture comes to the thread, also when the token has ended', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  const thread = house.guild.addChannel({ name: 'foxes', type: 'public_thread' });
  const ada = house.guild.member({ name: 'Ada' }).in(thread);

  const exchange = ada.slash('/imagine prompt:a fox');
  await exchange.firstAnswer();
  house.discord.expireToken(exchange.interactionId);
  const reply = await exchange.until(hasPicture);

  expect(reply.channel_id).toBe(thread.id);
  expect(house.discord.messages(house.guild.general.id)).toEqual([]);
});

test('where the bot may post nothing, the token still brings the picture', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  house.guild.general.setBotPermissions([]);
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/imagine prompt:a fox').until(hasPicture);
  expect(await spendableOf(ada)).toBe(93);
});

test('what is in a prompt neither rings nor formats', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada.slash('/imagine prompt:@everyone **loud** https://example.com').until(hasPicture);

  expect(reply.mention_everyone).toBe(false);
  expect(reply.content).toContain('\\*\\*loud\\*\\*');
  expect(reply.content).not.toContain('https://example.com');
});

test('two servers share neither balance nor jobs', async () => {
  const house = await openHouse({ isCalledBack: true });
  const other = house.discord.addGuild({ name: 'Museum' });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/imagine prompt:a fox').until(hasPicture);
  const eve = other.member({ name: 'Eve' });
  expect(await spendableOf(eve)).toBe(100);
  expect(textOf(await eve.slash('/help').until(speaks))).toContain('/imagine');
});
