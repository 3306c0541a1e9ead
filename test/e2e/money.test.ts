import { expect, test } from 'vitest';
import type { Message } from '../../sandbox/discord/wire.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const isOver = ({ content, attachments }: Message) => attachments.length > 0 || content.includes("weren't charged");

test('ten requests at once on credits for one: exactly one runs, and the balance is empty', async () => {
  const house = await openHouse({
    environment: { DEFAULT_ALLOWANCE: '7', MAX_ACTIVE_JOBS_PER_MEMBER: '20', RUNCOMFY_API_TOKEN: '' },
  });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const exchanges = Array.from({ length: 10 }, (_, index) => ada.slash(`/imagine prompt:fox ${index}`));
  const replies = await Promise.all(exchanges.map((exchange) => exchange.until(isOver, 10_000)));

  expect(replies.filter(({ attachments }) => attachments.length > 0)).toHaveLength(1);
  expect(house.runninghub.tasks.size).toBe(1);
  const balance = await ada.slash('/credits balance').until(({ content }) => content !== '');
  expect(balance.content).toContain('You can spend **0 credits**');
});

test.each([
  ['the content filter stops it', 'forbidden-sample', /content filter/u],
  ['the service cannot finish it', 'failing-sample', /The image service couldn't finish this request\./u],
])('when %s, the member reads that nothing was charged', async (_what, prompt, text) => {
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada.slash(`/imagine prompt:${prompt}`).until(isOver);

  expect(reply.content).toMatch(text);
  const balance = await ada.slash('/credits balance').until(({ content }) => content !== '');
  expect(balance.content).toContain('You can spend **100 credits**');
});

test.each([
  ['HTML with status 200', { kind: 'html', status: 200, path: /f-2-klein-9b/u }, '93'],
  ['HTML with status 502', { kind: 'html', status: 502, path: /f-2-klein-9b/u }, '100'],
  ['a truncated answer', { kind: 'truncated', path: /f-2-klein-9b/u }, '93'],
  ['200 MB', { kind: 'huge', path: /f-2-klein-9b/u }, '93'],
  ['an error with status 200', { kind: 'error_200', path: /f-2-klein-9b/u }, '100'],
  ['a picture that is none', { kind: 'not_an_image', path: /output/u, times: 9 }, '100'],
  ['a redirect to a private address', { kind: 'redirect_private', path: /output/u, times: 9 }, '100'],
] as const)('a provider that answers %s: the member is told, and the money is as the table says', async (...row) => {
  const [, fault, spendable] = row;
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  await startBot(house);
  house.runninghub.faults.add({ times: 1, ...fault });
  const ada = house.guild.member({ name: 'Ada' });

  const reply = await ada
    .slash('/imagine prompt:a fox model:flux-2-klein-9b')
    .until(({ content }) => /charged|held|set aside until/u.test(content) && !content.includes('…'), 10_000);

  expect(reply.attachments).toEqual([]);
  const balance = await ada.slash('/credits balance').until(({ content }) => content !== '');
  expect(balance.content).toContain(`You can spend **${spendable} credits**`);
});
