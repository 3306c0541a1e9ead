import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { gate } from '#generation/gate.ts';
import { generate } from '#generation/generate.ts';
import { type CommunityOptions, createCommunity } from '../support/community.ts';
import { guild, member, policy, requestOf, startMs } from '../support/requests.ts';

/** A request that the gate lets go, and how often it was admitted. */
async function letGo(options: CommunityOptions = {}) {
  const community = await createCommunity(options);
  let admitted = 0;
  const flow: typeof community.flow = {
    ...community.flow,
    admit(request) {
      admitted += 1;
      return community.flow.admit(request);
    },
  };
  const gated = await gate(requestOf(), flow);
  if (gated.kind !== 'go') throw new Error(`the gate asks first: ${gated.kind}`);
  const run = () =>
    community.clock.advanceUntil(generate(requestOf(), community.reply, flow, { admission: gated.admission }));
  return { ...community, run, admitted: () => admitted };
}

describe('a request that may go', () => {
  it('is admitted once', async () => {
    const request = await letGo();
    await request.run();
    expect(request.admitted()).toBe(1);
    expect(await request.stored()).toMatchObject({ state: 'delivered', charged: 7 });
  });

  it('costs what the member has read, also where the cheaper route is in trouble by then', async () => {
    let isTroubled = false;
    const request = await letGo({ isTroubled: (provider) => isTroubled && provider === 'runninghub' });
    isTroubled = true;
    await request.run();
    expect(await request.stored()).toMatchObject({ state: 'delivered', charged: 7 });
  });

  it('is refused where the credits have gone meanwhile', async () => {
    const request = await letGo();
    const other = { id: jobId('1'), guildId: guild, userId: member, credits: 95, model: 'some-model', policy };
    await request.ledger.reserve({ ...other, expiresAtMs: startMs + 3_600_000 });
    await expect(request.run()).rejects.toMatchObject({ code: 'refused.quota' });
  });
});
