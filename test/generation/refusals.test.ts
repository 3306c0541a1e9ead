import { describe, expect, it } from 'vitest';
import { BotError, errorCodes } from '#core/errors.ts';
import { gate, noteRefusals } from '#generation/gate.ts';
import { createCommunity } from '../support/community.ts';
import { guild, member, requestOf, startMs } from '../support/requests.ts';

const blocking = { words: { blocked: ['lighthouse'] } };
const rules = ['refused.rules', 'refused.suspended'];

describe('what the moderators are told', () => {
  it.each(errorCodes)('of %s is the refusal, if a rule refused', async (code) => {
    const { flow, audit } = await createCommunity();
    const error = new BotError(code, 'no', { rule: 'channel' });
    await expect(
      noteRefusals(requestOf(), Promise.reject(error), { strike: flow.strike, audit }),
    ).rejects.toMatchObject({ code, message: 'no', facts: { rule: 'channel' } });
    const told = rules.includes(code) ? [{ kind: 'refusal', request: requestOf(), error: { code } }] : [];
    expect(audit.entries).toMatchObject(told);
  });

  it('of what went well is nothing, and the work is handed on', async () => {
    const { flow, audit } = await createCommunity();
    expect(await noteRefusals(requestOf(), Promise.resolve('well'), { strike: flow.strike, audit })).toBe('well');
    expect(audit.entries).toEqual([]);
  });

  it('of what no one foresaw is nothing, and it is thrown as it is', async () => {
    const { flow, audit } = await createCommunity();
    const bug = new TypeError('no');
    await expect(noteRefusals(requestOf(), Promise.reject(bug), { strike: flow.strike, audit })).rejects.toBe(bug);
    expect(audit.entries).toEqual([]);
  });
});

describe('a word that is not allowed', () => {
  it('counts as a strike, which the member and the moderators read', async () => {
    const community = await createCommunity({ settings: blocking });
    const { flow, audit } = community;
    const refusing = { strike: flow.strike, audit };
    const request = requestOf({ guildLocale: 'de' });
    await expect(noteRefusals(request, gate(request, flow), refusing)).rejects.toMatchObject({
      code: 'refused.rules',
      facts: { rule: 'blocklist', list: 'guild', matched: 'lighthouse', isDoubtful: false, strikes: 1 },
    });
    expect(audit.entries).toMatchObject([
      { kind: 'act', act: { what: 'strike', byUserId: null, userId: member, guildLocale: 'de' } },
      { kind: 'refusal', error: { facts: { strikes: 1 } } },
    ]);
    expect((await community.members.get(guild, member)).strikes).toMatchObject([
      { reason: 'easel.wordList:guild', byUserId: null },
    ]);
  });

  it('counts once, also when the same request is refused at the gate and again by the story', async () => {
    const community = await createCommunity({ settings: blocking });
    const { flow, audit } = community;
    const refusing = { strike: flow.strike, audit };
    await expect(noteRefusals(requestOf(), gate(requestOf(), flow), refusing)).rejects.toThrow();
    await expect(noteRefusals(requestOf(), community.begin(), refusing)).rejects.toMatchObject({
      facts: { strikes: 1 },
    });
    expect((await community.members.get(guild, member)).strikes).toHaveLength(1);
    expect(audit.acts()).toHaveLength(1);
  });

  it('that often means something else is refused and told, and counts as nothing', async () => {
    const { flow, audit, members } = await createCommunity();
    const error = new BotError('refused.rules', 'no', { rule: 'blocklist', isDoubtful: true });
    await expect(noteRefusals(requestOf(), Promise.reject(error), { strike: flow.strike, audit })).rejects.toThrow();
    expect((await members.get(guild, member)).strikes).toEqual([]);
    expect(audit.entries).toMatchObject([{ kind: 'refusal' }]);
  });

  it('in a preset that is to be kept counts like one in a prompt', async () => {
    const { flow, audit, members } = await createCommunity();
    const error = new BotError('refused.rules', 'no', { rule: 'preset_words', list: 'guild' });
    await expect(noteRefusals(requestOf(), Promise.reject(error), { strike: flow.strike, audit })).rejects.toThrow();
    expect((await members.get(guild, member)).strikes).toMatchObject([{ reason: 'easel.wordList:guild' }]);
  });

  it('of an unknown list counts too', async () => {
    const { flow, audit, members } = await createCommunity();
    const error = new BotError('refused.rules', 'no', { rule: 'blocklist' });
    await expect(noteRefusals(requestOf(), Promise.reject(error), { strike: flow.strike, audit })).rejects.toThrow();
    expect((await members.get(guild, member)).strikes).toHaveLength(1);
  });

  it('that suspends says until when; the next request is refused for that and counts no more', async () => {
    const community = await createCommunity({ settings: { ...blocking, strikes: [{ count: 1, hours: 2 }] } });
    const { flow, audit } = community;
    const suspendedUntilMs = startMs + 2 * 3_600_000;
    const attempt = () => noteRefusals(requestOf(), gate(requestOf(), flow), { strike: flow.strike, audit });
    await expect(attempt()).rejects.toMatchObject({ facts: { strikes: 1, suspendedUntilMs } });
    await expect(attempt()).rejects.toMatchObject({
      code: 'refused.suspended',
      facts: { untilMs: suspendedUntilMs, reason: 'easel.strikes:1' },
    });
    expect((await community.members.get(guild, member)).strikes).toHaveLength(1);
  });
});
