import { expect, test } from 'vitest';
import { startBotProcess } from '../support/house/bot-process.ts';
import { deleteResult, hasPicture, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const oneService = { environment: { RUNCOMFY_API_TOKEN: '' } };
const command = '/imagine prompt:a fox model:flux-2-klein-9b count:4';

test('four pictures are one message of four files, held and charged once, and gone with one Delete', async () => {
  const house = await openHouse(oneService);
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada.slash(command).until(hasPicture);

  expect(reply.attachments.map(({ description }) => description)).toEqual(
    [1, 2, 3, 4].map((number) => `${number} of 4: a fox`),
  );
  expect(reply.content).toContain('4 pictures · 28 credits');
  expect(house.runninghub.tasks.size).toBe(4);
  expect(await spendableOf(ada)).toBe(72);

  const again = await ada.press(reply, 'Again').until(hasPicture);
  expect(again.attachments).toHaveLength(4);
  expect(await spendableOf(ada)).toBe(44);

  await deleteResult(ada, reply);
  expect(house.discord.messages(house.guild.general.id).map(({ id }) => id)).toEqual([again.id]);
  const history = await ada.slash('/credits history').until(speaks);
  expect(history.content).toContain('spent on 4 pictures');
});

test('when one of four fails, the three others are delivered and charged, and the message says so', async () => {
  const house = await openHouse({ ...oneService, pace: { queueMs: 10, runMs: 1_500 } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash(command);
  await expect.poll(() => house.runninghub.tasks.size, { interval: 5, timeout: 5_000 }).toBe(4);
  const [, , third] = house.runninghub.tasks.values();
  expect(third).toMatchObject({ cancelledAtMs: null });
  // By its own account somebody else has stopped it.
  Object.assign(third ?? {}, { cancelledAtMs: 1 });

  const reply = await exchange.until(hasPicture);

  expect(reply.attachments).toHaveLength(3);
  expect(reply.content).toContain('3 pictures · 21 credits');
  expect(reply.content).toContain(
    "3 of 4 pictures came; you were charged for 3. The image service didn't make the rest.",
  );
  expect(await spendableOf(ada)).toBe(79);
});

test('when the content filter stops all four, that is one strike, and nothing is charged', async () => {
  const house = await openHouse(oneService);
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const mia = house.guild.member({ name: 'Mia', permissions: ['ModerateMembers'] });

  const reply = await ada.slash('/imagine prompt:forbidden-sample model:flux-2-klein-9b count:4').until(tellsOfMoney);

  expect(reply.content).toContain("You weren't charged: your 28 credits are available again.");
  expect(house.runninghub.tasks.size).toBe(4);
  expect(await spendableOf(ada)).toBe(100);
  const usage = await mia.slash(`/mod history member:${ada.mention}`).until(speaks);
  expect(usage.content.match(/strike/gu)).toHaveLength(1);
});

test('a cancel stops all four at the service, and nothing is charged', async () => {
  const house = await openHouse({ ...oneService, pace: { queueMs: 60_000, runMs: 60_000 } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash(command);
  await expect.poll(() => house.runninghub.tasks.size, { interval: 5, timeout: 5_000 }).toBe(4);
  const before = await exchange.until(({ content }) => content.includes('queue'));

  await ada.press(before, 'Cancel').until(speaks);
  const reply = await exchange.until(tellsOfMoney);

  expect(reply.content).toMatch(/Stopped, as you asked.*You weren't charged: your/u);
  expect([...house.runninghub.tasks.values()].every(({ cancelledAtMs }) => cancelledAtMs !== null)).toBe(true);
  expect(await spendableOf(ada)).toBe(100);
});

test('a process that is killed between two of the pictures: those that it knew come after the restart, and no more is sent', async () => {
  const house = await openHouse(oneService);
  // Each answer comes late, so that the third job is there before its ticket.
  house.runninghub.faults.add({ path: /f-2-klein-9b/u, kind: 'delay', delayMs: 400, times: 9 });
  const first = await startBotProcess(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash(command);
  await expect.poll(() => house.runninghub.tasks.size, { interval: 5, timeout: 5_000 }).toBe(3);
  await first.end('SIGKILL');

  await startBotProcess(house);
  const reply = await exchange.until(hasPicture);

  expect(reply.attachments).toHaveLength(2);
  expect(reply.content).toMatch(/2 of 4 pictures came; you were charged for 2\.$/u);
  expect(house.runninghub.tasks.size).toBe(3);
  expect(await spendableOf(ada)).toBe(86);
});
