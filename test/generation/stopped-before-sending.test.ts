import { expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { resume } from '#generation/resume.ts';
import type { Jobs } from '#jobs/job.ts';
import { comfyOfferOf, offerOf, planOf } from '../support/requests.ts';
import { createWorld, type World } from '../support/world.ts';

const shutdown = new BotError('cancelled.shutdown', 'the process stops');

function stopAll({ flow }: World): void {
  for (const active of flow.active.all()) active.stop.abort(shutdown);
}

/** What a restart finds and makes of it. */
async function restarted({ rows, clock }: World): Promise<World> {
  const next = createWorld({ rows, clock });
  const { settled } = await resume(next.flow);
  await next.clock.advanceUntil(settled);
  return next;
}

it('a shutdown between the note and the submit sends nothing, and the restart gives the credits back at once', async () => {
  const stopWhenSending = (jobs: Jobs): Jobs => ({
    ...jobs,
    async save(job) {
      await jobs.save(job);
      if (job.state === 'sending') stopAll(world);
    },
  });
  const world: World = createWorld({ jobs: stopWhenSending });
  await world.generate();
  expect(world.runninghub.submits).toEqual([]);
  expect(await world.stored()).toMatchObject({ state: 'opened' });

  const next = await restarted(world);

  expect(next.reply.failed).toMatchObject([
    { error: { code: 'provider.unavailable' }, money: { returned: 7, held: 0 } },
  ]);
  expect(await next.totals()).toMatchObject({ held: 0, spent: 0 });
});

it.each([
  ['the only route', planOf(offerOf())],
  ['the first route', planOf(offerOf(), comfyOfferOf(15))],
])('a shutdown while %s refuses is no doubt: the restart gives the credits back at once', async (_which, plan) => {
  const refuse = async () => {
    stopAll(world);
    throw new BotError('provider.unavailable', 'full', { nothingStarted: true, httpStatus: 429 });
  };
  const world: World = createWorld({ plan, runninghub: { submit: [refuse] } });
  await world.generate();
  expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([1, 0]);
  expect(await world.stored()).toMatchObject({ state: 'opened' });

  const next = await restarted(world);

  expect(await next.totals()).toMatchObject({ held: 0, spent: 0 });
});
