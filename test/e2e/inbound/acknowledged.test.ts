import { expect, test } from 'vitest';
import { openHouse, startBot } from '../../support/house/open-house.ts';

test('an interaction that somebody else has acknowledged costs nothing and makes nothing', async () => {
  const house = await openHouse();
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const body = { code: 40060, message: 'Interaction has already been acknowledged.' };
  house.discord.faults.add({ kind: 'status', status: 400, path: /callback$/u, body });
  const answered = house.untilAnswered(/POST .*callback/u);
  ada.slash('/imagine prompt:a red fox model:flux-2-klein-9b size:1:1');
  await answered;
  await house.untilLogged('the error could not be told');

  expect(house.runninghub.requests.filter(({ path }) => /text-to-image/u.test(path))).toEqual([]);
  expect(house.discord.messages(ada.channelId)).toEqual([]);
  const balance = await ada.slash('/credits balance').until(({ content }) => content !== '');
  expect(balance.content).toContain('100 credits');
});
