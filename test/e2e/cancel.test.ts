import { expect, test } from 'vitest';
import { allComponents, type Message } from '../../sandbox/discord/wire.ts';
import { confirm, hasPicture, isForOne, isUnderWay, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const queued = { queueMs: 60_000, runMs: 50 };
const running = { queueMs: 10, runMs: 60_000 };
const soonOver = { queueMs: 10, runMs: 1_800 };
const isPainting = ({ content }: Message) => content.includes('Painting');

async function openGallery(pace: { queueMs: number; runMs: number }, environment: Record<string, string> = {}) {
  const house = await openHouse({ pace, environment });
  await startBot(house);
  return { house, ada: house.guild.member({ name: 'Ada' }), bob: house.guild.member({ name: 'Bob' }) };
}

/** Its price is then the one that is shown, and nobody is asked about it. */
const onlyRunComfy = { RUNNINGHUB_API_KEY: '' };

test.each([
  ['queued at RunningHub', queued, 'flux-2-klein-9b size:1:1', {}],
  ['running at RunningHub', running, 'flux-2-klein-9b size:1:1', {}],
  ['queued at RunComfy', queued, 'flux-2-klein-9b steps:20', onlyRunComfy],
] as const)('a job that is %s is stopped by its owner with the button, and nothing is charged', async (...row) => {
  const [, pace, options, environment] = row;
  const { house, ada } = await openGallery(pace, environment);
  const exchange = ada.slash(`/imagine prompt:a fox model:${options}`);

  const pressed = ada.press(await exchange.until(isUnderWay), 'Cancel');
  const [answer, reply] = await Promise.all([pressed.until(speaks), exchange.until(tellsOfMoney)]);

  expect(isForOne(answer)).toBe(true);
  expect(answer.content).toContain('Stopped.');
  expect(reply.content).toMatch(/Stopped, as you asked.*You weren't charged: your/u);
  expect(allComponents(reply.components).flatMap(({ label }) => label ?? [])).toEqual(['Retry']);
  expect(await spendableOf(ada)).toBe(100);
  expect([...house.runninghub.tasks.values(), ...house.runcomfy.tasks.values()]).toEqual([
    expect.objectContaining({ cancelledAtMs: expect.any(Number) }),
  ]);
});

test('a job in progress at RunComfy cannot be stopped: the member reads so, gets the picture and is charged', async () => {
  const { ada } = await openGallery(soonOver, onlyRunComfy);
  const exchange = ada.slash('/imagine prompt:a fox model:flux-2-klein-9b steps:20');

  const answer = await ada.press(await exchange.until(isPainting), 'Cancel').until(speaks);
  const reply = await exchange.until(hasPicture);

  expect(answer.content).toContain('Too late');
  expect(reply.content).toContain('15 credits');
  expect(await spendableOf(ada)).toBe(85);
});

test('a stopped job that RunningHub bills is charged, the message says so, and a moderator can refund it', async () => {
  const house = await openHouse({
    pace: running,
    runninghub: { billsStopped: true },
    environment: { RUNCOMFY_API_TOKEN: '' },
  });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash('/imagine prompt:a fox');

  const answer = await ada.press(await exchange.until(isPainting), 'Cancel').until(speaks);
  const reply = await exchange.until(tellsOfMoney);

  expect(answer.content).toContain('Asked the image service to stop');
  expect(reply.content).toMatch(
    /Stopped, as you asked\. The image service had started and bills for it all the same\./u,
  );
  expect(reply.content).toContain('charged 7 credits');
  expect(await spendableOf(ada)).toBe(93);
  const mona = house.guild.member({ name: 'Mona', permissions: ['ModerateMembers'] });
  const [choice] = await mona.autocomplete('/mod refund job:', 'job');
  await mona.slash(`/mod refund job:${choice?.value} reason:by mistake`).until(speaks);
  expect(await spendableOf(ada)).toBe(100);
});

test('a stranger cannot stop a job; a moderator can, and the message says who it was', async () => {
  const { house, ada, bob } = await openGallery(running);
  const mona = house.guild.member({ name: 'Mona', permissions: ['ModerateMembers'] });
  const exchange = ada.slash('/imagine prompt:a fox');
  const reply = await exchange.until(isUnderWay);

  const refused = await bob.press(reply, 'Cancel').until(speaks);
  expect(refused.content).toContain('Only the person who asked for this, or a moderator, can stop it.');
  expect(isForOne(refused)).toBe(true);
  const question = await mona.press(reply, 'Cancel').until(speaks);
  expect(question.content).toBe(`Stop what <@${ada.userId}> has asked for? That can't be undone.`);
  confirm(mona, question);

  const ended = await exchange.until(tellsOfMoney);
  expect(ended.content).toMatch(/Stopped by a moderator.*You weren't charged: your/u);
  expect(await spendableOf(ada)).toBe(100);
});

test('/jobs list shows one’s own open jobs, and /jobs cancel stops one of them by its suggestion', async () => {
  const { ada, bob } = await openGallery(queued);
  const exchange = ada.slash('/imagine prompt:a fox in snow');
  await exchange.until(isUnderWay);

  const [own, others] = await Promise.all([ada, bob].map((person) => person.slash('/jobs list').until(speaks)));
  expect(own?.content).toContain('a fox in snow');
  expect(others?.content).toBe('You have no requests in the making.');
  const [choice] = await ada.autocomplete('/jobs cancel job:snow', 'job');
  expect(await bob.autocomplete('/jobs cancel job:', 'job')).toEqual([]);
  const strangers = await bob.slash(`/jobs cancel job:${choice?.value}`).until(speaks);
  expect(strangers.content).toContain("That isn't in the making.");

  const answer = await ada.slash(`/jobs cancel job:${choice?.value}`).until(speaks);

  expect(answer.content).toContain('Stopped.');
  expect((await exchange.until(tellsOfMoney)).content).toContain("You weren't charged: your");
  expect(await spendableOf(ada)).toBe(100);
});

test('a cancel that the service does not answer is told as asked, and the picture that comes is charged', async () => {
  const { house, ada } = await openGallery(soonOver, { RUNCOMFY_API_TOKEN: '' });
  house.runninghub.faults.add({ path: /openapi\/cancel/u, kind: 'reset_before', times: 9 });
  const exchange = ada.slash('/imagine prompt:a fox');

  const answer = await ada.press(await exchange.until(isPainting), 'Cancel').until(speaks);
  await exchange.until(hasPicture);

  expect(answer.content).toContain('Asked the image service to stop');
  expect(await spendableOf(ada)).toBe(93);
});

test('a cancel while the request is being handed over stops the job as soon as its ticket is known', async () => {
  const { house, ada } = await openGallery(queued, { RUNCOMFY_API_TOKEN: '' });
  house.runninghub.faults.add({ path: /klein/u, kind: 'delay', delayMs: 700 });
  const exchange = ada.slash('/imagine prompt:a fox');
  await expect.poll(() => house.runninghub.tasks.size, { interval: 5, timeout: 5_000 }).toBe(1);

  const [choice] = await ada.autocomplete('/jobs cancel job:', 'job');
  const answer = await ada.slash(`/jobs cancel job:${choice?.value}`).until(speaks);
  const reply = await exchange.until(tellsOfMoney);

  expect(answer.content).toContain('Asked the image service to stop');
  expect(reply.content).toMatch(/Stopped, as you asked.*You weren't charged: your/u);
  expect([...house.runninghub.tasks.values()].every(({ cancelledAtMs }) => cancelledAtMs !== null)).toBe(true);
  expect(await spendableOf(ada)).toBe(100);
});

test('the button of a job that is over changes nothing', async () => {
  const { ada } = await openGallery({ queueMs: 10, runMs: 2_500 });
  const exchange = ada.slash('/imagine prompt:a fox');
  const before = await exchange.until(isUnderWay);
  const button = before.components[0]?.components?.[0]?.custom_id ?? '';
  const reply = await exchange.until(hasPicture);

  expect(() => ada.press(reply, button)).toThrow('There is no button');
  const labels = reply.components[0]?.components?.map(({ label }) => label);
  expect(labels).toContain('Again');
  expect(labels).not.toContain('Cancel');
});
