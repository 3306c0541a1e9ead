import { describe, expect, it } from 'vitest';
import { guildId, jobId, userId } from '../../src/domain/ids.ts';
import { createPicks } from '../../src/store/picks.ts';
import { sourceOf } from '../support/inputs.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 10, 21, 12);
const guild = guildId('900000000000000001');
const ada = userId('100000000000000001');
const bob = userId('100000000000000002');
const pickOf = (id: string, by = ada) => ({
  id: jobId(id),
  guildId: guild,
  userId: by,
  images: [sourceOf({ name: id })],
});

function openOn(rows = new Map<string, string>(), time = { nowMs: startMs }) {
  return { rows, time, ...createPicks({ store: createMemoryStore(rows), now: () => time.nowMs }) };
}

describe('pictures that were picked', () => {
  it('are found by whoever picked them, there and nowhere else, also by the next process', async () => {
    const picks = openOn();
    await picks.keep(pickOf('1'));
    const next = openOn(picks.rows);
    expect(await next.find(pickOf('1'))).toEqual([sourceOf({ name: '1' })]);
    expect(await next.find(pickOf('2'))).toBeNull();
    expect(await next.find(pickOf('1', bob))).toBeNull();
    expect(await next.find({ ...pickOf('1'), guildId: guildId('9') })).toBeNull();
  });

  it('are good for a day, and swept away afterwards', async () => {
    const picks = openOn();
    await picks.keep(pickOf('1'));
    picks.time.nowMs += hourMs;
    await picks.keep(pickOf('2'));
    picks.time.nowMs += 23 * hourMs;
    expect(await picks.find(pickOf('1'))).toBeNull();
    expect(await picks.find(pickOf('2'))).not.toBeNull();
    picks.time.nowMs += 1.5 * hourMs;
    await picks.sweep();
    expect(await picks.exportOf(guild, ada)).toMatchObject([{ id: '2' }]);
    picks.time.nowMs += 48 * hourMs;
    await picks.sweep();
    await picks.sweep();
    expect(await picks.exportOf(guild, ada)).toEqual([]);
    expect([...picks.rows.keys()].filter((key) => key.startsWith('picks'))).toEqual([]);
  });

  it('are kept once however often they are kept, and a member’s newest five', async () => {
    const picks = openOn();
    for (const id of ['1', '2', '2', '3', '4', '5', '6']) await picks.keep(pickOf(id));
    expect(await picks.exportOf(guild, ada)).toMatchObject(['2', '3', '4', '5', '6'].map((id) => ({ id })));
    expect(await picks.find(pickOf('1'))).toBeNull();
    picks.time.nowMs += 48 * hourMs;
    await picks.sweep();
    expect(await picks.exportOf(guild, ada)).toEqual([]);
  });

  it('are exported and erased with their member', async () => {
    const picks = openOn();
    await picks.keep(pickOf('1'));
    await picks.keep(pickOf('2', bob));
    expect(await picks.exportOf(guild, ada)).toMatchObject([{ id: '1', userId: ada }]);
    expect(await picks.erase(guild, ada, startMs)).toBeNull();
    expect(await picks.exportOf(guild, ada)).toEqual([]);
    expect(await picks.find(pickOf('1'))).toBeNull();
    expect(await picks.find(pickOf('2', bob))).not.toBeNull();
  });

  it('are found by a form that is sent while they are still being kept, and no member waits for another', async () => {
    const rows = new Map<string, string>();
    const slow = openOn(rows);
    const keeping = [slow.keep(pickOf('1')), slow.keep(pickOf('2', bob)), slow.keep(pickOf('3'))];
    expect(await slow.find(pickOf('3'))).toEqual([sourceOf({ name: '3' })]);
    await Promise.all(keeping);
    expect(await slow.exportOf(guild, ada)).toMatchObject([{ id: '1' }, { id: '3' }]);
    expect(await slow.exportOf(guild, bob)).toMatchObject([{ id: '2' }]);
    slow.time.nowMs += 48 * hourMs;
    await Promise.all([slow.sweep(), slow.keep(pickOf('4'))]);
    expect(await slow.exportOf(guild, ada)).toMatchObject([{ id: '4' }]);
    slow.time.nowMs += 48 * hourMs;
    await slow.sweep();
    expect([...rows.keys()].filter((key) => key.startsWith('picks'))).toEqual([]);
  });
});
