import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSettings } from '#db/settings.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const schema = z.object({ hash: z.string() });

describe('settings', () => {
  it('are null until they are set', async () => {
    const settings = createSettings(createMemoryStore());
    expect(await settings.get('commands', schema)).toBeNull();
    await settings.set('commands', { hash: 'abc' });
    expect(await settings.get('commands', schema)).toEqual({ hash: 'abc' });
  });

  it('that do not fit are an error, not null', async () => {
    const settings = createSettings(createMemoryStore());
    await settings.set('commands', { hash: 7 });
    await expect(settings.get('commands', schema)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
