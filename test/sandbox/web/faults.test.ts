import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { openDemo } from '../../../sandbox/web/open-demo.ts';
import type { WebStage } from '../../../sandbox/web/stage.ts';

let demo: WebStage;
beforeAll(async () => {
  demo = await openDemo({ isFast: true, writeLog: () => undefined });
});
afterAll(() => demo.stop());

function imagine(fault: string): Exchange {
  expect(demo.faults?.start(fault)).toBe(true);
  const [player] = demo.people;
  const art = demo.channels.find(({ name }) => name === 'art');
  if (player === undefined || art === undefined) throw new Error('nobody is here');
  return player.person.in(art).slash(`/imagine prompt:a fox and ${fault}`);
}

/** Each ends as the panel says beside its button; those that Easel only waits out are left to test/e2e/discord-failures.test.ts. */
it.each([
  ['services-down', /can't be reached[\s\S]*weren't charged/],
  ['empty-wallet', / · 7 credits · /],
  ['answer-lost', /doesn't send it twice[\s\S]*stay on hold/],
  ['status-fails', / · 7 credits · /],
  ['no-picture', /couldn't be fetched[\s\S]*weren't charged/],
  ['first-answer-lost', / · 7 credits · /],
])('%s', async (fault, says) => {
  const reply = await imagine(fault).until(({ content }) => says.test(content), 15_000);
  expect(reply.attachments).toHaveLength(says.source.includes('·') ? 1 : 0);
  demo.faults?.clear();
  expect(demo.faults?.pending()).toBe(0);
});

it('too-late', async () => {
  await expect(imagine('too-late').firstAnswer()).rejects.toThrow('The application did not respond');
  demo.faults?.clear();
});

it('none of them is a fault of the bot', () => {
  expect(demo.faults?.list).toHaveLength(10);
  expect(demo.violations).toEqual([]);
});
