import { expect, test } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import type { Message } from '../../sandbox/discord/wire.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, isForOne, spendableOf, tellsOfMoney } from '../support/house/look.ts';
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

test('a crowd of one moment: who is held back in public gets the picture there, and who is refused reads it alone', async () => {
  const environment = { MAX_ACTIVE_JOBS_PER_GUILD: '1000' };
  const house = await openHouse({ environment, pace: { queueMs: 20, runMs: 100 } });
  const bot = await startBotProcess(house);
  const members = Array.from({ length: 150 }, (_, index) => house.guild.member({ name: `Member ${index}` }));
  const isRefused = (index: number) => index % 3 === 2;

  const exchanges = members.map((member, index) =>
    member.slash(`/imagine prompt:fox ${index} size:${isRefused(index) ? '7x7x7' : '256x256'}`),
  );
  const first = await Promise.all(exchanges.map((exchange) => exchange.firstAnswer()));
  const lucky = exchanges.filter((_, index) => !isRefused(index));
  const pictures = await Promise.all(lucky.map((exchange) => exchange.until(hasPicture, 40_000)));
  const refused = exchanges.filter((_, index) => isRefused(index));
  const told = await Promise.all(refused.map((exchange) => answerOf(exchange, tellsOfMoney)));

  // Otherwise nobody waited, and this shows nothing.
  const heldBack = refused.filter(({ followUps }) => followUps.length > 0);
  expect(heldBack.length).toBeGreaterThan(0);
  expect(first.filter((answer) => answer.kind === 'deferred' && !answer.isPrivate).length).toBeGreaterThanOrEqual(100);
  expect(told.every((message) => isForOne(message) && message.content.includes("weren't charged"))).toBe(true);
  const seenByAll = house.discord.messages(house.guild.general.id).map(({ id }) => id);
  expect(seenByAll.sort()).toEqual(pictures.map(({ id }) => id).sort());
  expect(
    house.discord.requests.filter(({ method, route }) => method === 'POST' && route?.startsWith('/channels/')),
  ).toEqual([]);
  expect(await Promise.all(members.slice(0, 3).map(spendableOf))).toEqual([93, 93, 100]);
  expect(await bot.end('SIGTERM')).toBe(0);
}, 60_000);

/** What the member reads: the answer itself, or what has taken its place. */
async function answerOf(exchange: Exchange, fits: (message: Message) => boolean): Promise<Message> {
  const find = () => [...exchange.followUps, exchange.reply()].find((message) => message !== null && fits(message));
  return new Promise((resolve) => {
    const stop = exchange.onChange(look);
    function look() {
      const found = find();
      if (!found) return;
      stop();
      resolve(found);
    }
    look();
  });
}
