import { describe, expect, it } from 'vitest';
import { createLastChoices, noChoice } from '#members/last-choices.ts';
import { BreakingRows, noBreak } from '../support/store/breaking-rows.ts';
import { engines } from '../support/store/engines.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { ada, bob, guild, guildOf, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';

describe.each(engines)('last choices on $name', (engine) => {
  const stores = storesOn(engine);
  const open = () => createLastChoices(stores.store);

  it('are kept each for itself, of each member and guild', async () => {
    const choices = open();
    expect(await choices.get(guild, ada)).toEqual(noChoice);
    expect(await choices.exportOf(guild, ada)).toEqual([]);
    await choices.remember(guild, ada, { model: 'm', size: null });
    await choices.remember(guild, ada, { model: null, size: '16:9' });
    expect(await createLastChoices(stores.other).get(guild, ada)).toEqual({ model: 'm', size: '16:9' });
    await choices.remember(guild, ada, { model: 'n', size: null });
    expect(await choices.exportOf(guild, ada)).toEqual([{ model: 'n', size: '16:9' }]);
    expect([await choices.get(guild, bob), await choices.get(guildOf(2), ada)]).toEqual([noChoice, noChoice]);
  });

  it('are written only when they change', async () => {
    const rows = new BreakingRows(new Map(), noBreak);
    const choices = createLastChoices(createMemoryStore(rows));
    for (let times = 0; times < 3; times += 1) await choices.remember(guild, ada, { model: 'm', size: '1:1' });
    await choices.remember(guild, ada, { model: null, size: '1:1' });
    expect(rows.writes).toBe(1);
  });

  it('are forgotten, and leave no row behind', async () => {
    const choices = open();
    await choices.remember(guild, ada, { model: 'm', size: null });
    expect([await choices.forget(guild, ada), await choices.forget(guild, ada)]).toEqual([true, false]);
    expect(await stores.rows()).toEqual([]);
  });

  it('are erased with the data of their member, and nobody else’s', async () => {
    const choices = open();
    for (const member of [ada, bob]) await choices.remember(guild, member, { model: 'm', size: null });
    for (let times = 0; times < 2; times += 1) expect(await choices.erase(guild, ada, wednesdayMs)).toBeNull();
    expect(await choices.get(guild, ada)).toEqual(noChoice);
    expect(await choices.get(guild, bob)).toEqual({ model: 'm', size: null });
  });
});
