import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isLoading } from '../../../sandbox/discord/wire.ts';
import { cells, noCells } from '../../../sandbox/faults/definition.ts';
import { firstLine, thePicture } from '../../../sandbox/faults/facts.ts';
import { readRecordedFaults } from '../../../sandbox/web/faults.ts';
import { openDemo } from '../../../sandbox/web/open-demo.ts';
import type { WebStage } from '../../../sandbox/web/stage.ts';

let demo: WebStage;
beforeAll(async () => {
  demo = await openDemo({ isFast: true, writeLog: () => undefined });
  // The first answer of a process has everything to load: on a busy machine it would miss Discord's three seconds.
  await demo.people[0]?.person.slash('/credits balance').firstAnswer();
});
afterEach(async () => {
  await demo.faults?.clear();
  expect(demo.faults?.pending()).toBe(0);
});
afterAll(() => demo.stop());

it('is docs/faults.md, row by row', async () => {
  const recorded = await readRecordedFaults();
  const list = demo.faults?.list ?? [];
  expect(list).toHaveLength(cells.length + noCells.length);
  for (const { id, where } of cells) {
    expect(list).toContainEqual(expect.objectContaining({ id, where, ...recorded.get(id) }));
  }
  for (const { because } of noCells) expect(list.map(({ whyNot }) => whyNot)).toContain(`Cannot meet: ${because}.`);
});

it('plays nothing that a page cannot', () => {
  expect(demo.faults?.start('no-such-fault')).toBe(false);
  const [dead] = cells.filter(({ play }) => play.kind === 'signal');
  expect(demo.faults?.start(dead?.id ?? '')).toBe(false);
  expect(demo.faults?.pending()).toBe(0);
});

const isEnd = /charged|credits? · /u;

/** Each in the demo, as the table says beside its button; a sample of every kind. */
it.each([
  'submit-submitting-reset_after',
  'submit-submitting-500',
  'follow-checking-500',
  'follow-disk_full',
  'deliver-posting-reset_after',
  'reserve-gateway_drop',
])('%s', async (id) => {
  const wanted = (await readRecordedFaults()).get(id);
  const [player] = demo.people;
  const art = demo.channels.find(({ name }) => name === 'art');
  if (player === undefined || art === undefined) throw new Error('The channel is empty.');
  expect(demo.faults?.start(id)).toBe(true);
  const exchange = player.person.in(art).slash(`/imagine prompt:a fox and ${id}`);
  const reply = await exchange.until((message) => !isLoading(message) && isEnd.test(message.content), 15_000);
  if (wanted?.reads === thePicture) expect(reply.attachments).toHaveLength(1);
  else expect(firstLine(reply.content)).toBe(wanted?.reads);
});

it('none of them is a fault of the bot', () => {
  expect(demo.violations).toEqual([]);
});
