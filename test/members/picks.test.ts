import { describe, expect, it } from 'vitest';
import { guildId, jobId, userId } from '#core/ids.ts';
import { createPendingEdits } from '#members/pending-edits.ts';
import { sourceOf } from '../support/inputs.ts';
import { engines } from '../support/store/engines.ts';
import { storesOn } from '../support/store/on-engine.ts';

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

describe.each(engines)('pictures that were picked, on $name', (engine) => {
  const stores = storesOn(engine);
  function openOn(store = stores.store, time = { nowMs: startMs }) {
    return { time, ...createPendingEdits({ store, now: () => time.nowMs }) };
  }

  it('are found by the member who picked them, there and nowhere else, also by another process', async () => {
    const pendingEdits = openOn();
    await pendingEdits.keep(pickOf('1'));
    const next = openOn(stores.other);
    expect(await next.find(pickOf('1'))).toEqual([sourceOf({ name: '1' })]);
    expect(await next.find(pickOf('2'))).toBeNull();
    expect(await next.find(pickOf('1', bob))).toBeNull();
    expect(await next.find({ ...pickOf('1'), guildId: guildId('9') })).toBeNull();
  });

  it('are good for a day, and swept away afterwards', async () => {
    const pendingEdits = openOn();
    await pendingEdits.keep(pickOf('1'));
    pendingEdits.time.nowMs += hourMs;
    await pendingEdits.keep(pickOf('2'));
    pendingEdits.time.nowMs += 23 * hourMs;
    expect(await pendingEdits.find(pickOf('1'))).toBeNull();
    expect(await pendingEdits.find(pickOf('2'))).not.toBeNull();
    pendingEdits.time.nowMs += 0.5 * hourMs;
    await pendingEdits.sweep();
    expect(await pendingEdits.exportOf(guild, ada)).toMatchObject([{ id: '2' }]);
    pendingEdits.time.nowMs += 48 * hourMs;
    await pendingEdits.sweep();
    await pendingEdits.sweep();
    expect(await pendingEdits.exportOf(guild, ada)).toEqual([]);
    expect(await stores.rows()).toEqual([]);
  });

  it('are swept a day after the first sweep where a wrong clock has written when, and lost by none', async () => {
    const pendingEdits = openOn();
    const { time } = pendingEdits;
    time.nowMs = Date.UTC(2046, 0, 1);
    await pendingEdits.keep(pickOf('1'));
    for (const nowMs of [startMs, 1_000, startMs - hourMs / 6, startMs + 23 * hourMs]) {
      time.nowMs = nowMs;
      await pendingEdits.sweep();
      expect(await pendingEdits.find(pickOf('1'))).not.toBeNull();
    }
    time.nowMs = startMs + 24 * hourMs;
    await pendingEdits.sweep();
    expect(await pendingEdits.exportOf(guild, ada)).toEqual([]);
  });

  it('are kept once however often they are kept, and a member’s newest five', async () => {
    const pendingEdits = openOn();
    for (const id of ['1', '2', '2', '3', '4', '5', '6']) await pendingEdits.keep(pickOf(id));
    expect(await pendingEdits.exportOf(guild, ada)).toMatchObject(['2', '3', '4', '5', '6'].map((id) => ({ id })));
    expect(await pendingEdits.find(pickOf('1'))).toBeNull();
  });

  it('make no room for older ones where a clock was set back', async () => {
    const pendingEdits = openOn();
    for (const id of ['1', '2', '3', '4', '5']) await pendingEdits.keep(pickOf(id));
    pendingEdits.time.nowMs -= hourMs;
    await pendingEdits.keep(pickOf('6'));
    expect(await pendingEdits.find(pickOf('6'))).not.toBeNull();
    expect(await pendingEdits.exportOf(guild, ada)).toMatchObject(['6', '2', '3', '4', '5'].map((id) => ({ id })));
  });

  it('are five also when two processes keep them at once', async () => {
    const both = [openOn(), openOn(stores.other)];
    const ids = Array.from({ length: 12 }, (_, index) => `${index}`);
    await Promise.all(ids.map((id, index) => both[index % 2]?.keep(pickOf(id))));
    expect(await openOn().exportOf(guild, ada)).toHaveLength(5);
  });

  it('are exported and erased with their member', async () => {
    const pendingEdits = openOn();
    await pendingEdits.keep(pickOf('1'));
    await pendingEdits.keep(pickOf('2', bob));
    expect(await pendingEdits.exportOf(guild, ada)).toMatchObject([{ id: '1', userId: ada }]);
    expect(await pendingEdits.erase(guild, ada, startMs)).toBeNull();
    expect(await pendingEdits.exportOf(guild, ada)).toEqual([]);
    expect(await pendingEdits.find(pickOf('1'))).toBeNull();
    expect(await pendingEdits.find(pickOf('2', bob))).not.toBeNull();
  });

  it('are found by a form that is sent while they are still being kept', async () => {
    const pendingEdits = openOn();
    const keeping = [
      pendingEdits.keep(pickOf('1')),
      pendingEdits.keep(pickOf('2', bob)),
      pendingEdits.keep(pickOf('3')),
    ];
    expect(await pendingEdits.find(pickOf('3'))).toEqual([sourceOf({ name: '3' })]);
    await Promise.all(keeping);
    expect(await pendingEdits.exportOf(guild, ada)).toMatchObject([{ id: '1' }, { id: '3' }]);
    expect(await pendingEdits.exportOf(guild, bob)).toMatchObject([{ id: '2' }]);
  });

  it('are gone where they could not be kept', async () => {
    const pendingEdits = openOn();
    await stores.store.database.query('ALTER TABLE picks RENAME TO elsewhere');
    const keeping = pendingEdits.keep(pickOf('1'));
    const finding = pendingEdits.find(pickOf('1'));
    await expect(keeping).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(finding).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
