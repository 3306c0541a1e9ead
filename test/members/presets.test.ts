import { describe, expect, it } from 'vitest';
import { noOptions } from '#catalog/request.ts';
import { createPresets } from '#members/presets.ts';
import { engines } from '../support/store/engines.ts';
import { ada, bob, guild, guildOf, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';
import { presetOf } from '../support/store/presets.ts';

const ofAda = { guildId: guild, userId: ada };
const ofGuild = { guildId: guild, userId: null };

describe.each(engines)('presets on $name', (engine) => {
  const stores = storesOn(engine);
  const open = () => createPresets(stores.store);

  it('are listed by name, each owner their own', async () => {
    const presets = open();
    const full = presetOf('b', { model: 'm', options: { ...noOptions, steps: 3, loraStrength: 0.5 }, style: 's' });
    expect(await presets.list(ofAda)).toEqual([]);
    expect([await presets.save(ofAda, full), await presets.save(ofAda, presetOf('A'))]).toEqual(['saved', 'saved']);
    await presets.save(ofGuild, presetOf('c'));
    expect(await open().list(ofAda)).toEqual([presetOf('A'), full]);
    expect(await presets.list(ofGuild)).toEqual([presetOf('c')]);
    expect(await presets.list({ guildId: guild, userId: bob })).toEqual([]);
    expect(await presets.list({ guildId: guildOf(2), userId: ada })).toEqual([]);
    expect(await presets.exportOf(guild, ada)).toEqual([presetOf('A'), full]);
  });

  it('of the same name take the place of the one before, in upper and lower case', async () => {
    const presets = open();
    await presets.save(ofAda, presetOf('Ink'));
    expect(await presets.save(ofAda, presetOf('INK', { model: 'm' }))).toBe('replaced');
    expect(await presets.list(ofAda)).toEqual([presetOf('INK', { model: 'm' })]);
  });

  it('are removed by name, and leave no row behind', async () => {
    const presets = open();
    await presets.save(ofAda, presetOf('Ink'));
    expect(await presets.remove(ofAda, 'oil')).toBe(false);
    expect(await presets.remove(ofGuild, 'Ink')).toBe(false);
    expect(await presets.remove(ofAda, 'iNK')).toBe(true);
    expect(await stores.rows()).toEqual([]);
  });

  it.each([
    ['a member', ofAda, 25],
    ['a guild', ofGuild, 100],
  ])('of %s are so many at most, also when two processes keep them at once', async (_whose, owner, most) => {
    const presets = open();
    const others = createPresets(stores.other);
    const saved = await Promise.all(
      Array.from({ length: most + 1 }, (_, index) =>
        (index % 2 === 0 ? presets : others).save(owner, presetOf(`p${index}`)),
      ),
    );
    expect(saved.filter((each) => each === 'full')).toHaveLength(1);
    expect(await presets.list(owner)).toHaveLength(most);
    const [some] = await presets.list(owner);
    expect(await presets.save(owner, presetOf(some?.name.toUpperCase() ?? '', { style: 's' }))).toBe('replaced');
  });

  it('of a row that cannot be read are a failure of the store, which names no text', async () => {
    const presets = open();
    await presets.save(ofAda, presetOf('a private name'));
    await stores.store.database.query("UPDATE presets SET options = '{}'");
    await expect(presets.list(ofAda)).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(presets.list(ofAda)).rejects.not.toThrow('private');
  });

  it('of a member are erased with their data, and nobody else’s', async () => {
    const presets = open();
    for (const owner of [ofAda, ofGuild, { guildId: guild, userId: bob }]) await presets.save(owner, presetOf('x'));
    for (let times = 0; times < 2; times += 1) expect(await presets.erase(guild, ada, wednesdayMs)).toBeNull();
    expect(await presets.list(ofAda)).toEqual([]);
    expect([await presets.list(ofGuild), await presets.list({ guildId: guild, userId: bob })]).toMatchObject([
      [{}],
      [{}],
    ]);
  });
});
