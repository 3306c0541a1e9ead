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

it('keeps no more than the day needs, and counts two at once as two', async () => {
  const rows = new Map<string, string>();
  let nowMs = wednesdayMs;
  const book = createUploadBook({ store: createMemoryStore(rows), now: () => nowMs });
  await Promise.all([book.note(guild, 'uploaded'), book.note(guild, 'uploaded')]);
  nowMs += dayMs;
  await book.note(guild, 'uploaded');
  expect([...rows.values()].map((row) => JSON.parse(row).value)).toEqual([{ atMs: [nowMs], failedAtMs: [] }]);
  nowMs += 1;
  await Promise.all([
    book.note(guild, 'uploaded'),
    book.note(guild, 'uploaded'),
    book.note(guild, 'uploaded'),
    book.note(guild, 'uploaded'),
  ]);
  expect(await book.refusal(guild)).toEqual({ why: 'daily', againAtMs: nowMs - 1 + dayMs });
});

it('has room for ten failures of a guild within 24 hours, beside its uploads', async () => {
  let nowMs = wednesdayMs;
  const book = createUploadBook({ store: createMemoryStore(new Map()), now: () => nowMs });
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
  const book = createUploadBook({ store: createMemoryStore(new Map()), now: () => nowMs });
  for (let count = 0; count < 5; count += 1) await book.note(guild, 'uploaded');
  nowMs = wednesdayMs;
  expect(await book.refusal(guild)).toBeNull();
});

it('reads what was written before failures were counted', async () => {
  const rows = new Map<string, string>();
  const book = createUploadBook({ store: createMemoryStore(rows), now: () => wednesdayMs });
  await book.note(guild, 'uploaded');
  for (const [key, row] of rows) rows.set(key, row.replace(',"failedAtMs":[]', ''));
  expect(await book.refusal(guild)).toBeNull();
});
