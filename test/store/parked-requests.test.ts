import { describe, expect, it } from 'vitest';
import { jobId, messageId } from '../../src/domain/ids.ts';
import { ada, bob, dayMs, guild, wednesdayMs } from '../support/store/money.ts';
import { approval, endParked, openParked, over, parkedOf, requestOf, withoutPrompt } from '../support/store/parked.ts';

const channel = requestOf('1').channelId;
const [first, second] = [jobId('1'), jobId('2')];

describe('a parked request', () => {
  it('waits as it was written, also for the next process', async () => {
    const rows = new Map<string, string>();
    expect(await openParked(rows).find(first)).toBeNull();
    await openParked(rows).park(parkedOf('1'));
    expect(await openParked(rows).find(first)).toEqual(parkedOf('1'));
  });

  it('is decided once, by the first of those who do it at once', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    await parked.park(parkedOf('1'));
    const decisions = await Promise.all([parked.decide(first, approval), parked.decide(first, over('declined'))]);
    expect(decisions).toEqual([{ ...parkedOf('1'), ...approval }, null]);
    expect(await parked.decide(second, approval)).toBeNull();
  });

  it('keeps its LoRAs, whose addresses may hold a key, only while it waits', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    const options = { ...requestOf('1').options, lora: 'https://example.com/a?token=SECRET', loraStrength: 0.5 };
    await parked.park(parkedOf('1', { request: requestOf('1', { options }) }));
    expect((await parked.decide(first, approval))?.request.options).toEqual(options);
    expect((await parked.find(first))?.request.options).toEqual(options);
    await parked.done(first, ['run']);
    expect((await parked.find(first))?.request.options).toEqual({ ...options, lora: null, loraStrength: null });
    expect([...rows.values()].join()).not.toContain('SECRET');
  });

  it('keeps its prompt only while it waits', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    await parked.park(parkedOf('1', { reason: 'price' }));
    expect((await parked.decide(first, approval))?.request.prompt).toBe('a lighthouse');
    await parked.done(first, ['show']);
    expect((await parked.find(first))?.request.prompt).toBe('a lighthouse');
    await parked.done(first, ['run']);
    expect(await parked.find(first)).toEqual(withoutPrompt({ ...parkedOf('1', { reason: 'price' }), ...approval }));
    await parked.park(parkedOf('2'));
    await parked.decide(second, over('declined'));
    expect([...rows.values()].join()).not.toContain('lighthouse');
    expect(await parked.open()).toEqual([]);
  });

  it('that is parked again stays as it is', async () => {
    const parked = openParked(new Map());
    await parked.park(parkedOf('1', { reason: 'price' }));
    await parked.decide(first, approval);
    await parked.park(parkedOf('1'));
    expect(await parked.find(first)).toMatchObject({ state: 'approved', reason: 'price' });
  });

  it("remembers the approvers' message, before and after the decision", async () => {
    const parked = openParked(new Map());
    const notice = { channelId: channel, messageId: messageId('600000000000000001') };
    await parked.park(parkedOf('1'));
    await parked.setNotice(first, notice);
    expect(await parked.decide(first, approval)).toMatchObject({ notice });
    await parked.setNotice(first, null);
    expect(await parked.find(first)).toMatchObject({ notice: null, state: 'approved' });
    await parked.setNotice(second, notice);
    expect(await parked.find(second)).toBeNull();
  });

  it('is open until it was decided and everything is done, the oldest first', async () => {
    const parked = openParked(new Map());
    const at = (id: string, askedAtMs: number) => parkedOf(id, { request: requestOf(id, { askedAtMs }) });
    const [late, early] = [at('1', 20), at('2', 10)];
    for (const each of [late, early, at('3', 5), at('4', 15)]) await parked.park(each);
    await parked.decide(jobId('3'), over('declined'));
    await parked.decide(jobId('4'), approval);
    expect(await parked.open()).toEqual([early, { ...at('4', 15), ...approval }, late]);
  });

  it('goes from one question to another in one step, as long as it waits', async () => {
    const parked = openParked(new Map());
    await parked.park(parkedOf('1', { reason: 'price' }));
    const question = { reason: 'short', expiresAtMs: 7 } as const;
    expect(await parked.amend(first, 'waiting', question)).toEqual(parkedOf('1', question));
    await parked.decide(first, approval);
    expect(await parked.amend(first, 'waiting', question)).toBeNull();
    expect(await parked.amend(second, 'waiting', question)).toBeNull();
  });

  it('that cannot be read stops no other', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    for (const id of ['1', '2']) await parked.park(parkedOf(id, { expiresAtMs: 5 }));
    rows.set('parked:1', '{"value":{"prompt":"a lighthouse"}}');
    expect(await parked.open()).toMatchObject([{ id: '2' }]);
    expect(await parked.exportOf(guild, ada)).toMatchObject([{ id: '2' }]);
    expect(parked.log.lines).toMatchObject([{ facts: { jobId: '1' } }, { facts: { jobId: '1' } }]);
    await expect(parked.find(first)).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('is not taken for gone when the store is', async () => {
    const rows = new UnreadableRequests();
    const kept = new Map<string, string>();
    await openParked(kept).park(parkedOf('1'));
    for (const [key, row] of kept) rows.set(key, row);
    const parked = openParked(rows);
    await expect(parked.open()).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

class UnreadableRequests extends Map<string, string> {
  override get(key: string): string | undefined {
    if (key.startsWith('parked:')) throw new Error('SIMULATED: the disk is gone');
    return super.get(key);
  }
}

describe('requests that have waited', () => {
  it('are deleted some time after the decision, those that wait are not', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    for (const id of ['1', '2', '3']) await parked.park(parkedOf(id));
    for (const id of [first, second]) await endParked(parked, id);
    expect(await parked.sweep(wednesdayMs)).toBe(0);
    expect(await parked.sweep(wednesdayMs + dayMs)).toBe(2);
    expect(await parked.find(first)).toBeNull();
    expect(await parked.find(jobId('3'))).toEqual(parkedOf('3'));
    expect(await parked.exportOf(guild, ada)).toEqual([parkedOf('3')]);
    await endParked(parked, jobId('3'));
    expect(await parked.sweep(wednesdayMs + dayMs)).toBe(1);
    await parked.open();
    expect([...rows.keys()].filter((key) => /^(parked|parkedof|endedparked):/.test(key))).toEqual([]);
    expect(await parked.sweep(wednesdayMs + dayMs)).toBe(0);
  });

  it('are deleted too when they cannot be read or are gone', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    for (const id of ['1', '2']) await parked.park(parkedOf(id));
    for (const id of [first, second]) await endParked(parked, id);
    rows.set('parked:1', 'no JSON');
    rows.delete('parked:2');
    expect(await parked.sweep(wednesdayMs + dayMs)).toBe(1);
    expect(rows.has('parked:1')).toBe(false);
  });

  it('of one member are exported and erased together', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    await parked.park(parkedOf('1'));
    await parked.park(parkedOf('2'));
    await parked.park(parkedOf('3', { request: requestOf('3', { userId: bob }) }));
    await parked.decide(first, approval);
    expect(await parked.exportOf(guild, ada)).toEqual([{ ...parkedOf('1'), ...approval }, parkedOf('2')]);
    expect(await parked.erase(guild, ada, wednesdayMs)).toBeNull();
    expect(await parked.erase(guild, ada, wednesdayMs)).toBeNull();
    expect([...rows].join()).not.toContain(ada);
    expect(await parked.decide(second, approval)).toBeNull();
    await parked.done(first, ['run']);
    expect([...rows].join()).not.toContain(ada);
    expect(await parked.open()).toMatchObject([{ id: '3' }]);
  });
});
