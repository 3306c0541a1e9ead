import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { Store } from '#db/open-store.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import { manyGuildLoras } from '../support/guild-loras.ts';
import { guildWorkflowOf } from '../support/guild-workflows.ts';
import { BreakingRows, breaksOf } from '../support/store/breaking-rows.ts';
import { engines } from '../support/store/engines.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { guild, guildOf } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';

const asking = (confirmPercent: number) => (old: GuildSettings) => ({ ...old, confirmPercent });
const blocking = (word: string) => (old: GuildSettings) => ({
  ...old,
  words: { ...old.words, blocked: [...old.words.blocked, word] },
});

/** A store that counts what is asked of its tables. */
function counting(store: Store): { readonly store: Store; readonly asked: string[] } {
  const asked: string[] = [];
  const { database } = store;
  const query: Store['database']['query'] = (sql, parameters) => {
    asked.push(sql);
    return database.query(sql, parameters);
  };
  const transaction: Store['database']['transaction'] = (work) =>
    database.transaction((inner) =>
      work({
        ...inner,
        query(sql, parameters) {
          asked.push(sql);
          return inner.query(sql, parameters);
        },
      }),
    );
  return { store: { ...store, database: { ...database, query, transaction } }, asked };
}

describe.each(engines)('the settings of a guild on $name', (engine) => {
  const stores = storesOn(engine);

  const damage = (part: string, doc: string) =>
    stores.store.database.query('UPDATE guild_settings_parts SET doc = $2 WHERE part = $1', [part, doc]);

  it('are the defaults until they are changed', async () => {
    const settings = createGuildSettings(stores.store);
    expect(await settings.get(guild)).toEqual(defaultGuildSettings);
    const changed = await settings.change(guild, asking(20));
    expect(changed).toEqual({ ...defaultGuildSettings, confirmPercent: 20 });
    expect(await settings.get(guild)).toEqual(changed);
    expect(await createGuildSettings(stores.store).get(guild)).toEqual(changed);
    expect(await settings.get(guildOf(2))).toEqual(defaultGuildSettings);
  });

  it('are kept whole, whatever is set', async () => {
    const wanted: GuildSettings = {
      ...defaultGuildSettings,
      allowances: [{ roleId: null, credits: 5, period: 'day' }],
      refill: { credits: 100, period: 'week' },
      loras: manyGuildLoras(2_000),
      strikes: [],
      words: { profanity: true, blocked: ['墨'], allowed: [] },
    };
    await createGuildSettings(stores.store).change(guild, () => wanted);
    expect(await createGuildSettings(stores.store).get(guild)).toEqual(wanted);
  });

  it('tell which guilds have set a part', async () => {
    const settings = createGuildSettings(stores.store);
    expect(await settings.guildsWith('workflows')).toEqual([]);
    await settings.change(guild, asking(20));
    for (const each of [guildOf(2), guild]) {
      await settings.change(each, (old) => ({ ...old, workflows: [guildWorkflowOf()] }));
    }
    expect((await settings.guildsWith('workflows')).toSorted()).toEqual([guild, guildOf(2)].toSorted());
    expect((await settings.get(guild)).workflows).toEqual([guildWorkflowOf()]);
  });

  it('stay the defaults where a change changes nothing', async () => {
    const settings = createGuildSettings(stores.store);
    expect(await settings.change(guild, (old) => old)).toEqual(defaultGuildSettings);
    expect(await createGuildSettings(stores.store).get(guild)).toEqual(defaultGuildSettings);
  });

  it('go back to the defaults where these are set', async () => {
    const settings = createGuildSettings(stores.store);
    await settings.change(guild, asking(20));
    await settings.change(guild, asking(100));
    expect(await createGuildSettings(stores.store).get(guild)).toEqual(defaultGuildSettings);
  });

  it('are changed one after the other, and nothing is lost, between processes too', async () => {
    const { store, other } = stores;
    const words = Array.from({ length: 21 }, (_, index) => `word ${index}`);
    await Promise.all(
      words.map((word, index) => createGuildSettings(index % 2 === 0 ? store : other).change(guild, blocking(word))),
    );
    expect((await createGuildSettings(stores.store).get(guild)).words.blocked.toSorted()).toEqual(words.toSorted());
  });

  it('are as another process has left them', async () => {
    const [one, other] = [createGuildSettings(stores.store), createGuildSettings(stores.other)];
    await one.change(guild, asking(20));
    expect((await other.get(guild)).confirmPercent).toBe(20);
    await other.change(guild, blocking('castle'));
    expect(await one.get(guild)).toMatchObject({ confirmPercent: 20, words: { blocked: ['castle'] } });
    await one.change(guild, asking(30));
    expect(await other.get(guild)).toMatchObject({ confirmPercent: 30, words: { blocked: ['castle'] } });
  });

  it('are one frozen object until they change', async () => {
    const settings = createGuildSettings(stores.store);
    await settings.change(guild, () => ({ ...defaultGuildSettings, loras: manyGuildLoras(3) }));
    const found = await settings.get(guild);
    expect(await settings.get(guild)).toBe(found);
    expect(() => found.loras.pop()).toThrow(TypeError);
    expect(() => Object.assign(found.words, { profanity: true })).toThrow(TypeError);
    expect(Object.isFrozen(await settings.get(guildOf(2)))).toBe(true);
    await settings.change(guild, asking(20));
    expect((await settings.get(guild)).confirmPercent).toBe(20);
    expect(found.confirmPercent).toBe(100);
  });

  it('are asked of the store with one statement, which brings the parts only where they have changed', async () => {
    const { store: counted, asked } = counting(stores.store);
    const settings = createGuildSettings(counted);
    await settings.get(guild);
    expect(asked).toHaveLength(1);
    await settings.change(guild, asking(20));
    asked.length = 0;
    await settings.get(guild);
    await settings.get(guild);
    expect(asked).toHaveLength(2);
  });

  it('are written part by part: a change touches only what differs', async () => {
    const { store: counted, asked } = counting(stores.store);
    const settings = createGuildSettings(counted);
    await settings.change(guild, () => ({ ...defaultGuildSettings, loras: manyGuildLoras(50) }));
    await damage('loras', '"damaged"');
    await expect(settings.change(guild, asking(20))).rejects.toMatchObject({ code: 'store.unavailable' });
    await damage('loras', JSON.stringify(manyGuildLoras(50)));
    asked.length = 0;
    await settings.change(guild, asking(20));
    expect(asked.filter((sql) => sql.includes('INTO guild_settings_parts'))).toHaveLength(1);
  });

  it('that do not fit are refused before they are written', async () => {
    const settings = createGuildSettings(stores.store);
    await expect(settings.change(guild, asking(0))).rejects.toMatchObject({ code: 'bug' });
    expect(await settings.get(guild)).toEqual(defaultGuildSettings);
    expect(await createGuildSettings(stores.store).get(guild)).toEqual(defaultGuildSettings);
  });

  it('stay as they are where the change throws', async () => {
    const settings = createGuildSettings(stores.store);
    const refused = new BotError('refused.options', 'no');
    const work = settings.change(guild, () => {
      throw refused;
    });
    await expect(work).rejects.toBe(refused);
    expect(await settings.get(guild)).toBe(defaultGuildSettings);
  });

  it.each(['"all"', '0', '{', 'null'])('that cannot be read (%s) are an error, not the defaults', async (doc) => {
    await createGuildSettings(stores.store).change(guild, asking(20));
    await damage('confirmPercent', doc);
    const work = createGuildSettings(stores.store).get(guild);
    await expect(work).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(work).rejects.toThrow(/guild_settings_parts.*confirmPercent/);
  });

  it('leave out a part that this version does not know', async () => {
    const settings = createGuildSettings(stores.store);
    await settings.change(guild, asking(20));
    await damage('confirmPercent', '30');
    await stores.store.database.query('INSERT INTO guild_settings_parts (guild_id, part, doc) VALUES ($1, $2, $3)', [
      guild,
      'weather',
      '"fine"',
    ]);
    expect(await createGuildSettings(stores.store).get(guild)).toEqual({ ...defaultGuildSettings, confirmPercent: 30 });
  });

  it('make room for others, those that were asked for longest ago first', async () => {
    const settings = createGuildSettings(stores.store, { maxCachedCharacters: 10_000 });
    const of = (digit: number) => settings.get(guildOf(digit));
    for (const digit of [2, 3, 4]) {
      await settings.change(guildOf(digit), (old) => ({ ...old, loras: manyGuildLoras(20) }));
    }
    const [oldest, newer, newest] = [await of(2), await of(3), await of(4)];
    expect(await of(4)).toBe(newest);
    expect(await of(3)).toBe(newer);
    const again = await of(2);
    expect(again).toEqual(oldest);
    expect(again).not.toBe(oldest);
    expect(await of(3)).toBe(newer);
    expect(await of(4)).not.toBe(newest);
  });

  it('are kept also where one guild alone is above the bound', async () => {
    const settings = createGuildSettings(stores.store, { maxCachedCharacters: 10 });
    await settings.change(guild, asking(20));
    expect(await settings.get(guild)).toBe(await settings.get(guild));
  });
});

describe('a change of settings, of which a commit breaks', () => {
  it.each(breaksOf(1))('is done wholly or not at all: %j', async (at) => {
    const rows = new Map<string, string>();
    await createGuildSettings(createMemoryStore(rows)).change(guild, asking(20));
    const settings = createGuildSettings(createMemoryStore(new BreakingRows(rows, at)));
    await settings.get(guild);
    const change = settings.change(guild, (old) => blocking('castle')({ ...old, confirmPercent: 30 }));
    await expect(change).rejects.toMatchObject({ code: 'store.unavailable' });
    const wanted = at.landed ? { confirmPercent: 30, blocked: ['castle'] } : { confirmPercent: 20, blocked: [] };
    for (const each of [settings, createGuildSettings(createMemoryStore(rows))]) {
      const { confirmPercent, words } = await each.get(guild);
      expect({ confirmPercent, blocked: words.blocked }).toEqual(wanted);
    }
  });
});
