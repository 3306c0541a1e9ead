import { expect, it } from 'vitest';
import { guildId } from '../../src/domain/ids.ts';
import { createUploadBook } from '../../src/store/upload-book.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { dayMs, guild, wednesdayMs } from '../support/store/money.ts';

const hourMs = dayMs / 24;

it('has room for five uploads of a guild within 24 hours, also after a restart', async () => {
  const rows = new Map<string, string>();
  let nowMs = wednesdayMs;
  const book = () => createUploadBook({ store: createMemoryStore(rows), now: () => nowMs });
  expect(await book().fullUntilMs(guild)).toBeNull();
  for (let count = 0; count < 5; count += 1) {
    expect(await book().fullUntilMs(guild)).toBeNull();
    await book().note(guild);
    nowMs += hourMs;
  }
  expect(await book().fullUntilMs(guild)).toBe(wednesdayMs + dayMs);
  expect(await book().fullUntilMs(guildId('900000000000000099'))).toBeNull();
  nowMs = wednesdayMs + dayMs;
  expect(await book().fullUntilMs(guild)).toBeNull();
  await book().note(guild);
  expect(await book().fullUntilMs(guild)).toBe(wednesdayMs + dayMs + hourMs);
});

it('keeps no more than the day needs, and counts two at once as two', async () => {
  const rows = new Map<string, string>();
  let nowMs = wednesdayMs;
  const book = createUploadBook({ store: createMemoryStore(rows), now: () => nowMs });
  await Promise.all([book.note(guild), book.note(guild)]);
  nowMs += dayMs;
  await book.note(guild);
  expect([...rows.values()].map((row) => JSON.parse(row).value)).toEqual([{ atMs: [nowMs] }]);
  nowMs += 1;
  await Promise.all([book.note(guild), book.note(guild), book.note(guild), book.note(guild)]);
  expect(await book.fullUntilMs(guild)).toBe(nowMs - 1 + dayMs);
});
