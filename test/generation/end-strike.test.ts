import { describe, expect, it } from 'vitest';
import { createCommunity } from '../support/community.ts';
import { guild, member, replyAddress, requestOf, startMs } from '../support/requests.ts';
import { running, throws } from '../support/scripted-provider.ts';
import { createWorld, storeAway } from '../support/world.ts';

const filtered = { contentFilter: true };

describe('the content filter of an image service', () => {
  it.each([
    ['at the submit', { submit: [throws('provider.rejected', filtered)] }],
    ['after it ran', { check: [running, throws('provider.failed', filtered)] }],
  ])('that refuses %s counts once against the member, who reads so', async (_when, runninghub) => {
    const world = createWorld({ runninghub });
    await world.generate();
    const { id } = requestOf();
    const reason = 'easel.contentFilter';
    expect(world.strikes).toEqual([{ id, guildId: guild, userId: member, reason, guildLocale: null }]);
    expect(world.reply.failed).toMatchObject([{ error: { facts: { contentFilter: true, strikes: 1 } } }]);
    expect(world.ended).toHaveLength(1);
  });

  it('gives the credits back, strike or no strike', async () => {
    const world = createWorld({ runninghub: { submit: [throws('provider.rejected', filtered)] } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ money: { charged: 0, returned: 7 } }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('that refuses what was being stopped counts for nothing', async () => {
    const world = createWorld({ runninghub: { check: [running, throws('provider.failed', filtered)] } });
    const done = world.begin();
    await world.clock.advance(100);
    const active = world.flow.active.find(requestOf().id);
    if (active?.job) active.job = { ...active.job, cancelledBy: 'user' };
    await world.clock.advanceUntil(done);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user', facts: { endKnown: true } } }]);
    expect(world.strikes).toEqual([]);
  });

  it.each(['provider.rejected', 'provider.failed'] as const)('is not blamed for %s of another kind', async (code) => {
    const world = createWorld({ runninghub: { submit: [throws(code)] } });
    await world.generate();
    expect([world.strikes, world.reply.failed.length]).toEqual([[], 1]);
  });

  it('tells strike and suspension in the language of the server, also long after the interaction', async () => {
    const community = await createCommunity({
      settings: { strikes: [{ count: 1, hours: 24 }] },
      reply: { accept: async () => ({ ...replyAddress, guildLocale: 'de' }) },
      runninghub: { submit: [throws('provider.rejected', filtered)] },
    });
    await community.generate();
    expect(community.audit.acts()).toMatchObject([
      { what: 'strike', guildLocale: 'de' },
      { what: 'suspend', guildLocale: 'de' },
    ]);
  });

  it('suspends at the set number, and the member reads until when', async () => {
    const community = await createCommunity({
      settings: { strikes: [{ count: 1, hours: 24 }] },
      runninghub: { submit: [throws('provider.rejected', filtered)] },
    });
    await community.generate();
    expect(community.reply.failed).toMatchObject([
      { error: { facts: { strikes: 1, suspendedUntilMs: startMs + 86_400_000 } } },
    ]);
  });

  it('still ends the story while strikes cannot be written down', async () => {
    const community = await createCommunity({
      members: (members) => ({ ...members, change: storeAway }),
      runninghub: { submit: [throws('provider.rejected', filtered)] },
    });
    await community.generate();
    expect(community.reply.failed).toMatchObject([{ error: { code: 'provider.rejected' }, money: { returned: 7 } }]);
    expect(community.reply.failed[0]?.error.facts.strikes).toBeUndefined();
    expect(community.log.lines).toMatchObject([{ level: 'error', message: 'a strike could not be noted' }]);
  });
});
