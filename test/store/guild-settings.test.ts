import { describe, expect, it } from 'vitest';
import { defaultGuildSettings } from '../../src/domain/guild-settings.ts';
import { createGuildSettings } from '../../src/store/guild-settings.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { guild, guildOf } from '../support/store/money.ts';

describe('the settings of a guild', () => {
  it('are the defaults until they are changed', async () => {
    const settings = createGuildSettings(createMemoryStore());
    expect(await settings.get(guild)).toEqual(defaultGuildSettings);
    const changed = await settings.change(guild, (old) => ({ ...old, confirmPercent: 20 }));
    expect(changed).toEqual({ ...defaultGuildSettings, confirmPercent: 20 });
    expect(await settings.get(guild)).toEqual(changed);
    expect(await settings.get(guildOf(2))).toEqual(defaultGuildSettings);
  });

  it('are changed one after the other, and nothing is lost', async () => {
    const settings = createGuildSettings(createMemoryStore());
    const words = Array.from({ length: 20 }, (_, index) => `word ${index}`);
    await Promise.all(
      words.map((word) =>
        settings.change(guild, (old) => ({ ...old, words: { ...old.words, blocked: [...old.words.blocked, word] } })),
      ),
    );
    expect((await settings.get(guild)).words.blocked).toEqual(words);
  });

  it('that do not fit are refused before they are written', async () => {
    const settings = createGuildSettings(createMemoryStore());
    await expect(settings.change(guild, (old) => ({ ...old, confirmPercent: 0 }))).rejects.toMatchObject({
      code: 'bug',
    });
    expect(await settings.get(guild)).toEqual(defaultGuildSettings);
  });

  it('of an older version get the defaults of what is new', async () => {
    const rows = new Map([[`guildsettings:${guild}`, '{"value":{"confirmPercent":20}}']]);
    const settings = createGuildSettings(createMemoryStore(rows));
    expect(await settings.get(guild)).toEqual({ ...defaultGuildSettings, confirmPercent: 20 });
  });

  it('that cannot be read are an error, not the defaults', async () => {
    const rows = new Map([[`guildsettings:${guild}`, '{"value":{"confirmPercent":"all"}}']]);
    await expect(createGuildSettings(createMemoryStore(rows)).get(guild)).rejects.toMatchObject({
      code: 'store.unavailable',
    });
  });
});
