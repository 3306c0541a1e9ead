import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInUse, openStore, storeProblem } from '#db/open-store.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const log = createRecordingLog();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('openStore', () => {
  it('makes the folder and keeps what was written', async () => {
    const url = `sqlite://${join(folder, 'new', 'folder', 'easel.sqlite')}`;
    const first = await openStore({ url, log });
    await first.namespace('things').set('key', { amount: 7 });
    await first.close();
    const second = await openStore({ url, log });
    expect(await second.namespace('things').get('key')).toEqual({ amount: 7 });
    await second.close();
  });

  it('takes a path relative to the working directory', async () => {
    const path = join(folder, 'relative.sqlite');
    const store = await openStore({ url: `sqlite://${relative(process.cwd(), path)}`, log });
    await store.close();
    expect((await readFile(path)).subarray(0, 6).toString()).toBe('SQLite');
  });

  it('refuses a file that is in use, and says so', async () => {
    const url = `sqlite://${join(folder, 'used.sqlite')}`;
    const first = await openStore({ url, log });
    await expect(openStore({ url, log, lockWaitMs: 50 })).rejects.toMatchObject({
      code: 'store.unavailable',
      message: expect.stringContaining('another process uses the file'),
    });
    expect(isInUse(await openStore({ url, log, lockWaitMs: 50 }).catch((error: unknown) => error))).toBe(true);
    expect(isInUse(await openStore({ url: 'nowhere', log }).catch((error: unknown) => error))).toBe(false);
    expect(isInUse(new Error('another process uses the file'))).toBe(false);
    expect(await first.isHealthy()).toBe(true);
    await first.close();
    await (await openStore({ url, log })).close();
  });

  it('refuses what is not an address of a SQLite file', async () => {
    for (const url of ['postgres://localhost/easel', 'sqlite://', 'easel.sqlite']) {
      await expect(openStore({ url, log })).rejects.toMatchObject({ code: 'store.unavailable' });
    }
  });

  it('refuses a file that is no database', async () => {
    const path = join(folder, 'text.sqlite');
    await writeFile(path, 'this is a text, and a long one at that, but it is no database. '.repeat(20));
    await expect(openStore({ url: `sqlite://${path}`, log })).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('says beforehand what is wrong with a file, and nothing of one in memory', async () => {
    expect(await storeProblem('sqlite://:memory:')).toBeNull();
    expect(await storeProblem(`sqlite://${join(folder, 'later.sqlite')}`)).toBeNull();
    expect(await storeProblem(`sqlite://${folder}`)).toContain('EISDIR');
  });

  it('leaves nothing in the file of what was overwritten', async () => {
    const path = join(folder, 'secret.sqlite');
    const store = await openStore({ url: `sqlite://${path}`, log });
    await store.namespace('things').set('key', `a ${'very '.repeat(500)}private prompt`);
    await store.namespace('things').set('key', '');
    await store.close();
    expect((await readFile(path)).includes('private prompt')).toBe(false);
  });

  it('locks the file, writes ahead, and waits for the disk', async () => {
    const store = await openStore({ url: `sqlite://${join(folder, 'pragmas.sqlite')}`, log });
    const { database } = store;
    expect(await database.query('PRAGMA locking_mode')).toEqual([{ locking_mode: 'exclusive' }]);
    expect(await database.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await database.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    await store.close();
  });

  it('gives the same namespace for the same name, and only letters make a name', async () => {
    const store = await openStore({ url: 'sqlite://:memory:', log });
    expect(store.namespace('things')).toBe(store.namespace('things'));
    for (const name of ['user_1', 'a%', 'guild-1', '']) {
      expect(() => store.namespace(name)).toThrow(expect.objectContaining({ code: 'bug' }));
    }
    await store.close();
  });

  it('is healthy until it is closed, and may be closed twice', async () => {
    const store = await openStore({ url: 'sqlite://:memory:', log });
    expect(await store.isHealthy()).toBe(true);
    await store.close();
    await store.close();
    expect(await store.isHealthy()).toBe(false);
  });
});
