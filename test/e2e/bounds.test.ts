import { expect, test } from 'vitest';
import {
  hasPicture,
  isForOne,
  isUnderWay,
  speaks,
  spendableOf,
  submitsTo,
  tellsOfMoney,
} from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const quick = { queueMs: 5, runMs: 20 };
const fox = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

test('a server without the owner of the application gets one friendly answer and costs nothing', async () => {
  const house = await openHouse({ pace: quick });
  const stranger = house.discord.addGuild({ name: 'Elsewhere', ownerIsMember: false });
  await startBot(house);
  const eve = stranger.member({ name: 'Eve', permissions: ['ManageGuild', 'ModerateMembers'] });

  for (const command of [fox, '/setup pool action:add credits:1000000', '/credits balance', '/help']) {
    const answer = await eve.slash(command).until(speaks);
    expect(isForOne(answer)).toBe(true);
    expect(answer.content).toContain("Easel isn't open to this server.");
  }
  expect(await eve.autocomplete('/imagine prompt:x model:fl', 'model')).toEqual([]);
  expect(submitsTo(house, 'runninghub')).toBe(0);

  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash(fox).until(hasPicture);
});

test('an operator opens Easel to any server, or to a list of them', async () => {
  const open = await openHouse({ pace: quick, environment: { ALLOWED_GUILDS: '*' } });
  const elsewhere = open.discord.addGuild({ name: 'Elsewhere', ownerIsMember: false });
  await startBot(open);
  await elsewhere.member({ name: 'Eve' }).slash(fox).until(hasPicture);

  const listed = await openHouse({ pace: quick });
  const guest = listed.discord.addGuild({ name: 'Guest', ownerIsMember: false });
  await startBot({
    ...listed,
    environment: { ...listed.environment, ALLOWED_GUILDS: `${guest.id},123456789012345678` },
  });
  await guest.member({ name: 'Gus' }).slash(fox).until(hasPicture);
  const refused = await listed.guild.member({ name: 'Ada' }).slash(fox).until(speaks);
  expect(refused.content).toContain("Easel isn't open to this server.");
});

test('no server lifts the daily limit of the operator, neither by its prices nor by its pool', async () => {
  const house = await openHouse({
    pace: quick,
    environment: { DAILY_SPEND_LIMIT: '30' },
  });
  await startBot(house);
  const mona = house.guild.member({ name: 'Mona', permissions: ['ManageGuild', 'ModerateMembers'] });
  await mona.slash('/setup models action:price model:flux-2-klein-9b credits:1').until(speaks);
  await mona.slash('/setup pool action:add credits:1000000000').until(speaks);

  for (let count = 0; count < 3; count += 1) await mona.slash(fox).until(hasPicture);
  // Three pictures at the list price of 7 leave 9 of 30, and a fourth may come to cost 15: whatever the server asks for it.
  const refused = await mona.slash(fox).until(speaks);
  expect(isForOne(refused)).toBe(true);
  expect(refused.content).toContain('spending limit');
  expect(await spendableOf(mona)).toBe(97);
  expect(submitsTo(house, 'runninghub')).toBe(3);
  expect(house.logLines.some((line) => line.includes('DAILY_SPEND_LIMIT') && line.includes('used up'))).toBe(true);

  const view = await mona.slash('/setup view').until(speaks);
  expect(view.content).toContain('21 of 30 credits used');
  expect(view.content).toContain("operator's limit: 2");
});

test('a limit of the day counts on after a restart, and a failed picture does not count', async () => {
  const house = await openHouse({ pace: quick, environment: { GUILD_DAILY_SPEND_LIMIT: '22' } });
  const first = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  house.runninghub.faults.add({
    kind: 'error_200',
    path: /query/u,
    body: { taskId: '1', status: 'FAILED', errorCode: '1000', errorMessage: 'no', results: null },
  });
  await ada.slash(fox).until(tellsOfMoney);
  await ada.slash(fox).until(hasPicture);
  await first.stop();

  await startBot(house);
  await ada.slash(fox).until(hasPicture);
  const refused = await ada.slash(fox).until(speaks);
  expect(refused.content).toContain('This server has reached the spending limit');
});

test('a member who sends commands faster than a person is asked to wait, and others are served', async () => {
  const house = await openHouse({ pace: quick });
  await startBot(house);
  const [eve, ada] = [house.guild.member({ name: 'Eve' }), house.guild.member({ name: 'Ada' })];
  const answers = await Promise.all(Array.from({ length: 60 }, () => eve.slash('/credits balance').until(speaks)));
  const refused = answers.filter(({ content }) => content.includes('Wait a few seconds'));
  expect(refused.length).toBeGreaterThan(20);
  expect(refused.every(isForOne)).toBe(true);
  expect(await spendableOf(ada)).toBe(100);
});

test('no server lifts the number of pictures at once: what it sets above the limit of the operator does not hold', async () => {
  const house = await openHouse({ pace: { queueMs: 5, runMs: 60_000 } });
  await startBot(house);
  const mona = house.guild.member({ name: 'Mona', permissions: ['ManageGuild'] });
  const set = await mona.slash('/setup defaults max_jobs_member:60').until(speaks);
  expect(set.content).toContain('allows at most 2 per member');
  for (let count = 0; count < 2; count += 1) await mona.slash(fox).until(isUnderWay);
  const refused = await mona.slash(fox).until(speaks);
  expect(refused.content).toContain('this server allows 2 requests at once');
});
