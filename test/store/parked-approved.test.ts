import { describe, expect, it } from 'vitest';
import { jobId } from '../../src/domain/ids.ts';
import type { ParkedRequest } from '../../src/domain/moderation.ts';
import type { StoredParkedRequests } from '../../src/store/parked-requests.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { ada, dayMs, guild, wednesdayMs } from '../support/store/money.ts';
import { approval, endParked, openParked, over, parkedOf, requestOf, withoutPrompt } from '../support/store/parked.ts';

const [first, second] = [jobId('1'), jobId('2')];

describe('an approved request', () => {
  it('keeps its prompt and is listed, the oldest first, until it is closed', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    const newer = parkedOf('1', { request: requestOf('1', { askedAtMs: wednesdayMs + 1 }) });
    for (const each of [newer, parkedOf('2', { reason: 'short' }), parkedOf('3')]) await parked.park(each);
    for (const id of [first, second]) await parked.decide(id, approval);
    expect((await openParked(rows).open()).filter(({ state }) => state === 'approved')).toEqual([
      { ...parkedOf('2', { reason: 'short' }), ...approval },
      { ...newer, ...approval },
    ]);
    for (let times = 0; times < 2; times += 1) await parked.done(first, ['run']);
    expect(await parked.find(first)).toEqual(withoutPrompt({ ...newer, ...approval }));
    expect(await parked.open()).toMatchObject([{ id: '2' }, { id: '3' }]);
  });

  it('is not swept before it is closed', async () => {
    const parked = openParked(new Map());
    await parked.park(parkedOf('1'));
    await parked.decide(first, approval);
    expect(await parked.sweep(wednesdayMs + dayMs)).toBe(0);
    expect(await parked.open()).toHaveLength(1);
    await parked.done(first, ['run']);
    expect(await parked.sweep(wednesdayMs + dayMs)).toBe(1);
  });

  it('from before its steps were kept is carried out where it has its prompt, and is over where it has none', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    for (const id of ['1', '2', '3']) await parked.park(parkedOf(id, { reason: id === '3' ? 'price' : 'short' }));
    await parked.decide(second, over('declined'));
    const asOnceWritten = (text: string) =>
      text.replace(/"state":"\w+"/u, '"state":"approved"').replace('"todo":[],', '');
    for (const id of ['1', '2', '3']) rows.set(`parked:${id}`, asOnceWritten(rows.get(`parked:${id}`) ?? ''));
    expect(await parked.open()).toMatchObject([{ id: '1', todo: ['run', 'show'] }]);
  });

  it('that cannot be read stops no other', async () => {
    const rows = new Map<string, string>();
    const parked = openParked(rows);
    for (const id of ['1', '2']) await parked.park(parkedOf(id));
    for (const id of [first, second]) await parked.decide(id, approval);
    rows.set('parked:1', 'no JSON');
    expect(await parked.open()).toMatchObject([{ id: '2' }]);
    expect(parked.log.lines).toMatchObject([{ facts: { jobId: '1' } }]);
  });

  it('is the only one that can be closed', async () => {
    const parked = openParked(new Map());
    await parked.park(parkedOf('1'));
    for (const id of [first, second]) await parked.done(id, ['run']);
    expect(await parked.find(first)).toEqual(parkedOf('1'));
    expect(await parked.find(second)).toBeNull();
  });
});

describe('whatever write is the last one before a crash', () => {
  async function breakEverywhere(work: (parked: StoredParkedRequests) => Promise<unknown>, start: ParkedRequest[]) {
    const startRows = async () => {
      const rows = new Map<string, string>();
      for (const each of start) await openParked(rows).park(each);
      return rows;
    };
    const counted = new BreakingRows(await startRows(), noBreak);
    await work(openParked(counted));
    return Promise.all(
      breaksOf(counted.writes).map(async (at) => {
        const rows = await startRows();
        await expect(work(openParked(new BreakingRows(rows, at)))).rejects.toMatchObject({ code: 'store.unavailable' });
        return openParked(rows);
      }),
    );
  }

  it('a request that waits is in the lists', async () => {
    for (const parked of await breakEverywhere((broken) => broken.park(parkedOf('1', { expiresAtMs: 5 })), [])) {
      const found = await parked.find(first);
      expect(await parked.open()).toEqual(found === null ? [] : [found]);
      expect(await parked.exportOf(guild, ada)).toEqual(found === null ? [] : [found]);
      await parked.park(parkedOf('1', { expiresAtMs: 5 }));
      expect(await parked.open()).toHaveLength(1);
    }
  });

  it('a request that was decided is deleted in the end', async () => {
    const refusal = over('declined');
    for (const parked of await breakEverywhere((broken) => broken.decide(first, refusal), [parkedOf('1')])) {
      await parked.decide(first, refusal);
      expect(await parked.open()).toEqual([]);
      expect(await parked.sweep(wednesdayMs + dayMs)).toBe(1);
      expect(await parked.exportOf(guild, ada)).toEqual([]);
    }
  });

  it('an approval is open with its prompt until it is closed, and deleted in the end', async () => {
    for (const parked of await breakEverywhere((broken) => endParked(broken, first), [parkedOf('1')])) {
      const found = await parked.find(first);
      const isOpen = found?.request.prompt === 'a lighthouse';
      expect(await parked.open()).toEqual(isOpen ? [found] : []);
      await endParked(parked, first);
      expect(await parked.open()).toEqual([]);
      expect(await parked.find(first)).toEqual(withoutPrompt({ ...parkedOf('1'), ...approval }));
      expect(await parked.sweep(wednesdayMs + dayMs)).toBe(1);
      expect(await parked.exportOf(guild, ada)).toEqual([]);
    }
  });
});
