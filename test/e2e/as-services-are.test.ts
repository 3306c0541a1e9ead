import { expect, test } from 'vitest';
import { hasPicture, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const onlyRunningHub = { environment: { RUNCOMFY_API_TOKEN: '' }, isCalledBack: true };

test('a job that RunningHub does not know yet right after its submit is waited for', async () => {
  const house = await openHouse({ ...onlyRunningHub, isCalledBack: false, runninghub: { knownAfterMs: 2_500 } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  await ada.slash('/imagine prompt:a fox').until(hasPicture);

  expect(house.runninghub.tasks.size).toBe(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('of a result with a text and a preview beside it the picture is posted, alone', async () => {
  const house = await openHouse({ ...onlyRunningHub, runninghub: { resultsBeside: ['text', 'preview'] } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada.slash('/imagine prompt:a fox size:3:2').until(hasPicture);

  expect(reply.attachments).toHaveLength(1);
  expect(house.runninghub.requests.filter(({ path }) => /\/output\/(?:prompt|preview)/u.test(path))).toEqual([]);
  expect(await spendableOf(ada)).toBe(93);
});

test.each(['instead', 'required', 'chinese', 'params_invalid'] as const)(
  'where RunningHub takes flat keys alone (refusal: %s), the picture is made, and nothing is paid twice',
  async (nodeKeyRefusal) => {
    const house = await openHouse({ ...onlyRunningHub, runninghub: { acceptNodeKeys: false, nodeKeyRefusal } });
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });

    await ada.slash('/imagine prompt:a fox').until(hasPicture);

    expect(house.runninghub.tasks.size).toBe(1);
    expect(await spendableOf(ada)).toBe(93);
  },
);

const failedAtRunningHub = (errorMessage: string) =>
  ({
    path: /v2\/query/u,
    kind: 'error_200',
    body: { taskId: '', status: 'FAILED', errorCode: '1000', errorMessage, results: null },
    times: 9,
  }) as const;
const failedAtRunComfy = (error: string) =>
  ({ path: /\/result/u, kind: 'error_200', body: { status: 'failed', error }, times: 9 }) as const;

test.each([
  ['RunningHub', 'RUNCOMFY_API_TOKEN', 'a poster: prompt rejected, unsafe content'],
  ['RunningHub', 'RUNCOMFY_API_TOKEN', 'content moderation flagged a safety poster'],
  ['RunComfy', 'RUNNINGHUB_API_KEY', 'content moderation flagged a safety poster'],
])('a failure of which %s tells at a check, repeating the prompt, is no strike (without %s: %s)', async (...row) => {
  const [service, unset, prompt] = row;
  const house = await openHouse({ environment: { [unset]: '' } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const mia = house.guild.member({ name: 'Mia', permissions: ['ModerateMembers'] });
  const text = `KSampler: error at "${prompt}"`;
  if (service === 'RunComfy') house.runcomfy.faults.add(failedAtRunComfy(text));
  else house.runninghub.faults.add(failedAtRunningHub(text));

  const reply = await ada.slash(`/imagine prompt:${prompt}`).until(tellsOfMoney);

  expect(reply.content).not.toMatch(/strike|content filter/u);
  expect(reply.content).toMatch(/You weren't charged: your \d+ credits are available again\./u);
  const history = await mia.slash(`/mod history member:${ada.mention}`).until(speaks);
  expect(history.content).not.toContain('strike');
});
