import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDocuments } from '#db/documents.ts';
import { answerBackupRequest } from '#db/live-backup.ts';
import { isInUse, isUnusable, openStore, type Store } from '#db/open-store.ts';
import { openSqliteConnection } from '#db/sqlite-connection.ts';
import { inspectStoreFile, storeFormat } from '#db/store-file.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const log = createRecordingLog();
let folder = '';
let path = '';
let open: Store[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-file-'));
  path = join(folder, 'data', 'easel.sqlite');
  open = [];
});
afterEach(async () => {
  for (const store of open) await store.close().catch(() => undefined);
  await rm(folder, { recursive: true });
});

async function openAt(more: Partial<Parameters<typeof openStore>[0]> = {}): Promise<Store> {
  const store = await openStore({ url: `sqlite://${path}`, log, lockWaitMs: 50, ...more });
  open.push(store);
  return store;
}

const text = 'a private prompt '.repeat(2_000);
/** A closed store with something in it. */
async function filled(rows = 20): Promise<void> {
  const store = await openAt();
  for (let row = 0; row < rows; row += 1) await store.namespace('things').set(`key${row}`, text);
  await store.close();
}

/** A file of SQLite with this table, and more tables after it. Easel's own begins with `keyv`. */
async function withTables(first: string, more = 0): Promise<void> {
  await mkdir(join(folder, 'data'));
  const connection = await openSqliteConnection(path, 0);
  await connection.query(`CREATE TABLE ${first}(key VARCHAR(255) PRIMARY KEY, value TEXT )`);
  for (let table = 0; table < more; table += 1) await connection.query(`CREATE TABLE more${table} (name TEXT)`);
  await connection.close();
}

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
const failure = () => openAt().catch((error: unknown) => error);

/** Refused with these words, and not one byte changed. */
async function expectRefusal(words: string): Promise<void> {
  const before = await readFile(path);
  const error = await failure();
  expect(error).toMatchObject({ code: 'store.unavailable', message: expect.stringContaining(words) });
  expect(String(error)).toContain(path);
  expect([isUnusable(error), isInUse(error)]).toEqual([true, false]);
  expect((await readFile(path)).equals(before)).toBe(true);
}

describe('a file that is not this Easel’s own', () => {
  it('of a newer format is refused by name and left as it is', async () => {
    await filled();
    const bytes = await readFile(path);
    bytes.writeUInt32BE(storeFormat + 1, 60);
    await writeFile(path, bytes);
    await expectRefusal(`newer Easel (format ${storeFormat + 1}`);
  });

  it('of the form before the first release is refused by name and left as it is', async () => {
    await filled();
    const bytes = await readFile(path);
    bytes.writeUInt32BE(1, 60);
    await writeFile(path, bytes);
    await expectRefusal('before its first release (format 1)');
  });

  it('with a newer schema is refused by name, and its rows stay', async () => {
    const store = await openAt();
    await store.database.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [999, 'of tomorrow']);
    await store.close();
    const error = await failure();
    expect(error).toMatchObject({ message: expect.stringContaining('newer Easel (schema 999') });
    expect([isUnusable(error), isInUse(error)]).toEqual([true, false]);
  });

  it('of a newer format that stands in the write-ahead file only is refused too', async () => {
    const store = await openAt();
    await store.namespace('things').set('key', text);
    await store.database.query('PRAGMA user_version=7');
    const [main, wal] = [await readFile(path), await readFile(`${path}-wal`)];
    await store.close();
    await writeFile(path, main);
    await writeFile(`${path}-wal`, wal);
    expect(await failure()).toMatchObject({ message: expect.stringContaining('newer Easel (format 7') });
  });

  it.each([
    ['a text', 'this is no database. '.repeat(20)],
    ['a short text', 'x'],
  ])('%s is refused', async (_what, contents) => {
    await mkdir(join(folder, 'data'));
    await writeFile(path, contents);
    await expectRefusal('is not a SQLite file');
  });

  it('an empty file is refused: it may be what is left of one', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(path, '');
    await expectRefusal('is empty');
  });

  it.each([
    ['is taken', 0],
    ['is refused: it was one that had pages', 3],
  ])('an empty file beside the journal of its first transaction %s', async (_what, pagesBefore) => {
    await mkdir(join(folder, 'data'));
    await writeFile(path, '');
    const journal = Buffer.alloc(512);
    journal.writeUInt32BE(pagesBefore, 16);
    journal.writeUInt32BE(512, 20);
    await writeFile(`${path}-journal`, journal);
    if (pagesBefore > 0) return expectRefusal('is empty');
    return expect(openAt()).resolves.toBeDefined();
  });

  it.each([0.3, 0.9])('truncated to %d of its length is refused', async (share) => {
    await filled();
    const { size } = await stat(path);
    await truncate(path, Math.floor((size * share) / 4096) * 4096);
    await expectRefusal('is truncated');
  });

  it('of which another process is writing the last pages is not called truncated', async () => {
    await filled();
    await truncate(path, 4096);
    await writeFile(`${path}-journal`, 'a journal');
    await expect(inspectStoreFile(path)).resolves.toBeUndefined();
  });

  it('damaged inside is refused', async () => {
    await filled();
    const bytes = await readFile(path);
    bytes.fill(0xa5, 4096, 3 * 4096);
    await writeFile(path, bytes);
    await expectRefusal('damaged');
  });

  it('with a damaged first page is refused', async () => {
    await filled();
    const bytes = await readFile(path);
    bytes.fill(0xa5, 100, 4096);
    await writeFile(path, bytes);
    await expectRefusal('damaged');
  });

  it.each([0, 100])('of another program is refused, however many tables it has (1 and %d)', async (more) => {
    await withTables('cats', more);
    await expectRefusal('another program');
  });

  it('of another program that counts its own format as we do is refused', async () => {
    await withTables('cats', 3);
    const connection = await openSqliteConnection(path, 0);
    await connection.query(`PRAGMA user_version=${storeFormat}`);
    await connection.close();
    await expectRefusal('another program');
  });

  it('that was left before its format was written is taken', async () => {
    await withTables('keyv');
    await (await openAt()).namespace('things').set('key', text);
    expect(await open.at(-1)?.namespace('things').get('key')).toBe(text);
  });

  it('one whose header does not vouch for its length is taken', async () => {
    await filled();
    const bytes = await readFile(path);
    bytes.writeUInt32BE(9_999, 28);
    bytes.writeUInt32BE(1, 92);
    await writeFile(path, bytes);
    expect(await (await openAt()).namespace('things').get('key0')).toBe(text);
  });
});

describe('a place that cannot hold the file', () => {
  it('below a file is named', async () => {
    await writeFile(join(folder, 'data'), '');
    const error = await failure();
    expect(error).toMatchObject({
      message: expect.stringMatching(/the folder .*data cannot be made \(a file is in the way, EEXIST/u),
    });
    expect(isUnusable(error)).toBe(true);
  });

  it('a folder in the place of the file is named', async () => {
    await mkdir(path, { recursive: true });
    const error = await failure();
    expect(error).toMatchObject({ message: expect.stringContaining(`${path} cannot be read (EISDIR)`) });
    expect(isUnusable(error)).toBe(true);
  });

  it.each(['-wal', '.rescued'])('a missing file beside its own %s is not begun anew in silence', async (suffix) => {
    await mkdir(join(folder, 'data'));
    await writeFile(`${path}${suffix}`, 'remains');
    const error = await failure();
    expect(error).toMatchObject({ message: expect.stringContaining(`easel.sqlite${suffix} lies beside it`) });
    expect(await readdir(join(folder, 'data'))).toEqual([`easel.sqlite${suffix}`]);
  });
});

describe('what others may read', () => {
  it('nothing: the folder is the owner’s, and so are the file and its write-ahead file', async () => {
    await (await openAt()).namespace('things').set('key', text);
    expect(await modeOf(join(folder, 'data'))).toBe('700');
    for (const name of await readdir(join(folder, 'data'))) {
      expect([name, await modeOf(join(folder, 'data', name))]).toEqual([name, '600']);
    }
  });

  it('a file that was open to everybody is closed to them', async () => {
    await filled();
    await chmod(path, 0o644);
    await openAt();
    expect(await modeOf(path)).toBe('600');
  });
});

describe('what was overwritten', () => {
  it('lies in no file once it is forgotten, while the store is open', async () => {
    const store = await openAt();
    await store.namespace('things').set('key', text);
    await store.namespace('things').set('key', '');
    await store.forgetOverwritten();
    for (const name of await readdir(join(folder, 'data'))) {
      expect((await readFile(join(folder, 'data', name))).includes('private prompt'), name).toBe(false);
    }
  });

  it('cannot be forgotten by a closed store', async () => {
    const store = await openAt();
    await store.close();
    await expect(store.forgetOverwritten()).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

describe('a file that goes away under an open store', () => {
  const elsewhere = () => join(folder, 'elsewhere.sqlite');
  const ways: readonly (readonly [string, () => Promise<void>, string])[] = [
    ['deleted', () => rm(path), 'was deleted or renamed'],
    ['renamed', () => rename(path, elsewhere()), 'was deleted or renamed'],
    [
      'replaced',
      async () => {
        await writeFile(elsewhere(), 'another');
        await rename(elsewhere(), path);
      },
      'was replaced by another file',
    ],
  ];

  it.each(ways)('%s: the next write is refused, a copy is saved, and it is told once', async (_how, remove, words) => {
    const lost: string[] = [];
    const store = await openAt({ onLost: ({ message }) => void lost.push(message) });
    await store.namespace('things').set('key', 'kept');
    expect(await store.isHealthy()).toBe(true);
    await remove();
    for (let time = 0; time < 2; time += 1) {
      await expect(store.namespace('things').set('other', 'lost')).rejects.toThrow(words);
    }
    expect(lost).toEqual([expect.stringContaining(words)]);
    expect(await store.isHealthy()).toBe(false);
    await store.close();
    // What is left of the write-ahead file must not be taken for a part of the copy.
    expect(
      await stat(`${path}-wal`).then(
        ({ size }) => size,
        () => 0,
      ),
    ).toBe(0);
    await rm(path, { force: true });
    await rename(`${path}.rescued`, path);
    const again = await openAt();
    expect(await again.namespace('things').get('key')).toBe('kept');
    expect(await again.namespace('things').get('other')).toBeUndefined();
  });

  it('does not touch a copy that lies there already', async () => {
    const store = await openAt();
    await store.namespace('things').set('key', 'kept');
    await writeFile(`${path}.rescued`, 'an older copy');
    await rm(path);
    await expect(store.namespace('things').set('key', 'lost')).rejects.toThrow('was deleted or renamed');
    expect(await readFile(`${path}.rescued`, 'utf8')).toBe('an older copy');
    expect((await readFile(`${path}.rescued-2`, 'latin1')).startsWith('SQLite format 3')).toBe(true);
  });

  it('leaves no part of a copy that does not fit on the disk', async () => {
    const openSqlite: typeof openSqliteConnection = async (...at) => {
      const connection = await openSqliteConnection(...at);
      const query: typeof connection.query = async (sql, ...parameters) => {
        if (!sql.startsWith('VACUUM INTO')) return connection.query(sql, ...parameters);
        await writeFile(String(parameters.flat()[0]), 'the beginning of a copy');
        throw Object.assign(new Error('SQLITE_FULL: database or disk is full'), { code: 'SQLITE_FULL' });
      };
      return { ...connection, query };
    };
    const store = await openAt({ openSqlite });
    await rm(path);
    await expect(store.namespace('things').set('key', 'lost')).rejects.toThrow('was deleted or renamed');
    expect((await readdir(join(folder, 'data'))).filter((name) => name.includes('rescued'))).toEqual([]);
    await writeFile(`${path}.backup-wanted`, '');
    await answerBackupRequest((await openSqlite(':memory:', 0)).query, path, log);
    expect((await readdir(join(folder, 'data'))).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('deleted while a transaction is open is copied with it, as soon as it has ended', async () => {
    const lost: Error[] = [];
    const store = await openAt({ guardEveryMs: 20, onLost: (reason) => lost.push(reason) });
    await store.database.transaction(async ({ query }) => {
      await query('INSERT INTO documents (key, value) VALUES ($1, $2)', ['balance', '7']);
      await rm(path);
      await setTimeout(150);
    });
    await expect.poll(() => lost).toHaveLength(1);
    expect((await readFile(`${path}.rescued`)).includes('balance7')).toBe(true);
  });

  it('stops the writes of a store that has nobody to tell', async () => {
    const store = await openAt();
    await rm(path);
    await expect(store.namespace('things').set('key', 'lost')).rejects.toThrow('was deleted or renamed');
  });

  it('is noticed without a write too, and a copy that cannot be saved is told', async () => {
    const told = new Promise<Error>((resolve) => {
      void openAt({ onLost: resolve, guardEveryMs: 5 }).then(() => rm(join(folder, 'data'), { recursive: true }));
    });
    expect((await told).message).toContain('was deleted or renamed');
    expect(log.lines.map(({ message }) => message).join('\n')).toContain('no copy could be saved');
  });
});

it('a full disk is named', async () => {
  const store = await openAt();
  await store.database.query('PRAGMA max_page_count=3');
  const table = openDocuments(store.namespace('things'), z.string());
  await expect(table.set('key', text)).rejects.toMatchObject({
    code: 'store.unavailable',
    message: expect.stringContaining('the disk that holds the store is full'),
  });
});
