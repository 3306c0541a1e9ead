import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '#catalog/request.ts';
import { gate } from '#generation/gate.ts';
import { approvers, createCommunity } from '../support/community.ts';
import { admissionOf, guild, member, policy, requestOf, requestWith, startMs } from '../support/requests.ts';
import { storeAway } from '../support/world.ts';

const midnightMs = Date.UTC(2026, 10, 22);

async function gateOf(settings: object) {
  const { flow } = await createCommunity({ settings });
  return gate(requestOf(), flow);
}
const priced = (credits: number, more: object = {}) => ({ models: { prices: { 'some-model': credits } }, ...more });

describe('a request', () => {
  it('that is cheap enough goes on', async () => {
    expect(await gateOf({})).toMatchObject({ kind: 'go' });
    expect(await gateOf(priced(100))).toMatchObject({ kind: 'go' });
  });

  it('is held against the rules first, also where it would need an approval', async () => {
    const asking = gateOf(priced(500, { approvals: { threshold: 1, channelId: approvers }, memberRoles: ['1'] }));
    await expect(asking).rejects.toMatchObject({ facts: { rule: 'role' } });
  });

  it('holds nothing while it is looked at', async () => {
    const community = await createCommunity({ settings: priced(50) });
    await gate(requestOf(), community.flow);
    expect([await community.ledger.holds(), community.flow.active.all()]).toEqual([[], []]);
  });

  it('whose balance cannot be read is refused', async () => {
    const { flow } = await createCommunity({ ledger: (ledger) => ({ ...ledger, balance: storeAway }) });
    await expect(gate(requestOf(), flow)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

describe('a prompt with the flags of other tools', () => {
  const flagged = async (prompt: string, options: Partial<RequestOptions> = {}) => {
    const { flow } = await createCommunity();
    return gate({ ...requestWith(options), prompt }, flow);
  };

  it('is asked for without them; the flags that fit are options, and the others are told first', async () => {
    for (const misfit of ['--v 6', '--quality high']) {
      expect(await flagged(`a fox --ar 16:9 ${misfit}`)).toMatchObject({
        kind: 'confirm',
        request: { prompt: 'a fox', options: { size: '16:9' } },
        told: { words: 'a fox', read: ['--ar 16:9'], unread: [misfit] },
      });
    }
  });

  it('goes on at once where all of them fit', async () => {
    expect(await flagged('a fox --ar 16:9')).toMatchObject({ kind: 'go', told: { read: ['--ar 16:9'], unread: [] } });
  });

  it('has what the member chose go before them', async () => {
    expect(await flagged('a fox --ar 16:9', { size: '1:1' })).toMatchObject({
      request: { options: { size: '1:1' } },
      told: { read: [], unread: ['--ar 16:9'] },
    });
  });

  it('is refused for what is no flag as any other', async () => {
    await expect(flagged('a fox --ar 16:9', { steps: 30 })).rejects.toMatchObject({ facts: { option: 'steps' } });
    await expect(flagged('--ar 16:9')).rejects.toMatchObject({ code: 'refused.prompt' });
  });
});

describe('the price', () => {
  it('that is more than the member has read is confirmed, however cheap, with the reason', async () => {
    const dearer = { reason: 'options', options: ['steps'], shown: 3, model: 'Some Model' } as const;
    const { flow } = await createCommunity({ flow: { admit: async () => admissionOf({ dearer }) } });
    expect(await gate(requestOf(), flow)).toEqual({ kind: 'confirm', credits: 7, spendable: 100, dearer });
  });

  it('is confirmed above the share that was set, not at it', async () => {
    const half = { confirmPercent: 50 };
    expect(await gateOf(priced(50, half))).toMatchObject({ kind: 'go' });
    expect(await gateOf(priced(51, half))).toEqual({ kind: 'confirm', credits: 51, spendable: 100 });
  });

  it('is held against what is left, with the bonus and without what is held', async () => {
    const community = await createCommunity({ settings: priced(60, { confirmPercent: 50 }) });
    await community.ledger.grant({
      id: 'gift',
      guildId: guild,
      userId: member,
      byUserId: member,
      credits: 20,
      reason: '',
      policy,
    });
    expect(await gate(requestOf(), community.flow)).toMatchObject({ kind: 'go' });
    const { id, guildId, userId } = requestOf();
    const expiresAtMs = startMs + 1;
    await community.ledger.reserve({ id, guildId, userId, credits: 60, model: 'm', policy, expiresAtMs });
    expect(await gate(requestOf(), community.flow)).toEqual({ kind: 'confirm', credits: 60, spendable: 60 });
  });
});

describe('an approval', () => {
  const asked = { approvals: { threshold: 10, channelId: approvers } };

  it('is needed above the threshold, not at it', async () => {
    expect(await gateOf(priced(10, asked))).toMatchObject({ kind: 'go' });
    expect(await gateOf(priced(11, asked))).toEqual({ kind: 'approval', credits: 11, threshold: 10 });
  });

  it('is needed before anybody speaks of missing credits or of the price', async () => {
    expect(await gateOf(priced(500, { ...asked, confirmPercent: 1 }))).toMatchObject({ kind: 'approval' });
  });

  it('is not needed where nobody could give it', async () => {
    expect(await gateOf(priced(50, { approvals: { threshold: 10 } }))).toMatchObject({ kind: 'go' });
  });

  it('may be asked for by a member who is short of credits', async () => {
    expect(await gateOf(priced(101, { approvals: { channelId: approvers } }))).toEqual({
      kind: 'short',
      credits: 101,
      spendable: 100,
      renewsAtMs: midnightMs,
    });
  });

  it('that nobody could give is a refusal for want of credits', async () => {
    await expect(gateOf(priced(101))).rejects.toMatchObject({
      code: 'refused.quota',
      facts: { price: 101, left: 100, renewsAtMs: midnightMs },
    });
  });
});
