import { describe, expect, it } from 'vitest';
import { guildId } from '#core/ids.ts';
import { createUploadBook } from '#lora-upload/upload-book.ts';
import { engines } from '../support/store/engines.ts';
import { dayMs, guild, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';

const hourMs = dayMs / 24;

describe.each(engines)("a guild's uploads on $name", (engine) => {
  const stores = storesOn(engine);

  it('has room for five uploads of a guild within 24 hours, also after a restart', async () => {
    let nowMs = wednesdayMs;
    const book = () => createUploadBook({ store: stores.store, now: () => nowMs });
    expect(await book().refusal(guild)).toBeNull();
    for (let count = 0; count < 5; count += 1) {
      expect(await book().refusal(guild)).toBeNull();
      await book().note(guild, 'uploaded');
      nowMs += hourMs;
    }
    expect(await book().refusal(guild)).toEqual({ why: 'daily', againAtMs: wednesdayMs + dayMs });
    expect(await book().refusal(guildId('900000000000000099'))).toBeNull();
    nowMs = wednesdayMs + dayMs;
    expect(await book().refusal(guild)).toBeNull();
    await book().note(guild, 'uploaded');
    expect(await book().refusal(guild)).toEqual({ why: 'daily', againAtMs: wednesdayMs + dayMs + hourMs });
  });

  it('keeps no more than the day needs, and counts two at once as two, in two processes too', async () => {
    let nowMs = wednesdayMs;
    const book = createUploadBook({ store: stores.store, now: () => nowMs });
    const other = createUploadBook({ store: stores.other, now: () => nowMs });
    await Promise.all([book.note(guild, 'uploaded'), other.note(guild, 'uploaded')]);
    nowMs += dayMs;
    await book.note(guild, 'uploaded');
    expect(await stores.rows()).toEqual([
      `lora_uploads: ${JSON.stringify({ guild_id: guild, at_ms: nowMs, how: 'uploaded', uploads: 1 })}`,
    ]);
    nowMs += 1;
    await Promise.all([
      book.note(guild, 'uploaded'),
      other.note(guild, 'uploaded'),
      book.note(guild, 'uploaded'),
      other.note(guild, 'uploaded'),
    ]);
    expect(await book.refusal(guild)).toEqual({ why: 'daily', againAtMs: nowMs - 1 + dayMs });
  });

  it('has room for ten failures of a guild within 24 hours, beside its uploads', async () => {
    let nowMs = wednesdayMs;
    const book = createUploadBook({ store: stores.store, now: () => nowMs });
    await book.note(guild, 'uploaded');
    for (let count = 0; count < 10; count += 1) {
      expect(await book.refusal(guild)).toBeNull();
      await book.note(guild, 'failed');
    }
    expect(await book.refusal(guild)).toEqual({ why: 'failures', againAtMs: wednesdayMs + dayMs });
    nowMs += dayMs;
    expect(await book.refusal(guild)).toBeNull();
  });

  it('forgets what a clock wrote that was far ahead', async () => {
    let nowMs = wednesdayMs + 400 * dayMs;
    const book = createUploadBook({ store: stores.store, now: () => nowMs });
    for (let count = 0; count < 5; count += 1) await book.note(guild, 'uploaded');
    nowMs = wednesdayMs;
    expect(await book.refusal(guild)).toBeNull();
  });
});
