import { expect, test } from 'vitest';
import { hasPicture, spendableOf } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const rich = { DEFAULT_ALLOWANCE: '1000' };

test('a model at RunningHub that makes several at once is asked once', async () => {
  const house = await openHouse({ environment: { ...rich, RUNCOMFY_API_TOKEN: '' } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada.slash('/imagine prompt:a fox model:qwen-image-2.0 count:3').until(hasPicture);

  expect(reply.attachments).toHaveLength(3);
  expect([...house.runninghub.tasks.values()].map(({ outputNames }) => outputNames.length)).toEqual([3]);
  expect(await spendableOf(ada)).toBe(1000 - 3 * 19);
});

test('so is one at RunComfy', async () => {
  const house = await openHouse({ environment: { ...rich, RUNNINGHUB_API_KEY: '' } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada.slash('/imagine prompt:a fox model:nano-banana-2 count:4').until(hasPicture);

  expect(reply.attachments).toHaveLength(4);
  expect([...house.runcomfy.tasks.values()].map(({ outputNames }) => outputNames.length)).toEqual([4]);
  expect(reply.content).toContain('4 pictures');
});
