import { expect, test } from 'vitest';
import { hasPicture, speaks, spendableOf, submitsTo } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const fox = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

test.each([
  ['DAILY_SPEND_LIMIT', /this bot has reached its operator's spending limit for today/u],
  ['GUILD_DAILY_SPEND_LIMIT', /this server has reached the spending limit that the bot's operator set for today/u],
])('an approved request that %s stops: approver and member read which limit it was', async (variable, which) => {
  const house = await openHouse({ isCalledBack: true, environment: { [variable]: '22' } });
  await startBot(house);
  const approvals = house.guild.addChannel({ name: 'approvals' });
  const nora = house.guild.member({ name: 'Nora', permissions: ['ManageGuild', 'ModerateMembers'] });
  const [ada, ben] = [house.guild.member({ name: 'Ada' }), house.guild.member({ name: 'Ben' })];
  await nora.slash('/setup approvals threshold:5 channel:#approvals').until(speaks);
  await ada.slash(fox).until(speaks);
  const request = await house.discord.untilMessage(approvals.id, ({ components }) => components.length > 0);
  await nora.slash('/setup approvals threshold:1000 channel:#approvals').until(speaks);
  for (const _each of [1, 2]) await ben.slash(fox).until(hasPicture);

  const { content } = await nora.press(request, 'Approve').until(speaks);
  expect(content).toMatch(which);
  expect(content).toMatch(/<t:\d+:R>/u);
  expect(content).not.toContain('pool');
  const general = house.guild.general.id;
  const told = await house.discord.untilMessage(general, ({ content: text }) => text.includes('was declined'));
  expect(told.content).toMatch(which);
  await house.discord.untilMessage(approvals.id, ({ content: text }) => which.test(text));
  expect(submitsTo(house, 'runninghub')).toBe(2);
  expect(await spendableOf(ada)).toBe(100);
});
