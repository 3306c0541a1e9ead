import { expect, test } from 'vitest';
import { hasPicture, speaks, spendableOf, submitsTo, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const submit = /f-2-klein-9b/u;
const always = Number.POSITIVE_INFINITY;
const v2 = (errorCode: string) => ({ taskId: '', errorCode, errorMessage: 'refused', results: null });

async function openGallery(environment: Record<string, string> = {}) {
  const house = await openHouse({ environment });
  await startBot(house);
  return { house, ada: house.guild.member({ name: 'Ada' }), bob: house.guild.member({ name: 'Bob' }) };
}

const warnings = (lines: readonly string[]) => lines.filter((line) => /refuses its API key|is empty/u.test(line));

test.each([
  ['an empty account', { kind: 'status', status: 200, body: v2('812') }],
  ['an empty wallet', { kind: 'status', status: 200, body: v2('903') }],
  ['a payment that is due', { kind: 'status', status: 402, body: {} }],
  ['a dead key', { kind: 'status', status: 401, body: v2('1002') }],
  ['a key of the wrong kind', { kind: 'status', status: 200, body: v2('1014') }],
] as const)('with %s at RunningHub, RunComfy draws, and the operator is warned once', async (_what, fault) => {
  const { house, ada, bob } = await openGallery();
  house.runninghub.faults.add({ path: submit, times: always, ...fault });

  await ada.slash('/imagine prompt:a fox').until(hasPicture);
  await bob.slash('/imagine prompt:a hare').until(hasPicture);

  expect([submitsTo(house, 'runninghub'), submitsTo(house, 'runcomfy')]).toEqual([2, 2]);
  expect(warnings(house.logLines)).toHaveLength(1);
  expect(await spendableOf(ada)).toBe(93);

  house.runninghub.faults.clear();
  await ada.slash('/imagine prompt:an owl').until(hasPicture);
  expect(house.runninghub.tasks.size).toBe(1);
  expect(house.logLines.some((line) => line.includes('takes its API key and account again'))).toBe(true);
});

test('where no other service has the model, the member reads that it isn’t their fault, and the log channel that it is so', async () => {
  const { house, ada } = await openGallery({ RUNCOMFY_API_TOKEN: '' });
  const log = house.guild.addChannel({ name: 'mod-log' });
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  await olga.slash('/setup log channel:#mod-log').until(speaks);
  house.runninghub.faults.add({ path: submit, kind: 'status', status: 200, body: v2('812'), times: always });

  const first = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);
  await ada.slash('/imagine prompt:a hare').until(tellsOfMoney);

  expect(first.content).toMatch(/That isn't your fault:/u);
  expect(first.content).not.toMatch(/Change the prompt/u);
  expect(await spendableOf(ada)).toBe(100);
  const seen = () => house.discord.messages(log.id);
  const said = () =>
    seen().filter(({ content }) =>
      content.includes(
        "**An image service doesn't take requests from this bot right now.** Members aren't charged for what it refuses, and the person who runs the bot has been told.",
      ),
    );
  await expect.poll(() => seen().length, { interval: 20, timeout: 5_000 }).toBeGreaterThan(2);
  expect(said()).toHaveLength(1);
  expect(said()[0]?.content).not.toMatch(/RunningHub|812|balance/u);
});
