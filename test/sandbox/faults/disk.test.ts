import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '#db/open-store.ts';
import { createFailingDisk } from '../../../sandbox/faults/disk.ts';
import { createRecordingLog } from '../../support/store/recording-log.ts';

async function openFailing() {
  const disk = createFailingDisk();
  const store = await openStore({
    url: 'sqlite://:memory:',
    log: createRecordingLog(),
    openSqlite: disk.openSqlite,
  });
  onTestFinished(() => store.close());
  const { database } = store;
  await database.query('CREATE TABLE words (word TEXT)');
  const write = (word: string) => database.query('INSERT INTO words (word) VALUES ($1)', [word]);
  const words = async () => (await database.query('SELECT word FROM words')).map(({ word }) => word);
  return { disk, database, write, words };
}

test('a full disk takes no write, undoes the transaction, and lets reads through', async () => {
  const { disk, database, write, words } = await openFailing();
  disk.failStore({ code: 'SQLITE_FULL', from: null, times: 2 });
  const both = database.transaction(async ({ query }) => {
    await query('INSERT INTO words (word) VALUES ($1)', ['a']);
  });
  await expect(both).rejects.toMatchObject({ message: 'the disk that holds the store is full' });
  expect([disk.hits(), disk.pending()]).toEqual([1, 1]);
  expect(await words()).toEqual([]);
  await expect(write('b')).rejects.toMatchObject({ code: 'store.unavailable' });
  await write('c');
  expect(await words()).toEqual(['c']);
});

test('a store that fails begins with the write that names a moment, and reads fail too', async () => {
  const { disk, write, words } = await openFailing();
  let statements = 0;
  const stop = disk.onStatement(() => {
    statements += 1;
  });
  disk.failStore({ code: 'SQLITE_IOERR', from: 'sent', times: 9 });
  await write('before');
  expect(await words()).toEqual(['before']);
  await expect(write('sent')).rejects.toMatchObject({ code: 'store.unavailable' });
  await expect(words()).rejects.toMatchObject({ code: 'store.unavailable' });
  disk.clear();
  stop();
  const counted = statements;
  expect(await words()).toEqual(['before']);
  expect(statements).toBe(counted);
  expect(counted).toBeGreaterThan(3);
});

test('a file takes nothing as often as it was told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easel-disk-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const disk = createFailingDisk();
  disk.failFiles(1);
  const file = await disk.createFile(join(folder, 'a.png'));
  await expect(file.appendFile(Buffer.from('x'))).rejects.toMatchObject({ code: 'ENOSPC' });
  await file.appendFile(Buffer.from('y'));
  await file.close();
  expect(await readFile(join(folder, 'a.png'), 'utf8')).toBe('y');
});
