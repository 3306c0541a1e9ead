import { expect, test } from 'vitest';
import { hasPicture, speaks, spendableOf, submitsTo, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const submit = /f-2-klein-9b|flux-2-klein/u;
const isFull = { kind: 'status', status: 200, body: { taskId: '', errorCode: '421', errorMessage: 'full' } } as const;

async function openGallery() {
  const house = await openHouse();
  await startBot(house);
  return { house, ada: house.guild.member({ name: 'Ada' }) };
}

test.each([
  ['answers 503', { kind: 'html', status: 503 }],
  ['has no place', isFull],
] as const)('when RunningHub %s, RunComfy makes the picture at the price that was shown', async (_what, fault) => {
  const { house, ada } = await openGallery();
  house.runninghub.faults.add({ path: submit, ...fault });

  const reply = await ada.slash('/imagine prompt:a fox').until(hasPicture);

  expect([submitsTo(house, 'runninghub'), submitsTo(house, 'runcomfy')]).toEqual([1, 1]);
  expect(house.runcomfy.tasks.size).toBe(1);
  expect(reply.content).toContain('7 credits');
  expect(await spendableOf(ada)).toBe(93);
});

test('when nothing listens at RunningHub, RunComfy makes the picture', async () => {
  const { house, ada } = await openGallery();
  await house.runninghub.stop();
  await ada.slash('/imagine prompt:a fox').until(hasPicture);
  expect(await spendableOf(ada)).toBe(93);
});

test('when nothing listens at either service, the member is told, and everything is given back', async () => {
  const { house, ada } = await openGallery();
  await Promise.all([house.runninghub.stop(), house.runcomfy.stop()]);

  const reply = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);

  expect(reply.content).toMatch(
    /The image service can't be reached right now\..*You weren't charged: your 7 credits are available again\./u,
  );
  expect(await spendableOf(ada)).toBe(100);
});

test('when both services are full for a moment, the picture comes when there is a place', async () => {
  const { house, ada } = await openGallery();
  house.runninghub.faults.add({ path: submit, kind: 'html', status: 503 });
  house.runcomfy.faults.add({ path: submit, kind: 'status', status: 429, body: { error: 'too many' } });
  await ada.slash('/imagine prompt:a fox').until(hasPicture, 8_000);
  expect(await spendableOf(ada)).toBe(93);
});

test('a lost answer to a submit is never sent to the other service: the credits stay on hold, and the member reads so', async () => {
  const { house, ada } = await openGallery();
  house.runninghub.faults.add({ path: submit, kind: 'reset_after' });

  const reply = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);

  expect(reply.content).toMatch(
    /The connection broke while Easel sent your request, so it isn't known yet whether the image service has it\..*7 credits stay on hold until/u,
  );
  expect([submitsTo(house, 'runninghub'), submitsTo(house, 'runcomfy')]).toEqual([1, 0]);
  expect(await spendableOf(ada)).toBe(93);
});

test('the dearer service’s own price is charged, once it was confirmed, where only it can make the picture', async () => {
  const { ada } = await openGallery();
  const question = await ada.slash('/imagine prompt:a fox steps:30 private:true').until(speaks);
  expect(question.content).toContain('15 credits');
  const reply = await ada.press(question, 'Make it').until(hasPicture);
  expect(reply.content).toContain('15 credits');
  expect(await spendableOf(ada)).toBe(85);
});
