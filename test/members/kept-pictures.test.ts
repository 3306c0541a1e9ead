import { describe, expect, it } from 'vitest';
import { guildId, jobId, userId } from '#core/ids.ts';
import { createKeptPictures, keptForMs, mostKeptBytes, mostKeptOfMember } from '#members/kept-pictures.ts';
import { engines } from '../support/store/engines.ts';
import { storesOn } from '../support/store/on-engine.ts';

const owner = { id: jobId('1'), guildId: guildId('10'), userId: userId('20') };
const image = { bytes: Uint8Array.of(1, 2, 3), format: 'png', widthPx: 1, heightPx: 1 } as const;

describe.each(engines)('kept pictures on $name', (engine) => {
  const stores = storesOn(engine);
  function open(store = stores.store) {
    const clock = { nowMs: 1_000 };
    return { clock, kept: createKeptPictures({ store, now: () => clock.nowMs }) };
  }

  it('a picture is kept for its member alone, for a week', async () => {
    const { clock, kept } = open();
    await kept.keep(owner, [image]);
    await kept.keep(owner, [image]);
    const untilMs = 1_000 + keptForMs;
    expect(await kept.listOf(owner.guildId, owner.userId)).toEqual([{ id: owner.id, untilMs }]);
    expect((await kept.find(owner))?.map(({ bytes, ...rest }) => ({ ...rest, bytes: [...bytes] }))).toEqual([
      { ...image, bytes: [1, 2, 3] },
    ]);
    expect(await kept.find({ ...owner, userId: userId('21') })).toBeNull();
    expect(await kept.find({ ...owner, id: jobId('2') })).toBeNull();
    expect(await kept.listOf(owner.guildId, userId('21'))).toEqual([]);
    await kept.sweep();
    clock.nowMs = untilMs;
    expect([await kept.find(owner), await kept.listOf(owner.guildId, owner.userId)]).toEqual([null, []]);
    await kept.sweep();
    clock.nowMs = 1_000;
    expect(await kept.find(owner)).toBeNull();
  });

  it('a member has ten, the oldest makes room; all together have a bound', async () => {
    const { kept } = open();
    const at = (index: number) => ({ ...owner, id: jobId(String(100 + index)) });
    for (let index = 0; index <= mostKeptOfMember; index += 1) await kept.keep(at(index), [image]);
    expect(await kept.find(at(0))).toBeNull();
    expect(await kept.listOf(owner.guildId, owner.userId)).toHaveLength(mostKeptOfMember);
    const bytes = Object.assign(Uint8Array.of(1), {});
    Object.defineProperty(bytes, 'byteLength', { value: mostKeptBytes });
    const other = { ...owner, id: jobId('9'), userId: userId('22') };
    await kept.keep(other, [{ ...image, bytes }]);
    expect(await kept.listOf(owner.guildId, owner.userId)).toEqual([]);
    expect(await kept.find(other)).not.toBeNull();
  });

  it('is kept for a week from the first sweep where a wrong clock has written when, and is lost by none', async () => {
    const { clock, kept } = open();
    const nowMs = Date.UTC(2026, 10, 4);
    clock.nowMs = Date.UTC(2046, 0, 1);
    await kept.keep(owner, [image]);
    clock.nowMs = nowMs;
    await kept.sweep();
    expect(await kept.listOf(owner.guildId, owner.userId)).toEqual([{ id: owner.id, untilMs: nowMs + keptForMs }]);
    clock.nowMs = 1_000;
    await kept.sweep();
    clock.nowMs = nowMs - 10 * 60_000;
    await kept.sweep();
    expect(await kept.listOf(owner.guildId, owner.userId)).toEqual([{ id: owner.id, untilMs: nowMs + keptForMs }]);
    clock.nowMs = nowMs + keptForMs;
    await kept.sweep();
    expect(await kept.exportOf(owner.guildId, owner.userId)).toEqual([]);
  });

  it('is named in the export, and erased with its member', async () => {
    const { kept } = open();
    const other = { ...owner, id: jobId('2'), userId: userId('21') };
    await kept.keep(owner, [image]);
    await kept.keep(other, [image]);
    expect(await kept.exportOf(owner.guildId, owner.userId)).toEqual([{ ...owner, atMs: 1_000, bytes: 3 }]);
    expect(await kept.erase(owner.guildId, owner.userId, 0)).toBeNull();
    expect(await kept.erase(owner.guildId, owner.userId, 0)).toBeNull();
    expect([await kept.find(owner), (await kept.find(other)) !== null]).toEqual([null, true]);
  });

  it('are bounded also when two processes keep them at once', async () => {
    const both = [open(), open(stores.other)];
    await Promise.all(
      Array.from({ length: 2 * mostKeptOfMember }, (_, index) =>
        both[index % 2]?.kept.keep({ ...owner, id: jobId(String(100 + index)) }, [image]),
      ),
    );
    expect(await open().kept.listOf(owner.guildId, owner.userId)).toHaveLength(mostKeptOfMember);
  });

  it('of which the row cannot be read are a failure of the store', async () => {
    const { kept } = open();
    await kept.keep(owner, [image]);
    await stores.store.database.query('UPDATE kept_pictures SET images = $1', ['[{"base64":"?"}]']);
    await expect(kept.find(owner)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
