import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSettings } from '#db/settings.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const schema = z.object({ hash: z.string() });

describe('settings', () => {
  it('are null until they are set, and again once deleted', async () => {
    const settings = createSettings(createMemoryStore());
    expect(await settings.get('commands', schema)).toBeNull();
    await settings.set('commands', { hash: 'abc' });
    expect(await settings.get('commands', schema)).toEqual({ hash: 'abc' });
    await settings.delete('commands');
    expect(await settings.get('commands', schema)).toBeNull();
  });

  it('that do not fit are an error, not null', async () => {
    const settings = createSettings(createMemoryStore());
    await settings.set('commands', { hash: 7 });
    await expect(settings.get('commands', schema)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
