import { expect, it } from 'vitest';
import { createActiveJobs } from '#generation/flow.ts';
import { guild, member, snowflakeAt, startMs } from '../support/requests.ts';
import { refusedWith } from '../support/said.ts';

const limits = { perMember: 1, perGuild: 3 };
const askerOf = (number: number) => ({ id: snowflakeAt(startMs, number), guildId: guild, userId: member });

it('a request whose turn comes before it waits for it goes on at once', async () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), limits);
  const next = active.enterLine(askerOf(2), limits);
  expect(next.line).not.toBeNull();
  active.leave(askerOf(1).id);
  const places: number[] = [];
  await active.untilTurn(next, (place) => places.push(place));
  expect([next.line, places]).toEqual([null, []]);
});

it('a request that is not written down yet counts as a request in the making', () => {
  const active = createActiveJobs();
  active.enter(askerOf(1), limits);
  expect(refusedWith(() => active.enter(askerOf(2), limits))).toMatchObject({
    code: 'refused.busy',
    facts: { rule: 'member', limit: 1, pictures: 1 },
  });
});
