import { expect, test } from 'vitest';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, spendableOf } from '../support/house/look.ts';
import { openHouse } from '../support/house/open-house.ts';

const memberCount = 60;

test('sixty members at once: every picture arrives once, the books add up, and Discord is not stormed', async () => {
  const house = await openHouse({ environment: { MAX_ACTIVE_JOBS_PER_GUILD: '100' } });
  const bot = await startBotProcess(house);
  const members = Array.from({ length: memberCount }, (_, index) => house.guild.member({ name: `Member ${index}` }));

  const exchanges = members.map((member, index) => member.slash(`/imagine prompt:fox ${index} size:256x256`));
  const replies = await Promise.all(exchanges.map((exchange) => exchange.until(hasPicture, 15_000)));

  expect(replies.every(({ content }, index) => content.includes(`fox ${index}*`))).toBe(true);
  expect(house.discord.messages(house.guild.general.id)).toHaveLength(memberCount);
  expect(house.runninghub.tasks.size + house.runcomfy.tasks.size).toBe(memberCount);
  expect(house.discord.requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(3);
  const balances = await Promise.all(members.map(spendableOf));
  expect(balances).toEqual(members.map(() => 93));
  expect(await bot.end('SIGTERM')).toBe(0);
}, 30_000);
